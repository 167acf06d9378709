using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Syntax;

/// <summary>A piece of source, parsed on its own.</summary>
internal sealed class Parsed
{
    private Parsed(SyntaxFile file, SourceFileTable files, DiagnosticSink sink, int nextNodeId)
    {
        File = file;
        Files = files;
        Sink = sink;
        NextNodeId = nextNodeId;
    }

    public SyntaxFile File { get; }
    public SourceFileTable Files { get; }
    public DiagnosticSink Sink { get; }
    public int NextNodeId { get; }

    /// <summary>Errors as <c>line:column: text</c>, as a user sees them: in source order, one syntax error a line.</summary>
    public string[] Errors
        => [.. DiagnosticReport.Arrange(Sink.All, Files,
            int.MaxValue).Diagnostics.Select(d => $"{d.Pos.Line}:{d.Pos.Column}: {d.Message}")];

    public static Parsed Source(string text) => Bytes(Encoding.UTF8.GetBytes(text), "x.go");

    public static Parsed Bytes(byte[] content, string path)
    {
        var files = new SourceFileTable();
        var sink = new DiagnosticSink();
        int next = 1;
        SyntaxFile file = Parser.ParseFile(files.Add(path, path, content), new NameTable(), ref next, sink);
        return new Parsed(file, files, sink, next);
    }

    /// <summary>The errors of a package whose source follows the clause <c>package p</c> and a line break.</summary>
    public static string[] ErrorsOf(string body) => Source("package p\n" + body).Errors;
}
