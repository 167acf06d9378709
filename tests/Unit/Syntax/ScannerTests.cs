using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Syntax;

public sealed class ScannerTests
{
    private static (string Tokens, string[] Errors) Scan(string source) => Scan(Encoding.UTF8.GetBytes(source));

    private static (string Tokens, string[] Errors) Scan(byte[] source)
    {
        var sink = new DiagnosticSink();
        var scanner = new Scanner(new SourceFileTable().Add("x.go", "x.go", source), sink);
        var tokens = new StringBuilder();
        for (Token token = scanner.Next(); token != Token.EndOfFile; token = scanner.Next())
        {
            tokens.Append(tokens.Length > 0 ? " " : "").Append(token switch
            {
                Token.Semicolon => $";{scanner.SemicolonText}",
                Token.Operator or Token.AssignOperator or Token.Increment => $"{token}{SyntaxFacts.Text(scanner.Operator)}",
                Token.Literal => $"{scanner.LiteralKind}:{Encoding.UTF8.GetString(scanner.Text)}",
                Token.Name => Encoding.UTF8.GetString(scanner.Text),
                _ => token.ToString(),
            });
        }
        return (tokens.ToString(), [.. sink.All.Select(d => $"{d.Pos.Line}:{d.Pos.Column}: {d.Message}")]);
    }

    [Theory]
    [InlineData("x\n", "x ;newline")]
    [InlineData("x", "x ;EOF")]
    [InlineData("x // c\n+", "x ;newline Operator+")]
    [InlineData("x /* a\n b */ y", "x ;newline y ;EOF")]
    [InlineData("x /* a */ y", "x y ;EOF")]
    [InlineData("return\n)\n]\n}\n", "Return ;newline RightParen ;newline RightBracket ;newline RightBrace ;newline")]
    [InlineData("x++\ny--\n", "x IncrementAdd ;newline y IncrementSubtract ;newline")]
    [InlineData("if\n{\n", "If LeftBrace")]
    public void Semicolons_are_inserted_at_line_ends(string source, string expected)
        => Assert.Equal(expected.Replace("IncrementAdd", "Increment+").Replace("IncrementSubtract", "Increment-"), Scan(source).Tokens);

    [Theory]
    [InlineData("+ += - -= *= / /= % %= & &= && &^ &^= | |= || ^ ^= < <= << <<= > >= >> >>= == != ! ~")]
    public void Operators(string source)
    {
        (string tokens, string[] errors) = Scan(source);
        Assert.Empty(errors);
        Assert.Equal(
            "Operator+ AssignOperator+ Operator- AssignOperator- AssignOperator* Operator/ AssignOperator/ Operator% AssignOperator% Operator& AssignOperator& Operator&& "
            + "Operator&^ AssignOperator&^ Operator| AssignOperator| Operator|| Operator^ AssignOperator^ Operator< Operator<= Operator<< AssignOperator<< Operator> Operator>= "
            + "Operator>> AssignOperator>> Operator== Operator!= Operator! Operator~", tokens);
    }

    [Theory]
    [InlineData("a.b ..c ... .5 1..2 <-x :=", "a Dot b Dot Dot c Dots Float:.5 Float:1. Float:.2 Arrow x Define")]
    [InlineData("0 0x1F 0b1_0 0o17 017 1_000 0x1p-2 1e9 1.5i 0123i 'a' '\\n' '\\377' '\\u12e4' \"\\\"x\" `r\\`",
        "Int:0 Int:0x1F Int:0b1_0 Int:0o17 Int:017 Int:1_000 Float:0x1p-2 Float:1e9 Imaginary:1.5i Imaginary:0123i Rune:'a' Rune:'\\n' Rune:'\\377' Rune:'\\u12e4' String:\"\\\"x\" String:`r\\` ;EOF")]
    [InlineData("größe 世界 x1", "größe 世界 x1 ;EOF")]
    [InlineData("breaks chanx fallthrough goto struct switch select", "breaks chanx Fallthrough Goto Struct Switch Select")]
    public void Literals_and_names(string source, string expected)
    {
        (string tokens, string[] errors) = Scan(source);
        Assert.Empty(errors);
        Assert.Equal(expected, tokens);
    }

