using Go.Compiler.Diagnostics;

namespace Go.Compiler.Assembler;

/// <summary>Abandons the statement (or, from the preprocessor, the file) being read; always reported where it is caught.</summary>
internal sealed class AsmErrorException(DiagnosticDescriptor descriptor, string message, bool fatal = false, bool atInput = false)
    : Exception(message)
{
    public DiagnosticDescriptor Descriptor { get; } = descriptor;

    /// <summary>The rest of the file cannot be read sensibly.</summary>
    public bool Fatal { get; } = fatal;

    /// <summary>Found where the reader is, not where the statement began.</summary>
    public bool AtInput { get; } = fatal || atInput;
}
