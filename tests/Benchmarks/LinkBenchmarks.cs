using BenchmarkDotNet.Attributes;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Link;
using Go.Compiler.Objects;

namespace Go.Compiler.Benchmarks;

/// <summary>Linking a program from objects in memory to an image in memory, on one thread.</summary>
public class LinkBenchmarks
{
    private ObjectFile[] _objects = [];
    private LinkOptions _options = null!;

    [GlobalSetup]
    public void Prepare()
    {
        PreparedProgram program = PreparedProgram.Load();
        _objects = [.. ProgramLinker.Closure(program.Session, program.Graph, program.Graph.Roots[0]).Select(program.Session.ObjectOf)];
        _options = ProgramLinker.OptionsOf(program.Session, program.Graph, program.Graph.Roots[0]);
    }

    [Benchmark]
    public object Link()
        => Linker.Link(_objects, _options, new DiagnosticSink()) ?? throw new InvalidOperationException("the program does not link");
}
