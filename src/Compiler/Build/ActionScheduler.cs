namespace Go.Compiler.Build;

/// <summary>
/// Runs actions in dependency order on several workers. Actions are numbered so that dependencies come first; among those that are ready the
/// lowest number runs first. The first exception stops the run and is rethrown.
/// </summary>
internal sealed class ActionScheduler
{
    private readonly Lock _lock = new();
    private readonly IReadOnlyList<IReadOnlyList<int>> _dependents;
    private readonly int[] _waiting;
    private readonly PriorityQueue<int, int> _ready = new();
    private readonly SemaphoreSlim _signal = new(0);
    private int _left;
    private Exception? _failure;

    /// <param name="dependencies">For each action the actions it needs, all with lower numbers.</param>
    public ActionScheduler(IReadOnlyList<IReadOnlyList<int>> dependencies)
    {
        _left = dependencies.Count;
        _waiting = new int[_left];
        var dependents = new List<int>[_left];
        for (int i = 0; i < _left; i++)
        {
            dependents[i] = [];
        }
        for (int i = 0; i < dependencies.Count; i++)
        {
            _waiting[i] = dependencies[i].Count;
            foreach (int d in dependencies[i])
            {
                dependents[d].Add(i);
            }
            if (_waiting[i] == 0)
            {
                _ready.Enqueue(i, i);
            }
        }
        _dependents = dependents;
    }

    /// <summary>Runs everything; <paramref name="run"/> gets the action's and the worker's number.</summary>
    public void Run(int workers, Action<int, int> run, CancellationToken cancellation)
    {
        if (_left == 0)
        {
            return;
        }
        workers = Math.Clamp(workers, 1, _left);
        _signal.Release(_ready.Count);
        var threads = new Thread[workers];
        for (int w = 0; w < workers; w++)
        {
            int worker = w;
            // Deep trees recurse: a worker's stack is larger than the default.
            threads[w] = new Thread(() => Work(worker, workers, run, cancellation), 64 << 20) { Name = $"go-build-{w}", IsBackground = true };
            threads[w].Start();
        }
        foreach (Thread t in threads)
        {
            t.Join();
        }
        if (_failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
        }
    }

    private void Work(int worker, int workers, Action<int, int> run, CancellationToken cancellation)
    {
        while (true)
        {
            _signal.Wait(CancellationToken.None);
            int action;
            lock (_lock)
            {
                if (_left == 0 || _failure is not null)
                {
                    return;
                }
                action = _ready.Dequeue();
            }
            try
            {
                cancellation.ThrowIfCancellationRequested();
                run(action, worker);
            }
            catch (Exception e)
            {
                Stop(e, workers);
                return;
            }
            Complete(action, workers);
        }
    }

    private void Stop(Exception failure, int workers)
    {
        lock (_lock)
        {
            _failure ??= failure;
        }
        _signal.Release(workers);
    }

    private void Complete(int action, int workers)
    {
        int released = 0;
        lock (_lock)
        {
            foreach (int d in _dependents[action])
            {
                if (--_waiting[d] == 0)
                {
                    _ready.Enqueue(d, d);
                    released++;
                }
            }
            if (--_left == 0)
            {
                released = workers;
            }
        }
        if (released > 0)
        {
            _signal.Release(released);
        }
    }
}
