using System.Diagnostics;
using System.Text;

namespace Go.Sdk.Tests.Sdk;

/// <summary>dotnet watch of a server: every input counts, a broken edit does no harm.</summary>
public sealed class WatchTests
{
    private const string Main = """
        package main

        import (
        	_ "embed"
        	"fmt"
        	"os"
        	"os/signal"
        	"syscall"

        	"example.com/app/lib"
        )

        //go:embed text.txt
        var text string

        func main() {
        	fmt.Println("started:", lib.Name, text)
        	end := make(chan os.Signal, 1)
        	signal.Notify(end, syscall.SIGTERM)
        	<-end
        	fmt.Println("ended in peace")
        }
        """;

    [Fact]
    public void A_running_program_is_started_again_for_every_change_and_survives_broken_ones()
    {
        using var project = new ProjectFolder(prefix: "go-sdk-test ä ");
        project.Write("Directory.Build.rsp", "-bl:obj/watch-{}.binlog\n"); // of every build that is started for a change
        project.Write("main.go", Main).Write("lib/lib.go", "package lib\n\nconst Name = \"one\"\n").Write("text.txt", "A");
        var start = new ProcessStartInfo("dotnet", ["watch", "--non-interactive"]) { WorkingDirectory = project.Root,
            RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_WATCH_SUPPRESS_EMOJIS"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process watch = Process.Start(start)!;
        try
        {
            var output = new StringBuilder();
            watch.OutputDataReceived += (_, line) => Add(output, line.Data);
            watch.ErrorDataReceived += (_, line) => Add(output, line.Data);
            watch.BeginOutputReadLine();
            watch.BeginErrorReadLine();
            WaitFor(output, "started: one A");
            project.Write("lib/lib.go", "package lib\n\nconst Name = \"two\"\n");
            WaitFor(output, "started: two A");
            Assert.Contains("ended in peace", TextOf(output), StringComparison.Ordinal);
            project.Write("text.txt", "B");
            WaitFor(output, "started: two B");
            project.Write("lib/lib.go", "package lib\n\nconst Name = two\n");
            WaitFor(output, "lib.go(3,14): error GO");
            WaitFor(output, "the program runs on as it is");
            project.Write("lib/lib.go", "package lib\n\nconst Name = \"three\"\n")
                .Write("lib/more.go", "package lib\n\nfunc init() { println(\"a new file\") }\n");
            WaitFor(output, "a new file");
            WaitFor(output, "started: three B");
        }
        finally
        {
            watch.Kill(entireProcessTree: true);
            watch.WaitForExit();
        }
        // One build for each change, and the error of the broken one is an error of that build.
        BuildLog[] builds = [.. Directory.GetFiles(Path.Combine(project.Root, "obj"), "watch-*.binlog").Select(f => BuildLog.Read(f))];
        Assert.Single(builds, b => b.Errors.Any(e => e.StartsWith("lib.go(3,14): GO", StringComparison.Ordinal)));
        Assert.True(builds.Count(b => b.Errors.Count == 0 && b.Tasks.Contains("GoBuild")) >= 3);
    }

    private static void Add(StringBuilder output, string? line)
    {
        lock (output)
        {
            output.Append(line).Append('\n');
        }
    }

    private static string TextOf(StringBuilder output)
    {
        lock (output)
        {
            return output.ToString();
        }
    }

    private static void WaitFor(StringBuilder output, string text)
    {
        for (long end = Environment.TickCount64 + 240_000; !TextOf(output).Contains(text, StringComparison.Ordinal); Thread.Sleep(100))
        {
            Assert.True(Environment.TickCount64 < end, $"'{text}' did not come in\n{TextOf(output)}");
        }
    }
}
