using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver.Tools;

/// <summary>
/// Go's own tools (<c>vet</c>, <c>cover</c>, <c>pprof</c>, ...): built from the sources of package <c>cmd/NAME</c> when they are first
/// asked for, for this machine, and kept beside the cache under what they were made from: release and place of the sources, the tool's own
/// files, and this compiler.
/// </summary>
internal static class ToolPrograms
{
    /// <summary>What these do is done in process, and with object files of our own format: Go's would make nothing that fits.</summary>
    private static readonly string[] s_ownWork = ["asm", "link", "cgo"];

    /// <summary>Commands of Go's that are no tools: they have a place of their own beside <c>go</c>.</summary>
    private static readonly string[] s_commands = ["go", "gofmt"];

    /// <summary>Runs a program with this process's input and output; the exit code is the program's.</summary>
    public static int Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        // Ctrl+C goes to the tool as well: it decides what to do.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>The program's file; null when it does not build, and then that has been said.</summary>
    /// <exception cref="UsageException">There is no such tool.</exception>
    public static string? Find(string name, TextWriter error)
    {
        if (s_ownWork.Contains(name))
        {
            throw UsageException.NotSupported($"tool {name}: there are no separate tools; dotnet go build compiles, assembles and links");
        }
        using IStandardLibrary library = Builder.OpenStandardLibrary(Locations.StandardLibrary(Locations.Environment()));
        return IsTool(library, name) ? Find(library, name, error)
            : throw UsageException.Plain($"go: no such tool {GoQuote.Text(name)}", exitCode: 2);
    }

    /// <summary>Whether Go has a tool of that name, be it one that is refused.</summary>
    public static bool Exists(string name)
    {
        using IStandardLibrary library = Builder.OpenStandardLibrary(Locations.StandardLibrary(Locations.Environment()));
        return IsTool(library, name);
    }

    /// <summary>The same for a command of Go's own that is no tool: <c>go</c> itself, or <c>gofmt</c>.</summary>
    public static string? FindCommand(string name, TextWriter error)
    {
        using IStandardLibrary library = Builder.OpenStandardLibrary(Locations.StandardLibrary(Locations.Environment()));
        return library.Files("cmd/" + name).Count > 0 ? Find(library, name, error)
            : throw UsageException.Fatal($"the sources of cmd/{name} are not where Go's sources are ({Locations.StandardLibrary(Locations.Environment())})");
    }

    /// <summary>The tools whose sources there are, in order.</summary>
    public static IEnumerable<string> Names()
    {
        using IStandardLibrary library = Builder.OpenStandardLibrary(Locations.StandardLibrary(Locations.Environment()));
        return [.. library.Folders("cmd").Where(n => IsTool(library, n) && !s_ownWork.Contains(n)).Order(StringComparer.Ordinal)];
    }

    /// <summary>What tells the tools of these sources and this compiler from all others.</summary>
    public static string IdentityOf(string program) => Path.GetFileName(Path.GetDirectoryName(program)!) + "/" + Path.GetFileName(program);

    private static string? Find(IStandardLibrary library, string name, TextWriter error)
    {
        string program = Path.Combine(Locations.CacheDirectory(Locations.Environment()), "tools", KeyOf(library, name), name);
        if (File.Exists(program))
        {
            ContentCache.Mark(new FileInfo(program));
            return program;
        }
        if (!Console.IsErrorRedirected)
        {
            error.WriteLine($"dotnet go: building {name} from Go's sources; this happens once"); // for who waits, not for who reads errors
        }
        // As if nothing were set: what the user wants for his programs, and in what folder he happens to be, is not about the tool.
        var flags = new BuildFlags(PlainEnvironment()) { Output = program, StripDebugInformation = true };
        using var cancellation = new CancelOnSignal();
        string root = Path.GetPathRoot(program)!;
        BuildOutcome outcome = BuildCommand.Build(flags, ["cmd/" + name], error, root, cancellation.Token);
        BuildOutput.WriteText(outcome, root, error);
        return outcome.Succeeded ? program : null;
    }

    /// <summary>Where Go's sources, the cache and temporary files are, and nothing else.</summary>
    private static GoEnvironment PlainEnvironment()
    {
        GoEnvironment environment = Locations.Environment();
        var plain = new Dictionary<string, string>(StringComparer.Ordinal) { ["GOENV"] = "off", ["GOWORK"] = "off", ["GOPROXY"] = "off" };
        foreach ((string name, string value) in GoEnvironment.OfProcess())
        {
            if (!name.StartsWith("GO", StringComparison.Ordinal) || name.StartsWith("GO_S", StringComparison.Ordinal))
            {
                plain[name] = value;
            }
        }
        foreach (string name in (string[])["GOCACHE", "GOPATH", "GOMODCACHE", "GOTMPDIR"])
        {
            plain[name] = environment.Get(name);
        }
        plain["GO_SDK_CACHE"] = Locations.CacheDirectory(environment);
        string library = Locations.StandardLibrary(environment);
        if (Directory.Exists(library))
        {
            plain["GOROOT"] = library;
        }
        return GoEnvironment.Read(plain, "");
    }

    private static bool IsTool(IStandardLibrary library, string name)
        => name.Length > 0 && !s_commands.Contains(name) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
            && library.Files("cmd/" + name).Any(f => f.EndsWith(".go", StringComparison.Ordinal) && !GoFileName.IsTest(f));

    private static string KeyOf(IStandardLibrary library, string name)
    {
        var text = new StringBuilder();
        text.Append(CompilerIdentity.Text).Append('\n').Append(library.Version).Append('\n');
        string place = Path.GetFullPath(Locations.StandardLibrary(Locations.Environment()));
        text.Append(place).Append('\n');
        IEnumerable<string> files = Directory.Exists(place)
            ? library.Files("cmd/" + name).Select(f => library.PathOf("cmd/" + name, f)) : [place];
        foreach (string file in files)
        {
            var information = new FileInfo(file);
            text.Append(CultureInfo.InvariantCulture, $"{information.Name} {information.Length} {information.LastWriteTimeUtc.Ticks}\n");
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
