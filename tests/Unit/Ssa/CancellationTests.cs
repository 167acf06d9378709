using Go.Compiler.Arch.Amd64;
using Go.Compiler.Passes;
using Go.Compiler.Platforms;
using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Liveness;
using Go.Compiler.Ssa.Passes;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ssa;

/// <summary>A build that is cancelled does not wait for a function that takes long, or for ever.</summary>
public sealed class CancellationTests
{
    private static readonly Layout s_layout = new(SupportedPlatforms.LinuxAmd64.Abi);
    private static readonly CancellationToken s_cancelled = new(canceled: true);

    public static TheoryData<string> Steps => [.. s_steps.Keys];

    private static readonly Dictionary<string, Action<SsaFunction>> s_steps = new()
    {
        ["simplify"] = Simplify.Run,
        ["copies"] = CopyElimination.Run,
        ["dominators"] = static f => _ = new ControlFlow(f),
        ["prove"] = Prove.Run,
        ["slots"] = static f => _ = new SlotParts(f, s_layout),
        ["liveness"] = static f => SlotLiveness.Run(f, s_layout),
        ["code"] = static f => Amd64Machine.New(s_layout, Amd64ThreadLocal.InFs).Generate(f),
    };

    [Theory, MemberData(nameof(Steps))]
    public void Whatever_loops_until_nothing_changes_can_be_cancelled(string step)
    {
        SsaFunction f =
            new GoProgram("package main\n//go:noinline\nfunc use(p *[5]int) {}\nfunc f(n int) (t int) { var a [5]int; use(&a); for i := range n { t += a[i] }; return }\nfunc main() {}\n")["main.f"];
        f.Cancellation = s_cancelled;
        Assert.Throws<OperationCanceledException>(() => s_steps[step](f));
    }

    [Fact]
    public void No_pass_starts_after_the_cancellation()
    {
        using var source = new CancellationTokenSource();
        int later = 0;
        var passes = new PassList<object>(new Pipeline<object>("test", static _ => { }, static _ => "")) { { "first",
            _ => source.Cancel() }, { "second", _ => later++ } };
        Assert.Throws<OperationCanceledException>(() => passes.Run(new object(), new PassSwitches { Cancellation = source.Token }));
        Assert.Equal(0, later);
    }
}
