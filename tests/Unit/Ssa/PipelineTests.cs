using Go.Compiler.Passes;
using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Pipeline;

namespace Go.Compiler.Tests.Ssa;

public sealed class PipelineTests
{
    private static Pipeline<List<string>> New()
        => new("test", static form => Assert.DoesNotContain("broken", form), static form => string.Join(' ', form));

    [Fact]
    public void Numbers_run_through_lists_and_steps()
    {
        Pipeline<List<string>> pipeline = New();
        _ = new PassList<List<string>>(pipeline) { { "a", f => f.Add("a") }, { "b", f => f.Add("b") } };
        pipeline.Step("c", true, "b", "");
        _ = new PassList<List<string>>(pipeline) { { "d", f => f.Add("d"), "c a", "for a reason" } };
        Assert.Equal(["0 a", "1 b", "2 c", "3 d"], pipeline.Passes.Select(p => $"{p.Number} {p.Name}"));
        Assert.Equal(["c", "a"], pipeline.Passes[3].After);
    }

    [Fact]
    public void A_pass_that_stands_before_what_it_needs_is_refused()
    {
        Pipeline<List<string>> pipeline = New();
        string message = Assert.ThrowsAny<Exception>(() => pipeline.Step("b", false, "c", "reason")).Message;
        Assert.Contains("b must run after c: reason", message, StringComparison.Ordinal);
        pipeline.Step("b", false, "", "");
        Assert.ThrowsAny<Exception>(() => pipeline.Step("b", false, "", ""));
    }

    [Fact]
    public void Passes_and_steps_are_left_out_timed_dumped_and_verified()
    {
        Pipeline<List<string>> pipeline = New();
        var list = new PassList<List<string>>(pipeline) { { "a", f => f.Add("a") }, { "b", f => f.Add("b"), "", "", true } };
        Pass<List<string>> step = pipeline.Step("c", false, "", "");
        var dumps = new List<string>();
        var times = new List<string>();
        var switches = new PassSwitches
        {
            Off = new HashSet<string> { "a", "b" },
            Dump = (n, name, text) => dumps.Add($"{n} {name}: {text}"),
            Time = (name, _) => times.Add(name),
        };
        List<string> form = [];
        list.Run(form, switches);
        pipeline.Run(step, form, switches, f => f.Add("c"));
        pipeline.Run(step, form, switches with { Off = new HashSet<string> { "c" } }, f => f.Add("never"));
        Assert.Equal(["b", "c"], form);
        Assert.Equal(["1 b: b", "2 c: b c"], dumps);
        Assert.Equal(["b", "c"], times);
        // Only where it was asked for.
        pipeline.Run(step, form, PassSwitches.None, f => f.Add("broken"));
        Assert.ThrowsAny<Exception>(() => pipeline.Run(step, form, new PassSwitches { Verified = new HashSet<string> { "c" } }, _ => { }));
        pipeline.Run(step, form, new PassSwitches { Verified = new HashSet<string> { "b" } }, _ => { });
    }

    [Fact]
    public void Every_pass_says_why_it_stands_where_it_does()
        => Assert.All(SsaPasses.All, p => Assert.True(p.Reason.Length > 0 && (p.After.Count > 0 || p.Number == 0), p.Name));
}
