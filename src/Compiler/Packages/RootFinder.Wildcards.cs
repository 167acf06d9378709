using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Packages;

/// <content>Patterns with dots in them, and names of modules.</content>
internal sealed partial class RootFinder
{
    /// <summary><c>./x/...</c>: folders below one, without those of other modules, vendored, hidden, test data and ignored ones.</summary>
    private void AddFolders(string pattern)
    {
        int dots = pattern.IndexOf("...", StringComparison.Ordinal);
        int slash = pattern.LastIndexOf('/', dots);
        string prefix = slash < 0 ? "." : pattern[..(slash + 1)];
        string start = Path.GetFullPath(Path.Combine(workingDirectory, prefix)).TrimEnd(Path.DirectorySeparatorChar);
        if (locator.Gopath is null && StandardPathOf(start) is null && start + Path.DirectorySeparatorChar != StandardRoot
            && !IsInModule(start))
        {
            string scope = locator.Session.IsWorkspace ? "modules listed in go.work or their selected dependencies"
                : "main module or its selected dependencies";
            NoPackage(pattern, Catalogue.PatternNotFound, $"pattern {pattern}: directory prefix {Shown(start)} does not contain {scope}",
                FullPathOf(pattern));
            return;
        }
        if (!locator.Files.FolderExists(start))
        {
            NoPackage(pattern, Catalogue.PatternNotFound, $"pattern {pattern}: lstat {prefix}: no such file or directory",
                FullPathOf(pattern));
            return;
        }
        string full = Path.GetFullPath(Path.Combine(workingDirectory, pattern.Replace("...", "\u0001", StringComparison.Ordinal)))
            .Replace("\u0001", "...", StringComparison.Ordinal);
        Walk(start, folder =>
        {
            if (!locator.HasGoFiles(folder) || !PathPattern.Matches(full, folder))
            {
                return;
            }
            if (StandardPathOf(folder) is { } standardPath && locator.FindStandard(standardPath) is { } place)
            {
                if (standardPath != "builtin")
                {
                    _roots.Add(new RootPackage(place, true)); // builtin only documents
                }
            }
            else if (locator.Gopath is { } gopath)
            {
                _roots.Add(new RootPackage(gopath.PlaceOf(folder), true));
            }
            else if (ModuleOf(folder, out ModuleInfo? module) is { } path)
            {
                _roots.Add(new RootPackage(new PackagePlace(path, new DiskFolder(folder, locator.Files), module), true));
            }
            else if (folder.Contains('@'))
            {
                NoPackage(pattern, Catalogue.PatternNotFound, OutsideText(folder));
            }
        });
    }

    private void Walk(string folder, Action<string> visit)
    {
        visit(folder);
        foreach (FolderEntry entry in locator.Files.List(folder, EntryFilter.Folders))
        {
            string child = Path.Combine(folder, entry.Name);
            bool isElsewhere = locator.Gopath is null && (Path.GetFileName(folder) == "vendor"
                || locator.Files.FileExists(Path.Combine(child, "go.mod")));
            if (entry.Name == "testdata" || isElsewhere)
            {
                continue;
            }
            if (IsIgnored(child))
            {
                Trace($"ignoring directory {child}");
            }
            else
            {
                Walk(child, visit);
            }
        }
    }

    private bool IsIgnored(string folder)
        => locator.Session.Main.All.Any(m => m.File is { Ignored.Count: > 0 } file && Below(m.Directory, folder) is { } below
            && PathPattern.IsIgnored(file.Ignored, below));

