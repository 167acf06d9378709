using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Settings;
using Go.Compiler.Targets;

namespace Go.Compiler.Driver;

public sealed partial class BuildFlags
{
    private const string Toolchain = "the toolchain is this one";

    /// <summary>Defines the build flags; <c>docs/command-line.md</c> has a row for each.</summary>
    internal GoFlags Define(GoFlags flags) => flags
        .Value("o", v => Output = v)
        .Value("tags", SetTags)
        .Value("ldflags", v => PerPackage("ldflags", v, AddLinkerFlags))
        .Value("gcflags", v => PerPackage("gcflags", v, AddCompilerFlags))
        .Value("asmflags", v => PerPackage("asmflags", v, AddAssemblerFlags))
        .Value("gccgoflags", v => Note("gccgoflags", v, "there is no gccgo here"))
        .Value("p", v => Parallelism = int.TryParse(v, out int n) ? n > 0
            ? n : throw UsageException.Fatal($"-p must be a positive integer: {n}")
            : throw new UsageException($"invalid value {GoQuote.Text(v)} for flag -p: parse error"))
        .Value("mod", v => _mode = v)
        .Value("modfile", SetModFile)
        .Switch("modcacherw", v => _modules = _modules with { WritableCache = v })
        .Value("overlay", v => Overlay = v.Length == 0 ? null : Path.GetFullPath(v))
        .Value("embeditems", v => EmbedItems = v.Length == 0 ? null : Path.GetFullPath(v))
        .Value("buildmode", SetBuildMode)
        .OptionalValue("buildvcs", v => Stamp = StampOf(v))
        .Value("compiler", v => _ = v switch
        {
            "gc" => v,
            "gccgo" => throw UsageException.NotSupported($"-compiler=gccgo: {Toolchain}"),
            _ => throw new UsageException($"invalid value {GoQuote.Text(v)} for flag -compiler: unknown compiler {GoQuote.Text(v)}"),
        })
        .Value("pgo", SetProfile)
        .Value("installsuffix", v => Note("installsuffix", v, "there are no folders of compiled packages"))
        .Value("pkgdir", v => Note("pkgdir", v, "there are no folders of compiled packages"))
        .Value("toolexec", v => _ = v.Length == 0 ? v : throw UsageException.NotSupported("-toolexec: there are no separate tools"))
        .Value("C", v
            => throw new UsageException($"invalid value {GoQuote.Text(v)} for flag -C: -C flag must be first flag on command line"))
        .Switch("linkshared", v => Refuse("linkshared", v, "there are no shared libraries of Go code"))
        .Switch("race", v => RefuseDetector("race", v))
        .Switch("msan", v => RefuseDetector("msan", v))
        .Switch("asan", v => RefuseDetector("asan", v))
        .Switch("cover", v => _covers = v)
        .Value("covermode", SetCoverMode)
        .Value("coverpkg", v => (_covers, _coverPackages) = (true, [.. v.Split(',', StringSplitOptions.RemoveEmptyEntries)]))
        .Value("debug-actiongraph", _ => Refuse("debug-actiongraph", true, "there is no such report; -gcflags=-d=time tells times"))
        .Value("debug-runtime-trace", _ => Refuse("debug-runtime-trace", true, "there is no such report; -gcflags=-d=time tells times"))
        .Value("debug-trace", _ => Refuse("debug-trace", true, "there is no such report; -gcflags=-d=time tells times"))
        .Switch("trimpath", v => TrimPath = v)
        .Switch("e", v => ReportAllErrors = v)
        .Switch("v", v => Verbose = v)
        .Switch("n", v => DryRun = v)
        .Switch("x", v => Trace = v)
        .Switch("work", v => KeepsWork = v)
        .Switch("json", v => Json = v)
        .Switch("a", v => NoCache = v);

    /// <summary>The files of packages as the flags want them seen.</summary>
    internal IFileView Files()
    {
        if (Overlay is null)
        {
            return DiskFileView.Instance;
        }
        try
        {
            OverlayFileView view = OverlayFileView.Read(Overlay, WorkingFolder.Current, DiskFileView.Instance);
            return view.ReplacedBelow(_environment.ModuleCache) is { } replaced
                ? throw UsageException.Fatal($"overlay contains a replacement for {replaced}. Files beneath GOMODCACHE ({_environment.ModuleCache}) must not be replaced.") : view;
        }
        catch (InvalidDataException e)
        {
            throw UsageException.Fatal(e.Message);
        }
    }

