using Go.Compiler.Targets;

namespace Go.Compiler.Check;

/// <summary>What a package is checked for.</summary>
public sealed record CheckOptions
{
    public required Target Target { get; init; }

    /// <summary>
    /// Resolves an import path as written in a file to a complete package, or null after reporting (the loader has reported it).
    /// </summary>
    public required Func<string, Types.Package?> Importer { get; init; }

    /// <summary>Language version from go.mod, such as <c>go1.27</c>; "" = newest.</summary>
    public string GoVersion { get; init; } = "";

    /// <summary>Do not check function bodies (dependencies of which only declarations are wanted).</summary>
    public bool IgnoreFunctionBodies { get; init; }

    /// <summary>The package belongs to the standard library (body-less declarations are allowed, linknamestd too).</summary>
    public bool IsStandardLibrary { get; init; }

    /// <summary>
    /// Checks files of Go's own checker tests: the functions assert and trace exist, and messages are those of the checker without a
    /// compiler around it.
    /// </summary>
    public bool IsCheckerTest { get; init; }

    /// <summary>Of the build: asked before every declaration and function body.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The package has assembly files, so body-less declarations are allowed.</summary>
    public bool HasAssembly { get; init; }
}
