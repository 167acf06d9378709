using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Go.Compiler.FileSystem;
using Go.Compiler.Packages;
using Go.Compiler.Settings;
using Go.Compiler.Text;

namespace Go.Compiler.Build.Analysis;

/// <summary>
/// Runs a program of analyzers over packages, as <c>go vet</c> does: once for each package named, with its test files, and before that for
/// facts alone over what they import. Results of runs that went well are kept in the cache under what they were made from.
/// </summary>
internal sealed class AnalysisRun : IDisposable
{
    /// <summary>What importers know of a package whose own run went well.</summary>
    private sealed record Facts(byte[] Bytes, string Hash);

    private readonly CompileSession _session;
    private readonly AnalysisOptions _options;
    private readonly IBuildProgress? _progress;
    private readonly CompileSession _readBack;
    private readonly HashSet<LoadedPackage> _targets;
    private readonly List<LoadedPackage> _units;
    private readonly ConcurrentDictionary<string, Facts> _facts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<string>> _factFiles = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<string>> _sourceCopies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AnalysisResult> _results = new(StringComparer.Ordinal);
    private readonly Lock _exporting = new();
    private readonly Lazy<string> _folder;
    private int _done, _number;

    private AnalysisRun(CompileSession session, AnalysisOptions options, IReadOnlyList<LoadedPackage> targets, IBuildProgress? progress)
    {
        _session = session;
        _options = options;
        _progress = progress;
        _readBack = session.ReadingBack();
        _targets = [.. targets];
        _units = ClosureOf(session.Graph, targets);
        _folder = new Lazy<string>(() => Directory.CreateTempSubdirectory(AbandonedFiles.FolderPrefix("dotnet-go-vet-")).FullName);
    }

    /// <summary>What others have written, and will deliver again, is not mended.</summary>
    private static bool IsOwn(LoadedPackage package)
        => package.Module is { } module ? module is { IsMain: true, IsVendored: false }
            : !package.FullPath.StartsWith("vendor/", StringComparison.Ordinal);

    /// <summary>The packages that are looked at: of each that was named the one with its test files, and its external tests.</summary>
    public static IReadOnlyList<LoadedPackage> TargetsOf(PackageGraph graph, bool mends)
    {
        var targets = new List<LoadedPackage>();
        foreach (TestRoot root in graph.Tests)
        {
            if (root.Program is not { } program)
            {
                continue;
            }
            IEnumerable<LoadedPackage> tested = program.IsTestMain
                ? program.Dependencies.Where(d => d.FullPath == root.FullPath
                    || d.FullPath == root.FullPath + "_test" && d.ForTest == root.FullPath) : [program];
            targets.AddRange(tested.Where(p => p.GoFiles.Count > 0 && (!mends || IsOwn(p))));
        }
        return targets;
    }

    /// <summary>What has to be compiled so that the targets can be looked at: all that they import.</summary>
    public static IReadOnlyList<LoadedPackage> NeededBy(PackageGraph graph, AnalysisOptions options)
    {
        var needed = new HashSet<LoadedPackage>();
        foreach (LoadedPackage target in TargetsOf(graph, options.MakesFixes))
        {
            foreach (LoadedPackage import in target.Dependencies)
            {
                Collect(import, needed);
            }
        }
        return [.. graph.Packages.Where(needed.Contains)];
    }

    /// <summary>Looks at the targets whose imports are ready; the results come in the order of the packages named.</summary>
    /// <exception cref="OperationCanceledException">The build was cancelled.</exception>
    public static IReadOnlyList<AnalysisResult> Run(CompileSession session, AnalysisOptions options, IBuildProgress? progress)
    {
        IReadOnlyList<LoadedPackage> targets = TargetsOf(session.Graph, options.MakesFixes);
        using var run = new AnalysisRun(session, options, targets, progress);
        session.RunActions(run._units, number => run.Look(run._units[number]));
        return [.. targets.Select(t => run._results.GetValueOrDefault(t.Identity)).OfType<AnalysisResult>()];
    }

    private static List<LoadedPackage> ClosureOf(PackageGraph graph, IReadOnlyList<LoadedPackage> targets)
    {
        var all = new HashSet<LoadedPackage>();
        foreach (LoadedPackage target in targets)
        {
            Collect(target, all);
        }
        return [.. graph.Packages.Where(all.Contains)];
    }

