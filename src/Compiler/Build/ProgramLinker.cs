using Go.Compiler.Diagnostics;
using Go.Compiler.Images;
using Go.Compiler.Link;
using Go.Compiler.Objects;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Build;

/// <summary>Links the programs among a build's root packages and writes them.</summary>
internal static class ProgramLinker
{
    /// <summary>As go build: of several packages none is linked unless there is a place for programs.</summary>
    public static bool LinksAny(BuildOptions options, PackageGraph graph)
        => !options.CheckOnly && graph.Roots.Any(r => r.IsCommand) && (options.Output is not null || graph.Roots.Count == 1);

    /// <summary>The path of the program written, or null when there was none to write. Errors go to the sink.</summary>
    public static string? LinkPrograms(CompileSession session, PackageGraph graph, DiagnosticSink sink, IBuildProgress? progress, CancellationToken cancellation)
    {
        BuildOptions options = session.Options;
        bool isFolder = options.Output is { } given && (Directory.Exists(given) || given.EndsWith(Path.DirectorySeparatorChar));
        if (options.Output is not null && !isFolder && graph.Roots.Count > 1)
        {
            sink.Report(Catalogue.OutputNeedsOneProgram, default, $"cannot write multiple packages to non-directory {options.Output}");
            return null;
        }
        string? written = null;
        foreach (LoadedPackage root in graph.Roots)
        {
            if (!root.IsCommand)
            {
                if (options.Output is not null && !isFolder)
                {
                    sink.Report(Catalogue.NotAProgram, default, $"package {root.FullPath} is not a main package: nothing to write to {options.Output}");
                }
                continue;
            }
            if (options.Output is null && graph.Roots.Count > 1)
            {
                continue; // as go build: several packages are compiled only to see that they compile
            }
            cancellation.ThrowIfCancellationRequested();
            string path = OutputPath(options, root, isFolder);
            if (LinkUnlessCurrent(session, graph, root, path, sink, progress, cancellation))
            {
                written = path;
            }
        }
        return written;
    }

    /// <summary>Links the test programs among a build's root packages whose packages all compiled, and says of each root what came of it. Errors go to the sink.</summary>
    public static IReadOnlyList<TestProgram> LinkTests(CompileSession session, DiagnosticSink sink, IBuildProgress? progress, CancellationToken cancellation)
    {
        PackageGraph graph = session.Graph;
        BuildOptions options = session.Options;
        bool isFolder = options.Output is null || Directory.Exists(options.Output) || options.Output.EndsWith(Path.DirectorySeparatorChar);
        if (!isFolder && !LinkedImage.IsDevice(options.Output!) && graph.Tests.Count(t => t.HasTestFiles) > 1)
        {
            sink.Report(Catalogue.OutputNeedsOneProgram, default, "with multiple packages, -o must refer to a directory or /dev/null");
            return [];
        }
        var programs = new List<TestProgram>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (TestRoot test in graph.Tests)
        {
            cancellation.ThrowIfCancellationRequested();
            bool isReady = test.Program is { } main && session.Find(main) is not null;
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
            programs.Add(new TestProgram(test.FullPath, test.Directory, isReady ? file : null, test.HasTestFiles, !isReady) { FailedToLoad = test.Program is null });
        }
        return programs;
    }

    /// <summary><c>name.test</c>; packages whose last elements are the same get folders of their own.</summary>
    private static string TestPath(BuildOptions options, TestRoot test, bool isFolder, HashSet<string> taken)
    {
        if (!isFolder)
        {
            return Path.GetFullPath(options.Output!, options.WorkingDirectory);
        }
        string name = (test.FullPath == "command-line-arguments" ? "main" : ProgramName(test.FullPath, test.Directory)) + ".test";
        string path = taken.Add(name) ? name : Path.Combine(test.FullPath.Replace('/', Path.DirectorySeparatorChar), name);
        return Path.GetFullPath(Path.Combine(options.Output ?? "", path), options.WorkingDirectory);
    }

    private static string OutputPath(BuildOptions options, LoadedPackage root, bool isFolder)
    {
        string name = root.FullPath == "command-line-arguments" ? Path.GetFileNameWithoutExtension(root.GoFiles[0].Name) : ProgramName(root.FullPath, root.Directory);
        string path = options.Output is null ? name : isFolder ? Path.Combine(options.Output, name) : options.Output;
        return Path.GetFullPath(path, options.WorkingDirectory);
    }

