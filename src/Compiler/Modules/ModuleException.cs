using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules;

/// <summary>
/// Something about modules that the user can mend: carries the catalogue's row; the message is Go's, without the leading <c>go: </c>.
/// </summary>
public class ModuleException(DiagnosticDescriptor descriptor, string message, Exception? cause = null) : Exception(message, cause)
{
    public DiagnosticDescriptor Descriptor { get; } = descriptor;

    /// <summary>
    /// The version asked for does not exist (as opposed to: could not be asked for); the next proxy in a list may have it.
    /// </summary>
    public bool IsNotFound { get; init; }
}
