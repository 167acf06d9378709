using System.Text.RegularExpressions;

namespace Go.Sdk.Tests.Architecture;

/// <summary>
/// What is true of one architecture or operating system stands in Arch/&lt;Isa&gt;, Os/&lt;System&gt; and the table of Platforms; everybody
/// else reads facts. So nobody else names one, in identifiers or in strings. Who must know such names, as Go's lists of all systems do,
/// stands in the list of exceptions with the reason.
/// </summary>
public sealed partial class TargetNameTests
{
    private const string ExceptionFile = "tests/Architecture/target-name-exceptions.txt";

    /// <summary>Folders below src, where the names are at home.</summary>
    private static readonly string[] s_homes = ["Compiler/Arch/", "Compiler/Os/", "Compiler/Platforms/", "Templates/"];

    [Fact]
    public void Architectures_and_systems_are_named_only_where_they_are_at_home()
    {
        Dictionary<string, string> exceptions = Exceptions();
        var wrong = new List<string>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        string root = Path.Combine(Repository.Root, "src");
        foreach (string file in Repository.Sources(root))
        {
            string name = Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/');
            if (s_homes.Any(home => name.StartsWith(home, StringComparison.Ordinal)))
            {
                continue;
            }
            foreach (string line in File.ReadLines(file))
            {
                if (NameIn(line) is not { } found)
                {
                    continue;
                }
                if (!exceptions.ContainsKey(name))
                {
                    wrong.Add($"{name}: {found}: read a fact of the target, or say in {ExceptionFile} why it must know");
                }
                used.Add(name);
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(exceptions.Keys.Except(used));
        Assert.DoesNotContain(exceptions, e => e.Value.Length < 20);
    }

    /// <summary>Inside Arch and Os, one architecture or system does not know another.</summary>
    [Fact]
    public void A_home_names_no_other()
    {
        var wrong = new List<string>();
        foreach ((string room, Regex identifier) in new[] { ("Arch", ArchitectureIdentifier()), ("Os", SystemIdentifier()) })
        {
            string[] folders = [.. Directory.EnumerateDirectories(Path.Combine(Repository.Compiler, room)).Order(StringComparer.Ordinal)];
            Assert.True(folders.Length >= 2);
            foreach (string folder in folders)
            {
                string own = Path.GetFileName(folder);
                foreach (string file in Repository.Sources(folder))
                {
                    wrong.AddRange(identifier.Matches(Bare(File.ReadAllText(file))).Select(m => m.Value).Distinct()
                        .Where(n => !n.Contains(own, StringComparison.OrdinalIgnoreCase)).Select(n => $"{room}/{own}: {n}"));
                }
            }
        }
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("if (target.Os == \"linux\")")]
    [InlineData("string level = \"GOAMD64=v1\";")]
    [InlineData("string folder = $\"pkg/tool/{x}_amd64\";")]
    [InlineData("string host = \"linux_amd64\";")]
    [InlineData("name += \".exe\";")]
    [InlineData("new ProcessStartInfo(\"/bin/sh\")")]
    [InlineData("File.ReadAllText(\"/proc/self/maps\")")]
    [InlineData("Amd64Registers.Sp")]
    [InlineData("var dialect = new Arm64AsmDialect();")]
    [InlineData("WindowsFacts.Image(arch)")]
    [InlineData("SupportedPlatforms.LinuxAmd64")]
    [InlineData("using Iced.Intel;")]
    [InlineData("string rid = \"win-x64\";")]
    public void The_patterns_find_what_they_are_for(string line) => Assert.NotNull(NameIn(line));

    [Theory]
    [InlineData("if (!OperatingSystem.IsWindows()) // for Windows")]
    [InlineData("/// <summary>Programs of linux and windows.</summary>")]
    [InlineData("string text = \"a window of its own, and windowed\";")]
    [InlineData("var windows = new List<int>();")]
    public void The_patterns_find_nothing_else(string line) => Assert.Null(NameIn(line));

    /// <summary>The first name of an architecture or a system in a line of code; null: there is none. Comments may have any.</summary>
    private static string? NameIn(string line)
    {
        if (line.TrimStart().StartsWith("//", StringComparison.Ordinal))
        {
            return null;
        }
        foreach (Match text in Text().Matches(line))
        {
            if (Word().Match(text.Value) is { Success: true } word)
            {
                return word.Value;
            }
        }
        string bare = Bare(line);
        return Of(ArchitectureIdentifier(), bare) ?? Of(SystemIdentifier(), bare) ?? Of(FileName(), line) ?? Of(Library(), bare);

        static string? Of(Regex pattern, string text) => pattern.Match(text) is { Success: true } found ? found.Value : null;
    }

    /// <summary>Without strings, comments, and questions for the machine that the compiler runs on (<see cref="HostTests"/>).</summary>
    private static string Bare(string code) => Host().Replace(Comment().Replace(Text().Replace(code, "\"\""), ""), "");

    /// <summary>File, colon, reason.</summary>
    private static Dictionary<string, string> Exceptions()
    {
        var exceptions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, ExceptionFile)))
        {
            if (line.Length > 0 && line[0] != '#')
            {
                string[] parts = line.Split(": ", 2);
                exceptions.Add(parts[0], parts.Length == 2 ? parts[1] : "");
            }
        }
        return exceptions;
    }

    [GeneratedRegex(@"""(\\.|[^""\\\n])*""")]
    private static partial Regex Text();

    [GeneratedRegex(@"(?<![a-z0-9])(linux|windows|darwin|macos|osx|unix|win|(go)?amd64|(go)?arm64|x86_64|aarch64|x64)(?![a-z0-9])",
        RegexOptions.IgnoreCase)]
    private static partial Regex Word();

    [GeneratedRegex(@"\b\w*(Amd64|AMD64|Arm64|ARM64|X64|X86|Aarch64)(?![a-z])\w*")]
    private static partial Regex ArchitectureIdentifier();

    [GeneratedRegex(@"\b\w*(Linux|Windows|Darwin|MacOS|OSX)(?![a-z])\w*")]
    private static partial Regex SystemIdentifier();

    /// <summary>Of programs and folders; in the whole line, because strings stand in strings.</summary>
    [GeneratedRegex(@"\.exe""|/bin/sh\b|""/proc\b")]
    private static partial Regex FileName();

    /// <summary>Encodes instructions of one architecture.</summary>
    [GeneratedRegex(@"\bIced\b")]
    private static partial Regex Library();

    [GeneratedRegex(@"\b(OperatingSystem|RuntimeInformation)\.\w+")]
    private static partial Regex Host();

    [GeneratedRegex(@"//.*")]
    private static partial Regex Comment();
}
