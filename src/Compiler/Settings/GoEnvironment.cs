namespace Go.Compiler.Settings;

/// <summary>A setting as <c>go env</c> tells of it.</summary>
/// <param name="IsChanged">The value differs from what it is when nobody has set anything.</param>
public readonly record struct GoSetting(string Name, string Value, bool IsChanged);

/// <summary>
/// The settings that Go's commands take from outside, each by its name: the process's environment wins, then the user's file (GOENV), then
/// the file <c>go.env</c> in GOROOT; an empty value is as good as none. Immutable, one per command.
/// </summary>
public sealed class GoEnvironment
{
    /// <summary>Every variable that may be set and asked for (internal/cfg, KnownEnv).</summary>
    private static readonly HashSet<string> s_known =
    [
        "AR", "CC", "CGO_CFLAGS", "CGO_CFLAGS_ALLOW", "CGO_CFLAGS_DISALLOW", "CGO_CPPFLAGS", "CGO_CPPFLAGS_ALLOW", "CGO_CPPFLAGS_DISALLOW",
        "CGO_CXXFLAGS",
        "CGO_CXXFLAGS_ALLOW", "CGO_CXXFLAGS_DISALLOW", "CGO_ENABLED", "CGO_FFLAGS", "CGO_FFLAGS_ALLOW", "CGO_FFLAGS_DISALLOW",
        "CGO_LDFLAGS", "CGO_LDFLAGS_ALLOW",
        "CGO_LDFLAGS_DISALLOW", "CXX", "FC", "GCCGO", "GO111MODULE", "GO386", "GOAMD64", "GOARCH", "GOARM", "GOARM64", "GOAUTH", "GOBIN",
        "GOCACHE", "GOCACHEPROG",
        "GOENV", "GOEXE", "GOEXPERIMENT", "GOFIPS140", "GOFLAGS", "GOGCCFLAGS", "GOHOSTARCH", "GOHOSTOS", "GOINSECURE", "GOMIPS",
        "GOMIPS64", "GOMODCACHE", "GONOPROXY",
        "GONOSUMDB", "GOOS", "GOPATH", "GOPPC64", "GOPRIVATE", "GOPROXY", "GORISCV64", "GOROOT", "GOSUMDB", "GOTMPDIR", "GOTOOLCHAIN",
        "GOTOOLDIR", "GOVCS", "GOWASM",
        "GOWORK", "GO_EXTLINK_ENABLED", "PKG_CONFIG",
    ];

    /// <summary>What says where modules come from and are kept. It changes no program: go.sum says what a module must be.</summary>
    private static readonly HashSet<string> s_ofModules =
    [
        "GOAUTH", "GOINSECURE", "GOMODCACHE", "GONOPROXY", "GONOSUMDB", "GOPATH", "GOPRIVATE", "GOPROXY", "GOSUMDB", "GOVCS",
    ];

    private readonly IReadOnlyDictionary<string, string> _process;
    private readonly Dictionary<string, string> _user;
    private readonly Dictionary<string, string> _root;

    private GoEnvironment(IReadOnlyDictionary<string, string> process, string? filePath, Dictionary<string, string> user,
        Dictionary<string, string> root)
    {
        _process = process;
        FilePath = filePath;
        _user = user;
        _root = root;
    }

    /// <summary>Nothing is set anywhere.</summary>
    public static GoEnvironment Empty { get; } = new(new Dictionary<string, string>(), null, [], []);

    /// <summary>Reads the files beside the process's environment.</summary>
    /// <param name="goRoot">GOROOT; its <c>go.env</c> counts least. Empty: none.</param>
    public static GoEnvironment Read(IReadOnlyDictionary<string, string> process, string goRoot)
    {
        string? file = UserFile(process);
        return new GoEnvironment(
            process, file, file is null ? [] : EnvironmentFile.Read(file), goRoot.Length == 0
                ? [] : EnvironmentFile.Read(Path.Combine(goRoot, "go.env")));
    }

