using Go.Compiler.Text;

namespace Go.Compiler.Diagnostics;

/// <summary>Collects diagnostics of one package or phase. Not thread-safe: one per package; the driver merges, sorts and caps them.</summary>
public sealed class DiagnosticSink
{
    private readonly List<Diagnostic> _all = [];

    public IReadOnlyList<Diagnostic> All => _all;

    public int ErrorCount { get; private set; }

    public bool HasErrors => ErrorCount > 0;

    public void Report(Diagnostic diagnostic)
    {
        _all.Add(diagnostic);
        if (diagnostic.Descriptor.Severity == Severity.Error)
        {
            ErrorCount++;
        }
    }

    public void Report(DiagnosticDescriptor descriptor, Pos pos, string message) => Report(new Diagnostic(descriptor, pos, message));
}
