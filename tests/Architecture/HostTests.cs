using System.Text.RegularExpressions;

namespace Go.Sdk.Tests.Architecture;

/// <summary>
/// Builds run on Linux, macOS and Windows: what only one of them has is asked for by name nowhere, or stands in the list of exceptions with
/// the reason why the others do without it (docs/hosts.md).
/// </summary>
public sealed partial class HostTests
{
    private static readonly (string Kind, Func<string, bool> IsIn)[] s_kinds =
    [
        ("shell", static text => Shell().IsMatch(text)),
        ("folder", static text => SystemFolder().IsMatch(text)),
        ("join", static text => Join().IsMatch(text)),
        ("native", static text => Native().IsMatch(text)),
        // The platform analyzer of .NET finds calls without a question for the system; this finds files in which nobody asks.
        ("mode", static text => FileMode().IsMatch(text) && !text.Contains("OperatingSystem.IsWindows()", StringComparison.Ordinal)),
        ("case", static text => CaseRule().IsMatch(text)),
    ];

    [Fact]
    public void Nothing_of_one_host_is_taken_for_granted()
    {
        Dictionary<string, string> exceptions = Exceptions();
        var wrong = new List<string>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (string file in Repository.Sources(Path.Combine(Repository.Root, "src")))
        {
            string name = Path.GetRelativePath(Path.Combine(Repository.Root, "src"), file).Replace(Path.DirectorySeparatorChar, '/');
            string text = Comment().Replace(File.ReadAllText(file), "");
            foreach ((string kind, Func<string, bool> isIn) in s_kinds)
            {
                if (!isIn(text))
                {
                    continue;
                }
                if (!exceptions.ContainsKey($"{name} {kind}"))
                {
                    wrong.Add($"{name} {kind}: mend it, or say in tests/Architecture/host-exceptions.txt what other hosts do");
                }
                used.Add($"{name} {kind}");
            }
        }
        Assert.Empty(wrong);
        Assert.Empty(exceptions.Keys.Except(used));
        Assert.DoesNotContain(exceptions, e => e.Value.Length < 20);
    }

    [Theory]
    [InlineData("shell", "new ProcessStartInfo(\"/bin/sh\")")]
    [InlineData("shell", "Process.Start(\"bash\", arguments)")]
    [InlineData("folder", "File.ReadAllText(\"/proc/self/maps\")")]
    [InlineData("folder", "string temporary = \"/tmp/x\";")]
    [InlineData("join", "string file = Directory + \"/go.mod\";")]
    [InlineData("join", "string file = $\"{options.Directory}/go.mod\";")]
    [InlineData("native", "[DllImport(\"libc\")]")]
    [InlineData("mode", "File.SetUnixFileMode(path, mode);")]
    [InlineData("case", "path.Equals(Directory, StringComparison.OrdinalIgnoreCase)")]
    public void The_patterns_find_what_they_are_for(string kind, string source)
    {
        Assert.True(s_kinds.Single(k => k.Kind == kind).IsIn(source));
        Assert.All(s_kinds,
            k => Assert.False(k.IsIn("string file = Path.Combine(folder, \"go.mod\"); string import = parent.ImportPath + \"/internal\";")));
    }

    [Fact]
    public void Both_scripts_of_the_build_are_there()
    {
        Assert.StartsWith("#!", File.ReadAllText(Path.Combine(Repository.Root, "build.sh")), StringComparison.Ordinal);
        string windows = File.ReadAllText(Path.Combine(Repository.Root, "build.cmd"));
        Assert.Contains("build.sh\" %*", windows, StringComparison.Ordinal);
        Assert.DoesNotMatch("[^\r]\n", windows); // its interpreter wants both characters
    }

    /// <summary>File and kind, a colon, the reason.</summary>
    private static Dictionary<string, string> Exceptions()
    {
        var exceptions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "tests", "Architecture", "host-exceptions.txt")))
        {
            if (line.Length > 0 && line[0] != '#')
            {
                string[] parts = line.Split(": ", 2);
                exceptions.Add(parts[0], parts.Length == 2 ? parts[1] : "");
            }
        }
        return exceptions;
    }

    [GeneratedRegex("\"(/bin/\\w+|sh|bash|cmd\\.exe)\"|\"#!")]
    private static partial Regex Shell();

    [GeneratedRegex("\"/(proc|tmp|dev|etc|usr|var|home|Users|System)\\b")]
    private static partial Regex SystemFolder();

    /// <summary>The name of a folder and a slash; paths of imports and archives have other names.</summary>
    [GeneratedRegex("\\b\\w*([Dd]irectory|[Ff]older|[Rr]oot)\\s*\\+\\s*[\"']/|\\{[^{}\"]*([Dd]irectory|[Ff]older|[Rr]oot)\\}/")]
    private static partial Regex Join();

    [GeneratedRegex("DllImport|LibraryImport")]
    private static partial Regex Native();

    [GeneratedRegex("(Get|Set)UnixFileMode|\\.UnixFileMode\\b|UnixCreateMode")]
    private static partial Regex FileMode();

    /// <summary>Whether two names are of the same file is not for the program to say: a name is kept as it was given.</summary>
    [GeneratedRegex("([Pp]ath|[Dd]irectory|[Ff]older|[Ff]ile)\\w*[,)][^;\\n]*OrdinalIgnoreCase|([Pp]ath|[Dd]irectory|[Ff]older)\\w*\\.(Equals|StartsWith)\\([^;\\n]*OrdinalIgnoreCase")]
    private static partial Regex CaseRule();

    [GeneratedRegex("^\\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
