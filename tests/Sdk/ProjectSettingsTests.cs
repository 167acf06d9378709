using System.Text.RegularExpressions;
using System.Xml.Linq;
using Go.Sdk.Tasks;

namespace Go.Sdk.Tests.Sdk;

/// <summary>The list of settings is one: targets, manual and checks hold to it.</summary>
public sealed partial class ProjectSettingsTests
{
    private static readonly string s_sdk = Path.Combine(Repository.Root, "src", "Sdk");

    [Fact]
    public void Targets_hand_over_every_setting_and_nothing_else()
    {
        IEnumerable<(string Name, string Value)> handed = XDocument.Load(Path.Combine(s_sdk, "targets", "Go.Settings.targets"))
            .Descendants("_GoSetting")
            .Where(e => e.Attribute("Include") is not null).Select(e => (e.Attribute("Include")!.Value, e.Attribute("Value")!.Value));
        IEnumerable<(string, string)> wanted = ProjectSettings.All.Where(s => !s.IsInternal && (!s.IsItem || s.Refusal is not null))
            .Select(s => (s.Name, s.IsItem ? $"@({s.Name})" : $"$({s.Name})"));
        Assert.Equal(wanted.Order(), handed.Order());
    }

    [Fact]
    public void Every_name_in_the_targets_is_in_the_list()
    {
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string file in Repository.Files(s_sdk)
            .Where(f => f.EndsWith(".targets", StringComparison.Ordinal) || f.EndsWith(".props", StringComparison.Ordinal)))
        {
            unknown.UnionWith(Use().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value)
                .Where(n => ProjectSettings.Find(n) is null));
        }
        Assert.Empty(unknown);
    }

    [Fact]
    public void The_manual_says_of_every_setting_what_the_list_says()
    {
        string[] lines = File.ReadAllLines(Path.Combine(s_sdk, "README.md"));
        var missing = new List<string>();
        foreach (ProjectSetting setting in ProjectSettings.All.Where(s => !s.IsInternal))
        {
            string end = $"| {setting.Refusal ?? setting.Meaning} |";
            string? row = lines.SingleOrDefault(l => l.StartsWith($"| `{setting.Name}` |", StringComparison.Ordinal));
            if (row is null || !row.EndsWith(end, StringComparison.Ordinal)
                || (setting.Refusal is not null && !setting.Accepted.All(a => row.Contains($"`{a}`", StringComparison.Ordinal))))
            {
                missing.Add($"{setting.Name}: {end}");
            }
        }
        Assert.Empty(missing);
        IEnumerable<string> named = lines.Select(l => Row().Match(l)).Where(m => m.Success).Select(m => m.Groups[1].Value);
        Assert.All(named, n => Assert.NotNull(ProjectSettings.Find(n)));
    }

    [Fact]
    public void Every_setting_metadata_and_target_has_an_example()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "settings-by-example.md"));
        XElement project = XElement.Parse(Block().Match(page).Groups[2].Value);
        XElement[] properties = [.. project.Elements("PropertyGroup").Elements()], items = [.. project.Elements("ItemGroup").Elements()];
        ProjectSetting[] working = [.. ProjectSettings.All.Where(s => s is { Refusal: null, IsInternal: false })];
        Assert.Equal(working.Where(s => !s.IsItem).Select(s => s.Name).Order(), properties.Select(p => p.Name.LocalName).Order());
        Assert.All(properties, p => Assert.Null(SettingCheck.Problem(ProjectSettings.Find(p.Name.LocalName)!, p.Value)));
        IEnumerable<string> used = items.SelectMany(i => i.Attributes().Select(a => $"{i.Name.LocalName} {a.Name.LocalName}")).Distinct();
        IEnumerable<string> wanted = working.Where(s => s.IsItem)
            .SelectMany(s => s.Metadata.Prepend("Include").Select(m => $"{s.Name} {m}"));
        Assert.Equal(wanted.Order(), used.Order());

        // Of targets only those are for people that nothing else calls.
        string[] steps = ["GoCollectEmbeds", "GoRestoreModules"];
        string[] targets = [.. Repository.Files(Path.Combine(s_sdk, "targets")).Where(f => f.EndsWith(".targets", StringComparison.Ordinal))
            .SelectMany(f => XDocument.Load(f).Descendants("Target")).Select(t => t.Attribute("Name")!.Value)
            .Where(n => n.StartsWith("Go", StringComparison.Ordinal) && !steps.Contains(n))];
        Assert.True(targets.Length > 20);
        string manual = File.ReadAllText(Path.Combine(s_sdk, "README.md"));
        Assert.All(targets, t => Assert.Contains($"| `-t:{t}` |", manual, StringComparison.Ordinal));
        Assert.All(targets, t => Assert.Matches($@"(?m)^dotnet \w+ -t:{t}\b", page));
    }

    [Fact]
    public void Names_are_unique_and_every_refusal_says_what_to_do()
    {
        Assert.Equal(ProjectSettings.All.Count, ProjectSettings.All.Select(s => s.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(ProjectSettings.All, s => Assert.True(s.Refusal is null || s.Refusal.Length > 25, s.Name));
        Assert.All(ProjectSettings.All, s => Assert.True(s.IsInternal || (s.Refusal ?? s.Meaning).Length > 5, s.Name));
    }

    [Theory]
    [InlineData("GoStripSymbols", "yes", "GO7007")]
    [InlineData("GoStripSymbols", "TRUE", null)]
    [InlineData("GoMaxErrors", "-1", "GO7007")]
    [InlineData("GoMaxErrors", "ten", "GO7007")]
    [InlineData("GoMaxErrors", "99999999999", null)]
    [InlineData("GoMaxParallel", "1.5", "GO7007")]
    [InlineData("GoBuildTags", "a b!", "GO7007")]
    [InlineData("GoBuildTags", "a;b,c_d go1.21", null)]
    [InlineData("GoTestTimeout", "ten minutes", "GO7007")]
    [InlineData("GoTestTimeout", "10", "GO7007")]
    [InlineData("GoTestTimeout", "1h30m", null)]
    [InlineData("GoTestTimeout", "0", null)]
    [InlineData("GoCompilerHost", "elsewhere", "GO7006")]
    [InlineData("GoRace", "true", "GO7041")]
    [InlineData("GoRace", "False", null)]
    [InlineData("GoCgoEnabled", "1", "GO7041")]
    [InlineData("GoBuildVcs", "maybe", "GO7007")]
    [InlineData("GoBuildVcs", "auto", null)]
    [InlineData("GoImportPath", "x", "GO7041")]
    [InlineData("GoLangVersion", "1.21", null)]
    [InlineData("GoLangVersion", "go1.27", null)]
    [InlineData("GoLangVersion", "1.99", "GO7007")]
    [InlineData("GoLangVersion", "latest", "GO7007")]
    [InlineData("GoTestRun", "(", "GO7007")]
    [InlineData("GoTestRun", "TestA/^sub[0-9]+$|TestB", null)]
    [InlineData("GoTestRun", "(?P<name>x)", null)]
    [InlineData("GoTestSkip", "[", "GO7007")]
    [InlineData("GoBenchmark", "*", "GO7007")]
    [InlineData("GoBenchmark", ".", null)]
    [InlineData("GoFuzz", @"Fuzz\pL[[:alpha:]]", null)]
    [InlineData("GoVet", "", null)]
    public void Values_are_checked(string name, string value, string? code)
        => Assert.Equal(code, SettingCheck.Problem(ProjectSettings.Find(name)!, value)?.Descriptor.Code);

    [Theory]
    [InlineData("GoBuildTag", "GoBuildTags")]
    [InlineData("GoTripSymbols", "GoStripSymbols")]
    [InlineData("GoMaxError", "GoMaxErrors")]
    [InlineData("GoCahceDir", "GoCacheDir")]
    [InlineData("GoSomethingElse", null)]
    public void The_nearest_name_is_what_was_meant(string misspelt, string? meant)
        => Assert.Equal(meant, NearestName.Find(misspelt, ProjectSettings.All.Select(s => s.Name)));

    [GeneratedRegex(@"[$@]\(\s*(Go[A-Z]\w*)")]
    private static partial Regex Use();

    [GeneratedRegex("```(xml)\n([\\s\\S]*?)```")]
    private static partial Regex Block();

    [GeneratedRegex(@"^\| `(Go\w+)` \|")]
    private static partial Regex Row();
}
