using System.Text;

namespace Go.Compiler.Driver.Templates;

/// <summary>The functions that templates may call: those of Go's package text/template, and what a command adds.</summary>
internal sealed partial class TemplateFunctions
{
    private readonly Dictionary<string, TemplateFunction> _functions = new(StringComparer.Ordinal);

    public TemplateFunctions()
    {
        TemplateType value = TemplateType.Value, any = TemplateType.Any;
        foreach (string name in (string[])["and", "or", "call"])
        {
            Variadic(name, _ => default, value, value); // what runs templates knows what they do
        }
        Variadic("index", a => Index(a[0], a.AsSpan(1)), value, value);
        Variadic("slice", a => Slice(a[0], a.AsSpan(1)), value, value);
        Add("len", a => TemplateValue.Of(Length(a[0])), value);
        Add("not", a => TemplateValue.Of(!a[0].IsTrue), value);
        Variadic("print", a => TemplateValue.Of(TemplateFormat.Print(a)), any);
        Variadic("println", a => TemplateValue.Of(TemplateFormat.PrintLine(a)), any);
        Variadic("printf", a => TemplateValue.Of(TemplateFormat.Format((string)a[0].Data!, a[1..])), TemplateType.String, any);
        Variadic("html", a => TemplateValue.Of(TemplateEscapes.Html(Joined(a))), any);
        Variadic("js", a => TemplateValue.Of(TemplateEscapes.Script(Joined(a))), any);
        Variadic("urlquery", a => TemplateValue.Of(TemplateEscapes.Query(Joined(a))), any);
        Variadic("eq", a => TemplateValue.Of(AreEqual(a[0], a.AsSpan(1))), value, value);
        Add("ne", a => TemplateValue.Of(!AreEqual(a[0], a.AsSpan(1))), value, value);
        Add("lt", a => TemplateValue.Of(IsLess(a[0], a[1])), value, value);
        Add("le", a => TemplateValue.Of(IsLessOrEqual(a)), value, value);
        Add("gt", a => TemplateValue.Of(!IsLessOrEqual(a)), value, value);
        Add("ge", a => TemplateValue.Of(!IsLess(a[0], a[1])), value, value);
        Add("join", a => TemplateValue.Of(string.Join((string)a[1].Data!, a[0].Items)), TemplateType.Strings, TemplateType.String);
    }

    public TemplateFunction? Find(string name) => _functions.GetValueOrDefault(name);

    public bool Contains(string name) => _functions.ContainsKey(name);

    public TemplateFunctions Add(string name, Func<TemplateValue[], TemplateValue> body, params TemplateType[] parameters)
    {
        _functions.Add(name, new TemplateFunction(name, parameters, false, body));
        return this;
    }

    private void Variadic(string name, Func<TemplateValue[], TemplateValue> body, params TemplateType[] parameters)
        => _functions.Add(name, new TemplateFunction(name, parameters, true, body));

    /// <summary>A text alone is itself; of more each is printed as an action would.</summary>
    private static string Joined(TemplateValue[] values)
        => values is [{ Kind: TemplateKind.String } text] ? (string)text.Data!
            : TemplateFormat.Print([.. values.Select(TemplateRun.Printable)]);

    private static long Length(TemplateValue value)
    {
        (value, bool isNil) = value.Indirect();
        return value.Kind switch
        {
            _ when isNil => throw new TemplateException("len of nil pointer"),
            TemplateKind.String => Encoding.UTF8.GetByteCount((string)value.Data!),
            TemplateKind.Slice => value.Items.Count,
            TemplateKind.Map => value.Entries.Count,
            TemplateKind.Invalid => throw new TemplateException("reflect: call of reflect.Value.Type on zero Value"),
            _ => throw new TemplateException($"len of type {value.TypeName}"),
        };
    }

    private static int IndexOf(TemplateValue index, int limit)
    {
        if (index.Kind is not (TemplateKind.Int or TemplateKind.Uint))
        {
            throw new TemplateException(index.Type is null ? "cannot index slice/array with nil"
                : $"cannot index slice/array with type {index.TypeName}");
        }
        long i = (long)index.Data!;
        return i >= 0 && i <= limit ? (int)i : throw new TemplateException($"index out of range: {i}");
    }

    private static TemplateValue Index(TemplateValue value, ReadOnlySpan<TemplateValue> indices)
    {
        if (value.Type is null)
        {
            throw new TemplateException("index of untyped nil");
        }
        foreach (TemplateValue index in indices)
        {
            (value, bool isNil) = value.Indirect();
            value = isNil ? throw new TemplateException("index of nil pointer") : value.Kind switch
            {
                TemplateKind.String => Byte(Encoding.UTF8.GetBytes((string)value.Data!), index),
                TemplateKind.Slice => IndexOf(index, value.Items.Count) is var i && i < value.Items.Count ? value.Item(value.Items[i])
                    : throw new TemplateException("reflect: slice index out of range"),
                TemplateKind.Map => Key(index) is var key ? value.Item(value.Entries.FirstOrDefault(e => e.Key == key).Value) : default,
                _ => throw new TemplateException($"can't index item of type {value.TypeName}"),
            };
        }
        return value;
    }

    private static TemplateValue Byte(byte[] text, TemplateValue index)
        => IndexOf(index, text.Length) is var i && i < text.Length ? new(TemplateType.Byte, (long)text[i])
            : throw new TemplateException("reflect: string index out of range");

    private static string Key(TemplateValue index)
        => index.Kind == TemplateKind.String ? (string)index.Data!
            : throw new TemplateException(index.Type is null ? "value is nil; should be of type string"
                : $"value has type {index.TypeName}; should be string");

    private static TemplateValue Slice(TemplateValue value, ReadOnlySpan<TemplateValue> indices)
    {
        if (value.Type is null)
        {
            throw new TemplateException("slice of untyped nil");
        }
        (value, bool isNil) = value.Indirect();
        if (isNil)
        {
            throw new TemplateException("slice of nil pointer");
        }
        if (indices.Length > 3)
        {
            throw new TemplateException($"too many slice indexes: {indices.Length}");
        }
        byte[]? text = value.Kind == TemplateKind.String ? Encoding.UTF8.GetBytes((string)value.Data!) : null;
        if (text is not null && indices.Length == 3)
        {
            throw new TemplateException("cannot 3-index slice a string");
        }
        if (text is null && value.Kind != TemplateKind.Slice)
        {
            throw new TemplateException($"can't slice item of type {value.TypeName}");
        }
        int length = text?.Length ?? value.Items.Count;
        int[] bounds = [0, length, length];
        for (int i = 0; i < indices.Length; i++)
        {
            bounds[i] = IndexOf(indices[i], length);
        }
        for (int i = 0; i < Math.Max(1, indices.Length - 1); i++)
        {
            _ = bounds[i] <= bounds[i + 1] ? 0 : throw new TemplateException($"invalid slice index: {bounds[i]} > {bounds[i + 1]}");
        }
        return text is not null ? TemplateValue.Of(Encoding.UTF8.GetString(text[bounds[0]..bounds[1]]))
            : new TemplateValue(value.Type, value.Items.Skip(bounds[0]).Take(bounds[1] - bounds[0]).ToArray());
    }
}
