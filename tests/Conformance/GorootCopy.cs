using System.Diagnostics;
using Go.Compiler.Platforms;

namespace Go.Compiler.Tests.Conformance;

/// <summary>
/// A GOROOT for tests that look at theirs or run its <c>go</c> command: a copy of Go's sources, so that tests can write where they like,
/// with this project's command line as <c>bin/go</c> and stand-ins for the tools that tests ask for. It is made once and kept between runs.
/// </summary>
internal sealed class GorootCopy
{
    private static readonly string[] s_tools = ["compile", "asm", "link", "vet"];

    private GorootCopy(string root) => Root = root;

    public string Root { get; }

    /// <summary>What a test program's environment needs to use it.</summary>
    public IReadOnlyDictionary<string, string> Environment(string cache, string temporary) => new Dictionary<string, string>
    {
        ["GOROOT"] = Root,
        ["GO_SDK_CACHE"] = cache,
        ["PATH"] = Path.Combine(Root, "bin") + ":" + System.Environment.GetEnvironmentVariable("PATH"),
        ["TMPDIR"] = temporary,
        ["HOME"] = temporary,
        ["GOCACHE"] = Path.Combine(temporary, "gocache"),
        ["GOTOOLCHAIN"] = "local",
        ["CGO_ENABLED"] = "0",
        ["GOFLAGS"] = "",
        ["GOARCH"] = TestedTarget.Target.Arch,
    };

    /// <summary>The copy in a folder, made if it is not there or of another release, and brought up to date.</summary>
    public static GorootCopy At(string folder)
    {
        string root = Path.Combine(folder, "goroot"), done = Path.Combine(folder, "goroot.done");
        string wanted = File.ReadAllText(Path.Combine(GoSources.Root, "VERSION"));
        if (Directory.Exists(root) && (!File.Exists(done) || File.ReadAllText(done) != wanted))
        {
            Directory.Delete(root, recursive: true);
        }
        Directory.CreateDirectory(root);
        Run("cp", ["-rLuT", GoSources.Root, root], new Dictionary<string, string>()); // generated files may have changed since
        File.WriteAllText(done, wanted);
        var copy = new GorootCopy(root);
        copy.WriteCommands(Path.Combine(folder, "cache"));
        return copy;
    }

    private static void Run(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments);
        start.Environment.Remove("GO_SOURCE_ROOT");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}");
        }
    }

    private void WriteCommands(string cache)
    {
        string root = Root, command = CommandLine();
        WriteScript(Path.Combine(root, "bin", "go"), $"#!/bin/sh\nexec {command} \"$@\"\n");
        foreach (string tool in s_tools)
        {
            WriteScript(Path.Combine(root, "pkg", "tool", "linux_amd64", tool), $"#!/bin/sh\nexec {command} tool {tool} \"$@\"\n");
        }
        Run(command, ["install", "cmd/gofmt"], new Dictionary<string, string>(Environment(cache,
            Path.GetTempPath())) { ["GOARCH"] = SupportedPlatforms.LinuxAmd64.Arch });
    }

    private static void WriteScript(string path, string text)
    {
        if (File.Exists(path) && File.ReadAllText(path) == text)
        {
            return; // others may be running it
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = path + "." + System.Environment.ProcessId;
        File.WriteAllText(temporary, text);
        File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead
            | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The command line that <c>./build.sh</c> made.</summary>
    private static string CommandLine()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            string candidate = Path.Combine(d.FullName, "artifacts", "bin", "dotnet-go");
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }
        throw new InvalidOperationException("artifacts/bin/dotnet-go is missing: run ./build.sh");
    }
}
