namespace Go.Compiler.VersionControl;

/// <summary>
/// A git repository as its files have it: no git program is asked. Work trees of their own and submodules (a file <c>.git</c> that names a
/// folder) and repositories with SHA-256 names are read too; those whose branches and tags are kept as a "reftable" are not.
/// </summary>
public sealed class GitRepository : IDisposable
{
    private const int MaxSymbolicNames = 5;
    private readonly string _folder;
    private readonly string _commonFolder;
    private readonly IReadOnlyDictionary<string, string> _variables;

    private GitRepository(string root, string folder, string commonFolder, IReadOnlyDictionary<string, string> variables)
    {
        Root = root;
        _folder = folder;
        _commonFolder = commonFolder;
        _variables = variables;
        Configuration = GitConfiguration.Read(Path.Combine(commonFolder, "config"), variables);
        if (Configuration["extensions.refstorage"] is { } storage && storage != "files")
        {
            throw new VersionControlException($"{root}: branches and tags are kept as {storage}, which is not read");
        }
        HashSize = Configuration["extensions.objectformat"] is "sha256" ? 32 : 20;
        Objects = new GitObjectStore(commonFolder, HashSize);
    }

    /// <summary>The work tree's root.</summary>
    public string Root { get; }

    internal GitConfiguration Configuration { get; }

    internal GitObjectStore Objects { get; }

    /// <summary>Bytes in the names of objects.</summary>
    internal int HashSize { get; }

    internal string IndexFile => Path.Combine(_folder, "index");

    /// <summary>Patterns of ignored files that are not part of the work tree: the repository's, and the user's.</summary>
    internal IEnumerable<string> ExcludeFiles
    {
        get
        {
            string? users = Configuration["core.excludesfile"] is { Length: > 0 } named ? GitConfiguration.Expand(named)
                : GitConfiguration.ConfigurationHome(_variables) is { } home ? Path.Combine(home, "git", "ignore") : null;
            return users is null ? [Path.Combine(_commonFolder, "info", "exclude")]
                : [users, Path.Combine(_commonFolder, "info", "exclude")];
        }
    }

    public void Dispose() => Objects.Dispose();

    /// <summary>Whether a folder is the root of a work tree: it holds a repository's folder, or a file that names one.</summary>
    public static bool IsRoot(string folder) => FolderOf(folder) is not null;

    /// <summary>Opens the repository of a work tree; null when the folder is no root of one.</summary>
    /// <param name="variables">The process's environment: where the user's settings are.</param>
    /// <exception cref="VersionControlException">It is damaged, or kept in a form that is not read.</exception>
    public static GitRepository? Open(string root, IReadOnlyDictionary<string, string> variables)
    {
        if (FolderOf(root) is not { } folder)
        {
            return null;
        }
        string common = folder, pointer = Path.Combine(folder, "commondir");
        if (File.Exists(pointer))
        {
            common = Path.GetFullPath(File.ReadAllText(pointer).Trim(), folder);
        }
        return new GitRepository(root, folder, common, variables);
    }

    private static string? FolderOf(string root)
    {
        string path = Path.Combine(root, ".git");
        if (Directory.Exists(path))
        {
            return path;
        }
        const string head = "gitdir:";
        if (!File.Exists(path) || new FileInfo(path).Length is 0 or > 4096 || File.ReadAllText(path) is not { } text
            || !text.StartsWith(head, StringComparison.Ordinal))
        {
            return null;
        }
        string folder = Path.GetFullPath(text[head.Length..].Trim(), root);
        return Directory.Exists(folder) ? folder : null;
    }

    /// <summary>The name of the commit that is checked out; null in a repository without commits.</summary>
    /// <exception cref="VersionControlException">The repository is damaged.</exception>
    public string? Head() => Resolve("HEAD");

    /// <summary>The commit time of a commit, in seconds since 1970.</summary>
    /// <exception cref="VersionControlException">The repository is damaged.</exception>
    public long CommitTime(string commit) => Objects.Commit(commit).CommitterTime;

    /// <summary>A file of a commit; null when it has none of this path.</summary>
    /// <exception cref="VersionControlException">The repository is damaged.</exception>
    public byte[]? FileOf(string commit, string path)
    {
        string id = Objects.Commit(commit).Tree;
        foreach (string name in path.Split('/'))
        {
            (int mode, _, string found) = Objects.Tree(id, HashSize).Find(e => e.Name == name);
            if (found is null || mode == 0xE000)
            {
                return null;
            }
            id = found;
        }
        GitObject file = Objects.Read(id);
        return file.Type == GitObjectType.Blob ? file.Content : null;
    }

    /// <summary>The tags, by name, with the commits that they stand for; tags of other things are left out.</summary>
    /// <exception cref="VersionControlException">The repository is damaged.</exception>
    public IReadOnlyDictionary<string, string> Tags()
    {
        const string prefix = "refs/tags/";
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string id) in PackedNames())
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                tags[name[prefix.Length..]] = id;
            }
        }
        string folder = Path.Combine(_commonFolder, "refs", "tags");
        if (Directory.Exists(folder))
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                tags[Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/')] = File.ReadAllText(file).Trim();
            }
        }
        var commits = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string id) in tags)
        {
            if (Objects.Peel(id) is { } commit)
            {
                commits[name] = commit;
            }
        }
        return commits;
    }

    /// <summary>The first of several commits that another one is, or comes after; null when it comes after none of them.</summary>
    /// <param name="candidates">In order of preference.</param>
    /// <exception cref="VersionControlException">The repository is damaged.</exception>
    public string? FirstAncestor(string commit, IReadOnlyList<string> candidates, CancellationToken cancellation)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { commit };
        // The newest commits first: what a commit comes after is mostly close to it.
        var work = new PriorityQueue<string, long>([(commit, 0)]);
        while (candidates.Count > 0 && work.TryDequeue(out string? next, out _))
        {
            cancellation.ThrowIfCancellationRequested();
            if (reached.Contains(candidates[0]))
            {
                return candidates[0];
            }
            foreach (string parent in Objects.Commit(next).Parents)
            {
                if (reached.Add(parent))
                {
                    work.Enqueue(parent, -Objects.Commit(parent).CommitterTime);
                }
            }
        }
        return candidates.FirstOrDefault(reached.Contains);
    }

    private string? Resolve(string name)
    {
        for (int i = 0; i < MaxSymbolicNames; i++)
        {
            string file = Path.Combine(name == "HEAD" ? _folder : _commonFolder, name);
            string? text = File.Exists(file) ? File.ReadAllText(file).Trim() : PackedNames().FirstOrDefault(n => n.Name == name).Id;
            if (text is null || !text.StartsWith("ref:", StringComparison.Ordinal))
            {
                return text;
            }
            name = text[4..].Trim();
        }
        throw new VersionControlException($"{Root}: HEAD leads nowhere");
    }

    private IEnumerable<(string Name, string Id)> PackedNames()
    {
        string file = Path.Combine(_commonFolder, "packed-refs");
        if (!File.Exists(file))
        {
            yield break;
        }
        foreach (string line in File.ReadLines(file))
        {
            int space = line.IndexOf(' ');
            if (space > 0 && line[0] is not ('#' or '^'))
            {
                yield return (line[(space + 1)..].Trim(), line[..space]);
            }
        }
    }
}
