using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Packages;

/// <summary>A package that exists, before it is read.</summary>
/// <param name="FullPath">Its unique path.</param>
/// <param name="Folder">Where its files are.</param>
/// <param name="Module">Its module; null for the standard library.</param>
internal sealed record PackagePlace(string FullPath, SourceFolder Folder, ModuleInfo? Module)
{
    public bool IsStandard => Module is null;

    /// <summary>For a path that leads nowhere, where listings speak of it.</summary>
    public static PackagePlace Nowhere(string path) => new(path, new DiskFolder("", DiskFileView.Instance), null);

    public bool IsNowhere => Folder.Location.Length == 0;

    /// <summary>Only these files, whatever their constraints say; null for all of the folder's that the constraints select.</summary>
    public IReadOnlyList<string>? OnlyFiles { get; init; }

    /// <summary>The path that decides which internal packages it may import: that of its folder, also when files were named one by one.</summary>
    public string TreePath { get; init; } = FullPath;
}

/// <summary>Why an import path leads nowhere.</summary>
internal readonly record struct PlaceProblem(DiagnosticDescriptor Descriptor, string Message);

/// <summary>
/// Says which folder an import path means: the standard library (with its own vendored packages), the main module, its vendor folder,
/// and modules replaced by local folders. Thread-safe.
/// </summary>
internal sealed class PackageLocator
{
    private readonly IStandardLibrary _standard;
    private readonly List<ModuleInfo> _modules = [];
    private readonly VendorFolder? _vendor;

    public PackageLocator(IStandardLibrary standard, IFileView files, ModuleInfo main, GoModFile? modFile, DiagnosticSink sink)
    {
        _standard = standard;
        Files = files;
        Main = main;
        ModFile = modFile;
        _modules.Add(main);
        if (modFile is null)
        {
            return;
        }
        _vendor = VendorFolder.Find(Files, main);
        foreach (RequiredModule required in modFile.Requirements)
        {
            if (ReplacementOf(required.Module) is { IsFolder: true } replacement)
            {
                AddReplacement(required.Module, replacement, modFile, sink);
            }
        }
    }

    /// <summary>How everything about files is asked that decides what a path means.</summary>
    public IFileView Files { get; }

    public ModuleInfo Main { get; }

    public GoModFile? ModFile { get; }

    /// <summary>All modules whose folders we have, the main one first.</summary>
    public IReadOnlyList<ModuleInfo> Modules => _modules;

    private ReplacedModule? ReplacementOf(ModuleVersion module)
    {
        ReplacedModule? any = null;
        foreach (ReplacedModule replacement in ModFile!.Replacements)
        {
            if (replacement.Old == module)
            {
                return replacement;
            }
            if (replacement.Old.Path == module.Path && replacement.Old.Version.Length == 0)
            {
                any = replacement;
            }
        }
        return any;
    }

    private void AddReplacement(ModuleVersion module, ReplacedModule replacement, GoModFile modFile, DiagnosticSink sink)
    {
        string folder = Path.GetFullPath(Path.Combine(modFile.Directory, replacement.New.Path));
        string file = Path.Combine(folder, "go.mod");
        if (!Files.FileExists(file))
        {
            string message = $"{module.Path}@{module.Version} (replaced by {replacement.New.Path}): reading {file}: no such file or directory";
            sink.Report(new Diagnostic(Catalogue.InvalidReplacement, default, message, FilePath: modFile.FilePath, FileLine: replacement.Line.Start.Line, FileColumn: 1));
            return;
        }
        GoModFile own = GoModFile.Parse(file, Files.Read(file), sink);
        ReleaseCheck.Report(own, "module " + replacement.New.Path, _standard.Version, sink);
        _modules.Add(new ModuleInfo(module.Path, module.Version, folder, own.LanguageVersion, IsMain: false));
    }

    /// <summary>The standard library's package of this path, or null.</summary>
    public PackagePlace? FindStandard(string path)
        => _standard.Files(path).Any(IsGoFile) ? new PackagePlace(path, new StandardFolder(_standard, path), null) : null;

    /// <summary>Finds what a path written in a file of <paramref name="importer"/> (null: a pattern) means.</summary>
    public PackagePlace? Find(string path, PackagePlace? importer, out PlaceProblem problem)
    {
        problem = default;
        if (Malformed(path) is { } malformed)
        {
            problem = malformed;
            return null;
        }
        if (importer is { IsStandard: true } && FindVendoredStandard(path, importer.FullPath) is { } vendored)
        {
            return vendored;
        }
        if (ImportPaths.LooksStandard(path) && FindStandard(path) is { } standard)
        {
            return standard;
        }
        PackagePlace? place = importer is { IsStandard: true } ? null : FindInModules(path, ref problem);
        if (place is null && problem.Message is null)
        {
            problem = Missing(path);
        }
        return place;
    }

