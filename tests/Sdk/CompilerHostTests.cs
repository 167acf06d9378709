using System.Diagnostics;
using System.Globalization;

namespace Go.Sdk.Tests.Sdk;

/// <summary>GoCompilerHost: the compiler in the build's own process or in one of its own gives the same, also when it ends early.</summary>
public sealed class CompilerHostTests
{
    private const string Hello =
        "package main\n\nimport _ \"embed\"\n\n//go:embed note.txt\nvar note string\n\nfunc main() { println(note) }\n";

    [Fact]
    public void Both_hosts_make_the_same_program_and_list_the_same_inputs()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", Hello).Write("note.txt", "x");
        (byte[] Program, string[] Inputs)[] made =
        [
            .. ((string[])["inproc", "process"]).Select(host =>
            {
                CommandResult result = project.Build("-t:Rebuild", "-p:GoCompilerHost=" + host, "-p:GoCacheDir=cache-" + host).Expect(0);
                Assert.Matches(@"\[\d+/\d+\] compile example.com/app", result.Output);
                return (File.ReadAllBytes(project.Program), File.ReadAllLines(Path.Combine(project.Root, "obj", "Debug",
                    "app.GoInputs.txt")));
            }),
        ];
        Assert.Equal(made[0].Inputs, made[1].Inputs);
        Assert.Equal(made[0].Program, made[1].Program);
        Assert.Contains(Path.Combine(project.Root, "note.txt"), made[1].Inputs);
        Assert.Contains("up to date: nothing", project.Build("-p:GoCompilerHost=process", "-p:GoCacheDir=cache-process").Expect(0).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_build_has_a_process_of_its_own_and_one_after_an_edit_has_not()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", "package main\n\nfunc main() {}\n");
        Assert.Contains("compiler host: process", project.Build().Expect(0).Output, StringComparison.Ordinal);
        project.Write("main.go", "package main\n\nfunc main() { println() }\n");
        Assert.Contains("compiler host: inproc", project.Build().Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal("\n", project.Run().Error);
    }

    [Theory]
    [InlineData("inproc")]
    [InlineData("process")]
    public void Errors_stand_at_their_place(string host)
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", "package main\n\nfunc main() {\n\tx := 1\n\tundefined(\"ä\")\n}\n\nfunc main() {}\n");
        string output = project.Build("-p:GoCompilerHost=" + host).Expect(1).Output;
        Assert.Contains("main.go(4,2): error GO2101: declared and not used: x", output, StringComparison.Ordinal);
        Assert.Contains("main.go(5,2): error GO2075: undefined: undefined", output, StringComparison.Ordinal);
        Assert.Contains("main.go(8,6): error GO2010: main redeclared in this block", output, StringComparison.Ordinal);
        Assert.Contains("main.go:3:6: other declaration of main", output, StringComparison.Ordinal);
        Assert.False(File.Exists(project.Program));
    }

    [Fact]
    public void A_compiler_process_that_is_killed_is_an_error()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        (int exitCode, string output) = WithWorker(project, worker => Signal("KILL", worker));
        Assert.Equal(1, exitCode);
        Assert.Contains("error GO7008: the compiler's process ended with exit code 137", output, StringComparison.Ordinal);
        NothingIsLeft(project);
    }

    [Fact]
    public void Cancelling_the_build_ends_the_compiler_process_and_leaves_nothing()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        int ended = 0;
        (int exitCode, string output) = WithWorker(project, worker =>
        {
            ended = worker;
            Signal("INT", int.Parse(File.ReadAllText($"/proc/{worker}/stat").Split(' ')[3], CultureInfo.InvariantCulture));
        });
        Assert.NotEqual(0, exitCode);
        Assert.DoesNotContain("GO7008", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists($"/proc/{ended}"), "the compiler's process is still running");
        NothingIsLeft(project);
    }

    /// <summary>Builds with an empty cache and calls <paramref name="act"/> with the compiler's process once that compiles.</summary>
    private static (int ExitCode, string Output) WithWorker(ProjectFolder project, Action<int> act)
    {
        project.Write("main.go", "package main\n\nimport \"net/http\"\n\nfunc main() { http.ListenAndServe(\"\", nil) }\n");
        var start = new ProcessStartInfo("dotnet", ["build", "--no-restore", "-v:n", "-p:GoCompilerHost=process", "-p:GoCacheDir=cache"])
        {
            WorkingDirectory = project.Root, RedirectStandardOutput = true,
        };
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";
        using Process build = Process.Start(start)!;
        string output = "";
        while (build.StandardOutput.ReadLine() is { } line)
        {
            output += line + "\n";
            if (line.Contains("] compile ", StringComparison.Ordinal))
            {
                act(Worker(project));
                break;
            }
        }
        output += build.StandardOutput.ReadToEnd();
        Assert.True(build.WaitForExit(TimeSpan.FromMinutes(1)), "still running");
        return (build.ExitCode, output);
    }

    /// <summary>The compiler's process that works in the project's folder.</summary>
    private static int Worker(ProjectFolder project)
    {
        foreach (string folder in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out int id) && new FileInfo(folder + "/cwd").LinkTarget == project.Root
                && File.ReadAllText(folder + "/cmdline").Contains("worker", StringComparison.Ordinal))
            {
                return id;
            }
        }
        throw new InvalidOperationException("no compiler process");
    }

    private static void Signal(string name, int process)
        => CommandResult.Run("kill", ["-" + name, process.ToString(CultureInfo.InvariantCulture)], "/").Expect(0);

    private static void NothingIsLeft(ProjectFolder project)
    {
        Assert.False(File.Exists(project.Program));
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(project.Root, "obj", "Debug")),
            f => Path.GetFileName(f) == "app" || f.EndsWith(".tmp", StringComparison.Ordinal));
        string cache = Path.Combine(project.Root, "cache");
        Assert.Empty(Directory.Exists(cache) ? Directory.GetFiles(cache, "*.tmp", SearchOption.AllDirectories) : []);
    }
}