    private static void Collect(LoadedPackage package, HashSet<LoadedPackage> into)
    {
        if (into.Add(package))
        {
            foreach (LoadedPackage import in package.Dependencies)
            {
                Collect(import, into);
            }
        }
    }

    private void Look(LoadedPackage package)
    {
        bool isTarget = _targets.Contains(package);
        bool isMissing = package.Dependencies.Any(d => _session.Find(d) is null)
            || !_options.Only && isTarget && _session.Find(package) is null;
        if (isMissing)
        {
            // Errors of what it imports, or its own, are enough. A dry run compiles nothing, and tells what would follow.
            TraceTool(package, isTarget && _session.Options.DryRun);
            return;
        }
        string key = KeyOf(package, isTarget);
        if (!_options.Again && _session.Services.Cache!.TryRead(CacheKind.Analysis, key) is { } bytes)
        {
            _session.Services.Cache.Mark(key);
            Publish(package, isTarget, AnalysisRecord.Parse(bytes), "");
            return;
        }
        if (_session.Options.DryRun)
        {
            TraceTool(package, isTarget);
            return;
        }
        TraceTool(package, _session.Trace is not null);
        _progress?.Report("vet", package.Identity, Interlocked.Increment(ref _done), _units.Count);
        RunTool(package, isTarget, key);
    }

    private IReadOnlyList<string> FlagsFor(LoadedPackage package)
        => package.IsStandardLibrary ? _options.StandardFlags ?? _options.Flags : _options.Flags;

    private void TraceTool(LoadedPackage package, bool isWanted)
    {
        if (isWanted)
        {
            _session.Trace?.Invoke($"# {package.Identity}\n"
                + QuotedFields.Join([_options.Tool, .. FlagsFor(package), $"$WORK/b{Interlocked.Increment(ref _number):D3}/vet.cfg"]));
        }
    }

    /// <summary>Sources count byte by byte: analyzers read comments and tell places.</summary>
    private string KeyOf(LoadedPackage package, bool isTarget)
    {
        using var key = new KeyHasher("analysis");
        key.Text(_options.ToolIdentity);
        key.Text(_session.Options.Target.ToString());
        key.Text(_session.Library.Version);
        key.Flag(isTarget);
        key.Flag(isTarget && _options.MakesFixes);
        IReadOnlyList<string> flags = FlagsFor(package);
        key.Number(flags.Count);
        foreach (string flag in flags)
        {
            key.Text(flag);
        }
        key.Text(package.Identity);
        key.Text(package.Directory);
        key.Text(package.Module is { } module ? $"{module.Path}@{module.Version} {module.Go} {module.IsMain}" : "");
        foreach (SourceFile file in package.GoFiles.Where(f => !f.IsMade).Select(f => f.Original).Concat(package.AssemblyFiles)
            .Concat(package.HeaderFiles))
        {
            key.Text(file.Path);
            key.Bytes(SHA256.HashData(file.Content));
        }
        foreach (string ignored in isTarget ? package.IgnoredGoFiles : [])
        {
            string path = Path.Combine(package.Directory, ignored);
            key.Text(path);
            key.Bytes(_session.Files.FileExists(path) ? SHA256.HashData(_session.Files.Read(path)) : []);
        }
        foreach (LoadedPackage import in package.Dependencies)
        {
            key.Text(import.Identity);
            key.Bytes(_session.Find(import)!.Entry?.InterfaceHash ?? []);
            key.Text(_facts.GetValueOrDefault(import.Identity)?.Hash ?? "");
        }
        return Convert.ToHexStringLower(key.Finish());
    }

    private void Publish(LoadedPackage package, bool isTarget, AnalysisRecord record, string messages)
    {
        _facts[package.Identity] = new Facts(record.Facts, Convert.ToHexStringLower(SHA256.HashData(record.Facts)));
        if (isTarget)
        {
            _results[package.Identity] = new AnalysisResult(
                package.FullPath, package.ForTest, package.Directory, false, System.Text.Encoding.UTF8.GetString(record.Output), messages,
                    record.Fixes);
        }
    }

