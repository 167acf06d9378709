using Go.Compiler.Diagnostics;
using Go.Compiler.Images;
using Go.Compiler.Link;
using Go.Compiler.Objects;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;

namespace Go.Compiler.Build;

/// <summary>Links the programs among a build's root packages and writes them.</summary>
internal static class ProgramLinker
{
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
            if (LinkUnlessCurrent(session, graph, root, path, sink, progress))
            {
                written = path;
            }
        }
        return written;
    }

    private static string OutputPath(BuildOptions options, LoadedPackage root, bool isFolder)
    {
        string name = root.FullPath == "command-line-arguments" ? Path.GetFileNameWithoutExtension(root.GoFiles[0].Name) : ProgramName(root);
        string path = options.Output is null ? name : isFolder ? Path.Combine(options.Output, name) : options.Output;
        return Path.GetFullPath(path, options.WorkingDirectory);
    }

    /// <summary>The last element of the import path; a major version suffix (v2 on) does not count.</summary>
    private static string ProgramName(LoadedPackage root)
    {
        string[] elements = (root.FullPath.Length > 0 ? root.FullPath : root.Directory).Split('/', StringSplitOptions.RemoveEmptyEntries);
        string last = elements.Length > 0 ? elements[^1] : "a.out";
        bool isVersion = elements.Length > 1 && last.Length > 1 && last[0] == 'v' && last.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 && last is not ("v0" or "v1");
        return isVersion ? elements[^2] : last;
    }

    /// <summary>Links a program, unless the file is there as the same link left it. False when there were errors.</summary>
    private static bool LinkUnlessCurrent(CompileSession session, PackageGraph graph, LoadedPackage root, string path, DiagnosticSink sink, IBuildProgress? progress)
    {
        List<CompiledPackage> packages = Closure(session, graph, root);
        LinkOptions options = OptionsOf(session, graph, root);
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

    private static LinkOptions OptionsOf(CompileSession session, PackageGraph graph, LoadedPackage root)
    {
        Platform platform = SupportedPlatforms.Of(session.Options.Target);
        return new LinkOptions
        {
            Target = session.Options.Target,
            Image = platform.Image,
            Format = platform.ImageFormat,
            Relocator = platform.Relocator,
            BuildVersion = session.Library.Version,
            ModuleInfo = ModuleInformation.Text(session.Options, graph, root),
            GodebugDefault = graph.DefaultGodebug(root),
            Variables = [.. session.Options.LinkVariables.Select(v => new Link.LinkVariable(v.Name, v.Value))],
            StripSymbols = session.Options.StripSymbols,
            Parallelism = Builder.Workers(session.Options),
            PassTimed = (pass, time) => session.Times.Add("link " + pass, time),
        };
    }

    private static bool LinkProgram(CompileSession session, List<CompiledPackage> packages, LinkOptions options, string path, DiagnosticSink sink)
    {
        long start = session.Times.Start();
        var objects = new ObjectFile[packages.Count];
        ActionScheduler.ForIndependent(options.Parallelism, objects.Length, i => objects[i] = session.ObjectOf(packages[i]));
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
    private static List<CompiledPackage> Closure(CompileSession session, PackageGraph graph, LoadedPackage root)
    {
        var needed = new HashSet<LoadedPackage>(ReferenceEqualityComparer.Instance);
        var work = new Stack<LoadedPackage>([root]);
        if (graph.Find("runtime") is { } runtime)
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
