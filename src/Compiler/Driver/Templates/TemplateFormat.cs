using System.Globalization;
using System.Text;
using Go.Compiler.Modules;

namespace Go.Compiler.Driver.Templates;

/// <summary>Values as Go's package fmt prints them.</summary>
internal sealed partial class TemplateFormat
{
    private readonly StringBuilder _text = new();

    // Of the verb that is being written.
    private bool _plus, _minus, _sharp, _space, _zero, _plusNames, _sharpSyntax;
    private int? _width, _precision;

    private TemplateFormat()
    {
    }

    /// <summary>As <c>Sprint</c>: spaces only between what are no texts.</summary>
    public static string Print(params TemplateValue[] values)
    {
        var format = new TemplateFormat();
        for (int i = 0; i < values.Length; i++)
        {
            bool hasSpace = i > 0 && values[i].Kind != TemplateKind.String && values[i - 1].Kind != TemplateKind.String;
            format._text.Append(hasSpace ? " " : "");
            format.Value(values[i], 'v', 0);
        }
        return format._text.ToString();
    }

    /// <summary>As <c>Sprintln</c>.</summary>
    public static string PrintLine(TemplateValue[] values) => string.Join(' ', values.Select(v => Print(v))) + "\n";

    private void Bad(TemplateValue value, char verb)
    {
        _text.Append("%!").Append(verb).Append('(');
        if (value.Type is null)
        {
            _text.Append("<nil>");
        }
        else
        {
            _text.Append(value.TypeName).Append('=');
            Value(value, 'v', 0, isBad: true);
        }
        _text.Append(')');
    }

    /// <param name="isBad">Whether it is shown for want of a verb that fits: without its methods.</param>
    private void Value(TemplateValue value, char verb, int depth, bool isBad = false)
    {
        if (value.Type is null)
        {
            if (verb is 'v' or 'T')
            {
                Pad("<nil>");
            }
            else
            {
                Bad(value, verb);
            }
            return;
        }
        if (verb == 'T' && depth == 0)
        {
            String(value.TypeName, 's', value);
            return;
        }
        if (!isBad && !_sharpSyntax && verb is 'v' or 's' or 'x' or 'X' or 'q' && value.Text is { } text)
        {
            String(text, verb, value);
            return;
        }
        switch (value.Kind)
        {
            case TemplateKind.Bool:
                Guarded(value, verb, verb is 't' or 'v', () => Pad((bool)value.Data! ? "true" : "false"));
                break;
            case TemplateKind.Int or TemplateKind.Uint:
                Integer(value, (long)value.Data!, verb);
                break;
            case TemplateKind.Float:
                Guarded(value, verb, "veEfFgG".Contains(verb), () => Float((double)value.Data!, verb));
                break;
            case TemplateKind.Complex:
                Guarded(value, verb, "veEfFgG".Contains(verb), () => Complex((System.Numerics.Complex)value.Data!, verb));
                break;
            case TemplateKind.String or TemplateKind.Interface:
                String((string?)value.Data ?? "<nil>", verb, value);
                break;
            case TemplateKind.Slice when verb != 'p':
                List(value, verb, depth);
                break;
            case TemplateKind.Map when verb != 'p':
                Map(value, verb, depth);
                break;
            case TemplateKind.Struct:
                Struct(value, verb, depth);
                break;
            default:
                Pointer(value, verb, depth);
                break;
        }
    }

    private void Guarded(TemplateValue value, char verb, bool isGood, Action write)
    {
        if (isGood)
        {
            write();
        }
        else
        {
            Bad(value, verb);
        }
    }

