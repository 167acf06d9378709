using System.Collections.Concurrent;
using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Resolution;

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

    /// <summary>
    /// It is a package with its test files, or the one beside it: what it lacks is lacking for tests of this path. Empty for others.
    /// </summary>
    public string TestOf { get; init; } = "";

    /// <summary>
    /// The path that decides which internal packages it may import: that of its folder, also when files were named one by one.
    /// </summary>
    public string TreePath { get; init; } = FullPath;
}

/// <summary>Why an import path leads nowhere.</summary>
internal readonly record struct PlaceProblem(DiagnosticDescriptor Descriptor, string Message)
{
    /// <summary>Nothing can be said of any package: no import is to blame.</summary>
    public bool IsOfBuild { get; init; }
}

/// <summary>
/// Says which folder an import path means: in the standard library (with its own vendored packages), or in one of the modules that the
/// build is made of. Thread-safe.
/// </summary>
internal sealed class PackageLocator(IStandardLibrary standard, IFileView files, ModuleSession session)
{
    private readonly ConcurrentDictionary<ModuleVersion, ModuleInfo> _modules = new();

    /// <summary>How everything about files is asked that decides what a path means.</summary>
    public IFileView Files => files;

    public ModuleSession Session => session;

    /// <summary>Where packages come from when there are no modules; else null.</summary>
    public GopathFolders? Gopath { get; init; }

    /// <summary>The first main module; without go.mod the working folder, with an empty path.</summary>
    public ModuleInfo Main => InfoOf(session.Main.First);

    public GoModFile? ModFile => session.Main.First.File;

    /// <summary>The modules that are worked on.</summary>
    public IEnumerable<ModuleInfo> MainModules => session.Main.All.Select(InfoOf);

    private ModuleInfo InfoOf(MainModule module) => module.File is null
        ? new ModuleInfo("", "", session.WorkingDirectory, GoVersion.Newest, IsMain: true)
        : _modules.GetOrAdd(module.Version, _ => new ModuleInfo(module.Prefix.Length == 0 ? "" : module.Path, "", module.Directory,
            module.Go, IsMain: true));

    /// <summary>What is known of a module of the build.</summary>
    public ModuleInfo InfoOf(ModuleVersion module, string folder)
        => module.Version.Length == 0 && session.Main.Find(module.Path) is { } main
            ? InfoOf(main) : _modules.GetOrAdd(module, m => NewInfo(m, folder));

    private ModuleInfo NewInfo(ModuleVersion module, string folder)
    {
        (ModuleVersion Target, string File)? replacement = session.Main.Replacement(module);
        ModuleVersion actual = replacement?.Target ?? module;
        string go = session.Vendor is { } vendor ? vendor.Find(module)?.GoVersion ?? "" : session.Summary(module).GoVersion;
        return new ModuleInfo(module.Path, module.Version, folder, GoVersion.Parse(go) ?? GoVersion.Unstated, IsMain: false)
        {
            Replacement = replacement?.Target,
            Sum = actual.Version.Length > 0 ? session.Sums.Known(actual) ?? "" : "",
            IsIndirect = !session.Requirements.Direct.Contains(module.Path),
            IsVendored = session.Vendor is not null,
        };
    }

    /// <summary>The standard library's package of this path, or null.</summary>
    public PackagePlace? FindStandard(string path)
        => standard.Files(path).Any(IsGoFile) ? new PackagePlace(path, new StandardFolder(standard, path), null) : null;

    /// <summary>Finds what a path written in a file of <paramref name="importer"/> (null: a pattern) means.</summary>
    public PackagePlace? Find(string path, PackagePlace? importer, out PlaceProblem problem)
    {
        problem = default;
        if (Gopath is not null && ImportPaths.IsRelative(path))
        {
            return FindByFolder(Gopath, path, importer, out problem);
        }
        if (!ImportPaths.IsWellFormed(path))
        {
            string? malformed = importer is null && Gopath is null ? ImportPaths.Problem(path, isModule: false) : null;
            problem = new(Catalogue.InvalidImportPath, malformed is null
                ? "invalid import path: " + path : $"malformed import path {GoText.Quote(path)}: {malformed}");
            return null;
        }
        if (importer is { IsStandard: true } && FindVendoredStandard(path, importer.FullPath) is { } vendored)
        {
            return vendored;
        }
        if (Gopath is not null && importer is not { IsStandard: true })
        {
            return Gopath.Find(path, importer?.Folder.Location, out problem);
        }
        bool mayBeVendored = session.Mode == ModuleMode.Vendor && session.HasModule
            && files.FolderExists(Path.Combine(session.VendorFolderPath, path));
        if (ImportPaths.LooksStandard(path) && !path.EndsWith('/') && FindStandard(path) is { } found
            && (importer is { IsStandard: true } || !mayBeVendored))
        {
            return found;
        }
        if (importer is not null && (ImportPaths.HasPrefix(path, "appengine") || ImportPaths.HasPrefix(path, "appengine_internal")))
        {
            problem = new(Catalogue.PackageNotFound, "cannot find package"); // these were never in a module
            return null;
        }
        if (importer is { IsStandard: true })
        {
            problem = new(Catalogue.PackageNotFound, $"package {path} is not in std ({standard.PathOf(path, "")})");
            return null;
        }
        (PackageLocation? location, ModuleException? failure) = session.TryLocate(path, session.Requirements, null);
        if (location is not null)
        {
            try
            {
                return new PackagePlace(path, new DiskFolder(location.Folder, files), InfoOf(location.Module, location.Root));
            }
            catch (ModuleException e)
            {
                failure = e;
            }
        }
        problem = ProblemOf(path, importer, failure!);
        return null;
    }

