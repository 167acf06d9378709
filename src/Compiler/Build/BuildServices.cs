using Go.Compiler.FileSystem;
using Go.Compiler.Backend;
using Go.Compiler.Types;

namespace Go.Compiler.Build;

/// <summary>What a build works with besides its options.</summary>
internal sealed class BuildServices
{
    private readonly HashSet<string> _distrusted = new(StringComparer.Ordinal);

    /// <summary>Null: nothing is cached.</summary>
    public required ContentCache? Cache { get; init; }

    /// <summary>How the files of packages are looked at.</summary>
    public IFileView Files { get; init; } = DiskFileView.Instance;

    /// <summary>A new code generator of the target: one per worker.</summary>
    public required Func<Layout, ICodeGenerator> NewCodeGenerator { get; init; }

    /// <summary>The cache has lost parts of this package: it is compiled from its sources. Called between runs only.</summary>
    public void Distrust(string package) => _distrusted.Add(package);

    public bool MayUseCached(string package) => !_distrusted.Contains(package);
}