    private static PlaceProblem? Malformed(string path)
    {
        if (!ImportPaths.IsWellFormed(path))
        {
            return new(Catalogue.InvalidImportPath, "invalid import path: " + path);
        }
        if (path.StartsWith('/'))
        {
            return new(Catalogue.InvalidImportPath, $"\"{path}\" is not a package path; see 'go help packages'");
        }
        if (ImportPaths.IsRelative(path))
        {
            return new(Catalogue.InvalidImportPath, $"\"{path}\" is relative, but relative import paths are not supported in module mode");
        }
        return ImportPaths.Problem(path, isModule: false) is { } problem ? new(Catalogue.InvalidImportPath, $"malformed import path \"{path}\": {problem}") : null;
    }

    /// <summary>Packages of the standard library and of the commands import other people's packages from vendor folders of their own.</summary>
    private PackagePlace? FindVendoredStandard(string path, string importer)
        => ImportPaths.LooksStandard(path) ? null : FindStandard((ImportPaths.HasPrefix(importer, "cmd") ? "cmd/vendor/" : "vendor/") + path);

    private PackagePlace? FindInModules(string path, ref PlaceProblem problem)
    {
        PackagePlace? found = null;
        // Nested modules share prefixes: the longest one that has the package wins, and two that have it are an error.
        foreach (ModuleInfo module in _modules)
        {
            if (FindInModule(path, module) is not { } place)
            {
                continue;
            }
            if (found is not null)
            {
                problem = new(Catalogue.AmbiguousImport, $"ambiguous import: found package {path} in multiple modules:\n\t{Describe(found)}\n\t{Describe(place)}");
                return null;
            }
            found = place;
        }
        return found ?? _vendor?.Find(path);
    }

    private static string Describe(PackagePlace place) => $"{place.Module!.Path}{(place.Module.Version.Length > 0 ? " " + place.Module.Version : "")} ({place.Folder.Location})";

    private PackagePlace? FindInModule(string path, ModuleInfo module)
    {
        if (module.Path.Length == 0 || !ImportPaths.HasPrefix(path, module.Path))
        {
            return null;
        }
        string below = path.Length == module.Path.Length ? "" : path[(module.Path.Length + 1)..];
        string folder = Path.Combine(module.Directory, below.Replace('/', Path.DirectorySeparatorChar));
        return HasGoFiles(folder) && !IsInNestedModule(module.Directory, below) ? new PackagePlace(path, new DiskFolder(folder, Files), module) : null;
    }

    /// <summary>Whether a go.mod file below the root takes the folder out of the module.</summary>
    public bool IsInNestedModule(string root, string below)
    {
        for (string at = below; at.Length > 0; at = at.Contains('/') ? at[..at.LastIndexOf('/')] : "")
        {
            if (Files.FileExists(Path.Combine(root, at, "go.mod")))
            {
                return true;
            }
        }
        return false;
    }

    private PlaceProblem Missing(string path)
    {
        if (ImportPaths.LooksStandard(path))
        {
            return new(Catalogue.PackageNotFound, $"package {path} is not in std ({_standard.PathOf(path, "")})");
        }
        if (ModFile is null)
        {
            return new(Catalogue.ModuleNotRequired, $"no required module provides package {path}: go.mod file not found in current directory or any parent directory; see 'go help modules'");
        }
        foreach (ReplacedModule replacement in ModFile.Replacements)
        {
            if (ImportPaths.HasPrefix(path, replacement.Old.Path) && !ModFile.Requirements.Any(r => r.Module.Path == replacement.Old.Path))
            {
                return new(Catalogue.ModuleNotRequired, $"module {replacement.Old.Path} provides package {path} and is replaced but not required; to add it:\n\tgo get {replacement.Old.Path}");
            }
        }
        return new(Catalogue.ModuleNotRequired, $"no required module provides package {path}; to add it:\n\tgo get {path}");
    }

    public static bool IsGoFile(string name) => name.EndsWith(".go", StringComparison.Ordinal) && name[0] is not ('.' or '_');

    public bool HasGoFiles(string folder) => HasGoFiles(Files, folder);

    public static bool HasGoFiles(IFileView files, string folder)
    {
        foreach (FolderEntry entry in files.List(folder, EntryFilter.PackageFiles))
        {
            if (entry.Name.EndsWith(".go", StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }
}
