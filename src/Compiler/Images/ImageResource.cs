namespace Go.Compiler.Images;

/// <summary>Data of a program that the system and its tools look up by number: version, icons and the like.</summary>
public sealed record ImageResource(ushort Kind, ushort Name, ushort Language, byte[] Content);
