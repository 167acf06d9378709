using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ir.Interpretation;

/// <summary>A channel; all access happens under the interpreter's lock.</summary>
internal sealed class ChannelValue(int capacity)
{
    public int Capacity { get; } = capacity;
    public Queue<object?> Buffer { get; } = new();
    public LinkedList<PendingSend> Senders { get; } = new();
    public int Receivers { get; set; }
    public bool IsClosed { get; set; }
    public int Count => Math.Min(Buffer.Count, Capacity);
}

/// <summary>A goroutine that waits to send.</summary>
internal sealed class PendingSend(object? value)
{
    public object? Value { get; } = value;
    public bool IsTaken { get; set; }
    public bool IsRefused { get; set; }
}

/// <summary>Goroutines are threads of which one runs at a time: it holds the lock, and gives it up only to wait.</summary>
internal sealed partial class Interpreter
{
    private readonly object _turn = new();
    private Exception? _failure;
    private bool _isOver;
    private int _running = 1;
    private int _waiting;
    private long _wakes;

    private void Start(FunctionValue? function)
    {
        _running++;
        new Thread(() => RunGoroutine(function), 64 << 20) { IsBackground = true }.Start();
    }

    private void RunGoroutine(FunctionValue? function)
    {
        lock (_turn)
        {
            try
            {
                Call(function, [], null);
            }
            catch (Exception e) when (e is PanicException or NotModelledException or InsufficientExecutionStackException)
            {
                _failure ??= e;
                _isOver = true;
            }
            _running--;
            Wake();
        }
    }

    private void Wake()
    {
        _wakes++;
        _waiting = 0;
        Monitor.PulseAll(_turn);
    }

    private void WaitUntil(Func<bool> ready)
    {
        while (!ready())
        {
            if (_isOver || _waiting + 1 >= _running)
            {
                _isOver = true;
                _failure ??= new NotModelledException("all goroutines are asleep");
                Wake();
                throw _failure;
            }
            long wakes = _wakes;
            _waiting++;
            Monitor.Wait(_turn);
            _waiting -= wakes == _wakes ? 1 : 0;
        }
    }

    private void Send(ChannelValue? channel, object? value)
    {
        if (channel is null)
        {
            WaitUntil(static () => false);
            return;
        }
        if (channel.IsClosed)
        {
            throw PanicException.Plain("send on closed channel");
        }
        if (channel.Buffer.Count < channel.Capacity && channel.Senders.Count == 0)
        {
            channel.Buffer.Enqueue(Cell.Copied(value));
            Wake();
            return;
        }
        var pending = new PendingSend(Cell.Copied(value));
        channel.Senders.AddLast(pending);
        Wake();
        WaitUntil(() => pending.IsTaken || pending.IsRefused);
        if (pending.IsRefused)
        {
            throw PanicException.Plain("send on closed channel");
        }
    }

    private (object? Value, bool Ok) Receive(ChannelValue? channel)
    {
        if (channel is null)
        {
            WaitUntil(static () => false);
            return default;
        }
        (object? Value, bool Ok) result = default;
        channel.Receivers++;
        Wake();
        try
        {
            WaitUntil(() => TryReceive(channel, out result));
        }
        finally
        {
            channel.Receivers--;
        }
        return result;
    }

    private bool TryReceive(ChannelValue channel, out (object? Value, bool Ok) result)
    {
        result = default;
        if (channel.Buffer.TryDequeue(out object? buffered))
        {
            result = (buffered, true);
            if (TakeSender(channel) is { } next)
            {
                channel.Buffer.Enqueue(next.Value);
            }
        }
        else if (TakeSender(channel) is { } sender)
        {
            result = (sender.Value, true);
        }
        else
        {
            return channel.IsClosed;
        }
        Wake();
        return true;
    }

    private static PendingSend? TakeSender(ChannelValue channel)
    {
        if (channel.Senders.First is not { } first)
        {
            return null;
        }
        channel.Senders.RemoveFirst();
        first.Value.IsTaken = true;
        return first.Value;
    }

    private void Close(ChannelValue? channel)
    {
        if (channel is null || channel.IsClosed)
        {
            throw PanicException.Plain(channel is null ? "close of nil channel" : "close of closed channel");
        }
        channel.IsClosed = true;
        foreach (PendingSend sender in channel.Senders)
        {
            sender.IsRefused = true;
        }
        channel.Senders.Clear();
        Wake();
    }

    // ---- select ----

    private sealed record SelectCase(IrSelectClause Clause, ChannelValue? Channel, object? Sent);

    private Outcome Select(IrSelect s, Frame frame)
    {
        SelectCase[] cases = [.. s.Clauses.Select(c => new SelectCase(c, (ChannelValue?)Evaluate(c.Channel, frame),
            Cell.Copied(Evaluate(c.SendValue, frame))))];
        IrSelectClause? chosen = null;
        (object? Value, bool Ok) received = default;
        if (!Try() && (chosen = s.Clauses.FirstOrDefault(c => c.Kind == IrSelectKind.Default)) is null)
        {
            AddReceivers(cases, 1);
            try
            {
                WaitUntil(Try);
            }
            finally
            {
                AddReceivers(cases, -1);
            }
        }
        if (chosen!.Value is { } value)
        {
            frame[value] = new Cell(received.Ok ? received.Value : Zero(frame.Substitute(value.Type)));
        }
        if (chosen.Ok is { } ok)
        {
            frame[ok] = new Cell(received.Ok);
        }
        return Execute(chosen.Body, frame);

        bool Try()
        {
            foreach (SelectCase c in cases)
            {
                bool isReady = c.Channel is not null && (c.Clause.Kind == IrSelectKind.Receive
                    ? TryReceive(c.Channel, out received) : TrySend(c.Channel, c.Sent));
                if (isReady)
                {
                    chosen = c.Clause;
                    return true;
                }
            }
            return false;
        }
    }

    private static void AddReceivers(SelectCase[] cases, int count)
    {
        foreach (SelectCase c in cases)
        {
            if (c.Clause.Kind == IrSelectKind.Receive && c.Channel is { } channel)
            {
                channel.Receivers += count;
            }
        }
    }

    private bool TrySend(ChannelValue channel, object? value)
    {
        if (channel.IsClosed)
        {
            throw PanicException.Plain("send on closed channel");
        }
        int room = channel.Capacity > 0 ? channel.Capacity : channel.Receivers;
        if (channel.Buffer.Count >= room)
        {
            return false;
        }
        channel.Buffer.Enqueue(value);
        Wake();
        return true;
    }
}
