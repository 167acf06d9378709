using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Resolution;

/// <summary>The main modules of a build, in the workspace's order, and what they replace, exclude and use as tools.</summary>
internal sealed class MainModules
{
    private readonly Dictionary<string, MainModule> _byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<ModuleVersion, ModuleVersion> _workReplacements = [];
    private readonly Dictionary<string, string> _highestReplaced = new(StringComparer.Ordinal);

    /// <exception cref="ModuleException">The modules contradict each other.</exception>
    public MainModules(IReadOnlyList<MainModule> all, GoWorkFile? work)
    {
        (All, Work) = (all, work);
        foreach (MainModule module in all)
        {
            if (!_byPath.TryAdd(module.Path, module))
            {
                throw new ModuleException(Catalogue.InvalidWorkspace, $"module {module.Path} appears multiple times in workspace");
            }
        }
        AddWorkReplacements();
        AddReplacements();
        Tools = new HashSet<string>(StringComparer.Ordinal);
        foreach (string tool in all.SelectMany(m => m.File?.Tools ?? []))
        {
            if (ImportPaths.Problem(tool, isModule: false) is { } problem)
            {
                throw new ModuleException(Catalogue.InvalidImportPath, $"malformed tool path {GoText.Quote(tool)}: {problem}");
            }
            ((HashSet<string>)Tools).Add(tool);
        }
    }

    public IReadOnlyList<MainModule> All { get; }

    public GoWorkFile? Work { get; }

    /// <summary>The only one; of a workspace its first.</summary>
    public MainModule First => All[0];

    public IReadOnlySet<string> Tools { get; }

    public IEnumerable<ModuleVersion> Versions => All.Select(m => m.Version);

    /// <summary>Paths that are replaced, with the highest version that a line names; empty for all versions.</summary>
    public IReadOnlyDictionary<string, string> HighestReplaced => _highestReplaced;

    public bool Contains(string path) => _byPath.ContainsKey(path);

    public MainModule? Find(string path) => _byPath.GetValueOrDefault(path);

    public bool HasExclusions => All.Any(m => m.HasExclusions);

    public bool Excludes(ModuleVersion module) => All.Any(m => m.Excludes(module));

    private void AddWorkReplacements()
    {
        foreach (ReplacedModule r in Work?.Replacements ?? [])
        {
            if (Contains(r.Old.Path) && r.Old.Version.Length == 0)
            {
                throw new ModuleException(Catalogue.InvalidWorkspace,
                    $"workspace module {r.Old.Path} is replaced at all versions in the go.work file. "
                    + "To fix, remove the replacement from the go.work file or specify the version at which to replace the module.");
            }
            CheckConflict(_workReplacements, r);
            _workReplacements[r.Old] = r.New;
            AddHighest(r.Old);
        }
    }

    private static void CheckConflict(Dictionary<ModuleVersion, ModuleVersion> replacements, ReplacedModule r)
    {
        if (replacements.TryGetValue(r.Old, out ModuleVersion? other) && other != r.New)
        {
            throw new ModuleException(Catalogue.InvalidReplacement, $"conflicting replacements for {r.Old}:\n\t{other}\n\t{r.New}");
        }
    }

    private void AddHighest(ModuleVersion old)
    {
        if (!_highestReplaced.TryGetValue(old.Path, out string? version) || ModuleVersions.Compare(old.Path, old.Version, version) > 0)
        {
            _highestReplaced[old.Path] = old.Version;
        }
    }

    private void AddReplacements()
    {
        var ofWork = _workReplacements.Keys.Select(m => m.Path).ToHashSet(StringComparer.Ordinal);
        var all = new Dictionary<ModuleVersion, ModuleVersion>();
        foreach (MainModule module in All)
        {
            var own = new Dictionary<ModuleVersion, ModuleVersion>();
            foreach (ReplacedModule r in module.File?.Replacements ?? [])
            {
                CheckConflict(own, r);
                own[r.Old] = r.New;
                if (ofWork.Contains(r.Old.Path))
                {
                    continue;
                }
                ModuleVersion target = Work is not null && r.IsFolder
                    ? r.New with { Path = Path.GetFullPath(Path.Combine(module.Directory, r.New.Path)) } : r.New;
                if (all.TryGetValue(r.Old, out ModuleVersion? other) && other != target)
                {
                    throw new ModuleException(Catalogue.InvalidReplacement,
                        $"conflicting replacements for {r.Old}:\n\t{other}\n\t{target}\nuse \"go work edit -replace {r.Old}=[override]\" to resolve");
                }
                all[r.Old] = target;
                AddHighest(r.Old);
            }
        }
    }

    /// <summary>
    /// What stands for a module: a folder has no version and is relative to <see cref="ReplacementRoot"/>. Null where nothing does. The
    /// file that says so comes too.
    /// </summary>
    public (ModuleVersion Target, string File)? Replacement(ModuleVersion module)
    {
        if (Contains(module.Path) && module.Version.Length == 0)
        {
            return null;
        }
        if (Find(_workReplacements, module) is { } ofWork)
        {
            return (ofWork, Work!.FilePath);
        }
        foreach (MainModule main in All)
        {
            if (Find(main.Read.Replacements, module) is { } target)
            {
                return (Rebase(main, target), main.File!.FilePath);
            }
        }
        return null;
    }

    private static ModuleVersion? Find(IReadOnlyDictionary<ModuleVersion, ModuleVersion> replacements, ModuleVersion module)
        => replacements.TryGetValue(module, out ModuleVersion? target)
            || replacements.TryGetValue(module with { Version = "" }, out target) ? target : null;

    /// <summary>The folder that folders of replacements are relative to.</summary>
    public string ReplacementRoot => Work?.Directory ?? First.Directory;

    private ModuleVersion Rebase(MainModule main, ModuleVersion target)
    {
        if (target.Version.Length > 0 || Work is null || Path.IsPathRooted(target.Path))
        {
            return target;
        }
        string relative = Path.GetRelativePath(Work.Directory, Path.Combine(main.Directory, target.Path))
            .Replace(Path.DirectorySeparatorChar, '/');
        return new ModuleVersion(Files.ModWords.IsFolder(relative) ? relative : "./" + relative, "");
    }

    /// <summary>The folder of a replacement without version.</summary>
    public string FolderOf(ModuleVersion replacement) => Path.GetFullPath(Path.Combine(ReplacementRoot, replacement.Path));

    /// <summary>The versions of a path that are replaced, without pseudo-versions.</summary>
    public IEnumerable<string> ReplacedVersions(string path)
        => All.SelectMany(m => m.Read.Replacements.Keys).Concat(_workReplacements.Keys)
            .Where(m => m.Path == path && m.Version.Length > 0 && !PseudoVersion.IsPseudo(m.Version)).Select(m => m.Version);
}
