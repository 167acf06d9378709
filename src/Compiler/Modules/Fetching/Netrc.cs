namespace Go.Compiler.Modules.Fetching;

/// <summary>Name and password for a host.</summary>
internal readonly record struct NetrcEntry(string Machine, string Login, string Password);

/// <summary>The file <c>.netrc</c> in the home folder, or the one that NETRC names.</summary>
internal static class Netrc
{
    /// <summary>The entries of the file; none if there is no such file.</summary>
    public static IReadOnlyList<NetrcEntry> Read()
    {
        string? path = Environment.GetEnvironmentVariable("NETRC");
        if (string.IsNullOrEmpty(path))
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            path = Path.Combine(home, OperatingSystem.IsWindows() && File.Exists(Path.Combine(home, "_netrc")) ? "_netrc" : ".netrc");
        }
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // no file, no credentials
        }
    }

    /// <summary>Entries in the file's order; the default entry and macros do not count.</summary>
    public static IReadOnlyList<NetrcEntry> Parse(string text)
    {
        var entries = new List<NetrcEntry>();
        NetrcEntry entry = new("", "", "");
        bool inMacro = false;
        foreach (string line in text.Split('\n'))
        {
            if (inMacro)
            {
                inMacro = line.Length > 0;
                continue;
            }
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            int i = 0;
            for (; i + 1 < words.Length; i += 2)
            {
                string value = words[i + 1];
                entry = words[i] switch
                {
                    "machine" => new NetrcEntry(value, "", ""),
                    "login" => entry with { Login = value },
                    "password" => entry with { Password = value },
                    _ => entry,
                };
                inMacro |= words[i] == "macdef";
                if (entry.Machine.Length > 0 && entry.Login.Length > 0 && entry.Password.Length > 0)
                {
                    entries.Add(entry);
                    entry = new("", "", "");
                }
            }
            if (i < words.Length && words[i] == "default")
            {
                break; // stands after all machines
            }
        }
        return entries;
    }
}
