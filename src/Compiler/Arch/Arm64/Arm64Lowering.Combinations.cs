using System.Numerics;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64Lowering
{
    // Operands that are shifted, inverted or multiplied by the instruction that takes them.

    private protected override ValueId CombinedOperand(ValueId v)
    {
        Op op = _f[v].Op;
        if (op is not (Op.Add or Op.Sub or Op.And or Op.Or or Op.Xor or Op.Not))
        {
            return default;
        }
        int first = op == Op.Sub ? 1 : 0;
        for (int i = _f.ArgumentCount(v) - 1; i >= first; i--)
        {
            ValueId part = _f.Argument(v, i);
            if (_uses[part.Index] == 1 && _f[part].Block == _f[v].Block && _f[part].Kind == _f[v].Kind
                && (op == Op.Not || !IsConstant(Other(v, part), out _)) && Combines(op, part))
            {
                return part;
            }
        }
        return default;
    }

    private bool Combines(Op op, ValueId part)
    {
        ref Value p = ref _f[part];
        bool isLogic = op is Op.And or Op.Or or Op.Xor;
        switch (p.Op)
        {
            case Op.Mul:
                return op is Op.Add or Op.Sub && !IsShiftedFactor(_f.Argument(part, 0)) && !IsShiftedFactor(_f.Argument(part, 1));
            case Op.Shl or Op.ShrU or Op.ShrS:
                int size = SizeOf(p.Kind);
                return op != Op.Not && size >= 4 && IsConstant(_f.Argument(part, 1), out long count) && count > 0 && count < size * 8;
            case Op.Not:
                return isLogic;
            case Op.Xor:
                return op == Op.Not && !IsConstant(_f.Argument(part, 0), out _) && !IsConstant(_f.Argument(part, 1), out _);
            default:
                return false;
        }
    }

    /// <summary>A factor without a multiplication.</summary>
    private bool IsShiftedFactor(ValueId v)
        => IsConstant(v, out long value) && SignExtended(value, _f[v].Kind) is > 1 and var factor
            && (BitOperations.IsPow2(factor) || BitOperations.IsPow2(factor - 1));

    private ValueId Other(ValueId v, ValueId part) => _f.Argument(v, _f.Argument(v, 0) == part ? 1 : 0);

    private bool TryCombined(ValueId v, out ValueId part)
    {
        part = CombinedOperand(v);
        return !part.IsNone && IsCombined(part);
    }

    private void LowerCombined(ValueId v, ValueId part, Arm64Alu op)
    {
        int size = WideSize(_f[v].Kind);
        bool inverts = _f[part].Op is Op.Not or Op.Xor;
        ValueId left = _f[v].Op == Op.Not ? _f.Argument(part, 1) : Other(v, part);
        int x = Register(_f.Argument(part, 0));
        if (_f[part].Op == Op.Mul)
        {
            int y = Register(_f.Argument(part, 1));
            EmitThree(op == Arm64Alu.Add ? Arm64Op.MultiplyAdd : Arm64Op.MultiplySubtract, size, x, y, Register(left), Definition(v));
            return;
        }
        int a = Register(left);
        Begin(Arm64Op.Alu, size);
        AddUse(a);
        AddUse(x);
        AddDef(Definition(v));
        _next.Variant = (byte)op;
        _next.Immediate = inverts ? 1 : 0;
        _next.Condition = inverts ? (byte)0 : ShiftOf(part);
        Emit();
    }

    /// <summary>The shift of an operand as <see cref="Arm64Op.Alu"/> has it.</summary>
    private byte ShiftOf(ValueId shift)
    {
        IsConstant(_f.Argument(shift, 1), out long count);
        Arm64Shift kind = _f[shift].Op switch
        {
            Op.Shl => Arm64Shift.Left,
            Op.ShrU => Arm64Shift.RightUnsigned,
            Op.ShrS => Arm64Shift.RightSigned,
            _ => throw Unexpected.Value(_f[shift].Op),
        };
        return (byte)(((int)kind << 6) | (int)count);
    }
}
