using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;
using Go.Compiler.Text;

namespace Go.Compiler.Build;

/// <summary>One build from options to outcome.</summary>
internal sealed class BuildRun
{
    private readonly BuildOptions _options;
    private readonly BuildServices _services;
    private readonly IBuildProgress? _progress;
    private readonly CancellationToken _cancellation;
    private readonly SourceFileTable _sources = new();
    private readonly PhaseTimes _times;
    private readonly DiagnosticSink _sink = new();
    private readonly HashSet<string> _compiled = new(StringComparer.Ordinal);
    private IReadOnlyList<TestProgram> _testPrograms = [];
    private IReadOnlyDictionary<string, string> _exportFiles = new Dictionary<string, string>();

    public BuildRun(BuildOptions options, BuildServices services, IBuildProgress? progress, CancellationToken cancellation)
    {
        _options = options;
        _services = services;
        _progress = progress;
        _cancellation = cancellation;
        _times = new PhaseTimes(options.DebugFlags.Contains("time"));
    }

    public BuildOutcome Run()
    {
        string? output = null;
        PackageGraph? graph = null;
        try
        {
            using IStandardLibrary library = Builder.OpenStandardLibrary(_options.StandardLibrary, _services.Files);
            long start = _times.Start();
            DebugSettings.Check(_options.DebugFlags, _sink);
            graph = _sink.HasErrors ? null : Load(library);
            _times.Stop("load", start);
            if (graph is not null && (!_sink.HasErrors || _options.Tests))
            {
                output = CompileAndLink(library, graph);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            _sink.Report(new Diagnostic(Catalogue.InputOutputFailed, default, e.Message));
        }
        if (_services.Cache?.WriteFailure is { } problem)
        {
            _sink.Report(new Diagnostic(Catalogue.CacheNotWritable, default,
                $"the build cache cannot be written ({problem}): packages will be compiled again in every build", FilePath: _services.Cache.Directory));
        }
        DiagnosticReport report = DiagnosticReport.Arrange(_sink.All, _sources, _options.ReportAllErrors ? int.MaxValue : DiagnosticReport.DefaultErrorLimit);
        return new BuildOutcome
        {
            Succeeded = !_sink.HasErrors,
            Diagnostics = report.IsTruncated ? [.. report.Diagnostics, new Diagnostic(Catalogue.TooManyErrors, default, "too many errors")] : report.Diagnostics,
            Sources = _sources,
            OutputFile = _sink.HasErrors ? null : output,
            TestPrograms = _testPrograms,
            ExportFiles = _exportFiles,
            InputFiles = graph is null ? [] : InputFiles(graph),
            CompiledPackages = graph is null ? [] : [.. graph.Packages.Select(p => p.Identity).Where(_compiled.Contains)],
            PhaseTimes = _times.Sums(),
        };
    }

    private PackageGraph? Load(IStandardLibrary library)
        => PackageLoader.Load(new LoadOptions
        {
            WorkingDirectory = _options.WorkingDirectory,
            Patterns = _options.Patterns,
            Target = _options.Target,
            Tags = _options.Tags,
            LanguageVersion = _options.LanguageVersion,
            Experiments = _options.Experiments,
            Modules = _options.Modules,
            StandardLibrary = library,
            ImplicitRoots = ["runtime"],
            Tests = _options.Tests,
            TrimPath = _options.TrimPath,
            FipsMode = _options.FipsMode,
            OpenInternalPackages = _options.CompilerRulesOnly,
            Files = _services.Files,
            Parallelism = _options.Parallelism,
        }, _sources, _sink, _cancellation);

    /// <summary>Compiles and links; starts over when the cache turns out to have lost something that it promised.</summary>
    private string? CompileAndLink(IStandardLibrary library, PackageGraph graph)
    {
        while (true)
        {
            var findings = new DiagnosticSink();
            try
            {
                CompileSession session = CompileAll(library, graph, findings);
                string? output = null;
                if (_options.Tests)
                {
                    _testPrograms = ProgramLinker.LinkTests(session, findings, _progress, _cancellation);
                }
                else if (_options.ExportNamed || _options.ExportAll)
                {
                    _exportFiles = ExportFiles.Write(session, _options.ExportAll);
                }
                else if (_options.ObjectFile is { } file)
                {
                    output = findings.HasErrors ? null : WriteObject(session, graph, file);
                }
                else if (!findings.HasErrors && !_options.CheckOnly)
                {
                    output = ProgramLinker.LinkPrograms(session, graph, findings, _progress, _cancellation);
                }
                foreach (Diagnostic d in findings.All)
                {
                    _sink.Report(d);
                }
                return output;
            }
            catch (DamagedCacheException e)
            {
                _services.Distrust(e.Package);
            }
        }
    }

    private string WriteObject(CompileSession session, PackageGraph graph, string file)
    {
        string path = Path.GetFullPath(file, _options.WorkingDirectory);
        File.WriteAllBytes(path, ExportFiles.ArchiveOf(session, graph.Roots[0]));
        return path;
    }

    /// <summary>Makes every package of the graph ready, from the cache or from its sources.</summary>
    private CompileSession CompileAll(IStandardLibrary library, PackageGraph graph, DiagnosticSink sink)
    {
        IReadOnlyList<LoadedPackage> packages = graph.Packages;
        var scheduler = new ActionScheduler(DependenciesOf(packages), [.. packages.Select(CostOf)]);
        var session = new CompileSession(_options, library, _sources, _times, _services) { Graph = graph, ForEach = scheduler.ForEach };
        var sinks = new DiagnosticSink[packages.Count];
        int done = 0;
        var heap = new HeapPacing();
        scheduler.Run(Builder.Workers(_options), (action, _) =>
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
            PackageCompiler.Run(session, package, sinks[action], () => _progress?.Report("compile", package.Identity, Volatile.Read(ref done), packages.Count), _cancellation);
            Interlocked.Increment(ref done);
            NoteCompiled(session.Find(package));
            heap.AfterPackage();
        }, _cancellation);
        foreach (DiagnosticSink s in sinks)
        {
            foreach (Diagnostic d in s.All)
            {
                sink.Report(d);
            }
        }
        return session;
    }

    private void NoteCompiled(CompiledPackage? package)
    {
        if (package is { IsFresh: true })
        {
            lock (_compiled)
            {
                _compiled.Add(package.Loaded.Identity);
            }
        }
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

    private static IReadOnlyList<string> InputFiles(PackageGraph graph)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        if (graph.ModFile is { } mod)
        {
            files.Add(mod.FilePath);
        }
        foreach (LoadedPackage p in graph.Packages)
        {
            if (p.IsStandardLibrary || p.IsTestMain)
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
