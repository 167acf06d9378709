namespace Go.Compiler.Types;

/// <summary>A package as the checker sees it.</summary>
public sealed class Package
{
    public Package(string path, string name)
        : this(path, name, Universe.Scope)
    {
    }

    internal Package(string path, string name, Scope universe)
    {
        Path = path;
        Name = name;
        Scope = new Scope(universe);
    }

    /// <summary>
    /// Import path as it appears in symbol names: <c>main</c> for the main package, <c>vendor/...</c> for std's vendored packages.
    /// </summary>
    public string Path { get; }

    public string Name { get; set; }
    public Scope Scope { get; }

    /// <summary>Directly imported packages, sorted by path, without unsafe.</summary>
    public List<Package> Imports => LazyInitializer.EnsureInitialized(ref _imports, () => ImportLoader?.Invoke() ?? []);
    private List<Package>? _imports;

    /// <summary>Packages read from interface parts: finds the imported packages when asked.</summary>
    internal Func<List<Package>>? ImportLoader { get; init; }

    /// <summary>All declarations are resolved; false while checking and for packages with errors.</summary>
    public bool IsComplete { get; set; }

    /// <summary>The package compiles under the rules for runtime packages (contract section 2.4).</summary>
    public bool IsRuntimePackage { get; set; }

    /// <summary>Language version in force (from go.mod): <c>go1.27</c>.</summary>
    public string GoVersion { get; set; } = "";

    // Types declared inside functions that other packages may refer to through bodies.
    private System.Collections.Concurrent.ConcurrentDictionary<(string, int), TypeName>? _localTypes;

    /// <summary>Makes a type declared inside a function known by name and number.</summary>
    internal void RegisterLocalType(TypeName name)
    {
        if (_localTypes is null)
        {
            Interlocked.CompareExchange(ref _localTypes, new(), null);
        }
        _localTypes.TryAdd((name.Name, name.LocalIndex), name);
    }

    /// <summary>A registered local type, or null.</summary>
    internal TypeName? LocalType(string name, int localIndex)
        => _localTypes is not null && _localTypes.TryGetValue((name, localIndex), out TypeName? t) ? t : null;

    public override string ToString() => Path;
}
