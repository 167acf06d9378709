using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

/// <summary>Parser for Go 1.27.</summary>
public sealed partial class Parser
{
    /// <summary>
    /// Parses one file. Errors go to the sink, all of a file in one go; the tree is complete enough for the checker to go on.
    /// <paramref name="nextNodeId"/> starts at 1 for a package's first file and is advanced past the ids used.
    /// </summary>
    public static SyntaxFile ParseFile(SourceFile source, NameTable names, ref int nextNodeId, DiagnosticSink sink) => throw Unexpected.State("not built");

    /// <summary>Parses only the package clause and imports, for the package loader.</summary>
    public static SyntaxFile ParseImports(SourceFile source, NameTable names, DiagnosticSink sink) => throw Unexpected.State("not built");
}
