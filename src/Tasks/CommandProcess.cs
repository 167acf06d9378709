using System.Diagnostics;
using Go.Compiler.Driver;
using Go.Compiler.Modules;

namespace Go.Sdk.Tasks;

/// <summary>
/// The command line <c>dotnet go</c> as targets of a project run it: the project's properties say what elsewhere variables and flags say.
/// </summary>
/// <param name="projectDirectory">Where it runs.</param>
/// <param name="standardLibrary">Go's sources: a folder or an archive.</param>
internal sealed class CommandProcess(SettingsReader settings, string projectDirectory, string standardLibrary, string runtimeIdentifier)
{
    /// <summary>
    /// Variables of the go command that never change what projects are; those about modules are for the machine, and count unless a
    /// property says otherwise.
    /// </summary>
    private static readonly string[] s_ignored =
        ["GOFLAGS", "GOOS", "GOARCH", "GOAMD64", "GOARM64", "GOROOT", "GOEXPERIMENT", "GOFIPS140", "CGO_ENABLED", "GORACE", "GODEBUG",
            "GO111MODULE", "GOENV", "GOTOOLCHAIN", "GOBIN"];

    /// <summary>Where tools of the project are; empty: it has none.</summary>
    public string ToolFolder { get; init; } = "";

    /// <summary>The program and the first arguments.</summary>
    public static (string Program, string[] Arguments) CommandLine(string dotnet)
        => (dotnet, ["exec", Path.Combine(Path.GetDirectoryName(typeof(CommandProcess).Assembly.Location)!, "dotnet-go.dll")]);

    /// <summary>Runs to the end; what it prints is handed back.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, and has been ended with what it started.</exception>
    public (int ExitCode, string Output, string Errors) Run(string dotnet, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        (string program, string[] first) = CommandLine(dotnet);
        var start = new ProcessStartInfo(program, [.. first, .. arguments]);
        Prepare(start);
        return Run(start, cancellation);
    }

    /// <summary>Sets folder and variables.</summary>
    public void Prepare(ProcessStartInfo start)
    {
        start.WorkingDirectory = projectDirectory;
        foreach (string name in s_ignored)
        {
            start.Environment.Remove(name);
        }
        if (ToolFolder.Length > 0)
        {
            start.Environment["PATH"] = Path.GetFullPath(ToolFolder, projectDirectory) + Path.PathSeparator + start.Environment["PATH"];
        }
        start.Environment["GOENV"] = "off";
        start.Environment["GO_SOURCE_ROOT"] = Path.GetFullPath(standardLibrary, projectDirectory);
        Set(start, "GO_SDK_CACHE", settings.Text("GoCacheDir") is { Length: > 0 } cache ? Path.GetFullPath(cache, projectDirectory) : "");
        ModuleSettings modules = ModuleProperties.Apply(new BuildFlags().Modules, settings.Text, projectDirectory);
        Set(start, "GOWORK", modules.Workspace);
        Set(start, "GOTOOLCHAIN", modules.Toolchain);
        Set(start, "GOMODCACHE", modules.CacheDirectory);
        Set(start, "GOPROXY", modules.Proxy);
        Set(start, "GOPRIVATE", modules.Private);
        Set(start, "GONOPROXY", modules.NoProxy);
        Set(start, "GOSUMDB", modules.SumDatabase);
        Set(start, "GONOSUMDB", modules.NoSumDatabase);
        Set(start, "GOINSECURE", modules.Insecure);
        Set(start, "GOAUTH", modules.Authentication);
        Set(start, "GOVCS", modules.VersionControl);
        (string Os, string Arch)? target = Compiler.Platforms.RuntimeIdentifiers.Find(runtimeIdentifier);
        Set(start, "GOOS", settings.Text("GoOS") is { Length: > 0 } os ? os : target?.Os ?? "");
        Set(start, "GOARCH", settings.Text("GoArch") is { Length: > 0 } arch ? arch : target?.Arch ?? "");
    }

    /// <summary>Build flags that the project's properties stand for.</summary>
    public IReadOnlyList<string> BuildFlags()
    {
        var flags = new List<string>();
        string tags = string.Join(',', settings.Text("GoBuildTags")
            .Split([',', ';', ' ', '\n', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries));
        if (tags.Length > 0)
        {
            flags.Add("-tags=" + tags);
        }
        if (settings.Text("GoModMode") is { Length: > 0 } mode)
        {
            flags.Add("-mod=" + mode);
        }
        return flags;
    }

    /// <summary>What <see cref="Prepare"/> changes of the environment: variables with their values; null: without.</summary>
    public IReadOnlyDictionary<string, string?> EnvironmentChanges()
    {
        var start = new ProcessStartInfo();
        var before = new Dictionary<string, string?>(start.Environment, StringComparer.Ordinal);
        Prepare(start);
        var changes = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (string name in before.Keys.Union(start.Environment.Keys).Union(s_ignored))
        {
            string? value = start.Environment.TryGetValue(name, out string? now) ? now : null;
            if (value != before.GetValueOrDefault(name) || s_ignored.Contains(name))
            {
                changes[name] = value;
            }
        }
        return changes;
    }

    public static (int ExitCode, string Output, string Errors) Run(ProcessStartInfo start, CancellationToken cancellation)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.UseShellExecute = false;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using CancellationTokenRegistration kill = cancellation.Register(() => process.Kill(entireProcessTree: true));
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return (process.ExitCode, output, errors.Result);
    }

    private static void Set(ProcessStartInfo start, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            start.Environment[name] = value;
        }
    }
}
