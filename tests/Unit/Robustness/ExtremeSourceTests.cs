using System.Text;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Tests.Robustness;

/// <summary>
/// Source that is odd rather than damaged: deep nesting, long lines, marks and bytes that do not belong there. Texts and places are those
/// of Go's compiler.
/// </summary>
public sealed class ExtremeSourceTests
{
    private static readonly DamagedFileRun s_run = new();

    private static string[] Errors(byte[] source)
    {
        List<Diagnostic> found = [];
        var thread = new Thread(() => found = s_run.Check(source, evenAfterSyntaxErrors: false), 16 << 20);
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(120)), "not done in time");
        return [.. found.OrderBy(d => d.Pos).Select(d => $"{d.Pos.Line}:{d.Pos.Column}: {d.Message}").Distinct()];
    }

    private static string[] Errors(string source) => Errors(Encoding.UTF8.GetBytes(source));

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    [Theory]
    [InlineData("package p; var x = ", "(", "1", ")")]
    [InlineData("package p; var x = ", "-", "1", "")]
    [InlineData("package p; var x = ", "!", "true", "")]
    [InlineData("package p; var x ", "[]", "int", "")]
    [InlineData("package p; var x ", "*", "int", "")]
    [InlineData("package p; var x ", "map[int]", "int", "")]
    [InlineData("package p; var x ", "func() ", "int", "")]
    [InlineData("package p; var x ", "struct{ a ", "int", "}")]
    [InlineData("package p; var x ", "interface{ m() ", "int", "}")]
    [InlineData("package p; var x = ", "func() {", "", "}")]
    [InlineData("package p; var x = ", "[]any{", "1", "}")]
    [InlineData("package p; func f() ", "{", "", "}")]
    [InlineData("package p; func f() {", "if true {", "", "}")]
    [InlineData("package p; func f() {", "for {", "", "}")]
    [InlineData("package p; func f() {", "switch { default: ", "", "}")]
    [InlineData("package p; func f() {", "L: ", "", "")]
    [InlineData("package p; func f(g func(int) int) { g(", "g(", "1", ")")]
    [InlineData("package p; var a []int; var x = ", "a[", "0", "]")]
    [InlineData("package p; var x = 1", " + 1", "", "")]
    [InlineData("package p; var x = \"a\"", " + \"a\"", "", "")]
    [InlineData("package p; type T struct{ a *T }; var t T; var x = t", ".a", "", "")]
    [InlineData("package p; type G[T any] struct{}; var x ", "G[", "int", "]")]
    [InlineData("package p; func f() { if true {} ", "else if true {} ", "", "")]
    public void A_hundred_thousand_levels_are_answered(string head, string open, string inner, string close)
    {
        const int Depth = 100_000;
        // Whether accepted or refused: an answer, in time, on an ordinary stack.
        string[] errors = Errors(head + Repeat(open, Depth) + inner + Repeat(close, Depth));
        Assert.True(errors.Length < 2 * Depth + 10);
    }

    [Fact]
    public void Nesting_is_refused_with_a_place()
        => Assert.Contains(Errors("package p; var x = " + Repeat("(", 100_000)),
            e => e.EndsWith("program nested too deeply", StringComparison.Ordinal));

    [Fact]
    public void Byte_order_mark_at_the_start_is_skipped() => Assert.Equal([], Errors("\uFEFFpackage p\n"));

    [Fact]
    public void Byte_order_mark_elsewhere_is_refused()
        => Assert.Equal(["2:9: invalid BOM in the middle of the file"], Errors("package p\nvar x = \uFEFF1\n"));

    [Fact]
    public void Nul_is_refused() => Assert.Equal(["2:9: invalid NUL character"], Errors("package p\nvar x = \01\n"));

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused()
        => Assert.Equal(["2:13: invalid UTF-8 encoding"], Errors([.. "package p\nvar x = \"abc"u8, 0xFF, .. "\"\n"u8]));

    [Fact]
    public void Lines_of_a_megabyte_are_read()
        => Assert.Equal([], Errors("package p; var x = \"" + new string('a', 4 << 20) + "\"; var y = []int{" + Repeat("1, ", 400_000)
            + "}\n"));

    [Fact]
    public void Names_of_a_megabyte_are_read() => Assert.Equal([], Errors($"package p; var {new string('a', 1 << 20)} int\n"));

    [Fact]
    public void Huge_constants_are_answered()
        => Assert.NotEmpty(Errors("package p; var x = 1 << 100000; var y = 1e1000000000; var z float64 = 1e-1000000000000000; const c = 9"
            + new string('9', 20_000) + "\n"));

    [Fact]
    public void An_empty_file_lacks_its_package_clause()
        => Assert.Equal(["1:1: syntax error: package statement must be first"], Errors(""));
}
