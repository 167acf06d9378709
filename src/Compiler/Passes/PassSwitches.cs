namespace Go.Compiler.Passes;

/// <summary>What <c>-d=</c> switches ask of passes. Immutable, shared by all workers.</summary>
public sealed record PassSwitches
{
    public static readonly PassSwitches None = new();

    /// <summary>Names of passes to leave out (<c>-d=ssa/prove/off</c>).</summary>
    public IReadOnlySet<string> Off { get; init; } = new HashSet<string>();

    /// <summary>Asked before every pass.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Run the form's verifier after every pass.</summary>
    public bool Verify { get; init; }

    /// <summary>Run it after these (<c>-d=ssa/prove/verify</c>).</summary>
    public IReadOnlySet<string> Verified { get; init; } = new HashSet<string>();

    /// <summary>Hears the form's text after every pass: pass number, pass name, text; null = no dumps.</summary>
    public Action<int, string, string>? Dump { get; init; }

    /// <summary>
    /// Hears how long passes took (<see cref="System.Diagnostics.Stopwatch"/> ticks), from all workers; null = no timing.
    /// </summary>
    public Action<string, long>? Time { get; init; }
}
