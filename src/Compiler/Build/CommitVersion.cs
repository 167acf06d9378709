using Go.Compiler.Diagnostics;
using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.VersionControl;

namespace Go.Compiler.Build;

/// <summary>
/// The version that a module has at a commit: a tag's, or one that stands for the commit (modfetch's rules for repositories).
/// </summary>
internal sealed class CommitVersion
{
    private const int ShortName = 12;
    private readonly GitRepository _repository;
    private readonly string _commit;
    private readonly string _path;
    private readonly IFileView _files;
    private readonly CancellationToken _cancellation;
    private readonly IReadOnlyDictionary<string, string> _tags;
    private string _folder = "";
    private string _pathMajor = "";

    public CommitVersion(GitRepository repository, string commit, string modulePath, IFileView files, CancellationToken cancellation)
    {
        _repository = repository;
        _commit = commit;
        _path = modulePath;
        _files = files;
        _cancellation = cancellation;
        _tags = repository.Tags();
    }

    private string TagPrefix => _folder.Length == 0 ? "" : _folder + "/";

    /// <summary>The version; null when none can be told.</summary>
    public string? Find()
    {
        if (!FindFolder() || !IsModule())
        {
            return null;
        }
        string? tagged = null;
        foreach ((string tag, string commit) in _tags)
        {
            if (commit == _commit && VersionOf(tag, out bool isCanonical) is { } version && isCanonical && IsAllowed(version)
                && (tagged is null || SemanticVersion.Compare(tagged, version) < 0))
            {
                tagged = version;
            }
        }
        return Checked(tagged ?? PseudoVersion.Make(ModulePaths.MajorPrefix(_pathMajor), BeforeTag(),
            VersionStamp.TimeOf(_repository, _commit), _commit[..ShortName]));
    }

    /// <summary>Where in the repository the module is, by its path and that of the module at the root.</summary>
    private bool FindFolder()
    {
        string file = Path.Combine(_repository.Root, "go.mod");
        if (!_files.FileExists(file) || PathIn(_files.Read(file)) is not { Length: > 0 } rootPath
            || ModulePaths.SplitMajor(rootPath) is not { } root
            || ModulePaths.SplitMajor(_path) is not { } own || !ImportPaths.HasPrefix(_path, root.Prefix))
        {
            return false;
        }
        _pathMajor = own.Major;
        if (root.Prefix == _path)
        {
            return true;
        }
        if (!ImportPaths.HasPrefix(own.Prefix, root.Prefix))
        {
            return false;
        }
        _folder = own.Prefix[root.Prefix.Length..].Trim('/');
        return true;
    }

    /// <summary>
    /// Whether the commit has a go.mod file that fits the path: in the module's folder, or in a folder of its major version.
    /// </summary>
    private bool IsModule()
    {
        byte[]? own = _repository.FileOf(_commit, TagPrefix + "go.mod");
        bool fits = own is not null && HasMajor(PathIn(own));
        if (_pathMajor.StartsWith('/') && _repository.FileOf(_commit, $"{TagPrefix}{_pathMajor[1..]}/go.mod") is { } major)
        {
            return HasMajor(PathIn(major)) && !fits;
        }
        return own is not null ? fits : _folder.Length == 0 && !_pathMajor.StartsWith('/');
    }

    private bool HasMajor(string path) => path.Length > 0 && ModulePaths.SplitMajor(path) is { } split && split.Major == _pathMajor;

    /// <summary>The version in a tag's name; null when it holds none for this module.</summary>
    private string? VersionOf(string tag, out bool isCanonical)
    {
        isCanonical = false;
        if (!tag.StartsWith(TagPrefix, StringComparison.Ordinal) || PseudoVersion.IsPseudo(tag))
        {
            return null;
        }
        string text = tag[TagPrefix.Length..], version = SemanticVersion.Canonical(text);
        if (version.Length == 0 || !text.StartsWith(version, StringComparison.Ordinal))
        {
            return null;
        }
        isCanonical = version == text;
        return version;
    }

    private bool IsAllowed(string version)
        => ModulePaths.MajorProblem(version, _pathMajor) is null || MayBeIncompatible(version);

    /// <summary>A version from 2 on without a go.mod file that says so.</summary>
    private bool MayBeIncompatible(string version)
        => _folder.Length == 0 && _pathMajor.Length == 0 && _repository.FileOf(_commit, "go.mod") is null
            && _repository.FileOf(_commit, SemanticVersion.Major(version) + "/go.mod") is null;

    private string? Checked(string version)
        => ModulePaths.MajorProblem(version, _pathMajor) is null ? version : MayBeIncompatible(version) ? version + "+incompatible" : null;

    /// <summary>
    /// The highest version among the tags that the commit comes after; empty when there is none. As in Go, retractions do not count here.
    /// </summary>
    private string BeforeTag()
    {
        var candidates = new List<(string Version, string Commit)>();
        foreach ((string tag, string commit) in _tags)
        {
            if (VersionOf(tag, out _) is { } version && IsAllowed(version))
            {
                candidates.Add((version, commit));
            }
        }
        candidates.Sort((a, b) => -SemanticVersion.CompareTotal(a.Version, b.Version));
        if (_repository.FirstAncestor(_commit, [.. candidates.Select(c => c.Commit)], _cancellation) is { } nearest)
        {
            return candidates.Find(c => c.Commit == nearest).Version;
        }
        return "";
    }

    private static string PathIn(byte[] file) => GoModFile.Parse("go.mod", file, new DiagnosticSink()).ModulePath;
}
