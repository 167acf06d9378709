using Go.Compiler.Platforms;
using Go.Compiler.Targets;

namespace Go.Compiler.Tests.Conformance;

/// <summary>The target whose programs the suites build (<c>--arch</c>). Those of another machine than this one run under an emulator: <c>GO_EMULATOR</c>, or QEMU's of that name.</summary>
internal static class TestedTarget
{
    private static string? s_emulator;

    public static Target Target { get; private set; } = SupportedPlatforms.LinuxAmd64;

    /// <summary>In names of files with what is expected of the target alone; empty for the first.</summary>
    public static string Suffix => s_emulator is null ? "" : "-" + Target.Arch;

    /// <exception cref="ArgumentException">There is no such target.</exception>
    public static void Choose(string arch)
    {
        Target = SupportedPlatforms.Find("linux", arch) ?? throw new ArgumentException($"unknown architecture {arch}");
        s_emulator = Target == SupportedPlatforms.LinuxAmd64 ? null
            : Environment.GetEnvironmentVariable("GO_EMULATOR") ?? "qemu-" + (arch == "arm64" ? "aarch64" : arch);
    }

    /// <summary>Puts a script in a built program's place that runs it under the emulator, so that programs can start themselves.</summary>
    public static void Wrap(string program)
    {
        if (s_emulator is null)
        {
            return;
        }
        string real = program + ".real";
        File.Move(program, real, overwrite: true);
        File.WriteAllText(program, $"#!/bin/sh\nexec {s_emulator} -0 \"$0\" '{real}' \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
