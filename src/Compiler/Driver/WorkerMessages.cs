using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Go.Compiler.Build;
using Go.Compiler.Build.Analysis;
using Go.Compiler.Build.Coverage;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Platforms;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver;

/// <summary>
/// The lines that a build and its compiler process exchange, each one JSON object: the request is a build's options, the answers are
/// progress and at last the report. Both ends are of one release, so nothing here is versioned.
/// </summary>
internal static class WorkerMessages
{
    public static byte[] Request(BuildOptions options) => Line(json =>
    {
        json.WriteString("os", options.Target.Os);
        json.WriteString("arch", options.Target.Arch);
        json.WriteString("directory", options.WorkingDirectory);
        Strings(json, "patterns", options.Patterns);
        Strings(json, "tags", options.Tags);
        json.WriteString("languageVersion", options.LanguageVersion);
        json.WriteString("experiments", options.Experiments);
        json.WriteBoolean("checkLinkname", options.CheckLinkname);
        Object(json, "modules", options.Modules, ObjectTexts.Default.ModuleSettings);
        Object(json, "compilerFlags", options.CompilerFlags, ObjectTexts.Default.IReadOnlyListPatternFlags);
        Object(json, "assemblerFlags", options.AssemblerFlags, ObjectTexts.Default.IReadOnlyListPatternFlags);
        Object(json, "linkerFlags", options.LinkerFlags, ObjectTexts.Default.IReadOnlyListPatternFlags);
        json.WriteNumber("stamp", (int)options.Stamp);
        json.WriteBoolean("dryRun", options.DryRun);
        json.WriteBoolean("trace", options.Trace);
        json.WriteString("overlay", options.Overlay);
        json.WriteBoolean("forCommand", options.ForCommand);
        json.WriteBoolean("ignoresProfiles", options.IgnoresProfiles);
        json.WriteString("profile", options.Profile);
        Object(json, "analysis", options.Analysis, ObjectTexts.Default.AnalysisOptions);
        Object(json, "coverage", options.Coverage, ObjectTexts.Default.CoverageSettings);
        json.WriteString("output", options.Output);
        json.WriteString("standardLibrary", options.StandardLibrary);
        json.WriteString("cache", options.CacheDirectory);
        json.WriteNumber("cacheLimit", options.CacheLimit);
        Strings(json, "variables", [.. options.LinkVariables.SelectMany(v => (string[])[v.Name, v.Value, v.IsOptional ? "optional" : ""])]);
        json.WriteBoolean("stripSymbols", options.StripSymbols);
        json.WriteBoolean("stripDebugInformation", options.StripDebugInformation);
        json.WriteBoolean("trimPath", options.TrimPath);
        json.WriteBoolean("positionIndependent", options.IsPositionIndependent);
        Object(json, "identity", options.Identity, ObjectTexts.Default.ProgramIdentity);
        json.WriteBoolean("fipsMode", options.FipsMode);
        json.WriteBoolean("optimize", options.Optimize);
        json.WriteBoolean("inline", options.Inline);
        json.WriteBoolean("allErrors", options.ReportAllErrors);
        json.WriteNumber("errorLimit", options.ErrorLimit);
        json.WriteNumber("embedWarningSize", options.EmbedWarningSize);
        json.WriteString("embedItems", options.EmbedItems);
        Object(json, "project", options.Project, ObjectTexts.Default.ProjectOptions);
        json.WriteString("recordFile", options.RecordFile);
        Strings(json, "outputFolders", options.OutputFolders);
        json.WriteBoolean("compilerRulesOnly", options.CompilerRulesOnly);
        json.WriteString("runtimePackage", options.RuntimePackage);
        json.WriteString("packagePath", options.PackagePath);
        json.WriteString("objectFile", options.ObjectFile);
        json.WriteBoolean("exportNamed", options.ExportNamed);
        json.WriteBoolean("exportAll", options.ExportAll);
        json.WriteBoolean("tellsStale", options.TellsStale);
        json.WriteBoolean("installs", options.Installs);
        json.WriteBoolean("oneProgram", options.OneProgram);
        Strings(json, "staleTargets", options.StaleTargets);
        json.WriteBoolean("tests", options.Tests);
        json.WriteBoolean("fuzzes", options.Fuzzes);
        json.WriteBoolean("linksNothing", options.LinksNothing);
        json.WriteBoolean("checkOnly", options.CheckOnly);
        json.WriteNumber("parallelism", options.Parallelism);
        Strings(json, "debug", options.DebugFlags);
    });

