namespace Go.Compiler.Testing;

/// <summary>How to run a test program.</summary>
public sealed record TestRunOptions
{
    /// <summary>The executable.</summary>
    public required string Program { get; init; }

    /// <summary>An emulator and its arguments; empty: the program is started itself.</summary>
    public IReadOnlyList<string> Runner { get; init; } = [];

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Working directory: the folder of the package under test.</summary>
    public required string Directory { get; init; }

    /// <summary>Import path of the package under test.</summary>
    public required string Package { get; init; }

    /// <summary>The program counts statements: the last line says how many it ran.</summary>
    public bool Covers { get; init; }

    /// <summary>
    /// The output is only passed on: whether it ends a line, or warns that there are no tests, does not count (<c>go test</c> of the
    /// working folder).
    /// </summary>
    public bool PassesOn { get; init; }

    /// <summary>Variables set on top of this process's.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// When to end a program that does not end itself: it is asked for a dump of its goroutines, and ended with all its children if it
    /// takes longer than <see cref="Grace"/> for that. Null: never. Tests have a time-out of their own (<c>-test.timeout</c>), which should
    /// come first.
    /// </summary>
    public TimeSpan? KillAfter { get; init; }

    /// <summary>
    /// The program is started itself, and its two streams are two pipes: on systems without the shell that makes them one, which keeps
    /// their order.
    /// </summary>
    public bool WithoutShell { get; init; } = OperatingSystem.IsWindows();

    /// <summary>How long a program has for its dump, and its children for the rest of their output once it has ended.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);
}
