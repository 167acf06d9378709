namespace Go.Compiler.Modules.Fetching;

/// <summary>
/// Ends one exchange with a server when the user cancels, when nothing arrives for too long, or when the whole takes too long.
/// </summary>
internal sealed class WebDeadline : IDisposable
{
    private readonly CancellationToken _user;
    private readonly CancellationTokenSource _idle, _whole;
    private readonly CancellationTokenSource _any;
    private readonly TimeSpan _idleLimit;

    public WebDeadline(FetchLimits limits, CancellationToken user)
    {
        _user = user;
        _idleLimit = limits.Idle;
        _idle = new CancellationTokenSource(limits.Idle);
        _whole = new CancellationTokenSource(limits.Whole);
        _any = CancellationTokenSource.CreateLinkedTokenSource(user, _idle.Token, _whole.Token);
    }

    /// <summary>To be passed to everything that waits.</summary>
    public CancellationToken Token => _any.Token;

    /// <summary>The user's alone.</summary>
    public CancellationToken Cancellation => _user;

    /// <summary>Something arrived.</summary>
    public void Progress() => _idle.CancelAfter(_idleLimit);

    /// <summary>Which limit ended the exchange, in Go's manner; the user's cancellation is thrown.</summary>
    public string Explain()
    {
        _user.ThrowIfCancellationRequested();
        return _idle.IsCancellationRequested ? $"timeout: no data for {_idleLimit.TotalSeconds:0.###}s"
            : "timeout: response takes too long";
    }

    public void Dispose()
    {
        _any.Dispose();
        _idle.Dispose();
        _whole.Dispose();
    }
}
