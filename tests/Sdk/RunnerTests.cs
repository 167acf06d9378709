using System.Runtime.InteropServices;

namespace Go.Sdk.Tests.Sdk;

/// <summary>
/// Programs for another processor are run and tested through a program that can (GoRunner): QEMU's user mode where the machine has it.
/// </summary>
public sealed class RunnerTests
{
    private const string Emulator = "qemu-aarch64";

    private static bool HasEmulator
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(f => File.Exists(Path.Combine(f, Emulator)));

    /// <summary>Where the system has an emulator of its own for arm64 such programs run.</summary>
    [Fact]
    public void Programs_of_other_systems_and_processors_say_that_they_need_a_runner()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", "package main\n\nfunc main() {}\n")
            .Write("main_test.go", "package main\n\nimport \"testing\"\n\nfunc TestX(*testing.T) {}\n");
        foreach ((string rid, string named) in (ReadOnlySpan<(string, string)>)
            [("win-x64", ", such as -p:GoRunner=wine"), ("osx-arm64", ""), ("linux-arm64", ", such as -p:GoRunner=qemu-aarch64")])
        {
            if (rid == "linux-arm64" && (RuntimeInformation.OSArchitecture == Architecture.Arm64
                || File.Exists("/proc/sys/fs/binfmt_misc/qemu-aarch64")))
            {
                continue;
            }
            string expected =
                $"app.goproj : error GO7051: programs for {rid} do not run on this machine without an emulator: name one with the property GoRunner{named}, or leave -r out";
            Assert.Contains(expected, project.Dotnet("test", "-r", rid).Expect(1).Output, StringComparison.Ordinal);
            CommandResult run = project.Dotnet("run", "-r", rid).Expect(1);
            Assert.Contains(expected, run.Output + run.Error, StringComparison.Ordinal);
        }
        // Whatever can start a program will do.
        Assert.Equal(0, project.Dotnet("run", "-r", "win-x64", "-p:GoRunner=test -s").ExitCode);
    }

    [Fact]
    public void A_program_for_another_processor_is_run_and_tested()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go",
            "package main\n\nimport \"os\"\n\nfunc main() { println(\"on another processor\", os.Args[1]); os.Exit(3) }\n")
            .Write("main_test.go",
                "package main\n\nimport (\n\t\"runtime\"\n\t\"testing\"\n)\n\nfunc TestProcessor(t *testing.T) { t.Fatal(\"it is \" + runtime.GOARCH) }\n");
        // Whatever the runner is, it gets the program and its arguments.
        string told = project.Dotnet("run", "-r", "linux-arm64", "-p:GoRunner=echo runs:", "--", "x y").Expect(0).Output;
        Assert.Contains($"runs: {Path.Combine(project.Root, "bin", "Debug", "linux-arm64", "app")} x y", told, StringComparison.Ordinal);
        // What is fuzzed starts itself again: a runner that is only a step on the way does no harm.
        project.Write("fuzz_test.go",
            "package main\n\nimport \"testing\"\n\nfunc FuzzNothing(f *testing.F) { f.Fuzz(func(*testing.T, string) {}) }\n");
        string[] fuzz = ["test", "-p:GoFuzz=FuzzNothing", "-p:GoFuzzTime=20x", "-p:GoTestRun=FuzzNothing", "-p:GoCacheDir=cache"];
        CommandResult native = project.Dotnet([.. fuzz, "-p:GoRunner=env"]).Expect(0);
        Assert.Contains("succeeded: 1", native.Output, StringComparison.Ordinal);
        bool isForeign = RuntimeInformation.OSArchitecture != Architecture.Arm64 && !File.Exists("/proc/sys/fs/binfmt_misc/" + Emulator);
        if (isForeign)
        {
            CommandResult foreign = project.Dotnet([.. fuzz, "-r", "linux-arm64", "-p:GoRunner=env"]).Expect(1);
            Assert.Contains("app.goproj : error GO7051: fuzzing starts the test program again", foreign.Output, StringComparison.Ordinal);
        }
        File.Delete(Path.Combine(project.Root, "fuzz_test.go"));
        if (!HasEmulator)
        {
            return;
        }
        Assert.Equal("on another processor x y\n", project.Dotnet("run", "--no-restore", "-r", "linux-arm64", "-p:GoRunner=" + Emulator,
            "--", "x y").Expect(3).Error);
        Assert.Matches(@"main_test.go\(8\): error GO7101: example.com/app.TestProcessor: it is arm64",
            project.Dotnet("test", "--no-restore", "-r", "linux-arm64", "-p:GoRunner=" + Emulator).Expect(1).Output);
    }
}
