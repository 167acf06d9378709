namespace Go.Compiler.Build;

/// <summary>
/// Collects when the heap has grown to twice what the build needs. What a package's compilation used lives long enough to reach the oldest
/// generation, which the runtime on its own collects so late that the peak is several times what is alive.
/// </summary>
internal sealed class HeapPacing
{
    private const long Smallest = 288L << 20; // bytes: builds of a few packages never collect, one of all of std ten times
    private readonly Lock _lock = new();
    private long _limit = Smallest;

    /// <summary>To be called when a package is done and what its compilation used is no longer referenced.</summary>
    public void AfterPackage()
    {
        if (GC.GetTotalMemory(forceFullCollection: false) < Volatile.Read(ref _limit) || !_lock.TryEnter())
        {
            return;
        }
        try
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
            Volatile.Write(ref _limit, Math.Max(Smallest, 2 * GC.GetTotalMemory(forceFullCollection: false)));
        }
        finally
        {
            _lock.Exit();
        }
    }
}
