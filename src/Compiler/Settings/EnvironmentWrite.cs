using System.Text;

namespace Go.Compiler.Settings;

/// <summary>What <c>go env -w</c> and <c>-u</c> check before they write.</summary>
public static class EnvironmentWrite
{
    private static readonly string[] s_fixed =
        ["GOEXE", "GOGCCFLAGS", "GOHOSTARCH", "GOHOSTOS", "GOMOD", "GOROOT", "GOTELEMETRY", "GOTELEMETRYDIR", "GOTOOLDIR", "GOVERSION",
            "GOWORK"];

    /// <exception cref="SettingException">The variable cannot be stored, is unknown, or cannot have the value.</exception>
    public static void Check(GoEnvironment environment, string name, string value)
    {
        if (s_fixed.Contains(name))
        {
            throw new SettingException($"{name} cannot be modified");
        }
        if (name is "GOENV" or "GODEBUG")
        {
            throw new SettingException($"{name} can only be set using the OS environment");
        }
        if (!environment.IsKnown(name))
        {
            throw new SettingException($"unknown go command variable {name}");
        }
        CheckValue(name, value);
        if (value.Contains('\0'))
        {
            throw new SettingException($"invalid NUL in {name}=... value");
        }
        if (value.AsSpan().IndexOfAny('\v', '\r', '\n') >= 0)
        {
            throw new SettingException($"invalid newline in {name}=... value");
        }
        if (value.Contains('\uFFFD') && !IsWellFormed(value))
        {
            throw new SettingException($"invalid UTF-8 in {name}=... value");
        }
    }

    private static void CheckValue(string name, string value)
    {
        switch (name)
        {
            case "GO111MODULE" when value is not ("" or "auto" or "on" or "off"):
                throw new SettingException($"invalid GO111MODULE value {GoQuote.Text(value)}");
            case "GOPATH" when value.StartsWith('~'):
                throw new SettingException($"GOPATH entry cannot start with shell metacharacter '~': {GoQuote.Text(value)}");
            case "GOPATH" or "GOMODCACHE" when value.Length > 0 && !Path.IsPathRooted(value):
                throw new SettingException($"{name} entry is relative; must be absolute path: {GoQuote.Text(value)}");
            case "GOTMPDIR" when value.Length > 0 && !Path.IsPathRooted(value):
                throw new SettingException("GOTMPDIR must be an absolute path");
            case "CC" or "CXX" when value.Length > 0:
                CheckCompiler(name, value);
                break;
        }
    }

    private static void CheckCompiler(string name, string value)
    {
        IReadOnlyList<string> words;
        try
        {
            words = QuotedFields.Split(value);
        }
        catch (SettingException e)
        {
            throw new SettingException($"invalid {name}: {e.Message}");
        }
        if (words.Count == 0)
        {
            throw new SettingException($"{name} entry cannot contain only space");
        }
        if (!Path.IsPathRooted(words[0]) && words[0] != Path.GetFileName(words[0]))
        {
            throw new SettingException($"{name} entry is relative; must be absolute path: {GoQuote.Text(words[0])}");
        }
    }

    /// <summary>
    /// Arguments that were no UTF-8 have replacement characters that do not come back as they were; one that was written on purpose does.
    /// </summary>
    private static bool IsWellFormed(string value) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)) == value;
}
