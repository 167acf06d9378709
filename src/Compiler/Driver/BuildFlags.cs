using Go.Compiler.Build;
using Go.Compiler.Build.Analysis;
using Go.Compiler.Build.Coverage;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Platforms;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Settings;
using Go.Compiler.Targets;

namespace Go.Compiler.Driver;

/// <summary>
/// The build flags shared by the commands, and the same flags as MSBuild properties spell them (<c>GoCompilerFlags</c>,
/// <c>GoLinkerFlags</c>).
/// </summary>
public sealed partial class BuildFlags
{
    private readonly List<LinkVariable> _variables = [];
    private readonly List<string> _debug = [];
    private readonly List<PatternFlags> _compilerFlags = [];
    private readonly List<PatternFlags> _assemblerFlags = [];
    private readonly List<PatternFlags> _linkerFlags = [];
    private readonly List<string> _notes = [];
    private readonly GoEnvironment _environment;
    private List<string> _tags = [];
    private ModuleSettings _modules = new();
    private string _mode = ""; // as it was given: what it means is asked when all flags are known
    private bool _ignoresSurroundings;

    /// <summary>What is wrong with flags for the tools, which matters when these have something to do.</summary>
    private UsageException? _toolProblem;

    /// <summary>
    /// Flags for a project, which says everything in its properties. Only where modules come from is the machine's affair.
    /// </summary>
    public BuildFlags()
        : this(GoEnvironment.OfModules(GoEnvironment.OfProcess()))
    {
    }

    /// <summary>Flags for a command, which goes by its environment too.</summary>
    internal BuildFlags(GoEnvironment environment) => _environment = environment;

    public string? Output { get; set; }

    /// <inheritdoc cref="BuildOptions.ForCommand"/>
    internal bool ForCommand { get; set; }

    /// <inheritdoc cref="BuildOptions.Installs"/>
    internal bool Installs { get; set; }

    /// <summary><c>-pgo=off</c>.</summary>
    public bool IgnoresProfiles { get; set; }

    /// <summary>Each program has the profile that lies beside its sources (<c>-pgo=auto</c>).</summary>
    public bool LooksForProfiles => !IgnoresProfiles && _profile is null;

    /// <summary>The file that <c>-overlay</c> names.</summary>
    public string? Overlay { get; set; }

    /// <summary>The list that <c>-embeditems</c> names.</summary>
    public string? EmbedItems { get; set; }
    public bool TrimPath { get; set; }

    /// <summary><c>-buildmode=exe</c> was said.</summary>
    internal bool IsProgramMode { get; private set; }

    /// <inheritdoc cref="BuildOptions.OneProgram"/>
    internal bool OneProgram { get; set; }

    /// <summary><c>-buildmode=pie</c>.</summary>
    public bool IsPositionIndependent { get; set; }
    public bool ReportAllErrors { get; set; }
    public int Parallelism { get; set; }
    public bool StripSymbols { get; set; }
    public bool StripDebugInformation { get; set; }
    public bool Optimize { get; set; } = true;
    public bool Inline { get; set; } = true;
    public bool Verbose { get; set; }
    public bool NoCache { get; set; }

    /// <summary>Programs start in FIPS mode; set by <see cref="SetFips140"/>.</summary>
    public bool FipsMode { get; private set; }

    /// <summary>Whether programs say which commit they are built from.</summary>
    public StampMode? Stamp { get; set; }

    private bool _covers;
    private string _coverMode = "set";
    private string? _profile;
    private List<string>? _coverPackages;

    /// <summary><c>-cover</c>, or a flag that implies it.</summary>
    internal bool Covers
    {
        get => _covers;
        set => _covers = value;
    }

    internal string CoverMode => _coverMode;

    /// <summary><c>-coverpkg</c>; null: the usual packages.</summary>
    internal IReadOnlyList<string>? CoverPackages => _coverPackages;

    /// <inheritdoc cref="BuildOptions.Coverage"/>
    internal CoverageSettings? Coverage { get; set; }

    /// <inheritdoc cref="BuildOptions.Analysis"/>
    internal AnalysisOptions? Analysis { get; set; }

    /// <summary>Build test programs.</summary>
    public bool Tests { get; set; }

    /// <inheritdoc cref="BuildOptions.Fuzzes"/>
    public bool Fuzzes { get; set; }
    public IList<LinkVariable> Variables => _variables;
    public IList<string> DebugFlags => _debug;
    public IReadOnlyList<string> Tags => _tags;

