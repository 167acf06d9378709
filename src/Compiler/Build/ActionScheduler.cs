using System.Runtime.ExceptionServices;

namespace Go.Compiler.Build;

/// <summary>
/// Runs actions in dependency order on several workers. Actions are numbered so that dependencies come first; among those that are ready
/// the one with the longest way to the end runs first. Workers without an action help the others with their loops (<see cref="ForEach"/>).
/// The first exception stops the run and is rethrown.
/// </summary>
internal sealed class ActionScheduler
{
    /// <summary>Iterations of one action that any worker may run. Numbers are handed out in increasing order.</summary>
    private sealed class SharedLoop(int count, Action<int> body, CancellationToken cancellation)
    {
        private readonly Lock _failureLock = new();
        private int _next = -1;
        private int _failedAt = int.MaxValue;
        private Exception? _failure;

        /// <summary>Workers inside, the owner excepted; under the scheduler's lock.</summary>
        public int Helpers { get; set; }

        public bool IsOpen => Volatile.Read(ref _next) < count - 1 && Volatile.Read(ref _failedAt) == int.MaxValue;

        public void Work()
        {
            for (int i = Interlocked.Increment(ref _next); i < count && Volatile.Read(ref _failedAt) == int.MaxValue;
                i = Interlocked.Increment(ref _next))
            {
                try
                {
                    cancellation.ThrowIfCancellationRequested();
                    body(i);
                }
                catch (Exception e)
                {
                    lock (_failureLock)
                    {
                        // Lower numbers started earlier and run to their end: the failure reported is the same whatever the number of
                        // workers.
                        if (i < _failedAt)
                        {
                            _failure = e;
                            Volatile.Write(ref _failedAt, i);
                        }
                    }
                }
            }
        }

        public void Rethrow()
        {
            if (_failure is not null)
            {
                ExceptionDispatchInfo.Throw(_failure);
            }
        }
    }

    /// <summary>Deep trees recurse: the stack of a thread that compiles is larger than the default.</summary>
    public const int StackSize = 64 << 20;

    private readonly object _gate = new();
    private readonly List<int>[] _dependents;
    private readonly int[] _waiting;
    private readonly long[] _distance;
    private readonly PriorityQueue<int, (long, int)> _ready = new();
    private readonly List<SharedLoop> _loops = [];
    private int _left;
    private int _workers = 1;
    private Exception? _failure;
    private CancellationToken _cancellation;

    /// <param name="dependencies">For each action the actions it needs, all with lower numbers.</param>
    /// <param name="costs">How long each action takes, in any unit; null: all the same.</param>
    public ActionScheduler(IReadOnlyList<IReadOnlyList<int>> dependencies, IReadOnlyList<long>? costs = null)
    {
        _left = dependencies.Count;
        _waiting = new int[_left];
        _distance = new long[_left];
        _dependents = new List<int>[_left];
        for (int i = 0; i < _left; i++)
        {
            _dependents[i] = [];
        }
        for (int i = 0; i < dependencies.Count; i++)
        {
            _waiting[i] = dependencies[i].Count;
            foreach (int d in dependencies[i])
            {
                _dependents[d].Add(i);
            }
        }
        for (int i = _left - 1; i >= 0; i--)
        {
            foreach (int d in _dependents[i])
            {
                _distance[i] = Math.Max(_distance[i], _distance[d]);
            }
            _distance[i] += costs is null ? 1 : costs[i];
        }
        for (int i = 0; i < _left; i++)
        {
            if (_waiting[i] == 0)
            {
                Enqueue(i);
            }
        }
    }

    /// <summary>Runs everything; <paramref name="run"/> gets the action's and the worker's number.</summary>
    public void Run(int workers, Action<int, int> run, CancellationToken cancellation)
    {
        if (_left == 0)
        {
            return;
        }
        _workers = Math.Max(workers, 1);
        _cancellation = cancellation;
        var threads = new Thread[_workers];
        for (int w = 0; w < _workers; w++)
        {
            int worker = w;
            threads[w] = new Thread(() => Work(worker, run, cancellation), StackSize) { Name = $"go-build-{w}", IsBackground = true };
            threads[w].Start();
        }
        foreach (Thread t in threads)
        {
            t.Join();
        }
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    /// <summary>Runs independent pieces of work on several threads, outside of any run.</summary>
    public static void ForIndependent(int workers, int count, Action<int> body, CancellationToken cancellation)
    {
        var loop = new SharedLoop(count, body, cancellation);
        var threads = new Thread[Math.Clamp(workers, 1, Math.Max(count, 1)) - 1];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(loop.Work) { IsBackground = true };
            threads[i].Start();
        }
        loop.Work();
        foreach (Thread t in threads)
        {
            t.Join();
        }
        loop.Rethrow();
    }

    /// <summary>
    /// Called by a running action: runs <paramref name="body"/> for every number below <paramref name="count"/>, here and on workers that
    /// have nothing else to do; returns when all have run. Of several exceptions the one with the lowest number is rethrown.
    /// </summary>
    public void ForEach(int count, Action<int> body)
    {
        var loop = new SharedLoop(count, body, _cancellation);
        if (count < 2 || _workers == 1)
        {
            loop.Work();
            loop.Rethrow();
            return;
        }
        lock (_gate)
        {
            _loops.Add(loop);
            Monitor.PulseAll(_gate);
        }
        loop.Work();
        lock (_gate)
        {
            _loops.Remove(loop);
            while (loop.Helpers > 0)
            {
                Monitor.Wait(_gate);
            }
        }
        loop.Rethrow();
    }

    private void Work(int worker, Action<int, int> run, CancellationToken cancellation)
    {
        while (Next(out int action, out SharedLoop? loop))
        {
            if (loop is not null)
            {
                loop.Work();
                Leave(loop);
                continue;
            }
            try
            {
                cancellation.ThrowIfCancellationRequested();
                run(action, worker);
            }
            catch (Exception e)
            {
                Stop(e);
                return;
            }
            Complete(action);
        }
    }

    /// <summary>Waits for an action or a loop to help with; false when the run is over.</summary>
    private bool Next(out int action, out SharedLoop? loop)
    {
        lock (_gate)
        {
            while (true)
            {
                loop = null;
                action = -1;
                if (_left == 0 || _failure is not null)
                {
                    return false;
                }
                if (_ready.TryDequeue(out action, out _))
                {
                    return true;
                }
                foreach (SharedLoop open in _loops)
                {
                    if (open.IsOpen)
                    {
                        loop = open;
                        loop.Helpers++;
                        return true;
                    }
                }
                Monitor.Wait(_gate);
            }
        }
    }

    private void Leave(SharedLoop loop)
    {
        lock (_gate)
        {
            loop.Helpers--;
            Monitor.PulseAll(_gate);
        }
    }

    private void Enqueue(int action) => _ready.Enqueue(action, (-_distance[action], action));

    private void Stop(Exception failure)
    {
        lock (_gate)
        {
            _failure ??= failure;
            Monitor.PulseAll(_gate);
        }
    }

    private void Complete(int action)
    {
        lock (_gate)
        {
            foreach (int d in _dependents[action])
            {
                if (--_waiting[d] == 0)
                {
                    Enqueue(d);
                }
            }
            _left--;
            Monitor.PulseAll(_gate);
        }
    }
}
