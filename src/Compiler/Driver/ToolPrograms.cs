using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Driver;

/// <summary>
/// Go's own tools (<c>nm</c>, <c>objdump</c>, <c>pprof</c>, ...): built from the sources of package <c>cmd/NAME</c> when they are first asked for, and kept beside
/// the cache. Each call asks the build again, which finds the program current in no time unless sources or compiler have changed.
/// </summary>
internal static class ToolPrograms
{
    /// <summary>What these do is done in process, and with object files of our own format: Go's would make nothing that fits.</summary>
    private static readonly string[] s_ownWork = ["asm", "link", "cgo"];

    /// <summary>Commands of Go's that are no tools: they have a place of their own beside <c>go</c>.</summary>
    private static readonly string[] s_commands = ["go", "gofmt"];

    /// <summary>Builds the tool and runs it with this process's input and output; the exit code is the tool's.</summary>
    public static int Run(string name, IReadOnlyList<string> arguments, TextWriter error)
    {
        if (Build(name, error) is not { } program)
        {
            return 1;
        }
        // Ctrl+C goes to the tool as well: it decides what to do.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>The program's file, up to date; null when it does not build, and then that has been said.</summary>
    /// <exception cref="UsageException">There is no such tool.</exception>
    public static string? Build(string name, TextWriter error)
    {
        if (s_ownWork.Contains(name))
        {
            throw UsageException.NotSupported($"tool {name}: there are no separate tools; dotnet go build compiles, assembles and links");
        }
        string library = Locations.StandardLibrary(Locations.Environment());
        if (!IsTool(library, name))
        {
            string hint = Directory.Exists(library) ? "" : $"; the sources of tools are not in {library}: set GO_SOURCE_ROOT to a GOROOT folder";
            throw new UsageException($"no such tool \"{name}\"{hint}");
        }
        string program = Path.Combine(Folder(library), name);
        // Outside of any module: what go.mod the user happens to be in says is not about the tool.
        var flags = new BuildFlags(Locations.Environment()) { Output = program, StripDebugInformation = true };
        using var cancellation = new CancelOnSignal();
        string root = Path.GetPathRoot(program)!;
        BuildOutcome outcome = BuildCommand.Build(flags, ["cmd/" + name], error, root, cancellation.Token);
        BuildOutput.WriteText(outcome, root, error);
        return outcome.Succeeded ? program : null;
    }

    /// <summary>The tools whose sources there are, in order.</summary>
    public static IEnumerable<string> Names()
    {
        string library = Locations.StandardLibrary(Locations.Environment()), commands = Path.Combine(library, "src", "cmd");
        IEnumerable<string> names = Directory.Exists(commands) ? Directory.EnumerateDirectories(commands).Select(d => Path.GetFileName(d)!) : [];
        return names.Where(n => IsTool(library, n) && !s_ownWork.Contains(n)).Order(StringComparer.Ordinal);
    }

    private static bool IsTool(string library, string name)
    {
        if (name.Length == 0 || s_commands.Contains(name) || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
        {
            return false;
        }
        string folder = Path.Combine(library, "src", "cmd", name);
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.go").Any(f => !f.EndsWith("_test.go", StringComparison.Ordinal));
    }

    /// <summary>Each GOROOT has its own: programs of two would take turns otherwise.</summary>
    private static string Folder(string library)
    {
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(library))));
        return Path.Combine(Locations.CacheDirectory(Locations.Environment()), "tools", key[..16]);
    }
}
