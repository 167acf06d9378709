using System.Security.Cryptography;
using System.Text;

namespace Go.Compiler.VersionControl;

/// <summary>
/// Whether a work tree differs from its commit: what <c>git status</c> would have a line for. The index is compared with the commit, the
/// files with the index, and files that neither knows and no pattern ignores count too.
/// </summary>
public sealed class WorkTreeStatus
{
    private const int Link = 0xA000, Submodule = 0xE000, Folder = 0x4000, ExecutableBit = 0x40;
    private const int MaxSubmodules = 20;
    private readonly GitRepository _repository;
    private readonly GitIndexFile _index;
    private readonly IReadOnlyDictionary<string, string> _variables;
    private readonly CancellationToken _cancellation;
    private readonly int _depth;
    private readonly HashSet<string> _tracked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _trackedFolders = new(StringComparer.Ordinal);

    private WorkTreeStatus(GitRepository repository, IReadOnlyDictionary<string, string> variables, int depth,
        CancellationToken cancellation)
    {
        _repository = repository;
        _variables = variables;
        _depth = depth;
        _cancellation = cancellation;
        _index = GitIndexFile.Read(repository.IndexFile, repository.HashSize);
    }

    /// <summary>Whether there is anything to commit or to add.</summary>
    /// <param name="variables">The process's environment: where the user's settings are.</param>
    /// <exception cref="VersionControlException">The repository is damaged, or kept in a form that is not read.</exception>
    public static bool IsModified(GitRepository repository, IReadOnlyDictionary<string, string> variables, CancellationToken cancellation)
        => new WorkTreeStatus(repository, variables, 0, cancellation).IsModified();

    private bool IsModified() => DiffersFromCommit() || _index.Entries.Any(IsChanged) || (ShowsUntracked && HasUntracked());

    private bool ShowsUntracked => _repository.Configuration["status.showuntrackedfiles"] is not ("no" or "false");

    private bool DiffersFromCommit()
    {
        string? head = _repository.Head();
        string? tree = head is null ? null : _repository.Objects.Commit(head).Tree;
        if (_index.Entries.Any(e => e.Stage != 0 || e.IsPlanned))
        {
            return true;
        }
        if (tree is null)
        {
            return _index.Entries.Count > 0;
        }
        if (_index.Tree == tree)
        {
            return false;
        }
        var entries = _index.Entries.ToDictionary(e => e.Path, StringComparer.Ordinal);
        return !EqualsTree(tree, "", entries, out int count) || count != entries.Count;
    }

    private bool EqualsTree(string tree, string prefix, Dictionary<string, GitIndexEntry> entries, out int count)
    {
        count = 0;
        foreach ((int mode, string name, string id) in _repository.Objects.Tree(tree, _repository.HashSize))
        {
            string path = prefix + name;
            _cancellation.ThrowIfCancellationRequested();
            // A folder that a sparse work tree leaves out is one entry.
            if (mode == Folder && !entries.ContainsKey(path + "/"))
            {
                if (!EqualsTree(id, path + "/", entries, out int below))
                {
                    return false;
                }
                count += below;
                continue;
            }
            if (!entries.TryGetValue(mode == Folder ? path + "/" : path, out GitIndexEntry entry) || entry.Mode != mode || entry.Id != id)
            {
                return false;
            }
            count++;
        }
        return true;
    }

