using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;
using Go.Compiler.Text;

namespace Go.Compiler.Build;

/// <summary>Builds packages and programs: load, compile in parallel in dependency order, link.</summary>
public static class Builder
{
    /// <summary>Runs a build. Errors of the program are in the outcome; only broken invariants of the compiler and cancellation throw.</summary>
    public static BuildOutcome Build(BuildOptions options, IBuildProgress? progress, CancellationToken cancellation)
        => Build(options, new BuildServices
        {
            Cache = options.CacheDirectory is { Length: > 0 } folder ? new ContentCache(folder) : null,
            NewCodeGenerator = layout => SupportedPlatforms.Of(options.Target).NewCodeGenerator(layout),
        }, progress, cancellation);

    internal static BuildOutcome Build(BuildOptions options, BuildServices services, IBuildProgress? progress, CancellationToken cancellation)
    {
        var sources = new SourceFileTable();
        var times = new PhaseTimes(options.DebugFlags.Contains("time"));
        var sink = new DiagnosticSink();
        string? output = null;
        PackageGraph? graph = null;
        var compiled = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            using IStandardLibrary library = OpenStandardLibrary(options.StandardLibrary);
            long start = times.Start();
            graph = Load(options, library, sources, sink);
            times.Stop("load", start);
            if (graph is not null && !sink.HasErrors)
            {
                output = CompileAndLink(options, services, library, sources, times, graph, compiled, sink, progress, cancellation);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            sink.Report(new Diagnostic(Catalogue.InputOutputFailed, default, e.Message));
        }
        if (services.Cache?.WriteFailure is { } problem)
        {
            sink.Report(new Diagnostic(Catalogue.CacheNotWritable, default, $"the build cache cannot be written ({problem}): packages will be compiled again in every build", FilePath: services.Cache.Directory));
        }
        DiagnosticReport report = DiagnosticReport.Arrange(sink.All, sources, options.ReportAllErrors ? int.MaxValue : DiagnosticReport.DefaultErrorLimit);
        return new BuildOutcome
        {
            Succeeded = !sink.HasErrors,
            Diagnostics = report.IsTruncated ? [.. report.Diagnostics, new Diagnostic(Catalogue.TooManyErrors, report.Diagnostics[^1].Pos, "too many errors")] : report.Diagnostics,
            Sources = sources,
            OutputFile = sink.HasErrors ? null : output,
            InputFiles = graph is null ? [] : InputFiles(graph),
            CompiledPackages = graph is null ? [] : [.. graph.Packages.Select(p => p.FullPath).Where(compiled.Contains)],
            PhaseTimes = times.Sums(),
        };
    }

    /// <summary>Compiles and links; starts over when the cache turns out to have lost something that it promised.</summary>
    private static string? CompileAndLink(
        BuildOptions options, BuildServices services, IStandardLibrary library, SourceFileTable sources, PhaseTimes times, PackageGraph graph,
        HashSet<string> compiled, DiagnosticSink sink, IBuildProgress? progress, CancellationToken cancellation)
    {
        while (true)
        {
            var findings = new DiagnosticSink();
            try
            {
                CompileSession session = CompileAll(options, services, library, sources, times, graph, compiled, findings, progress, cancellation);
                string? output = findings.HasErrors || options.CheckOnly ? null : ProgramLinker.LinkPrograms(session, graph, findings, progress, cancellation);
                foreach (Diagnostic d in findings.All)
                {
                    sink.Report(d);
                }
                return output;
            }
            catch (DamagedCacheException e)
            {
                services.Distrust(e.Package);
            }
        }
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

    /// <summary>Makes every package of the graph ready; adds the paths of those that were compiled, not found in the cache.</summary>
    private static CompileSession CompileAll(
        BuildOptions options, BuildServices services, IStandardLibrary library, SourceFileTable sources, PhaseTimes times, PackageGraph graph,
        HashSet<string> compiled, DiagnosticSink sink, IBuildProgress? progress, CancellationToken cancellation)
    {
        IReadOnlyList<LoadedPackage> packages = graph.Packages;
        var scheduler = new ActionScheduler(DependenciesOf(packages), [.. packages.Select(CostOf)]);
        var session = new CompileSession(options, library, sources, times, services) { ForEach = scheduler.ForEach };
        var sinks = new DiagnosticSink[packages.Count];
        int done = 0;
        scheduler.Run(Workers(options), (action, _) =>
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
            PackageCompiler.Run(session, package, sinks[action], () => progress?.Report("compile", package.FullPath, Volatile.Read(ref done), packages.Count), cancellation);
            Interlocked.Increment(ref done);
            if (session.Find(package) is { IsFresh: true })
            {
                lock (compiled)
                {
                    compiled.Add(package.FullPath);
                }
            }
        }, cancellation);
        for (int i = 0; i < packages.Count; i++)
        {
            foreach (Diagnostic d in sinks[i].All)
            {
                sink.Report(d);
            }
        }
        return session;
    }

    private static List<IReadOnlyList<int>> DependenciesOf(IReadOnlyList<LoadedPackage> packages)
    {
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
        return dependencies;
    }

    /// <summary>Compiling takes time in proportion to the sources.</summary>
    private static long CostOf(LoadedPackage package)
    {
        long cost = 1;
        foreach (GoFile file in package.GoFiles)
        {
            cost += file.Source.Content.Length;
        }
        return cost;
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
