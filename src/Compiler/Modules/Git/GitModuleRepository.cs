using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Cache;
using Go.Compiler.Modules.Fetching;

namespace Go.Compiler.Modules.Git;

/// <summary>
/// A module in a git repository. Its versions are tags, with the module's folder before the version (<c>sub/v1.2.0</c>); commits without
/// tag have pseudo-versions. A major version from 2 on is in the module's folder, or in a folder of that name below it; without go.mod file
/// it is <c>+incompatible</c>.
/// </summary>
internal sealed partial class GitModuleRepository : IModuleRepository
{
    private const string Incompatible = "+incompatible";

    private readonly GitRepository _git;
    private readonly string _path, _rootPath, _folder, _pathPrefix, _pathMajor, _pseudoMajor;

    /// <exception cref="ModuleException">The repository cannot have a module of this path.</exception>
    public GitModuleRepository(GitRepository git, RepositoryRoot root, string path)
    {
        if (!ImportPaths.HasPrefix(path, root.Path))
        {
            throw new ModuleException(Catalogue.UnknownModuleHost, $"mismatched repo: found {root.Path} for {path}");
        }
        (string prefix, string major) = ModulePaths.SplitMajor(path)
            ?? throw new ModuleException(Catalogue.InvalidModulePath, $"invalid module path {GoText.Quote(path)}");
        prefix = root.Path == path ? path : prefix;
        if (!ImportPaths.HasPrefix(prefix, root.Path))
        {
            throw new ModuleException(Catalogue.UnknownModuleHost, $"repository rooted at {root.Path} cannot contain module {path}");
        }
        (_git, _path, _rootPath, _pathPrefix, _pathMajor, _pseudoMajor) = (git, path, root.Path, prefix, major,
            ModulePaths.MajorPrefix(major));
        string folder = root.Path == path ? "" : prefix[root.Path.Length..].Trim('/');
        _folder = string.Join('/', ((string[])[folder, root.Folder.Trim('/')]).Where(f => f.Length > 0));
    }

    private string TagPrefix => _folder.Length == 0 ? "" : _folder + "/";

    public IReadOnlyList<string> Versions(string prefix, CancellationToken cancellation)
    {
        if (_path.EndsWith("-unstable", StringComparison.Ordinal) && _path.StartsWith("gopkg.in/", StringComparison.Ordinal))
        {
            return []; // has commits only
        }
        var versions = new List<string>();
        var incompatible = new List<string>();
        try
        {
            foreach (string tag in _git.Tags(TagPrefix + prefix, cancellation))
            {
                string version = tag[TagPrefix.Length..];
                if (version.Length == 0 || version != SemanticVersion.Canonical(version) || PseudoVersion.IsPseudo(version))
                {
                    continue;
                }
                if (ModulePaths.MajorProblem(version, _pathMajor) is null)
                {
                    versions.Add(version);
                }
                else if (_folder.Length == 0 && _pathMajor.Length == 0)
                {
                    incompatible.Add(version);
                }
            }
        }
        catch (ModuleException e)
        {
            throw ModuleErrors.Of(_path, "", e);
        }
        versions.Sort(SemanticVersion.CompareTotal);
        incompatible.Sort(SemanticVersion.CompareTotal);
        AddIncompatible(versions, incompatible, cancellation);
        return versions;
    }

    // A module that has a go.mod file has no incompatible versions; of older ones, those of majors whose last version has none.
    private void AddIncompatible(List<string> versions, List<string> incompatible, CancellationToken cancellation)
    {
        if (incompatible.Count == 0 || (versions.Count > 0 && _git.ReadFile(versions[^1], "go.mod", cancellation) is not null))
        {
            return;
        }
        foreach (IGrouping<string, string> major in incompatible.GroupBy(SemanticVersion.Major))
        {
            if (_git.ReadFile(major.Last(), "go.mod", cancellation) is null)
            {
                versions.AddRange(major.Select(v => v + Incompatible));
            }
        }
    }

