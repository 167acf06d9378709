namespace Go.Compiler.Driver.Templates;

/// <summary>A type of Go's, as far as templates ask for it: what it is called, and what values of it can be asked for.</summary>
internal sealed class TemplateType
{
    private readonly List<TemplateField> _fields = [];
    private readonly List<TemplateFunction> _methods = [];
    private TemplateType? _pointer, _slice;

    private TemplateType(TemplateKind kind, string name, TemplateType? element = null, Func<object, string>? text = null)
        => (Kind, Name, Element, Text) = (kind, name, element, text);

    public static TemplateType Bool { get; } = new(TemplateKind.Bool, "bool");
    public static TemplateType Int { get; } = new(TemplateKind.Int, "int");
    public static TemplateType Int64 { get; } = new(TemplateKind.Int, "int64");
    public static TemplateType Byte { get; } = new(TemplateKind.Uint, "uint8");
    public static TemplateType Float { get; } = new(TemplateKind.Float, "float64");
    public static TemplateType Complex { get; } = new(TemplateKind.Complex, "complex128");
    public static TemplateType String { get; } = new(TemplateKind.String, "string");

    /// <summary>Its values are texts.</summary>
    public static TemplateType Error { get; } = new(TemplateKind.Interface, "error", text: o => (string)o);

    /// <summary>Of parameters that take everything.</summary>
    public static TemplateType Any { get; } = new(TemplateKind.Interface, "interface {}");

    /// <summary>Of parameters that take everything, and nothing at all.</summary>
    public static TemplateType Value { get; } = new(TemplateKind.Struct, "reflect.Value");

    public static TemplateType Strings => String.Slice;

    public static TemplateType StringMap { get; } = new(TemplateKind.Map, "map[string]string", String);

    public TemplateKind Kind { get; }

    public string Name { get; }

    /// <summary>What a pointer points to, a list or a map consists of.</summary>
    public TemplateType? Element { get; }

    /// <summary>Of a struct, in order.</summary>
    public IReadOnlyList<TemplateField> Fields => _fields;

    /// <summary>What <c>String</c> or <c>Error</c> says of a value, or null if it has neither.</summary>
    public Func<object, string>? Text { get; }

    /// <summary>Whether <see cref="Text"/> is a method of pointers only.</summary>
    public bool IsTextOfPointer { get; private init; }

    public TemplateType Pointer => _pointer ??= new(TemplateKind.Pointer, "*" + Name, this, Text);

    public TemplateType Slice => _slice ??= new(TemplateKind.Slice, "[]" + Name, this);

    public static TemplateType Struct(string name, Func<object, string>? text = null, bool isTextOfPointer = false)
        => new(TemplateKind.Struct, name, text: text) { IsTextOfPointer = isTextOfPointer };

    /// <summary>An integer type with names for its values.</summary>
    public static TemplateType Enumeration(string name, Func<long, string> text) => new(TemplateKind.Int, name, text: o => text((long)o));

    /// <summary>A list type with a name of its own.</summary>
    public static TemplateType List(string name, TemplateType element) => new(TemplateKind.Slice, name, element);

    /// <summary>Adds fields to a struct; that they come after it lets types name themselves.</summary>
    public TemplateType With(TemplateType type, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            _fields.Add(new TemplateField(name, type));
        }
        return this;
    }

    /// <summary>Adds a method of it and of pointers to it.</summary>
    /// <param name="isOfPointer">Whether it takes a pointer, and fails as such if that is nil.</param>
    public TemplateType Having(string name, TemplateType result, Func<object, TemplateValue[], object?> body, bool isOfPointer,
        params TemplateType[] parameters)
    {
        _methods.Add(new TemplateFunction(name, parameters, false, arguments => arguments[0].Data is { } receiver
            ? new TemplateValue(result, body(receiver, arguments[1..])) : throw new TemplateException(isOfPointer
                ? "runtime error: invalid memory address or nil pointer dereference"
                    : $"value method {Name}.{name} called using nil *{Name[(Name.IndexOf('.') + 1)..]} pointer")));
        return this;
    }

    public TemplateField? Field(string name) => _fields.Find(f => f.Name == name);

    public TemplateFunction? Method(string name) => _methods.Find(m => m.Name == name);

    /// <summary>Whether values can be compared with <c>==</c>.</summary>
    public bool IsComparable => Kind is not (TemplateKind.Slice or TemplateKind.Map) && _fields.TrueForAll(f => f.Type.IsComparable);
}

internal enum TemplateKind : byte
{
    /// <summary>Of no value at all.</summary>
    Invalid,
    Bool,
    Int,
    Uint,
    Float,
    Complex,
    String,
    Slice,
    Map,
    Struct,
    Pointer,
    Interface,
}

/// <summary>A field of a struct; one whose name is not exported can be printed, but not asked for.</summary>
internal sealed record TemplateField(string Name, TemplateType Type);

/// <summary>A function or a method, whose receiver is the first argument it is run with.</summary>
/// <param name="IsVariadic">Whether the last parameter takes any number of arguments.</param>
internal sealed record TemplateFunction(
    string Name, IReadOnlyList<TemplateType> Parameters, bool IsVariadic, Func<TemplateValue[], TemplateValue> Body);
