using Go.Compiler.Diagnostics;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Lowering
{
    private protected override void LowerOperation(ValueId v)
    {
        Op op = _f[v].Op;
        switch (op)
        {
            case Op.Add or Op.Sub:
                LowerAddition(v);
                break;
            case Op.Mul:
                LowerMultiplication(v);
                break;
            case Op.DivS or Op.DivU or Op.RemS or Op.RemU:
                LowerDivision(v);
                break;
            case Op.And or Op.Or or Op.Xor:
                LowerLogic(v);
                break;
            case Op.Neg or Op.Not:
                EmitTied(Amd64Op.Unary, WideSize(_f[v].Kind), Register(_f.Argument(v, 0)), Definition(v), (byte)(op == Op.Neg ? Amd64Unary.Neg : Amd64Unary.Not));
                break;
            case Op.Shl or Op.ShrU or Op.ShrS:
                LowerShift(v);
                break;
            case Op.RotateLeft:
                LowerRotation(v);
                break;
            case Op.MulWideU or Op.MulHighU or Op.MulHighS:
                LowerWideMultiplication(v);
                break;
            case Op.AddCarry or Op.SubBorrow:
                LowerCarry(v);
                break;
            case Op.TrailingZeros or Op.BitLength:
                EmitUnary(op == Op.TrailingZeros ? Amd64Op.TrailingZeros : Amd64Op.BitLength, SizeOf(_f[_f.Argument(v, 0)].Kind), Register(_f.Argument(v, 0)), Definition(v));
                break;
            case Op.PopulationCount:
                LowerPopulationCount(v);
                break;
            case Op.ByteSwap:
                LowerByteSwap(v);
                break;
            case Op.NotB:
                EmitTied(Amd64Op.AluConstant, 4, Register(_f.Argument(v, 0)), Definition(v), (byte)Amd64Alu.Xor, 1);
                break;
            case Op.Select:
                LowerSelect(v);
                break;
            case Op.Zero:
                LowerZero(v);
                break;
            case Op.MemoryEqual:
                LowerMemoryEqual(v);
                break;
            case Op.Prefetch:
                LowerPrefetch(v);
                break;
            default:
                LowerGroup(v, OpFacts.GroupOf(op));
                break;
        }
    }

    private void LowerGroup(ValueId v, OpGroup group)
    {
        switch (group)
        {
            case OpGroup.Comparison:
                LowerComparison(v);
                break;
            case OpGroup.FloatComparison:
                LowerFloatComparison(v);
                break;
            case OpGroup.Conversion:
                LowerConversion(v);
                break;
            case OpGroup.Float:
                LowerFloatOperation(v);
                break;
            case OpGroup.Atomic:
                LowerAtomic(v);
                break;
            default:
                throw Unexpected.Value(_f[v].Op);
        }
    }
}
