using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Modules;
using Go.Compiler.Passes;
using Go.Compiler.Platforms;
using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Pipeline;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ssa;

/// <summary>A main package without imports, from source text to SSA, and run by the interpreter.</summary>
internal sealed class GoProgram
{
    private readonly Dictionary<string, SsaFunction> _functions = [];
    private readonly SsaPackageBuilder _builder;
    private readonly StaticInitialization _statics;
    private readonly Layout _layout = new(SupportedPlatforms.LinuxAmd64.Abi);

    public GoProgram(string source, bool optimize = true, bool isRuntime = false, string path = "main", bool countsEdges = false)
    {
        var files = new SourceFileTable();
        int nextId = 1;
        Sink = new DiagnosticSink();
        SyntaxFile file = Parser.ParseFile(files.Add("p.go", "p.go", System.Text.Encoding.UTF8.GetBytes(source)), new NameTable(),
            ref nextId, Sink);
        var package = new Package(path, path) { IsRuntimePackage = isRuntime };
        CheckedPackage checkedPackage = Checker.Check(package, [file], nextId,
            new CheckOptions { Target = SupportedPlatforms.LinuxAmd64, Importer = _ => null, GoVersion = "go1.27" }, Sink);
        Assert.True(!Sink.HasErrors, string.Join('\n', Sink.All.Select(d => d.Pos + ": " + d.Message)));
        IrPackage ir = IrBuilder.Build(checkedPackage, new IrBuildOptions { Layout = _layout });
        var bodies = new Dictionary<Function, IrFunction>(ReferenceEqualityComparer.Instance);
        foreach (IrFunction f in ir.Functions)
        {
            if (f.Object is { } declared)
            {
                bodies[declared] = f;
            }
        }
        var environment = new SsaEnvironment(package, _layout, SupportedPlatforms.LinuxAmd64) { Optimize = optimize,
            CountsEdges = countsEdges };
        _builder = new SsaPackageBuilder(environment, f => bodies.GetValueOrDefault(f), Sink)
        {
            Report = Allocations.Add,
            Switches = new PassSwitches { Verify = true,
                Off = optimize ? new HashSet<string>() : new HashSet<string> { "opt", "generic_cse", "late_opt", "cse", "mem2reg" } },
        };
        _builder.Add(ir);
        Collect(_builder.Run());
        _statics = StaticInitialization.Run(ir, _layout, f => bodies.GetValueOrDefault(f));
        if (ir.Init.Body is not null)
        {
            _builder.Add(ir.Init);
            Collect(_builder.Run());
            InitSymbol = ir.Init.Symbol;
        }
    }

    public DiagnosticSink Sink { get; }

    /// <summary>Every allocation where it was put.</summary>
    public List<AllocationReport> Allocations { get; } = [];
    public IEnumerable<AllocationReport> HeapReport => Allocations.Where(a => a.IsInHeap);
    public SsaFunction this[string symbol] => _functions[symbol];
    public IReadOnlyCollection<SsaFunction> Functions => _functions.Values;
    private string? InitSymbol { get; }

    private void Collect(IReadOnlyList<SsaFunction> functions)
    {
        foreach (SsaFunction f in functions)
        {
            _functions[f.Symbol.Name] = f;
        }
    }

    /// <summary>What main prints; a panic that nobody recovers is printed as <c>panic: ...</c>.</summary>
    public string Run(long steps = 50_000_000) => Run(steps, out _);

    /// <summary>What main prints, and how often the ways through functions were gone.</summary>
    /// <param name="counters">The counters of a function.</param>
    public string Run(long steps, out Func<EdgeCountersSymbol, byte[]> counters)
    {
        var machine = new SsaInterpreter(_layout, name => _functions.GetValueOrDefault(name))
        {
            StepLimit = steps,
            NeedWrapper = f =>
            {
                if (!_functions.ContainsKey(f.Symbol))
                {
                    _builder.Add(f);
                    Collect(_builder.Run());
                }
            },
        };
        counters = machine.EdgeCounters;
        try
        {
            machine.Initialize(_statics);
            if (InitSymbol is not null)
            {
                machine.Call(InitSymbol, []);
            }
            for (int i = 0; _functions.ContainsKey("main.init." + i); i++)
            {
                machine.Call("main.init." + i, []);
            }
            machine.Call("main.main", []);
        }
        catch (GoPanic p)
        {
            machine.Output.Append("panic: ").Append(p.Message);
        }
        return machine.Output.ToString();
    }
}
