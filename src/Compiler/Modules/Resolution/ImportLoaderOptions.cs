namespace Go.Compiler.Modules.Resolution;

/// <summary>Which packages are loaded, and what is done about those that are missing.</summary>
internal sealed record ImportLoaderOptions
{
    public required IImportScanner Scanner { get; init; }

    /// <summary>The scanner takes all files, whatever their constraints: all direct imports are seen then.</summary>
    public bool TakesAllFiles { get; init; }

    /// <summary>What is asked for, as it depends on the requirements.</summary>
    public required Func<Requirements, IReadOnlyList<string>> ListRoots { get; init; }

    /// <summary>The pattern <c>all</c> is asked for: whatever packages and tests of the main module need.</summary>
    public bool AllIsRoot { get; init; }

    /// <summary>Modules that have missing packages are looked for.</summary>
    public bool FindsMissing { get; init; }

    /// <summary>Packages that are asked for count as if the main module imported them.</summary>
    public bool RootsAreImported { get; init; }

    /// <summary>Tests of what is asked for are loaded too.</summary>
    public bool LoadsTests { get; init; }

    /// <summary><c>all</c> never takes tests of dependencies in, as vendor folders have none.</summary>
    public bool UsesVendorAll { get; init; }

    /// <summary>In the end, only the requirements that are needed stay.</summary>
    public bool IsTidy { get; init; }

    /// <summary>The go version to tidy for, or null for that of go.mod.</summary>
    public string? TidyGoVersion { get; init; }

    /// <summary>After an error in the module graph, what was loaded by then counts.</summary>
    public bool TakesErrors { get; init; }

    /// <summary>Throws for packages that must not be used, by path and module.</summary>
    public Action<string, ModuleVersion>? CheckPackage { get; init; }

    /// <summary>The path of a package as a package of the standard library imports it: some are vendored.</summary>
    public Func<string, string, string> StandardImport { get; init; } = (_, path) => path;
}
