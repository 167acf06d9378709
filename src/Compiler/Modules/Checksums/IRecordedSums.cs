namespace Go.Compiler.Modules.Checksums;

/// <summary>
/// A hash that a go.sum file has for a module, and the file's name for messages (<c>go.sum</c>, or a path in a workspace).
/// </summary>
public sealed record RecordedSum(string File, string Hash);

/// <summary>
/// What the go.sum files of a build say, seen from the source of modules: it compares with them whatever it hands out, and tells them what
/// it saw first. A version that ends in <c>/go.mod</c> means that version's go.mod file. Implementations are thread-safe.
/// </summary>
public interface IRecordedSums
{
    /// <summary>All hashes that are recorded, of unknown kinds too, in the files' order.</summary>
    IReadOnlyList<RecordedSum> Of(ModuleVersion module);

    /// <summary>Notes a hash that has been verified as far as the settings ask; whether it is kept is the resolver's matter.</summary>
    void Add(ModuleVersion module, string hash);
}
