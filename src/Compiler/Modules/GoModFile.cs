using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Files;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Modules;

/// <summary>A module and its version; the version is empty where none was written.</summary>
/// <remarks>
/// No value type: collections of the framework are compiled ahead of time for references alone, and commands that run for a tenth of a
/// second must not compile theirs first.
/// </remarks>
public sealed record ModuleVersion(string Path, string Version)
{
    /// <summary>Same path, same version.</summary>
    public bool Equals(ModuleVersion? other)
        => ReferenceEquals(this, other) || (other is not null && Version == other.Version && Path == other.Path);

    /// <inheritdoc/>
    public override int GetHashCode() => (Path.GetHashCode() * 31) + Version.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Version.Length == 0 ? Path : $"{Path}@{Version}";
}

/// <summary>A <c>require</c> line.</summary>
public sealed record RequiredModule(ModuleVersion Module, bool IsIndirect)
{
    internal ModLine Line { get; init; } = new();
}

/// <summary>A <c>replace</c> line. A target without version is a folder, relative to the file's.</summary>
public sealed record ReplacedModule(ModuleVersion Old, ModuleVersion New)
{
    public bool IsFolder => New.Version.Length == 0;

    internal ModLine Line { get; init; } = new();
}

/// <summary>An <c>exclude</c> line.</summary>
public sealed record ExcludedModule(ModuleVersion Module)
{
    internal ModLine Line { get; init; } = new();
}

/// <summary>
/// A <c>retract</c> line: versions from <paramref name="Low"/> to <paramref name="High"/>, both included, that should not be used, and why.
/// </summary>
public sealed record RetractedVersions(string Low, string High, string Rationale)
{
    internal ModLine Line { get; init; } = new();
}

/// <summary>A line of one word: <c>tool</c>, <c>ignore</c>, or <c>use</c> in go.work.</summary>
internal sealed record ModPathLine(string Path, ModLine Line);

/// <summary>A <c>godebug key=value</c> line.</summary>
internal sealed record ModGodebugLine(string Key, string Value, ModLine Line);

/// <summary>
/// A go.mod file: what it says, and its lines with their comments. Reading never changes it; the methods of <c>GoModFile.Edit.cs</c> do,
/// for the commands that write it anew.
/// </summary>
public sealed partial class GoModFile
{
    private readonly List<RequiredModule> _requirements = [];
    private readonly List<ReplacedModule> _replacements = [];
    private readonly List<ExcludedModule> _exclusions = [];
    private readonly List<RetractedVersions> _retractions = [];
    private readonly List<ModGodebugLine> _godebugs = [];
    private readonly List<ModPathLine> _tools = [], _ignored = [];
    private ModLine? _moduleLine, _goLine, _toolchainLine;

    private GoModFile(string filePath, ModSyntaxFile syntax)
    {
        FilePath = filePath;
        Syntax = syntax;
    }

    /// <summary>Path of the file.</summary>
    public string FilePath { get; }

    internal ModSyntaxFile Syntax { get; }

    /// <summary>Folder of the file: the module's root, unless the file stands for a go.mod elsewhere.</summary>
    public string Directory => Path.GetDirectoryName(FilePath)!;

    /// <summary>The module's path; empty after an error.</summary>
    public string ModulePath { get; private set; } = "";

    /// <summary>There is a <c>module</c> line.</summary>
    public bool HasModule => _moduleLine is not null;

    /// <summary>What a comment that begins with <c>Deprecated:</c> at the <c>module</c> line says; empty without.</summary>
    public string Deprecated { get; private set; } = "";

    /// <summary>The <c>go</c> line's version, or null.</summary>
    public GoVersion? Go { get; private set; }

    /// <summary>The <c>go</c> line's version, or what a file without one means.</summary>
    public string GoText => Go?.Text ?? GoVersion.Unstated.Text;

    /// <summary>The <c>toolchain</c> line, or null. We are the toolchain; it is only checked.</summary>
    public string? Toolchain { get; private set; }

    public IReadOnlyList<RequiredModule> Requirements => _requirements;
    public IReadOnlyList<ReplacedModule> Replacements => _replacements;
    public IReadOnlyList<ExcludedModule> Exclusions => _exclusions;
    public IReadOnlyList<RetractedVersions> Retractions => _retractions;

