using System.Numerics;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64Lowering
{
    /// <summary>Constants that one or two instructions add.</summary>
    private const long MaxAddend = 0xFFFFFF;

    private protected override void LowerAddition(ValueId v)
    {
        ValueId a = _f.Argument(v, 0), b = _f.Argument(v, 1);
        int size = WideSize(_f[v].Kind);
        bool isAdd = _f[v].Op == Op.Add;
        if (TryCombined(v, out ValueId part))
        {
            LowerCombined(v, part, isAdd ? Arm64Alu.Add : Arm64Alu.Subtract);
            return;
        }
        if (isAdd && IsConstant(a, out _))
        {
            (a, b) = (b, a);
        }
        if (IsConstant(b, out long value))
        {
            value = SignExtended(value, _f[v].Kind);
            if (value is > -MaxAddend and < MaxAddend)
            {
                EmitUnary(Arm64Op.AddConstant, size, Register(a), Definition(v), 0, isAdd ? value : -value);
                return;
            }
        }
        int x = Register(a);
        EmitBinary(Arm64Op.Alu, size, x, Register(b), Definition(v), (byte)(isAdd ? Arm64Alu.Add : Arm64Alu.Subtract));
    }

    private protected override void LowerLogic(ValueId v)
    {
        ValueId a = _f.Argument(v, 0), b = _f.Argument(v, 1);
        int size = WideSize(_f[v].Kind);
        var op = (byte)(_f[v].Op switch { Op.And => Arm64Alu.And, Op.Or => Arm64Alu.Or, _ => Arm64Alu.Xor });
        if (TryCombined(v, out ValueId part))
        {
            LowerCombined(v, part, (Arm64Alu)op);
            return;
        }
        if (IsConstant(a, out _))
        {
            (a, b) = (b, a);
        }
        int x = Register(a);
        if (IsConstant(b, out long value) && IsLogical(Extension(value, _f[v].Kind, signed: false), size))
        {
            EmitUnary(Arm64Op.AluConstant, size, x, Definition(v), op, Extension(value, _f[v].Kind, signed: false));
        }
        else
        {
            EmitBinary(Arm64Op.Alu, size, x, Register(b), Definition(v), op);
        }
    }

    /// <summary>The constant is an immediate of logical instructions.</summary>
    internal static bool IsLogical(long value, int size) => Arm64Immediates.TryLogical(Twice(value, size), size == 8, out _);

    /// <summary>32-bit immediates are looked for as both halves of one with 64.</summary>
    internal static ulong Twice(long value, int size) => size == 8 ? (ulong)value : ((ulong)(uint)value << 32) | (uint)value;

    private protected override void LowerMultiplication(ValueId v)
    {
        ValueId a = _f.Argument(v, 0), b = _f.Argument(v, 1);
        int size = WideSize(_f[v].Kind);
        if (IsConstant(a, out _))
        {
            (a, b) = (b, a);
        }
        int x = Register(a);
        if (IsConstant(b, out long value))
        {
            value = SignExtended(value, _f[v].Kind);
            if (value > 1 && BitOperations.IsPow2(value))
            {
                EmitUnary(Arm64Op.ShiftConstant, size, x, Definition(v), (byte)Arm64Shift.Left, BitOperations.TrailingZeroCount(value));
                return;
            }
            if (value > 2 && BitOperations.IsPow2(value - 1))
            {
                EmitBinary(Arm64Op.Alu, size, x, x, Definition(v), (byte)Arm64Alu.Add, (byte)BitOperations.TrailingZeroCount(value - 1));
                return;
            }
        }
        EmitBinary(Arm64Op.Multiply, size, x, Register(b), Definition(v));
    }

    private protected override void LowerDivision(ValueId v)
    {
        Op op = _f[v].Op;
        ValueId a = _f.Argument(v, 0), b = _f.Argument(v, 1);
        bool signed = op is Op.DivS or Op.RemS, remainder = op is Op.RemS or Op.RemU;
        int size = WideSize(_f[v].Kind);
        int dividend = Extended(a, signed);
        if (!signed && IsConstant(b, out long divisor) && Extension(divisor, _f[b].Kind, signed: false) is > 0 and var plain
            && BitOperations.IsPow2(plain))
        {
            LowerPowerOfTwo(v, dividend, plain, size, remainder);
            return;
        }
        int by = Extended(b, signed);
        int quotient = remainder ? NewInteger() : Definition(v);
        EmitBinary(Arm64Op.Divide, size, dividend, by, quotient, signed ? (byte)1 : (byte)0);
        if (remainder)
        {
            EmitThree(Arm64Op.MultiplySubtract, size, quotient, by, dividend, Definition(v));
        }
    }

    private void LowerPowerOfTwo(ValueId v, int dividend, long divisor, int size, bool remainder)
    {
        if (divisor == 1 && !remainder)
        {
            EmitUnary(Arm64Op.Copy, 8, dividend, Definition(v));
        }
        else if (divisor == 1)
        {
            Begin(Arm64Op.Constant, size);
            AddDef(Definition(v));
            Emit();
        }
        else if (remainder)
        {
            EmitUnary(Arm64Op.AluConstant, size, dividend, Definition(v), (byte)Arm64Alu.And, divisor - 1);
        }
        else
        {
            EmitUnary(Arm64Op.ShiftConstant, size, dividend, Definition(v), (byte)Arm64Shift.RightUnsigned,
                BitOperations.TrailingZeroCount(divisor));
        }
    }

    private void EmitThree(Arm64Op op, int size, int a, int b, int c, int d, byte variant = 0)
    {
        Begin(op, size);
        AddUse(a);
        AddUse(b);
        AddUse(c);
        AddDef(d);
        _next.Variant = variant;
        Emit();
    }

    private protected override void LowerWideMultiplication(ValueId v)
    {
        Op op = _f[v].Op;
        ValueId a = _f.Argument(v, 0), b = _f.Argument(v, 1);
        ValueKind kind = op == Op.MulWideU ? _f[a].Kind : _f[v].Kind;
        if (SizeOf(kind) < 4)
        {
            throw Unexpected.Value(kind);
        }
        int x = Register(a), y = Register(b);
        if (op != Op.MulWideU)
        {
            EmitBinary(Arm64Op.MultiplyHigh, SizeOf(kind), x, y, Definition(v), op == Op.MulHighS ? (byte)1 : (byte)0);
            return;
        }
        if (HasResult(v, 0))
        {
            EmitBinary(Arm64Op.MultiplyHigh, SizeOf(kind), x, y, Result(v, 0, kind));
        }
        if (HasResult(v, 1))
        {
            EmitBinary(Arm64Op.Multiply, SizeOf(kind), x, y, Result(v, 1, kind));
        }
    }

    private protected override void LowerCarry(ValueId v)
    {
        int a = Register(_f.Argument(v, 0)), b = Register(_f.Argument(v, 1));
        bool hasCarry = !(IsConstant(_f.Argument(v, 2), out long carry) && carry == 0);
        int c = hasCarry ? Register(_f.Argument(v, 2)) : 0;
        Begin(_f[v].Op == Op.AddCarry ? Arm64Op.AddCarry : Arm64Op.SubtractBorrow);
        AddUse(a);
        AddUse(b);
        if (hasCarry)
        {
            AddUse(c);
        }
        AddDef(Result(v, 0, ValueKind.I64));
        AddDef(Result(v, 1, ValueKind.I64));
        Emit();
    }

    private protected override void LowerCount(ValueId v)
    {
        ValueId a = _f.Argument(v, 0);
        int size = SizeOf(_f[a].Kind);
        if (_f[v].Op == Op.TrailingZeros)
        {
            EmitUnary(Arm64Op.TrailingZeros, size, Register(a), Definition(v));
            return;
        }
        int x = Extended(a, signed: false);
        EmitUnary(_f[v].Op == Op.BitLength ? Arm64Op.BitLength : Arm64Op.PopulationCount, Math.Max(4, size), x, Definition(v));
    }

    // Shifts

    private protected override void LowerShift(ValueId v)
    {
        Op op = _f[v].Op;
        ValueId a = _f.Argument(v, 0), b = _f.Argument(v, 1);
        ValueKind kind = _f[v].Kind;
        int size = WideSize(kind), width = SizeOf(kind) * 8;
        var shift = (byte)(op switch { Op.Shl => Arm64Shift.Left, Op.ShrU => Arm64Shift.RightUnsigned, _ => Arm64Shift.RightSigned });
        int x = op == Op.Shl ? Register(a) : Extended(a, signed: op == Op.ShrS);
        if (IsConstant(b, out long count))
        {
            bool over = (ulong)Extension(count, _f[b].Kind, signed: false) >= (ulong)width;
            if (over && op != Op.ShrS)
            {
                Begin(Arm64Op.Constant, size);
                AddDef(Definition(v));
                Emit();
                return;
            }
            count = over ? width - 1 : count & (width - 1);
            if (count == 0)
            {
                EmitUnary(Arm64Op.Copy, 8, x, Definition(v));
            }
            else
            {
                EmitUnary(Arm64Op.ShiftConstant, size, x, Definition(v), shift, count);
            }
            return;
        }
        if (_f[v].AuxInt == 1)
        {
            int by = Register(_isFolded[b.Index] && IsCountMask(v) ? _f.Argument(b, 0) : b);
            EmitBinary(Arm64Op.Shift, size, x, by, Definition(v), shift);
        }
        else
        {
            EmitBinary(op == Op.ShrS ? Arm64Op.ShiftOrSign : Arm64Op.ShiftOrZero, size, x, Extended(b, signed: false), Definition(v), shift,
                (byte)Math.Max(4, SizeOf(_f[b].Kind)));
        }
    }

    /// <summary>Narrow kinds are repeated over 32 bits and turned there.</summary>
    private protected override void LowerRotation(ValueId v)
    {
        ValueId a = _f.Argument(v, 0), b = _f.Argument(v, 1);
        int size = SizeOf(_f[v].Kind), wide = Math.Max(4, size);
        int x = Extended(a, signed: false);
        for (int bits = size * 8; bits < 32; bits *= 2)
        {
            int twice = NewInteger();
            EmitBinary(Arm64Op.Alu, 4, x, x, twice, (byte)Arm64Alu.Or, (byte)bits);
            x = twice;
        }
        if (IsConstant(b, out long count))
        {
            EmitUnary(Arm64Op.ShiftConstant, wide, x, Definition(v), (byte)Arm64Shift.Rotate, -count & (wide * 8 - 1));
            return;
        }
        int back = NewInteger();
        EmitUnary(Arm64Op.Negate, 4, Register(b), back);
        EmitBinary(Arm64Op.Shift, wide, x, back, Definition(v), (byte)Arm64Shift.Rotate);
    }
}
