using System.Diagnostics;
using System.Numerics;
using Go.Compiler.Constants;

namespace Go.Compiler.Tests.Constants;

public sealed class ConstantArithmeticTests
{
    private static ConstantValue Int(long v) => ConstantValue.Of(v);
    private static ConstantValue Float(string text) => ConstantLiterals.Float(text);
    private static ConstantValue Binary(ConstantValue x, ConstantOperator op, ConstantValue y) => ConstantArithmetic.Binary(x, op, y);

    [Theory]
    [InlineData(ConstantOperator.Add, "10")]
    [InlineData(ConstantOperator.Subtract, "4")]
    [InlineData(ConstantOperator.Multiply, "21")]
    [InlineData(ConstantOperator.DivideInteger, "2")]
    [InlineData(ConstantOperator.Remainder, "1")]
    [InlineData(ConstantOperator.And, "3")]
    [InlineData(ConstantOperator.Or, "7")]
    [InlineData(ConstantOperator.Xor, "4")]
    [InlineData(ConstantOperator.AndNot, "4")]
    public void Integer_operators(ConstantOperator op, string expected) => Assert.Equal(expected, Binary(Int(7), op, Int(3)).ToString());

    [Fact]
    public void Integer_division_truncates_towards_zero()
    {
        Assert.Equal("-2", Binary(Int(-7), ConstantOperator.DivideInteger, Int(3)).ToString());
        Assert.Equal("-1", Binary(Int(-7), ConstantOperator.Remainder, Int(3)).ToString());
    }

    [Fact]
    public void Exact_division_of_integers_is_a_float()
    {
        ConstantValue third = Binary(Int(1), ConstantOperator.Divide, Int(3));
        Assert.Equal(ConstantKind.Float, third.Kind);
        Assert.Equal("1", ConstantArithmetic.ToInt(Binary(third, ConstantOperator.Multiply, Int(3))).ToString());
    }

    [Fact]
    public void Division_by_zero_is_unknown()
    {
        Assert.Equal(ConstantKind.Unknown, Binary(Int(1), ConstantOperator.DivideInteger, Int(0)).Kind);
        Assert.Equal(ConstantKind.Unknown, Binary(Int(1), ConstantOperator.Divide, Int(0)).Kind);
        Assert.Equal(ConstantKind.Unknown, Binary(Float("1.5"), ConstantOperator.Divide, Float("0.0")).Kind);
        Assert.Equal(ConstantKind.Unknown, Binary(ConstantLiterals.Imaginary("2i"), ConstantOperator.Divide,
            ConstantLiterals.Imaginary("0i")).Kind);
    }

    [Fact]
    public void Kinds_are_promoted()
    {
        Assert.Equal("2.5", Binary(Int(2), ConstantOperator.Add, Float("0.5")).ToString());
        Assert.Equal("(2 + 3i)", Binary(Int(2), ConstantOperator.Add, ConstantLiterals.Imaginary("3i")).ToString());
        Assert.True(ConstantArithmetic.Compare(Int(2), ConstantOperator.Equal, Float("2.0")));
    }

    [Fact]
    public void Complex_arithmetic()
    {
        ConstantValue a = ConstantArithmetic.Complex(Int(1), Int(2)), b = ConstantArithmetic.Complex(Int(3), Int(-4));
        Assert.Equal("(11 + 2i)", Binary(a, ConstantOperator.Multiply, b).ToString());
        Assert.Equal("(-0.2 + 0.4i)", Binary(a, ConstantOperator.Divide, b).ToString());
        Assert.Equal("(-2 + 6i)", Binary(a, ConstantOperator.Subtract, b).ToString());
        Assert.True(ConstantArithmetic.Compare(a, ConstantOperator.NotEqual, b));
        Assert.Equal("(-1 + -2i)", ConstantArithmetic.Unary(ConstantOperator.Subtract, a).ToString());
    }

    [Theory]
    [InlineData(ConstantOperator.Xor, 5, 0, "-6")]
    [InlineData(ConstantOperator.Xor, 5, 8, "250")]
    [InlineData(ConstantOperator.Subtract, 5, 0, "-5")]
    [InlineData(ConstantOperator.Add, 5, 0, "5")]
    public void Unary_operators(ConstantOperator op, long x, int bits, string expected)
        => Assert.Equal(expected, ConstantArithmetic.Unary(op, Int(x), bits).ToString());