    private bool IsChanged(GitIndexEntry entry)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (entry.IsTrusted || entry.Mode == Folder)
        {
            return false;
        }
        string path = Path.Combine(_repository.Root, entry.Path.Replace('/', Path.DirectorySeparatorChar));
        if (entry.Mode == Submodule)
        {
            return IsSubmoduleChanged(path, entry);
        }
        var file = new FileInfo(path);
        if (!file.Exists && file.LinkTarget is null)
        {
            return true;
        }
        if (entry.Mode == Link && _repository.Configuration.Flag("core.symlinks", true))
        {
            return file.LinkTarget is not { } target || HashOf(Encoding.UTF8.GetBytes(target)) != entry.Id;
        }
        if (file.LinkTarget is not null || (file.Attributes & FileAttributes.Directory) != 0)
        {
            return true;
        }
        bool hasModes = !OperatingSystem.IsWindows() && _repository.Configuration.Flag("core.filemode", true) && entry.Mode != Link;
        if (hasModes && ((file.UnixFileMode & UnixFileMode.UserExecute) != 0) != ((entry.Mode & ExecutableBit) != 0))
        {
            return true;
        }
        // Another size is a change, without a look at the contents; size 0 in the index is a way to say "look".
        return (entry.Size != 0 && (uint)file.Length != entry.Size) || (!IsAsNoted(file, entry) && HasOtherContent(path, entry.Id));
    }

    /// <summary>Size and time are those of the index, which was written later: nobody has touched the file since.</summary>
    private bool IsAsNoted(FileInfo file, GitIndexEntry entry)
    {
        if ((uint)file.Length != entry.Size)
        {
            return false;
        }
        long ticks = (file.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks;
        long seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out long rest);
        return (uint)seconds == entry.Seconds && rest == entry.Nanoseconds / 100 && file.LastWriteTimeUtc < _index.Written;
    }

    private bool HasOtherContent(string path, string id)
    {
        byte[] content = File.ReadAllBytes(path);
        if (HashOf(content) == id)
        {
            return false;
        }
        // Where line ends are converted (core.autocrlf, .gitattributes), the repository has none with a carriage return.
        byte[] converted = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(content).Replace("\r\n", "\n", StringComparison.Ordinal));
        return converted.Length == content.Length || !ConvertsLineEnds() || HashOf(converted) != id;
    }

    private bool ConvertsLineEnds()
        => _repository.Configuration["core.autocrlf"] is { } setting && setting != "false"
            || File.Exists(Path.Combine(_repository.Root, ".gitattributes"));

    private string HashOf(byte[] content)
    {
        byte[] whole = [.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content];
#pragma warning disable CA5350 // git names objects so; nothing is protected by it
        return Convert.ToHexStringLower(_repository.HashSize == 32 ? SHA256.HashData(whole) : SHA1.HashData(whole));
#pragma warning restore CA5350
    }

    private bool IsSubmoduleChanged(string path, GitIndexEntry entry)
    {
        if (!Directory.Exists(path))
        {
            return true;
        }
        if (_depth >= MaxSubmodules || GitRepository.Open(path, _variables) is not { } opened)
        {
            return false; // not checked out
        }
        using GitRepository submodule = opened;
        return submodule.Head() != entry.Id || new WorkTreeStatus(submodule, _variables, _depth + 1, _cancellation).IsModified();
    }

    private bool HasUntracked()
    {
        foreach (GitIndexEntry e in _index.Entries)
        {
            _tracked.Add(e.Path.TrimEnd('/'));
            for (int slash = e.Path.LastIndexOf('/'); slash > 0 && _trackedFolders.Add(e.Path[..slash]);
                slash = e.Path.LastIndexOf('/', slash - 1))
            {
            }
        }
        var patterns = new List<IgnorePattern>();
        foreach (string file in _repository.ExcludeFiles)
        {
            AddPatterns(file, "", patterns);
        }
        return HasUntracked("", patterns);
    }

    /// <param name="folder">From the root, with a slash behind it; empty: the root.</param>
    private bool HasUntracked(string folder, List<IgnorePattern> above)
    {
        _cancellation.ThrowIfCancellationRequested();
        string path = Path.Combine(_repository.Root, folder);
        string own = Path.Combine(path, ".gitignore");
        List<IgnorePattern> patterns = above;
        if (File.Exists(own))
        {
            patterns = [.. above];
            AddPatterns(own, folder, patterns);
        }
        foreach (FileSystemInfo entry in new DirectoryInfo(path)
            .EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 }))
        {
            string relative = folder + entry.Name;
            if (entry.Name == ".git" || _tracked.Contains(relative))
            {
                continue;
            }
            bool isFolder = entry is DirectoryInfo && entry.LinkTarget is null;
            if (IsIgnored(relative, isFolder, patterns) && !(isFolder && _trackedFolders.Contains(relative)))
            {
                continue;
            }
            if (!isFolder || (!_trackedFolders.Contains(relative) && GitRepository.IsRoot(entry.FullName)))
            {
                return true;
            }
            // In an ignored folder all is ignored, but for what was added in spite of that.
            if (!IsIgnored(relative, true, patterns) && HasUntracked(relative + "/", patterns))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The last pattern that matches decides.</summary>
    private static bool IsIgnored(string path, bool isFolder, List<IgnorePattern> patterns)
    {
        for (int i = patterns.Count - 1; i >= 0; i--)
        {
            if (patterns[i].Matches(path, isFolder))
            {
                return !patterns[i].IsNegated;
            }
        }
        return false;
    }

    private static void AddPatterns(string file, string folder, List<IgnorePattern> patterns)
    {
        if (File.Exists(file))
        {
            foreach (string line in File.ReadLines(file))
            {
                if (IgnorePattern.Parse(line, folder) is { } pattern)
                {
                    patterns.Add(pattern);
                }
            }
        }
    }
}
