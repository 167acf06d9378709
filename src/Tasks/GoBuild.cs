using System.Globalization;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Driver;
using Go.Compiler.Images;
using Go.Compiler.Modules;
using Go.Compiler.Platforms;
using Go.Compiler.Targets;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// Builds a Go program, or the test programs of packages. It is called in every build and says itself whether there is anything to do:
/// MSBuild's comparison of times knows neither what a build read nor what it was asked (docs/decisions/0010-what-a-build-read.md).
/// </summary>
[MSBuildMultiThreadableTask]
public sealed partial class GoBuild : GoTaskBase
{
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>Every property and item of <see cref="ProjectSettings"/> that is set; metadata Value says to what.</summary>
    public ITaskItem[] Settings { get; set; } = [];

    /// <summary>Variables to set at link time: metadata Value, or of a secret (Secret) FromEnvironment or FromFile.</summary>
    public ITaskItem[] LinkVariables { get; set; } = [];

    /// <summary>Settings of GODEBUG with metadata Value.</summary>
    public ITaskItem[] DebugSettings { get; set; } = [];

    /// <summary>Imports that mean other packages: metadata To.</summary>
    public ITaskItem[] ImportMap { get; set; } = [];

    /// <summary>The project's version where it gives one; empty: the program is not told any.</summary>
    public string StampedVersion { get; set; } = "";

    /// <summary>The commit that the project says it is built from.</summary>
    public string StampedRevision { get; set; } = "";

    /// <summary>Receives what the program holds and why, where GoDeadCodeReport asks for that.</summary>
    public string ReachFile { get; set; } = "";

    /// <summary>Receives what the packages were compiled from.</summary>
    public string PartsFile { get; set; } = "";

    /// <summary>The packages that were compiled, with metadata Reason.</summary>
    [Output]
    public ITaskItem[] RecompiledPackages { get; set; } = [];

    /// <summary>Packages with compiler flags of their own: patterns, with metadata CompilerFlags.</summary>
    public ITaskItem[] PackageOptions { get; set; } = [];

    /// <summary>Folders of the Go projects that this one references.</summary>
    public ITaskItem[] ReferencedModules { get; set; } = [];

    /// <summary>The list of files to embed that <see cref="GoCollectEmbeds"/> wrote; empty: the project has none.</summary>
    public string EmbedItems { get; set; } = "";

    /// <summary>Not empty: test programs are built. Receives their list (<see cref="TestProgramList"/>).</summary>
    public string TestsFile { get; set; } = "";

    /// <summary>The program; the folder for test programs.</summary>
    [Required]
    public string OutputFile { get; set; } = "";

    /// <summary>Receives the record of what the build read.</summary>
    [Required]
    public string RecordFile { get; set; } = "";

    /// <summary>Receives the list of files to watch: those that were read outside the standard library.</summary>
    [Required]
    public string InputsFile { get; set; } = "";

    /// <summary>Folders that builds write to: nothing in them is a package of the project.</summary>
    public ITaskItem[] OutputFolders { get; set; } = [];
    public string OutputType { get; set; } = "Exe";

    /// <summary>What the project says of its program to people (Product, Company and so on), for systems whose files can.</summary>
    public string Product { get; set; } = "";
    public string Company { get; set; } = "";
    public string Description { get; set; } = "";
    public string Copyright { get; set; } = "";

    /// <summary>What the project says of the program at length.</summary>
    public string Comments { get; set; } = "";
    public string Version { get; set; } = "";
    public string FileVersion { get; set; } = "";
    public string ApplicationIcon { get; set; } = "";

    [Required]
    public string RuntimeIdentifier { get; set; } = "";

    [Required]
    public string StandardLibrary { get; set; } = "";