    public static BuildOptions ReadRequest(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement request = document.RootElement;
        IReadOnlyList<string> variables = Strings(request, "variables");
        return new BuildOptions
        {
            Target = SupportedPlatforms.Find(Text(request, "os")!, Text(request, "arch")!) ?? throw Unexpected.Value(line),
            WorkingDirectory = Text(request, "directory")!,
            Patterns = Strings(request, "patterns"),
            Tags = Strings(request, "tags"),
            LanguageVersion = Text(request, "languageVersion"),
            Experiments = Text(request, "experiments")!,
            CheckLinkname = Flag(request, "checkLinkname"),
            Modules = Object(request, "modules", ObjectTexts.Default.ModuleSettings)!,
            CompilerFlags = Object(request, "compilerFlags", ObjectTexts.Default.IReadOnlyListPatternFlags)!,
            AssemblerFlags = Object(request, "assemblerFlags", ObjectTexts.Default.IReadOnlyListPatternFlags)!,
            LinkerFlags = Object(request, "linkerFlags", ObjectTexts.Default.IReadOnlyListPatternFlags)!,
            Stamp = (StampMode)Number(request, "stamp"),
            DryRun = Flag(request, "dryRun"),
            Trace = Flag(request, "trace"),
            Overlay = Text(request, "overlay"),
            ForCommand = Flag(request, "forCommand"),
            IgnoresProfiles = Flag(request, "ignoresProfiles"),
            Profile = Text(request, "profile"),
            Analysis = Object(request, "analysis", ObjectTexts.Default.AnalysisOptions),
            Coverage = Object(request, "coverage", ObjectTexts.Default.CoverageSettings),
            Output = Text(request, "output"),
            StandardLibrary = Text(request, "standardLibrary")!,
            CacheDirectory = Text(request, "cache"),
            CacheLimit = request.GetProperty("cacheLimit").GetInt64(),
            LinkVariables = [.. Enumerable.Range(0, variables.Count / 3)
                .Select(i => new LinkVariable(variables[3 * i], variables[3 * i + 1], variables[3 * i + 2].Length > 0))],
            StripSymbols = Flag(request, "stripSymbols"),
            StripDebugInformation = Flag(request, "stripDebugInformation"),
            TrimPath = Flag(request, "trimPath"),
            IsPositionIndependent = Flag(request, "positionIndependent"),
            Identity = Object(request, "identity", ObjectTexts.Default.ProgramIdentity),
            FipsMode = Flag(request, "fipsMode"),
            Optimize = Flag(request, "optimize"),
            Inline = Flag(request, "inline"),
            ReportAllErrors = Flag(request, "allErrors"),
            ErrorLimit = Number(request, "errorLimit"),
            EmbedWarningSize = Number(request, "embedWarningSize"),
            EmbedItems = Text(request, "embedItems"),
            Project = Object(request, "project", ObjectTexts.Default.ProjectOptions),
            RecordFile = Text(request, "recordFile"),
            OutputFolders = Strings(request, "outputFolders"),
            CompilerRulesOnly = Flag(request, "compilerRulesOnly"),
            RuntimePackage = Text(request, "runtimePackage"),
            PackagePath = Text(request, "packagePath"),
            ObjectFile = Text(request, "objectFile"),
            ExportNamed = Flag(request, "exportNamed"),
            ExportAll = Flag(request, "exportAll"),
            TellsStale = Flag(request, "tellsStale"),
            Installs = Flag(request, "installs"),
            OneProgram = Flag(request, "oneProgram"),
            StaleTargets = Strings(request, "staleTargets"),
            Tests = Flag(request, "tests"),
            Fuzzes = Flag(request, "fuzzes"),
            LinksNothing = Flag(request, "linksNothing"),
            CheckOnly = Flag(request, "checkOnly"),
            Parallelism = Number(request, "parallelism"),
            DebugFlags = Strings(request, "debug"),
        };
    }

