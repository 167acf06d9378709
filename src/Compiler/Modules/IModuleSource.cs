namespace Go.Compiler.Modules;

/// <summary>
/// What a proxy's <c>.info</c> says of a version: its canonical name and time, and where it came from as JSON, if it says so.
/// </summary>
public sealed record ModuleRevision(string Version, DateTimeOffset? Time)
{
    /// <summary>The <c>Origin</c> object as it was sent, or null.</summary>
    public string? Origin { get; init; }
}

/// <summary>
/// Where module versions come from: the module cache, and behind it proxies and version control. Everything it returns has been checked
/// against go.sum and the checksum database as far as the settings ask. Thread-safe; results are remembered for the build.
/// </summary>
/// <remarks>
/// All methods throw <see cref="ModuleException"/> for what the user can mend, and <see cref="OperationCanceledException"/>.
/// </remarks>
public interface IModuleSource
{
    /// <summary>The bytes of a version's go.mod file; where a module has none, the one-line file that stands for it.</summary>
    byte[] GoMod(ModuleVersion module, CancellationToken cancellation);

    /// <summary>Whether a version's go.mod file is in the cache. It is still to be checked.</summary>
    bool HasGoMod(ModuleVersion module) => false;

    /// <summary>Makes sure that a version's files are in the cache, unpacked and whole, and returns their folder.</summary>
    string Directory(ModuleVersion module, CancellationToken cancellation);

    /// <summary>All known versions with a prefix, in semantic order, without pseudo-versions and without regard to retraction.</summary>
    IReadOnlyList<string> Versions(string modulePath, string prefix, CancellationToken cancellation);

    /// <summary>What a query that is no range means: a version, branch, tag or commit. Its version is canonical.</summary>
    ModuleRevision Revision(string modulePath, string query, CancellationToken cancellation);

    /// <summary>The newest version that there is where no version is tagged; the proxy decides. Null when there is none.</summary>
    ModuleRevision? Latest(string modulePath, CancellationToken cancellation);

    /// <summary>
    /// Puts several questions that belong together to place after place: all of them to the first, and to the next one only if none of them
    /// was answered there. So nobody who stands behind a proxy hears of paths that are only the start of what the proxy knows.
    /// </summary>
    T InTurn<T>(Func<T> ask) => ask();
}