    private void String(string text, char verb, TemplateValue value)
    {
        switch (verb)
        {
            case 'v' when _sharpSyntax:
            case 'q':
                text = Truncated(text);
                Pad(_sharp && !text.AsSpan().ContainsAny('`', '\r', '\n') ? $"`{text}`" : GoText.Quote(text));
                break;
            case 'v' or 's':
                Pad(Truncated(text));
                break;
            case 'x' or 'X':
                byte[] bytes = Encoding.UTF8.GetBytes(text);
                IEnumerable<string> digits = bytes.Take(_precision ?? bytes.Length).Select(b
                    => b.ToString(verb == 'x' ? "x2" : "X2", CultureInfo.InvariantCulture));
                string prefix = _sharp && bytes.Length > 0 ? "0" + verb : "";
                Pad(_space ? string.Join(' ', digits.Select(d => prefix + d)) : prefix + string.Concat(digits));
                break;
            default:
                Bad(value, verb);
                break;
        }
    }

    private string Truncated(string text)
        => _precision is { } precision ? string.Concat(text.EnumerateRunes().Take(precision)) : text;

    private void Pad(string text)
    {
        int missing = (_width ?? 0) - text.EnumerateRunes().Count();
        _text.Append(!_minus && missing > 0 ? new string(_zero ? '0' : ' ', missing) : "").Append(text).Append(' ', _minus && missing > 0
            ? missing : 0);
    }

    private void List(TemplateValue value, char verb, int depth)
    {
        IReadOnlyList<object?> items = value.Items;
        if (_sharpSyntax)
        {
            _text.Append(value.TypeName);
            if (items.Count == 0)
            {
                _text.Append("(nil)");
                return;
            }
        }
        _text.Append(_sharpSyntax ? '{' : '[');
        for (int i = 0; i < items.Count; i++)
        {
            _text.Append(i == 0 ? "" : _sharpSyntax ? ", " : " ");
            Value(value.Item(items[i]), verb, depth + 1);
        }
        _text.Append(_sharpSyntax ? '}' : ']');
    }

    private void Map(TemplateValue value, char verb, int depth)
    {
        if (_sharpSyntax && value.IsNil)
        {
            _text.Append(value.TypeName).Append("(nil)");
            return;
        }
        _text.Append(_sharpSyntax ? value.TypeName + "{" : "map[");
        bool isFirst = true;
        foreach ((string key, object? item) in value.Entries)
        {
            _text.Append(isFirst ? "" : _sharpSyntax ? ", " : " ");
            isFirst = false;
            Value(TemplateValue.Of(key), verb, depth + 1);
            _text.Append(':');
            Value(value.Item(item), verb, depth + 1);
        }
        _text.Append(_sharpSyntax ? '}' : ']');
    }

    private void Struct(TemplateValue value, char verb, int depth)
    {
        _text.Append(_sharpSyntax ? value.TypeName : "").Append('{');
        bool isFirst = true;
        foreach (TemplateField field in value.Type!.Fields)
        {
            _text.Append(isFirst ? "" : _sharpSyntax ? ", " : " ");
            isFirst = false;
            _text.Append(_plusNames || _sharpSyntax ? field.Name + ":" : "");
            TemplateValue inner = value.Field(field);
            Value(inner.Kind == TemplateKind.Interface && inner.Data is null ? default : inner, verb, depth + 1);
        }
        _text.Append('}');
    }

    /// <summary>What a pointer at the top leads to; further inside Go prints addresses, which are different each time.</summary>
    private void Pointer(TemplateValue value, char verb, int depth)
    {
        if (value.Data is null)
        {
            switch (verb)
            {
                case 'v':
                    Pad(_sharpSyntax ? $"({value.TypeName})(nil)" : "<nil>");
                    break;
                case 'p':
                    Pad("0x0");
                    break;
                default:
                    Guarded(value, verb, "bodxX".Contains(verb), () => Integer(value, 0, verb));
                    break;
            }
            return;
        }
        bool isWhole = depth == 0 && value.Kind == TemplateKind.Pointer && verb != 'p' && value.Type!.Element!.Kind is TemplateKind.Struct
            or TemplateKind.Slice or TemplateKind.Map;
        if (isWhole)
        {
            _text.Append('&');
            Value(value.Indirect().Value, verb, depth + 1);
            return;
        }
        Pad($"0x{0xc000000000L + (uint)System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value.Data):x}");
    }
}
