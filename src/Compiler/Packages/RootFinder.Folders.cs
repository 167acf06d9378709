using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Packages;

/// <content>Folders: which package is there, and whose it is.</content>
internal sealed partial class RootFinder
{
    /// <summary>The path that a folder below a vendor folder has for those who import it.</summary>
    private string? VendoredTree(string folder)
        => locator.MainModules.Select(m => m.Directory.Length == 0 ? null : Below(Path.Combine(m.Directory, "vendor"), folder))
            .FirstOrDefault(b => b is { Length: > 0 });

    private void AddFolder(string folder, string pattern)
    {
        if (locator.Gopath is { } gopath && (StandardPathOf(folder) is not { } known || locator.FindStandard(known) is null))
        {
            AddFolderWithoutModules(gopath, folder, pattern);
        }
        else if (!locator.Session.HasModule && StandardPathOf(folder) is null && folder + Path.DirectorySeparatorChar != StandardRoot)
        {
            NoModule(pattern); // whether it is there or not
        }
        else if (!locator.Files.FolderExists(folder))
        {
            bool isFile = locator.Files.FileExists(folder) && locator.Session.HasModule;
            NoPackage(pattern, Catalogue.PatternNotFound, isFile ? OutsideText(folder) : $"stat {folder}: directory not found",
                isFile ? null : folder);
        }
        else if (locator.Session.HasModule && StandardPathOf(folder) is null && !HasAnyGoFile(folder))
        {
            NoPackage(pattern, Catalogue.NoGoFiles, $"no Go files in {folder}", folder); // no path can mean it
        }
        else if (folder + Path.DirectorySeparatorChar == StandardRoot)
        {
            NoPackage(pattern, Catalogue.PatternNotFound,
                HasAnyGoFile(folder) ? "GOROOT/src is not an importable package" : $"no Go files in {folder}");
        }
        else if (StandardPathOf(folder) is { } path && locator.Session.HasModule && locator.FindStandard(path) is null
            && !HasAnyGoFile(folder))
        {
            NoPackage(pattern, Catalogue.NoGoFiles, $"no Go files in {folder}", folder);
        }
        else if (StandardPathOf(folder) is "builtin")
        {
            NoPackage(pattern, Catalogue.PatternNotFound, "\"builtin\" is a pseudo-package, not an importable package");
        }
        else if (StandardPathOf(folder) is { } standardPath && locator.FindStandard(standardPath) is { } place)
        {
            _roots.Add(new RootPackage(place, false)); // also when its go.mod, of module std, is the main one
        }
        else if (ModuleOf(folder, out ModuleInfo? module) is { } importPath)
        {
            if (ImportPaths.LooksStandard(importPath) && locator.FindStandard(importPath) is not null
                && locator.Session.TryLocate(importPath, locator.Session.Requirements, null).Failure is AmbiguousImportException ambiguous)
            {
                NoPackage(pattern, ambiguous.Descriptor, ambiguous.Message);
                return;
            }
            _roots.Add(new RootPackage(new PackagePlace(importPath, new DiskFolder(folder, locator.Files), module), false));
        }
        else
        {
            NoPackage(pattern, Catalogue.PatternNotFound, OutsideText(folder));
        }
    }

    private bool HasAnyGoFile(string folder)
        => locator.Files.List(folder, EntryFilter.PackageFiles).Any(e => e.Name.EndsWith(".go", StringComparison.Ordinal));

    private void AddFolderWithoutModules(GopathFolders gopath, string folder, string pattern)
    {
        PackagePlace place = gopath.PlaceOf(folder);
        if (locator.Files.FolderExists(folder))
        {
            _roots.Add(new RootPackage(place, false));
        }
        else if (Path.IsPathRooted(pattern))
        {
            NoPackage(pattern, Catalogue.PatternNotFound, $"stat {folder}: directory not found", folder);
        }
        else
        {
            NoPackage(pattern, Catalogue.PatternNotFound,
                $"cannot find package {Modules.GoText.Quote(gopath.PathOf(folder) ?? pattern)} in:\n\t{folder}", folder);
        }
    }

    private void NoModule(string pattern)
    {
        try
        {
            locator.Session.RequireModule();
        }
        catch (ModuleException e)
        {
            NoPackage(pattern, e.Descriptor, e.Message);
        }
    }

