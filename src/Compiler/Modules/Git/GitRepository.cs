using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Cache;

namespace Go.Compiler.Modules.Git;

/// <summary>
/// A remote repository and the bare copy of it in the module cache (<c>cache/vcs</c>, where the original go command finds it, too). Only
/// what is asked for is fetched: single commits without history, and everything only where history matters. Thread-safe; a file lock keeps
/// other processes from the copy.
/// </summary>
internal sealed class GitRepository
{
    private const int MinHashDigits = 7;

    private readonly ModuleCache _cache;
    private readonly Func<string, CancellationToken, bool> _isMissing;
    private readonly Fetching.OnceMap<string, string> _directory = new();
    private readonly Fetching.OnceMap<string, IReadOnlyDictionary<string, string>> _refs = new();
    private readonly Fetching.OnceMap<string, GitCommit> _commits = new();
    private readonly Lock _lock = new();
    private bool _isWhole;

    /// <summary>Its address.</summary>
    public string Remote { get; }

    /// <param name="cache">The module cache.</param>
    /// <param name="remote">Its address, with a scheme.</param>
    /// <param name="isMissing">Whether a web address says "not found": what git says of a missing repository differs from host to
    /// host.</param>
    public GitRepository(ModuleCache cache, string remote, Func<string, CancellationToken, bool> isMissing)
    {
        if (remote.StartsWith('-'))
        {
            throw new ModuleException(Catalogue.VersionControlFailed, $"git remote ({remote}) must not begin with a dash");
        }
        if (!remote.Contains("://", StringComparison.Ordinal))
        {
            string hint = remote.Contains(':') ? " (use URL syntax not host:path syntax)" : "";
            throw new ModuleException(Catalogue.VersionControlFailed, $"git remote ({remote}) must not be local directory{hint}");
        }
        _cache = cache;
        _isMissing = isMissing;
        Remote = remote;
    }

    /// <summary>All branches, tags (as the commits they mean) and HEAD, with their commits.</summary>
    public IReadOnlyDictionary<string, string> Refs(CancellationToken cancellation) => _refs.Get("", _ =>
    {
        var refs = new Dictionary<string, string>(StringComparer.Ordinal);
        var unwrapped = new List<(string Ref, string Hash)>();
        foreach (string line in Lines(ListRemote(cancellation)))
        {
            string[] words = line.Split('\t', ' ');
            if (words.Length != 2 || !(words[1] == "HEAD" || words[1].StartsWith("refs/heads/", StringComparison.Ordinal)
                || words[1].StartsWith("refs/tags/", StringComparison.Ordinal)))
            {
                continue;
            }
            if (words[1].EndsWith("^{}", StringComparison.Ordinal))
            {
                unwrapped.Add((words[1][..^3], words[0])); // the commit of an annotated tag, which is an object of its own
            }
            else
            {
                refs[words[1]] = words[0];
            }
        }
        unwrapped.ForEach(u => refs[u.Ref] = u.Hash);
        return refs;
    });

    private byte[] ListRemote(CancellationToken cancellation)
    {
        string directory = ModuleCache.Guard("creating", CopyFolder, () => System.IO.Directory.CreateDirectory(CopyFolder).FullName);
        try
        {
            return GitProgram.Run(directory, cancellation, "ls-remote", "-q", "--end-of-options", Remote);
        }
        catch (GitException e)
        {
            string help = e.Errors.Contains("fatal: could not read Username", StringComparison.Ordinal)
                ? "Confirm the import path was entered correctly.\nIf this is a private repository, see https://go.dev/doc/faq#git_https for additional information." : "";
            bool isMissing = Remote.StartsWith("http", StringComparison.Ordinal) && _isMissing(Remote, cancellation);
            throw e.ToModuleException(help, isMissing);
        }
    }

