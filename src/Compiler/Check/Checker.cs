using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

/// <summary>Type checker of one package (counterpart in behaviour: cmd/compile/internal/types2).</summary>
public sealed partial class Checker
{
    /// <summary>Checks a package. The package object is given so that the caller can set its path; errors go to the sink, unsorted.</summary>
    public static CheckedPackage Check(Package package, IReadOnlyList<SyntaxFile> files, int nodeCount, CheckOptions options, DiagnosticSink sink)
        => throw Unexpected.State("not built");
}
