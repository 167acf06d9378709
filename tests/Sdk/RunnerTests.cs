namespace Go.Sdk.Tests.Sdk;

/// <summary>Programs for another processor are run and tested through a program that can (GoRunner): QEMU's user mode where the machine has it.</summary>
public sealed class RunnerTests
{
    private const string Emulator = "qemu-aarch64";

    private static bool HasEmulator => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(f => File.Exists(Path.Combine(f, Emulator)));

    [Fact]
    public void A_program_for_another_processor_is_run_and_tested()
    {
        using var project = new ProjectFolder();
        project.Write("main.go", "package main\n\nimport \"os\"\n\nfunc main() { println(\"on another processor\", os.Args[1]); os.Exit(3) }\n")
            .Write("main_test.go", "package main\n\nimport (\n\t\"runtime\"\n\t\"testing\"\n)\n\nfunc TestProcessor(t *testing.T) { t.Fatal(\"it is \" + runtime.GOARCH) }\n");
        // Whatever the runner is, it gets the program and its arguments.
        string told = CommandResult.Dotnet(project.Root, "run", "-r", "linux-arm64", "-p:GoRunner=echo runs:", "--", "x y").Expect(0).Output;
        Assert.Contains($"runs: {Path.Combine(project.Root, "bin", "Debug", "linux-arm64", "app")} x y", told, StringComparison.Ordinal);
        if (!HasEmulator)
        {
            return;
        }
        Assert.Equal("on another processor x y\n", CommandResult.Dotnet(project.Root, "run", "--no-restore", "-r", "linux-arm64", "-p:GoRunner=" + Emulator, "--", "x y").Expect(3).Error);
        Assert.Matches(@"main_test.go\(8\): error GO7101: example.com/app.TestProcessor: it is arm64",
            CommandResult.Dotnet(project.Root, "test", "--no-restore", "-r", "linux-arm64", "-p:GoRunner=" + Emulator).Expect(1).Output);
    }
}
