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

    /// <summary>Import path as it appears in symbol names: <c>main</c> for the main package, <c>vendor/...</c> for std's vendored packages.</summary>
    public string Path { get; }

    public string Name { get; set; }
    public Scope Scope { get; }

    /// <summary>Directly imported packages, sorted by path, without unsafe.</summary>
    public List<Package> Imports { get; } = [];

    /// <summary>All declarations are resolved; false while checking and for packages with errors.</summary>
    public bool IsComplete { get; set; }

    /// <summary>The package compiles under the rules for runtime packages (contract section 2.4).</summary>
    public bool IsRuntimePackage { get; set; }

    /// <summary>Language version in force (from go.mod): <c>go1.27</c>.</summary>
    public string GoVersion { get; set; } = "";
    public override string ToString() => Path;
}
