using System.Text.RegularExpressions;

namespace Go.Sdk.Tests.Architecture;

/// <summary>Rules of the house that a reader would otherwise have to check by eye.</summary>
public sealed partial class HouseRulesTests
{
    private static readonly string[] s_hotRooms = ["Syntax", "Check", "Ssa", "RegAlloc", "Code", "Objects", "Link"];

    [Fact]
    public void No_file_is_longer_than_a_thousand_lines()
    {
        var tooLong = AllSources().Where(f => File.ReadLines(f).Count() > 1000).Select(Relative);
        Assert.Empty(tooLong);
    }

    /// <summary>Only a text, which is one string, may go on behind the last column.</summary>
    [Fact]
    public void Lines_have_at_most_140_columns()
    {
        var wrong = new List<string>();
        foreach (string file in Repository.Sources(Path.Combine(Repository.Root, "src")))
        {
            int number = 0;
            foreach (string line in File.ReadLines(file))
            {
                number++;
                if (line.Length > 140 && !HasTextAt(line, 140))
                {
                    wrong.Add($"{Relative(file)}:{number}");
                }
            }
        }
        Assert.Empty(wrong);
    }

    private static bool HasTextAt(string line, int column)
        => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && line.LastIndexOf('"', column - 10) >= 0
            && line.IndexOf('"', column - 10) >= 0;

    [Fact]
    public void Hot_rooms_do_not_use_Linq()
    {
        var wrong = new List<string>();
        foreach (string room in s_hotRooms)
        {
            foreach (string file in Repository.Sources(Path.Combine(Repository.Compiler, room)))
            {
                if (LinqCall().IsMatch(File.ReadAllText(file)))
                {
                    wrong.Add(Relative(file));
                }
            }
        }
        wrong.Sort(string.CompareOrdinal);
        var listed = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Architecture", "linq-exceptions.txt"))
            .Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t')[0]);
        Assert.Equal(listed, wrong);
    }

    [Fact]
    public void Nothing_is_left_unfinished_silently()
    {
        var wrong = AllSources().Where(f => Unfinished().IsMatch(File.ReadAllText(f))
            && !f.EndsWith(nameof(HouseRulesTests) + ".cs", StringComparison.Ordinal)).Select(Relative);
        Assert.Empty(wrong);
    }

    [Fact]
    public void Links_in_documents_lead_somewhere()
    {
        var dead = new List<string>();
        foreach (string file in Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(Repository.Root, file);
            if (relative.Split(Path.DirectorySeparatorChar)[0] is "artifacts" || relative.Contains("obj", StringComparison.Ordinal))
            {
                continue;
            }
            foreach (Match m in Link().Matches(File.ReadAllText(file)))
            {
                string target = m.Groups[1].Value.Split('#')[0];
                if (target.AsSpan().IndexOfAny('/', '.') >= 0 && !target.Contains("://", StringComparison.Ordinal)
                    && !Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, target)))
                {
                    dead.Add($"{relative} -> {target}");
                }
            }
        }
        Assert.Empty(dead);
    }

    [Fact]
    public void Codes_of_diagnostics_stand_in_the_catalogue_and_have_a_page()
    {
        string catalogue = Path.Combine(Repository.Compiler, "Diagnostics", "Catalogue.");
        var rows = new HashSet<string>();
        foreach (string file in Repository.Sources(Path.Combine(Repository.Compiler, "Diagnostics"))
            .Where(f => f.StartsWith(catalogue, StringComparison.Ordinal)))
        {
            rows.UnionWith(CatalogueRow().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value));
        }
        var wrong = new List<string>();
        foreach (string file in Repository.Files(Path.Combine(Repository.Root, "src"))
            .Where(f => Path.GetExtension(f) is ".cs" or ".targets" or ".props" or ".md" or ".csproj"))
        {
            string text = File.ReadAllText(file);
            foreach (string code in DiagnosticCode().Matches(text).Select(m => m.Value).Distinct())
            {
                if (!rows.Contains(code) || !File.Exists(Path.Combine(Repository.Root, "docs", "diagnostics", code + ".md")))
                {
                    wrong.Add($"{Relative(file)}: {code} has no row or no page");
                }
            }
            // Code that reports names the row, so that code and severity stand in one place.
            if (Path.GetExtension(file) == ".cs" && !file.StartsWith(catalogue, StringComparison.Ordinal)
                && CodeInString().IsMatch(CommentLine().Replace(text, "")))
            {
                wrong.Add($"{Relative(file)} spells a code out");
            }
        }
        Assert.Empty(wrong);
    }

    private static IEnumerable<string> AllSources()
        => Repository.Sources(Path.Combine(Repository.Root, "src")).Concat(Repository.Sources(Path.Combine(Repository.Root, "tests")));

    private static string Relative(string file) => Path.GetRelativePath(Repository.Root, file);

    [GeneratedRegex(@"using System\.Linq;|\.(Select|Where|ToList|ToDictionary|GroupBy|OrderBy|SelectMany|FirstOrDefault|Any|All|Aggregate)\(\s*\w+ =>")]
    private static partial Regex LinqCall();

    [GeneratedRegex(@"\b(NotImplementedException|TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"new\(""(GO[0-9]{4})""")]
    private static partial Regex CatalogueRow();

    [GeneratedRegex(@"\bGO[0-9]{4}\b")]
    private static partial Regex DiagnosticCode();

    [GeneratedRegex(@"""[^""\n]*\bGO[0-9]{4}\b")]
    private static partial Regex CodeInString();

    [GeneratedRegex(@"//.*")]
    private static partial Regex CommentLine();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
