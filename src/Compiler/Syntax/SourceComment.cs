namespace Go.Compiler.Syntax;

/// <summary>
/// A comment as it stands in the source: offsets of its first byte and of the byte behind its last, markers included, line break of a line
/// comment not.
/// </summary>
public readonly record struct SourceComment(int Start, int End);
