using Go.Compiler.Modules;
using Go.Compiler.Text;

namespace Go.Compiler.Packages;

/// <summary>The module a package belongs to.</summary>
/// <param name="Path">Module path; empty for a folder without go.mod.</param>
/// <param name="Version">Required version; empty for the main module.</param>
/// <param name="Directory">Its root folder.</param>
/// <param name="Go">Language version of its packages.</param>
/// <param name="IsMain">It is the module being built.</param>
public sealed record ModuleInfo(string Path, string Version, string Directory, GoVersion Go, bool IsMain)
{
    /// <summary>The checksum that go.sum has for it or for what replaces it; empty without.</summary>
    public string Sum { get; init; } = "";

    /// <summary>What stands for it; a folder has no version. Null if it stands for itself.</summary>
    public ModuleVersion? Replacement { get; init; }

    /// <summary>No package of a main module imports from it, as far as go.mod says.</summary>
    public bool IsIndirect { get; init; }

    /// <summary>Packages come from a vendor folder: <see cref="Directory"/> is that.</summary>
    public bool IsVendored { get; init; }
}

/// <summary>One Go source file with what its head says.</summary>
/// <param name="Name">File name without folder.</param>
/// <param name="Source">The bytes, registered in the session's table.</param>
public sealed record GoFile(string Name, SourceFile Source)
{
    /// <summary>What the user wrote, where <see cref="Source"/> is made from it.</summary>
    public SourceFile Original { get => field ?? Source; init; }

    /// <summary>Nobody wrote it.</summary>
    public bool IsMade { get; init; }

    /// <summary>Names by which the package is imported here and where; the path is unquoted. <c>unsafe</c> is among them.</summary>
    public IReadOnlyList<(string Path, Pos Pos)> Imports { get; init; } = [];
}

/// <summary>A file that a <c>//go:embed</c> pattern matched.</summary>
/// <param name="Name">Slash-separated path relative to the package's folder: the name it is embedded under.</param>
/// <param name="FilePath">Where it is.</param>
public sealed class EmbedFile(string name, string filePath, Func<byte[]> read)
{
    public string Name { get; } = name;
    public string FilePath { get; } = filePath;

    /// <summary>Reads the contents.</summary>
    public byte[] Read() => read();
}

/// <summary>A <c>//go:embed</c> pattern and the files it stands for, sorted by name.</summary>
/// <param name="Skipped">Files and folders that it passes by, for their names begin with <c>.</c> or <c>_</c>.</param>
public sealed record EmbedPattern(string Pattern, IReadOnlyList<EmbedFile> Files, IReadOnlyList<string> Skipped);

/// <summary>
/// A package as found on disk or in the standard library: which files it is made of and what they import. Immutable. Files are read but
/// only their heads are parsed, which costs next to nothing: a package that a cache can supply needs no more, the others are parsed
/// whole by whoever compiles them.
/// </summary>
public sealed class LoadedPackage
{
    /// <summary>
    /// The path that symbols of the package start with: <c>main</c> for programs, <c>vendor/golang.org/x/...</c> for std's vendored ones.
    /// </summary>
    public string ImportPath => IsCommand ? "main" : FullPath;

    /// <summary>The path the package is found under. <c>command-line-arguments</c> for files named one by one.</summary>
    public required string FullPath { get; init; }

    /// <summary>
    /// Path of the package under test, of packages that only its test program sees: itself with its test files, the external test package,
    /// main, and copies of packages that import the package under test. Empty for all others, which test programs share.
    /// </summary>
    public string ForTest { get; init; } = "";

    /// <summary>Main package of a test program.</summary>
    public bool IsTestMain { get; init; }

    /// <summary>Unique in the graph: the path, with the test program if it is only for that, as Go's messages write it.</summary>
    public string Identity => IdentityOf(FullPath, IsTestMain ? "" : ForTest);

    internal static string IdentityOf(string fullPath, string forTest) => forTest.Length == 0 ? fullPath : $"{fullPath} [{forTest}.test]";

    /// <summary>Made of files that were named one by one.</summary>
    public bool IsNamedByFiles => FullPath == ImportPaths.CommandLine;

    /// <summary>The name in its package clauses.</summary>
    public required string Name { get; init; }

    /// <summary>Folder, for messages and embedded files.</summary>
    public required string Directory { get; init; }

    /// <summary>Sorted by name.</summary>
    public required IReadOnlyList<GoFile> GoFiles { get; init; }

    /// <summary><c>.s</c> files that the constraints select, sorted by name.</summary>
    public required IReadOnlyList<SourceFile> AssemblyFiles { get; init; }

    /// <summary><c>.h</c> files, sorted by name.</summary>
    public required IReadOnlyList<SourceFile> HeaderFiles { get; init; }

    /// <summary>Names of Go files that constraints or cgo leave out.</summary>
    public IReadOnlyList<string> IgnoredGoFiles { get; init; } = [];

    /// <summary>Paths of <c>.syso</c> files, sorted by name.</summary>
    public IReadOnlyList<string> SystemObjectFiles { get; init; } = [];

    /// <summary>One of its files that imports <c>"C"</c> and is left out for that; null without.</summary>
    public string? CgoFile { get; init; }

    /// <summary>What a program would leave of the package that counts statements and never ran any of it; empty without.</summary>
    public byte[] CoverageMeta { get; init; } = [];

    /// <summary>Every pattern of its <c>//go:embed</c> lines, sorted.</summary>
    public required IReadOnlyList<EmbedPattern> EmbedPatterns { get; init; }

    /// <summary>By path as written in the files; <c>unsafe</c> is not among them.</summary>
    public required IReadOnlyDictionary<string, LoadedPackage> Imports { get; init; }

    public required bool IsStandardLibrary { get; init; }

    /// <summary>Version that the package's module asks for.</summary>
    public required GoVersion GoVersion { get; init; }

    /// <summary>Language version of its files unless their own constraints say otherwise, such as <c>go1.21</c>.</summary>
    public required string LanguageVersion { get; init; }

    /// <summary>Null for the standard library.</summary>
    public required ModuleInfo? Module { get; init; }

    /// <summary>Package <c>main</c>: a program. Under test it is a package like any other.</summary>
    public bool IsCommand => Name == "main" && (ForTest.Length == 0 || IsTestMain);

    /// <summary>Settings of the <c>//go:debug</c> lines of a program, in order.</summary>
    public IReadOnlyList<(string Key, string Value)> GodebugSettings { get; init; } = [];

    /// <summary>Dependencies without repetition, by full path.</summary>
    public IEnumerable<LoadedPackage> Dependencies => Imports.Values.Distinct().OrderBy(p => p.FullPath, StringComparer.Ordinal);

    public override string ToString() => Identity;
}
