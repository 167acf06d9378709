using System.Runtime.InteropServices;

namespace Go.Compiler.Driver;

/// <summary>
/// Cancels on Ctrl+C and the signal to terminate, so that nothing half-written stays; the second one ends the process at once.
/// </summary>
internal sealed class CancelOnSignal : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public CancelOnSignal()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    public CancellationToken Token => _cancellation.Token;

    /// <summary>
    /// The first Ctrl+C is left to a program that this process waits for, and that gets it from the terminal too: it ends in its own way.
    /// </summary>
    public bool LeavesInterrupts { get; set; }

    private void OnSignal(PosixSignalContext signal)
    {
        if (signal.Signal == PosixSignal.SIGINT && LeavesInterrupts)
        {
            LeavesInterrupts = false;
            signal.Cancel = true;
            return;
        }
        signal.Cancel = !_cancellation.IsCancellationRequested;
        _cancellation.Cancel();
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _cancellation.Dispose();
    }
}
