using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Platforms;
using Go.Compiler.Settings;
using Go.Compiler.Targets;

namespace Go.Compiler.Driver;

/// <summary>The build flags shared by the commands, and the same flags as MSBuild properties spell them (<c>GoCompilerFlags</c>, <c>GoLinkerFlags</c>).</summary>
public sealed class BuildFlags
{
    private readonly List<LinkVariable> _variables = [];
    private readonly List<string> _tags = [];
    private readonly List<string> _debug = [];
    private readonly GoEnvironment _environment;
    private ModuleSettings _modules = new();

    /// <summary>Flags for a project, which says everything in its properties.</summary>
    public BuildFlags()
        : this(GoEnvironment.Empty)
    {
    }

    /// <summary>Flags for a command, which goes by its environment too.</summary>
    internal BuildFlags(GoEnvironment environment) => _environment = environment;

    public string? Output { get; set; }
    public bool TrimPath { get; set; }
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

    /// <summary>Build test programs.</summary>
    public bool Tests { get; set; }
    public IList<LinkVariable> Variables => _variables;
    public IList<string> DebugFlags => _debug;
    public IReadOnlyList<string> Tags => _tags;

    /// <summary>Comma-, semicolon- or space-separated.</summary>
    public void AddTags(string list) => _tags.AddRange(list.Split([',', ';', ' ', '\n', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>Flags of Go's compiler in its spelling.</summary>
    /// <exception cref="ArgumentException">A flag is unknown or not supported.</exception>
    public void AddCompilerFlags(string flags)
    {
        foreach (string flag in Words(flags))
        {
            // A leading `pattern=` chooses packages in go build; ours apply to all.
            string f = flag.StartsWith("all=", StringComparison.Ordinal) ? flag[4..] : flag;
            switch (f)
            {
                case "-N":
                    Optimize = false;
                    break;
                case "-l":
                    Inline = false;
                    break;
                case "-e":
                    ReportAllErrors = true;
                    break;
                case "":
                    break;
                case string d when d.StartsWith("-d=", StringComparison.Ordinal):
                    _debug.AddRange(d[3..].Split(',', StringSplitOptions.RemoveEmptyEntries));
                    break;
                default:
                    throw new ArgumentException($"compiler flag {f} is not supported; known are -N, -l, -e and -d=...");
            }
        }
    }

    /// <summary>Flags of Go's linker in its spelling: <c>-s -w -X name=value</c>.</summary>
    /// <exception cref="ArgumentException">A flag is unknown, not supported or incomplete.</exception>
    public void AddLinkerFlags(string flags)
    {
        IReadOnlyList<string> words = Words(flags);
        for (int i = 0; i < words.Count; i++)
        {
            string flag = words[i].StartsWith("--", StringComparison.Ordinal) ? words[i][1..] : words[i];
            switch (flag)
            {
                case "-s":
                    StripSymbols = true;
                    break;
                case "-w":
                    StripDebugInformation = true;
                    break;
                case "-X":
                    AddVariable(++i < words.Count ? words[i] : throw new ArgumentException("linker flag -X needs name=value"));
                    break;
                case string x when x.StartsWith("-X=", StringComparison.Ordinal):
                    AddVariable(x[3..]);
                    break;
                case "-linkmode=internal" or "-linkmode=auto" or "-compressdwarf=false" or "-compressdwarf=true" or "-s=false" or "-w=false":
                    break; // how it is anyway, or about what there is not
                case string x when x.StartsWith("-linkmode=", StringComparison.Ordinal):
                    throw new ArgumentException($"linker flag {x} is not supported: there is no other linker");
                default:
                    throw new ArgumentException($"linker flag {flag} is not supported; known are -s, -w and -X name=value");
            }
        }
    }

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

    private static IReadOnlyList<string> Words(string flags)
    {
        try
        {
            return QuotedFields.Split(flags);
        }
        catch (SettingException e)
        {
            throw new ArgumentException(e.Message);
        }
    }

    private void AddVariable(string assignment)
    {
        int equals = assignment.IndexOf('=');
        if (equals <= 0 || !assignment.AsSpan(0, equals).Contains('.'))
        {
            throw new ArgumentException($"linker flag -X {assignment}: want importpath.name=value");
        }
        _variables.Add(new LinkVariable(assignment[..equals], assignment[(equals + 1)..], IsOptional: true));
    }

    /// <summary>The options these flags stand for.</summary>
    public BuildOptions ToOptions(string workingDirectory, IReadOnlyList<string> patterns, Target target, string standardLibrary, string? cacheDirectory) => new()
    {
        WorkingDirectory = workingDirectory,
        Patterns = patterns,
        Target = target,
        Tags = _tags,
        Modules = Modules,
        Output = Output,
        StandardLibrary = standardLibrary,
        CacheDirectory = NoCache ? null : cacheDirectory,
        LinkVariables = _variables,
        StripSymbols = StripSymbols,
        StripDebugInformation = StripDebugInformation,
        TrimPath = TrimPath,
        FipsMode = FipsMode,
        Optimize = Optimize,
        Inline = Inline,
        ReportAllErrors = ReportAllErrors,
        Parallelism = Parallelism,
        DebugFlags = _debug,
        Tests = Tests,
    };

    internal GoFlags Define(GoFlags flags) => flags
        .Value("o", v => Output = v)
        .Value("tags", AddTags)
        .Value("ldflags", v => Guard(() => AddLinkerFlags(v)))
        .Value("gcflags", v => Guard(() => AddCompilerFlags(v)))
        .Value("p", v => Parallelism = int.TryParse(v, out int n) && n > 0 ? n : throw new UsageException($"invalid value {v} for -p"))
        .Value("mod", v => _modules = _modules with { Mode = ModeOf(v) })
        .Value("buildmode", v => _ = v is "exe" or "default" ? v : throw UsageException.NotSupported($"-buildmode={v}: only exe is supported"))
        .Value("asmflags", v => _ = v.Length == 0 ? v : throw UsageException.NotSupported("-asmflags: the assembler has no flags"))
        .Value("buildvcs", _ => { }) // nothing is asked of version control
        .Value("compiler", v => _ = v is "gc" or "" ? v : throw UsageException.NotSupported($"-compiler={v}: there is no other compiler"))
        .Value("installsuffix", _ => { }) // it is for folders of compiled packages, which there are none of
        .Value("modfile", v => _modules = _modules with { ModFile = v.Length == 0 ? null : Path.GetFullPath(v) })
        .Switch("modcacherw", v => _modules = _modules with { WritableCache = v })
        .Value("overlay", v => throw UsageException.NotSupported("-overlay is not supported"))
        .Value("toolexec", v => throw UsageException.NotSupported("-toolexec: there are no separate tools"))
        .Switch("race", v => Refuse("race", v))
        .Switch("msan", v => Refuse("msan", v))
        .Switch("asan", v => Refuse("asan", v))
        .Switch("cover", v => Refuse("cover", v))
        .Switch("trimpath", v => TrimPath = v)
        .Switch("e", v => ReportAllErrors = v)
        .Switch("v", v => Verbose = v)
        .Switch("a", v => NoCache = v);

    /// <summary>What decides which modules the build is made of: flags, and the environment.</summary>
    public ModuleSettings Modules => _modules with
    {
        Workspace = _environment.Get("GOWORK"),
        CacheDirectory = _environment.ModuleCache,
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

    /// <summary>The environment that the flags were given in.</summary>
    internal GoEnvironment Environment => _environment;

    /// <summary>Takes what environment variables say besides the target and the modules.</summary>
    internal void ReadEnvironment()
    {
        Guard(() => SetFips140(_environment.Get("GOFIPS140")));
        switch (_environment.Get("GO111MODULE"))
        {
            case "" or "on" or "auto":
                break;
            case "off":
                throw new UsageException("GO111MODULE=off is not supported: packages are found in modules only", Catalogue.SettingNotSupported.Code, 1);
            case var other:
                throw new UsageException($"unknown environment setting GO111MODULE={other}", Catalogue.InvalidSetting.Code, 1);
        }
        string toolchain = _environment.Get("GOTOOLCHAIN");
        if (toolchain is not ("" or "auto" or "local" or "path" or "local+auto" or "local+path"))
        {
            throw new UsageException($"GOTOOLCHAIN={toolchain} is not supported: there is one toolchain, this one", Catalogue.SettingNotSupported.Code, 1);
        }
    }

    /// <summary>The target that GOOS and GOARCH name, with the level of its processors.</summary>
    internal static Target HostTarget(GoEnvironment environment)
    {
        string os = environment.Get("GOOS", HostSystem.Os), arch = environment.Get("GOARCH", HostSystem.Arch);
        if (!KnownPlatforms.Contains(os, arch))
        {
            throw new UsageException($"unsupported GOOS/GOARCH pair {os}/{arch}", Catalogue.InvalidSetting.Code);
        }
        if (SupportedPlatforms.Find(os, arch) is not { } target)
        {
            string supported = string.Join(", ", SupportedPlatforms.All.Select(p => p.Target));
            throw new UsageException($"target {os}/{arch} is not supported yet; supported: {supported}", Catalogue.SettingNotSupported.Code);
        }
        string level;
        try
        {
            level = KnownPlatforms.Level(environment, arch);
        }
        catch (SettingException e)
        {
            throw new UsageException(e.Message, Catalogue.InvalidSetting.Code);
        }
        if (KnownPlatforms.LevelOf(arch) is { } known && level != known.Default)
        {
            throw new UsageException($"{known.Variable}={level} is not supported yet: code is made for {known.Default}", Catalogue.SettingNotSupported.Code);
        }
        return target;
    }

    private string? Nullable(string name) => _environment.Get(name) is { Length: > 0 } value ? value : null;

    private static ModuleMode ModeOf(string value) => value switch
    {
        "" => ModuleMode.Unset,
        "readonly" => ModuleMode.ReadOnly,
        "vendor" => ModuleMode.Vendor,
        "mod" => ModuleMode.Mod,
        _ => throw new UsageException($"-mod={value} not supported (can be '', 'mod', 'readonly', or 'vendor')", exitCode: 1),
    };

    private static void Refuse(string name, bool isOn)
    {
        if (isOn)
        {
            throw UsageException.NotSupported(name == "cover" ? "-cover: coverage is not supported yet" : $"-{name}: the detector is not supported");
        }
    }

    private static void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
