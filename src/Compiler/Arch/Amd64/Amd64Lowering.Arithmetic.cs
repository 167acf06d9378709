using System.Numerics;
using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;
using Go.Compiler.RegAlloc;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Lowering
{
    /// <summary>Operand size for arithmetic: narrow integers are computed in 32 bits.</summary>
    private static int WideSize(ValueKind kind) => Math.Max(4, SizeOf(kind));

    private protected override void LowerAddition(ValueId v)
    {
        ValueId a = _f.Argument(v, 0), b = _f.Argument(v, 1);
        int size = WideSize(_f[v].Kind);
        if (TryWithMemory(Amd64Op.AluMemory, size, v, (byte)AluOf(_f[v].Op)))
        {
            return;
        }
        if (_f[v].Op == Op.Sub)
        {
            if (IsImmediate(b, out int subtracted) && subtracted != int.MinValue)
            {
                EmitUnary(Amd64Op.AddConstant, size, Register(a), Definition(v), 0, -(long)subtracted);
            }
            else
            {
                EmitTiedPair(Amd64Op.Alu, size, Register(a), Register(b), Definition(v), (byte)Amd64Alu.Sub);
            }
            return;
        }
        if (IsImmediate(a, out _))
        {
            (a, b) = (b, a);
        }
        if (IsImmediate(b, out int added))
        {
            EmitUnary(Amd64Op.AddConstant, size, Register(a), Definition(v), 0, added);
            return;
        }
        int x = Register(a), y = Register(b);
        Begin(Amd64Op.Add, size);
        AddUse(x);
        AddUse(y);
        AddDef(Definition(v));
        Emit();
    }

    private protected override void LowerLogic(ValueId v)
    {
        ValueId a, b;
        int size = WideSize(_f[v].Kind);
        Amd64Alu op = AluOf(_f[v].Op);
        if (TryWithMemory(Amd64Op.AluMemory, size, v, (byte)op))
        {
            return;
        }
        if (TryBit(v, out ValueId word, out ValueId bit))
        {
            EmitTiedPair(Amd64Op.BitUpdate, size, Register(word), Register(bit), Definition(v),
                (byte)(_f[v].Op == Op.Or ? Amd64BitTest.Bts : Amd64BitTest.Btc));
            return;
        }
        (a, b) = InTiedOrder(v);
        if (IsImmediate(b, out int value))
        {
            EmitTied(Amd64Op.AluConstant, size, Register(a), Definition(v), (byte)op, value);
        }
        else
        {
            EmitTiedPair(Amd64Op.Alu, size, Register(a), Register(b), Definition(v), (byte)op);
        }
    }

    /// <summary>
    /// The operands of a commutative operation whose result overwrites the first: a constant comes second, and what is not wanted
    /// afterwards first, which saves a copy.
    /// </summary>
    private (ValueId A, ValueId B) InTiedOrder(ValueId v)
    {
        ValueId a = _f.Argument(v, 0), b = _f.Argument(v, 1);
        return IsImmediate(a, out _) || (!IsImmediate(b, out _) && Outlives(a, v) && !Outlives(b, v)) ? (b, a) : (a, b);
    }

    /// <summary>
    /// Whether a register with the operand is probably still needed after an operation; not when the result is the operand's next value in
    /// a loop.
    /// </summary>
    private bool Outlives(ValueId operand, ValueId operation)
    {
        ValueId root = Root(operand);
        if (IsRemade(root))
        {
            return false;
        }
        if (_f[root].Op == Op.Phi)
        {
            for (int i = 0; i < _f.ArgumentCount(root); i++)
            {
                if (_f.Argument(root, i) == operation)
                {
                    return false;
                }
            }
        }
        return _uses[operand.Index] > 1 || _uses[root.Index] > 1 || _f[root].Block != _f[operation].Block;
    }

    private protected override void LowerMultiplication(ValueId v)
    {
        int size = WideSize(_f[v].Kind);
        if (TryWithMemory(Amd64Op.MultiplyMemory, size, v))
        {
            return;
        }
        (ValueId a, ValueId b) = InTiedOrder(v);
        if (!IsImmediate(b, out int value))
        {
            EmitTiedPair(Amd64Op.Multiply, size, Register(a), Register(b), Definition(v));
        }
        else if (value > 1 && BitOperations.IsPow2(value))
        {
            EmitTied(Amd64Op.ShiftConstant, size, Register(a), Definition(v), (byte)Amd64Shift.Shl, BitOperations.TrailingZeroCount(value));
        }
        else if (value is 3 or 5 or 9)
        {
            EmitSelfIndexed(Register(a), value - 1, Definition(v));
        }
        else if (value is 15 or 25 or 27 or 45 or 81)
        {
            int first = value % 9 == 0 ? 9 : 5, part = NewInteger();
            first = value == 27 ? 3 : first;
            EmitSelfIndexed(Register(a), first - 1, part);
            EmitSelfIndexed(part, value / first - 1, Definition(v));
        }
        else
        {
            EmitUnary(Amd64Op.MultiplyConstant, size, Register(a), Definition(v), 0, value);
        }
    }

    /// <summary>a + a * scale, one cycle where a multiplication takes three.</summary>
    private void EmitSelfIndexed(int a, int scale, int d)
    {
        Begin(Amd64Op.Address);
        var memory = new PendingMemory { Memory = MachineMemory.OfKind(MemoryKind.Register, 0), Base = a, Index = a };
        memory.Memory.Scale = (byte)scale;
        AddMemory(memory);
        AddDef(d);
        Emit();
    }

    /// <summary>A value's register with the upper bits of narrow kinds defined.</summary>
    private int Extended(ValueId v, bool signed)
    {
        ValueKind kind = _f[v].Kind;
        if (SizeOf(kind) >= 4)
        {
            return Register(v);
        }
        if (IsConstant(v, out long value))
        {
            return ConstantRegister(signed ? SignExtended(value, kind) : value & (kind == ValueKind.I8 ? 0xFF : 0xFFFF), 4);
        }
        int d = NewInteger();
        EmitUnary(signed ? Amd64Op.SignExtend : Amd64Op.ZeroExtend, SizeOf(kind), Register(v), d, 4);
        return d;
    }

    private protected override void LowerDivision(ValueId v)
    {
        Op op = _f[v].Op;
        ValueId a = _f.Argument(v, 0), b = _f.Argument(v, 1);
        bool signed = op is Op.DivS or Op.RemS, remainder = op is Op.RemS or Op.RemU;
        int size = WideSize(_f[v].Kind);
        bool isConstant = IsConstant(b, out long divisor);
        divisor = SignExtended(divisor, _f[b].Kind);
        if (isConstant && !signed && divisor > 0 && BitOperations.IsPow2(divisor) && divisor <= int.MaxValue)
        {
            int x = Extended(a, signed: false);
            if (remainder)
            {
                EmitTied(Amd64Op.AluConstant, size, x, Definition(v), (byte)Amd64Alu.And, divisor - 1);
            }
            else if (divisor == 1)
            {
                EmitUnary(Amd64Op.Copy, size, x, Definition(v));
            }
            else
            {
                EmitTied(Amd64Op.ShiftConstant, size, x, Definition(v), (byte)Amd64Shift.Shr, BitOperations.TrailingZeroCount(divisor));
            }
            return;
        }
        int dividend = Extended(a, signed), by = Extended(b, signed);
        Begin(Amd64Op.Divide, size);
        AddFixedUse(dividend, Amd64Registers.Ax);
        AddUse(by);
        if (remainder)
        {
            AddFixedDef(Definition(v), Amd64Registers.Dx, early: true);
            _clobbers = 1u << Amd64Registers.Ax;
        }
        else
        {
            AddFixedDef(Definition(v), Amd64Registers.Ax);
            AddFixedDef(NewInteger(), Amd64Registers.Dx, early: true);
        }
        _next.Variant = (byte)(signed ? Amd64Unary.Idiv : Amd64Unary.Div);
        _next.Condition = remainder ? (byte)1 : (byte)0;
        // Narrow kinds cannot overflow in 32 bits.
        _next.Immediate = signed && SizeOf(_f[v].Kind) >= 4 && !(isConstant && divisor != -1) ? 1 : 0;
        Emit();
    }

    private protected override void LowerShift(ValueId v)
    {
        Op op = _f[v].Op;
        ValueId a = _f.Argument(v, 0), b = _f.Argument(v, 1);
        ValueKind kind = _f[v].Kind;
        int size = WideSize(kind), width = SizeOf(kind) * 8;
        Amd64Shift shift = op switch { Op.Shl => Amd64Shift.Shl, Op.ShrU => Amd64Shift.Shr, _ => Amd64Shift.Sar };
        int x = op == Op.Shl ? Register(a) : Extended(a, signed: op == Op.ShrS);
        if (IsConstant(b, out long count))
        {
            count &= SizeOf(_f[b].Kind) == 8 ? -1 : (1L << (SizeOf(_f[b].Kind) * 8)) - 1;
            bool over = (ulong)count >= (ulong)width;
            if (over && op != Op.ShrS)
            {
                Begin(Amd64Op.Constant, size);
                AddDef(Definition(v));
                Emit();
                return;
            }
            count = over ? width - 1 : count;
            if (count == 0)
            {
                EmitUnary(Amd64Op.Copy, size, x, Definition(v));
            }
            else
            {
                EmitTied(Amd64Op.ShiftConstant, size, x, Definition(v), (byte)shift, count);
            }
            return;
        }
        int by = Register(_isFolded[b.Index] && IsCountMask(v) ? _f.Argument(b, 0) : b);
        bool isBounded = _f[v].AuxInt == 1;
        Begin(isBounded ? Amd64Op.Shift : op == Op.ShrS ? Amd64Op.ShiftOrSign : Amd64Op.ShiftOrZero, size);
        AddUse(x);
        if (!isBounded && op == Op.ShrS)
        {
            AddUse(by);
            AddTiedDef(Definition(v));
            AddFixedDef(NewInteger(), Amd64Registers.Cx, early: true);
        }
        else
        {
            AddFixedUse(by, Amd64Registers.Cx);
            AddTiedDef(Definition(v));
        }
        _next.Variant = (byte)shift;
        _next.Condition = (byte)SizeOf(_f[b].Kind);
        Emit();
    }

    private protected override void LowerRotation(ValueId v)
    {
        ValueId a = _f.Argument(v, 0), b = _f.Argument(v, 1);
        int size = SizeOf(_f[v].Kind);
        int x = Register(a);
        if (IsConstant(b, out long count))
        {
            count &= size * 8 - 1;
            if (count == 0)
            {
                EmitUnary(Amd64Op.Copy, 8, x, Definition(v));
            }
            else
            {
                EmitTied(Amd64Op.ShiftConstant, size, x, Definition(v), (byte)Amd64Shift.Rol, count);
            }
            return;
        }
        int by = Register(b);
        Begin(Amd64Op.Shift, size);
        AddUse(x);
        AddFixedUse(by, Amd64Registers.Cx);
        AddTiedDef(Definition(v));
        _next.Variant = (byte)Amd64Shift.Rol;
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
        Begin(Amd64Op.MultiplyWide, SizeOf(kind));
        AddFixedUse(x, Amd64Registers.Ax);
        AddUse(y);
        _next.Variant = (byte)(op == Op.MulHighS ? Amd64Unary.Imul : Amd64Unary.Mul);
        if (op == Op.MulWideU)
        {
            AddFixedDef(Result(v, 0, kind), Amd64Registers.Dx);
            AddFixedDef(Result(v, 1, kind), Amd64Registers.Ax);
        }
        else
        {
            AddFixedDef(Definition(v), Amd64Registers.Dx);
            _clobbers = 1u << Amd64Registers.Ax;
        }
        Emit();
    }

    private protected override void LowerCarry(ValueId v)
    {
        int a = Register(_f.Argument(v, 0)), b = Register(_f.Argument(v, 1));
        bool hasCarry = !(IsConstant(_f.Argument(v, 2), out long carry) && carry == 0);
        int c = hasCarry ? Register(_f.Argument(v, 2)) : 0;
        Begin(_f[v].Op == Op.AddCarry ? Amd64Op.AddCarry : Amd64Op.SubtractBorrow);
        AddUse(a);
        AddUse(b);
        if (hasCarry)
        {
            AddUse(c);
        }
        AddTiedDef(Result(v, 0, ValueKind.I64));
        AddEarlyDef(Result(v, 1, ValueKind.I64));
        Emit();
    }

    private protected override void LowerByteSwap(ValueId v)
    {
        int size = SizeOf(_f[v].Kind);
        if (size == 2)
        {
            EmitTied(Amd64Op.ShiftConstant, 2, Register(_f.Argument(v, 0)), Definition(v), (byte)Amd64Shift.Rol, 8);
        }
        else
        {
            EmitTied(Amd64Op.SwapBytes, size, Register(_f.Argument(v, 0)), Definition(v));
        }
    }
}