    /// <summary>Settings of <c>godebug</c> lines, in order.</summary>
    public IReadOnlyList<(string Key, string Value)> Godebugs => [.. _godebugs.Select(g => (g.Key, g.Value))];

    internal IReadOnlyList<ModGodebugLine> GodebugLines => _godebugs;

    /// <summary>Folders that <c>ignore</c> lines take out of <c>...</c> patterns: <c>./x</c> from the root, or <c>x</c> anywhere.</summary>
    public IReadOnlyList<string> Ignored => [.. _ignored.Select(i => i.Path)];

    /// <summary>Package paths of <c>tool</c> lines.</summary>
    public IReadOnlyList<string> Tools => [.. _tools.Select(t => t.Path)];

    /// <summary>The language version the module's packages are written in.</summary>
    public GoVersion LanguageVersion => Go ?? GoVersion.Unstated;

    internal ModLine? ModuleLine => _moduleLine;

    internal ModLine? GoLine => _goLine;

    /// <summary>Where the <c>go</c> line's version is written; line 0 without one.</summary>
    public (int Line, int Column) GoPlace => _goLine is null ? (0, 0) : (Argument(_goLine, 0).Line, Argument(_goLine, 0).Column);

    /// <summary>The file as the go command prints it.</summary>
    public byte[] Format() => ModSyntaxPrinter.Format(Syntax);

    /// <summary>A file that says nothing yet.</summary>
    internal static GoModFile New(string filePath) => new(filePath, new ModSyntaxFile { FilePath = filePath });

    /// <summary>
    /// Parses the main module's file. Versions that are not canonical go through <paramref name="fix"/>; without it they are errors.
    /// </summary>
    /// <exception cref="ModFileException">With all errors.</exception>
    internal static GoModFile Parse(string filePath, string text, Func<string, string, string>? fix)
        => new Reader(filePath, text, fix, isStrict: true).Read();

    /// <summary>Parses the file of a dependency: what only counts in a main module, and what is not known, is passed over.</summary>
    /// <exception cref="ModFileException">With all errors.</exception>
    internal static GoModFile ParseLax(string filePath, string text) => new Reader(filePath, text, null, isStrict: false).Read();

    /// <summary>Parses a go.mod file as that of a main module; every error goes to the sink with its line and column.</summary>
    public static GoModFile Parse(string filePath, byte[] content, DiagnosticSink sink)
    {
        GoModFile file;
        try
        {
            file = Parse(filePath, Encoding.UTF8.GetString(content), fix: null);
        }
        catch (ModFileException e)
        {
            foreach (ModFileError error in e.Errors)
            {
                sink.Report(error.ToDiagnostic(filePath));
            }
            return New(filePath);
        }
        foreach (ModFileError error in file.Problems(GoRelease.Language))
        {
            sink.Report(error.ToDiagnostic(filePath));
        }
        return file;
    }

    /// <summary>What is wrong with a well-formed file as that of a main module.</summary>
    internal IEnumerable<ModFileError> Problems(string release)
    {
        if (_moduleLine is null)
        {
            yield return new ModFileError(Catalogue.MissingModulePath, new ModPosition(1, 1, 0), "missing module declaration");
        }
        else if (ImportPaths.Problem(ModulePath, isModule: false) is { } problem)
        {
            yield return new ModFileError(Catalogue.InvalidModulePath, Argument(_moduleLine, 0),
                $"malformed module path {Modules.GoText.Quote(ModulePath)}: {problem}");
        }
        foreach (ModGodebugLine setting in _godebugs)
        {
            if (GodebugDefaults.Problem("godebug", setting.Key, setting.Value, release) is { } wrong)
            {
                yield return new ModFileError(Catalogue.InvalidGodebug, Argument(setting.Line, 0), wrong);
            }
        }
    }

    /// <summary>Where an argument of a line's verb stands.</summary>
    private static ModPosition Argument(ModLine line, int index)
    {
        int at = line.IsInBlock ? index : index + 1;
        return at < line.Positions.Length ? line.Positions[at] : line.Start;
    }
}
