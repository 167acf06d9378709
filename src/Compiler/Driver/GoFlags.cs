using System.Text;

namespace Go.Compiler.Driver;

/// <summary>
/// Flags in the syntax of Go's own commands: <c>-name value</c>, <c>-name=value</c>, one or two dashes, booleans without a value; the first
/// argument that is no flag ends them, and <c>--</c> does.
/// </summary>
internal sealed class GoFlags
{
    private readonly Dictionary<string, Action<string>> _values = [];
    private readonly Dictionary<string, Action<bool>> _switches = [];

    /// <summary>Defines a flag with a value; it replaces one of the same name.</summary>
    public GoFlags Value(string name, Action<string> set)
    {
        _switches.Remove(name);
        _values[name] = set;
        return this;
    }

    /// <summary>Defines a flag that is on or off; it replaces one of the same name.</summary>
    public GoFlags Switch(string name, Action<bool> set)
    {
        _values.Remove(name);
        _switches[name] = set;
        return this;
    }

    /// <summary>Applies the flags and returns what follows them.</summary>
    /// <exception cref="UsageException">An unknown flag, or a value is missing.</exception>
    public IReadOnlyList<string> Parse(IReadOnlyList<string> arguments)
    {
        int i = 0;
        for (; i < arguments.Count; i++)
        {
            string a = arguments[i];
            if (a.Length < 2 || a[0] != '-')
            {
                break;
            }
            if (a == "--")
            {
                i++;
                break;
            }
            if (!TryApply(arguments, ref i))
            {
                throw new UsageException($"flag provided but not defined: -{a.TrimStart('-').Split('=')[0]}");
            }
        }
        return [.. arguments.Skip(i)];
    }

    /// <summary>Applies the flag at an index, and moves on to its value if that is an argument of its own; false if it is not defined.</summary>
    /// <exception cref="UsageException">The value is missing or wrong.</exception>
    public bool TryApply(IReadOnlyList<string> arguments, ref int index)
    {
        string flag = arguments[index];
        string name = flag.StartsWith("--", StringComparison.Ordinal) ? flag[2..] : flag[1..];
        string? value = null;
        int equals = name.IndexOf('=');
        if (equals >= 0)
        {
            (name, value) = (name[..equals], name[(equals + 1)..]);
        }
        if (_switches.TryGetValue(name, out Action<bool>? setSwitch))
        {
            setSwitch(value is null || ParseBool(flag, value));
            return true;
        }
        if (!_values.TryGetValue(name, out Action<string>? setValue))
        {
            return false;
        }
        setValue(value ?? (++index < arguments.Count ? arguments[index] : throw new UsageException($"flag needs an argument: -{name}")));
        return true;
    }

    /// <summary>Splits a <c>-ldflags</c>-like string at spaces, with single and double quotes around words.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        bool any = false;
        char quote = '\0';
        foreach (char c in text)
        {
            if (quote != '\0')
            {
                if (c == quote)
                {
                    quote = '\0';
                }
                else
                {
                    word.Append(c);
                }
            }
            else if (c is '\'' or '"')
            {
                quote = c;
                any = true;
            }
            else if (c is ' ' or '\t' or '\n' or '\r')
            {
                if (any || word.Length > 0)
                {
                    words.Add(word.ToString());
                    word.Clear();
                    any = false;
                }
            }
            else
            {
                word.Append(c);
            }
        }
        if (quote != '\0')
        {
            throw new UsageException($"unterminated {quote} in flags: {text}");
        }
        if (any || word.Length > 0)
        {
            words.Add(word.ToString());
        }
        return words;
    }

    private static bool ParseBool(string flag, string value) => value switch
    {
        "true" or "1" or "t" or "T" or "TRUE" or "True" => true,
        "false" or "0" or "f" or "F" or "FALSE" or "False" => false,
        _ => throw new UsageException($"invalid boolean value in {flag}"),
    };
}
