using Go.Compiler.Diagnostics;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64Lowering
{
    private protected override void LowerFloatOperation(ValueId v)
    {
        Op op = _f[v].Op;
        int size = SizeOf(_f[v].Kind);
        int a = Register(_f.Argument(v, 0));
        switch (op)
        {
            case Op.AddF or Op.SubF or Op.MulF or Op.DivF or Op.MinF or Op.MaxF:
                EmitBinary(Arm64Op.Float, size, a, Register(_f.Argument(v, 1)), Definition(v), (byte)BinaryOf(op));
                break;
            case Op.CopySignF:
                EmitBinary(Arm64Op.CopySign, size, a, Register(_f.Argument(v, 1)), Definition(v));
                break;
            case Op.FmaF:
                int b = Register(_f.Argument(v, 1));
                EmitThree(Arm64Op.FusedMultiplyAdd, size, a, b, Register(_f.Argument(v, 2)), Definition(v), (byte)FusionOf(_f[v].AuxInt));
                break;
            default:
                EmitUnary(Arm64Op.FloatUnary, size, a, Definition(v), (byte)UnaryOf(op));
                break;
        }
    }

    // table: of signs. Instructions are named after what they do to the addend.
    private static Arm64Fusion FusionOf(long signs) => signs switch
    {
        0 => Arm64Fusion.MultiplyAdd,
        Fma.NegatesProduct => Arm64Fusion.MultiplySubtract,
        Fma.NegatesAddend => Arm64Fusion.NegatedMultiplySubtract,
        Fma.NegatesProduct | Fma.NegatesAddend => Arm64Fusion.NegatedMultiplyAdd,
        _ => throw Unexpected.Value(signs),
    };

    // table: of operations. FMIN and FMAX are Go's: NaN when one is, and -0 below 0.
    private static Arm64Float BinaryOf(Op op) => op switch
    {
        Op.AddF => Arm64Float.Add,
        Op.SubF => Arm64Float.Subtract,
        Op.MulF => Arm64Float.Multiply,
        Op.DivF => Arm64Float.Divide,
        Op.MinF => Arm64Float.Minimum,
        _ => Arm64Float.Maximum,
    };

    private static Arm64Float UnaryOf(Op op) => op switch
    {
        Op.NegF => Arm64Float.Negate,
        Op.AbsF => Arm64Float.Absolute,
        Op.SqrtF => Arm64Float.SquareRoot,
        Op.FloorF => Arm64Float.RoundDown,
        Op.CeilF => Arm64Float.RoundUp,
        Op.TruncF => Arm64Float.RoundToZero,
        Op.RoundToEvenF => Arm64Float.RoundToEven,
        _ => throw Unexpected.Value(op),
    };

    private protected override void LowerConversion(ValueId v)
    {
        Op op = _f[v].Op;
        ValueId a = _f.Argument(v, 0);
        ValueKind from = _f[a].Kind, to = _f[v].Kind;
        int d = Definition(v);
        switch (op)
        {
            case Op.SignExtend or Op.ZeroExtend:
                LowerExtension(a, d, from, to, op == Op.SignExtend);
                break;
            case Op.IntToFloatS or Op.IntToFloatU:
                bool signed = op == Op.IntToFloatS;
                EmitUnary(Arm64Op.IntegerToFloat, SizeOf(to), Extended(a, signed), d, signed ? (byte)0 : (byte)1, 0, (byte)WideSize(from));
                break;
            case Op.FloatToIntS or Op.FloatToIntU:
                // GO: narrow unsigned kinds are the low bits of a signed conversion.
                bool unsigned = op == Op.FloatToIntU && SizeOf(to) >= 4;
                EmitUnary(Arm64Op.FloatToInteger, SizeOf(from), Register(a), d, unsigned ? (byte)1 : (byte)0, 0, (byte)WideSize(to));
                break;
            case Op.FloatToFloat:
                EmitUnary(from == to ? Arm64Op.FloatCopy : Arm64Op.FloatToFloat, SizeOf(from), Register(a), d);
                break;
            case Op.Bitcast:
                LowerBitcast(a, d, from, to);
                break;
            default:
                throw Unexpected.Value(op);
        }
    }

    private void LowerExtension(ValueId a, int d, ValueKind from, ValueKind to, bool signed)
    {
        if (SizeOf(from) >= SizeOf(to) || (!signed && SizeOf(from) < 4 && IsZeroExtended(Root(a), from)))
        {
            EmitUnary(Arm64Op.Copy, 8, Register(a), d);
        }
        else
        {
            EmitUnary(signed ? Arm64Op.SignExtend : Arm64Op.ZeroExtend, SizeOf(from), Register(a), d, (byte)WideSize(to));
        }
    }

    /// <summary>Always a register of its own: pointers are tracked by the collector, words are not.</summary>
    private void LowerBitcast(ValueId a, int d, ValueKind from, ValueKind to)
    {
        bool fromFloat = OpFacts.IsFloat(from), toFloat = OpFacts.IsFloat(to);
        Arm64Op op = (fromFloat, toFloat) switch
        {
            (false, false) => Arm64Op.Copy,
            (true, true) => Arm64Op.FloatCopy,
            (false, true) => Arm64Op.ToVector,
            _ => Arm64Op.FromVector,
        };
        EmitUnary(op, Math.Max(4, Math.Min(SizeOf(from), SizeOf(to))), Register(a), d);
    }
}