    /// <summary>What is to be said of flags and settings that have no meaning here.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary><c>-n</c>: say what would be done, and do not do it.</summary>
    internal bool DryRun { get; private set; }

    /// <summary><c>-x</c>: say what is done.</summary>
    internal bool Trace { get; private set; }

    /// <summary><c>-work</c>: temporary folders stay, and are named.</summary>
    internal bool KeepsWork { get; private set; }

    /// <summary><c>-json</c> of builds: findings as events.</summary>
    internal bool Json { get; private set; }

    /// <summary>The environment that the flags were given in.</summary>
    internal GoEnvironment Environment => _environment;

    /// <summary>Comma-, semicolon- or space-separated; more are added to those that there are.</summary>
    public void AddTags(string list)
        => _tags.AddRange(list.Split([',', ';', ' ', '\n', '\t', '\r'],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>Flags of Go's compiler in its spelling: <c>[pattern=]flags</c>. Of several that fit a package the last counts.</summary>
    /// <exception cref="ArgumentException">A flag is unknown or not supported.</exception>
    public void AddCompilerFlags(string flags) => Add(_compilerFlags, flags, words =>
    {
        CompilerSettings settings = CompilerSettings.Read(words, "go" + GoRelease.Language, _notes);
        CheckDebugFlags(settings.DebugFlags);
        _debug.AddRange(settings.DebugFlags.Where(DebugSettings.IsOfWholeBuild));
    });

    /// <summary>Debug switches of the whole build, with commas or semicolons between.</summary>
    /// <exception cref="ArgumentException">There is no such switch.</exception>
    public void AddDebugFlags(string flags)
    {
        string[] switches = flags.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        CheckDebugFlags(switches);
        _debug.AddRange(switches);
    }

    /// <exception cref="ArgumentException">There is no such switch.</exception>
    private static void CheckDebugFlags(IEnumerable<string> switches)
    {
        if (switches.Select(DebugSettings.Problem).FirstOrDefault(p => p is not null) is { } problem)
        {
            throw new FlagException(new SettingException(problem)) { Code = Catalogue.InvalidDebugSetting.Code };
        }
    }

    /// <summary>Flags of Go's assembler in its spelling.</summary>
    /// <exception cref="ArgumentException">A flag is unknown or not supported.</exception>
    public void AddAssemblerFlags(string flags) => Add(_assemblerFlags, flags, words => AssemblerSettings.Read(words, _notes));

    /// <summary>
    /// Flags of Go's linker in its spelling: <c>[pattern=]-s -w -X name=value</c>. Of several that fit a program the last counts.
    /// </summary>
    /// <exception cref="ArgumentException">A flag is unknown, not supported or incomplete.</exception>
    public void AddLinkerFlags(string flags)
        => Add(_linkerFlags, flags, words => LinkerSettings.Read(words, _environment.Get("GOOS", HostSystem.Os), _notes));

    /// <summary>The setting <c>GOFIPS140</c>: <c>off</c>, or <c>latest</c> for the module in the standard library's own sources.</summary>
    /// <exception cref="ArgumentException">The setting is unknown or not supported, or contradicts a tag.</exception>
    public void SetFips140(string? setting)
    {
        FipsMode = setting switch
        {
            null or "" or "off" => false,
            "latest" => true,
            _ => throw new ArgumentException($"GOFIPS140={setting} is not supported: there are no frozen versions of the cryptographic module; known are off and latest"),
        };
        if (FipsMode && _tags.Contains("purego"))
        {
            throw new ArgumentException("cannot use GOFIPS140 with the purego build tag");
        }
    }

    /// <summary>What decides which modules the build is made of: flags, and the environment.</summary>
    public ModuleSettings Modules => _modules with
    {
        Mode = ModeOf(_mode),
        Workspace = _ignoresSurroundings ? "off" : _environment.Get("GOWORK"),
        Gopath = _ignoresSurroundings || UsesModules()
            ? null : _environment.WorkspacePath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        Toolchain = _environment.Get("GOTOOLCHAIN"),
        CacheDirectory = _environment.ModuleCache,
        TemporaryRoot = Locations.TemporaryRoot,
        GopathRoot = _environment.WorkspaceFolder,
        Proxy = _environment.Get("GOPROXY"),
        SumDatabase = _environment.Get("GOSUMDB"),
        SumDatabaseDirectory = _environment.SumDatabaseFolder,
        Private = _environment.Get("GOPRIVATE"),
        NoProxy = Nullable("GONOPROXY"),
        NoSumDatabase = Nullable("GONOSUMDB"),
        Insecure = _environment.Get("GOINSECURE"),
        Authentication = _environment.Get("GOAUTH"),
        VersionControl = _environment.Get("GOVCS"),
        Offline = _environment.Get("GOPROXY") == "off",
    };

    /// <summary>The build is of a module of its own, whatever module, workspace or GOPATH the command was started in.</summary>
    internal void IgnoreSurroundings()
    {
        _ignoresSurroundings = true;
        _mode = "mod";
        _modules = _modules with { ModFile = null };
    }

    /// <summary>GO111MODULE: <c>auto</c> means modules where there is a go.mod or go.work.</summary>
    private bool UsesModules()
    {
        string workspace = _environment.Get("GOWORK");
        switch (_environment.Get("GO111MODULE"))
        {
            case "off":
                return false;
            case "auto" when workspace is "" or "off" or "auto":
                break;
            default:
                return true;
        }
        bool hasFile = false;
        for (DirectoryInfo? at = new(WorkingFolder.Current); at is not null && !hasFile; at = at.Parent)
        {
            hasFile = (at.FullName != Locations.TemporaryRoot && File.Exists(Path.Combine(at.FullName, "go.mod")))
                || (workspace != "off" && File.Exists(Path.Combine(at.FullName, "go.work")));
        }
        return hasFile;
    }

    /// <summary>The options these flags stand for.</summary>
    public BuildOptions ToOptions(string workingDirectory, IReadOnlyList<string> patterns, Target target, string standardLibrary,
        string? cacheDirectory)
        => (_toolProblem ?? ProfileProblem()) is { } problem && !DryRun
            ? throw problem : Options(workingDirectory, patterns, target, standardLibrary, cacheDirectory);

    private BuildOptions Options(string workingDirectory, IReadOnlyList<string> patterns, Target target, string standardLibrary,
        string? cacheDirectory) => new()
    {
        WorkingDirectory = workingDirectory,
        Patterns = patterns,
        Target = target,
        Tags = _tags,
        Modules = Modules,
        Experiments = _environment.Get("GOEXPERIMENT"),
        Output = Output,
        Overlay = Overlay,
        EmbedItems = EmbedItems,
        ForCommand = ForCommand,
        Installs = Installs,
        OneProgram = OneProgram,
        IgnoresProfiles = IgnoresProfiles,
        Profile = _profile,
        StandardLibrary = standardLibrary,
        CacheDirectory = NoCache ? null : cacheDirectory,
        LinkVariables = _variables,
        CompilerFlags = _compilerFlags,
        AssemblerFlags = _assemblerFlags,
        LinkerFlags = _linkerFlags,
        Stamp = Stamp ?? StampMode.Never,
        StripSymbols = StripSymbols,
        StripDebugInformation = StripDebugInformation,
        TrimPath = TrimPath,
        IsPositionIndependent = IsPositionIndependent,
        FipsMode = FipsMode,
        Optimize = Optimize,
        Inline = Inline,
        ReportAllErrors = ReportAllErrors,
        Parallelism = Parallelism > 0 ? Parallelism : int.TryParse(_environment.OfOperatingSystem("GOMAXPROCS"), out int processors)
            && processors > 0 ? processors : 0,
        DebugFlags = _debug,
        Tests = Tests,
        Fuzzes = Fuzzes,
        Analysis = Analysis,
        Coverage = Coverage,
        DryRun = DryRun,
        Trace = Trace || DryRun,
    };

    private static void Add(List<PatternFlags> list, string text, Action<IReadOnlyList<string>> check)
    {
        try
        {
            PatternFlags flags = PatternFlags.Parse(text);
            list.Add(flags);
            check(flags.Words);
        }
        catch (SettingException e)
        {
            throw new FlagException(e);
        }
    }

    private string? Nullable(string name) => _environment.Get(name) is { Length: > 0 } value ? value : null;

    /// <summary>What is wrong with a flag's value; keeps whether Go would take it.</summary>
    private sealed class FlagException(SettingException cause) : ArgumentException(cause.Message, cause)
    {
        public SettingException Cause => cause;

        public string? Code { get; init; }
    }
}