    [Theory]
    [InlineData("x + @y", "1:5: invalid character U+0040 '@'")]
    [InlineData("x“y", "1:2: invalid character U+201C '“' in identifier")]
    [InlineData("०x", "1:1: identifier cannot begin with digit U+0966 '०'")]
    [InlineData("''", "1:2: empty rune literal or unescaped '")]
    [InlineData("'ab'", "1:1: more than one character in rune literal")]
    [InlineData("'a\n", "1:3: newline in rune literal")]
    [InlineData("'a", "1:1: rune literal not terminated")]
    [InlineData("'\\q'", "1:3: unknown escape")]
    [InlineData("'\\400'", "1:6: octal escape value 256 > 255")]
    [InlineData("'\\ud800'", "1:8: escape is invalid Unicode code point U+D800")]
    [InlineData("'\\x1z'", "1:5: invalid character 'z' in hexadecimal escape")]
    [InlineData("\"a\n", "1:3: newline in string")]
    [InlineData("\"a", "1:1: string not terminated")]
    [InlineData("`a", "1:1: string not terminated")]
    [InlineData("/* a", "1:1: comment not terminated")]
    [InlineData("0x", "1:3: hexadecimal literal has no digits")]
    [InlineData("0b12", "1:4: invalid digit '2' in binary literal")]
    [InlineData("089", "1:2: invalid digit '8' in octal literal")]
    [InlineData("1__0", "1:3: '_' must separate successive digits")]
    [InlineData("0_x", "1:2: '_' must separate successive digits")]
    [InlineData("0b1.0", "1:4: invalid radix point in binary literal")]
    [InlineData("0x1e+1.0", "")]
    [InlineData("0x1.0", "1:6: hexadecimal mantissa requires a 'p' exponent")]
    [InlineData("1p1", "1:2: 'p' exponent requires hexadecimal mantissa")]
    [InlineData("0b1e1", "1:4: 'e' exponent requires decimal mantissa")]
    [InlineData("1e+", "1:4: exponent has no digits")]
    [InlineData("089.5", "")]
    public void Lexical_errors(string source, string expected) => Assert.Equal(expected, string.Join('|', Scan(source).Errors));

    [Fact]
    public void Bytes_that_are_no_text_are_reported_everywhere()
    {
        byte[] source = [0xef, 0xbb, 0xbf, (byte)'x', 0, (byte)' ', (byte)'/', (byte)'/', 0xff, (byte)'\n', (byte)'"', 0xc3, (byte)'"',
            0xef, 0xbb, 0xbf];
        (string tokens, string[] errors) = Scan(source);
        Assert.StartsWith("x\0 ;newline String", tokens, StringComparison.Ordinal);
        Assert.Equal(["1:5: invalid NUL character", "1:9: invalid UTF-8 encoding", "2:2: invalid UTF-8 encoding",
            "2:4: invalid BOM in the middle of the file"], errors);
    }

    [Fact]
    public void Line_directives_remap_positions()
    {
        Parsed parsed = Parsed.Source("package p\n//line foo.go:10\nvar a int\n/*line bar.go:20:5*/var b int\n//line :7:1\nvar c int\n");
        SourceFileTable files = parsed.Files;
        Assert.Empty(parsed.Errors);
        Assert.Equal(("foo.go", 10, 0), files.Resolve(parsed.File.Declarations[0].Pos));
        Assert.Equal(("bar.go", 20, 9), files.Resolve(parsed.File.Declarations[1].Pos));
        Assert.Equal(("bar.go", 7, 5), files.Resolve(parsed.File.Declarations[2].Pos));
    }

    [Theory]
    [InlineData("//line foo.go:x\n", "1:15: invalid line number: x")]
    [InlineData("//line foo.go:0\n", "1:15: invalid line number: 0")]
    [InlineData("//line foo.go:5:0\n", "1:17: invalid column number: 0")]
    [InlineData("//line foo.go\n", "")]
    [InlineData(" //line foo.go:x\n", "")]
    public void Bad_line_directives(string source, string expected) => Assert.Equal(expected, string.Join('|', Scan(source).Errors));
}
