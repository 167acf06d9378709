using System.Globalization;
using System.Text.RegularExpressions;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Tests.Build;

/// <summary>
/// Every language feature under every language version, by whole builds of a module whose go.mod asks for the version, against the answers
/// of Go's own toolchain (LanguageVersions/expected.txt, which eng/language-versions.py writes).
/// </summary>
[Collection(ProgramCache.Collection)]
public sealed partial class LanguageVersionTableTests : IDisposable
{
    private const int Newest = 27;

    private readonly BuildWorkspace _w;
    private readonly SortedSet<string> _packages = new(StringComparer.Ordinal);

    public LanguageVersionTableTests(ProgramCache cache)
    {
        _w = cache.NewWorkspace();
        string[] parts = FileHeader().Split(File.ReadAllText(Folder("features.txt")));
        for (int i = 1; i + 1 < parts.Length; i += 2)
        {
            _w.Write(parts[i], parts[i + 1]);
            _packages.Add(Path.GetDirectoryName(parts[i])!);
        }
    }

    public void Dispose() => _w.Dispose();

    [GeneratedRegex(@"^-- (\S+) --\r?\n", RegexOptions.Multiline)]
    private static partial Regex FileHeader();

    private static string Folder(string file) => Path.Combine(AppContext.BaseDirectory, "Build", "LanguageVersions", file);

    public static TheoryData<int> Versions => [.. Enumerable.Range(0, Newest + 1)];

    [Theory]
    [MemberData(nameof(Versions))]
    public void What_a_version_has_is_what_Go_says(int minor)
    {
        SortedDictionary<string, string> expected = Expected(minor);
        Assert.Equal(_packages, expected.Keys);
        _w.Write("go.mod", string.Create(CultureInfo.InvariantCulture, $"module example.com/m\n\ngo 1.{minor}\n"));
        Assert.Equal(Text(expected), Text(Found(minor)));
    }

    private static string Text(SortedDictionary<string, string> answers) => string.Join('\n', answers.Select(a => $"{a.Key}\n{a.Value}"));

    private SortedDictionary<string, string> Found(int minor)
    {
        BuildOutcome all = Builder.Build(_w.Options() with { ReportAllErrors = true, CheckOnly = true }, null, CancellationToken.None);
        var lines = new Dictionary<string, List<string>>();
        string language = minor == 0 ? "go1" : string.Create(CultureInfo.InvariantCulture, $"go1.{minor}");
        foreach (Diagnostic d in all.Diagnostics)
        {
            string text = DiagnosticRenderer.Gc(d, all.Sources).Replace($"set to {language};", "set to LANG;", StringComparison.Ordinal);
            string file = Path.GetRelativePath(_w.Source, DiagnosticRenderer.PlaceOf(d, all.Sources).File);
            string package = Path.GetDirectoryName(file)!;
            lines.TryAdd(package, []);
            lines[package].Add(text.Replace(Path.Combine(_w.Source, package) + "/", "", StringComparison.Ordinal));
        }
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string package in _packages)
        {
            found[package] = package == "run" ? Run() : string.Join('\n',
                (lines.GetValueOrDefault(package) ?? ["ok"]).Order(StringComparer.Ordinal));
        }
        return found;
    }

    private string Run() => ProgramCache.Run(_w, _w.Options("./run"));

    /// <summary>The table's answers for one version, by package.</summary>
    private static SortedDictionary<string, string> Expected(int minor)
    {
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        string package = "";
        bool isInRange = false;
        foreach (string line in File.ReadLines(Folder("expected.txt")))
        {
            if (line.StartsWith("    ", StringComparison.Ordinal))
            {
                if (isInRange)
                {
                    expected[package] = expected.TryGetValue(package, out string? before) ? before + "\n" + line[4..] : line[4..];
                }
            }
            else if (line.StartsWith("  1.", StringComparison.Ordinal))
            {
                int[] range = [.. line[2..].Split('-').Select(v => int.Parse(v[2..], CultureInfo.InvariantCulture))];
                isInRange = range[0] <= minor && minor <= range[1];
            }
            else
            {
                package = line;
            }
        }
        return expected;
    }
}
