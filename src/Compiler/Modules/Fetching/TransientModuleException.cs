using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Fetching;

/// <summary>A server's failure that may be gone at the next attempt.</summary>
internal sealed class TransientModuleException(DiagnosticDescriptor descriptor, string message,
    Exception? cause = null) : Exception(message, cause)
{
    /// <summary>When the server says it may be asked again, if that is soon.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The same failure once all attempts are used up.</summary>
    public ModuleException Permanent() => new(descriptor, Message, InnerException);
}