    /// <summary>A release that GOTOOLCHAIN names by itself is this one. What the module says in its place is for who reads it.</summary>
    private void CheckToolchain(string setting)
    {
        if (setting.Length == 0 || _environment.Get("GO111MODULE") == "off")
        {
            return;
        }
        var selection = new ToolchainSelection(setting, EnvCommand.VersionOf(Locations.StandardLibrary(_environment))["go".Length..]);
        if (!selection.IsFixed && selection.SettingProblem() is null)
        {
            return;
        }
        var said = new StringBuilder();
        try
        {
            selection.Check("", "", "", line => said.Append("go: ").Append(line).Append('\n'));
        }
        catch (ToolchainException e)
        {
            throw UsageException.Plain($"{said}go: {e.Message}");
        }
    }

    /// <summary>Takes what environment variables say besides the target and the modules.</summary>
    internal void ReadEnvironment()
    {
        if (_environment.WorkspacePath.Split(Path.PathSeparator).FirstOrDefault(p => p.Length > 0 && !Path.IsPathRooted(p)) is { } relative)
        {
            throw UsageException.Plain($"go: GOPATH entry is relative; must be absolute path: {GoQuote.Text(relative)}.\nFor more details see: 'go help gopath'", exitCode: 2);
        }
        Guard(() => SetFips140(_environment.Get("GOFIPS140")), Catalogue.SettingNotSupported);
        CheckExperiments();
        switch (_environment.Get("GO111MODULE"))
        {
            case "" or "on" or "auto" or "off":
                break;
            case var other:
                throw new UsageException($"unknown environment setting GO111MODULE={other}", Catalogue.InvalidSetting.Code, 1);
        }
        CheckToolchain(_environment.Get("GOTOOLCHAIN"));
        switch (_environment.Get("CGO_ENABLED"))
        {
            case "1":
                _notes.Add("CGO_ENABLED=1 has no meaning here: packages are built as with CGO_ENABLED=0, files that import \"C\" are left out");
                break;
            case "" or "0":
                break;
        }
        if (_environment.Get("GOCACHEPROG").Length > 0)
        {
            _notes.Add("GOCACHEPROG has no meaning here: the cache is a folder");
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
            throw new UsageException($"target {os}/{arch} is not supported yet; supported: {supported}",
                Catalogue.SettingNotSupported.Code);
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
            throw new UsageException($"{known.Variable}={level} is not supported yet: code is made for {known.Default}",
                Catalogue.SettingNotSupported.Code);
        }
        return target;
    }

