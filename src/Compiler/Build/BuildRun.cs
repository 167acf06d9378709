using System.Diagnostics;
using Go.Compiler.Modules.Checksums;
using Go.Compiler.Build.Analysis;
using Go.Compiler.Build.Coverage;
using Go.Compiler.Diagnostics;
using Go.Compiler.FileSystem;
using Go.Compiler.Packages;
using Go.Compiler.Settings;
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
    private readonly TimingReport? _timing;
    private readonly DiagnosticSink _sink = new();
    private readonly HashSet<string> _compiled = new(StringComparer.Ordinal);

    /// <summary>Packages of which all errors are shown (<c>-gcflags=-e</c>).</summary>
    private readonly HashSet<string> _unlimited = new(StringComparer.Ordinal);
    private EmbedItems _embedItems = EmbedItems.None;
    private IReadOnlyList<TestProgram> _testPrograms = [];
    private IReadOnlyList<AnalysisResult> _analyses = [];
    private IReadOnlyDictionary<string, string> _exportFiles = new Dictionary<string, string>();
    private IReadOnlyList<string> _reasons = [];
    private IReadOnlyDictionary<string, string> _stale = new Dictionary<string, string>();

    public BuildRun(BuildOptions options, BuildServices services, IBuildProgress? progress, CancellationToken cancellation)
    {
        _options = options;
        _services = services;
        _progress = progress;
        _cancellation = cancellation;
        _timing = options.Project?.TimingReport is { } report ? new TimingReport(report) : null;
        _times = new PhaseTimes(_timing is not null || options.DebugFlags.Any(DebugSettings.IsTime));
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
            _embedItems = _options.EmbedItems is { } list ? EmbedItems.Read(list, _services.Files) : EmbedItems.None;
            graph = _sink.HasErrors ? null : Load(library);
            _times.Stop("load", start);
            NoteProfiles(graph);
            if (graph is not null && _options.OneProgram && graph.Roots is not [{ IsCommand: true }])
            {
                _sink.Report(Catalogue.NotAProgram, default, "-buildmode=exe requires exactly one main package");
            }
            if (graph is not null && (!_sink.HasErrors || _options.Tests))
            {
                EmbedChecks.Check(_options, graph, _embedItems, _sink);
                SourceHints.Check(_options, graph, _sink);
                ProjectItemChecks.Check(_options, graph, _sink);
                SystemObjects.Check(_options, graph, _services.Files, _sink);
                output = _sink.HasErrors && !_options.Tests ? null : CompileAndLink(library, graph);
                _timing?.Write(_times.Sums(), graph.Packages.Count, output);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            _sink.Report(new Diagnostic(Catalogue.InputOutputFailed, default, e.Message));
        }
        catch (Exception e) when (SumMismatchException.In(e) is { } mismatch)
        {
            _sink.Report(new Diagnostic(SumMismatchException.Descriptor, default, mismatch.Message));
        }
        if (_services.Cache is { } cache)
        {
            CacheTrimming.AfterBuild(cache, _options.CacheLimit);
        }
        if (_services.Cache?.WriteFailure is { } problem)
        {
            _sink.Report(new Diagnostic(Catalogue.CacheNotWritable, default,
                $"the build cache cannot be written ({problem}): packages will be compiled again in every build",
                    FilePath: _services.Cache.Directory));
        }
        int limit = _options.ReportAllErrors || _options.ErrorLimit == 0 ? int.MaxValue : _options.ErrorLimit;
        DiagnosticReport report = DiagnosticReport.Arrange(_sink.All, _sources, limit, _unlimited);
        return new BuildOutcome
        {
            Succeeded = !_sink.HasErrors,
            Diagnostics =
            [
                .. report.Diagnostics,
                .. report.Truncated.Select(d => d with { Descriptor = Catalogue.TooManyErrors, Message = "too many errors",
                    Related = null }),
            ],
            Sources = _sources,
            OutputFile = _sink.HasErrors ? null : output,
            TestPrograms = _testPrograms,
            Named = graph is null ? 0 : Math.Max(graph.Roots.Count, graph.Tests.Count),
            NamedPaths = graph is null ? [] : [.. graph.Roots.Select(r => r.FullPath)],
            NamedPrograms = graph is null ? [] : [.. graph.Roots.Where(r => r.IsCommand).Select(r => r.FullPath)],
            CoverageMeta = MetaOf(graph),
            Analyses = _analyses,
            ExportFiles = _exportFiles,
            Stale = _stale,
            CompiledPackages = graph is null ? [] : [.. graph.Packages.Select(p => p.Identity).Where(_compiled.Contains)],
            CompileReasons = _reasons,
            PhaseTimes = _times.Sums(),
        };
    }

    private void NoteProfiles(PackageGraph? graph)
    {
        foreach (LoadedPackage program in _options.IgnoresProfiles ? [] : graph?.Roots ?? [])
        {
            string profile = Path.Combine(program.Directory, "default.pgo");
            if (program is { IsCommand: true, IsStandardLibrary: false, IsTestMain: false } && _services.Files.FileExists(profile))
            {
                const string text = "profiles do not guide the optimiser: the file is not used (-pgo=off says that this is meant)";
                _sink.Report(new Diagnostic(Catalogue.FlagWithoutEffect, default, text, FilePath: profile));
            }
        }
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
            Coverage = CoverageOf(_options.Coverage),
            TrimPath = _options.TrimPath,
            FipsMode = _options.FipsMode,
            OpenInternalPackages = _options.CompilerRulesOnly,
            OutputFolders = _options.OutputFolders,
            EmbedItems = _embedItems,
            GodebugSettings = [.. (_options.Project?.Godebug ?? []).Select(s => (s[..s.IndexOf('=')], s[(s.IndexOf('=') + 1)..]))],
            ImportMap = ImportMapOf(_options.Project),
            Files = _services.Files,
            Say = line => _progress?.Report(BuildSteps.Note, line, 0, 0),
            Trace = _options.Trace ? line => _progress?.Report(BuildSteps.Trace, line, 0, 0) : null,
            Parallelism = _options.Parallelism,
        }, _sources, _sink, _cancellation);

    private static Dictionary<string, string> ImportMapOf(ProjectOptions? project)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string mapping in project?.ImportMap ?? [])
        {
            int equals = mapping.IndexOf('=');
            map[mapping[..equals]] = mapping[(equals + 1)..];
        }
        return map;
    }

    private CoverageOptions? CoverageOf(CoverageSettings? settings) => settings is null ? null : new CoverageOptions
    {
        Mode = settings.Mode, Packages = settings.Packages,
        Instrument = new CoverageInstrumentation(settings, _services.Cache, _cancellation).Instrument,
    };

    private static Dictionary<string, byte[]> MetaOf(PackageGraph? graph)
    {
        var meta = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (LoadedPackage package in graph?.Packages.Where(p => p.CoverageMeta.Length > 0) ?? [])
        {
            meta.TryAdd(package.FullPath, package.CoverageMeta);
        }
        return meta;
    }

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
                if (_options.Analysis is { } analysis)
                {
                    _analyses = AnalysisRun.Run(session, analysis, _progress);
                }
                if (_options.TellsStale)
                {
                    _stale = Staleness.Of(session, _cancellation);
                }
                else if (_options.Analysis is { Only: true })
                {
                    output = null;
                }
                else if (_options.Tests)
                {
                    _testPrograms = ProgramLinker.LinkTests(session, Faulted(), findings, _progress, _cancellation);
                }
                else if (_options.ExportNamed || _options.ExportAll)
                {
                    _exportFiles = ExportFiles.Write(session, _options.ExportAll);
                }
                else if (_options.ObjectFile is { } file)
                {
                    output = findings.HasErrors ? null : WriteObject(session, graph, file);
                }
                else if (!findings.HasErrors && !_options.CheckOnly && !_options.LinksNothing)
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
                if (_options.Project?.PackageParts is { } parts)
                {
                    _reasons = new PackageParts(parts).Explain(session, graph.Packages.Where(p => _compiled.Contains(p.Identity)));
                }
            }
        }
    }

    /// <summary>Packages whose tests are not run because of what analyzers found.</summary>
    private HashSet<string> Faulted() => [.. _analyses.Where(a => a.Failed).Select(a => a.ForTest.Length > 0 ? a.ForTest : a.ImportPath)];

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
            Trace = _options.Trace ? line => _progress?.Report(BuildSteps.Trace, line, 0, 0) : null,
            Compiling = package => _progress?.Report("compile", package.Identity, session.ReadyCount, graph.Packages.Count),
        };
        return session;
    }

    /// <summary>Makes every package of the graph ready, from the cache or from its sources.</summary>
    private void CompileAll(CompileSession session, DiagnosticSink sink)
    {
        IReadOnlyList<LoadedPackage> packages = _options.Analysis is { Only: true } analysis
            ? AnalysisRun.NeededBy(session.Graph, analysis) : session.Graph.Packages;
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
                    if (_options.DryRun)
                    {
                        session.Trace?.Invoke(StepText.Compile(session, package, null));
                    }
                    return; // its own errors are enough
                }
            }
            long start = Stopwatch.GetTimestamp();
            PackageCompiler.Run(session, package, sinks[action]);
            if (session.Find(package) is { IsFresh: true })
            {
                _timing?.Compiled(package.Identity, Stopwatch.GetElapsedTime(start));
            }
            heap.AfterPackage();
        });
        for (int i = 0; i < sinks.Length; i++)
        {
            if (sinks[i] is not { All.Count: > 0 } found)
            {
                continue;
            }
            CompilerSettings flags = session.Flags.CompilerFor(packages[i]);
            if (found.HasErrors && flags.ReportAllErrors)
            {
                _unlimited.Add(packages[i].Identity);
            }
            foreach (Diagnostic d in found.All)
            {
                sink.Report(Placed(d, flags) with { Package = packages[i].Identity });
            }
        }
    }

    /// <summary>
    /// The finding by its line only (<c>-C</c>), and with its place in the file itself where a line directive names another (<c>-L</c>).
    /// </summary>
    private Diagnostic Placed(Diagnostic diagnostic, CompilerSettings flags)
    {
        if (flags.ShowsOrigins && _sources.FileOf(diagnostic.Pos) is { } source && _sources.LineDirectivesBefore(diagnostic.Pos) > 0)
        {
            diagnostic = diagnostic with { Origin = (source.Path, diagnostic.Pos.Line, flags.HideColumns ? 0 : diagnostic.Pos.Column) };
        }
        (string file, int line, _) = DiagnosticRenderer.PlaceOf(diagnostic, _sources);
        return line == 0 || !flags.HideColumns ? diagnostic
            : diagnostic with { Pos = default, FilePath = file, FileLine = line, FileColumn = 0 };
    }
}
