using Go.Compiler.Platforms;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Build;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ssa;

public sealed class TemporarySlotsTests
{
    [Fact]
    public void A_slot_that_was_given_back_is_taken_again()
    {
        TemporarySlots slots = New();
        StackSlot first = slots.Take(Universe.Int);
        int mark = slots.Mark;
        StackSlot second = slots.Take(Universe.Int), third = slots.Take(Universe.Int);
        Assert.Equal([".tmp0", ".tmp1", ".tmp2"], [first.Name, second.Name, third.Name]);
        slots.Release(mark);
        Assert.Same(second, slots.Take(Universe.Int));
        slots.Release(0);
        Assert.Same(first, slots.Take(Universe.Int));
        Assert.Same(second, slots.Take(Universe.Int));
    }

    [Fact]
    public void Identical_types_share_slots_and_others_do_not()
    {
        TemporarySlots slots = New();
        StackSlot slice = slots.Take(new SliceType(Universe.Int));
        slots.Release(0);
        Assert.Same(slice, slots.Take(new SliceType(Universe.Int)));
        slots.Release(0);
        Assert.NotSame(slice, slots.Take(new SliceType(Universe.String)));
    }

    private static TemporarySlots New()
    {
        var layout = new Layout(SupportedPlatforms.LinuxAmd64.Abi);
        AbiAssignment abi = SsaTextTests.Environment().Assign([], [], FunctionAbi.Internal);
        return new TemporarySlots(new SsaFunction { Symbol = new FunctionSymbol("p.f", FunctionAbi.Internal),
            Package = new Package("p", "p"), Abi = abi }, layout);
    }
}
