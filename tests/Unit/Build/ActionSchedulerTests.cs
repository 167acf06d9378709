using Go.Compiler.Build;

namespace Go.Compiler.Tests.Build;

public sealed class ActionSchedulerTests
{
    private static readonly int[][] s_diamond = [[], [0], [0], [1, 2], []];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Dependencies_run_first(int workers)
    {
        var order = new List<int>();
        new ActionScheduler(s_diamond).Run(workers, (a, _) =>
        {
            lock (order)
            {
                order.Add(a);
            }
        }, CancellationToken.None);
        Assert.Equal(5, order.Count);
        Assert.True(order.IndexOf(0) < order.IndexOf(1) && order.IndexOf(1) < order.IndexOf(3) && order.IndexOf(2) < order.IndexOf(3));
    }

    [Fact]
    public void A_failure_stops_the_run_and_is_rethrown()
    {
        int ran = 0;
        Assert.Throws<InvalidOperationException>(() => new ActionScheduler(s_diamond).Run(2, (a, _) =>
        {
            Interlocked.Increment(ref ran);
            throw new InvalidOperationException();
        }, CancellationToken.None));
        Assert.InRange(ran, 1, 2);
    }

    [Fact]
    public void Cancellation_ends_the_run()
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => new ActionScheduler(s_diamond).Run(2, (a, _) => source.Cancel(), source.Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Cancellation_ends_the_loops_of_actions(int workers)
    {
        using var source = new CancellationTokenSource();
        int ran = 0;
        var scheduler = new ActionScheduler([[]]);
        Assert.Throws<OperationCanceledException>(() => scheduler.Run(workers, (_, _) => scheduler.ForEach(1_000_000, i =>
        {
            Interlocked.Increment(ref ran);
            source.Cancel();
        }), source.Token));
        Assert.InRange(ran, 1, workers);
    }
}
