using Go.Compiler.Constants;

namespace Go.Compiler.Tests.Constants;

public sealed class ConstantTextTests
{
    [Theory]
    [InlineData("1.5", "1.5")]
    [InlineData("100000.0", "100000")]
    [InlineData("1e6", "1e+06")]
    [InlineData("1234567.0", "1.23457e+06")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("0.00001", "1e-05")]
    [InlineData("3.14159265", "3.14159")]
    [InlineData("1234567.5", "1.23457e+06")]
    [InlineData("1e20", "1e+20")]
    [InlineData("0.99999999", "0.99999999")]
    [InlineData("-0.5", "-0.5")]
    public void Floats_print_as_in_messages(string text, string expected)
    {
        ConstantValue v = text[0] == '-' ? ConstantArithmetic.Unary(ConstantOperator.Subtract, ConstantLiterals.Float(text[1..]))
            : ConstantLiterals.Float(text);
        Assert.Equal(expected, ConstantText.Print(v));
    }

    [Fact]
    public void Long_strings_are_shortened()
    {
        string s = ConstantText.Print(ConstantLiterals.String("\"" + new string('x', 100) + "\""));
        Assert.Equal("\"" + new string('x', 68) + "...", s);
        Assert.Equal("\"" + new string('x', 70) + "\"", ConstantText.Print(ConstantLiterals.String("\"" + new string('x', 70) + "\"")));
    }

    [Fact]
    public void Strings_are_quoted()
        => Assert.Equal("\"a\\n\\\"\\\\世\\x00\\xff\\u200b\"",
            ConstantText.Quote([0x61, 0x0a, 0x22, 0x5c, 0xe4, 0xb8, 0x96, 0, 0xff, 0xe2, 0x80, 0x8b]));

    [Fact]
    public void Others()
    {
        Assert.Equal("true", ConstantText.Print(ConstantValue.True));
        Assert.Equal("unknown", ConstantText.Print(ConstantValue.Unknown));
        Assert.Equal("-12345678901234567890", ConstantText.Print(ConstantArithmetic.Unary(ConstantOperator.Subtract,
            ConstantLiterals.Integer("12345678901234567890"))));
    }
}
