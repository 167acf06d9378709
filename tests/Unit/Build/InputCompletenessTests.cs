using Go.Compiler.Build.Analysis;
using Go.Compiler.Build.Coverage;
using System.Reflection;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Link;
using Go.Compiler.Modules;
using Go.Compiler.Packages;
using Go.Compiler.Settings;
using Go.Compiler.Platforms;
using Go.Compiler.Targets;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Build;

/// <summary>
/// Every option either changes the key of what it has an influence on, or is named here with the reason why it need not. A new option fails
/// these tests until somebody has decided.
/// </summary>
public sealed class InputCompletenessTests : IDisposable
{
    private readonly BuildWorkspace _w = new();

    public void Dispose() => _w.Dispose();

    /// <summary>Options that a package's key need not know.</summary>
    private static readonly Dictionary<string, string> s_notInPackageKey = new()
    {
        ["WorkingDirectory"] = "paths are in the display paths of files",
        ["Patterns"] = "chooses packages",
        ["Tags"] = "chooses files, which count",
        ["LanguageVersion"] = "the loader makes it the packages' version, which counts",
        ["Modules"] = "chooses packages",
        ["CheckLinkname"] = "of the linker",
        ["Output"] = "of the linker",
        ["StandardLibrary"] = "files count by path and contents",
        ["CacheDirectory"] = "where results are",
        ["CacheLimit"] = "where results are",
        ["LinkVariables"] = "of the linker",
        ["StripSymbols"] = "of the linker",
        ["StripDebugInformation"] = "of the linker",
        ["IsPositionIndependent"] = "of the linker",
        ["Identity"] = "of the linker",
        ["FipsMode"] = "of the linker, and of the loader",
        ["ReportAllErrors"] = "of messages",
        ["RuntimePackage"] = "of files named one by one: seen below",
        ["PackagePath"] = "of files named one by one: seen below",
        ["ExportNamed"] = "what else is written",
        ["Installs"] = "of the linker",
        ["OneProgram"] = "of the linker",
        ["TellsStale"] = "nothing is built",
        ["StaleTargets"] = "nothing is built",
        ["ExportAll"] = "what else is written",
        ["ObjectFile"] = "what else is written",
        ["Tests"] = "chooses packages",
        ["Fuzzes"] = "a debug switch of packages that tests see, and it counts",
        ["LinksNothing"] = "of the linker",
        ["CheckOnly"] = "nothing is stored then",
        ["LinkerFlags"] = "of the linker",
        ["Stamp"] = "of the linker",
        ["Overlay"] = "the loader makes the files what it says, and they count",
        ["TrimPath"] = "in the display paths of files",
        ["Project"] = "of the linker, of reports, and of the loader, which makes imports what they mean",
        ["IgnoresProfiles"] = "of messages",
        ["Profile"] = "of what programs say of themselves",
        ["Coverage"] = "other sources, and they count",
        ["Analysis"] = "beside compilation; its own results have keys of their own",
        ["ForCommand"] = "of the linker",
        ["ErrorLimit"] = "of messages",
        ["EmbedWarningSize"] = "of messages",
        ["EmbedItems"] = "the loader finds the files it names, and they count",
        ["RecordFile"] = "what else is written",
        ["OutputFolders"] = "chooses packages and files, which count",
        ["DryRun"] = "nothing is made then",
        ["Trace"] = "of messages",
        ["Parallelism"] = "no result depends on it",
    };

    /// <summary>Options that a program's inputs need not know.</summary>
    private static readonly Dictionary<string, string> s_notInLink = new()
    {
        ["Image"] = "follows from the target",
        ["Format"] = "follows from the target",
        ["Relocator"] = "follows from the target",
        ["Frames"] = "follows from the target",
        ["TellReach"] = "what else is written: such a program is always linked",
        ["Parallelism"] = "no result depends on it",
        ["Cancellation"] = "no result",
        ["PassTimed"] = "no result",
    };

    [Fact]
    public void Every_build_option_is_in_the_key_of_packages_or_need_not_be()
    {
        _w.Write("p.go", "package p\n\nfunc F() int { return 1 }\n");
        BuildOptions options = _w.Options(".");
        string before = KeyOf(options);
        Assert.Equal(before, KeyOf(options));
        foreach (PropertyInfo property in typeof(BuildOptions).GetProperties().Where(p => p.CanWrite && p.PropertyType != typeof(Target)))
        {
            // (Of the target there is nothing between those that are supported; its name and tags are in the key.)
            BuildOptions changed = options with { };
            property.SetValue(changed, Unusual(property, changed));
            bool counts = KeyOf(changed) != before;
            Assert.True(counts != s_notInPackageKey.ContainsKey(property.Name), $"{property.Name} is {(counts ? "" : "not ")}in the key");
        }
    }

