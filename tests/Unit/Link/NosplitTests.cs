using Go.Compiler.Objects;

namespace Go.Compiler.Tests.Link;

public sealed class NosplitTests
{
    private static LinkFixture Chain(int lastFrame, bool split)
    {
        var f = new LinkFixture();
        f.EntryKeeping("main.a");
        f.Function("main.a", SymbolAbi.Abi0, SymbolFlags.Nosplit, 400, new byte[8],
            new Relocation(1, RelocationKind.Call, f.Ref("main.b"), 0));
        f.Function("main.b", SymbolAbi.Abi0, split ? SymbolFlags.None : SymbolFlags.Nosplit, lastFrame, new byte[8]);
        return f;
    }

    [Fact]
    public void A_chain_may_use_the_whole_budget() => Assert.NotEmpty(Chain(792 - 408, split: false).Link());

    [Fact]
    public void A_longer_chain_is_an_error_that_shows_the_chain()
        => Assert.Equal(
            ["GO6013 main.a: nosplit stack over 792 byte limit\nmain.a<0>\n    grows 408 bytes, calls main.b<0>\n        grows 392 bytes\n        8 bytes over limit"],
            LinkFixture.Errors(Chain(392, split: false).File));

    [Fact]
    public void A_function_with_a_check_ends_the_chain() => Assert.NotEmpty(Chain(10_000, split: true).Link());

    [Fact]
    public void An_indirect_call_needs_room_for_a_checked_callee()
    {
        var f = new LinkFixture();
        f.EntryKeeping("main.a");
        ObjectSymbol a = f.Function("main.a", SymbolAbi.Abi0, SymbolFlags.Nosplit, 776, new byte[8],
            new Relocation(1, RelocationKind.IndirectCall, default, 0));
        Assert.NotEmpty(f.Link());
        f = new LinkFixture();
        f.EntryKeeping("main.a");
        f.Function("main.a", SymbolAbi.Abi0, SymbolFlags.Nosplit, 784, new byte[8], a.Relocations);
        Assert.Equal(["GO6013 main.a: nosplit stack over 792 byte limit\nmain.a<0>\n    grows 792 bytes, calls indirect\n        grows 8 bytes\n        8 bytes over limit"], LinkFixture.Errors(f.File));
    }

    [Fact]
    public void Recursion_without_check_has_no_bound()
    {
        var f = new LinkFixture();
        f.EntryKeeping("main.a");
        f.Function("main.a", SymbolAbi.Abi0, SymbolFlags.Nosplit, 0, new byte[8],
            new Relocation(1, RelocationKind.Call, f.Ref("main.a"), 0));
        Assert.Equal(["GO6013 main.a: nosplit stack over 792 byte limit\nmain.a<0>\n    grows 8 bytes, calls main.a<0>\n    infinite cycle"], LinkFixture.Errors(f.File));
    }

    [Fact]
    public void All_chains_that_are_too_high_are_told_and_no_others()
    {
        var f = new LinkFixture();
        f.EntryKeeping("main.a");
        f.Function("main.a", SymbolAbi.Abi0, SymbolFlags.Nosplit, 700, new byte[16],
            new Relocation(1, RelocationKind.Call, f.Ref("main.b"), 0), new Relocation(6, RelocationKind.Call, f.Ref("main.c"), 0),
                new Relocation(11, RelocationKind.Call, f.Ref("main.d"), 0));
        f.Function("main.b", SymbolAbi.Abi0, SymbolFlags.Nosplit, 40, new byte[8],
            new Relocation(1, RelocationKind.Call, f.Ref("main.d"), 0));
        f.Function("main.c", SymbolAbi.Abi0, SymbolFlags.Nosplit, 16, new byte[8]);
        f.Function("main.d", SymbolAbi.Abi0, SymbolFlags.Nosplit, 100, new byte[8]);
        Assert.Equal("""
            GO6013 main.a: nosplit stack over 792 byte limit
            main.a<0>
                grows 708 bytes, calls main.b<0>
                    grows 48 bytes, calls main.d<0>
                        grows 100 bytes
                        64 bytes over limit
                grows 708 bytes, calls main.d<0>
                    grows 100 bytes
                    16 bytes over limit
            """.ReplaceLineEndings("\n"), Assert.Single(LinkFixture.Errors(f.File)));
    }

    [Fact]
    public void Functions_that_only_call_each_other_are_told_once()
    {
        var f = new LinkFixture();
        f.EntryKeeping("main.a");
        f.Function("main.a", SymbolAbi.Abi0, SymbolFlags.Nosplit, 8, new byte[8],
            new Relocation(1, RelocationKind.Call, f.Ref("main.b"), 0));
        f.Function("main.b", SymbolAbi.Abi0, SymbolFlags.Nosplit, 8, new byte[8],
            new Relocation(1, RelocationKind.Call, f.Ref("main.a"), 0));
        Assert.EndsWith("calls main.a<0>\n        infinite cycle", Assert.Single(LinkFixture.Errors(f.File)), StringComparison.Ordinal);
    }
}
