using Go.Compiler.Text;

namespace Go.Compiler.Diagnostics;

/// <summary>A secondary place of a diagnostic, such as "other declaration of x".</summary>
public readonly record struct RelatedLocation(Pos Pos, string Message);
