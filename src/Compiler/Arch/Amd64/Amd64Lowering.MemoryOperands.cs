using Go.Compiler.Backend.Machine;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Lowering
{
    private protected override bool CanTestMemory => true;

    private protected override ValueId MemoryOperand(ValueId v)
    {
        Op op = _f[v].Op;
        switch (op)
        {
            case Op.Eq or Op.Ne or Op.LtS or Op.LeS or Op.LtU or Op.LeU when !IsMaskTest(v):
                return LoadAmong(_f.Argument(v, 1), _f.Argument(v, 0));
            case Op.And when _isFolded[v.Index]:
                return FindBit(v).IsNone ? LoadBesideConstant(v) : default;
            case Op.And or Op.Or or Op.Xor when !FindBit(v).IsNone:
                return default;
            case Op.Add or Op.And or Op.Or or Op.Xor or Op.Mul when SizeOf(_f[v].Kind) >= 4 && !HasImmediate(v):
            case Op.AddF or Op.MulF:
                return BesideTied(v, LoadAmong(_f.Argument(v, 1), _f.Argument(v, 0)));
            case Op.Sub when SizeOf(_f[v].Kind) >= 4:
            case Op.SubF or Op.DivF:
                return BesideTied(v, LoadAmong(_f.Argument(v, 1), default));
            case Op.SignExtend or Op.ZeroExtend:
            case Op.NotB when _isFolded[v.Index]:
                return LoadAmong(_f.Argument(v, 0), default);
            default:
                return default;
        }
    }

    private bool HasImmediate(ValueId v) => IsImmediate(_f.Argument(v, 0), out _) || IsImmediate(_f.Argument(v, 1), out _);

    /// <summary>Of two loads the one made later, which has less to move past.</summary>
    private ValueId LoadAmong(ValueId first, ValueId second)
    {
        bool isSecond = !second.IsNone && IsLoadForOne(second);
        return IsLoadForOne(first) && !(isSecond && second.Index > first.Index) ? first : isSecond ? second : default;
    }

    /// <summary>
    /// The result overwrites the other operand: where that is needed afterwards a load by itself costs no more than the copy.
    /// </summary>
    private ValueId BesideTied(ValueId v, ValueId load)
        => load.IsNone || Outlives(_f.Argument(v, _f.Argument(v, 0) == load ? 1 : 0), v) ? default : load;

    /// <summary>For a test of memory with a mask.</summary>
    private ValueId LoadBesideConstant(ValueId v) => HasImmediate(v) ? LoadAmong(_f.Argument(v, 0), _f.Argument(v, 1)) : default;

    /// <summary>The operands of a commutative operation, one of which may be in memory: that one second.</summary>
    private bool TryMemoryOperand(ValueId v, out ValueId register, out ValueId memory)
    {
        (register, memory) = (_f.Argument(v, 0), _f.Argument(v, 1));
        if (!IsFoldedLoad(memory) && IsFoldedLoad(register) && OpFacts.IsCommutative(_f[v].Op))
        {
            (register, memory) = (memory, register);
        }
        return IsFoldedLoad(memory);
    }

    /// <summary>The same, of which one is a constant in the program's data.</summary>
    private bool TryConstantOperand(ValueId v, out ValueId register, out ValueId constant)
    {
        (register, constant) = (_f.Argument(v, 0), _f.Argument(v, 1));
        if (!IsFloatInData(constant) && IsFloatInData(register) && OpFacts.IsCommutative(_f[v].Op))
        {
            (register, constant) = (constant, register);
        }
        return IsFloatInData(constant);
    }

    /// <summary>An operation of a register and memory, if one operand is there.</summary>
    private bool TryWithMemory(Amd64Op op, int size, ValueId v, byte variant = 0)
    {
        if (!TryMemoryOperand(v, out ValueId a, out ValueId b) && !TryConstantOperand(v, out a, out b))
        {
            return false;
        }
        int x = Register(a);
        PendingMemory memory = IsFloatInData(b) ? FloatInData(b) : TakenMemory(b);
        Begin(op, size);
        AddUse(x);
        AddMemory(memory);
        AddTiedDef(Definition(v));
        _next.Variant = variant;
        Emit();
        return true;
    }

    private protected override bool CanUpdateMemory(ValueId operation)
        => _f[operation].Op is Op.Add or Op.Sub or Op.And or Op.Or or Op.Xor && OpFacts.IsInteger(_f[operation].Kind)
            && FindBit(operation).IsNone;

    private protected override void EmitUpdate(ValueId operation, ValueId other, PendingMemory memory)
    {
        Amd64Alu alu = AluOf(_f[operation].Op);
        int size = SizeOf(_f[operation].Kind);
        bool isConstant = IsImmediate(other, out int value) && (size != 2 || value == (sbyte)value);
        int x = isConstant ? 0 : Register(other);
        Begin(isConstant ? Amd64Op.UpdateMemoryConstant : Amd64Op.UpdateMemory, size);
        if (!isConstant)
        {
            AddUse(x);
        }
        AddMemory(memory);
        _next.Variant = (byte)alu;
        _next.Immediate = value;
        Emit();
    }

    private static Amd64Alu AluOf(Op op) => op switch
    {
        Op.Add => Amd64Alu.Add,
        Op.Sub => Amd64Alu.Sub,
        Op.And => Amd64Alu.And,
        Op.Or => Amd64Alu.Or,
        Op.Xor => Amd64Alu.Xor,
        _ => throw Diagnostics.Unexpected.Value(op),
    };

    /// <summary>The comparison of an operand in memory, if one is there.</summary>
    private bool TryCompareMemory(ValueId a, ValueId b, Amd64Condition condition, out MachineComparison comparison)
    {
        comparison = default;
        int size = SizeOf(_f[a].Kind);
        if (IsFoldedLoad(a) && IsImmediate(b, out int constant))
        {
            // 16-bit immediates are slow to decode.
            if (size == 2 && constant != (sbyte)constant)
            {
                return false;
            }
            comparison = new MachineComparison(0, 0, constant, size, (byte)condition,
                (byte)Amd64CompareForm.MemoryConstant) { Memory = TakenMemory(a) };
            return true;
        }
        if (!IsFoldedLoad(b))
        {
            if (!IsFoldedLoad(a))
            {
                return false;
            }
            (a, b, condition) = (b, a, Mirrored(condition));
        }
        int x = Register(a);
        comparison = new MachineComparison(x, 0, 0, size, (byte)condition,
            (byte)Amd64CompareForm.RegisterMemory) { Memory = TakenMemory(b) };
        return true;
    }

    /// <summary>A byte in memory that is not zero.</summary>
    private MachineComparison TestedByte(ValueId load)
        => new(0, 0, 0, 1, (byte)Amd64Condition.NotEqual, (byte)Amd64CompareForm.MemoryConstant) { Memory = TakenMemory(load) };
}
