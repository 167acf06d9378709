using Go.Compiler.FileSystem;
using Go.Compiler.Diagnostics;
using Go.Compiler.Images;
using Go.Compiler.Link;
using Go.Compiler.Modules;
using Go.Compiler.Objects;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Settings;
using Go.Compiler.VersionControl;

namespace Go.Compiler.Build;

/// <content>Programs of tests.</content>
internal static partial class ProgramLinker
{
    /// <summary>
    /// Links the test programs among a build's root packages whose packages all compiled, and says of each root what came of it. Errors go
    /// to the sink.
    /// </summary>
    public static IReadOnlyList<TestProgram> LinkTests(CompileSession session, IReadOnlySet<string> faulted, DiagnosticSink sink,
        IBuildProgress? progress, CancellationToken cancellation)
    {
        PackageGraph graph = session.Graph;
        BuildOptions options = session.Options;
        bool isFolder = options.Output is null || Directory.Exists(options.Output) || options.Output.EndsWith(Path.DirectorySeparatorChar);
        if (!isFolder && !LinkedImage.IsDevice(options.Output!) && graph.Tests.Count > 1)
        {
            sink.Report(Catalogue.OutputNeedsOneProgram, default, "with multiple packages, -o must refer to a directory or /dev/null");
            return [];
        }
        if (options.ForCommand && isFolder && FirstCollision(graph) is { } collision)
        {
            sink.Report(Catalogue.OutputNeedsOneProgram, default, collision);
            return [];
        }
        var programs = new List<TestProgram>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (TestRoot test in graph.Tests)
        {
            cancellation.ThrowIfCancellationRequested();
            bool isReady = test.Program is { } main && (options.DryRun || session.Find(main) is not null)
                && !faulted.Contains(test.FullPath);
            string? file = null;
            if (isReady && test.HasTestFiles && !options.CheckOnly)
            {
                file = TestPath(options, test, isFolder, taken);
                // Errors of one program are not the next one's.
                var own = new DiagnosticSink();
                isReady = LinkUnlessCurrent(session, graph, test.Program!, file, own, progress, cancellation);
                foreach (Diagnostic d in own.All)
                {
                    sink.Report(d);
                }
            }
            programs.Add(new TestProgram(test.FullPath, test.Directory, isReady ? file : null, test.HasTestFiles,
                !isReady) { FailedToLoad = test.Program is null });
        }
        return programs;
    }

    private static string NameOfTest(TestRoot test)
        => (test.FullPath == ImportPaths.CommandLine ? "main" : ProgramName(test.FullPath, test.Directory)) + ".test";

    /// <summary><c>name.test</c>; packages whose last elements are the same get folders of their own.</summary>
    private static string TestPath(BuildOptions options, TestRoot test, bool isFolder, HashSet<string> taken)
    {
        if (!isFolder)
        {
            return Path.GetFullPath(options.Output!, options.WorkingDirectory);
        }
        string name = NameOfTest(test) + SupportedPlatforms.ExecutableSuffix(options.Target.Os);
        string path = taken.Add(name) ? name : Path.Combine(test.FullPath.Replace('/', Path.DirectorySeparatorChar), name);
        return Path.GetFullPath(Path.Combine(options.Output ?? "", path), options.WorkingDirectory);
    }
}
