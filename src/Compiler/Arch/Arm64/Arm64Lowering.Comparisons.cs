using Go.Compiler.Diagnostics;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64Lowering
{
    /// <summary>An integer comparison, ready to be attached.</summary>
    private readonly record struct Comparison(int A, int B, long Constant, int Size, Arm64Condition Condition, Arm64CompareForm Form);

    private Comparison CompareOperands(ValueId v)
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
                return new Comparison(x, 0, constant, size, condition, Arm64CompareForm.Constant);
            }
        }
        return new Comparison(x, Extended(b, signed), 0, size, condition, Arm64CompareForm.Registers);
    }

    /// <summary>Of a conjunction that is only compared with zero.</summary>
    private Comparison TestOperands(ValueId v, Arm64Condition condition)
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
            return new Comparison(Register(a), 0, Extension(mask, kind, signed: false), size, condition, Arm64CompareForm.TestConstant);
        }
        // One operand without upper bits is enough.
        int x = Register(a);
        return new Comparison(x, Extended(b, signed: false), 0, size, condition, Arm64CompareForm.TestRegisters);
    }

    private static Arm64Condition Mirrored(Arm64Condition condition) => condition switch
    {
        Arm64Condition.Less => Arm64Condition.Greater,
        Arm64Condition.LessOrEqual => Arm64Condition.GreaterOrEqual,
        Arm64Condition.Lower => Arm64Condition.Higher,
        Arm64Condition.LowerOrSame => Arm64Condition.HigherOrSame,
        _ => condition,
    };

    /// <summary>Adds the operands after any others; a constant is in the immediate.</summary>
    private void AddCompare(Comparison c)
    {
        AddUse(c.A);
        if (c.B != 0)
        {
            AddUse(c.B);
        }
        _next.Variant = (byte)c.Form;
        _next.Immediate = c.Constant;
        _next.Condition = (byte)c.Condition;
    }

    private void LowerComparison(ValueId v)
    {
        Comparison c = CompareOperands(v);
        Begin(Arm64Op.SetCompare, c.Size);
        AddCompare(c);
        AddDef(Definition(v));
        Emit();
    }

    private void LowerSelect(ValueId v)
    {
        ValueId condition = _f.Argument(v, 0);
        bool isFloat = OpFacts.IsFloat(_f[v].Kind);
        int then = Register(_f.Argument(v, 1)), otherwise = Register(_f.Argument(v, 2));
        Comparison c = _isFolded[condition.Index]
            ? CompareOperands(condition)
            : new Comparison(Register(condition), 0, byte.MaxValue, 4, Arm64Condition.NotEqual, Arm64CompareForm.TestConstant);
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
        while (_f[condition].Op == Op.NotB && _isFolded[condition.Index])
        {
            negate = !negate;
            condition = _f.Argument(condition, 0);
        }
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
            Comparison c = CompareOperands(condition);
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

    private void LowerFloatComparison(ValueId v)
    {
        int a = Register(_f.Argument(v, 0)), b = Register(_f.Argument(v, 1));
        EmitBinary(Arm64Op.SetFloat, SizeOf(_f[_f.Argument(v, 0)].Kind), a, b, Definition(v), 0, (byte)FloatCondition(_f[v].Op));
    }
}