    [Fact]
    public void What_files_named_one_by_one_are_is_in_the_key()
    {
        _w.Write("p.go", "package p\n\nfunc F() int { return 1 }\n");
        BuildOptions options = _w.Options("p.go");
        string before = KeyOf(options);
        Assert.NotEqual(before, KeyOf(options with { PackagePath = "x/y" }));
        Assert.NotEqual(before, KeyOf(options with { RuntimePackage = "runtime" }));
    }

    private static string KeyOf(BuildOptions options)
    {
        var sources = new SourceFileTable();
        var sink = new DiagnosticSink();
        // What is loaded stays the same: only the session's options change.
        using IStandardLibrary library = Builder.OpenStandardLibrary(GoSources.Root);
        PackageGraph graph = PackageLoader.Load(new LoadOptions
        {
            WorkingDirectory = File.Exists(Path.Combine(options.WorkingDirectory, "p.go"))
                ? options.WorkingDirectory : options.WorkingDirectory[..^Odd.Length],
            Patterns = options.Patterns is ["p.go"] ? options.Patterns : ["."],
            Target = SupportedPlatforms.LinuxAmd64,
            StandardLibrary = library,
        }, sources, sink, CancellationToken.None)!;
        Assert.Empty(sink.All);
        var services = new BuildServices { Cache = null, NewCodeGenerator = _ => new TextCodeGenerator() };
        var session = new CompileSession(options, library, sources, new PhaseTimes(isOn: false), services) { Graph = graph };
        return PackageKey.Of(session, graph.Roots[0])!;
    }

    [Fact]
    public void Every_link_option_is_among_the_inputs_of_programs_or_need_not_be()
    {
        Platform platform = SupportedPlatforms.Of(SupportedPlatforms.LinuxAmd64);
        var options = new LinkOptions { Target = SupportedPlatforms.LinuxAmd64, Image = platform.Image, Format = platform.ImageFormat,
            Relocator = platform.Relocator };
        byte[] before = LinkRecord.InputsOf(options, []);
        foreach (PropertyInfo property in typeof(LinkOptions).GetProperties().Where(p => p.CanWrite))
        {
            if (s_notInLink.ContainsKey(property.Name))
            {
                continue;
            }
            LinkOptions changed = options with { };
            property.SetValue(changed, Unusual(property, changed));
            Assert.False(before.AsSpan().SequenceEqual(LinkRecord.InputsOf(changed, [])), $"{property.Name} is not among the inputs");
        }
    }

    private const string Odd = "-odd";

    /// <summary>A value that differs from the present one.</summary>
    private static object Unusual(PropertyInfo property, object options) => property.GetValue(options) switch
    {
        bool b => !b,
        int n => n + 7,
        long n => n + 7,
        string s when property.Name == "Experiments" => s + "simd",
        string s => s + Odd,
        null when property.PropertyType == typeof(string) => Odd,
        null when property.PropertyType == typeof(ulong?) => 7UL,
        null when property.PropertyType == typeof(AnalysisOptions)
            => new AnalysisOptions { Tool = Odd, ToolIdentity = Odd, SourceFolder = Odd },
        null when property.PropertyType == typeof(CoverageSettings)
            => new CoverageSettings { Tool = Odd, ToolIdentity = Odd, Mode = "set" },
        Target t => t with { ImpliedTags = [Odd] },
        IReadOnlyList<string> => new[] { Odd },
        IReadOnlyList<Go.Compiler.Build.LinkVariable> => new[] { new Go.Compiler.Build.LinkVariable("main.a", Odd) },
        IReadOnlyList<Go.Compiler.Link.LinkVariable> => new[] { new Go.Compiler.Link.LinkVariable("main.a", Odd) },
        IReadOnlyList<PatternFlags>
            => new[] { new PatternFlags(null, property.Name == "CompilerFlags" ? ["-N"] : property.Name == "AssemblerFlags"
                ? ["-D", "a"] : ["-s"], Odd) },
        IReadOnlyList<Go.Compiler.Images.ImageResource> => new[] { new Go.Compiler.Images.ImageResource(1, 2, 3, [4]) },
        null when property.PropertyType == typeof(Go.Compiler.Images.ProgramIdentity)
            => new Go.Compiler.Images.ProgramIdentity { Product = Odd },
        null when property.PropertyType == typeof(ProjectOptions) => new ProjectOptions { Version = Odd },
        StampMode s => s + 1,
        ModuleSettings => new ModuleSettings { Mode = ModuleMode.Vendor },
        var other => throw new InvalidOperationException($"{property.Name} has the new type {other?.GetType() ?? property.PropertyType}: set it here"),
    };
}
