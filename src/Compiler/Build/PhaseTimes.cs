using System.Diagnostics;

namespace Go.Compiler.Build;

/// <summary>Adds up the time of named phases over all workers (<c>-d=time</c>). Costs nothing when off.</summary>
internal sealed class PhaseTimes(bool isOn)
{
    private readonly Lock _lock = new();
    private readonly List<string> _order = [];
    private readonly Dictionary<string, long> _ticks = [];

    public long Start() => isOn ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Adds the time since <paramref name="start"/> to a phase and returns the present, where the next phase starts.</summary>
    public long Stop(string phase, long start)
    {
        if (!isOn)
        {
            return 0;
        }
        long now = Stopwatch.GetTimestamp();
        Add(phase, now - start);
        return now;
    }

    public void Add(string phase, TimeSpan time)
    {
        if (isOn)
        {
            Add(phase, (long)(time.TotalSeconds * Stopwatch.Frequency));
        }
    }

    /// <summary>Phases in the order in which they first ended.</summary>
    public IReadOnlyList<(string Phase, TimeSpan Time)> Sums()
    {
        lock (_lock)
        {
            return [.. _order.Select(p => (p, Stopwatch.GetElapsedTime(0, _ticks[p])))];
        }
    }

    private void Add(string phase, long ticks)
    {
        lock (_lock)
        {
            if (!_ticks.TryGetValue(phase, out long sum))
            {
                _order.Add(phase);
            }
            _ticks[phase] = sum + ticks;
        }
    }
}
