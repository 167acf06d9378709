namespace Go.Compiler.Modules.Fetching;

/// <summary>How long a server may take, and how often it is asked again. Sizes have limits of their own.</summary>
internal sealed record FetchLimits
{
    /// <summary>Until a connection stands.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Until the first byte of an answer, and between two parts of it.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For one whole answer, however steadily it drips.</summary>
    public TimeSpan Whole { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Waits before the second, third, … attempt after a failure that may pass.</summary>
    public IReadOnlyList<TimeSpan> Backoff { get; init; } = [TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(1000)];
}