    [Fact]
    public void Shifts()
    {
        Assert.Equal((BigInteger.One << 100).ToString(), ConstantArithmetic.Shift(Int(1), ConstantOperator.ShiftLeft, 100).ToString());
        Assert.Equal("-1", ConstantArithmetic.Shift(Int(-5), ConstantOperator.ShiftRight, 3).ToString());
        Assert.Equal("4", ConstantArithmetic.Shift(Float("1.0"), ConstantOperator.ShiftLeft, 2).ToString());
        Assert.Equal(ConstantKind.Unknown, ConstantArithmetic.Shift(Float("1.5"), ConstantOperator.ShiftLeft, 2).Kind);
    }

    [Fact]
    public void Unknown_is_contagious()
    {
        Assert.Equal(ConstantKind.Unknown, Binary(ConstantValue.Unknown, ConstantOperator.Add, Int(1)).Kind);
        Assert.False(ConstantArithmetic.Compare(ConstantValue.Unknown, ConstantOperator.Equal, ConstantValue.Unknown));
    }

    [Fact]
    public void Strings_compare_bytewise_and_concatenate_linearly()
    {
        ConstantValue a = ConstantLiterals.String("\"a\\xff\""), b = ConstantLiterals.String("\"b\"");
        Assert.True(ConstantArithmetic.Compare(a, ConstantOperator.Less, b));
        ConstantValue s = b;
        for (int i = 0; i < 100_000; i++)
        {
            s = Binary(s, ConstantOperator.Add, b);
        }
        Assert.Equal(100_001, ((StringConstant)s).Length);
        Assert.Equal((byte)'b', ((StringConstant)s).Bytes[^1]);
        Assert.Equal([0x61, 0xff, 0x62], ((StringConstant)Binary(a, ConstantOperator.Add, b)).Bytes);
    }

    [Fact]
    public void Integer_ranges()
    {
        Assert.True(ConstantArithmetic.FitsInteger(-128, 8, false));
        Assert.True(ConstantArithmetic.FitsInteger(127, 8, false));
        Assert.False(ConstantArithmetic.FitsInteger(-129, 8, false));
        Assert.False(ConstantArithmetic.FitsInteger(128, 8, false));
        Assert.True(ConstantArithmetic.FitsInteger(255, 8, true));
        Assert.False(ConstantArithmetic.FitsInteger(-1, 8, true));
        Assert.True(ConstantArithmetic.FitsInteger(ulong.MaxValue, 64, true));
        Assert.True(ConstantArithmetic.FitsInteger(long.MinValue, 64, false));
        Assert.False(ConstantArithmetic.FitsInteger(ulong.MaxValue, 64, false));
    }

    [Fact]
    public void Huge_exponents_stay_cheap_and_exact_in_ratio()
    {
        Stopwatch watch = Stopwatch.StartNew();
        ConstantValue ratio = Binary(Float("1e646456992"), ConstantOperator.Divide, Float("1e646456991"));
        Assert.Equal(10.0, ConstantFloats.ToDouble(ratio));
        Assert.Equal(ConstantKind.Unknown, Float("1e1000000000").Kind);
        Assert.Equal(ConstantKind.Unknown, Float("1e99999999999999999999").Kind);
        Assert.Equal(0.0, ConstantFloats.ToDouble(Float("1e-1000000000")));
        Assert.Equal("1e+100000", Float("1e100000").ToString());
        Assert.Equal("1.5e-100000", Float("1.5e-100000").ToString());
        Assert.True(double.IsInfinity(ConstantFloats.ToDouble(Float("1e100000"))));
        ConstantValue square = Float("1e400000000");
        Assert.Equal(ConstantKind.Unknown, Binary(Binary(square, ConstantOperator.Multiply, square), ConstantOperator.Multiply,
            square).Kind);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Rounded_intermediate_results_still_become_integers()
    {
        // 1e5000 leaves the fractions; the quotient is an integer but for rounding.
        ConstantValue ratio = Binary(Float("3e5000"), ConstantOperator.Divide, Float("1e5000"));
        Assert.Equal("3", ConstantArithmetic.ToInt(ratio).ToString());
        Assert.Equal(ConstantKind.Unknown, ConstantArithmetic.ToInt(Float("1e5000")).Kind);
        Assert.Equal(ConstantKind.Unknown, ConstantArithmetic.ToInt(Float("0.5")).Kind);
    }

    [Fact]
    public void Complex_with_zero_imaginary_part_converts()
    {
        Assert.Equal("5", ConstantArithmetic.ToInt(ConstantArithmetic.Complex(Int(5), Float("0.0"))).ToString());
        Assert.Equal(ConstantKind.Unknown, ConstantArithmetic.ToFloat(ConstantArithmetic.Complex(Int(5), Int(1))).Kind);
        Assert.Equal("3", ConstantArithmetic.Imaginary(ConstantLiterals.Imaginary("3i")).ToString());
        Assert.Equal("0", ConstantArithmetic.Imaginary(Int(3)).ToString());
    }
}
