using System.Text;
using Go.Compiler.Constants;

namespace Go.Compiler.Tests.Constants;

public sealed class ConstantLiteralTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("1_000", "1000")]
    [InlineData("0x_FF", "255")]
    [InlineData("0b1010", "10")]
    [InlineData("0o17", "15")]
    [InlineData("017", "15")]
    [InlineData("0XffffFFFFffffFFFFffffFFFFffffFFFF", "340282366920938463463374607431768211455")]
    [InlineData("170141183460469231731687303715884105728", "170141183460469231731687303715884105728")]
    public void Integers(string text, string expected) => Assert.Equal(expected, ConstantLiterals.Integer(text).ToString());

    [Theory]
    [InlineData("1.", 1)]
    [InlineData(".5", 0.5)]
    [InlineData("1_0.2_5e1_0", 10.25e10)]
    [InlineData("0x1p-2", 0.25)]
    [InlineData("0x1.8p1", 3)]
    [InlineData("0X_1FFFP-16", 0.1249847412109375)]
    [InlineData("0x.8p0", 0.5)]
    [InlineData("00.0", 0)]
    public void Floats(string text, double expected) => Assert.Equal(expected, ConstantFloats.ToDouble(ConstantLiterals.Float(text)));

    [Theory]
    [InlineData("0i", "(0 + 0i)")]
    [InlineData("0123i", "(0 + 123i)")]
    [InlineData("0o17i", "(0 + 15i)")]
    [InlineData("1.5e1i", "(0 + 15i)")]
    [InlineData("0x1p-1i", "(0 + 0.5i)")]
    [InlineData("0x1ei", "(0 + 30i)")]
    public void Imaginaries(string text, string expected) => Assert.Equal(expected, ConstantLiterals.Imaginary(text).ToString());

    [Theory]
    [InlineData("'a'", 97)]
    [InlineData("'\\n'", 10)]
    [InlineData("'\\''", 39)]
    [InlineData("'\\000'", 0)]
    [InlineData("'\\xff'", 255)]
    [InlineData("'\\u12e4'", 0x12e4)]
    [InlineData("'\\U00101234'", 0x101234)]
    [InlineData("'世'", 0x4e16)]
    [InlineData("'😀'", 0x1f600)]
    public void Runes(string text, long expected) => Assert.Equal(expected.ToString(), ConstantLiterals.Rune(text).ToString());

    [Fact]
    public void Strings()
    {
        Assert.Equal("a\tb世", Encoding.UTF8.GetString(ConstantLiterals.Unquote("\"a\\tb\\u4e16\"")!));
        Assert.Equal([0xff, 0x01, 0x41], ConstantLiterals.Unquote("\"\\xff\\001A\"")!);
        Assert.Equal("a\\nb\nc", Encoding.UTF8.GetString(ConstantLiterals.Unquote("`a\\nb\r\nc`")!));
        Assert.Equal("", Encoding.UTF8.GetString(ConstantLiterals.Unquote("\"\"")!));
        Assert.Null(ConstantLiterals.Unquote("\"\\q\""));
        Assert.Null(ConstantLiterals.Unquote("\"\\ud800\""));
    }
}
