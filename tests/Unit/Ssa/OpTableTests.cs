using Go.Compiler.Ssa;

namespace Go.Compiler.Tests.Ssa;

public sealed class OpTableTests
{
    public static TheoryData<Op> Operations => [.. Enum.GetValues<Op>().Where(op => op != Op.None)];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_operation_has_a_row_that_makes_sense(Op op)
    {
        Assert.NotEqual(OpGroup.None, OpFacts.GroupOf(op));
        Assert.True(!OpFacts.IsPure(op) || OpFacts.IsRemovable(op));
        Assert.True(!OpFacts.IsComparison(op) || OpFacts.IsPure(op));
        Assert.True(!OpFacts.IsCommutative(op) || OpFacts.OperandsOf(op) == 2);
        Assert.True(!OpFacts.HasSameKinds(op) || OpFacts.OperandsOf(op) == 2);
        Assert.True(!OpFacts.Derives(op) || OpFacts.OperandsOf(op) >= 1);
        Assert.Equal(OpFacts.IsCall(op) || op == Op.Phi, OpFacts.OperandsOf(op) is null);
    }

    [Fact]
    public void Effects_are_never_removable()
    {
        Op[] effects =
        [
            Op.Store, Op.Zero, Op.Move, Op.VariableStart, Op.KeepAlive, Op.NilCheck, Op.BoundsCheck, Op.CallStatic, Op.CallClosure,
            Op.CallInterface, Op.AtomicLoad, Op.AtomicStore,
            Op.Prefetch, Op.WriteBarrierFlag, Op.WriteBarrierBuffer, Op.WriteBarrierEnd, Op.WriteBarrierZero, Op.WriteBarrierMove,
        ];
        Assert.All(effects, op => Assert.False(OpFacts.IsRemovable(op)));
        // Loads read what others write: removable when unused, but two of them are not the same.
        Assert.True(OpFacts.IsRemovable(Op.Load));
        Assert.False(OpFacts.IsPure(Op.Load));
    }

    [Fact]
    public void Calls_have_their_operands_before_the_scalars_of_the_signature()
        => Assert.Equal([0, 2, 1], new[] { Op.CallStatic, Op.CallClosure, Op.CallInterface }.Select(OpFacts.FixedCallOperands));
}