    private void SetTags(string value)
    {
        // As Go: lists with spaces are the old form; of several -tags the last one counts. What no constraint can name is let pass.
        bool isOldForm = value.AsSpan().IndexOfAny(' ', '\'') >= 0;
        if (isOldForm && Split("tags", value).Any(t => t.Contains(',')))
        {
            throw UsageException.Plain("go: -tags space-separated list contains comma", exitCode: 2);
        }
        _tags = isOldForm ? [.. Split("tags", value)] : [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static IReadOnlyList<string> Split(string name, string value)
    {
        try
        {
            return QuotedFields.Split(value);
        }
        catch (SettingException e)
        {
            throw new UsageException($"invalid value {GoQuote.Text(value)} for flag -{name}: {e.Message}");
        }
    }

    private void SetModFile(string value)
    {
        if (value.Length > 0 && !value.EndsWith(".mod", StringComparison.Ordinal))
        {
            throw UsageException.Fatal($"-modfile={value}: file does not have .mod extension");
        }
        _modules = _modules with { ModFile = value.Length == 0 ? null : value };
    }

    private void SetBuildMode(string value)
    {
        switch (value)
        {
            case "default" or "exe":
                (IsPositionIndependent, IsProgramMode) = (false, value == "exe");
                return;
            case "pie":
                IsPositionIndependent = true;
                return;
            case "archive" or "c-archive" or "c-shared" or "shared" or "plugin":
                throw UsageException.NotSupported($"-buildmode={value}: programs only, exe or pie");
            default:
                throw UsageException.Plain($"buildmode={value} not supported");
        }
    }

    private void SetCoverMode(string value)
    {
        if (value is not ("" or "set" or "count" or "atomic"))
        {
            throw new UsageException($"invalid value {GoQuote.Text(value)} for flag -covermode: valid modes are \"set\", \"count\", or \"atomic\"");
        }
        (_covers, _coverMode) = (true, value.Length > 0 ? value : "set");
    }

    /// <summary>Profiles change how fast programs are, and never what they do: without them they are the same.</summary>
    private void SetProfile(string value)
    {
        IgnoresProfiles = value == "off";
        _profile = value is "off" or "auto" or "" ? null : Path.GetFullPath(value);
        if (_profile is not null)
        {
            Note("pgo", File.Exists(_profile) ? value : "", "profiles do not guide the optimiser");
        }
    }

    /// <summary>A profile is opened when something is built, by a tool that says where it comes from.</summary>
    private UsageException? ProfileProblem()
        => _profile is null || File.Exists(_profile) ? null
            : UsageException.Plain($"# {_profile}\npreprofile: error opening profile: open {_profile}: no such file or directory");

    private static Build.StampMode StampOf(string value) => value switch
    {
        "" or "auto" => Build.StampMode.Auto,
        "1" or "t" or "T" or "true" or "TRUE" or "True" => Build.StampMode.Always,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => Build.StampMode.Never,
        _ => throw new UsageException($"invalid boolean value {GoQuote.Text(value)} for -buildvcs: value is neither 'auto' nor a valid bool"),
    };

    private static ModuleMode ModeOf(string value) => value switch
    {
        "" => ModuleMode.Unset,
        "readonly" => ModuleMode.ReadOnly,
        "vendor" => ModuleMode.Vendor,
        "mod" => ModuleMode.Mod,
        _ => throw UsageException.Plain($"-mod={value} not supported (can be '', 'mod', 'readonly', or 'vendor')"),
    };

    private void Note(string name, string value, string why)
    {
        if (value.Length > 0)
        {
            _notes.Add($"-{name} has no meaning here: {why}");
        }
    }

    private static void Refuse(string name, bool isOn, string why)
    {
        if (isOn)
        {
            throw UsageException.NotSupported($"-{name}: {why}");
        }
    }

    private void RefuseDetector(string name, bool isOn)
    {
        if (isOn)
        {
            string platform = $"{_environment.Get("GOOS", HostSystem.Os)}/{_environment.Get("GOARCH", HostSystem.Arch)}";
            throw UsageException.NotSupported($"-{name} is not supported on {platform}: there is no such detector");
        }
    }

    private static void Guard(Action action, DiagnosticDescriptor descriptor)
    {
        try
        {
            action();
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message, descriptor.Code, 1);
        }
    }

    /// <summary>What a command that describes packages loads.</summary>
    /// <param name="notes">Hears what is downloaded; may be written to by several threads.</param>
    internal LoadOptions ToLoadOptions(IReadOnlyList<string> patterns, IStandardLibrary library, TextWriter notes) => new()
    {
        WorkingDirectory = WorkingFolder.Current,
        Patterns = patterns,
        Target = HostTarget(_environment),
        FipsMode = FipsMode,
        Tags = Tags,
        Modules = Modules,
        Experiments = _environment.Get("GOEXPERIMENT"),
        Files = Files(),
        EmbedItems = EmbedItems is { } list ? FileSystem.EmbedItems.Read(list, DiskFileView.Instance) : FileSystem.EmbedItems.None,
        StandardLibrary = library,
        Say = notes.WriteLine,
    };

    private void CheckExperiments()
    {
        Experiments experiments = Experiments.Parse(_environment.Get("GOEXPERIMENT"), HostTarget(_environment), out string? problem)
            ?? throw new UsageException(problem!, Catalogue.UnknownExperiment.Code);
        foreach (string name in experiments.Unsupported)
        {
            throw new UsageException($"GOEXPERIMENT {name} is not supported", Catalogue.UnsupportedExperiment.Code, 1);
        }
    }

    /// <summary>
    /// The form of a value is the go command's affair (exit code 2); the flags in it are the tools', which run later (1).
    /// </summary>
    private void PerPackage(string name, string value, Action<string> add)
    {
        try
        {
            add(value);
        }
        catch (FlagException e)
        {
            bool isForm = e.Message.Contains(" in <pattern>=<value>", StringComparison.Ordinal)
                || e.Message.StartsWith("parameter may not", StringComparison.Ordinal)
                || e.Message.StartsWith("unterminated ", StringComparison.Ordinal);
            if (isForm)
            {
                throw new UsageException($"invalid value {GoText.Quote(value)} for flag -{name}: {e.Message}");
            }
            _toolProblem ??= e.Cause.IsRefused ? UsageException.NotSupported(e.Message) : new UsageException(e.Message, e.Code, 1);
        }
    }
}
