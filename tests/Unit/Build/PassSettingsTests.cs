using Go.Compiler.Build;
using Go.Compiler.Passes;

namespace Go.Compiler.Tests.Build;

public sealed class PassSettingsTests
{
    private static PassSwitches Of(params string[] settings) => PassSettings.Of(settings, new PhaseTimes(true), default);

    [Fact]
    public void Nothing_is_asked_for_without_settings()
    {
        PassSwitches none = Of("nil=2", "time");
        Assert.Empty(none.Off);
        Assert.Empty(none.Verified);
        Assert.False(none.Verify);
        Assert.Null(none.Dump);
        Assert.Null(none.Time);
    }

    [Fact]
    public void Passes_are_left_out_by_name()
    {
        PassSwitches switches = Of("ssa/memory/off", "ssa/prove/off=0", "ssa/cse/on=0", "ssa/opt/on");
        Assert.Equal(["cse", "memory"], switches.Off.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_verifier_runs_after_one_or_all()
    {
        Assert.Equal(["inline"], Of("ssa/inline/verify").Verified);
        Assert.False(Of("ssa/inline/verify").Verify);
        Assert.True(Of("verify").Verify);
    }

    [Fact]
    public void Times_are_of_the_passes_that_were_named()
    {
        var times = new PhaseTimes(true);
        PassSwitches switches = PassSettings.Of(["ssa/prove/time"], times, default);
        switches.Time!("prove", 5);
        switches.Time("opt", 7);
        switches.Time("prove", 5);
        Assert.Equal("ssa/prove", Assert.Single(times.Sums()).Phase);
        Assert.True(PassSettings.AreTimed(["ssa/all/time"]));
        Assert.False(PassSettings.AreTimed(["ssa/all/dump=f"]));
    }
}
