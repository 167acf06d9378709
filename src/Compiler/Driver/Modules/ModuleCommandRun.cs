using Go.Compiler.Build;
using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Fetching;
using Go.Compiler.Modules.Files;
using Go.Compiler.Modules.Resolution;
using Go.Compiler.Packages;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Driver.Modules;

/// <summary>What the commands about modules have in common: flags, standard library, source of modules, and how they speak.</summary>
internal sealed class ModuleCommandRun : IModuleProgress, IDisposable
{
    private readonly string _name;
    private readonly CancelOnSignal _cancel = new();
    private readonly Lock _lock = new();
    private IStandardLibrary? _library;
    private readonly List<ModuleSource> _beside = [];
    private ModuleSource? _source;

    public ModuleCommandRun(string name, TextWriter output, TextWriter error)
    {
        (_name, Output, Error) = (name, output, error);
        Flags = new BuildFlags(Locations.Environment());
    }

    public BuildFlags Flags { get; }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    public CancellationToken Cancellation => _cancel.Token;

    /// <summary>Downloads are told with their reasons (<c>-x</c>).</summary>
    public bool IsVerbose { get; set; }

    /// <summary>An error was told.</summary>
    public bool HasFailed { get; private set; }

    public IStandardLibrary Library => _library ??= Builder.OpenStandardLibrary(Locations.StandardLibrary(Flags.Environment));

    public ModuleSource Source => _source ?? throw new InvalidOperationException("no session is open");

    public string LocalGo
        => Library.Version is ['g', 'o', .. var version] && GoVersion.Parse(version) is not null ? version : GoRelease.Language;

    /// <summary>Parses the command's flags: those defined by <paramref name="define"/>, and what all of these commands know.</summary>
    public IReadOnlyList<string> Parse(IReadOnlyList<string> arguments, Func<GoFlags, GoFlags> define, params string[] common)
    {
        // Only lists can be made in another mode than their own, whatever GOFLAGS says for builds.
        IEnumerable<string> mode = _name == "list" ? ["mod"] : [];
        GoFlags flags = Flags.Define(new GoFlags()).Only([.. common, .. mode, "modfile", "modcacherw", "overlay"]);
        IReadOnlyList<string> rest = define(flags).ApplyDefaults(Flags.Environment).Parse(arguments);
        Flags.ReadEnvironment();
        if (Flags.Environment.Get("GO111MODULE") == "off" && _name is not ("mod edit" or "work edit"))
        {
            throw Refused(_name == "list" ? "list -m cannot be used with GO111MODULE=off"
                : "modules disabled by GO111MODULE=off; see 'go help modules'");
        }
        return rest;
    }

    /// <summary>Opens the modules of the working folder.</summary>
    /// <param name="ignoresWorkspace">The command is about the one module, whatever workspace it is in.</param>
    public ModuleSession Open(ModuleCommand command, bool ignoresWorkspace = false, string? tidyGo = null, string? directory = null)
    {
        ModuleSettings settings = Flags.Modules;
        settings = settings with { Workspace = ignoresWorkspace ? "off" : settings.Workspace };
        return Open(command, settings, Flags.Files(), source => _source = source, tidyGo, directory);
    }

    /// <summary>
    /// Opens the workspace of the working folder beside the session of the one module that a command is about, whose way to change go.mod
    /// it does not have.
    /// </summary>
    /// <param name="files">Has that module's go.mod as it is going to be.</param>
    public ModuleSession OpenWorkspace(ModuleCommand command, IFileView files)
        => Open(command, Flags.Modules with { Mode = ModuleMode.Unset }, files, _beside.Add, tidyGo: null, directory: null);

    private ModuleSession Open(ModuleCommand command, ModuleSettings settings, IFileView files, Action<ModuleSource> onSource,
        string? tidyGo, string? directory)
    {
        settings = settings with { Gopath = null };
        return new ModuleSession(new ModuleSessionOptions
        {
            Settings = settings,
            Files = files,
            WorkingDirectory = directory ?? WorkingFolder.Current,
            Command = command,
            Source = sums =>
            {
                var source = new ModuleSource(settings, sums, this);
                onSource(source);
                return source;
            },
            LocalGo = LocalGo,
            Say = Say,
            Trace = Trace,
            TidyGoVersion = tidyGo,
            IsStandard = path => Library.Files(path).Any(PackageLocator.IsGoFile),
            StandardRoot = Library.PathOf("", ""),
            Cancellation = Cancellation,
        });
    }

    public PackageLocator LocatorOf(ModuleSession session) => new(Library, Flags.Files(), session);

    /// <summary>A scanner of all Go files, whatever their constraints.</summary>
    public ImportScanner ScannerOfAll() => new(Flags.Files(), Library, null);

    public void Say(string note)
    {
        lock (_lock)
        {
            Error.WriteLine(note);
        }
    }

    public void Fail(string message)
    {
        HasFailed = true;
        Say("go: " + message);
    }

    /// <summary>Tells an error that is no sentence of the command itself.</summary>
    public void FailPlain(string message)
    {
        HasFailed = true;
        Say(message);
    }

    /// <summary>Fails without a word: the output says why.</summary>
    public void FailSilently(bool hasFailed) => HasFailed |= hasFailed;

    /// <summary>Told by commands that are not about downloading.</summary>
    public void Downloading(ModuleVersion module)
    {
        if (_name != "mod download")
        {
            Say($"go: downloading {module.Path} {module.Version}");
        }
    }

    public void Trace(string line)
    {
        if (IsVerbose)
        {
            Say(line);
        }
    }

    public void Warn(ModuleException warning) => Say("go: " + warning.Message);

    /// <summary>Runs a command and tells its errors.</summary>
    public static int Run(string name, TextWriter output, TextWriter error, Action<ModuleCommandRun> body)
    {
        using var run = new ModuleCommandRun(name, output, error);
        try
        {
            body(run);
        }
        catch (ModFileException e)
        {
            string file = Path.GetFileName(e.FilePath);
            string shown = ShortPath.Of(e.FilePath, WorkingFolder.Current);
            run.Fail($"{ModFileException.Heading(e.Errors[0].Descriptor, file == "go.work" ? file : shown)}\n{e.ToGoText(shown)}");
        }
        catch (ModuleException e) when (e.Message.StartsWith("malformed go.sum:", StringComparison.Ordinal)
            || e.Message.StartsWith("go list ", StringComparison.Ordinal))
        {
            run.FailPlain(e.Message);
        }
        catch (ModuleException e)
        {
            run.Fail(e.Message);
        }
        return run.HasFailed ? 1 : 0;
    }

    /// <summary>Ends a command whose arguments make no sense.</summary>
    public static ModuleException Refused(string message) => new(Diagnostics.Catalogue.InvalidFlag, message);

    public void Dispose()
    {
        _source?.Dispose();
        _beside.ForEach(s => s.Dispose());
        _library?.Dispose();
        _cancel.Dispose();
    }

    public override string ToString() => _name;
}
