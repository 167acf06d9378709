namespace Go.Compiler.Objects;

/// <summary>The bytes are not an object file of this version, or they are damaged: the cache entry must be rebuilt.</summary>
public sealed class ObjectFormatException(string message) : Exception(message);
