using Go.Compiler.Diagnostics;

namespace Go.Compiler.Driver;

/// <summary>The command line is wrong, or asks for what there is not; the message says what and how to mend it.</summary>
internal sealed class UsageException(string message, string? code = null) : Exception(message)
{
    public string Code { get; } = code ?? Catalogue.InvalidFlag.Code;

    /// <summary>Go's command has it, this one not yet.</summary>
    public static UsageException NotSupported(string what) => new(what, Catalogue.FlagNotSupported.Code);
}