    private PackagePlace? FindByFolder(GopathFolders gopath, string path, PackagePlace? importer, out PlaceProblem problem)
    {
        problem = default;
        PackagePlace place = gopath.PlaceOf(Path.GetFullPath(Path.Combine(importer?.Folder.Location ?? "", path)));
        if (importer is null || !GopathFolders.IsLocal(importer))
        {
            problem = importer is null || PackageLoader.MayImport(importer, place)
                ? new(Catalogue.InvalidImportPath, $"local import {GoText.Quote(path)} in non-local package")
                : new(Catalogue.InternalPackage, $"use of internal package {place.FullPath} not allowed");
            return null;
        }
        if (!files.FolderExists(place.Folder.Location))
        {
            problem = new(Catalogue.PackageNotFound, $"cannot find package {GoText.Quote(place.FullPath)} in:\n\t{place.Folder.Location}");
            return null;
        }
        return place;
    }

    private PlaceProblem ProblemOf(string path, PackagePlace? importer, ModuleException failure)
    {
        switch (failure)
        {
            case GoTooOldException or ModuleGraphException { Reason: GoTooOldException }:
                return new(failure.Descriptor, ((failure as ModuleGraphException)?.Reason ?? failure).Message) { IsOfBuild = true };
            case ImportMissingException { IsStandard: true } when !session.HasModule:
                return new(Catalogue.PackageNotFound, $"package {path} is not in std ({standard.PathOf(path, "")})");
            case ImportMissingException when session.FailedLookup(path) is { } failed:
                return new(failed.Descriptor, failed.Message);
            case ImportMissingException when session.HasModule:
                try
                {
                    ModuleVersion found = session.FindModuleFor(path, session.Requirements,
                        importer?.Module is { IsMain: true } main ? session.Main.Find(main.Path) : null);
                    return new(Catalogue.ModuleNotRequired, $"missing module for import: {found} provides {path}");
                }
                catch (ModuleException e)
                {
                    return new(e.Descriptor, e.Message);
                }
            case ImportMissingSumException sums when importer is not null:
                return new(failure.Descriptor, sums.For(importer.TestOf.Length > 0 ? importer.TestOf : importer.FullPath,
                    importer.Module?.Version ?? "", isTest: importer.TestOf.Length > 0));
            default:
                return new(failure.Descriptor, failure.Message);
        }
    }

    /// <summary>
    /// Packages of the standard library and of the commands import other people's packages from vendor folders of their own.
    /// </summary>
    private PackagePlace? FindVendoredStandard(string path, string importer) => FindStandard(VendoredStandardPath(path, importer));

    private static string VendoredStandardPath(string path, string importer)
        => ImportPaths.LooksStandard(path) ? path : (ImportPaths.HasPrefix(importer, "cmd") ? "cmd/vendor/" : "vendor/") + path;

    /// <summary>The full path of what a package of the standard library imports.</summary>
    public string StandardImport(string importer, string path)
        => VendoredStandardPath(path, importer) is var vendored && vendored != path && FindStandard(vendored) is not null ? vendored : path;

    /// <summary>Whether a go.mod file below the root takes the folder out of the module.</summary>
    public bool IsInNestedModule(string root, string below)
    {
        for (string at = below; at.Length > 0; at = at.Contains('/') ? at[..at.LastIndexOf('/')] : "")
        {
            if (files.FileExists(Path.Combine(root, at, "go.mod")))
            {
                return true;
            }
        }
        return false;
    }

    public static bool IsGoFile(string name) => name.EndsWith(".go", StringComparison.Ordinal) && name[0] is not ('.' or '_');

    public bool HasGoFiles(string folder)
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
