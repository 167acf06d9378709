using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Driver;
using Go.Compiler.Platforms;
using Go.Compiler.Targets;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>Builds a Go program, or the test programs of packages: one call of the compiler's build driver. Parameters are the public properties of the SDK (src/Sdk/README.md).</summary>
[MSBuildMultiThreadableTask]
public sealed class GoBuild : GoTaskBase
{
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>Package pattern of the main package, relative to the project folder; with <see cref="TestsFile"/>, patterns of the packages to test, separated by semicolons.</summary>
    public string MainPackage { get; set; } = ".";

    /// <summary>Not empty: test programs are built. Receives their list (<see cref="TestProgramList"/>).</summary>
    public string TestsFile { get; set; } = "";

    /// <summary>The program; the folder for test programs.</summary>
    [Required]
    public string OutputFile { get; set; } = "";

    /// <summary>Receives the list of files that were read outside the standard library.</summary>
    [Required]
    public string InputsFile { get; set; } = "";
    public string OutputType { get; set; } = "Exe";

    [Required]
    public string RuntimeIdentifier { get; set; } = "";
    public string BuildTags { get; set; } = "";

    [Required]
    public string StandardLibrary { get; set; } = "";
    public string CacheDirectory { get; set; } = "";

    /// <summary>How large the cache may grow; empty: as the environment says (GO_SDK_CACHE_LIMIT).</summary>
    public string CacheLimit { get; set; } = "";
    public ITaskItem[] LinkVariables { get; set; } = [];
    public string StripSymbols { get; set; } = "";
    public string TrimPath { get; set; } = "";

    /// <summary><c>off</c> or <c>latest</c>; the property has the name of the environment variable GOFIPS140, which therefore sets it too.</summary>
    public string Fips140 { get; set; } = "";
    public string Optimize { get; set; } = "";
    public string Inline { get; set; } = "";
    public string CompilerFlags { get; set; } = "";
    public string LinkerFlags { get; set; } = "";
    public string MaxErrors { get; set; } = "";
    public string MaxParallel { get; set; } = "";
    public string DebugFlags { get; set; } = "";

    /// <summary><c>inproc</c>: compile inside the build's own process; <c>process</c>: in one of its own; <c>auto</c>: what measurement supports (docs/decisions/0005-compiler-host.md).</summary>
    public string CompilerHost { get; set; } = "auto";

    protected override void ExecuteCore()
    {
        if (FindTarget() is not { } target || ReadFlags() is not { } flags)
        {
            return;
        }
        if ((CacheLimit.Length > 0 ? CacheTrimming.ParseLimit(CacheLimit) : Locations.CacheLimit()) is not { } limit)
        {
            LogError(Catalogue.InvalidProperty, $"{(CacheLimit.Length > 0 ? $"property GoCacheLimit is '{CacheLimit}'" : "GO_SDK_CACHE_LIMIT is no size")}; want bytes with an optional K, M, G or T, or off");
            return;
        }
        string cache = CacheDirectory.Length > 0 ? Path.GetFullPath(CacheDirectory, ProjectDirectory) : Locations.CacheDirectory();
        string[] patterns = TestsFile.Length == 0 ? [MainPackage] : MainPackage.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        BuildOptions options = flags.ToOptions(ProjectDirectory, patterns, target, StandardLibrary, cache) with
        {
            Output = OutputFile, Tests = TestsFile.Length > 0, CacheLimit = limit,
        };
        if (options.Tests)
        {
            Directory.CreateDirectory(OutputFile);
        }
        BuildReport report = Build(options, new MessageProgress(this));
        foreach (ReportedFinding f in report.Findings)
        {
            Log(f.Severity, f.Code, f.Message, f.File.Length > 0 ? f.File : null, f.Line, f.Column);
        }
        if (report.Succeeded)
        {
            File.WriteAllLines(InProject(InputsFile), report.InputFiles);
            if (options.Tests)
            {
                TestProgramList.Write(InProject(TestsFile), report.TestPrograms);
            }
        }
        else if (!HasLoggedErrors)
        {
            LogError(Catalogue.InternalError, "the build failed without a message: please report it with the project");
        }
    }

    private BuildReport Build(BuildOptions options, IBuildProgress progress)
    {
        string commandLine = Path.Combine(Path.GetDirectoryName(typeof(GoBuild).Assembly.Location)!, "dotnet-go.dll");
        bool inOwnProcess = CompilerHost == "process" || CompilerHost == "auto" && IsFirstBuild(commandLine);
        LogMessage($"compiler host: {(inOwnProcess ? "process" : "inproc")}", MessageImportance.Normal);
        return inOwnProcess
            ? new CompilerProcess(DotnetHost(), commandLine).Build(options, progress, Cancellation)
            : BuildReport.Of(Builder.Build(options, progress, Cancellation));
    }

