using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Checksums;

/// <summary>
/// A module is not what go.sum says. That ends whatever is going on: it is no <see cref="ModuleException"/>, so that nothing that gets
/// along without a module (<c>-e</c>, a version that is tried and dropped) takes it for one of those.
/// </summary>
public sealed class SumMismatchException(string message) : Exception(message.TrimEnd('\n'))
{
    /// <summary>The row of the catalogue.</summary>
    public static DiagnosticDescriptor Descriptor => Catalogue.ChecksumMismatch;

    /// <summary>The mismatch that an exception is or was caused by, also in one of several threads; null: another reason.</summary>
    public static SumMismatchException? In(Exception e)
        => e as SumMismatchException ?? (e as AggregateException)?.Flatten().InnerExceptions.OfType<SumMismatchException>()
            .FirstOrDefault();
}