    public ModuleRevision Stat(string revision, CancellationToken cancellation)
    {
        GitCommit commit;
        try
        {
            commit = _git.Commit(CommitOf(revision), cancellation);
        }
        catch (ModuleException e)
        {
            throw Invalid(revision, e.Message, e);
        }
        return Convert(commit, revision, cancellation);
    }

    public ModuleRevision Latest(CancellationToken cancellation) => Convert(_git.Latest(cancellation), "", cancellation);

    public byte[] GoMod(string version, CancellationToken cancellation)
    {
        (_, _, byte[]? goMod) = Locate(version, cancellation);
        return goMod ?? Encoding.UTF8.GetBytes($"module {_path}\n");
    }

    public void Zip(string version, Stream destination, CancellationToken cancellation)
    {
        (string revision, string folder, _) = Locate(version, cancellation);
        byte[] archive = _git.Archive(revision, folder, cancellation)
            ?? throw new ModuleException(Catalogue.ModuleNotFound,
                $"{_path}@{version}: no files in {_rootPath}/{folder} at revision {revision}") { IsNotFound = true };
        using var zip = new ZipArchive(new MemoryStream(archive), ZipArchiveMode.Read);
        var files = new List<ModuleZipFile>();
        string top = "prefix/" + (folder.Length == 0 ? "" : folder + "/");
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (entry.FullName.StartsWith(top, StringComparison.Ordinal) && entry.FullName.Length > top.Length
                && !entry.FullName.EndsWith('/'))
            {
                const int TypeMask = 0xf000, RegularFile = 0x8000;
                bool isRegular = ((entry.ExternalAttributes >> 16) & TypeMask) is 0 or RegularFile;
                files.Add(new ModuleZipFile(entry.FullName[top.Length..], entry.Length, isRegular, entry.Open));
            }
        }
        // A module in a folder comes under the licence of the repository.
        if (folder.Length > 0 && !files.Exists(f => f.Name == "LICENSE") && _git.ReadFile(revision, "LICENSE", cancellation) is { } licence)
        {
            files.Add(new ModuleZipFile("LICENSE", licence.Length, true, () => new MemoryStream(licence)));
        }
        ModuleZipWriter.Write(new ModuleVersion(_path, version), files, destination, cancellation);
    }

    // Where a version is: its commit's name for git, the module's folder there, and its go.mod file. A pseudo-version is checked first.
    private (string Revision, string Folder, byte[]? GoMod) Locate(string version, CancellationToken cancellation)
    {
        if (PseudoVersion.IsPseudo(version))
        {
            Stat(version, cancellation);
        }
        return FindFolder(version, cancellation);
    }

    /// <summary>The tag or commit that a version is; another query is itself.</summary>
    private string CommitOf(string revision)
    {
        if (!SemanticVersion.IsValid(revision))
        {
            return revision;
        }
        if (PseudoVersion.Revision(revision) is { } commit && PseudoVersion.IsPseudo(revision))
        {
            return commit;
        }
        return TagPrefix + WithoutIncompatible(revision);
    }

    private static string WithoutIncompatible(string version)
        => version.EndsWith(Incompatible, StringComparison.Ordinal) ? version[..^Incompatible.Length] : version;

    private ModuleException Invalid(string version, string problem, ModuleException? cause = null)
        => new(cause?.Descriptor ?? Catalogue.ModuleNotFound, $"{_path}@{version}: invalid version: {problem}",
            cause) { IsNotFound = cause?.IsNotFound ?? false };

    private string Origin(GitCommit commit, ModuleRevision revision)
    {
        var origin = new JsonObject { ["VCS"] = "git", ["URL"] = _git.Remote };
        if (_folder.Length > 0)
        {
            origin["Subdir"] = _folder;
        }
        origin["Hash"] = commit.Hash;
        if (commit.Ref.Length > 0 && !PseudoVersion.IsPseudo(revision.Version))
        {
            origin["Ref"] = commit.Ref;
        }
        return origin.ToJsonString();
    }
}