    /// <summary>The tags with a prefix, sorted.</summary>
    public List<string> Tags(string prefix, CancellationToken cancellation)
    {
        var tags = new List<string>();
        foreach (string name in Refs(cancellation).Keys)
        {
            if (name.StartsWith("refs/tags/" + prefix, StringComparison.Ordinal))
            {
                tags.Add(name["refs/tags/".Length..]);
            }
        }
        tags.Sort(string.CompareOrdinal);
        return tags;
    }

    /// <summary>The commit of a tag, a branch, <c>HEAD</c>, or a commit's name or the start of it. It is in the copy afterwards.</summary>
    /// <exception cref="ModuleException">There is none, or git failed.</exception>
    public GitCommit Commit(string revision, CancellationToken cancellation)
        => _commits.Get(revision, r => Locked(cancellation, directory => Find(directory, r, cancellation)));

    /// <summary>The newest commit of the main branch.</summary>
    public GitCommit Latest(CancellationToken cancellation)
    {
        if (!Refs(cancellation).TryGetValue("HEAD", out string? head))
        {
            throw new ModuleException(Catalogue.ModuleNotFound, "no commits") { IsNotFound = true };
        }
        return Commit(head, cancellation) with { Ref = "HEAD" };
    }

    /// <summary>A file of a commit, or null if it has none of this name.</summary>
    public byte[]? ReadFile(string revision, string name, CancellationToken cancellation)
    {
        string hash = Commit(revision, cancellation).Hash;
        try
        {
            return GitProgram.Run(Directory(cancellation), cancellation, "cat-file", "--end-of-options", "blob", $"{hash}:{name}");
        }
        catch (GitException)
        {
            return null;
        }
    }

    /// <summary>A zip with all files of a commit below a folder, under <c>prefix/</c>; null if there are none.</summary>
    public byte[]? Archive(string revision, string folder, CancellationToken cancellation)
    {
        string hash = Commit(revision, cancellation).Hash;
        return Locked(cancellation, directory =>
        {
            IgnoreExportAttributes(directory);
            try
            {
                string[] command = ["-c", "core.autocrlf=input", "-c", "core.eol=lf", "archive", "--format=zip", "--prefix=prefix/",
                    "--end-of-options", hash];
                return GitProgram.Run(directory, cancellation, folder.Length == 0 ? command : [.. command, folder]);
            }
            catch (GitException e) when (e.Errors.Contains("did not match any files", StringComparison.Ordinal))
            {
                return null;
            }
            catch (GitException e)
            {
                throw e.ToModuleException();
            }
        });
    }

    /// <summary>The highest version tag with a prefix among a commit's ancestors; empty if there is none that is allowed.</summary>
    public string RecentTag(string revision, string prefix, Func<string, bool> isAllowed, CancellationToken cancellation)
    {
        string hash = Commit(revision, cancellation).Hash;
        string tag = Highest(Directory(cancellation));
        if (tag.Length > 0 || Tags(prefix + "v", cancellation).Count == 0)
        {
            return tag;
        }
        return Locked(cancellation, directory =>
        {
            FetchAll(directory, cancellation);
            return Highest(directory);
        });

        string Highest(string directory)
        {
            string highest = "";
            foreach (string line in Lines(Run(directory, cancellation, "for-each-ref", "--format=%(refname)", "--merged=" + hash)))
            {
                string name = line.StartsWith("refs/tags/", StringComparison.Ordinal) ? line["refs/tags/".Length..] : "";
                if (name.Length > 0 && name.StartsWith(prefix, StringComparison.Ordinal) && isAllowed(name)
                    && SemanticVersion.Compare(name[prefix.Length..], highest) > 0)
                {
                    highest = name[prefix.Length..];
                }
            }
            return highest.Length == 0 ? "" : prefix + highest;
        }
    }

    /// <summary>Whether a tag is on a commit or one of its ancestors.</summary>
    public bool DescendsFrom(string revision, string tag, CancellationToken cancellation)
    {
        string hash = Commit(revision, cancellation).Hash;
        return Locked(cancellation, directory =>
        {
            if (IsAncestor(directory))
            {
                return true;
            }
            FetchAll(directory, cancellation);
            return IsAncestor(directory);
        });

        bool IsAncestor(string directory)
        {
            try
            {
                GitProgram.Run(directory, cancellation, "merge-base", "--is-ancestor", "--", tag, hash);
                return true;
            }
            catch (GitException)
            {
                return false; // no ancestor, or not fetched yet
            }
        }
    }

