namespace Go.Compiler.Tests.Growth;

/// <summary>A kind of source that can be made in any size.</summary>
/// <param name="Name">What grows.</param>
/// <param name="First">The smallest size worth measuring: the compiler's own work on it takes some tens of milliseconds.</param>
/// <param name="Generate">The module's files by path, for a size; package main is in the module's folder.</param>
public sealed record Shape(string Name, int First, Func<int, SourceTree> Generate)
{
    /// <summary>No larger size is tried: some limit of the language or of the toolchains stands behind it.</summary>
    public int Limit { get; init; } = int.MaxValue;

    public override string ToString() => Name;
}
