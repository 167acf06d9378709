using System.Globalization;
using System.Text;
using System.Text.Json;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.FileSystem;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Settings;
using Go.Compiler.Text;

namespace Go.Compiler.Driver;

/// <summary>
/// <c>dotnet go env</c>: the settings that builds go by, under the names that <c>go env</c> gives them; <c>-w</c> and <c>-u</c> change the
/// user's file.
/// </summary>
internal static class EnvCommand
{
    private const string DefaultNativeFlags = "-O2 -g";

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        bool json = false, changed = false, write = false, unset = false;
        GoEnvironment environment = Locations.Environment();
        // What is wrong with GOFLAGS is no error here: this is the command that shows and mends it.
        IReadOnlyList<string> names = new GoFlags().Switch("json", v => json = v).Switch("changed", v => changed = v)
            .Switch("w", v => write = v).Switch("u", v => unset = v).Switch("n", _ => { }).Switch("x", _ => { }).Parse(arguments);
        if (json && (unset || write))
        {
            throw UsageException.Fatal($"cannot use -json with -{(unset ? "u" : "w")}");
        }
        if (unset && write)
        {
            throw UsageException.Fatal("cannot use -u with -w");
        }
        if (write)
        {
            Write(environment, names, error);
            return 0;
        }
        if (unset)
        {
            Remove(environment, names);
            return 0;
        }
        if (names.FirstOrDefault(n => n.Contains('=')) is { } assignment)
        {
            throw UsageException.Fatal($"invalid variable name {GoQuote.Text(assignment)} (use -w to set variable)");
        }
        Print(environment, names, json, changed, output, error.WriteLine);
        return 0;
    }

    private static void Print(GoEnvironment environment, IReadOnlyList<string> names, bool json, bool changed, TextWriter output,
        Action<string> warn)
    {
        SortedDictionary<string, GoSetting> all = Values(environment, warn);
        IEnumerable<GoSetting> chosen = names.Count == 0 ? all.Values
            : changed ? names.Where(all.ContainsKey).Select(n => all[n])
            : names.Select(n => all.TryGetValue(n, out GoSetting s)
                ? s : new GoSetting(n, environment.IsKnown(n) ? environment.Get(n) : "", false));
        if (changed)
        {
            chosen = chosen.Where(s => s.IsChanged);
        }
        if (json)
        {
            WriteJson(chosen, output);
            return;
        }
        foreach (GoSetting s in chosen)
        {
            output.Write(names.Count > 0 && !changed ? s.Value + "\n"
                : $"{s.Name}='{s.Value.Replace("'", "'\\''", StringComparison.Ordinal)}'\n");
        }
    }

    private static void Write(GoEnvironment environment, IReadOnlyList<string> assignments, TextWriter error)
    {
        if (assignments.Count == 0)
        {
            throw UsageException.Fatal("no KEY=VALUE arguments given");
        }
        var set = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string assignment in assignments)
        {
            int equals = assignment.IndexOf('=');
            if (equals < 0)
            {
                throw UsageException.Fatal("arguments must be KEY=VALUE: invalid argument: " + assignment);
            }
            (string name, string value) = (assignment[..equals], assignment[(equals + 1)..]);
            Guard(() => EnvironmentWrite.Check(environment, name, value));
            if (!set.TryAdd(name, value))
            {
                throw UsageException.Fatal("multiple values for key: " + name);
            }
            if (environment.OfOperatingSystem(name) is { Length: > 0 } present && present != value)
            {
                error.WriteLine($"warning: go env -w {name}=... does not override conflicting OS environment variable");
            }
        }
        CheckPlatform(environment, set, new HashSet<string>());
        EnvironmentFile.Update(FileOf(environment), set, new HashSet<string>());
    }

    private static void Remove(GoEnvironment environment, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            throw UsageException.Fatal("'go env -u' requires an argument");
        }
        foreach (string name in names)
        {
            Guard(() => EnvironmentWrite.Check(environment, name, ""));
        }
        CheckPlatform(environment, new Dictionary<string, string>(), names.ToHashSet());
        EnvironmentFile.Update(FileOf(environment), new Dictionary<string, string>(), names.ToHashSet());
    }

    private static string FileOf(GoEnvironment environment)
        => environment.FilePath
            ?? throw UsageException.Fatal($"cannot find go env config: {(environment.OfOperatingSystem("GOENV") == "off" ? "GOENV=off" : "neither $XDG_CONFIG_HOME nor $HOME are defined")}");

    /// <summary>A pair that does not exist would make every later command fail, this one too.</summary>
    private static void CheckPlatform(GoEnvironment environment, IReadOnlyDictionary<string, string> set, IReadOnlySet<string> removed)
    {
        if (set.TryGetValue("GOEXPERIMENT", out string? experiments)
            && Experiments.Parse(experiments, SupportedPlatforms.All[0].Target, out string? problem) is null)
        {
            throw UsageException.Fatal(problem!);
        }
        if (!set.ContainsKey("GOOS") && !set.ContainsKey("GOARCH") && !removed.Contains("GOOS") && !removed.Contains("GOARCH"))
        {
            return;
        }
        string os = After("GOOS", HostSystem.Os), arch = After("GOARCH", HostSystem.Arch);
        if (!KnownPlatforms.Contains(os, arch))
        {
            throw UsageException.Fatal($"unsupported GOOS/GOARCH pair {os}/{arch}");
        }

        string After(string name, string whenUnset)
        {
            string value = set.TryGetValue(name, out string? given) ? given : removed.Contains(name)
                ? environment.OfOperatingSystem(name) : environment.Get(name);
            return value.Length > 0 ? value : whenUnset;
        }
    }

    private static SortedDictionary<string, GoSetting> Values(GoEnvironment environment, Action<string> warn)
    {
        string library = Locations.StandardLibrary(environment);
        string goRoot = Directory.Exists(library) ? library : "";
        string os = environment.Get("GOOS", HostSystem.Os), arch = environment.Get("GOARCH", HostSystem.Arch);
        string privates = environment.Get("GOPRIVATE");
        if (Experiments.Parse(environment.Get("GOEXPERIMENT"), SupportedPlatforms.All[0].Target, out string? wrong) is null)
        {
            throw UsageException.Fatal(wrong!);
        }
        if (!KnownPlatforms.Contains(os, arch))
        {
            throw UsageException.Fatal($"unsupported GOOS/GOARCH pair {os}/{arch}");
        }
        var all = new SortedDictionary<string, GoSetting>(StringComparer.Ordinal);
        void Add(string name, string value, bool isChanged = false) => all[name] = new GoSetting(name, value, isChanged);
        void AddSetting(string name, string whenUnset = "") => all[name] = environment.Setting(name, whenUnset);
        AddSetting("AR", "ar");
        AddSetting("CC", "gcc");
        AddSetting("CXX", "g++");
        AddSetting("GCCGO", "gccgo");
        foreach (string language in (string[])["CGO_CFLAGS", "CGO_CXXFLAGS", "CGO_FFLAGS", "CGO_LDFLAGS"])
        {
            AddSetting(language, DefaultNativeFlags);
        }
        AddSetting("CGO_CPPFLAGS");
        AddSetting("PKG_CONFIG", "pkg-config");
        Add("CGO_ENABLED", environment.Get("CGO_ENABLED") == "1" ? "1" : "0", environment.Get("CGO_ENABLED") == "1");
        Add("GO111MODULE", environment.Get("GO111MODULE"), environment.Get("GO111MODULE") is not ("" or "on"));
        Add("GOARCH", arch, arch != HostSystem.Arch);
        AddSetting("GOAUTH", "netrc");
        Add("GOBIN", environment.Get("GOBIN", DefaultFolderOfPrograms(environment)), environment.Get("GOBIN").Length > 0);
        AddSetting("GOCACHE", Locations.CacheDirectory(environment));
        AddSetting("GOCACHEPROG");
        Add("GODEBUG", environment.OfOperatingSystem("GODEBUG"), environment.OfOperatingSystem("GODEBUG").Length > 0);
        Add("GOENV", environment.FilePath ?? "", environment.FilePath is not null && environment.OfOperatingSystem("GOENV").Length > 0);
        Add("GOEXE", SupportedPlatforms.ExecutableSuffix(os));
        foreach (string name in (string[])["GOEXPERIMENT", "GOFLAGS", "GOINSECURE", "GOPRIVATE", "GOTMPDIR", "GOVCS"])
        {
            Add(name, environment.Get(name), environment.Get(name).Length > 0);
        }
        AddSetting("GOFIPS140", "off");
        Add("GOGCCFLAGS", "");
        Add("GOHOSTARCH", HostSystem.Arch);
        Add("GOHOSTOS", HostSystem.Os);
        string? modFile = PackageLoader.FindModFile(DiskFileView.Instance, WorkingFolder.Current, new DiagnosticSink())?.FilePath;
        if (modFile is not null && Path.GetDirectoryName(modFile) == Locations.TemporaryRoot)
        {
            warn($"go: warning: ignoring go.mod in system temp root {Locations.TemporaryRoot}");
            modFile = null;
        }
        bool usesModules = environment.Get("GO111MODULE") switch { "off" => false,
            "auto" => modFile is not null || WorkspaceFile(environment).Length > 0, _ => true };
        if (usesModules && environment.WorkspaceFolder is { Length: > 0 } gopath && File.Exists(Path.Combine(gopath, "go.mod")))
        {
            warn($"go: warning: ignoring go.mod in $GOPATH {gopath}");
        }
        Add("GOMOD", usesModules ? modFile ?? HostSystem.NullDevice : "");
        Add("GOMODCACHE", environment.ModuleCache, environment.Get("GOMODCACHE").Length > 0);
        AddSetting("GONOPROXY", privates);
        AddSetting("GONOSUMDB", privates);
        Add("GOOS", os, os != HostSystem.Os);
        Add("GOPACKAGESDRIVER", environment.OfOperatingSystem("GOPACKAGESDRIVER"),
            environment.OfOperatingSystem("GOPACKAGESDRIVER").Length > 0);
        Add("GOPATH", environment.WorkspacePath, environment.Get("GOPATH").Length > 0);
        AddSetting("GOPROXY");
        Add("GOROOT", goRoot);
        AddSetting("GOSUMDB");
        Add("GOTELEMETRY", Tools.TelemetryCommand.Mode(environment)); // for Go's own commands: here nothing is counted or sent
        Add("GOTELEMETRYDIR", Tools.TelemetryCommand.Folder(environment));
        GoSetting toolchain = environment.Setting("GOTOOLCHAIN", "auto");
        Add("GOTOOLCHAIN", toolchain.Value, toolchain.IsChanged);
        Add("GOTOOLDIR", goRoot.Length > 0 ? HostSystem.ToolsOf(goRoot) : "");
        Add("GOVERSION", VersionOf(library));
        long limit = Locations.CacheLimit(environment);
        Add(Locations.CacheLimitVariable, limit == long.MaxValue ? "off" : limit.ToString(CultureInfo.InvariantCulture),
            limit != CacheTrimming.DefaultLimit);
        Add("GO_SDK_CACHE_SIZE", CacheTrimming.SizeOf(Locations.CacheDirectory(environment)).ToString(CultureInfo.InvariantCulture));
        Add("GOWORK", usesModules ? WorkspaceFile(environment) : "");
        if (KnownPlatforms.LevelOf(arch) is { } level)
        {
            Guard(() => KnownPlatforms.Level(environment, arch));
            AddSetting(level.Variable, level.Default);
        }
        return all;
    }

    /// <summary><c>bin</c> in the first folder of GOPATH; without modules in that which the working folder is in.</summary>
    private static string DefaultFolderOfPrograms(GoEnvironment environment)
    {
        string root = environment.WorkspaceFolder, here = WorkingFolder.Current + Path.DirectorySeparatorChar;
        if (environment.Get("GO111MODULE") == "off")
        {
            string[] roots = environment.WorkspacePath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
            root = roots.FirstOrDefault(r => here.StartsWith(Path.TrimEndingDirectorySeparator(r) + Path.DirectorySeparatorChar,
                StringComparison.Ordinal)) ?? root;
        }
        return root.Length > 0 ? Path.Combine(root, "bin") : "";
    }

    /// <summary>The nearest go.work, unless GOWORK names another or none.</summary>
    private static string WorkspaceFile(GoEnvironment environment)
    {
        if (environment.Get("GOWORK") is { Length: > 0 } named && named != "auto")
        {
            return named;
        }
        for (DirectoryInfo? at = new(WorkingFolder.Current); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "go.work")))
            {
                return Path.Combine(at.FullName, "go.work");
            }
        }
        return "";
    }

    internal static string VersionOf(string library)
    {
        using IStandardLibrary opened = Build.Builder.OpenStandardLibrary(library);
        return opened.Version.Length > 0 ? opened.Version : "go" + GoRelease.Language;
    }

    private static void WriteJson(IEnumerable<GoSetting> settings, TextWriter output)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (GoSetting s in settings)
        {
            sorted[s.Name] = s.Value;
        }
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, IndentCharacter = '\t', IndentSize = 1, Encoder = GoJsonEncoder.Instance };
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            writer.WriteStartObject();
            foreach ((string name, string value) in sorted)
            {
                writer.WriteString(name, value);
            }
            writer.WriteEndObject();
        }
        output.Write(Encoding.UTF8.GetString(stream.ToArray()) + "\n");
    }

    private static void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (SettingException e)
        {
            throw UsageException.Fatal(e.Message);
        }
    }
}
