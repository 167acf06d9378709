namespace Go.Compiler.ExportData;

/// <summary>The interface part of a compiled package.</summary>
/// <param name="Bytes">The whole, for the cache.</param>
/// <param name="InterfaceHash">
/// SHA-256 of everything that importers can depend on: not of positions, so that moving and commenting code leaves it alone; bodies that
/// importers compile into their own line tables excepted.
/// </param>
public sealed record ExportedPackage(byte[] Bytes, byte[] InterfaceHash)
{
    /// <summary>
    /// Paths of the other packages that the interface mentions, sorted: whoever imports this one can reach their objects through it.
    /// </summary>
    public IReadOnlyList<string> References { get; init; } = [];
}
