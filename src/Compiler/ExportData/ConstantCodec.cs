using System.Numerics;
using Go.Compiler.Collections;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.ExportData;

/// <summary>Constant values to and from bytes, exactly.</summary>
internal static class ConstantCodec
{
    private enum Tag : byte { Unknown, False, True, String, Small, Integer, Fraction, Rounded, Complex }

    public static void Write(ByteWriter w, ConstantValue value)
    {
        switch (value)
        {
            case UnknownConstant:
                w.Byte((byte)Tag.Unknown);
                break;
            case BoolConstant b:
                w.Byte((byte)(b.Value ? Tag.True : Tag.False));
                break;
            case StringConstant s:
                w.Byte((byte)Tag.String);
                w.Blob(s.Bytes);
                break;
            case IntConstant i when i.Value >= long.MinValue && i.Value <= long.MaxValue:
                w.Byte((byte)Tag.Small);
                w.Signed((long)i.Value);
                break;
            case IntConstant i:
                w.Byte((byte)Tag.Integer);
                w.Blob(i.Value.ToByteArray());
                break;
            case FloatConstant { IsRounded: true } f:
                w.Byte((byte)Tag.Rounded);
                w.Blob(f.Scaled.Mantissa.ToByteArray());
                w.Signed(f.Scaled.Exponent);
                break;
            case FloatConstant f:
                w.Byte((byte)Tag.Fraction);
                w.Blob(f.Value.Numerator.ToByteArray());
                w.Blob(f.Value.Denominator.ToByteArray());
                break;
            case ComplexConstant c:
                w.Byte((byte)Tag.Complex);
                Write(w, c.Real);
                Write(w, c.Imaginary);
                break;
            default:
                throw Unexpected.Value(value);
        }
    }

    public static ConstantValue Read(ref ByteCursor r)
    {
        switch ((Tag)r.Byte())
        {
            case Tag.Unknown:
                return ConstantValue.Unknown;
            case Tag.False:
                return ConstantValue.False;
            case Tag.True:
                return ConstantValue.True;
            case Tag.String:
                return ConstantValue.Of(r.Blob().ToArray());
            case Tag.Small:
                return ConstantValue.Of(r.Signed());
            case Tag.Integer:
                return ConstantValue.Of(r.Integer());
            case Tag.Fraction:
                BigInteger numerator = r.Integer(), denominator = r.Integer();
                return denominator.Sign > 0 ? new FloatConstant(new BigRational(numerator, denominator)) : throw ByteCursor.Damaged();
            case Tag.Rounded:
                BigInteger mantissa = r.Integer();
                return new FloatConstant(ScaledFloat.Round(mantissa, r.Signed()));
            case Tag.Complex:
                ConstantValue real = Read(ref r);
                return new ComplexConstant(real, Read(ref r));
            default:
                throw ByteCursor.Damaged();
        }
    }
}
