using Go.Compiler.Collections;

namespace Go.Compiler.RegAlloc;

/// <summary>
/// By machine register: when pieces hold it, and when instructions take it themselves. A thread has one, for the functions that it
/// allocates one after the other.
/// </summary>
internal sealed class RegisterTimes
{
    [ThreadStatic]
    private static RegisterTimes? t_free;

    private RegisterTimes(int registers)
    {
        Held = new OccupiedRanges[registers];
        Fixed = new EntityList<(int, int, int)>[registers];
        for (int r = 0; r < registers; r++)
        {
            Held[r] = new OccupiedRanges();
            Fixed[r] = [];
        }
    }

    public OccupiedRanges[] Held { get; }

    /// <summary>[from, to) in ascending order, and the virtual register that may be there (0 none).</summary>
    public EntityList<(int From, int To, int Owner)>[] Fixed { get; }

    /// <summary>All free, for at least as many registers.</summary>
    public static RegisterTimes Rent(int registers)
    {
        RegisterTimes? free = t_free;
        t_free = null;
        return free is not null && free.Held.Length >= registers ? free : new RegisterTimes(registers);
    }

    public void Return()
    {
        foreach (OccupiedRanges ranges in Held)
        {
            ranges.Clear();
        }
        foreach (EntityList<(int From, int To, int Owner)> times in Fixed)
        {
            times.Clear();
        }
        t_free = this;
    }
}
