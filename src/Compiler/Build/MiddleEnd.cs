using Go.Compiler.Backend;
using Go.Compiler.Backend.Descriptors;
using Go.Compiler.Backend.Emission;
using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
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
    private readonly ICodeGenerator _generator;
    private readonly HashSet<string> _shared = new(StringComparer.Ordinal);

    private MiddleEnd(CompileSession session, LoadedPackage loaded, CheckedPackage package, AssemblyUnit? assembly, DiagnosticSink sink, CancellationToken cancellation)
    {
        _session = session;
        _loaded = loaded;
        _assembly = assembly;
        _sink = sink;
        _cancellation = cancellation;
        long start = session.Times.Start();
        _ir = IrBuilder.Build(package, new IrBuildOptions { Layout = session.Layout, Embed = EmbeddedFiles.Of(loaded, sink) });
        session.Bodies.Add(_ir);
        _statics = StaticInitialization.Run(_ir, session.Layout, session.Bodies.Find);
        session.Times.Stop("ir", start);
        var file = new ObjectFile { PackagePath = SymbolNames.EscapePath(loaded.ImportPath) };
        _emitter = new PackageEmitter(file, package.Package, session.Layout, session.Sources);
        Platform platform = SupportedPlatforms.Of(session.Options.Target);
        _generator = platform.NewCodeGenerator(session.Layout);
        _ssa = new SsaPackageBuilder(new SsaEnvironment(package.Package, session.Layout, session.Options.Target), session.Bodies.Find, sink)
        {
            Switches = new Passes.PassSwitches { Verify = session.Options.DebugFlags.Contains("verify") },
        };
    }

    /// <summary>The compiled package, or null when there were errors.</summary>
    public static CompiledPackage? Run(CompileSession session, LoadedPackage loaded, CheckedPackage package, AssemblyUnit? assembly, DiagnosticSink sink, CancellationToken cancellation)
    {
        var step = new MiddleEnd(session, loaded, package, assembly, sink, cancellation);
        if (sink.HasErrors || !step.CompileFunctions() || !step.Assemble())
        {
            return null;
        }
        step.DescribeInitialization();
        return new CompiledPackage(loaded, package.Package, step._ir, step._emitter.File);
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
        foreach (SsaFunction wrapper in AbiWrappers.For(_ir, _assembly?.Symbols, _ssa.Environment))
        {
            Generate(wrapper);
        }
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
        foreach (SsaFunction f in functions)
        {
            _cancellation.ThrowIfCancellationRequested();
            Generate(f);
        }
        return true;
    }

    private void Generate(SsaFunction function)
    {
        if (function.IsDuplicateOk && !function.IsAbiWrapper && !_shared.Add(function.Symbol.Name))
        {
            return; // several functions of a package may make the same wrapper
        }
        long start = _session.Times.Start();
        CompiledFunction code;
        try
        {
            code = _generator.Generate(function);
        }
        catch (InternalCompilerException e)
        {
            throw new InternalCompilerException($"{e.Message} while generating code for {function.Symbol.Name}", e);
        }
        start = _session.Times.Stop("code", start);
        _emitter.Emit(code);
        _session.Times.Stop("emit", start);
    }

    private bool Assemble()
    {
        IReadOnlySet<string> maps = _emitter.EmitExternalArgumentMaps(_ir.Externals);
        _assembly?.Assemble(_ir.Package, maps, _emitter.File, _sink);
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
