using Go.Compiler.Platforms;
using Go.Compiler.Targets;

namespace Go.Compiler.Tests.Conformance;

/// <summary>
/// The target whose programs the suites build (<c>--os</c>, <c>--arch</c>). Those of another machine or system than this one run under an
/// emulator: <c>GO_EMULATOR</c>, or QEMU's of the architecture, or the script that runs Wine.
/// </summary>
internal static class TestedTarget
{
    private static string? s_emulator;

    /// <summary>What the emulator is given before the program's path; <c>$0</c> is the name that the program is to see.</summary>
    private static string s_arguments = "";

    public static Target Target { get; private set; } = SupportedPlatforms.LinuxAmd64;

    /// <summary>In names of files with what is expected of the target alone; empty for the first.</summary>
    public static string Suffix { get; private set; } = "";

    /// <exception cref="ArgumentException">There is no such target.</exception>
    public static void Choose(string? os, string? arch)
    {
        Target first = SupportedPlatforms.LinuxAmd64;
        Target = SupportedPlatforms.Find(os ?? first.Os, arch ?? first.Arch)
            ?? throw new ArgumentException($"unknown target {os ?? first.Os}/{arch ?? first.Arch}");
        bool isOtherSystem = Target.Os != first.Os, isOtherMachine = Target.Arch != first.Arch;
        Suffix = (isOtherSystem ? "-" + Target.Os : "") + (isOtherMachine ? "-" + Target.Arch : "");
        string? own = isOtherSystem ? Path.Combine(Repository(), "eng", "wine.sh") : isOtherMachine
            ? "qemu-" + (Target.Arch == "arm64" ? "aarch64" : Target.Arch) : null;
        s_emulator = own is null ? null : Environment.GetEnvironmentVariable("GO_EMULATOR") ?? own;
        s_arguments = isOtherSystem ? "run" : "-0 \"$0\"";
    }

    private static string Repository()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GoSdk.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new ArgumentException("the tests are not in their repository");
        }
        return folder;
    }

    /// <summary>Puts a script in a built program's place that runs it under the emulator, so that programs can start themselves.</summary>
    public static void Wrap(string program)
    {
        if (s_emulator is null)
        {
            return;
        }
        // Programs that start themselves look for the suffix of programs.
        string suffix = SupportedPlatforms.ExecutableSuffix(Target.Os);
        string real = (suffix.Length > 0 && program.EndsWith(suffix, StringComparison.Ordinal) ? program[..^suffix.Length] : program)
            + ".real" + suffix;
        File.Move(program, real, overwrite: true);
        File.WriteAllText(program, $"#!/bin/sh\nexec {s_emulator} {s_arguments} '{real}' \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
