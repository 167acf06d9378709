using Go.Compiler.Diagnostics;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver;

/// <summary>
/// Flags in the syntax of Go's own commands: <c>-name value</c>, <c>-name=value</c>, one or two dashes, booleans without a value; the first
/// argument that is no flag ends them, and <c>--</c> does.
/// </summary>
internal sealed class GoFlags
{
    private readonly Dictionary<string, Action<string>> _values = [];
    private readonly Dictionary<string, Action<bool>> _switches = [];
    private readonly HashSet<string> _optional = [];
    private string _prefix = "";

    /// <summary>Defines a flag with a value; it replaces one of the same name.</summary>
    public GoFlags Value(string name, Action<string> set)
    {
        _switches.Remove(name);
        _values[name] = set;
        return this;
    }

    /// <summary>Every flag may be spelled with a prefix, too.</summary>
    public GoFlags Prefix(string prefix)
    {
        _prefix = prefix;
        return this;
    }

    /// <summary>Takes away all flags but these.</summary>
    public GoFlags Only(params string[] names)
    {
        foreach (string name in _values.Keys.Concat(_switches.Keys).Except(names).ToArray())
        {
            _values.Remove(name);
            _switches.Remove(name);
        }
        return this;
    }

    /// <summary>Defines a flag that is on or off; it replaces one of the same name.</summary>
    public GoFlags Switch(string name, Action<bool> set)
    {
        _values.Remove(name);
        _switches[name] = set;
        return this;
    }

    /// <summary>Defines a flag with a value that may be left out, and is <c>true</c> then; it never is an argument of its own.</summary>
    public GoFlags OptionalValue(string name, Action<string> set)
    {
        _optional.Add(name);
        return Value(name, set);
    }

    /// <summary>The names of all flags defined, sorted.</summary>
    public IEnumerable<string> Names => _values.Keys.Concat(_switches.Keys).Order(StringComparer.Ordinal);

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
            if (NameOf(a) is "" or ['-', ..])
            {
                throw new UsageException("bad flag syntax: " + a);
            }
            if (!TryApply(arguments, ref i))
            {
                throw new UsageException($"flag provided but not defined: -{NameOf(a)}");
            }
        }
        return [.. arguments.Skip(i)];
    }

    /// <summary>
    /// Applies what GOFLAGS says: flags that this command has not are for others; the command line comes after, and wins.
    /// </summary>
    /// <param name="others">Names of flags that are known besides those of Go's commands.</param>
    /// <exception cref="UsageException">A word is no flag, no command has it, or its value is missing or wrong.</exception>
    public GoFlags ApplyDefaults(GoEnvironment environment, IReadOnlySet<string>? others = null)
    {
        IReadOnlyList<string> words;
        try
        {
            words = QuotedFields.Split(environment.Get("GOFLAGS"));
        }
        catch (SettingException e)
        {
            throw new UsageException("parsing $GOFLAGS: " + e.Message, Catalogue.InvalidSetting.Code, 1);
        }
        foreach (string word in words)
        {
            if (word[..Math.Min(1, word.Length)] != "-" || word is "-" or "--" || word.StartsWith("---", StringComparison.Ordinal)
                || word.TrimStart('-').StartsWith('='))
            {
                throw new UsageException($"parsing $GOFLAGS: non-flag {GoQuote.Text(word)}", Catalogue.InvalidSetting.Code, 1);
            }
            if (!KnownFlags.Contains(NameOf(word)) && others?.Contains(NameOf(word)) != true)
            {
                throw new UsageException($"parsing $GOFLAGS: unknown flag -{NameOf(word)}", Catalogue.InvalidSetting.Code, 1);
            }
        }
        foreach (string word in words)
        {
            int index = 0;
            try
            {
                TryApply([word], ref index);
            }
            catch (UsageException e)
            {
                const string Wrong = ": parse error";
                string message = e.Message.EndsWith(Wrong, StringComparison.Ordinal)
                    ? $"{e.Message[..^Wrong.Length].Replace(" for -", " for flag -", StringComparison.Ordinal)} (from $GOFLAGS){Wrong}"
                    : $"{e.Message} (from $GOFLAGS)";
                throw new UsageException(message, e.Code, 1);
            }
        }
        return this;
    }

    private static string NameOf(string flag) => (flag.StartsWith("--", StringComparison.Ordinal) ? flag[2..] : flag[1..]).Split('=')[0];

    /// <summary>
    /// Applies the flag at an index, and moves on to its value if that is an argument of its own; false if it is not defined.
    /// </summary>
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
        if (_prefix.Length > 0 && name.StartsWith(_prefix, StringComparison.Ordinal))
        {
            name = name[_prefix.Length..];
        }
        if (_switches.TryGetValue(name, out Action<bool>? setSwitch))
        {
            setSwitch(value is null || ParseBool(name, value));
            return true;
        }
        if (!_values.TryGetValue(name, out Action<string>? setValue))
        {
            return false;
        }
        setValue(value ?? (_optional.Contains(name) ? "true" : ++index < arguments.Count
            ? arguments[index] : throw new UsageException($"flag needs an argument: -{name}")));
        return true;
    }

    /// <exception cref="UsageException">It is no truth value.</exception>
    internal static bool ParseBool(string name, string value) => value switch
    {
        "true" or "1" or "t" or "T" or "TRUE" or "True" => true,
        "false" or "0" or "f" or "F" or "FALSE" or "False" => false,
        _ => throw new UsageException($"invalid boolean value {GoQuote.Text(value)} for -{name}: parse error"),
    };
}
