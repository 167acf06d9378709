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

/// <summary>Links the programs among a build's root packages and writes them.</summary>
internal static partial class ProgramLinker
{
    /// <summary>As go build: of several packages none is linked unless there is a place for programs.</summary>
    public static bool LinksAny(BuildOptions options, PackageGraph graph)
        => !options.CheckOnly && !options.LinksNothing && graph.Roots.Any(r => r.IsCommand)
            && (options.Output is not null || graph.Roots.Count == 1);

    /// <summary>A command has named a file for the archive of a package that is no program.</summary>
    public static bool WritesLibrary(BuildOptions options, PackageGraph graph)
        => options is { ForCommand: true, Output: not null, CheckOnly: false, LinksNothing: false, Tests: false }
            && graph.Roots.Any(r => !r.IsCommand);

    /// <summary>The path of the program written, or null when there was none to write. Errors go to the sink.</summary>
    public static string? LinkPrograms(CompileSession session, PackageGraph graph, DiagnosticSink sink, IBuildProgress? progress,
        CancellationToken cancellation)
    {
        BuildOptions options = session.Options;
        bool isDiscarded = options.ForCommand && options.Output == HostSystem.NullDevice;
        string? output = isDiscarded ? null : options.Output;
        bool isFolder = output is not null && (Directory.Exists(output) || output.EndsWith(Path.DirectorySeparatorChar));
        if (output is not null && !isFolder && graph.Roots.Count > 1)
        {
            sink.Report(OfCommand(Catalogue.OutputNeedsOneProgram, $"cannot write multiple packages to non-directory {output}"));
            return null;
        }
        if (isFolder && !options.Installs && !graph.Roots.Any(r => r.IsCommand))
        {
            sink.Report(OfCommand(Catalogue.NotAProgram, "no main packages to build"));
            return null;
        }
        string? written = null;
        foreach (LoadedPackage root in graph.Roots)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!root.IsCommand)
            {
                written = output is null || isFolder ? written : WriteLibrary(session, root, output, sink);
            }
            else if (isDiscarded || (output is null && graph.Roots.Count > 1))
            {
                // As go build: several packages are compiled, and programs linked, only to see that it can be done.
                if (options.ForCommand)
                {
                    TryLink(session, graph, root, sink, cancellation);
                }
            }
            else
            {
                string path = OutputPath(options, root, isFolder);
                if (Directory.Exists(path))
                {
                    string what = $"build output \"{ShortPath.Of(path, options.WorkingDirectory)}\" already exists and is a directory";
                    sink.Report(output is null ? OfCommand(Catalogue.NotAProgram, what) : OfBuild(root, what));
                }
                else if (IsForeign(path))
                {
                    sink.Report(OfBuild(root,
                        $"build output \"{ShortPath.Of(path, options.WorkingDirectory)}\" already exists and is not an object file"));
                }
                else if (LinkUnlessCurrent(session, graph, root, path, sink, progress, cancellation))
                {
                    written = path;
                }
            }
        }
        return written;
    }

    private static Diagnostic OfCommand(DiagnosticDescriptor descriptor, string message)
        => new(descriptor, default, message) { IsOfCommand = true };

    /// <summary>What keeps a package's program from being written, as Go's command tells of steps that fail.</summary>
    private static Diagnostic OfBuild(LoadedPackage root, string what)
        => new(Catalogue.NotAProgram, default, $"{root.FullPath}: go build {root.FullPath}: {what}");

    /// <summary>A file that no linker or compiler has written: it is somebody's, and stays.</summary>
    private static bool IsForeign(string path)
    {
        Span<byte> start = stackalloc byte[8];
        try
        {
            if (!File.Exists(path) || LinkedImage.IsDevice(path))
            {
                return false;
            }
            using FileStream file = File.OpenRead(path);
            int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            return length > 0 && !IsObject(start[..length]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // the linker tells what is wrong with it
        }
    }

    /// <summary>The first bytes are those of programs, objects or archives of any system that Go builds for.</summary>
    private static bool IsObject(ReadOnlySpan<byte> start)
        => start.StartsWith("!<arch>\n"u8) || start.StartsWith("<bigaf>\n"u8) || start.StartsWith("\u007fELF"u8)
            || start.StartsWith("MZ"u8) || start.StartsWith("\0asm"u8)
            || start.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xed, 0xfa]) || start.StartsWith((ReadOnlySpan<byte>)[0xcf, 0xfa, 0xed, 0xfe])
            || start.StartsWith((ReadOnlySpan<byte>)[0xce, 0xfa, 0xed, 0xfe]) || start.StartsWith((ReadOnlySpan<byte>)[0x01, 0xdf])
            || start.StartsWith((ReadOnlySpan<byte>)[0x01, 0xf7]);

    /// <summary>The archive of a package that is no program, where a command has named a file for it.</summary>
    private static string? WriteLibrary(CompileSession session, LoadedPackage root, string output, DiagnosticSink sink)
    {
        if (!session.Options.ForCommand)
        {
            sink.Report(Catalogue.NotAProgram, default, $"package {root.FullPath} is not a main package");
            return null;
        }
        string path = Path.GetFullPath(output, session.Options.WorkingDirectory);
        session.Trace?.Invoke(StepText.Archive(session, root, path));
        if (!session.Options.DryRun)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, ExportFiles.ArchiveOf(session, root));
        }
        return path;
    }

    /// <summary>Links a program and keeps nothing but the knowledge that it can be done.</summary>
    private static void TryLink(CompileSession session, PackageGraph graph, LoadedPackage root, DiagnosticSink sink,
        CancellationToken cancellation)
    {
        if (session.Options.DryRun)
        {
            session.Trace?.Invoke(StepText.Link(session, root, ClosureOf(graph, root), HostSystem.NullDevice));
            return;
        }
        List<CompiledPackage> packages = Closure(session, graph, root);
        LinkOptions options = OptionsOf(session, graph, root) with { Cancellation = cancellation };
        string? key = session.Services.Cache is null ? null : KeyOfSuccess(root, LinkRecord.InputsOf(options, packages));
        // Who wants to see the steps sees this one done.
        if (session.Trace is null && key is not null && session.Services.Cache!.TryRead(CacheKind.Linkable, key) is not null)
        {
            return;
        }
        session.Trace?.Invoke(StepText.Link(session, root, ClosureOf(graph, root), HostSystem.NullDevice));
        var own = new DiagnosticSink();
        Linker.Link(session.ObjectsOf(packages), options, own);
        foreach (Diagnostic d in own.All)
        {
            sink.Report(d with { Package = root.Identity });
        }
        if (own.All.Count == 0 && key is not null)
        {
            session.Services.Cache!.Write(CacheKind.Linkable, key, []);
        }
    }

    private static string KeyOfSuccess(LoadedPackage root, ReadOnlySpan<byte> inputs)
    {
        using var hash = new KeyHasher("program that links");
        hash.Text(root.FullPath);
        hash.Bytes(inputs);
        return Convert.ToHexStringLower(hash.Finish());
    }

    /// <summary>What is wrong with packages whose programs would be the same file; null when none are.</summary>
    private static string? FirstCollision(PackageGraph graph)
    {
        IGrouping<string, TestRoot>? same = graph.Tests.Where(t => t.HasTestFiles).GroupBy(NameOfTest, StringComparer.Ordinal)
            .FirstOrDefault(g => g.Count() > 1);
        return same is null ? null
            : $"cannot write test binary {same.Key} for multiple packages:\n{string.Join('\n', same.Select(t => t.FullPath))}";
    }

    private static string OutputPath(BuildOptions options, LoadedPackage root, bool isFolder)
    {
        string name = root.FullPath == ImportPaths.CommandLine
            ? Path.GetFileNameWithoutExtension(root.GoFiles[0].Name) : ProgramName(root.FullPath, root.Directory);
        name += SupportedPlatforms.ExecutableSuffix(options.Target.Os);
        string path = options.Output is null ? name : isFolder ? Path.Combine(options.Output, name) : options.Output;
        return Path.GetFullPath(path, options.WorkingDirectory);
    }

    /// <summary>The last element of the import path; a major version suffix (v2 on) does not count.</summary>
    internal static string ProgramName(string fullPath, string directory)
    {
        string[] elements = (fullPath.Length > 0 ? fullPath : directory).Split('/', StringSplitOptions.RemoveEmptyEntries);
        string last = elements.Length > 0 ? elements[^1] : "a.out";
        bool isVersion = elements.Length > 1 && last.Length > 1 && last[0] == 'v' && last.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0
            && last is not ("v0" or "v1");
        return isVersion ? elements[^2] : last;
    }

    /// <summary>Links a program, unless the file is there as the same link left it. False when there were errors.</summary>
    private static bool LinkUnlessCurrent(
        CompileSession session, PackageGraph graph, LoadedPackage root, string path, DiagnosticSink sink, IBuildProgress? progress,
            CancellationToken cancellation)
    {
        if (session.Options.DryRun && (!session.Flags.AreReadable(root) || ClosureOf(graph, root).Any(p => session.Find(p) is null)))
        {
            session.Trace?.Invoke(StepText.Link(session, root, ClosureOf(graph, root), path));
            return true;
        }
        List<CompiledPackage> packages = Closure(session, graph, root);
        if (!TryStamp(session, root, sink, out VersionStamp? stamp, cancellation))
        {
            return false;
        }
        if (ResourcesOf(session, sink) is not { } resources)
        {
            return false;
        }
        LinkOptions options = OptionsOf(session, graph, root, stamp)
            with { Cancellation = cancellation, Resources = root.IsTestMain ? [] : SystemObjects.AddTo(resources, session, packages) };
        LinkRecord? record = session.Services.Cache is { } cache && !LinkedImage.IsDevice(path) ? new LinkRecord(cache, path) : null;
        long start = session.Times.Start();
        byte[]? inputs = record is null ? null : LinkRecord.InputsOf(options, packages);
        bool isCurrent = record is not null && options.TellReach is null && record.IsCurrent(inputs);
        session.Times.Stop("link lookup", start);
        session.Trace?.Invoke(isCurrent ? StepText.Current(path) : StepText.Link(session, root, ClosureOf(graph, root), path));
        if (isCurrent && session.Options is { ForCommand: true, DryRun: false })
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow); // as new to whoever goes by times
            record!.Store(inputs);
        }
        if (isCurrent || session.Options.DryRun)
        {
            return true;
        }
        progress?.Report("link", root.FullPath, 0, 0);
        var own = new DiagnosticSink();
        bool isLinked = LinkProgram(session, root, packages, options, path, own);
        foreach (Diagnostic d in own.All)
        {
            sink.Report(LinkVariableAdvice.For(d, options.Variables, packages) with { Package = root.Identity });
        }
        if (isLinked && own.All.Count == 0)
        {
            record?.Store(inputs);
        }
        return isLinked;
    }

    private static bool LinkProgram(
        CompileSession session, LoadedPackage root, List<CompiledPackage> packages, LinkOptions options, string path, DiagnosticSink sink)
    {
        long start = session.Times.Start();
        ObjectFile[] objects = session.ObjectsOf(packages);
        session.Times.Stop("link read", start);
        LinkedImage? image = Link(root, objects, options, sink);
        if (image is null)
        {
            return false;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!image.TryWriteTo(path, out string problem))
        {
            sink.Report(new Diagnostic(Catalogue.InputOutputFailed, default, $"cannot write {path}: {problem}"));
            return false;
        }
        if (!LinkedImage.IsDevice(path))
        {
            HostExecutables.AwaitStartable(path);
        }
        return true;
    }

    private static LinkedImage? Link(LoadedPackage root, ObjectFile[] objects, LinkOptions options, DiagnosticSink sink)
    {
        try
        {
            return Linker.Link(objects, options, sink);
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException or UnauthorizedAccessException
            or DamagedCacheException))
        {
            // As for a package: a fault of ours, of which a part that ran on its own is the cause.
            Exception cause = e is AggregateException several ? several.GetBaseException() : e;
            sink.Report(new Diagnostic(Catalogue.InternalError, default,
                $"internal linker error: {cause.Message} (program {root.Identity}; to reproduce: {Reproduction.Of(root)})\n{cause.StackTrace}",
                FilePath: root.Directory));
            return null;
        }
    }

    /// <summary>The packages a program is made of, in dependency order: what it imports, and the runtime.</summary>
    internal static List<CompiledPackage> Closure(CompileSession session, PackageGraph graph, LoadedPackage root)
    {
        return [.. ClosureOf(graph, root).Select(p => session.Find(p)!)];
    }

    private static IEnumerable<LoadedPackage> ClosureOf(PackageGraph graph, LoadedPackage root)
    {
        var needed = new HashSet<LoadedPackage>(ReferenceEqualityComparer.Instance);
        var work = new Stack<LoadedPackage>([root]);
        // Main packages of tests import the one that they mean.
        if (!root.IsTestMain && graph.Find(LinkerSymbols.RuntimePackage) is { } runtime)
        {
            work.Push(runtime);
        }
        while (work.TryPop(out LoadedPackage? p))
        {
            if (needed.Add(p))
            {
                foreach (LoadedPackage d in p.Dependencies)
                {
                    work.Push(d);
                }
            }
        }
        return graph.Packages.Where(needed.Contains);
    }
}
