namespace Go.Compiler.Targets;

/// <summary>Byte order of a target.</summary>
public enum ByteOrder : byte { Little, Big }