    protected override void ExecuteCore()
    {
        var reader = new SettingsReader(Settings);
        if (CheckProject(reader) || FindTarget(reader) is not { } target || ReadFlags(reader) is not { } flags)
        {
            return;
        }
        string limitText = reader.Text("GoCacheLimit");
        if ((limitText.Length > 0 ? CacheTrimming.ParseLimit(limitText) : Locations.CacheLimit()) is not { } limit)
        {
            string what = limitText.Length > 0 ? $"property GoCacheLimit is '{limitText}'" : "GO_SDK_CACHE_LIMIT is no size";
            LogAtSetting(Catalogue.InvalidProperty, "GoCacheLimit", limitText, what + "; want bytes with an optional K, M, G or T, or off");
            return;
        }
        if (ProjectOptionsOf(reader, target) is not { } project)
        {
            return;
        }
        BuildOptions options = OptionsOf(reader, flags, target) with { CacheLimit = limit, Project = project };
        if (options.Tests)
        {
            Directory.CreateDirectory(OutputFile);
        }
        BuildReport? known = RecordedBuild.TryReuse(options, out string reason);
        LogMessage(known is not null ? UpToDate : $"building: {reason}", MessageImportance.Normal);
        BuildReport report = known ?? Build(options, reader.Text("GoCompilerHost"));
        Tell(report, reader, isReused: known is not null);
        if (report.Succeeded)
        {
            WriteWhenDifferent(InProject(InputsFile), string.Concat(report.InputFiles.Select(f => f + Environment.NewLine)));
            if (options.Tests)
            {
                WriteWhenDifferent(InProject(TestsFile), TestProgramList.Text(report.TestPrograms));
            }
            CheckSize(report, reader);
        }
        else if (!HasLoggedErrors)
        {
            LogError(Catalogue.InternalError, "the build failed without a message: please report it with the project");
        }
    }

    /// <summary>What a build says that finds everything as the last one left it.</summary>
    public const string UpToDate = "up to date: nothing that the last build read or was asked has changed";

    /// <summary>True when the project asks for something that cannot be had.</summary>
    private bool CheckProject(SettingsReader reader)
    {
        foreach ((DiagnosticDescriptor descriptor, string setting, string value, string message) in reader.Problems())
        {
            LogAtSetting(descriptor, setting, value, message);
        }
        foreach (ProjectAssignment item in UserText.Assignments)
        {
            // Wildcards that match nothing leave no item: it is refused by its mention.
            if (item is { IsItem: true, Metadata: "", IsConditional: false, Value.Length: > 0 } && reader.Text(item) is { Length: 0 }
                && SettingCheck.Problem(ProjectSettings.Find(item.Name)!, item.Value) is { } problem)
            {
                Log(Severity.Error, problem.Descriptor.Code, problem.Message, item.File, item.Line, item.Column);
            }
        }
        foreach ((ProjectAssignment place, string message) in UnknownSettings.In(UserText, GlobalProperties()))
        {
            Log(Catalogue.UnknownProjectSetting.Severity, Catalogue.UnknownProjectSetting.Code, message,
                place.File.Length > 0 ? place.File : null, place.Line, place.Column);
        }
        foreach ((ProjectAssignment place, string message) in ForeignSettings.In(UserText, ProjectFile))
        {
            Log(Catalogue.ForeignSetting.Severity, Catalogue.ForeignSetting.Code, message, place.File, place.Line, place.Column);
        }
        if (TestsFile.Length == 0 && !IsLibrary && !IsWindowed && !OutputType.Equals("Exe", StringComparison.OrdinalIgnoreCase))
        {
            LogAtSetting(Catalogue.OutputTypeNotSupported, "OutputType", OutputType,
                $"OutputType '{OutputType}' is not supported for Go projects; use Exe, WinExe or Library");
        }
        return HasLoggedErrors;
    }

    /// <summary>Packages that other projects import: they are compiled, and nothing is linked.</summary>
    private bool IsLibrary => OutputType.Equals("Library", StringComparison.OrdinalIgnoreCase);

    /// <summary>A program without a console, where there is such a thing.</summary>
    private bool IsWindowed => OutputType.Equals("WinExe", StringComparison.OrdinalIgnoreCase);

    private IReadOnlyCollection<string> GlobalProperties()
        => BuildEngine is IBuildEngine6 engine ? [.. engine.GetGlobalProperties().Keys] : [];

