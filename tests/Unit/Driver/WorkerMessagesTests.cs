using System.Reflection;
using System.Text;
using System.Text.Json;
using Go.Compiler.Build;
using Go.Compiler.Build.Analysis;
using Go.Compiler.Build.Coverage;
using Go.Compiler.Diagnostics;
using Go.Compiler.Driver;
using Go.Compiler.Modules;
using Go.Compiler.Platforms;
using Go.Compiler.Settings;

namespace Go.Compiler.Tests.Driver;

/// <summary>What a build and its compiler process tell each other arrives whole.</summary>
public sealed class WorkerMessagesTests
{
    [Fact]
    public void Every_option_reaches_the_process()
    {
        var options = new BuildOptions { WorkingDirectory = "/w \"ä\"", StandardLibrary = "/std", Target = SupportedPlatforms.LinuxAmd64 };
        foreach (PropertyInfo p in typeof(BuildOptions).GetProperties()
            .Where(p => p.CanWrite && p.PropertyType != SupportedPlatforms.LinuxAmd64.GetType()))
        {
            p.SetValue(options, Unusual(p, options));
        }
        BuildOptions read = WorkerMessages.ReadRequest(Encoding.UTF8.GetString(WorkerMessages.Request(options)));
        foreach (PropertyInfo p in typeof(BuildOptions).GetProperties().Where(p => p.CanWrite))
        {
            Assert.Equal(Comparable(p.GetValue(options)), Comparable(p.GetValue(read)));
        }
    }

    /// <summary>Records that hold lists are equal when they are written alike.</summary>
    private static object? Comparable(object? value)
        => value is ModuleSettings or IReadOnlyList<PatternFlags> or AnalysisOptions or CoverageSettings or ProjectOptions
        ? JsonSerializer.Serialize(value) : value;

    /// <summary>A value that differs from the default.</summary>
    private static object Unusual(PropertyInfo property, BuildOptions options) => property.GetValue(options) switch
    {
        bool b => !b,
        int n => n + 7,
        long n => n + 7,
        string s => s + "\\ü\n",
        null when property.PropertyType == typeof(AnalysisOptions)
            => new AnalysisOptions { Tool = "/t", ToolIdentity = "i", Flags = ["-a", "b c"], SourceFolder = "/s", Only = true,
                MakesFixes = true, Again = true },
        null when property.PropertyType == typeof(CoverageSettings)
            => new CoverageSettings { Tool = "/t", ToolIdentity = "i", Mode = "count", Packages = ["./..."] },
        null when property.PropertyType == typeof(Go.Compiler.Images.ProgramIdentity)
            => new Go.Compiler.Images.ProgramIdentity { Product = "p", FileVersion = "1.2", IconFile = "/i" },
        null when property.PropertyType == typeof(ProjectOptions) => new ProjectOptions
        {
            Version = "1", Revision = "2", Time = "3", Godebug = ["a=b"], ImportMap = ["x=y"], IsWindowed = true, ReachReport = "/r",
            TimingReport = "/t", PackageParts = "/p",
        },
        null => "set",
        IReadOnlyList<string> => new[] { "one", "", "two;\"three\"" },
        IReadOnlyList<LinkVariable> => new[] { new LinkVariable("main.a", "x=y"), new LinkVariable("main.b", "", IsOptional: true) },
        StampMode => StampMode.Always,
        IReadOnlyList<PatternFlags> => new[] { PatternFlags.Parse("-N -l"), PatternFlags.Parse("./x/...=-d=verify") },
        ModuleSettings => new ModuleSettings { Mode = ModuleMode.Vendor, ReferencedModules = ["/a", "/b"], NoProxy = "x", Offline = true },
        object other
            => throw new InvalidOperationException($"{property.Name} has the new type {other.GetType()}: carry it over and set it here"),
    };

    [Fact]
    public void The_report_comes_back_whole()
    {
        var report = new BuildReport
        {
            Succeeded = false,
            Findings = [new("GO2001", Severity.Error, "two\nlines", "a.go", 3, 4), new("GO8001", Severity.Warning, "ä", "", 0, 0)],
            InputFiles = ["a", "b"],
            CompiledPackages = ["p/q"],
            CompileReasons = ["why"],
            TestPrograms = [new("p/q", "/d", "/d/q.test", true, false), new("p/r", "/r", null, false, true) { FailedToLoad = true }],
        };
        BuildReport read = WorkerMessages.ReadAnswer(Encoding.UTF8.GetString(WorkerMessages.Report(report)), null)!;
        Assert.Equal(report.Succeeded, read.Succeeded);
        Assert.Equal(report.Findings, read.Findings);
        Assert.Equal(report.InputFiles, read.InputFiles);
        Assert.Equal(report.CompiledPackages, read.CompiledPackages);
        Assert.Equal(report.CompileReasons, read.CompileReasons);
        Assert.Equal(report.TestPrograms, read.TestPrograms);
    }

    [Fact]
    public void Progress_is_passed_on()
    {
        var heard = new Heard();
        Assert.Null(WorkerMessages.ReadAnswer(Encoding.UTF8.GetString(WorkerMessages.Progress("compile", "a/b", 3, 9)), heard));
        Assert.Equal(("compile", "a/b", 3, 9), heard.Last);
    }

    private sealed class Heard : IBuildProgress
    {
        public (string, string, int, int) Last { get; private set; }

        public void Report(string step, string what, int done, int total) => Last = (step, what, done, total);
    }
}
