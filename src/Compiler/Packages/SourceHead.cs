using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;

namespace Go.Compiler.Packages;

/// <summary>What the head of a Go file says, whatever the rest of it is.</summary>
internal static class SourceHead
{
    /// <summary>The name in the package clause; null when there is none.</summary>
    public static string? PackageName(byte[] content)
    {
        var sink = new DiagnosticSink();
        SyntaxFile head = Parser.ParseImports(new SourceFileTable().Add("file.go", "file.go", content), new NameTable(), sink);
        return head.PackageName?.Value is { Length: > 0 } name and not "_" ? name : null;
    }
}
