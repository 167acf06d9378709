using System.Text;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules;

/// <summary>A module and its version; the version is empty where none was written.</summary>
public readonly record struct ModuleVersion(string Path, string Version);

/// <summary>A <c>require</c> line.</summary>
public sealed record RequiredModule(ModuleVersion Module, bool IsIndirect, int Line);

/// <summary>A <c>replace</c> line. A target without version is a folder, relative to the go.mod file's.</summary>
public sealed record ReplacedModule(ModuleVersion Old, ModuleVersion New, int Line)
{
    public bool IsFolder => New.Version.Length == 0;
}

/// <summary>A parsed go.mod file. Immutable.</summary>
public sealed class GoModFile
{
    /// <summary>Path of the file.</summary>
    public required string FilePath { get; init; }

    /// <summary>Folder of the file: the module's root.</summary>
    public string Directory => Path.GetDirectoryName(FilePath)!;

    /// <summary>The module's path; empty after an error.</summary>
    public string ModulePath { get; init; } = "";

    /// <summary>The <c>go</c> line's version, or null.</summary>
    public GoVersion? Go { get; init; }

    /// <summary>Where it is written.</summary>
    public (int Line, int Column) GoPlace { get; init; }

    /// <summary>The <c>toolchain</c> line, or null. We are the toolchain; it is only checked.</summary>
    public string? Toolchain { get; init; }

    public IReadOnlyList<RequiredModule> Requirements { get; init; } = [];
    public IReadOnlyList<ReplacedModule> Replacements { get; init; } = [];

    /// <summary>Settings of <c>godebug</c> lines, in order.</summary>
    public IReadOnlyList<(string Key, string Value)> Godebugs { get; init; } = [];

    /// <summary>Folders that <c>ignore</c> lines take out of <c>...</c> patterns: <c>./x</c> from the root, or <c>x</c> anywhere.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Package paths of <c>tool</c> lines.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>The language version the module's packages are written in.</summary>
    public GoVersion LanguageVersion => Go ?? GoVersion.Unstated;

    /// <summary>Parses a go.mod file; every error goes to the sink with its line and column.</summary>
    public static GoModFile Parse(string filePath, byte[] content, DiagnosticSink sink) => new GoModParser(filePath, Encoding.UTF8.GetString(content), sink).Parse();
}
