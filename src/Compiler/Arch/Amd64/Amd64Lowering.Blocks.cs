using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Lowering
{
    private protected override void LowerBranch(ValueId condition, bool negate)
    {
        condition = WithoutNegations(condition, ref negate);
        Op op = _f[condition].Op;
        if (_isFolded[condition.Index] && OpFacts.GroupOf(op) == OpGroup.FloatComparison)
        {
            BeginFloatComparison(Amd64Op.BranchFloat, condition);
        }
        else if (_isFolded[condition.Index])
        {
            MachineComparison c = op == Op.Load ? TestedByte(condition) : CompareOperands(condition);
            Begin(Amd64Op.BranchCompare, c.Size);
            AddCompare(c);
        }
        else
        {
            int c = Register(condition);
            Begin(Amd64Op.BranchTest, 1);
            AddUse(c);
        }
        // Immediate: 1 = the first successor is where the condition fails.
        _next.Source.Displacement = negate ? 1 : 0;
        Emit();
    }
}
