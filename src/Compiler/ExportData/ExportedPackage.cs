namespace Go.Compiler.ExportData;

/// <summary>The interface part of a compiled package.</summary>
/// <param name="Bytes">The whole, for the cache.</param>
/// <param name="InterfaceHash">
/// SHA-256 of everything that importers can depend on: not of positions, so that moving and commenting code leaves it alone.
/// </param>
public sealed record ExportedPackage(byte[] Bytes, byte[] InterfaceHash);