    private string Key => "git3:" + Remote;

    private string CopyFolder
        => Path.Combine(_cache.Root, "cache", "vcs", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key))));

    // The bare copy: made on first use under the name that the original uses.
    private string Directory(CancellationToken cancellation) => _directory.Get("", _ =>
    {
        string directory = CopyFolder, info = directory + ".info";
        return ModuleCache.Guard("creating", directory, () =>
        {
            System.IO.Directory.CreateDirectory(directory);
            using FileStream locked = FileLock.Exclusive(directory + ".lock", cancellation);
            if (!File.Exists(info) || !System.IO.Directory.Exists(Path.Combine(directory, "objects")))
            {
                // A copy has hashes of the same kind as its remote.
                bool isSha256 = Refs(cancellation).Values.Any(h => h.Length == 64);
                ReadOnlyFolders.Remove(directory);
                System.IO.Directory.CreateDirectory(directory);
                File.WriteAllText(info, Key);
                string[] init = ["init", "--bare"];
                Run(directory, cancellation, isSha256 ? [.. init, "--object-format=sha256"] : init);
                Run(directory, cancellation, "remote", "add", "origin", "--", Remote);
            }
            string have = File.ReadAllText(info).TrimEnd('\n');
            return have == Key ? directory
                : throw new ModuleException(Catalogue.ModuleCacheUnusable,
                    $"{info} exists with wrong content (have {GoText.Quote(have)} want {GoText.Quote(Key)})");
        });
    });

    private T Locked<T>(CancellationToken cancellation, Func<string, T> work)
    {
        string directory = Directory(cancellation);
        lock (_lock)
        {
            using FileStream locked = ModuleCache.Guard("locking", directory, () => FileLock.Exclusive(directory + ".lock", cancellation));
            return work(directory);
        }
    }

    private static byte[] Run(string directory, CancellationToken cancellation, params ReadOnlySpan<string> arguments)
    {
        try
        {
            return GitProgram.Run(directory, cancellation, arguments);
        }
        catch (GitException e)
        {
            throw e.ToModuleException();
        }
    }

    private static string[] Lines(byte[] output) => Encoding.UTF8.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsHash(string revision)
        => revision.Length is >= MinHashDigits and <= 64 && revision.AsSpan().IndexOfAnyExcept("0123456789abcdef") < 0;

    private GitCommit Find(string directory, string revision, CancellationToken cancellation)
    {
        if (IsHash(revision) && Local(directory, revision, revision, "", cancellation) is { } known)
        {
            return known;
        }
        IReadOnlyDictionary<string, string> refs = Refs(cancellation);
        (string name, string hash, string version) = Meaning(refs, revision);
        if (hash.Length > 0 && Local(directory, version, hash, name, cancellation) is { } local
            && (!name.StartsWith("refs/tags/", StringComparison.Ordinal) || HasTag(directory, name, cancellation)))
        {
            return local;
        }
        if (!_isWhole && name.Length > 0)
        {
            // Only this commit, without its history.
            string fetched = name == "HEAD" ? $"{hash}:refs/dummy" : $"{name}:{name}";
            try
            {
                GitProgram.Run(directory, cancellation, "-c", "protocol.version=2", "fetch", "-f", "--depth=1", "--end-of-options",
                    "origin", fetched);
                if (Local(directory, version, hash, name, cancellation) is { } shallow)
                {
                    return shallow;
                }
            }
            catch (GitException)
            {
                cancellation.ThrowIfCancellationRequested(); // a server that cannot: everything, below
            }
        }
        FetchAll(directory, cancellation);
        return Local(directory, version, hash.Length > 0 ? hash : revision, name, cancellation) ?? throw Unknown(revision);
    }

    // Which branch or tag a revision is, its commit, and what is to be reported as version.
    private static (string Name, string Hash, string Version) Meaning(IReadOnlyDictionary<string, string> refs, string revision)
    {
        foreach (string name in (string[])["refs/tags/" + revision, "refs/heads/" + revision])
        {
            if (refs.TryGetValue(name, out string? hash))
            {
                return (name, hash, name.StartsWith("refs/tags/", StringComparison.Ordinal) ? revision : hash);
            }
        }
        if (revision == "HEAD" && refs.TryGetValue("HEAD", out string? head))
        {
            return ("HEAD", head, head);
        }
        if (!IsHash(revision))
        {
            throw Unknown(revision);
        }
        (string Name, string Hash) found = ("", "");
        foreach ((string name, string hash) in refs)
        {
            if (hash.StartsWith(revision, StringComparison.Ordinal))
            {
                if (found.Hash.Length > 0 && found.Hash != hash)
                {
                    throw new ModuleException(Catalogue.ModuleNotFound, $"ambiguous revision {revision}") { IsNotFound = true };
                }
                found = found.Name.Length == 0 || string.CompareOrdinal(name, found.Name) < 0 ? (name, hash) : found;
            }
        }
        return (found.Name, found.Hash, found.Hash.Length > 0 ? found.Hash : revision);
    }

    private static bool HasTag(string directory, string name, CancellationToken cancellation)
    {
        try
        {
            GitProgram.Run(directory, cancellation, "rev-parse", "-q", "--verify", "--end-of-options", name);
            return true;
        }
        catch (GitException)
        {
            return false;
        }
    }

    // A commit that is in the copy, or null.
    private GitCommit? Local(string directory, string version, string revision, string name, CancellationToken cancellation)
    {
        string[] words;
        try
        {
            byte[] output = GitProgram.Run(directory, cancellation, "-c", "log.showsignature=false", "log", "--no-decorate", "-n1",
                "--format=format:%H %ct %D", "--end-of-options", revision, "--");
            words = Encoding.UTF8.GetString(output).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        }
        catch (GitException)
        {
            return null;
        }
        if (words.Length < 2 || !long.TryParse(words[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seconds))
        {
            throw new ModuleException(Catalogue.VersionControlFailed,
                $"unexpected response from git log: {GoText.Quote(string.Join(' ', words))}");
        }
        string hash = words[0];
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        for (int i = 2; i + 1 < words.Length; i++)
        {
            if (words[i] == "tag:")
            {
                tags.Add(words[++i].TrimEnd(','));
            }
        }
        foreach ((string other, string target) in Refs(cancellation))
        {
            if (target == hash && other.StartsWith("refs/tags/", StringComparison.Ordinal))
            {
                tags.Add(other["refs/tags/".Length..]);
            }
        }
        return new GitCommit(hash, DateTimeOffset.FromUnixTimeSeconds(seconds), tags.Contains(version) ? version : hash, [.. tags], name);
    }

    // All branches and tags with their history.
    private void FetchAll(string directory, CancellationToken cancellation)
    {
        if (_isWhole)
        {
            return;
        }
        Run(directory, cancellation, "fetch", "-f", "--end-of-options", "origin", "refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*");
        if (File.Exists(Path.Combine(directory, "shallow")))
        {
            Run(directory, cancellation, "fetch", "--unshallow", "-f", "--end-of-options", "origin");
        }
        _isWhole = true;
    }

    // A module is what was committed: neither substitutions nor omissions of `git archive` apply.
    private static void IgnoreExportAttributes(string directory)
    {
        const string Attributes = "\n* -export-subst -export-ignore\n";
        string path = Path.Combine(directory, "info", "attributes");
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path) || !File.ReadAllText(path).EndsWith(Attributes, StringComparison.Ordinal))
        {
            File.AppendAllText(path, Attributes);
        }
    }

    private static ModuleException Unknown(string revision)
        => new(Catalogue.ModuleNotFound, $"unknown revision {revision}") { IsNotFound = true };
}
