using Go.Compiler.Diagnostics;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64Lowering
{
    private protected override MachineComparison CompareOperands(ValueId v)
    {
        ValueId a = _f.Argument(v, 0), b = _f.Argument(v, 1);
        Arm64Condition condition = _f[v].Op switch
        {
            Op.Eq => Arm64Condition.Equal,
            Op.Ne => Arm64Condition.NotEqual,
            Op.LtS => Arm64Condition.Less,
            Op.LeS => Arm64Condition.LessOrEqual,
            Op.LtU => Arm64Condition.Lower,
            Op.LeU => Arm64Condition.LowerOrSame,
            _ => throw Unexpected.Value(_f[v].Op),
        };
        if (_isFolded[a.Index] && IsMaskTest(v))
        {
            return TestOperands(a, condition);
        }
        bool signed = _f[v].Op is Op.LtS or Op.LeS;
        ValueKind kind = _f[a].Kind;
        if (IsConstant(a, out _) && !IsConstant(b, out _))
        {
            (a, b) = (b, a);
            condition = Mirrored(condition);
        }
        int size = WideSize(kind), x = Extended(a, signed);
        if (IsConstant(b, out long constant))
        {
            constant = SizeOf(kind) < 4 ? Extension(constant, kind, signed) : SignExtended(constant, kind);
            if (Arm64Immediates.IsAdd(constant) || (constant < 0 && Arm64Immediates.IsAdd(-constant)))
            {
                return new MachineComparison(x, 0, constant, size, (byte)condition, (byte)Arm64CompareForm.Constant);
            }
        }
        return new MachineComparison(x, Extended(b, signed), 0, size, (byte)condition, (byte)Arm64CompareForm.Registers);
    }

    /// <summary>Of a conjunction that is only compared with zero.</summary>
    private MachineComparison TestOperands(ValueId v, Arm64Condition condition)
    {
        ValueId a = _f.Argument(v, 0), b = _f.Argument(v, 1);
        ValueKind kind = _f[v].Kind;
        int size = WideSize(kind);
        if (IsConstant(a, out _))
        {
            (a, b) = (b, a);
        }
        if (IsConstant(b, out long mask) && IsLogical(Extension(mask, kind, signed: false), size))
        {
            return new MachineComparison(Register(a), 0, Extension(mask, kind, signed: false), size, (byte)condition,
                (byte)Arm64CompareForm.TestConstant);
        }
        // One operand without upper bits is enough.
        int x = Register(a);
        return new MachineComparison(x, Extended(b, signed: false), 0, size, (byte)condition, (byte)Arm64CompareForm.TestRegisters);
    }

    private static Arm64Condition Mirrored(Arm64Condition condition) => condition switch
    {
        Arm64Condition.Less => Arm64Condition.Greater,
        Arm64Condition.LessOrEqual => Arm64Condition.GreaterOrEqual,
        Arm64Condition.Lower => Arm64Condition.Higher,
        Arm64Condition.LowerOrSame => Arm64Condition.HigherOrSame,
        _ => condition,
    };

    private protected override void LowerSelect(ValueId v)
    {
        ValueId condition = _f.Argument(v, 0);
        bool isFloat = OpFacts.IsFloat(_f[v].Kind);
        int then = Register(_f.Argument(v, 1)), otherwise = Register(_f.Argument(v, 2));
        MachineComparison c = _isFolded[condition.Index]
            ? CompareOperands(condition)
            : new MachineComparison(Register(condition), 0, byte.MaxValue, 4, (byte)Arm64Condition.NotEqual,
                (byte)Arm64CompareForm.TestConstant);
        // Source.Scale tells the width of what is selected: the size is that of the comparison.
        Begin(isFloat ? Arm64Op.SelectFloat : Arm64Op.Select, c.Size);
        AddUse(then);
        AddUse(otherwise);
        AddCompare(c);
        AddDef(Definition(v));
        _next.Source.Scale = (byte)WideSize(_f[v].Kind);
        Emit();
    }

    private protected override void LowerBranch(ValueId condition, bool negate)
    {
        condition = WithoutNegations(condition, ref negate);
        Op op = _f[condition].Op;
        if (_isFolded[condition.Index] && OpFacts.GroupOf(op) == OpGroup.FloatComparison)
        {
            int a = Register(_f.Argument(condition, 0)), b = Register(_f.Argument(condition, 1));
            Begin(Arm64Op.BranchFloat, SizeOf(_f[_f.Argument(condition, 0)].Kind));
            AddUse(a);
            AddUse(b);
            _next.Condition = (byte)FloatCondition(op);
        }
        else if (_isFolded[condition.Index])
        {
            MachineComparison c = CompareOperands(condition);
            Begin(Arm64Op.BranchCompare, c.Size);
            AddCompare(c);
        }
        else
        {
            int c = Register(condition);
            Begin(Arm64Op.BranchTest, 1);
            AddUse(c);
            _next.Condition = (byte)Arm64Condition.NotEqual;
        }
        if (negate)
        {
            _next.Condition ^= 1;
        }
        Emit();
    }

    /// <summary>Conditions that unordered operands do not meet, but for NotEqual.</summary>
    private static Arm64Condition FloatCondition(Op op) => op switch
    {
        Op.EqF => Arm64Condition.Equal,
        Op.NeF => Arm64Condition.NotEqual,
        Op.LtF => Arm64Condition.Minus,
        Op.LeF => Arm64Condition.LowerOrSame,
        _ => throw Unexpected.Value(op),
    };

    private protected override void LowerFloatComparison(ValueId v)
    {
        int a = Register(_f.Argument(v, 0)), b = Register(_f.Argument(v, 1));
        EmitBinary(Arm64Op.SetFloat, SizeOf(_f[_f.Argument(v, 0)].Kind), a, b, Definition(v), 0, (byte)FloatCondition(_f[v].Op));
    }
}
