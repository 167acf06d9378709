using Go.Compiler.Build;
using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;
using Go.Compiler.Targets;
using Go.Compiler.Tests;
using Go.Compiler.Text;

namespace Go.Compiler.Benchmarks;

/// <summary>A program of std packages, loaded and compiled once without a cache: what each phase needs from those before it.</summary>
internal sealed class PreparedProgram
{
    private static readonly Lazy<PreparedProgram> s_textproc = new(static ()
        => new PreparedProgram(Path.Combine(Repository.Root, "samples", "textproc")));
    private readonly DiagnosticSink _sink = new();

    private PreparedProgram(string folder)
    {
        Target target = SupportedPlatforms.LinuxAmd64;
        var options = new BuildOptions { WorkingDirectory = folder, Target = target, StandardLibrary = GoSources.Root, Parallelism = 1 };
        var sources = new SourceFileTable();
        IStandardLibrary library = Builder.OpenStandardLibrary(options.StandardLibrary);
        Graph = PackageLoader.Load(new LoadOptions { WorkingDirectory = folder, Target = target, StandardLibrary = library,
            ImplicitRoots = ["runtime"] }, sources, _sink)
            ?? throw Failed();
        var services = new BuildServices { Cache = null,
            NewCodeGenerator = layout => SupportedPlatforms.Of(target).NewCodeGenerator(layout) };
        Session = new CompileSession(options, library, sources, new PhaseTimes(isOn: false), services) { Graph = Graph };
        foreach (LoadedPackage package in Graph.Packages)
        {
            PackageCompiler.Run(Session, package, _sink);
        }
        if (_sink.HasErrors)
        {
            throw Failed();
        }
    }

    public PackageGraph Graph { get; }

    public CompileSession Session { get; }

    /// <summary>samples/textproc: bufio, JSON, regular expressions and templates. One for all benchmarks of the process.</summary>
    public static PreparedProgram Load() => s_textproc.Value;

    public LoadedPackage Package(string path)
        => Graph.Find(path) ?? throw new InvalidOperationException($"the program does not import {path}");

    /// <summary>Parses and checks a package whose imports are ready.</summary>
    public CheckedPackage Check(LoadedPackage package)
        => FrontEnd.Run(Session, package, null, _sink, CancellationToken.None) ?? throw Failed();

    private InvalidOperationException Failed() => new(string.Join('\n', _sink.All.Select(d => d.Message)));
}
