namespace Go.Compiler.Platforms;

/// <content>What people and other tools call the same systems and processors.</content>
public static partial class RuntimeIdentifiers
{
    private static readonly Dictionary<string, string> s_systemWords = new(StringComparer.Ordinal)
    {
        ["linux"] = "linux", ["alpine"] = "linux-musl", ["debian"] = "linux", ["ubuntu"] = "linux", ["fedora"] = "linux",
        ["rhel"] = "linux", ["win"] = "win", ["windows"] = "win", ["osx"] = "osx", ["macos"] = "osx", ["mac"] = "osx", ["darwin"] = "osx",
    };

    /// <summary>Processors of 32 bits stand for their successors, which every system has that is a target.</summary>
    private static readonly Dictionary<string, string> s_processorWords = new(StringComparer.Ordinal)
    {
        ["x64"] = "x64", ["amd64"] = "x64", ["64"] = "x64", ["x86"] = "x64", ["386"] = "x64", ["i386"] = "x64", ["i686"] = "x64",
        ["32"] = "x64", ["arm64"] = "arm64", ["aarch64"] = "arm64", ["arm"] = "arm64", ["armv7"] = "arm64", ["armv8"] = "arm64",
        ["armhf"] = "arm64",
    };

    /// <summary>
    /// Supported identifiers that somebody may have meant who wrote another one: all of the system where no processor is named, none where
    /// a word says neither.
    /// </summary>
    public static IReadOnlyList<string> Near(string rid)
    {
        string? system = null, processor = null;
        bool isMusl = false;
        foreach (string part in rid.ToLowerInvariant().Replace("x86_64", "x64", StringComparison.Ordinal).Split('-', '_', '/'))
        {
            // Behind a point is a version, as in osx.12-x64; digits at a system's name are one too (win10), or name a processor (win64).
            string word = part.Split('.')[0], name = word.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
            if (word == "musl")
            {
                isMusl = true;
            }
            else if (s_processorWords.TryGetValue(word, out string? found))
            {
                processor = found;
            }
            else if (s_systemWords.TryGetValue(name, out found))
            {
                system = found;
                processor ??= s_processorWords.GetValueOrDefault(word[name.Length..]);
            }
            else
            {
                return [];
            }
        }
        if (system is null)
        {
            return [];
        }
        system += isMusl && system == "linux" ? "-musl" : "";
        string end = "-" + processor;
        bool Fits(string s) => s[..s.LastIndexOf('-')] == system && (processor is null || s.EndsWith(end, StringComparison.Ordinal));
        return [.. Supported().Where(Fits)];
    }
}
