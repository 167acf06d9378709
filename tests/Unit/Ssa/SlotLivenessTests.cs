using Go.Compiler.Diagnostics;
using Go.Compiler.Platforms;
using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Liveness;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ssa;

/// <summary>What the stack maps list: only what is read later, or is found through a live pointer.</summary>
public sealed class SlotLivenessTests
{
    private static readonly Layout s_layout = new(SupportedPlatforms.LinuxAmd64.Abi);

    private const string Prelude = """
        package main
        //go:noinline
        func g() {}
        //go:noinline
        func use(p **int) { g() }
        func main() {}

        """;

    private static SlotLiveness Run(string declarations, out SsaFunction f, string symbol = "main.f")
    {
        f = new GoProgram(Prelude + declarations)[symbol];
        SlotLiveness liveness = SlotLiveness.Run(f, s_layout);
        SlotLivenessVerifier.Verify(f, liveness);
        return liveness;
    }

    private static string Print(string declarations, string symbol = "main.f") => Run(declarations, out _, symbol).Print();

    [Fact]
    public void A_variable_is_live_from_its_first_value_to_its_last_mention()
        => Assert.Equal("""
            live at entry:
            live at call of main.g:
            live at call of main.use: x+0
            live at call of main.use:
            live at call of main.g:
            object x

            """, Print("func f(p *int) { g(); x := p; use(&x); use(&x); g() }"));

    [Fact]
    public void A_variable_that_a_map_lists_before_it_is_written_is_live_at_entry()
    {
        Run("func f(p *int) { g(); x := p; use(&x) }", out SsaFunction f);
        foreach (BlockId id in f.Order)
        {
            f[id].Instructions.RemoveAll(v => f[v].Op is Op.Store or Op.VariableStart);
        }
        Assert.StartsWith("live at entry: x+0\nlive at call of main.g: x+0\n", SlotLiveness.Run(f, s_layout).Print(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Words_of_a_stack_parameter_die_after_their_last_read()
        => Assert.Equal("""
            live at entry: b+16
            live at call of main.g: b+16
            live at call of main.g:

            """, Print("func f(b [4]*int) *int { g(); p := b[2]; g(); return p }"));

    [Fact]
    public void A_stack_result_is_live_once_it_is_written()
        => Assert.Equal("""
            live at entry:
            live at call of main.g:
            live at call of main.g: r+0 r+8 r+16 r+24

            """, Print("func f(p *int) (r [4]*int) { r = [4]*int{}; g(); r = [4]*int{p, p, p, p}; g(); return }"));

    [Fact]
    public void A_result_in_a_function_with_defer_is_live_everywhere_without_being_a_part()
    {
        SlotLiveness liveness = Run("func f(p *int) (r *int) { defer g(); r = p; g(); return }", out SsaFunction f);
        Assert.True(Assert.Single(f.Slots, s => s.Name == "r").IsAlwaysLive);
        Assert.DoesNotContain(liveness.Parts, p => p.Slot.Name == "r");
    }

    [Fact]
    public void A_variable_of_a_loop_starts_anew_in_each_round()
        => Assert.Equal("""
            live at entry:
            live at call of main.g:
            live at call of main.use:
            object x

            """, Print("func f(p *int, n int) { for i := 0; i < n; i++ { g(); x := p; use(&x) } }"));

    [Fact]
    public void Keepalive_of_a_variable_in_memory_keeps_its_pointers()
    {
        // The call stands for runtime.KeepAlive, which this small program cannot import.
        SlotLiveness liveness = Run("func f(p *int) { x := p; use(&x); g() }", out SsaFunction f);
        Block last = f[f.Order[^1]];
        ValueId address = f.NewValue(Op.LocalAddress, ValueKind.Pointer, default, default, 0, f.Slots.Single(s => s.Name == "x"));
        ValueId keep = f.NewValue(Op.KeepAlive, ValueKind.None, default, [address]);
        f[address].Block = f[keep].Block = last.Id;
        last.Instructions.AddRange([address, keep]);
        Assert.DoesNotContain("main.g: x", liveness.Print(), StringComparison.Ordinal);
        Assert.Contains("live at call of main.g: x+0", SlotLiveness.Run(f, s_layout).Print(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_verifier_refuses_a_map_with_what_was_never_written()
    {
        SsaFunction f = new GoProgram(Prelude + "func f(p *int) { x := p; use(&x) }")["main.f"];
        SlotLiveness liveness = SlotLiveness.Run(f, s_layout);
        foreach (BlockId id in f.Order)
        {
            f[id].Instructions.RemoveAll(v => f[v].Op == Op.Store);
        }
        Assert.Throws<InternalCompilerException>(() => SlotLivenessVerifier.Verify(f, liveness));
    }

    [Fact]
    public void A_map_in_the_frame_and_its_group_are_objects()
        => Assert.Equal("""
            live at entry:
            live at call of runtime.rand: map+16
            live at call of runtime.mapassign_fast64: map+16
            live at call of runtime.mapaccess1_fast64:
            object map
            object map group

            """, Print("func f(k int) int { m := make(map[int]*int); m[1] = nil; return *m[k] }"));
}
