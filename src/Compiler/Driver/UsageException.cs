using Go.Compiler.Diagnostics;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver;

/// <summary>The command line is wrong, or asks for what there is not; the message says what and how to mend it.</summary>
internal sealed class UsageException(string message, string? code = null, int exitCode = 2) : Exception(message)
{
    public string Code { get; } = code ?? Catalogue.InvalidFlag.Code;

    /// <summary>2 where Go shows its usage, 1 where its command begins and then gives up.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Go's command has it, this one not yet.</summary>
    public static UsageException NotSupported(string what) => new(what, Catalogue.FlagNotSupported.Code);

    /// <summary>Arguments that are in order one by one, and yet cannot be served.</summary>
    public static UsageException Fatal(string message) => new(message, exitCode: 1);

    /// <summary>As <see cref="Fatal"/>, in a sentence that says of its own which command speaks.</summary>
    public static UsageException Plain(string message, int exitCode = 1) => new(message, exitCode: exitCode) { IsWhole = true };

    /// <summary>The message is printed as it is.</summary>
    public bool IsWhole { get; private init; }

    public static UsageException Of(SettingException e)
        => e.IsRefused ? new(e.Message, Catalogue.SettingNotSupported.Code, 1) : new(e.Message, Catalogue.InvalidSetting.Code, 1);
}