    public static byte[] Progress(string step, string what, int done, int total) => Line(json =>
    {
        json.WriteString("step", step);
        json.WriteString("what", what);
        json.WriteNumber("done", done);
        json.WriteNumber("total", total);
    });

    public static byte[] Report(BuildReport report) => Line(json =>
    {
        json.WriteBoolean("succeeded", report.Succeeded);
        json.WriteStartArray("findings");
        foreach (ReportedFinding f in report.Findings)
        {
            json.WriteStartObject();
            json.WriteString("code", f.Code);
            json.WriteNumber("severity", (int)f.Severity);
            json.WriteString("message", f.Message);
            json.WriteString("file", f.File);
            json.WriteNumber("line", f.Line);
            json.WriteNumber("column", f.Column);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("output", report.OutputFile);
        Strings(json, "inputs", report.InputFiles);
        Strings(json, "compiled", report.CompiledPackages);
        Strings(json, "reasons", report.CompileReasons);
        json.WriteStartArray("tests");
        foreach (TestProgram t in report.TestPrograms)
        {
            json.WriteStartObject();
            json.WriteString("package", t.ImportPath);
            json.WriteString("directory", t.Directory);
            json.WriteString("file", t.File);
            json.WriteBoolean("hasTestFiles", t.HasTestFiles);
            json.WriteBoolean("failed", t.Failed);
            json.WriteBoolean("failedToLoad", t.FailedToLoad);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    /// <summary>
    /// Reads an answer: progress goes to <paramref name="progress"/>; the report is returned, or null when the line is none.
    /// </summary>
    public static BuildReport? ReadAnswer(string line, IBuildProgress? progress)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement answer = document.RootElement;
        if (answer.TryGetProperty("step", out _))
        {
            progress?.Report(Text(answer, "step")!, Text(answer, "what")!, Number(answer, "done"), Number(answer, "total"));
            return null;
        }
        return new BuildReport
        {
            Succeeded = Flag(answer, "succeeded"),
            Findings =
            [
                .. answer.GetProperty("findings").EnumerateArray().Select(f => new ReportedFinding(
                    Text(f, "code")!, (Severity)Number(f, "severity"), Text(f, "message")!, Text(f, "file")!, Number(f, "line"),
                    Number(f, "column"))),
            ],
            OutputFile = Text(answer, "output"),
            InputFiles = Strings(answer, "inputs"),
            CompiledPackages = Strings(answer, "compiled"),
            CompileReasons = Strings(answer, "reasons"),
            TestPrograms =
            [
                .. answer.GetProperty("tests").EnumerateArray().Select(t => new TestProgram(
                    Text(t, "package")!, Text(t, "directory")!, Text(t, "file"), Flag(t, "hasTestFiles"),
                    Flag(t, "failed")) { FailedToLoad = Flag(t, "failedToLoad") }),
            ],
        };
    }

    private static byte[] Line(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void Strings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }

    private static IReadOnlyList<string> Strings(JsonElement json, string name)
        => [.. json.GetProperty(name).EnumerateArray().Select(v => v.GetString()!)];

    private static void Object<T>(Utf8JsonWriter json, string name, T? value, JsonTypeInfo<T> type)
        where T : class
        => json.WriteString(name, value is null ? null : JsonSerializer.Serialize(value, type));

    private static T? Object<T>(JsonElement json, string name, JsonTypeInfo<T> type)
        where T : class
        => Text(json, name) is { } text ? JsonSerializer.Deserialize(text, type) : null;

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static bool Flag(JsonElement json, string name) => json.GetProperty(name).GetBoolean();

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
