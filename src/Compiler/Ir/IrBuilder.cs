using Go.Compiler.Check;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>What the builder needs besides the checked package.</summary>
public sealed record IrBuildOptions
{
    /// <summary>Sizes decide which variables closures copy.</summary>
    public required Layout Layout { get; init; }

    /// <summary>
    /// Loop variables are new ones in each iteration in files of older language versions too (the experiment <c>loopvar</c>).
    /// </summary>
    public bool AlwaysPerIteration { get; init; }

    /// <summary>Of the build: asked before every function.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>
    /// Contents of a variable with <c>//go:embed</c> directives: variable, patterns, position of the first directive to (name, bytes)
    /// sorted as contract 7.9 says. The loader has matched the patterns already.
    /// </summary>
    public Func<Variable, IReadOnlyList<string>, Pos, IReadOnlyList<(string Name, byte[] Content, bool IsDirectory)>>? Embed { get; init; }
}

/// <summary>From the checked syntax of a package to its bound tree.</summary>
public static class IrBuilder
{
    public static IrPackage Build(CheckedPackage package, IrBuildOptions options) => new PackageBuilder(package, options).Build();
}
