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
        if (_services.Cache is { } cache)
        {
            CacheTrimming.AfterBuild(cache, _options.CacheLimit);
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

    /// <summary>Compiles and links; starts over when a record in the cache turns out to be wrong.</summary>
    private string? CompileAndLink(IStandardLibrary library, PackageGraph graph)
    {
        while (true)
        {
            var findings = new DiagnosticSink();
            CompileSession session = NewSession(library, graph);
            try
            {
                CompileAll(session, findings);
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
            finally
            {
                _compiled.UnionWith(session.Compiled);
            }
        }
    }

    private string WriteObject(CompileSession session, PackageGraph graph, string file)
    {
        string path = Path.GetFullPath(file, _options.WorkingDirectory);
        File.WriteAllBytes(path, ExportFiles.ArchiveOf(session, graph.Roots[0]));
        return path;
    }

    private CompileSession NewSession(IStandardLibrary library, PackageGraph graph)
    {
        CompileSession session = null!;
        session = new CompileSession(_options, library, _sources, _times, _services)
        {
            Graph = graph,
            Cancellation = _cancellation,
            Compiling = package => _progress?.Report("compile", package.Identity, session.ReadyCount, graph.Packages.Count),
        };
        return session;
    }

    /// <summary>Makes every package of the graph ready, from the cache or from its sources.</summary>
    private void CompileAll(CompileSession session, DiagnosticSink sink)
    {
        IReadOnlyList<LoadedPackage> packages = session.Graph.Packages;
        var sinks = new DiagnosticSink[packages.Count];
        var heap = new HeapPacing();
        session.RunActions(packages, action =>
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
            PackageCompiler.Run(session, package, sinks[action]);
            heap.AfterPackage();
        });
        foreach (DiagnosticSink s in sinks)
        {
            foreach (Diagnostic d in s.All)
            {
                sink.Report(d);
            }
        }
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
