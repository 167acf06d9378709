using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Lowering
{
    private protected override MachineComparison CompareOperands(ValueId v)
    {
        ValueId a = _f.Argument(v, 0), b = _f.Argument(v, 1);
        Amd64Condition condition = _f[v].Op switch
        {
            Op.Eq => Amd64Condition.Equal,
            Op.Ne => Amd64Condition.NotEqual,
            Op.LtS => Amd64Condition.Less,
            Op.LeS => Amd64Condition.LessOrEqual,
            Op.LtU => Amd64Condition.Below,
            Op.LeU => Amd64Condition.BelowOrEqual,
            _ => throw Unexpected.Value(_f[v].Op),
        };
        if (_isFolded[a.Index] && IsMaskTest(v))
        {
            return TestOperands(a, condition);
        }
        if (IsImmediate(a, out _) && !IsImmediate(b, out _))
        {
            (a, b) = (b, a);
            condition = Mirrored(condition);
        }
        if (TryCompareMemory(a, b, condition, out MachineComparison withMemory))
        {
            return withMemory;
        }
        int size = SizeOf(_f[a].Kind);
        int x = Register(a);
        return IsImmediate(b, out int constant)
            ? new MachineComparison(x, 0, constant, size, (byte)condition, (byte)Amd64CompareForm.Constant)
            : new MachineComparison(x, Register(b), 0, size, (byte)condition, (byte)Amd64CompareForm.Registers);
    }

    /// <summary>Of a conjunction that is only compared with zero.</summary>
    private MachineComparison TestOperands(ValueId v, Amd64Condition condition)
    {
        int size = SizeOf(_f[v].Kind);
        if (TryBit(v, out ValueId word, out ValueId bit))
        {
            // The bit goes to the carry flag.
            Amd64Condition carry = condition == Amd64Condition.NotEqual ? Amd64Condition.Below : Amd64Condition.AboveOrEqual;
            return new MachineComparison(Register(word), Register(bit), 0, size, (byte)carry, (byte)Amd64CompareForm.Bit);
        }
        ValueId a = _f.Argument(v, 0), b = _f.Argument(v, 1);
        if (IsImmediate(a, out _))
        {
            (a, b) = (b, a);
        }
        if (size != 2 && IsFoldedLoad(a) && IsImmediate(b, out int tested))
        {
            // A mask without the sign says the same in 32 bits.
            size = size == 8 && tested >= 0 ? 4 : size;
            return new MachineComparison(0, 0, tested, size, (byte)condition,
                (byte)Amd64CompareForm.TestMemory) { Memory = TakenMemory(a) };
        }
        int x = Register(a);
        if (!IsImmediate(b, out int mask))
        {
            return new MachineComparison(x, Register(b), 0, size, (byte)condition, (byte)Amd64CompareForm.TestRegisters);
        }
        // 16-bit immediates are slow to decode, 64-bit operations longer: a mask without the sign says the same in 32 bits.
        mask = size == 2 ? (ushort)mask : mask;
        return new MachineComparison(x, 0, mask, size == 2 || (size == 8 && mask >= 0) ? 4 : size, (byte)condition,
            (byte)Amd64CompareForm.TestConstant);
    }

    private static Amd64Condition Mirrored(Amd64Condition condition) => condition switch
    {
        Amd64Condition.Less => Amd64Condition.Greater,
        Amd64Condition.LessOrEqual => Amd64Condition.GreaterOrEqual,
        Amd64Condition.Below => Amd64Condition.Above,
        Amd64Condition.BelowOrEqual => Amd64Condition.AboveOrEqual,
        _ => condition,
    };

    private protected override void LowerSelect(ValueId v)
    {
        ValueId condition = _f.Argument(v, 0);
        bool isFloat = OpFacts.IsFloat(_f[v].Kind);
        int then = Register(_f.Argument(v, 1)), otherwise = Register(_f.Argument(v, 2));
        if (_isFolded[condition.Index])
        {
            MachineComparison c = CompareOperands(condition);
            // Source.Scale tells the width of what is selected: the size is that of the comparison.
            Begin(Amd64Op.Select, c.Size);
            AddUse(then);
            AddUse(otherwise);
            AddCompare(c);
            _next.Source.Scale = (byte)WideSize(_f[v].Kind);
        }
        else
        {
            int test = Register(condition);
            Begin(isFloat ? Amd64Op.SelectFloat : Amd64Op.Select, 1);
            AddUse(then);
            AddUse(otherwise);
            AddUse(test);
            _next.Variant = 1;
            _next.Condition = (byte)Amd64Condition.NotEqual;
            _next.Source.Scale = (byte)WideSize(_f[v].Kind);
        }
        AddTiedDef(Definition(v));
        Emit();
    }
}