    /// <summary>Why a folder has no import path.</summary>
    private string OutsideText(string folder)
    {
        string shown = Shown(folder);
        string subject = shown == "." ? "current directory" : $"directory {shown}";
        ModuleInfo? around = locator.MainModules.Where(m => Below(m.Directory, folder) is { } below && !below.Contains('@'))
            .MaxBy(m => m.Directory.Length);
        if (locator.Session.IsWorkspace)
        {
            for (string? at = folder; at is not null && around is null; at = Path.GetDirectoryName(at))
            {
                if (locator.Files.FileExists(Path.Combine(at, "go.mod")))
                {
                    return $"{subject} is contained in a module that is not one of the workspace modules listed in go.work. "
                        + $"You can add the module to the workspace using:\n\tgo work use {Shown(at)}";
                }
            }
        }
        if (around is not null)
        {
            string below = Below(around.Directory, folder)!;
            return ImportPaths.HasPrefix(below, "vendor")
                ? locator.Session.Mode == ModuleMode.Vendor ? $"directory {folder} is not a package listed in vendor/modules.txt"
                : $"without -mod=vendor, directory {folder} has no package path"
                : $"main module ({around.Path}) does not contain package {around.Path}/{below}";
        }
        return locator.Session.IsWorkspace ? $"{subject} outside modules listed in go.work or their selected dependencies"
            : $"{subject} outside main module or its selected dependencies";
    }

    /// <summary>A folder's path below another, with slashes; null if it is not below.</summary>
    private static string? Below(string root, string folder)
    {
        string below = Path.GetRelativePath(root, folder).Replace(Path.DirectorySeparatorChar, '/');
        return below == "." ? "" : below == ".." || below.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(below)
            ? null : below;
    }

    /// <summary>The import path of a folder inside one of the modules, or null.</summary>
    private string? ModuleOf(string folder, out ModuleInfo? module)
    {
        foreach (ModuleInfo candidate in locator.MainModules.Where(m => m.Path.Length > 0))
        {
            // An @ belongs to versions in the module cache, which a main module's folder may seem to hold.
            if (Below(candidate.Directory, folder) is not { } below || below.Contains('@')
                || locator.IsInNestedModule(candidate.Directory, below))
            {
                continue;
            }
            if (ImportPaths.HasPrefix(below, "vendor") && below.Length > "vendor".Length)
            {
                return VendoredPath(below, out module);
            }
            module = candidate;
            return below.Length == 0 ? candidate.Path : $"{candidate.Path}/{below}";
        }
        return DependencyOf(folder, out module);
    }

    private string? VendoredPath(string below, out ModuleInfo? module)
    {
        string path = below.Length > "vendor/".Length ? below["vendor/".Length..] : "";
        bool isListed = locator.Session.Vendor?.ModuleOf(path) is not null;
        module = isListed ? locator.Find(path, null, out _)?.Module : null;
        return module is null ? null : path;
    }

    /// <summary>The import path of a folder in a dependency: a replacement, or a version in the module cache.</summary>
    private string? DependencyOf(string folder, out ModuleInfo? module)
    {
        ModuleSession session = locator.Session;
        module = null;
        if (!session.HasModule || session.Mode == ModuleMode.Vendor)
        {
            return null;
        }
        foreach (ModuleVersion candidate in session.GraphOrPart(session.Requirements).BuildList.Where(m
            => !ModuleVersions.IsToolchain(m.Path) && !session.Main.Contains(m.Path)))
        {
            ModuleVersion actual = session.Actual(candidate);
            string? root = actual.Version.Length == 0 ? session.Main.FolderOf(actual) : session.CachedFolder(actual);
            if (root is null || Below(root, folder) is not { } below
                || (actual.Version.Length == 0 && locator.IsInNestedModule(root, below)))
            {
                continue;
            }
            module = locator.InfoOf(candidate, root);
            return below.Length == 0 ? candidate.Path : $"{candidate.Path}/{below}";
        }
        return null;
    }

    private string StandardRoot => Path.GetFullPath(standard.PathOf("", "") + "/");

    private string? StandardPathOf(string folder)
        => folder.StartsWith(StandardRoot, StringComparison.Ordinal)
            ? folder[StandardRoot.Length..].Replace(Path.DirectorySeparatorChar, '/') : null;

    /// <summary>Whether a folder may have packages of a module of the build, in it or below.</summary>
    private bool IsInModule(string folder)
    {
        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (locator.Files.FileExists(Path.Combine(at, "go.mod")))
            {
                return locator.MainModules.Any(m => m.Path.Length > 0 && m.Directory == at) || DependencyOf(folder, out _) is not null;
            }
        }
        return DependencyOf(folder, out _) is not null;
    }
}
