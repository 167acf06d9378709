namespace Go.Compiler.Modules.Resolution;

/// <summary>
/// The modules that the main module requires (of a workspace: its modules), and which of them its own packages import. The graph below them
/// is read when it is first asked for. Immutable.
/// </summary>
internal sealed class Requirements
{
    private readonly Dictionary<string, string> _highest = new(StringComparer.Ordinal);
    private readonly MainModules _main;
    private readonly Lock _lock = new();
    private ModuleGraph? _graph;

    /// <param name="roots">Sorted. The module <c>go</c> is always one.</param>
    public Requirements(MainModules main, Pruning pruning, IReadOnlyList<ModuleVersion> roots, IReadOnlySet<string> direct)
    {
        (_main, Pruning, Roots, Direct) = (main, pruning, roots, direct);
        foreach (ModuleVersion root in roots)
        {
            if (!_highest.TryGetValue(root.Path, out string? version) || ModuleVersions.Compare(root.Path, version, root.Version) < 0)
            {
                _highest[root.Path] = root.Version;
            }
        }
    }

    public Pruning Pruning { get; }

    public IReadOnlyList<ModuleVersion> Roots { get; }

    /// <summary>Paths of modules that have packages which the main module imports itself.</summary>
    public IReadOnlySet<string> Direct { get; }

    public string GoVersion => _highest["go"];

    /// <summary>The version of a root, empty for a main module; null if the path is no root's.</summary>
    public string? RootVersion(string path) => _main.Contains(path) ? "" : _highest.GetValueOrDefault(path);

    /// <summary>A path is required twice, or a main module is.</summary>
    public bool HasRedundantRoot => Roots.Where((m, i) => _main.Contains(m.Path) || (i > 0 && Roots[i - 1].Path == m.Path)).Any();

    /// <summary>The graph, if it has been read.</summary>
    public ModuleGraph? LoadedGraph => Volatile.Read(ref _graph);

    /// <summary>The graph, as far as it can be had: see <see cref="ModuleGraph.Failure"/>.</summary>
    public ModuleGraph Graph(Func<Requirements, ModuleGraph> read)
    {
        lock (_lock)
        {
            return _graph ??= read(this);
        }
    }

    /// <summary>Takes a graph that comes from elsewhere: the vendor folder's list, or the same roots.</summary>
    public Requirements With(ModuleGraph? graph)
    {
        _graph = graph;
        return this;
    }

    public bool HasRootsOf(IReadOnlyList<ModuleVersion> roots) => Roots.SequenceEqual(roots);
}
