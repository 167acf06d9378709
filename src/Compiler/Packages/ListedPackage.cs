using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Packages;

/// <summary>What is wrong with a package, as <c>go list</c> tells it.</summary>
/// <param name="ImportStack">Packages from what was asked for to the one that imports it.</param>
/// <param name="Place">File, line and column; empty where there is none.</param>
public sealed record ListedError(IReadOnlyList<string> ImportStack, string Place, string Message)
{
    /// <summary>How it is told where it is not part of a package's description.</summary>
    public required string Text { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>A package as far as it could be found and read, be it complete or not: what <c>go list</c> describes.</summary>
public sealed class ListedPackage
{
    /// <inheritdoc cref="LoadedPackage.FullPath"/>
    public required string FullPath { get; init; }

    /// <inheritdoc cref="LoadedPackage.ForTest"/>
    public string ForTest { get; init; } = "";

    /// <summary>Of the main package of a test program: its source, which is in no file.</summary>
    internal byte[]? GeneratedSource { get; init; }

    /// <summary>The patterns that led to it, in order.</summary>
    public IReadOnlyList<string> Matches { get; internal set; } = [];

    /// <summary>The folder of GOPATH that it is in; empty with modules.</summary>
    public string GopathRoot { get; init; } = "";

    /// <summary>The folder that its import path means in place of its own; empty if it means its own.</summary>
    public string ConflictFolder { get; init; } = "";

    /// <summary>The GODEBUG settings it starts with if it is a program.</summary>
    public string DefaultGodebug { get; init; } = "";

    /// <summary>Empty if nothing says.</summary>
    public required string Name { get; init; }

    /// <summary>The first sentence of its documentation.</summary>
    internal Lazy<string> Doc { get; init; } = new("");

    /// <summary>Empty if the package was not found.</summary>
    public required string Directory { get; init; }

    public required bool IsStandard { get; init; }

    public required ModuleInfo? Module { get; init; }

    /// <summary>All that can be told of the module; null without one.</summary>
    internal Lazy<ModuleDetails?> ModuleDetails { get; init; } = new((ModuleDetails?)null);

    /// <summary>Not asked for, but needed by one that was.</summary>
    public required bool IsOnlyDependency { get; init; }

    /// <summary>File names, as all lists of files here, sorted.</summary>
    public IReadOnlyList<string> GoFiles { get; init; } = [];

    /// <summary>Left out by constraints.</summary>
    public IReadOnlyList<string> IgnoredGoFiles { get; init; } = [];

    /// <summary>Go files that cannot be read, or are of another package.</summary>
    public IReadOnlyList<string> InvalidGoFiles { get; init; } = [];

    /// <summary>Files in other languages that constraints leave out.</summary>
    public IReadOnlyList<string> IgnoredOtherFiles { get; init; } = [];

    public IReadOnlyList<string> SystemObjects { get; init; } = [];

    public IReadOnlyList<string> AssemblyFiles { get; init; } = [];

    public IReadOnlyList<string> HeaderFiles { get; init; } = [];

    public IReadOnlyList<string> TestGoFiles { get; init; } = [];

    /// <summary>Of the package <c>name_test</c>.</summary>
    public IReadOnlyList<string> ExternalTestGoFiles { get; init; } = [];

    public IReadOnlyList<string> EmbedPatterns { get; init; } = [];

    public IReadOnlyList<string> EmbedFiles { get; init; } = [];

    public IReadOnlyList<string> TestEmbedPatterns { get; init; } = [];

    public IReadOnlyList<string> TestEmbedFiles { get; init; } = [];

    public IReadOnlyList<string> ExternalTestEmbedPatterns { get; init; } = [];

    public IReadOnlyList<string> ExternalTestEmbedFiles { get; init; } = [];

    /// <summary>Paths that the package's own test files import, sorted.</summary>
    public IReadOnlyList<string> TestImports { get; init; } = [];

    public IReadOnlyList<string> ExternalTestImports { get; init; } = [];

    /// <summary>Paths as written in the files and the packages they mean.</summary>
    public IReadOnlyDictionary<string, ListedPackage> Imports { get; internal set; } = new Dictionary<string, ListedPackage>();

    /// <summary>The first error of the package's own.</summary>
    public required ListedError? Error { get; set; }

    /// <summary>The same as a build takes it; null when it or something it needs has errors.</summary>
    public LoadedPackage? Loaded { get; init; }

    /// <summary>All packages it needs, sorted by path.</summary>
    public IReadOnlyList<ListedPackage> Dependencies()
    {
        var all = new SortedDictionary<string, ListedPackage>(StringComparer.Ordinal);
        var work = new Stack<ListedPackage>([this]);
        while (work.TryPop(out ListedPackage? p))
        {
            foreach (ListedPackage d in p.Imports.Values)
            {
                if (all.TryAdd(d.FullPath, d))
                {
                    work.Push(d);
                }
            }
        }
        return [.. all.Values];
    }

    /// <inheritdoc/>
    public override string ToString() => FullPath;
}
