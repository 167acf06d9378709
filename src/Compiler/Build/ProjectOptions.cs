namespace Go.Compiler.Build;

/// <summary>What projects ask of a build and no flag of Go's command does.</summary>
public sealed record ProjectOptions
{
    /// <summary>The version that the project gives its program, as it is written there; empty: none.</summary>
    public string Version { get; init; } = "";

    /// <summary>The commit that it is built from; empty: what version control says (<see cref="BuildOptions.Stamp"/>).</summary>
    public string Revision { get; init; } = "";

    /// <summary>The time that it says it is from, as RFC 3339 writes it; empty: the time of the commit.</summary>
    public string Time { get; init; } = "";

    /// <summary>Settings of GODEBUG, <c>key=value</c>, that count before those of go.mod and of the program's files.</summary>
    public IReadOnlyList<string> Godebug { get; init; } = [];

    /// <summary>Imports that mean other packages, <c>path=path</c>, in packages outside the standard library.</summary>
    public IReadOnlyList<string> ImportMap { get; init; } = [];

    /// <summary>The program shows windows of its own and is given no console, on systems that would give one.</summary>
    public bool IsWindowed { get; init; }

    /// <summary>Receives what the program holds and what holds it there; null: nobody asks.</summary>
    public string? ReachReport { get; init; }

    /// <summary>Receives what the build took, as JSON; null: nobody asks.</summary>
    public string? TimingReport { get; init; }

    /// <summary>Keeps what packages were compiled from, to say the next time why one is compiled again; null: that is not said.</summary>
    public string? PackageParts { get; init; }
}
