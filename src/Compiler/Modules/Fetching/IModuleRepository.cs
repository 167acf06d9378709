namespace Go.Compiler.Modules.Fetching;

/// <summary>One module at one place it can come from. What it returns is not checked against checksums yet.</summary>
/// <remarks>All methods throw <see cref="ModuleException"/>; one that says "not found" lets the next place be asked.</remarks>
internal interface IModuleRepository
{
    /// <summary>All versions with a prefix, in semantic order, without pseudo-versions.</summary>
    IReadOnlyList<string> Versions(string prefix, CancellationToken cancellation);

    /// <summary>What a version, branch, tag or commit means.</summary>
    ModuleRevision Stat(string revision, CancellationToken cancellation);

    /// <summary>The newest version where none is tagged.</summary>
    ModuleRevision Latest(CancellationToken cancellation);

    /// <summary>The go.mod file of a canonical version.</summary>
    byte[] GoMod(string version, CancellationToken cancellation);

    /// <summary>Writes the zip of a canonical version; after a failure what has been written is worthless.</summary>
    void Zip(string version, Stream destination, CancellationToken cancellation);
}
