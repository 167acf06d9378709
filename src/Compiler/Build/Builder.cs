using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;
using Go.Compiler.Text;

namespace Go.Compiler.Build;

/// <summary>Builds packages and programs: load, compile in parallel in dependency order, link.</summary>
public static class Builder
{
    /// <summary>Runs a build. Errors of the program are in the outcome; only broken invariants of the compiler and cancellation throw.</summary>
    public static BuildOutcome Build(BuildOptions options, IBuildProgress? progress, CancellationToken cancellation)
    {
        var sources = new SourceFileTable();
        var times = new PhaseTimes(options.DebugFlags.Contains("time"));
        var sink = new DiagnosticSink();
        string? output = null;
        PackageGraph? graph = null;
        var compiled = new List<string>();
        try
        {
            using IStandardLibrary library = OpenStandardLibrary(options.StandardLibrary);
            long start = times.Start();
            graph = Load(options, library, sources, sink);
            times.Stop("load", start);
            if (graph is not null && !sink.HasErrors)
            {
                var session = new CompileSession(options, library, sources, times);
                compiled = CompileAll(session, graph, sink, progress, cancellation);
                if (!sink.HasErrors && !options.CheckOnly)
                {
                    output = ProgramLinker.LinkPrograms(session, graph, sink, progress, cancellation);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            sink.Report(new Diagnostic(Catalogue.InputOutputFailed, default, e.Message));
        }
        DiagnosticReport report = DiagnosticReport.Arrange(sink.All, sources, options.ReportAllErrors ? int.MaxValue : DiagnosticReport.DefaultErrorLimit);
        return new BuildOutcome
        {
            Succeeded = !sink.HasErrors,
            Diagnostics = report.IsTruncated ? [.. report.Diagnostics, new Diagnostic(Catalogue.TooManyErrors, default, "too many errors")] : report.Diagnostics,
            Sources = sources,
            OutputFile = sink.HasErrors ? null : output,
            InputFiles = graph is null ? [] : InputFiles(graph),
            CompiledPackages = compiled,
            PhaseTimes = times.Sums(),
        };
    }

    /// <summary>A GOROOT folder, or the archive of the Go.StandardLibrary package.</summary>
    public static IStandardLibrary OpenStandardLibrary(string path)
        => Directory.Exists(path) ? new GorootStandardLibrary(path) : new StandardLibraryArchive(path);

    private static PackageGraph? Load(BuildOptions options, IStandardLibrary library, SourceFileTable sources, DiagnosticSink sink)
        => PackageLoader.Load(new LoadOptions
        {
            WorkingDirectory = options.WorkingDirectory,
            Patterns = options.Patterns,
            Target = options.Target,
            Tags = options.Tags,
            StandardLibrary = library,
            ImplicitRoots = ["runtime"],
            TrimPath = options.TrimPath,
            Parallelism = options.Parallelism,
        }, sources, sink);

    /// <summary>Compiles every package of the graph; returns the paths of those that were, in dependency order.</summary>
    private static List<string> CompileAll(CompileSession session, PackageGraph graph, DiagnosticSink sink, IBuildProgress? progress, CancellationToken cancellation)
    {
        IReadOnlyList<LoadedPackage> packages = graph.Packages;
        var number = new Dictionary<LoadedPackage, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < packages.Count; i++)
        {
            number.Add(packages[i], i);
        }
        var dependencies = new List<IReadOnlyList<int>>(packages.Count);
        foreach (LoadedPackage p in packages)
        {
            dependencies.Add([.. p.Dependencies.Select(d => number[d])]);
        }
        var sinks = new DiagnosticSink[packages.Count];
        int done = 0;
        new ActionScheduler(dependencies).Run(Workers(session.Options), (action, _) =>
        {
            LoadedPackage package = packages[action];
            sinks[action] = new DiagnosticSink();
            foreach (LoadedPackage dependency in package.Dependencies)
            {
                if (session.Find(dependency) is null)
                {
                    return; // its own errors are enough
                }
            }
            progress?.Report("compile", package.FullPath, Volatile.Read(ref done), packages.Count);
            PackageCompiler.Compile(session, package, sinks[action], cancellation);
            Interlocked.Increment(ref done);
        }, cancellation);
        var compiled = new List<string>();
        for (int i = 0; i < packages.Count; i++)
        {
            foreach (Diagnostic d in sinks[i].All)
            {
                sink.Report(d);
            }
            if (session.Find(packages[i]) is not null)
            {
                compiled.Add(packages[i].FullPath);
            }
        }
        return compiled;
    }

    internal static int Workers(BuildOptions options) => options.Parallelism > 0 ? options.Parallelism : Environment.ProcessorCount;

    private static IReadOnlyList<string> InputFiles(PackageGraph graph)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        if (graph.ModFile is { } mod)
        {
            files.Add(mod.FilePath);
        }
        foreach (LoadedPackage p in graph.Packages)
        {
            if (p.IsStandardLibrary)
            {
                continue;
            }
            files.UnionWith(p.GoFiles.Select(f => f.Source.Path));
            files.UnionWith(p.AssemblyFiles.Select(f => f.Path));
            files.UnionWith(p.HeaderFiles.Select(f => f.Path));
            files.UnionWith(p.EmbedPatterns.SelectMany(e => e.Files).Select(f => f.FilePath));
        }
        return [.. files];
    }
}
