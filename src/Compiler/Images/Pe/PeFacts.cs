namespace Go.Compiler.Images.Pe;

/// <summary>What only PE files have of one architecture (contract 10.2).</summary>
/// <param name="Machine">The format's number of the architecture.</param>
public sealed record PeFacts(ushort Machine);