    private void RunTool(LoadedPackage package, bool isTarget, string key)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder.Value, $"b{Interlocked.Increment(ref _number):D3}")).FullName;
        var unit = new AnalysisUnitFile
        {
            Package = package,
            Release = _session.Library.Version.Split(' ')[0],
            FactsOnly = !isTarget,
            PathOf = path => PathOf(package, path),
            Types = TypesFor(package),
            Facts = FactsFor(package),
            FactsFile = Path.Combine(folder, "vet.out"),
            OutputFile = Path.Combine(folder, "vet.stdout"),
            FixesFile = isTarget && _options.MakesFixes ? Path.Combine(folder, "vet.fix.zip") : null,
        };
        string configuration = Path.Combine(folder, "vet.cfg");
        File.WriteAllBytes(configuration, unit.Write());
        (int exitCode, string messages) = Start(package, configuration);
        if (exitCode == 0)
        {
            var record = new AnalysisRecord(Content(unit.FactsFile), Content(unit.OutputFile), Content(unit.FixesFile));
            _session.Services.Cache!.Write(CacheKind.Analysis, key, record.ToBytes());
            Publish(package, isTarget, record, messages);
        }
        else if (isTarget)
        {
            _results[package.Identity] = new AnalysisResult(
                package.FullPath, package.ForTest, package.Directory, true, "", messages.Length > 0
                    ? messages : $"exit status {exitCode}\n", []);
        }
    }

    private static byte[] Content(string? file) => File.Exists(file) ? File.ReadAllBytes(file) : [];

    private (int ExitCode, string Messages) Start(LoadedPackage package, string configuration)
    {
        var start = new ProcessStartInfo(_options.Tool, [.. FlagsFor(package), configuration])
        {
            WorkingDirectory = FolderOf(package.Directory), RedirectStandardOutput = true, RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["GOOS"] = _session.Options.Target.Os;
        start.Environment["GOARCH"] = _session.Options.Target.Arch;
        start.Environment["GOROOT"] = _options.SourceFolder;
        start.Environment["PWD"] = start.WorkingDirectory;
        using Process process = Process.Start(start)!;
        using CancellationTokenRegistration kill = _session.Cancellation.Register(() => process.Kill());
        Task<string> messages = process.StandardError.ReadToEndAsync(CancellationToken.None);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        _session.Cancellation.ThrowIfCancellationRequested();
        return (process.ExitCode, output + messages.Result);
    }

    /// <summary>Folders of an archive of the standard library are somewhere else on disk.</summary>
    private string FolderOf(string path)
        => path.StartsWith("$GOROOT", StringComparison.Ordinal) ? Path.Join(_options.SourceFolder, path["$GOROOT".Length..]) : path;

    /// <summary>The program reads files: what an overlay put in place of one is written for it.</summary>
    private string PathOf(LoadedPackage package, string path)
    {
        string real = FolderOf(path);
        if (package.IsStandardLibrary || _session.Files is FileSystem.DiskFileView
            || File.Exists(real) && File.ReadAllBytes(real).AsSpan().SequenceEqual(_session.Files.Read(path)))
        {
            return real;
        }
        return _sourceCopies.GetOrAdd(path, p => new Lazy<string>(() =>
        {
            string folder = Directory.CreateDirectory(Path.Combine(_folder.Value, $"s{Interlocked.Increment(ref _number):D3}")).FullName;
            string copy = Path.Combine(folder, Path.GetFileName(p));
            File.WriteAllBytes(copy, _session.Files.Read(p));
            return copy;
        })).Value;
    }

    private Dictionary<string, string> TypesFor(LoadedPackage package)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        lock (_exporting)
        {
            foreach (LoadedPackage import in package.Dependencies)
            {
                if (ExportFiles.FileOf(_session, _readBack, import) is { } file)
                {
                    files[import.FullPath] = file;
                }
            }
        }
        return files;
    }

    private Dictionary<string, string> FactsFor(LoadedPackage package)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (LoadedPackage import in package.Dependencies)
        {
            if (_facts.TryGetValue(import.Identity, out Facts? facts) && facts.Bytes.Length > 0)
            {
                files[import.FullPath] = _factFiles.GetOrAdd(facts.Hash, hash => new Lazy<string>(() =>
                {
                    string file = Path.Combine(_folder.Value, hash + ".vetx");
                    File.WriteAllBytes(file, facts.Bytes);
                    return file;
                })).Value;
            }
        }
        return files;
    }

    public void Dispose()
    {
        if (_folder.IsValueCreated)
        {
            Directory.Delete(_folder.Value, recursive: true);
        }
    }
}
