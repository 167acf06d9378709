using Go.Compiler.Diagnostics;
using Go.Compiler.FileSystem;
using Go.Compiler.Modules;

namespace Go.Compiler.Packages;

/// <summary>
/// Packages without modules (GO111MODULE=off): the folders below <c>src</c> of every folder of GOPATH, each with the import path of its
/// place, and folders <c>vendor</c> on the way up from an importer before them. Thread-safe.
/// </summary>
internal sealed class GopathFolders
{
    private readonly IFileView _files;
    private readonly IStandardLibrary _standard;
    private readonly string[] _roots;
    private readonly ModuleInfo[] _modules;
    private static readonly ModuleInfo s_outside = new("", "", "", GoVersion.Newest, IsMain: true);

    /// <param name="roots">The folders of GOPATH.</param>
    /// <param name="standard">Its packages come first.</param>
    public GopathFolders(IReadOnlyList<string> roots, IFileView files, IStandardLibrary standard)
    {
        (_files, _standard) = (files, standard);
        _roots = [.. roots.Where(Path.IsPathRooted).Select(r => Path.Combine(r, "src"))];
        _modules = [.. _roots.Select(r => new ModuleInfo("", "", Path.GetDirectoryName(r)!, GoVersion.Newest, IsMain: true))];
    }

    /// <summary>What stands for the module of the packages in a folder: it has the folder of GOPATH, or none outside.</summary>
    public ModuleInfo ModuleOf(string folder)
        => _modules.FirstOrDefault(m => Below(Path.Combine(m.Directory, "src"), folder) is not null) ?? s_outside;

    /// <summary>The package that a path means in a file of a folder; null: in no folder.</summary>
    public PackagePlace? Find(string path, string? importer, out PlaceProblem problem)
    {
        problem = default;
        if (path == "mod" || path.StartsWith("mod/", StringComparison.Ordinal))
        {
            problem = new(Catalogue.InvalidImportPath, $"disallowed import path \"{path}\""); // may look like the module cache
            return null;
        }
        if (path.StartsWith('/'))
        {
            problem = new(Catalogue.InvalidImportPath, "cannot import absolute path");
            return null;
        }
        string clean = string.Join('/', path.Split('/').Where(e => e is not ("" or ".")));
        if (clean != path && !path.Contains("..", StringComparison.Ordinal))
        {
            problem = new(Catalogue.InvalidImportPath, $"non-canonical import path \"{path}\": should be \"{clean}\"");
            return null;
        }
        var tried = new List<string>();
        if (importer is not null && FindVendored(path, importer, tried) is { } vendored)
        {
            return vendored;
        }
        path = importer is null ? path : WithoutMajorVersion(path, importer);
        // What the standard library has vendored is its own affair: the user's comes first.
        bool isVendored = path.StartsWith("vendor/", StringComparison.Ordinal);
        if ((isVendored ? null : FindStandard(path)) is { } standard)
        {
            return standard;
        }
        foreach (string root in _roots)
        {
            string folder = Path.Combine(root, path);
            if (_files.FolderExists(folder))
            {
                return PlaceAt(path, folder);
            }
        }
        if ((isVendored ? FindStandard(path) : null) is { } vendoredStandard)
        {
            return vendoredStandard;
        }
        problem = new(Catalogue.PackageNotFound, NotFound(path, tried));
        return null;
    }

    /// <summary>
    /// Code that has a go.mod writes paths with major versions, which GOPATH has no folders for: the path without, where a go.mod says that
    /// the module is called so (<c>go help gopath</c>, minimal module awareness).
    /// </summary>
    private string WithoutMajorVersion(string path, string importer)
    {
        string? root = _roots.FirstOrDefault(r => Below(r, importer) is not null);
        if (root is null || !path.Contains("/v", StringComparison.Ordinal)
            || _roots.Any(r => _files.FolderExists(Path.Combine(r, path)) && HasGoFiles(Path.Combine(r, path))))
        {
            return path;
        }
        bool isInModule = false;
        for (string at = importer; at.Length > root.Length && !isInModule; at = Path.GetDirectoryName(at)!)
        {
            isInModule = _files.FileExists(Path.Combine(at, "go.mod"));
        }
        string[] elements = path.Split('/');
        for (int i = elements.Length - 1; isInModule && i > 0; i--)
        {
            string module = string.Join('/', elements[..(i + 1)]);
            if (ModulePaths.SplitMajor(module) is { Major: ['/', ..], Prefix: var prefix }
                && _roots.Any(r => NamesModule(Path.Combine(r, prefix, "go.mod"), module)))
            {
                return string.Join('/', (string[])[prefix, .. elements[(i + 1)..]]);
            }
        }
        return path;
    }

    private bool NamesModule(string file, string module)
        => _files.FileExists(file) && GoModFile.Parse(file, _files.Read(file), new DiagnosticSink()) is { } mod && mod.ModulePath == module;

    private PackagePlace? FindStandard(string path)
        => _standard.Files(path).Any(PackageLocator.IsGoFile) ? new PackagePlace(path, new StandardFolder(_standard, path), null) : null;

