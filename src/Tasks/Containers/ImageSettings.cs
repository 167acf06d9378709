namespace Go.Sdk.Tasks.Containers;

/// <summary>What an image says of how it is run; the same for every architecture.</summary>
internal sealed record ImageSettings
{
    public required IReadOnlyList<string> Entrypoint { get; init; }
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary><c>name=value</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary><c>port/protocol</c>.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>A name of /etc/passwd, or <c>uid[:gid]</c>.</summary>
    public required string User { get; init; }
    public required string WorkingDirectory { get; init; }

    /// <summary>When the image was made: never the present time, or no image would be made twice.</summary>
    public required DateTimeOffset Created { get; init; }
}
