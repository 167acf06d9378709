using Go.Compiler.Text;

namespace Go.Compiler.Diagnostics;

/// <summary>
/// Collects diagnostics of one package or phase. Not thread-safe: one per package; the driver merges, sorts and caps them.
/// </summary>
public sealed class DiagnosticSink
{
    private readonly List<Diagnostic> _all = [];

    public IReadOnlyList<Diagnostic> All => _all;

    public int ErrorCount { get; private set; }

    public bool HasErrors => ErrorCount > 0;

    /// <summary>
    /// The tree of a file lacks parts: checking it would only find what follows from that. Other errors of the parser do not stop the
    /// checker.
    /// </summary>
    public bool HasSyntaxErrors { get; private set; }

    public void Report(Diagnostic diagnostic)
    {
        _all.Add(diagnostic);
        if (diagnostic.Descriptor.Severity == Severity.Error)
        {
            ErrorCount++;
            HasSyntaxErrors |= diagnostic.Descriptor == Catalogue.SyntaxError || diagnostic.Descriptor == Catalogue.NestingTooDeep;
        }
    }

    public void Report(DiagnosticDescriptor descriptor, Pos pos, string message) => Report(new Diagnostic(descriptor, pos, message));
}
