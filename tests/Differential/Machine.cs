using System.Diagnostics;
using Go.Compiler.Platforms;
using Go.Compiler.Targets;

namespace Go.Compiler.Tests.Differential;

/// <summary>
/// What generated programs are built for. Those of another architecture than amd64 run under an emulator: <c>GO_EMULATOR</c>, or QEMU's.
/// </summary>
internal sealed class Machine
{
    private readonly string? _emulator;

    private Machine(Target target)
    {
        Target = target;
        IsOther = target.Arch != SupportedPlatforms.LinuxAmd64.Arch;
        _emulator = IsOther ? Environment.GetEnvironmentVariable("GO_EMULATOR")
            ?? "qemu-" + (target.Arch == "arm64" ? "aarch64" : target.Arch) : null;
    }

    public Target Target { get; }

    /// <summary>Not the machine that the tests are written for first.</summary>
    public bool IsOther { get; }

    /// <summary>The machine of an architecture, or null where this compiler has no such target on linux.</summary>
    public static Machine? Of(string architecture)
        => SupportedPlatforms.Find(SupportedPlatforms.LinuxAmd64.Os, architecture) is { } target ? new Machine(target) : null;

    /// <summary>How a built program is started, with what it prints redirected.</summary>
    public ProcessStartInfo Start(string program, string argument) =>
        _emulator is null
            ? new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true, RedirectStandardError = true }
            : new ProcessStartInfo(_emulator, [program, argument]) { RedirectStandardOutput = true, RedirectStandardError = true };
}
