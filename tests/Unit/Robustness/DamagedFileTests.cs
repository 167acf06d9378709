using System.Diagnostics;
using System.Globalization;

namespace Go.Compiler.Tests.Robustness;

/// <summary>Damaged source: an answer, never a crash, a hang or memory without bound.</summary>
public sealed class DamagedFileTests
{
    private const int DefaultCount = 2000;

    [Fact]
    public void Damaged_files_are_answered_with_errors()
    {
        // GO_DAMAGED_FILES=100000 runs the long version.
        int count = int.TryParse(Environment.GetEnvironmentVariable("GO_DAMAGED_FILES"), CultureInfo.InvariantCulture, out int n)
            ? n : DefaultCount;
        int first = int.TryParse(Environment.GetEnvironmentVariable("GO_DAMAGED_FIRST"), CultureInfo.InvariantCulture, out int f) ? f : 0;
        var run = new DamagedFileRun();
        run.Run(first, count);
        Assert.True(run.Problems.Count == 0, string.Join('\n', run.Problems));
        GC.Collect();
        long live = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(live < 1L << 30, $"{live >> 20} MiB are still held");
        Assert.True(Process.GetCurrentProcess().PeakWorkingSet64 < 4L << 30);
    }
}