    /// <summary>
    /// Whether this compiler has not built the project here yet. Then much may have to be compiled, up to all of std, which pays for a process; builds after edits are
    /// so short that it does not.
    /// </summary>
    private bool IsFirstBuild(string commandLine)
    {
        string inputs = InProject(InputsFile);
        return File.Exists(commandLine) && !(File.Exists(inputs) && File.GetLastWriteTimeUtc(inputs) >= File.GetLastWriteTimeUtc(commandLine));
    }

    private string InProject(string path) => Path.GetFullPath(path, ProjectDirectory);

    private Target? FindTarget()
    {
        if (TestsFile.Length == 0 && !OutputType.Equals("Exe", StringComparison.OrdinalIgnoreCase))
        {
            LogError(Catalogue.OutputTypeNotSupported, $"OutputType '{OutputType}' is not supported for Go projects yet; use Exe");
            return null;
        }
        if (CompilerHost is not ("auto" or "inproc" or "process"))
        {
            LogError(Catalogue.UnknownCompilerHost, $"GoCompilerHost '{CompilerHost}' is unknown; use auto, inproc or process");
            return null;
        }
        if (RuntimeIdentifiers.Find(RuntimeIdentifier) is not { } pair)
        {
            LogError(Catalogue.UnknownRuntimeIdentifier, $"unknown runtime identifier '{RuntimeIdentifier}'; supported: {string.Join(", ", RuntimeIdentifiers.Supported())}");
            return null;
        }
        if (SupportedPlatforms.Find(pair.Os, pair.Arch) is { } target)
        {
            return target;
        }
        LogError(Catalogue.RuntimeIdentifierNotSupported, $"runtime identifier '{RuntimeIdentifier}' ({pair.Os}/{pair.Arch}) is not supported yet; supported: {string.Join(", ", RuntimeIdentifiers.Supported())}");
        return null;
    }

    private BuildFlags? ReadFlags()
    {
        var flags = new BuildFlags();
        try
        {
            flags.AddTags(BuildTags);
            flags.AddCompilerFlags(CompilerFlags);
            flags.AddLinkerFlags(LinkerFlags);
            flags.SetFips140(Fips140);
        }
        catch (ArgumentException e)
        {
            LogError(Catalogue.InvalidFlag, e.Message);
            return null;
        }
        foreach (ITaskItem variable in LinkVariables)
        {
            flags.Variables.Add(new LinkVariable(variable.ItemSpec, variable.GetMetadata("Value")));
        }
        foreach (string d in DebugFlags.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            flags.DebugFlags.Add(d);
        }
        bool ok = true;
        flags.StripSymbols |= Flag(nameof(StripSymbols), StripSymbols, false, ref ok);
        flags.TrimPath = Flag(nameof(TrimPath), TrimPath, false, ref ok);
        flags.Optimize &= Flag(nameof(Optimize), Optimize, true, ref ok);
        flags.Inline &= Flag(nameof(Inline), Inline, true, ref ok);
        flags.ReportAllErrors |= Number("GoMaxErrors", MaxErrors, 10, ref ok) == 0;
        flags.Parallelism = Number("GoMaxParallel", MaxParallel, 0, ref ok);
        return ok ? flags : null;
    }

    private bool Flag(string name, string text, bool whenEmpty, ref bool ok)
    {
        if (text.Length == 0)
        {
            return whenEmpty;
        }
        if (bool.TryParse(text, out bool value))
        {
            return value;
        }
        LogError(Catalogue.InvalidProperty, $"property Go{name} is '{text}'; want true or false");
        ok = false;
        return whenEmpty;
    }

    private int Number(string name, string text, int whenEmpty, ref bool ok)
    {
        if (text.Length == 0)
        {
            return whenEmpty;
        }
        if (int.TryParse(text, out int value) && value >= 0)
        {
            return value;
        }
        LogError(Catalogue.InvalidProperty, $"property {name} is '{text}'; want a number");
        ok = false;
        return whenEmpty;
    }

    private sealed class MessageProgress(GoBuild task) : IBuildProgress
    {
        public void Report(string step, string what, int done, int total)
            => task.LogMessage(total > 0 ? $"[{done}/{total}] {step} {what}" : $"{step} {what}", MessageImportance.Normal);
    }
}
