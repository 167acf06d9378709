using System.Globalization;
using System.Numerics;
using System.Text;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.ExportData;

/// <summary>Constant values in unified export data: exact, in the forms that Go's package go/constant has.</summary>
internal static class UnifiedConstants
{
    private enum Code : byte { Bool, String, Int64, BigInteger, Fraction, Float }

    public static void Write(UnifiedElement w, ConstantValue value)
    {
        if (value is ComplexConstant complex)
        {
            w.Bool(true);
            Scalar(w, complex.Real);
            Scalar(w, complex.Imaginary);
        }
        else
        {
            w.Bool(false);
            Scalar(w, value);
        }
    }

    private static void Scalar(UnifiedElement w, ConstantValue value)
    {
        switch (value)
        {
            case BoolConstant b:
                w.Count((int)Code.Bool);
                w.Bool(b.Value);
                break;
            case StringConstant s:
                w.Count((int)Code.String);
                w.Text(s.Bytes);
                break;
            case IntConstant i when i.Value >= long.MinValue && i.Value <= long.MaxValue:
                w.Count((int)Code.Int64);
                w.Signed((long)i.Value);
                break;
            case IntConstant i:
                w.Count((int)Code.BigInteger);
                Integer(w, i.Value);
                break;
            case FloatConstant { IsRounded: true } f:
                w.Count((int)Code.Float);
                w.Text(Hexadecimal(f.Scaled));
                break;
            case FloatConstant f:
                w.Count((int)Code.Fraction);
                Integer(w, f.Value.Numerator);
                Integer(w, f.Value.Denominator);
                break;
            default:
                throw Unexpected.Value(value);
        }
    }

    /// <summary>The magnitude, most significant byte first, and whether it is negative.</summary>
    private static void Integer(UnifiedElement w, BigInteger value)
    {
        byte[] magnitude = value.IsZero ? [] : BigInteger.Abs(value).ToByteArray(isUnsigned: true, isBigEndian: true);
        w.Text(magnitude);
        w.Bool(value.Sign < 0);
    }

    private static string Hexadecimal(ScaledFloat value)
    {
        var text = new StringBuilder(value.Mantissa.Sign < 0 ? "-0x" : "0x");
        text.Append(BigInteger.Abs(value.Mantissa).ToString("x", CultureInfo.InvariantCulture).TrimStart('0'));
        return text.Append(CultureInfo.InvariantCulture, $"p{value.Exponent}").ToString();
    }
}