    private BuildOptions OptionsOf(SettingsReader reader, BuildFlags flags, Target target)
    {
        string cacheFolder = reader.Text("GoCacheDir");
        string cache = cacheFolder.Length > 0 ? Path.GetFullPath(cacheFolder, ProjectDirectory) : Locations.CacheDirectory();
        string[] patterns = TestsFile.Length == 0 ? [reader.Text("GoMainPackage")]
            : reader.Text("GoTestPackages").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        ModuleSettings modules = ModuleProperties.Apply(flags.Modules, reader.Text, ProjectDirectory);
        // Modules come with the restore; only where go.mod may be written does the build itself find out which.
        bool mayFetch = modules.Mode == ModuleMode.Mod || !reader.Switch("GoRestoreModules", true);
        return flags.ToOptions(ProjectDirectory, patterns, target, Path.GetFullPath(StandardLibrary, ProjectDirectory), cache) with
        {
            Output = IsLibrary && TestsFile.Length == 0 ? null : OutputFile,
            LinksNothing = IsLibrary && TestsFile.Length == 0,
            Modules = modules with { Offline = modules.Offline || !mayFetch,
                ReferencedModules = ModuleProperties.ModulesOf(ReferencedModules.Select(m => m.ItemSpec)) },
            Tests = TestsFile.Length > 0,
            LanguageVersion = reader.Text("GoLangVersion") is { Length: > 0 } language
                ? "go" + SettingCheck.LanguageVersion(language) : null,
            RecordFile = InProject(RecordFile),
            Identity = IdentityFor(target),
            OutputFolders = [.. OutputFolders.Select(f => InProject(f.ItemSpec)).Where(IsFolderOfItsOwn).Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)],
            ErrorLimit = reader.Switch("GoHaltOnError", false) ? 1 : reader.Number("GoMaxErrors", DiagnosticReport.DefaultErrorLimit),
            EmbedItems = EmbedItems.Length > 0 ? InProject(EmbedItems) : null,
            EmbedWarningSize = reader.Number("GoEmbedWarnBytes", 0),
        };
    }

    /// <summary>Null where a program's file cannot say anything of itself.</summary>
    private ProgramIdentity? IdentityFor(Target target)
        => TestsFile.Length > 0 || IsLibrary || SupportedPlatforms.Of(target).Resources is null ? null : new ProgramIdentity
    {
        Product = Product,
        Company = Company,
        Description = Description,
        Copyright = Copyright,
        Comments = Comments,
        FileName = Path.GetFileName(OutputFile),
        FileVersion = FileVersion.Length > 0 ? FileVersion : Version,
        ProductVersion = Version,
        IconFile = ApplicationIcon.Length > 0 ? InProject(ApplicationIcon) : "",
    };

    /// <summary>A project may write its output beside its sources: then there is no folder to leave out.</summary>
    private bool IsFolderOfItsOwn(string folder)
        => !(ProjectDirectory + Path.DirectorySeparatorChar)
            .StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private BuildReport Build(BuildOptions options, string host)
    {
        string commandLine = Path.Combine(Path.GetDirectoryName(typeof(GoBuild).Assembly.Location)!, "dotnet-go.dll");
        bool inOwnProcess = host == "process" || host is "auto" or "" && IsFirstBuild(commandLine);
        LogMessage($"compiler host: {(inOwnProcess ? "process" : "inproc")}", MessageImportance.Normal);
        var progress = new MessageProgress(this);
        return inOwnProcess
            ? new CompilerProcess(DotnetHost(), commandLine).Build(options, progress, Cancellation)
            : RecordedBuild.Run(options, progress, Cancellation);
    }

    /// <summary>
    /// Whether this compiler has not built the project here yet. Then much may have to be compiled, up to all of std, which pays for a
    /// process; builds after edits are so short that it does not.
    /// </summary>
    private bool IsFirstBuild(string commandLine)
    {
        string inputs = InProject(InputsFile);
        return File.Exists(commandLine) && !(File.Exists(inputs)
            && File.GetLastWriteTimeUtc(inputs) >= File.GetLastWriteTimeUtc(commandLine));
    }

    private void Tell(BuildReport report, SettingsReader reader, bool isReused)
    {
        foreach (ReportedFinding f in report.Findings)
        {
            if (TestsFile.Length > 0 && f.Code == Catalogue.LinkVariableIgnored.Code)
            {
                continue;
            }
            if (f.File.Length == 0 && s_aboutVariables.Contains(f.Code))
            {
                (string setting, string value) = PlaceOfVariable(f, reader);
                LogAtSetting(f.Severity, f.Code, setting, value, f.Message);
            }
            else if (f.Code == Catalogue.EmbedItemUnused.Code)
            {
                string embedded = f.Message[(f.Message.IndexOf(" takes in ", StringComparison.Ordinal) + " takes in ".Length)..];
                LogAtItem(f.Severity, f.Code, "GoEmbed", embedded.Split(" (nor ")[0], f.Message);
            }
            else if (f.Code == Catalogue.ItemWithoutPackage.Code)
            {
                (string setting, string value) = PlaceOfPackageItem(f, reader);
                LogAtSetting(f.Severity, f.Code, setting, value, f.Message);
            }
            else if (f.File.Length == 0 && f.Code == Catalogue.InvalidProperty.Code && IsAboutIcon(f))
            {
                LogAtSetting(f.Severity, f.Code, "ApplicationIcon", ApplicationIcon, f.Message);
            }
            else if (f.File.Length == 0 && f.Code == Catalogue.InvalidWorkspace.Code)
            {
                LogAtSetting(f.Severity, f.Code, "GoWorkspace", reader.Text("GoWorkspace"), f.Message);
            }
            else if (TestsFile.Length == 0 && IsAboutMainPackage(f))
            {
                LogAtSetting(f.Severity, f.Code, "GoMainPackage", reader.Text("GoMainPackage"), f.Message);
            }
            else
            {
                Log(f.Severity, f.Code, f.Message, f.File.Length > 0 ? f.File : null, f.Line, f.Column);
            }
        }
        LogMessage($"{report.CompiledPackages.Count} packages compiled");
        if (!isReused)
        {
            RecompiledPackages = [.. report.CompiledPackages.Zip(report.CompileReasons,
                (package, reason) => new NamedItem(package, ("Reason", reason)))];
        }
    }

    private bool IsAboutIcon(ReportedFinding finding)
        => ApplicationIcon.Length > 0 && finding.Message.Contains(InProject(ApplicationIcon), StringComparison.Ordinal);

    /// <summary>Of a folder that is not there the place is the folder.</summary>
    private static bool IsAboutMainPackage(ReportedFinding finding)
        => finding.Code == Catalogue.PatternNotFound.Code || finding.File.Length == 0 && s_aboutMainPackage.Contains(finding.Code);

    private static readonly HashSet<string> s_aboutVariables =
        [Catalogue.UnknownLinkVariable.Code, Catalogue.LinkVariableNotString.Code, Catalogue.LinkVariableIgnored.Code];

    private static readonly HashSet<string> s_aboutMainPackage =
        [Catalogue.OutputNeedsOneProgram.Code, Catalogue.NotAProgram.Code, Catalogue.PatternMatchesNothing.Code,
            Catalogue.PackageNotFound.Code, Catalogue.ModuleNotRequired.Code];

    /// <summary>The item that names the variable that a finding is about; without one it stands in the linker's flags.</summary>
    private (string Setting, string Value) PlaceOfVariable(ReportedFinding finding, SettingsReader reader)
    {
        foreach (ITaskItem variable in LinkVariables)
        {
            if (finding.Message.Contains(variable.ItemSpec, StringComparison.Ordinal))
            {
                return ("GoLinkVariable", variable.ItemSpec);
            }
        }
        return ("GoLinkerFlags", reader.Text("GoLinkerFlags"));
    }

    /// <summary>The item that names the package that a finding is about; without one it stands in the compiler's flags.</summary>
    private (string Setting, string Value) PlaceOfPackageItem(ReportedFinding finding, SettingsReader reader)
    {
        bool Names(ITaskItem item) => finding.Message.Contains($" {item.ItemSpec} ", StringComparison.Ordinal);
        return ImportMap.FirstOrDefault(Names) is { } import ? ("GoImportMap", import.ItemSpec)
            : PackageOptions.FirstOrDefault(Names) is { } options ? ("GoPackageOptions", options.ItemSpec)
            : ("GoCompilerFlags", reader.Text("GoCompilerFlags"));
    }

    private void CheckSize(BuildReport report, SettingsReader reader)
    {
        string budget = reader.Text("GoSizeBudget");
        if (report.OutputFile is { } program && budget.Length > 0 && new FileInfo(program).Length is var size
            && size > long.Parse(budget, CultureInfo.InvariantCulture))
        {
            LogAtSetting(Catalogue.SizeBudgetExceeded, "GoSizeBudget", budget,
                $"the program has {size} bytes, more than the {budget} that GoSizeBudget allows");
        }
    }

    private static void WriteWhenDifferent(string file, string text)
    {
        if (!File.Exists(file) || File.ReadAllText(file) != text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private string InProject(string path) => Path.GetFullPath(path, ProjectDirectory);

    private sealed class MessageProgress(GoBuild task) : IBuildProgress
    {
        public void Report(string step, string what, int done, int total)
            => task.LogMessage(step == BuildSteps.Note ? what : total > 0 ? $"[{done}/{total}] {step} {what}" : $"{step} {what}",
                MessageImportance.Normal);
    }
}
