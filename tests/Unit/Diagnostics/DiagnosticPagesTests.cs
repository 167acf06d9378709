using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Tests.Check;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Diagnostics;

/// <summary>The catalogue and its pages in docs/diagnostics.</summary>
public sealed class DiagnosticPagesTests
{
    private static readonly DiagnosticDescriptor[] s_rows =
        [.. typeof(Catalogue).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => f.GetValue(null))
            .OfType<DiagnosticDescriptor>()];

    [Fact]
    public void Codes_are_unique_and_well_formed()
    {
        Assert.True(s_rows.Length > 150);
        Assert.All(s_rows, r => Assert.Matches("^(GO[1-9]|GV0)[0-9]{3}$", r.Code));
        Assert.Equal([], s_rows.GroupBy(r => r.Code).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Fact]
    public void Every_row_has_a_page_that_says_what_it_means_and_how_to_mend_it()
    {
        var problems = new List<string>();
        foreach (DiagnosticDescriptor row in s_rows)
        {
            string path = Path.Combine(Folder(), row.Code + ".md");
            string text = File.Exists(path) ? File.ReadAllText(path) : "";
            if (!text.StartsWith($"# {row.Code}: {row.Title}\n", StringComparison.Ordinal))
            {
                problems.Add($"{row.Code}: no page, or another title than \"{row.Title}\"");
            }
            else if (!Regex.IsMatch(text, @"## Meaning\n\n\S") || !Regex.IsMatch(text, @"## Fix\n\n\S")
                || !Regex.IsMatch(text, @"## (Example\n\n```(go|xml|sh|files)\n|How it arises\n\n\S)"))
            {
                problems.Add($"{row.Code}: meaning, example or fix is missing");
            }
        }
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public void Every_page_belongs_to_a_row()
        => Assert.Equal([], Directory.EnumerateFiles(Folder(), "GO*.md").Select(f => Path.GetFileNameWithoutExtension(f))
            .Except(s_rows.Select(r => r.Code)));

    [Fact]
    public void Examples_produce_their_codes()
    {
        var library = new StandardLibrary();
        var problems = new List<string>();
        int examples = 0;
        foreach (string path in Directory.EnumerateFiles(Folder(), "GO*.md").Order(StringComparer.Ordinal))
        {
            Match example = Regex.Match(File.ReadAllText(path), "## Example\n\n```go\n([\\s\\S]*?)```\n");
            if (!example.Success)
            {
                continue;
            }
            examples++;
            string code = Path.GetFileNameWithoutExtension(path);
            List<Diagnostic> found = FrontEnd(library, example.Groups[1].Value);
            if (!found.Exists(d => d.Code == code))
            {
                problems.Add($"{code}: {string.Join("; ", found.Select(d => $"{d.Code} {d.Pos.Line}: {d.Message}"))}");
            }
        }
        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(examples > 100);
    }

    private static List<Diagnostic> FrontEnd(StandardLibrary library, string text)
    {
        var sink = new DiagnosticSink();
        int next = 1;
        SyntaxFile file = Parser.ParseFile(new SourceFileTable().Add("x.go", "x.go", Encoding.UTF8.GetBytes(text)), new NameTable(),
            ref next, sink);
        if (!sink.HasSyntaxErrors)
        {
            CheckOptions options = StandardLibrary.Options(library.Import) with { IsStandardLibrary = false };
            Checker.Check(new Package(file.PackageName.Value == "main" ? "main" : "p", file.PackageName.Value), [file], next, options,
                sink);
        }
        return [.. sink.All];
    }

    internal static string Folder()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            string candidate = Path.Combine(d.FullName, "docs", "diagnostics");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }
        throw new InvalidOperationException("docs/diagnostics is missing");
    }
}
