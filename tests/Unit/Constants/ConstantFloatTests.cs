using System.Numerics;
using Go.Compiler.Constants;

namespace Go.Compiler.Tests.Constants;

public sealed class ConstantFloatTests
{
    [Theory]
    [InlineData("0.1")]
    [InlineData("1e23")]
    [InlineData("8.442911973260991817129021e-309")]
    [InlineData("2.2250738585072011e-308")]
    [InlineData("2.2250738585072014e-308")]
    [InlineData("4.9406564584124654e-324")]
    [InlineData("2.4703282292062327e-324")]
    [InlineData("2.4703282292062328e-324")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("9007199254740993.0")]
    [InlineData("3.14159265358979323846264338327950288419716939937510582097494459")]
    public void Doubles_round_to_nearest_even(string text)
        => Assert.Equal(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture),
            ConstantFloats.ToDouble(ConstantLiterals.Float(text)));

    [Theory]
    [InlineData("0.1")]
    [InlineData("16777217.0")]
    [InlineData("1.4e-45")]
    [InlineData("7e-46")]
    [InlineData("1.17549435e-38")]
    [InlineData("3.4028234663852886e38")]
    [InlineData("1.00000017881393432617187499")] // rounds differently by way of double
    [InlineData("1.00000017881393432617187501")]
    public void Singles_round_once(string text)
        => Assert.Equal(float.Parse(text, System.Globalization.CultureInfo.InvariantCulture),
            ConstantFloats.ToSingle(ConstantLiterals.Float(text)));

    [Fact]
    public void Random_doubles_round_trip_and_scaled_values_agree()
    {
        Random random = new(12345);
        for (int i = 0; i < 2000; i++)
        {
            double d = BitConverter.Int64BitsToDouble(random.NextInt64());
            if (!double.IsFinite(d))
            {
                continue;
            }
            ConstantValue c = ConstantValue.Of(d);
            Assert.Equal(d == 0 ? 0 : d, ConstantFloats.ToDouble(c));
            Assert.Equal((float)d, ConstantFloats.ToSingle(c));
            BigRational r = ((FloatConstant)c).Value;
            Assert.Equal(d, ConstantFloats.ToDouble(new FloatConstant(ScaledFloat.FromRational(r))));
        }
    }

    [Fact]
    public void Overflow_has_no_rounded_value()
    {
        Assert.Null(ConstantFloats.RoundToDouble(ConstantLiterals.Float("1e309")));
        Assert.Null(ConstantFloats.RoundToSingle(ConstantLiterals.Float("3.5e38")));
        Assert.Equal("3.40282e+38", ConstantFloats.RoundToSingle(ConstantLiterals.Float("3.4028235e38"))!.ToString());
        Assert.Equal("0", ConstantFloats.RoundToSingle(ConstantLiterals.Float("1e-60"))!.ToString());
    }

    [Fact]
    public void Integers_become_floats_directly()
    {
        Assert.Equal(9007199254740992.0, ConstantFloats.ToDouble(ConstantValue.Of(9007199254740993)));
        Assert.Equal(-1.0, ConstantFloats.ToDouble(ConstantValue.Of(-1)));
        Assert.True(double.IsPositiveInfinity(ConstantFloats.ToDouble(ConstantValue.Of(BigInteger.One << 1024))));
        Assert.Equal(0x4b800000u, ConstantFloats.SingleBitsOf(ConstantValue.Of(16777217)));
        Assert.Equal(0x7fefffffffffffffUL, ConstantFloats.DoubleBitsOf(ConstantLiterals.Float("0x1.fffffffffffff7ffp1023")));
    }
}
