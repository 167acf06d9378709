namespace Go.Compiler.Modules.Checksums;

/// <summary>The database that knows the checksums of all public modules (GOSUMDB). Thread-safe.</summary>
internal interface IChecksumDatabase
{
    /// <summary>Whether the settings ask for it for a module.</summary>
    bool IsUsedFor(string modulePath);

    /// <summary>Its name in messages.</summary>
    string Name { get; }

    /// <summary>The go.sum lines that it has for a version, or for its go.mod file, after it has proved that they are in its log.</summary>
    /// <exception cref="ModuleException">It cannot be asked, or it lies.</exception>
    IReadOnlyList<string> Lookup(ModuleVersion module, CancellationToken cancellation);
}
