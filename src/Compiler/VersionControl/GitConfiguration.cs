namespace Go.Compiler.VersionControl;

/// <summary>
/// Settings of git (<c>git help config</c>): those of the system, the user and the repository, later ones winning; files that
/// <c>include.path</c> names are part of the file. Keys are <c>section.name</c> or <c>section.subsection.name</c>, sections and names in
/// small letters.
/// </summary>
internal sealed class GitConfiguration
{
    private const int MaxIncludes = 10;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <param name="repositoryFile">The repository's own file.</param>
    /// <param name="variables">The process's environment: where the user's files are.</param>
    public static GitConfiguration Read(string repositoryFile, IReadOnlyDictionary<string, string> variables)
    {
        var configuration = new GitConfiguration();
        if (!OperatingSystem.IsWindows() && !variables.ContainsKey("GIT_CONFIG_NOSYSTEM"))
        {
            configuration.Add("/etc/gitconfig", 0);
        }
        if (ConfigurationHome(variables) is { } folder)
        {
            configuration.Add(Path.Combine(folder, "git", "config"), 0);
        }
        if (Home(variables) is { } home)
        {
            configuration.Add(variables.GetValueOrDefault("GIT_CONFIG_GLOBAL") ?? Path.Combine(home, ".gitconfig"), 0);
        }
        configuration.Add(repositoryFile, 0);
        return configuration;
    }

    public string? this[string key] => _values.GetValueOrDefault(key);

    public bool Flag(string key, bool whenUnset)
        => this[key] is { } value ? value.ToLowerInvariant() is "true" or "yes" or "on" or "1" or "" : whenUnset;

    /// <summary>Where programs keep a user's settings.</summary>
    public static string? ConfigurationHome(IReadOnlyDictionary<string, string> variables)
        => variables.GetValueOrDefault("XDG_CONFIG_HOME") is { Length: > 0 } xdg ? xdg : Home(variables) is { } home
            ? Path.Combine(home, ".config") : null;

    private static string? Home(IReadOnlyDictionary<string, string> variables)
        => variables.GetValueOrDefault(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME") is { Length: > 0 } home ? home : null;

    private void Add(string file, int depth)
    {
        if (depth > MaxIncludes || !File.Exists(file))
        {
            return;
        }
        string section = "";
        string pending = "";
        foreach (string read in File.ReadLines(file))
        {
            string line = pending + read;
            if (line.EndsWith('\\') && !line.EndsWith("\\\\", StringComparison.Ordinal))
            {
                pending = line[..^1];
                continue;
            }
            pending = "";
            string text = line.Trim();
            if (text.StartsWith('[') && text.IndexOf(']') is > 0 and var end)
            {
                section = SectionOf(text[1..end]);
                text = text[(end + 1)..].Trim();
            }
            if (text.Length == 0 || text[0] is '#' or ';')
            {
                continue;
            }
            int equals = text.IndexOf('=');
            string name = (equals < 0 ? text : text[..equals]).Trim().ToLowerInvariant();
            string value = equals < 0 ? "true" : ValueOf(text[(equals + 1)..]);
            _values[$"{section}.{name}"] = value;
            if (section == "include" && name == "path")
            {
                Add(Path.GetFullPath(Expand(value), Path.GetDirectoryName(Path.GetFullPath(file))!), depth + 1);
            }
        }
    }

    private static string SectionOf(string head)
    {
        int quote = head.IndexOf('"');
        return quote < 0 ? head.Trim().ToLowerInvariant()
            : $"{head[..quote].Trim().ToLowerInvariant()}.{head[(quote + 1)..].TrimEnd('"', ' ')}";
    }

    /// <summary>Without comment, quotes and escapes.</summary>
    private static string ValueOf(string text)
    {
        var value = new System.Text.StringBuilder();
        bool isQuoted = false;
        int keep = 0;
        text = text.TrimStart();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '"')
            {
                isQuoted = !isQuoted;
                continue;
            }
            if (!isQuoted && c is '#' or ';')
            {
                break;
            }
            if (c == '\\' && i + 1 < text.Length)
            {
                c = text[++i] switch { 'n' => '\n', 't' => '\t', 'b' => '\b', var other => other };
            }
            value.Append(c);
            keep = isQuoted || !char.IsWhiteSpace(c) ? value.Length : keep;
        }
        return value.ToString(0, keep);
    }

    /// <summary>A path of a setting: <c>~</c> is the user's home.</summary>
    public static string Expand(string path)
        => path.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify),
                path[2..]) : path;
}