    /// <summary>Import path patterns: the packages of our modules and of the standard library that match.</summary>
    private void AddMatchingPaths(string pattern)
    {
        ModuleSession session = locator.Session;
        int before = _roots.Count;
        try
        {
            switch (pattern)
            {
                case "std" or "cmd":
                    AddStandard(pattern, pattern == "cmd" ? "cmd" : "");
                    break;
                case "tool":
                    AddPaths(session.Main.Tools.Order(StringComparer.Ordinal));
                    break;
                case "all" when locator.Gopath is { } gopath:
                    AddStandard("std", "");
                    AddStandard("cmd", "cmd");
                    _roots.AddRange(gopath.All(_ => true, _ => true).Select(p => new RootPackage(p, true)));
                    break;
                case "all":
                    AddPaths(ListAll());
                    break;
                case "work":
                    foreach (MainModule module in session.Main.All.Where(m => m.Directory.Length > 0))
                    {
                        AddModule("...", module.Version);
                    }
                    if (session.Vendor is { } vendor)
                    {
                        AddPaths(vendor.Packages.Keys);
                    }
                    _roots.Sort(before, _roots.Count - before, s_byPath);
                    break;
                default:
                    AddWildcard(pattern);
                    AddStandard(pattern, "");
                    if (PathPattern.TreeCanMatch(pattern, "cmd"))
                    {
                        AddStandard(pattern, "cmd");
                    }
                    _roots.Sort(before, _roots.Count - before, s_byPath);
                    break;
            }
        }
        catch (ModuleException e)
        {
            Error(e.Descriptor, e.Message);
        }
    }

    private void AddPaths(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            if (locator.Find(path, null, out PlaceProblem problem) is { } place)
            {
                _roots.Add(new RootPackage(place, true));
            }
            else if (MissingInAll.GetValueOrDefault(path) is not "" and var text)
            {
                NoPackage(path, problem.Descriptor, text ?? problem.Message);
            }
            else if (IsListing)
            {
                _roots.Add(new RootPackage(PackagePlace.Nowhere(path), false));
            }
        }
    }

    private void AddWildcard(string pattern)
    {
        ModuleSession session = locator.Session;
        if (locator.Gopath is { } gopath)
        {
            Action<string> link = folder => Warn($"warning: ignoring symlink {folder}");
            _roots.AddRange(gopath.All(p => PathPattern.Matches(pattern, p), p => PathPattern.TreeCanMatch(pattern, p), link)
                .Select(p => new RootPackage(p, true)));
            return;
        }
        if (session.Mode == ModuleMode.Vendor)
        {
            foreach (MainModule module in session.Main.All.Where(m => m.Directory.Length > 0))
            {
                AddModule(pattern, module.Version);
            }
            AddPaths(session.Vendor!.Packages.Keys.Where(p => PathPattern.Matches(pattern, p)).Order(StringComparer.Ordinal));
            return;
        }
        if (!session.HasModule)
        {
            return;
        }
        foreach (ModuleVersion module in session.Graph(session.Requirements).BuildList.Where(m => !ModuleVersions.IsToolchain(m.Path)
            && PathPattern.TreeCanMatch(pattern, m.Path)))
        {
            AddModule(pattern, module);
        }
    }

    private void AddModule(string pattern, ModuleVersion module)
    {
        (string root, bool isLocal) = locator.Session.Fetch(module);
        string prefix = module.Version.Length == 0 && locator.Session.Main.Find(module.Path) is { } main ? main.Prefix : module.Path;
        foreach ((string path, string folder) in locator.Session.PackageFolders(prefix, root, isLocal, locator.Session.IgnoredIn(module)))
        {
            if (PathPattern.Matches(pattern, path))
            {
                _roots.Add(new RootPackage(new PackagePlace(path, new DiskFolder(folder, locator.Files), locator.InfoOf(module, root)),
                    true));
            }
        }
    }

    private void AddStandard(string pattern, string folder)
    {
        bool isMatch = pattern switch
        {
            // builtin only documents, unsafe is built in, and runtime/cgo is for programs with C in them.
            "std" => folder is not ("" or "builtin" or "runtime/cgo") && (folder != "unsafe" || IsListing),
            "cmd" => true,
            _ => folder is not ("" or "builtin") && !ImportPaths.HasPrefix(folder, "vendor") && PathPattern.Matches(pattern, folder),
        };
        if (isMatch && locator.FindStandard(folder) is { } place)
        {
            _roots.Add(new RootPackage(place, true));
        }
        foreach (string child in standard.Folders(folder))
        {
            if (child != "testdata" && child[0] is not ('.' or '_') && !(folder.Length == 0 && child == "cmd"))
            {
                AddStandard(pattern, folder.Length == 0 ? child : $"{folder}/{child}");
            }
        }
    }
}
