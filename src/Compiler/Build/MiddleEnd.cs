using System.Collections.Concurrent;
using Go.Compiler.Backend;
using Go.Compiler.Backend.Descriptors;
using Go.Compiler.Backend.Emission;
using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.Packages;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Settings;
using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Liveness;
using Go.Compiler.Ssa.Pipeline;
using Go.Compiler.Types;

namespace Go.Compiler.Build;

/// <summary>Checked package to object: bound tree, SSA, machine code, data, assembly.</summary>
internal sealed class MiddleEnd
{
    private readonly CompileSession _session;
    private readonly LoadedPackage _loaded;
    private readonly AssemblyUnit? _assembly;
    private readonly DiagnosticSink _sink;
    private readonly CancellationToken _cancellation;
    private readonly IrPackage _ir;
    private readonly StaticInitialization _statics;
    private readonly SsaPackageBuilder _ssa;
    private readonly PackageEmitter _emitter;
    private readonly ConcurrentBag<ICodeGenerator> _generators = [];
    private readonly HashSet<string> _shared = new(StringComparer.Ordinal);
    private readonly Dictionary<Function, IrFunction> _ownBodies = new(ReferenceEqualityComparer.Instance);

    /// <summary>Functions whose code is in memory before it is merged into the object, in source order.</summary>
    private const int BatchSize = 512;

    private MiddleEnd(CompileSession session, LoadedPackage loaded, CheckedPackage package, AssemblyUnit? assembly, DiagnosticSink sink,
        CancellationToken cancellation)
    {
        _session = session;
        _loaded = loaded;
        _assembly = assembly;
        _sink = sink;
        _cancellation = cancellation;
        long start = session.Times.Start();
        _ir = IrBuilder.Build(package, new IrBuildOptions { Layout = session.Layout, Embed = EmbeddedFiles.Of(loaded, sink),
            AlwaysPerIteration = session.Experiments.IsOn("loopvar"), Cancellation = cancellation });
        foreach (IrFunction f in _ir.Functions)
        {
            if (f.Object is { } declared)
            {
                _ownBodies[declared.Origin] = f;
            }
        }
        _statics = StaticInitialization.Run(_ir, session.Layout, FindBody);
        session.Times.Stop("ir", start);
        var file = new ObjectFile { PackagePath = SymbolNames.EscapePath(loaded.ImportPath), IsStandardLibrary = loaded.IsStandardLibrary };
        _emitter = new PackageEmitter(file, package.Package, session.Layout, session.Sources);
        CompilerSettings flags = session.Flags.CompilerFor(loaded);
        _ssa = new SsaPackageBuilder(new SsaEnvironment(package.Package, session.Layout, session.Options.Target)
        {
            // The runtime is only ever tried optimised, by the original too (contract 2.3).
            Optimize = flags.Optimize || package.Package.IsRuntimePackage,
            ChecksBounds = flags.ChecksBounds || package.Package.IsRuntimePackage,
            CountsEdges = flags.CountsEdges && !package.Package.IsRuntimePackage,
            UsesSizeClasses = session.Experiments.IsOn("sizespecializedmalloc") && !package.Package.IsRuntimePackage,
            Cancellation = cancellation,
        }, FindBody, sink)
        {
            ForEach = session.ForEach,
            Inline = flags.Inline || package.Package.IsRuntimePackage,
            Switches = PassSettings.Of(flags.DebugFlags, session.Times, cancellation),
            Report = EscapeListing.Of(flags.DebugFlags, session.Sources),
        };
    }

    /// <summary>A bound body: any of this package, of others those that they give away.</summary>
    private IrFunction? FindBody(Function function)
        => function.Origin is var origin && ReferenceEquals(origin.Package, _ir.Package)
            ? _ownBodies.GetValueOrDefault(origin) : _session.TypesFor(_loaded).BodyOf(origin);

    /// <summary>The bound tree and the object, or null when there were errors.</summary>
    public static (IrPackage Ir, ObjectFile Object)? Run(CompileSession session, LoadedPackage loaded, CheckedPackage package,
        AssemblyUnit? assembly, DiagnosticSink sink, CancellationToken cancellation)
    {
        var step = new MiddleEnd(session, loaded, package, assembly, sink, cancellation);
        if (sink.HasErrors || !step.CompileFunctions() || !step.Assemble())
        {
            return null;
        }
        step.DescribeInitialization();
        return (step._ir, step._emitter.File);
    }

    /// <summary>
    /// The package's functions as optimised SSA, without those that descriptors ask for: the first half of <see cref="Run"/> by itself, for
    /// measurements.
    /// </summary>
    public static IReadOnlyList<SsaFunction> BuildSsa(CompileSession session, LoadedPackage loaded, CheckedPackage package)
    {
        var step = new MiddleEnd(session, loaded, package, null, new DiagnosticSink(), CancellationToken.None);
        step._ssa.Add(step._ir);
        return step._ssa.Run();
    }

