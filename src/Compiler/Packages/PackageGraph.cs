using Go.Compiler.Modules;
namespace Go.Compiler.Packages;

/// <summary>The packages of a build and what they import. Immutable.</summary>
public sealed class PackageGraph
{
    private static readonly (string Key, string Value)[] s_fipsOn = [("fips140", "on")];

    private readonly Dictionary<string, LoadedPackage> _byPath = new(StringComparer.Ordinal);

    internal PackageGraph(IReadOnlyList<LoadedPackage> packages, IReadOnlyList<LoadedPackage> roots, GoModFile? modFile,
        IReadOnlyList<TestRoot> tests)
    {
        Packages = packages;
        Roots = roots;
        ModFile = modFile;
        Tests = tests;
        foreach (LoadedPackage package in packages)
        {
            _byPath.Add(package.Identity, package);
        }
    }

    /// <summary>All packages, each after those it imports; the order depends on nothing but the sources.</summary>
    public IReadOnlyList<LoadedPackage> Packages { get; }

    /// <summary>The packages that the patterns asked for, in their order.</summary>
    public IReadOnlyList<LoadedPackage> Roots { get; }

    /// <summary>The main module's go.mod, or null.</summary>
    public GoModFile? ModFile { get; }

    /// <summary>With <see cref="LoadOptions.Tests"/>: what is to be tested, one for each root.</summary>
    public IReadOnlyList<TestRoot> Tests { get; }

    /// <summary>The package of this path, as everybody sees it.</summary>
    public LoadedPackage? Find(string fullPath) => _byPath.GetValueOrDefault(fullPath);

    /// <summary>
    /// The package of this path as the tests of another package see it: null when it is the same for them as for everybody.
    /// </summary>
    public LoadedPackage? FindForTest(string fullPath, string forTest)
        => forTest.Length == 0 ? null : _byPath.GetValueOrDefault(LoadedPackage.IdentityOf(fullPath, forTest));

    /// <summary>As <see cref="LoadOptions.FipsMode"/>.</summary>
    public bool FipsMode { get; init; }

    /// <summary>Packages come from GOPATH: programs behave as of the last release before settings went by version.</summary>
    public bool IsWithoutModules { get; init; }

    private static readonly GoVersion s_beforeSettings = (GoVersion)GoVersion.Parse("1.20")!;

    /// <summary>Import paths of the tools of the main modules.</summary>
    public IReadOnlySet<string> Tools { get; init; } = new HashSet<string>();

    /// <summary>The workspace, whose version and settings count for programs; null without.</summary>
    internal GoWorkFile? Workspace { get; init; }

    /// <summary>Settings that count before those of go.mod and of programs.</summary>
    internal IReadOnlyList<(string Key, string Value)> ProjectGodebugs { get; init; } = [];

    /// <summary>The GODEBUG settings that a program of this graph starts with.</summary>
    public string DefaultGodebug(LoadedPackage program) => DefaultGodebug(program.GodebugSettings);

    /// <param name="settings">Those of the program's own files.</param>
    internal string DefaultGodebug(IReadOnlyList<(string Key, string Value)> settings)
        => GodebugDefaults.Compute(IsWithoutModules ? s_beforeSettings : Workspace is { } work
            ? GoVersion.Parse(work.GoText) ?? GoVersion.Unstated
            : ModFile?.LanguageVersion ?? GoVersion.Newest,
            [.. FipsMode ? s_fipsOn : [], .. Workspace is { } w ? w.Godebugs.Select(g => (g.Key, g.Value)) : ModFile?.Godebugs ?? [],
                .. settings, .. ProjectGodebugs]);
}
