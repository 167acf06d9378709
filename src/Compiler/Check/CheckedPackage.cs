using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

/// <summary>A parsed and type-checked package: what the IR is built from.</summary>
/// <param name="FileVersions">Parallel to <paramref name="Files"/>: the effective language version of each file, such as <c>go1.22</c>; ""
/// = newest.</param>
public sealed record CheckedPackage(Package Package, IReadOnlyList<SyntaxFile> Files, TypeInfo Info, IReadOnlyList<string> FileVersions);
