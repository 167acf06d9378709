using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

/// <summary>A parsed and type-checked package: what the IR is built from.</summary>
public sealed record CheckedPackage(Package Package, IReadOnlyList<SyntaxFile> Files, TypeInfo Info);