    /// <summary>For projects, which are built as their files say: of all settings only those that say where modules come from.</summary>
    public static GoEnvironment OfModules(IReadOnlyDictionary<string, string> process)
    {
        GoEnvironment all = Read(process, "");
        Dictionary<string, string> kept = Of(process);
        kept[HomeVariable] = Home(process);
        return new GoEnvironment(kept, all.FilePath, Of(all._user), []);

        static Dictionary<string, string> Of(IEnumerable<KeyValuePair<string, string>> settings)
            => new(settings.Where(s => s_ofModules.Contains(s.Key)), StringComparer.Ordinal);
    }

    /// <summary>The environment that this process was started with.</summary>
    public static IReadOnlyDictionary<string, string> OfProcess()
    {
        var variables = new Dictionary<string, string>(OperatingSystem.IsWindows()
            ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry e in Environment.GetEnvironmentVariables())
        {
            variables[(string)e.Key] = (string?)e.Value ?? "";
        }
        return variables;
    }

    /// <summary>The user's file of settings (GOENV); null when there is none by choice (<c>off</c>) or no folder for it.</summary>
    public string? FilePath { get; }

    /// <summary>The value; empty when it is set nowhere.</summary>
    public string Get(string name)
        => OfOperatingSystem(name) is { Length: > 0 } value ? value : _user.GetValueOrDefault(name) ?? _root.GetValueOrDefault(name, "");

    /// <summary>The value, or another one when it is set nowhere.</summary>
    public string Get(string name, string whenUnset) => Get(name) is { Length: > 0 } value ? value : whenUnset;

    /// <summary>The value with what <c>go env -changed</c> goes by: GOROOT's <c>go.env</c> is a default like the one given.</summary>
    public GoSetting Setting(string name, string whenUnset)
    {
        string value = Get(name);
        return value.Length == 0 ? new GoSetting(name, whenUnset, false)
            : new GoSetting(name, value, value != _root.GetValueOrDefault(name, whenUnset));
    }

    /// <summary>What the process's environment alone says; empty for nothing.</summary>
    public string OfOperatingSystem(string name) => _process.GetValueOrDefault(name, "");

    /// <summary>Whether <c>go env -w</c> takes the name: it is one of Go's, or stands in a file already.</summary>
    public bool IsKnown(string name) => s_known.Contains(name) || _user.ContainsKey(name) || _root.ContainsKey(name);

    /// <summary>The first folder of GOPATH, else <c>go</c> in the user's home; empty when there is neither.</summary>
    public string WorkspaceFolder => WorkspacePath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault("");

    /// <summary>GOPATH, which may name several folders; its default is <c>go</c> in the user's home.</summary>
    public string WorkspacePath => Get("GOPATH", Home(_process) is { Length: > 0 } home ? Path.Combine(home, "go") : "");

    /// <summary>GOMODCACHE.</summary>
    public string ModuleCache => Get("GOMODCACHE", WorkspaceFolder is { Length: > 0 } folder ? Path.Combine(folder, "pkg", "mod") : "");

    /// <summary>Where the newest heads of checksum databases are kept; empty without GOPATH.</summary>
    public string SumDatabaseFolder => WorkspaceFolder is { Length: > 0 } folder ? Path.Combine(folder, "pkg", "sumdb") : "";

    private static string? UserFile(IReadOnlyDictionary<string, string> process)
    {
        if (process.GetValueOrDefault("GOENV", "") is { Length: > 0 } named)
        {
            return named == "off" ? null : named;
        }
        string folder = process.GetValueOrDefault(OperatingSystem.IsWindows() ? "AppData" : "XDG_CONFIG_HOME", "");
        if (OperatingSystem.IsMacOS())
        {
            folder = Home(process) is { Length: > 0 } home ? Path.Combine(home, "Library", "Application Support") : "";
        }
        else if (folder.Length == 0 && !OperatingSystem.IsWindows())
        {
            folder = Home(process) is { Length: > 0 } home ? Path.Combine(home, ".config") : "";
        }
        return Path.IsPathRooted(folder) ? Path.Combine(folder, "go", "env") : null;
    }

    private static string HomeVariable => OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME";

    private static string Home(IReadOnlyDictionary<string, string> process) => process.GetValueOrDefault(HomeVariable, "");
}
