using System.Text.RegularExpressions;
using System.Xml.Linq;
using Go.Sdk.Tasks;

namespace Go.Sdk.Tests.Sdk;

/// <summary>docs/features.md promises only what is there.</summary>
public sealed partial class FeatureTableTests
{
    private static readonly string[] s_standings = ["works", "partly", "refused", "missing"];
    private static readonly string[] s_lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "features.md"));

    private static string[][] Rows()
        => [.. s_lines.Where(l => Row().IsMatch(l)).Select(l => l.Trim('|', ' ').Split('|').Select(c => c.Trim()).ToArray())];

    [Fact]
    public void Every_row_has_a_standing_and_the_sum_is_right()
    {
        string[][] rows = Rows();
        Assert.Equal(Enumerable.Range(1, 137), rows.Select(r => int.Parse(r[0], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(rows, r => Assert.Contains(r[2], s_standings));
        Assert.All(rows.Where(r => r[2] == "works"), r => Assert.True(r.Length == 5 && r[4].Length > 2, $"row {r[0]} names no test"));
        Assert.All(rows.Where(r => r[2] == "refused"), r => Assert.Matches("GO[0-9]{4}", r[3]));
        int Count(string standing) => rows.Count(r => r[2] == standing);
        Assert.Contains($"**{Count("works")} of 137 work**, {Count("partly")} partly, {Count("refused")} are refused, {Count("missing")} are missing.", s_lines);
    }

    [Fact]
    public void Every_test_and_every_code_that_is_named_is_there()
    {
        string text = string.Join('\n', s_lines);
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in Repository.Files(Path.Combine(Repository.Root, "tests"))
            .Where(f => f.EndsWith("Tests.cs", StringComparison.Ordinal)))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            sources[name] = sources.GetValueOrDefault(name, "") + File.ReadAllText(file);
        }
        var missing = new List<string>();
        foreach (Match test in Test().Matches(text))
        {
            string name = test.Groups[1].Value, method = test.Groups[2].Value;
            if (!sources.TryGetValue(name, out string? source)
                || (method.Length > 0 && !source.Contains($" {method}(", StringComparison.Ordinal)))
            {
                missing.Add(test.Value);
            }
        }
        Assert.Empty(missing);
        Assert.All(Code().Matches(text).Select(m => m.Value).Distinct().Where(c => c != "GO1xxx"),
            c => Assert.True(File.Exists(Path.Combine(Repository.Root, "docs", "diagnostics", c + ".md")), c));
    }

    /// <summary>
    /// A setting or target that a row names is there; what works is not refused, and what is refused has the code that the row says.
    /// </summary>
    [Fact]
    public void What_a_row_says_of_settings_and_targets_is_so()
    {
        HashSet<string> targets = [.. Repository.Files(Path.Combine(Repository.Root, "src", "Sdk", "targets"))
            .Where(f => f.EndsWith(".targets", StringComparison.Ordinal)).SelectMany(f => XDocument.Load(f).Descendants("Target"))
            .Select(t => t.Attribute("Name")!.Value)];
        int settings = 0;
        foreach (string[] row in Rows())
        {
            Assert.True(row[2] != "partly" || row[^1].Length > 2 || Code().IsMatch(row[3]), $"row {row[0]} names neither test nor code");
            foreach (Match name in Name().Matches(row[3]))
            {
                bool isTarget = name.Groups[1].Value.Length > 0;
                if (isTarget)
                {
                    Assert.Contains(name.Groups[2].Value, targets);
                    continue;
                }
                ProjectSetting? setting = ProjectSettings.Find(name.Groups[2].Value);
                Assert.True(setting is not null, $"row {row[0]}: {name.Value}");
                string value = name.Groups[3].Value;
                string? found = SettingCheck.Problem(setting, value.Length > 0 ? value : "x")?.Descriptor.Code;
                settings++;
                if (row[2] == "refused")
                {
                    Assert.Equal(Code().Match(row[3]).Value, found);
                }
                else if (row[2] == "works" && !row[3].Contains($"{name.Value}` is refused", StringComparison.Ordinal))
                {
                    Assert.True(setting.Refusal is null || (value.Length > 0 && found is null), $"row {row[0]}: {name.Value}");
                }
            }
        }
        Assert.True(settings > 50);
    }

    [GeneratedRegex(@"`(-t:)?(Go[A-Z]\w*)(?:=([\w.]+))?")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\| [0-9]+ \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+Tests)(?:\.(\w+))?`")]
    private static partial Regex Test();

    [GeneratedRegex("GO[0-9]{4}")]
    private static partial Regex Code();
}