    private bool CompileFunctions()
    {
        _ssa.Add(_ir);
        if (_ir.Init.Body is null)
        {
            foreach (IrFunction closure in _ir.Init.Closures)
            {
                _ssa.Add(closure); // function values in static data
            }
        }
        foreach (InstanceKey key in StaticInstances.Of(_statics))
        {
            _ssa.Add(key);
        }
        Generate(AbiWrappers.For(_ir, _assembly?.Symbols, _ssa.Environment));
        if (!RunAdded())
        {
            return false;
        }
        _emitter.EmitGlobals(_ir, _statics);
        foreach (NamedType type in _ir.Types)
        {
            _emitter.Descriptors.DescriptorOf(type);
        }
        if (_ir.Package.Path == LinkerSymbols.RuntimePackage)
        {
            _emitter.Descriptors.EmitPredeclared();
        }
        return CompileGenerated();
    }

    /// <summary>Compiles what descriptors and itabs refer to; that may need further descriptors, and so on.</summary>
    private bool CompileGenerated()
    {
        bool any;
        do
        {
            _cancellation.ThrowIfCancellationRequested();
            any = false;
            while (_emitter.Descriptors.TakeFunction(out GeneratedFunction generated))
            {
                any = true;
                AddGenerated(generated);
            }
            if (!RunAdded())
            {
                return false;
            }
        }
        while (any);
        return true;
    }

    private void AddGenerated(GeneratedFunction generated)
    {
        switch (generated)
        {
            case GeneratedMethod m:
                _ssa.Add(WrapperFactory.MakeMethod(m.Receiver, m.Entry, _ir.Package));
                break;
            case GeneratedInstance i:
                _ssa.Add(new InstanceKey(i.Declared, i.TypeArguments));
                break;
            case GeneratedEquality e:
                _ssa.Add(WrapperFactory.MakeEquality(e.Type, _ir.Package));
                break;
            case GeneratedHash h:
                _ssa.Add(WrapperFactory.MakeHash(h.Type, _session.Layout, _ir.Package));
                break;
            default:
                throw Unexpected.Value(generated);
        }
    }

    private bool RunAdded()
    {
        long start = _session.Times.Start();
        IReadOnlyList<SsaFunction> functions = _ssa.Run();
        _session.Times.Stop("ssa", start);
        if (_ssa.Missing.Count > 0)
        {
            throw Unexpected.State($"no body for instance {_ssa.Missing[0].Symbol}");
        }
        if (_sink.HasErrors)
        {
            return false;
        }
        Generate(functions);
        return true;
    }

    /// <summary>Machine code on several threads, merged in order.</summary>
    private void Generate(IReadOnlyList<SsaFunction> all)
    {
        var functions = new List<SsaFunction>(all.Count);
        foreach (SsaFunction f in all)
        {
            // Several functions of a package may make the same wrapper.
            if (!f.IsDuplicateOk || f.IsAbiWrapper || _shared.Add(f.Symbol.Name))
            {
                functions.Add(f);
            }
        }
        var batch = new CompiledFunction[Math.Min(functions.Count, BatchSize)];
        for (int first = 0; first < functions.Count; first += BatchSize)
        {
            int count = Math.Min(functions.Count - first, BatchSize), from = first;
            _session.ForEach(count, i => batch[i] = Generate(functions[from + i]));
            long start = _session.Times.Start();
            for (int i = 0; i < count; i++)
            {
                _emitter.Emit(batch[i]);
            }
            _session.Times.Stop("emit", start);
        }
    }

    private CompiledFunction Generate(SsaFunction function)
    {
        _cancellation.ThrowIfCancellationRequested();
        long start = _session.Times.Start();
        if (!_generators.TryTake(out ICodeGenerator? generator))
        {
            generator = _session.Services.NewCodeGenerator(_session.Layout);
            generator.Verify = _ssa.Switches.Verify;
        }
        try
        {
            _ssa.Switches.Dump?.Invoke(0, "liveness",
                $"func {function.Symbol.Name}\n{SlotLiveness.Run(function, _session.Layout).Print()}");
            CompiledFunction code = generator.Generate(function);
            _generators.Add(generator);
            return code;
        }
        catch (InternalCompilerException e)
        {
            throw new InternalCompilerException($"{e.Message} while generating code for {function.Symbol.Name}", e);
        }
        finally
        {
            _session.Times.Stop("code", start);
        }
    }

    private bool Assemble()
    {
        IReadOnlySet<string> maps = _emitter.EmitExternalArgumentMaps(_ir.Externals);
        int compiled = _emitter.File.Symbols.Count;
        _emitter.EmitDynamicImports(_ir.ImportedSymbols);
        _assembly?.Assemble(_ir.Package, maps, _emitter.File, _sink);
        ObjectMarks.Add(_emitter.File, _ir.Package, compiled);
        return !_sink.HasErrors;
    }

    private void DescribeInitialization()
    {
        ObjectFile file = _emitter.File;
        if (_ir.Init.Body is not null)
        {
            file.InitFunctions.Add(file.Reference(_ir.Init.Symbol, SymbolAbi.Internal));
        }
        foreach (IrFunction f in _ir.Functions)
        {
            if (f.IsInit && f.Body is { Statements.Count: > 0 })
            {
                file.InitFunctions.Add(file.Reference(f.Symbol, SymbolAbi.Internal));
            }
        }
        foreach (LoadedPackage d in _loaded.Dependencies)
        {
            file.Imports.Add(SymbolNames.EscapePath(d.ImportPath));
        }
        file.Imports.Sort(string.CompareOrdinal);
    }
}
