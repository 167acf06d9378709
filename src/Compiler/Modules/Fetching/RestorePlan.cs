using System.Text;
using Go.Compiler.FileSystem;
using Go.Compiler.Modules.Checksums;

namespace Go.Compiler.Modules.Fetching;

/// <summary>
/// Which versions a restore brings, read from the files of a module or workspace alone: those that are required and whose zips go.sum
/// knows. In a tidy module these are the ones with packages of the build or of its tests. No version is selected here, and what go.sum
/// lacks is not looked for: that is the resolver's, in the build.
/// </summary>
internal sealed class RestorePlan : IRecordedSums
{
    private const string GoModSuffix = "/go.mod";

    private readonly IFileView _files;
    private readonly List<(string Name, GoSumFile File)> _sums = [];
    private readonly List<GoModFile> _mains = [];
    private readonly List<ReplacedModule> _replacements = [];
    private readonly bool _readsModules;
    private GoVersion? _workspaceGo;

    /// <summary>The versions to bring, sorted.</summary>
    public IReadOnlyList<ModuleVersion> Modules { get; }

    /// <summary>The versions whose go.mod the build may read, whether or not it needs a package of them.</summary>
    public IReadOnlyList<ModuleVersion> GoMods => !_readsModules ? []
        : [.. _sums.SelectMany(s => s.File.Modules).Where(m => m.Version.EndsWith(GoModSuffix, StringComparison.Ordinal))
            .Select(m => m with { Version = m.Version[..^GoModSuffix.Length] })
            .Where(m => !_mains.Exists(main => main.ModulePath == m.Path)).Distinct()];

    /// <param name="settings">Which files count.</param>
    /// <param name="directory">Where the build starts.</param>
    /// <param name="files">Through which everything is read.</param>
    /// <exception cref="Files.ModFileException">A file is malformed.</exception>
    /// <exception cref="ModuleException">A go.sum file is malformed.</exception>
    public RestorePlan(ModuleSettings settings, string directory, IFileView files)
    {
        _files = files;
        string? work = settings.Workspace switch { "off" => null, "" => Nearest(directory, "go.work"),
            var path => Path.GetFullPath(path, directory) };
        string? module = Nearest(directory, "go.mod");
        if (work is not null)
        {
            ReadWorkspace(work);
        }
        else if (module is not null)
        {
            ReadModule(settings.ModFile is { } other ? Path.GetFullPath(other, directory) : module, "go.sum");
        }
        _readsModules = _mains.Count > 0 && !IsVendored(settings, Path.GetDirectoryName(work ?? module!)!, work is not null);
        Modules = _readsModules ? Choose() : [];
    }

    public IReadOnlyList<RecordedSum> Of(ModuleVersion module)
    {
        var all = new List<RecordedSum>();
        foreach ((string name, GoSumFile file) in _sums)
        {
            file.AddSums(module, name, all);
        }
        return all;
    }

    // A restore changes no file.
    public void Add(ModuleVersion module, string hash)
    {
    }

    private string? Nearest(string directory, string name)
    {
        for (string? folder = directory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string path = Path.Combine(folder, name);
            if (_files.FileExists(path))
            {
                return path;
            }
        }
        return null;
    }

    private string Text(string path) => Encoding.UTF8.GetString(_files.Read(path));

    private void ReadWorkspace(string path)
    {
        GoWorkFile work = GoWorkFile.Parse(path, Text(path));
        _workspaceGo = work.Go;
        ReadSums(path + ".sum", "go.work.sum");
        foreach (ModPathLine use in work.Uses)
        {
            string module = Path.Combine(Path.GetFullPath(use.Path, work.Directory), "go.mod");
            if (_files.FileExists(module)) // one that is missing is an error of the build
            {
                ReadModule(module, Path.ChangeExtension(module, ".sum"));
            }
        }
        _replacements.InsertRange(0, work.Replacements);
    }

    private void ReadModule(string path, string sumName)
    {
        // versions as they stand: nobody is asked what they mean
        GoModFile module = GoModFile.Parse(path, Text(path), (_, version) => version);
        _mains.Add(module);
        _replacements.AddRange(module.Replacements);
        ReadSums(Path.ChangeExtension(path, ".sum"), sumName);
    }

    private void ReadSums(string path, string name)
    {
        if (_files.FileExists(path))
        {
            _sums.Add((name, GoSumFile.Parse(path, _files.Read(path))));
        }
    }

    private bool IsVendored(ModuleSettings settings, string root, bool isWorkspace)
    {
        if (settings.Mode != ModuleMode.Unset)
        {
            return settings.Mode == ModuleMode.Vendor;
        }
        bool isSince = (isWorkspace ? _workspaceGo : _mains[0].Go) is { } go
            && go.CompareTo(isWorkspace ? s_workspaceVendor : s_vendor) >= 0;
        return isSince && _files.FileExists(Path.Combine(root, "vendor", "modules.txt"));
    }

    private static readonly GoVersion s_vendor = GoVersion.Parse("1.14")!.Value, s_workspaceVendor = GoVersion.Parse("1.22")!.Value,
        s_pruned = GoVersion.Parse("1.17")!.Value;

    private List<ModuleVersion> Choose()
    {
        var highest = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (RequiredModule required in _mains.SelectMany(m => m.Requirements))
        {
            Raise(required.Module);
        }
        var chosen = new SortedSet<ModuleVersion>(Comparer<ModuleVersion>.Create((a, b)
            => string.CompareOrdinal(a.Path, b.Path) is var order and not 0 ? order : SemanticVersion.Compare(a.Version, b.Version)));
        foreach ((string path, string version) in highest)
        {
            Take(new ModuleVersion(path, version));
        }
        // Before 1.17, and in a workspace, others may require versions that no go.mod here names; the sums do.
        if (_workspaceGo is not null || _mains.Count != 1 || _mains[0].Go is not { } go || go.CompareTo(s_pruned) < 0)
        {
            foreach (ModuleVersion module in _sums.SelectMany(s => s.File.Modules)
                .Where(m => !m.Version.EndsWith(GoModSuffix, StringComparison.Ordinal)))
            {
                if (!highest.TryGetValue(module.Path, out string? version) || SemanticVersion.Compare(version, module.Version) < 0)
                {
                    Take(module);
                }
            }
        }
        return [.. chosen];

        void Take(ModuleVersion required)
        {
            ModuleVersion module = Actual(required);
            bool isKnown = module.Version.Length > 0 && Of(module)
                .Any(s => s.Hash.StartsWith(DirectoryHash.Prefix, StringComparison.Ordinal));
            if (isKnown && !_mains.Exists(m => m.ModulePath == required.Path))
            {
                chosen.Add(module);
            }
        }

        void Raise(ModuleVersion module)
        {
            if (!highest.TryGetValue(module.Path, out string? version) || SemanticVersion.Compare(version, module.Version) < 0)
            {
                highest[module.Path] = module.Version;
            }
        }
    }

    // What stands for a version: a replacement of just that one before one of all.
    private ModuleVersion Actual(ModuleVersion module)
        => (_replacements.Find(r => r.Old == module)
            ?? _replacements.Find(r => r.Old.Path == module.Path && r.Old.Version.Length == 0))?.New ?? module;
}
