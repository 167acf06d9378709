using System.Reflection;
using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Diagnostics;

public sealed class DiagnosticReportTests
{
    private static readonly DiagnosticDescriptor s_other = Catalogue.InvalidLiteral;

    private readonly SourceFileTable _files = new();

    private Pos At(SourceFile file, int line, int column) => new(file.Index, line, column);

    [Fact]
    public void Files_come_in_the_order_of_their_first_errors()
    {
        SourceFile a = _files.Add("a.go", "a.go", []), b = _files.Add("b.go", "b.go", []);
        DiagnosticReport report = DiagnosticReport.Arrange(
            [new(s_other, At(b, 7, 1), "one"), new(s_other, At(a, 9, 1), "two"), new(s_other, At(a, 2, 3), "three"),
                new(s_other, At(a, 2, 2), "four"), new(s_other, At(b, 1, 1), "five")],
            _files);
        Assert.Equal(["five", "one", "four", "three", "two"], report.Diagnostics.Select(d => d.Message));
    }

    /// <summary>What stands behind a line directive is sorted like a file of its own, by its first error too.</summary>
    [Fact]
    public void Line_directives_count_as_files()
    {
        SourceFile a = _files.Add("a.go", "a.go", []);
        a.LineDirectives.Add(new LineDirective(5, 1, "z.go", 10, 0));
        a.LineDirectives.Add(new LineDirective(7, 1, "c.go", 3, 0));
        DiagnosticReport report = DiagnosticReport.Arrange(
            [new(s_other, At(a, 8, 1), "one"), new(s_other, At(a, 1, 1), "two"), new(s_other, At(a, 6, 1), "three"),
                new(s_other, At(a, 7, 1), "four")], _files);
        Assert.Equal(["four", "one", "two", "three"], report.Diagnostics.Select(d => d.Message));
    }

    [Fact]
    public void Packages_come_in_the_order_of_their_paths()
    {
        SourceFile q = _files.Add("q/q.go", "q/q.go", []), p = _files.Add("p/p.go", "p/p.go", []);
        DiagnosticReport report = DiagnosticReport.Arrange(
            [new(s_other, At(q, 1, 1), "one") { Package = "q" }, new(s_other, At(p, 1, 1), "two") { Package = "p" },
                new(s_other, default, "three")], _files);
        Assert.Equal(["three", "two", "one"], report.Diagnostics.Select(d => d.Message));
    }

    [Fact]
    public void One_syntax_error_a_line_and_no_repetition()
    {
        SourceFile a = _files.Add("a.go", "a.go", []);
        DiagnosticReport report = DiagnosticReport.Arrange(
            [
                new(Catalogue.SyntaxError, At(a, 1, 5), "syntax error: x"), new(Catalogue.SyntaxError, At(a, 1, 2), "syntax error: y"),
                new(s_other, At(a, 1, 1), "z"), new(s_other, At(a, 1, 9), "z"), new(s_other, At(a, 2, 1), "z"),
                new(s_other, At(a, 3, 1), "v"), new(s_other, At(a, 2, 1), "z"),
            ], _files);
        Assert.Equal(["z", "syntax error: x", "z", "v"], report.Diagnostics.Select(d => d.Message));
    }

    [Fact]
    public void Ten_errors_are_enough()
    {
        SourceFile a = _files.Add("a.go", "a.go", []);
        Diagnostic[] many = [.. Enumerable.Range(1, 20).Select(i => new Diagnostic(s_other, At(a, 30 - i, 1), "x"))];
        DiagnosticReport report = DiagnosticReport.Arrange(many, _files);
        // The first ten that were reported, not of all in order; the last of them is where the compiler gave up.
        Assert.Equal(20, Assert.Single(report.Truncated).Pos.Line);
        Assert.Equal(Enumerable.Range(20, 10), report.Diagnostics.Select(d => d.Pos.Line));
        Assert.False(DiagnosticReport.Arrange(many, _files, 20).IsTruncated);
        Diagnostic[] two = [.. many.Select(d => d with { Package = "p" }), .. many.Select(d => d with { Package = "q" })];
        Assert.Equal("q", Assert.Single(DiagnosticReport.Arrange(two, _files, unlimited: new HashSet<string> { "p" }).Truncated).Package);
        // Go's compiler stops at the tenth error without asking for more; a limit that somebody chose says only what is true.
        Assert.True(DiagnosticReport.Arrange(many[..10], _files).IsTruncated);
        Assert.False(DiagnosticReport.Arrange(many[..3], _files, 3).IsTruncated);
        Assert.True(DiagnosticReport.Arrange(many[..4], _files, 3).IsTruncated);
    }

    [Fact]
    public void Rendered_for_people_and_for_msbuild()
    {
        SourceFile a = _files.Add("/w/a.go", "m/a.go", []); // the program's name for it says nobody where it is
        var d = new Diagnostic(s_other, At(a, 3, 7), "bad\n\tworse", [new RelatedLocation(At(a, 1, 2), "other declaration of x")]);
        Assert.Equal("/w/a.go:3:7: bad\n\tworse\n\t/w/a.go:1:2: other declaration of x", DiagnosticRenderer.Gc(d, _files));
        Assert.Equal("/w/a.go(3,7): error GO1004: bad; worse; other declaration of x (/w/a.go:1:2)", DiagnosticRenderer.MsBuild(d, _files));
        var inFile = new Diagnostic(s_other, default, "bad", FilePath: "go.mod", FileLine: 4, FileColumn: 2);
        Assert.Equal("go.mod:4:2: bad", DiagnosticRenderer.Gc(inFile, _files));
        Assert.Equal("go.mod(4,2): error GO1004: bad", DiagnosticRenderer.MsBuild(inFile, _files));
        Assert.Equal("go.mod:4:2[x.go:1]: bad", DiagnosticRenderer.Gc(inFile with { Origin = ("x.go", 1, 0) }, _files));
        Assert.Equal("go: bad", DiagnosticRenderer.Gc(new Diagnostic(s_other, default, "bad") { IsOfCommand = true }, _files));
        Assert.Equal("Go: error GO1004: bad", DiagnosticRenderer.MsBuild(new Diagnostic(s_other, default, "bad"), _files));
    }

    [Fact]
    public void Codes_are_unique_and_well_formed()
    {
        DiagnosticDescriptor[] all = [.. typeof(Catalogue).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => f.GetValue(null)).OfType<DiagnosticDescriptor>()];
        Assert.NotEmpty(all);
        Assert.Equal(all.Length, all.Select(d => d.Code).Distinct().Count());
        Assert.All(all, d => Assert.Matches("^(GO[1-9]|GV[0-9])[0-9]{3}$", d.Code));
        Assert.All(all, d => Assert.NotEmpty(d.Title));
    }
}
