using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
namespace Go.Compiler.Packages;

/// <summary>The main module's <c>vendor</c> folder: copies of the packages of required modules, listed in <c>vendor/modules.txt</c>.</summary>
internal sealed class VendorFolder
{
    private readonly IFileView _files;
    private readonly string _folder;
    private readonly List<ModuleInfo> _modules = [];

    private VendorFolder(IFileView files, string folder, string list)
    {
        _files = files;
        _folder = folder;
        foreach (string raw in files.ReadLines(list))
        {
            string line = raw.Trim();
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line.StartsWith("# ", StringComparison.Ordinal) && words.Length >= 2)
            {
                _modules.Add(new ModuleInfo(words[1], words.Length > 2 && words[2] != "=>" ? words[2] : "", folder, GoVersion.Unstated, IsMain: false));
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal) && _modules.Count > 0)
            {
                int go = Array.IndexOf(words, "go");
                if (go >= 0 && go + 1 < words.Length && GoVersion.Parse(words[go + 1]) is { } version)
                {
                    _modules[^1] = _modules[^1] with { Go = version };
                }
            }
        }
    }

    public static VendorFolder? Find(IFileView files, ModuleInfo main)
    {
        string folder = Path.Combine(main.Directory, "vendor");
        string list = Path.Combine(folder, "modules.txt");
        return files.FileExists(list) ? new VendorFolder(files, folder, list) : null;
    }

    public PackagePlace? Find(string path)
    {
        string folder = Path.Combine(_folder, path.Replace('/', Path.DirectorySeparatorChar));
        if (!PackageLocator.HasGoFiles(_files, folder))
        {
            return null;
        }
        ModuleInfo? owner = null;
        foreach (ModuleInfo module in _modules)
        {
            if (ImportPaths.HasPrefix(path, module.Path) && (owner is null || module.Path.Length > owner.Path.Length))
            {
                owner = module;
            }
        }
        return owner is null ? null : new PackagePlace(path, new DiskFolder(folder, _files), owner);
    }
}
