using System.Globalization;
using Go.Compiler.FileSystem;
using Go.Compiler.Packages;
using Go.Compiler.VersionControl;

namespace Go.Compiler.Build;

/// <summary>
/// What version control says of a program's main module (<c>-buildvcs</c>): the settings <c>vcs…</c> and the module's version.
/// </summary>
/// <param name="Version">The tag of the commit, or the version that stands for it; null: it cannot be said.</param>
internal sealed record VersionStamp(IReadOnlyList<(string Name, string Value)> Settings, string? Version)
{
    /// <summary>
    /// Folders and files by which work trees are known, in the order of Go's search: two systems in one tree are an error.
    /// </summary>
    private static readonly (string System, string Mark)[] s_systems = [("hg", ".hg"), ("git", ".git"), ("svn", ".svn"),
        ("fossil", ".fslckout"), ("fossil", "_FOSSIL_")];

    /// <summary>The stamp of a program; null when there is no repository that holds both module and working folder.</summary>
    /// <exception cref="VersionControlException">There is something about the repository that does not let it be read.</exception>
    public static VersionStamp? Of(BuildOptions options, LoadedPackage program, IFileView files,
        IReadOnlyDictionary<string, string> variables, CancellationToken cancellation)
    {
        if (program.Module is not { Version.Length: 0, Path.Length: > 0 } module || program.IsStandardLibrary || program.IsNamedByFiles
            || RootOf(files, options.WorkingDirectory) is not { } root
            || !(HasPrefix(module.Directory, root) || HasPrefix(root, module.Directory)))
        {
            return null;
        }
        foreach ((string what, string folder) in (ReadOnlySpan<(string, string)>)[("main package", program.Directory),
            ("main module", module.Directory)])
        {
            if (RootOf(files, folder) is var other && other != root)
            {
                return options.Stamp != StampMode.Always ? null
                    : throw new VersionControlException($"{what} is in repository \"{other}\" but current directory is in repository \"{root}\"");
            }
        }
        using GitRepository repository = GitRepository.Open(root, variables)!;
        bool isModified = WorkTreeStatus.IsModified(repository, variables, cancellation);
        var settings = new List<(string, string)> { ("vcs", "git") };
        string? head = repository.Head();
        if (head is null && !isModified)
        {
            throw new VersionControlException("there is no commit yet");
        }
        if (head is not null)
        {
            settings.Add(("vcs.revision", head));
            settings.Add(("vcs.time", TimeOf(repository, head).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        }
        settings.Add(("vcs.modified", isModified ? "true" : "false"));
        string? version = head is null ? null : new CommitVersion(repository, head, module.Path, files, cancellation).Find();
        return new VersionStamp(settings, version is null || !isModified
            ? version : version + (version.EndsWith("+incompatible", StringComparison.Ordinal) ? ".dirty" : "+dirty"));
    }

    internal static DateTimeOffset TimeOf(GitRepository repository, string commit)
        => DateTimeOffset.FromUnixTimeSeconds(repository.CommitTime(commit));

    /// <summary>The root of the git work tree that a folder is in; null when it is in none.</summary>
    /// <exception cref="VersionControlException">It is in a work tree of another system, too.</exception>
    private static string? RootOf(IFileView files, string folder)
    {
        (string System, string Folder)? found = null;
        for (string? at = Path.GetFullPath(folder); at is not null; at = Path.GetDirectoryName(at))
        {
            // Git within git is a submodule.
            foreach ((string system, string mark) in s_systems)
            {
                bool isRoot = system == "git" ? GitRepository.IsRoot(at) && found is not { System: "git" }
                    : files.KindOf(Path.Combine(at, mark)) != EntryKind.None;
                if (!isRoot)
                {
                    continue;
                }
                if (found is { } first)
                {
                    throw new VersionControlException($"multiple VCS detected: {first.System} in \"{first.Folder}\", and {system} in \"{at}\"");
                }
                found = (system, at);
            }
        }
        return found is { System: "git" } git ? git.Folder : null;
    }

    private static bool HasPrefix(string path, string prefix)
        => path == prefix || path.StartsWith(Path.TrimEndingDirectorySeparator(prefix) + Path.DirectorySeparatorChar,
            StringComparison.Ordinal);
}