    private PackagePlace PlaceAt(string path, string folder) => new(path, new DiskFolder(folder, _files), ModuleOf(folder));

    private PackagePlace? FindVendored(string path, string importer, List<string> tried)
    {
        foreach (string root in _roots)
        {
            if (Below(root, importer) is not { } below || $"/{below}/".Contains("/testdata/", StringComparison.Ordinal))
            {
                continue;
            }
            for (string? at = below; at is not null; at = at.Length == 0 ? null : at.Contains('/') ? at[..at.LastIndexOf('/')] : "")
            {
                string vendor = Path.Combine(root, at, "vendor");
                if (!_files.FolderExists(vendor))
                {
                    continue;
                }
                string folder = Path.Combine(vendor, path);
                if (_files.FolderExists(folder) && HasGoFiles(folder))
                {
                    return PlaceAt(at.Length == 0 ? $"vendor/{path}" : $"{at}/vendor/{path}", folder);
                }
                tried.Add(folder);
            }
        }
        return null;
    }

    private string NotFound(string path, List<string> vendored)
    {
        var lines = new List<string>();
        lines.AddRange(vendored.Select((f, i) => i == 0 ? $"\t{f} (vendor tree)" : "\t" + f));
        lines.Add($"\t{_standard.PathOf(path, "")} (from $GOROOT)");
        lines.AddRange(_roots.Select((r, i) => i == 0 ? $"\t{Path.Combine(r, path)} (from $GOPATH)" : "\t" + Path.Combine(r, path)));
        if (_roots.Length == 0)
        {
            lines.Add("\t($GOPATH not set. For more details see: 'go help gopath')");
        }
        return $"cannot find package \"{path}\" in any of:\n{string.Join('\n', lines)}";
    }

    /// <summary>The package in a folder: under its import path if that means this folder, else under a name that none can import.</summary>
    public PackagePlace PlaceOf(string folder) => PlaceAt(PathOf(folder) ?? LocalPath(folder), folder);

    /// <summary>The import path of a folder; null if none leads there.</summary>
    public string? PathOf(string folder) => PlaceBelow(folder) is { HiddenBy: null } place ? place.Below : null;

    /// <summary>The folder that comes before a folder under the same import path; empty if none does.</summary>
    public string HiddenBy(string folder) => PlaceBelow(folder)?.HiddenBy ?? "";

    private (string Below, string? HiddenBy)? PlaceBelow(string folder)
    {
        for (int i = 0; i < _roots.Length; i++)
        {
            if (Below(_roots[i], folder) is not { Length: > 0 } below || $"/{below}/".Contains("/testdata/", StringComparison.Ordinal))
            {
                continue;
            }
            string? hiddenBy = _standard.Files(below).Any(PackageLocator.IsGoFile) ? _standard.PathOf(below, "")
                : _roots.Take(i).Select(r => Path.Combine(r, below)).FirstOrDefault(_files.FolderExists);
            return (below, hiddenBy);
        }
        return null;
    }

    private static string LocalPath(string folder) => "_" + folder.Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>A package that was named by its folder, and may import others so.</summary>
    public static bool IsLocal(PackagePlace place)
        => place.FullPath.StartsWith("_/", StringComparison.Ordinal) || place.OnlyFiles is not null;

    /// <summary>The packages of GOPATH whose paths match; null: all.</summary>
    /// <param name="enters">Whether a tree can have any.</param>
    /// <param name="link">Hears of links to folders, which are not followed; null: nobody wants to know.</param>
    public IEnumerable<PackagePlace> All(Func<string, bool> matches, Func<string, bool> enters, Action<string>? link = null)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string root in _roots)
        {
            foreach (string path in Walk(root, "", enters, link))
            {
                string folder = Path.Combine(root, path);
                if (matches(path) && HasGoFiles(folder) && seen.Add(path))
                {
                    yield return PlaceAt(path, folder);
                }
            }
        }
    }

    private IEnumerable<string> Walk(string root, string below, Func<string, bool> enters, Action<string>? link)
    {
        if (link is not null)
        {
            foreach (FolderEntry entry in _files.List(Path.Combine(root, below), EntryFilter.All))
            {
                if (entry.Kind == EntryKind.LinkToFolder && enters(below.Length == 0 ? entry.Name : $"{below}/{entry.Name}"))
                {
                    link(Path.Combine(root, below, entry.Name));
                }
            }
        }
        foreach (FolderEntry entry in _files.List(Path.Combine(root, below), EntryFilter.Folders))
        {
            string path = below.Length == 0 ? entry.Name : $"{below}/{entry.Name}";
            if (entry.Name[0] is '.' or '_' || entry.Name == "testdata" || !enters(path))
            {
                continue;
            }
            yield return path;
            foreach (string inner in Walk(root, path, enters, link))
            {
                yield return inner;
            }
        }
    }

    private bool HasGoFiles(string folder) => _files.List(folder, EntryFilter.PackageFiles).Any(e => PackageLocator.IsGoFile(e.Name));

    private static string? Below(string root, string folder)
        => folder == root ? "" : folder.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? folder[(root.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/') : null;
}
