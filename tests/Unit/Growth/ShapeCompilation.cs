using System.Globalization;
using System.Text;
using Go.Compiler.Arch.Amd64;
using Go.Compiler.Backend.Descriptors;
using Go.Compiler.Backend.Emission;
using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.Platforms;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Pipeline;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Growth;

/// <summary>
/// Compiles a program without imports from text to object on the calling thread, so that the thread's own figures are the compiler's.
/// </summary>
internal static class ShapeCompilation
{
    private const int StackSize = 64 << 20;

    /// <summary>Processor time in milliseconds, and bytes allocated.</summary>
    public static (double Time, long Bytes) Measure(Shape shape, int size)
    {
        SourceTree source = shape.Generate(size);
        (double, long) result = default;
        Exception? failure = null;
        GC.Collect(); // What was left behind before is not collected on this measurement's account.
        // As deep a stack as the builds' own threads have.
        var thread = new Thread(() =>
        {
            try
            {
                long bytes = GC.GetAllocatedBytesForCurrentThread();
                double start = ProcessorTime();
                Compile(source);
                result = (ProcessorTime() - start, GC.GetAllocatedBytesForCurrentThread() - bytes);
            }
            catch (Exception e)
            {
                failure = e;
            }
        }, StackSize);
        thread.Start();
        thread.Join();
        return failure is null ? result : throw failure;
    }

    /// <summary>It needs nothing but its own files.</summary>
    public static bool CanCompile(Shape shape)
        => shape.Generate(2).Files.All(f => !f.Key.Contains('/', StringComparison.Ordinal)
            && !f.Value.Contains("\nimport", StringComparison.Ordinal));

    private static double ProcessorTime()
        => double.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1e6;

    /// <summary>The object of package main.</summary>
    public static ObjectFile Compile(SourceTree source)
    {
        var sources = new SourceFileTable();
        var sink = new DiagnosticSink();
        var names = new NameTable();
        int next = 1;
        var files = new List<SyntaxFile>();
        foreach ((string path, string text) in source.Files)
        {
            if (path.EndsWith(".go", StringComparison.Ordinal))
            {
                files.Add(Parser.ParseFile(sources.Add(path, path, Encoding.UTF8.GetBytes(text)), names, ref next, sink));
            }
        }
        var options = new CheckOptions { Target = SupportedPlatforms.LinuxAmd64, Importer = _ => null, GoVersion = "go1.27" };
        CheckedPackage package = Checker.Check(new Package("main", "main"), files, next, options, sink);
        Assert.True(!sink.HasErrors, string.Join('\n', sink.All.Take(3).Select(d => d.Pos + ": " + d.Message)));
        var layout = new Layout(SupportedPlatforms.LinuxAmd64.Abi);
        return new Program(IrBuilder.Build(package, new IrBuildOptions { Layout = layout }), layout, sources, sink).Compile();
    }

    private sealed class Program
    {
        private readonly IrPackage _ir;
        private readonly Layout _layout;
        private readonly StaticInitialization _statics;
        private readonly PackageEmitter _emitter;
        private readonly SsaPackageBuilder _ssa;
        private readonly HashSet<string> _emitted = new(StringComparer.Ordinal);

        public Program(IrPackage ir, Layout layout, SourceFileTable sources, DiagnosticSink sink)
        {
            _ir = ir;
            _layout = layout;
            var bodies = new Dictionary<Function, IrFunction>(ReferenceEqualityComparer.Instance);
            foreach (IrFunction f in ir.Functions)
            {
                if (f.Object is { } declared)
                {
                    bodies[declared.Origin] = f;
                }
            }
            _statics = StaticInitialization.Run(ir, layout, f => bodies.GetValueOrDefault(f.Origin));
            _emitter = new PackageEmitter(new ObjectFile { PackagePath = "main" }, ir.Package, layout, sources);
            _ssa = new SsaPackageBuilder(new SsaEnvironment(ir.Package, layout, SupportedPlatforms.LinuxAmd64),
                f => bodies.GetValueOrDefault(f.Origin), sink);
        }

        public ObjectFile Compile()
        {
            _ssa.Add(_ir);
            Generate();
            _emitter.EmitGlobals(_ir, _statics);
            foreach (NamedType type in _ir.Types)
            {
                _emitter.Descriptors.DescriptorOf(type);
            }
            while (_emitter.Descriptors.TakeFunction(out GeneratedFunction generated))
            {
                Add(generated);
                while (_emitter.Descriptors.TakeFunction(out generated))
                {
                    Add(generated);
                }
                Generate();
            }
            Assert.NotEmpty(ObjectWriter.Write(_emitter.File));
            return _emitter.File;
        }

        private void Add(GeneratedFunction generated)
        {
            switch (generated)
            {
                case GeneratedMethod m: _ssa.Add(WrapperFactory.MakeMethod(m.Receiver, m.Entry, _ir.Package)); break;
                case GeneratedInstance i: _ssa.Add(new InstanceKey(i.Declared, i.TypeArguments)); break;
                case GeneratedEquality e: _ssa.Add(WrapperFactory.MakeEquality(e.Type, _ir.Package)); break;
                case GeneratedHash h: _ssa.Add(WrapperFactory.MakeHash(h.Type, _layout, _ir.Package)); break;
            }
        }

        private void Generate()
        {
            var generator = Amd64Machine.New(_layout, Amd64ThreadLocal.InFs);
            foreach (SsaFunction f in _ssa.Run())
            {
                if (_emitted.Add(f.Symbol.Name))
                {
                    _emitter.Emit(generator.Generate(f));
                }
            }
        }
    }
}