    /// <summary>The last element of the import path; a major version suffix (v2 on) does not count.</summary>
    private static string ProgramName(string fullPath, string directory)
    {
        string[] elements = (fullPath.Length > 0 ? fullPath : directory).Split('/', StringSplitOptions.RemoveEmptyEntries);
        string last = elements.Length > 0 ? elements[^1] : "a.out";
        bool isVersion = elements.Length > 1 && last.Length > 1 && last[0] == 'v' && last.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 && last is not ("v0" or "v1");
        return isVersion ? elements[^2] : last;
    }

    /// <summary>Links a program, unless the file is there as the same link left it. False when there were errors.</summary>
    private static bool LinkUnlessCurrent(
        CompileSession session, PackageGraph graph, LoadedPackage root, string path, DiagnosticSink sink, IBuildProgress? progress, CancellationToken cancellation)
    {
        List<CompiledPackage> packages = Closure(session, graph, root);
        LinkOptions options = OptionsOf(session, graph, root) with { Cancellation = cancellation };
        LinkRecord? record = session.Services.Cache is { } cache && !LinkedImage.IsDevice(path) ? new LinkRecord(cache, path) : null;
        long start = session.Times.Start();
        byte[]? inputs = record is null ? null : LinkRecord.InputsOf(options, packages);
        bool isCurrent = record is not null && record.IsCurrent(inputs);
        session.Times.Stop("link lookup", start);
        if (isCurrent)
        {
            return true;
        }
        progress?.Report("link", root.FullPath, 0, 0);
        int findings = sink.All.Count;
        if (!LinkProgram(session, packages, options, path, sink))
        {
            return false;
        }
        if (sink.All.Count == findings)
        {
            record?.Store(inputs);
        }
        return true;
    }

    internal static LinkOptions OptionsOf(CompileSession session, PackageGraph graph, LoadedPackage root)
    {
        Platform platform = SupportedPlatforms.Of(session.Options.Target);
        return new LinkOptions
        {
            Target = session.Options.Target,
            Image = platform.Image,
            Format = platform.ImageFormat,
            Relocator = platform.Relocator,
            BuildVersion = VersionOf(session),
            ModuleInfo = ModuleInformation.Text(session.Options, graph, root),
            GodebugDefault = graph.DefaultGodebug(root),
            DefaultGoRoot = session.Library is GorootStandardLibrary && !session.Options.TrimPath ? Path.GetFullPath(session.Options.StandardLibrary) : "",
            Variables = VariablesOf(session.Options, root),
            CheckLinkname = session.Options.CheckLinkname,
            StripSymbols = session.Options.StripSymbols,
            Parallelism = Builder.Workers(session.Options),
            PassTimed = (pass, time) => session.Times.Add("link " + pass, time),
        };
    }

    /// <summary>What programs say they are built with: the release, and experiments behind a dash, or a space where there is a dash already.</summary>
    private static string VersionOf(CompileSession session)
    {
        (string version, string experiments) = (session.Library.Version, session.Experiments.ToString());
        return experiments.Length == 0 ? version : $"{version}{(version.Contains('-', StringComparison.Ordinal) ? ' ' : '-')}X:{experiments}";
    }

    private static IReadOnlyList<Link.LinkVariable> VariablesOf(BuildOptions options, LoadedPackage root)
    {
        var variables = new List<Link.LinkVariable>();
        foreach (LinkVariable v in options.LinkVariables)
        {
            variables.Add(new Link.LinkVariable(v.Name, v.Value, v.IsOptional));
        }
        if (root.IsTestMain)
        {
            variables.Add(new Link.LinkVariable("testing.testBinary", "1")); // what testing.Testing reports
        }
        return variables;
    }

    private static bool LinkProgram(CompileSession session, List<CompiledPackage> packages, LinkOptions options, string path, DiagnosticSink sink)
    {
        long start = session.Times.Start();
        var objects = new ObjectFile[packages.Count];
        ActionScheduler.ForIndependent(options.Parallelism, objects.Length, i => objects[i] = session.ObjectOf(packages[i]), options.Cancellation);
        session.Times.Stop("link read", start);
        LinkedImage? image = Linker.Link(objects, options, sink);
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
        return true;
    }

    /// <summary>The packages a program is made of, in dependency order: what it imports, and the runtime.</summary>
    internal static List<CompiledPackage> Closure(CompileSession session, PackageGraph graph, LoadedPackage root)
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
        return [.. graph.Packages.Where(needed.Contains).Select(p => session.Find(p)!)];
    }
}
