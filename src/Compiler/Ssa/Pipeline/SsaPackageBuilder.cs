using System.Collections.Concurrent;
using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Passes;
using Go.Compiler.Ssa.Allocations;
using Go.Compiler.Ssa.Barriers;
using Go.Compiler.Ssa.Build;
using Go.Compiler.Ssa.Escape;
using Go.Compiler.Ssa.Liveness;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Pipeline;

/// <summary>
/// From bound functions to optimised SSA, for one package. Functions are added (all of a package, wrappers, instances), then
/// <see cref="Run"/> builds them and everything they need, analyses escapes bottom-up over the call graph and runs the passes. May be run
/// again for functions added later: the back end asks for wrappers after it has seen the first ones.
/// </summary>
public sealed partial class SsaPackageBuilder(SsaEnvironment environment, Func<Function, IrFunction?> bodyOf, DiagnosticSink sink)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly EntityList<(IrFunction Function, IReadOnlyList<GoType> TypeArguments, string Symbol)> _pending = [];
    private readonly List<FunctionUnit> _units = [];
    private readonly Dictionary<string, byte[]> _tags = new(StringComparer.Ordinal);
    private readonly List<InstanceKey> _missing = [];

    public SsaEnvironment Environment { get; } = environment;
    public PassSwitches Switches { get; init; } = PassSwitches.None;

    /// <summary>Inline calls (off for <c>-l</c>).</summary>
    public bool Inline { get; init; } = true;

    /// <summary>Runs a body for every number below a count, on one or several threads; it returns when all have run.</summary>
    public Action<int, Action<int>> ForEach { get; init; } = static (count, body) =>
    {
        for (int i = 0; i < count; i++)
        {
            body(i);
        }
    };

    /// <summary>Instances whose generic body nobody has: a broken import, an internal error of the caller.</summary>
    public IReadOnlyList<InstanceKey> Missing => _missing;

    /// <summary>Hears of every allocation where it was put, in order of functions; null = nobody asks.</summary>
    public Action<AllocationReport>? Report { get; init; }

    /// <summary>Adds a function that is not generic, with its closures.</summary>
    public void Add(IrFunction function)
    {
        if (function.IsGeneric)
        {
            throw Unexpected.State("generic function " + function.Symbol + " without type arguments");
        }
        if (function.Body is not null && _known.Add(function.Symbol))
        {
            _pending.Add((function, [], function.Symbol));
        }
    }

    /// <summary>Adds an instance of a generic function.</summary>
    public void Add(InstanceKey key)
    {
        if (!_known.Add(key.Symbol))
        {
            return;
        }
        if (bodyOf(key.Function) is { Body: not null } body)
        {
            _pending.Add((body, key.TypeArguments, key.Symbol));
        }
        else
        {
            _missing.Add(key);
        }
    }

    /// <summary>Adds all functions of a package that are compiled as they stand.</summary>
    public void Add(IrPackage package)
    {
        foreach (IrFunction f in package.Functions)
        {
            if (!f.IsGeneric && f.Body is not null)
            {
                Add(f);
            }
        }
        if (package.Init.Body is not null)
        {
            Add(package.Init);
        }
    }

    /// <summary>
    /// Builds and optimises what has been added since the last run; returns the finished functions, in a deterministic order.
    /// </summary>
    public IReadOnlyList<SsaFunction> Run()
    {
        var fresh = new List<FunctionUnit>();
        while (_pending.Count > 0)
        {
            Environment.Cancellation.ThrowIfCancellationRequested();
            List<FunctionUnit> built = BuildPending();
            // Bodies from other packages may need instances of their own: another round.
            fresh.AddRange(Environment.Optimize && Inline ? InlineAll(built) : built);
        }
        _units.AddRange(fresh);
        AnalyzeEscapes(fresh);
        var tooLarge = new Diagnostic?[fresh.Count];
        ForEach(fresh.Count, i =>
        {
            SsaPasses.Run(SsaPasses.Allocations, fresh[i].Function, Switches, _ => AllocationLowering.Run(fresh[i], Environment));
            SsaPasses.Finish(fresh[i], Environment.FusesFloats, Switches);
            fresh[i].IsFinished = true;
            tooLarge[i] = FrameLimit.Check(fresh[i].Function, Environment.Layout);
        });
        var result = new List<SsaFunction>(fresh.Count);
        for (int i = 0; i < fresh.Count; i++)
        {
            result.Add(fresh[i].Function);
            if (tooLarge[i] is { } error)
            {
                sink.Report(error);
            }
        }
        if (Environment.Package.IsRuntimePackage)
        {
            BarrierRules.Check(result, sink);
        }
        return result;
    }

    private List<FunctionUnit> BuildPending()
    {
        var fresh = new List<FunctionUnit>();
        while (_pending.Count > 0)
        {
            Environment.Cancellation.ThrowIfCancellationRequested();
            (IrFunction Function, IReadOnlyList<GoType> TypeArguments, string Symbol)[] batch = [.. _pending];
            _pending.Clear();
            var built = new List<FunctionUnit>[batch.Length];
            ForEach(batch.Length, i =>
            {
                built[i] = [];
                BuildWithClosures(batch[i].Function, batch[i].TypeArguments, batch[i].Symbol, null, built[i]);
            });
            foreach (List<FunctionUnit> units in built)
            {
                foreach (FunctionUnit unit in units)
                {
                    fresh.Add(unit);
                    AddNeeds(unit);
                }
            }
        }
        ForEach(fresh.Count, i => SsaPasses.Early.Run(fresh[i].Function, Switches));
        return fresh;
    }

    private void AddNeeds(FunctionUnit unit)
    {
        foreach (InstanceKey key in unit.Instances)
        {
            Add(key);
        }
        foreach (IrFunction wrapper in unit.Wrappers)
        {
            Add(wrapper);
        }
    }

    private void BuildWithClosures(IrFunction function, IReadOnlyList<GoType> typeArguments, string symbol, FunctionUnit? outer,
        List<FunctionUnit> units, KnownLocals? known = null)
    {
        known ??= new KnownLocals();
        SsaBuilder.Result result = SsaBuilder.Build(Environment, function, typeArguments, symbol, known);
        if (function.Package != Environment.Package)
        {
            result.Function.ForgetColumns();
        }
        var unit = new FunctionUnit(result.Function, function, result.Closures)
        {
            Outer = outer, Instances = result.Instances, Wrappers = result.Wrappers,
        };
        units.Add(unit);
        foreach (IrFunction closure in function.Closures)
        {
            if (closure.Body is not null)
            {
                BuildWithClosures(closure, typeArguments, symbol, unit, units, known);
            }
        }
    }

    // Escape analysis, callees first.

    private void AnalyzeEscapes(List<FunctionUnit> fresh)
    {
        NoteForeignSites(fresh);
        List<EntityList<int>> groups = Group(fresh, out Dictionary<string, int> groupOf);
        foreach (EntityList<int> component in CallGraph.Components(groups.Count, g => Callees(fresh, groups[g], groupOf)))
        {
            var batch = new List<FunctionUnit>();
            foreach (int g in component)
            {
                foreach (int u in groups[g])
                {
                    batch.Add(fresh[u]);
                }
            }
            byte[][] tags = [];
            SsaPasses.Run(SsaPasses.Escape, batch, Switches, () => tags = EscapeAnalysis.Run(batch, TagsOf, Environment.Layout));
            for (int i = 0; i < batch.Count; i++)
            {
                _tags[batch[i].Function.Symbol.Name] = tags[i];
                if (batch[i].Source is { Object: { } declared, IsGeneric: false })
                {
                    declared.EscapeTags = tags[i];
                }
                if (Report is not null)
                {
                    ReportAllocations(batch[i], Report);
                }
                ReportEscapes(batch[i]);
            }
        }
    }

    private byte[]? TagsOf(CallInfo call)
    {
        if (call.Target is { } target && _tags.TryGetValue(target.Name, out byte[]? known))
        {
            return known;
        }
        if (call.Callee is not { } callee)
        {
            return null;
        }
        if (!callee.HasBody)
        {
            return (callee.Pragmas & FunctionPragmas.Noescape) != 0 ? [] : null;
        }
        return callee.EscapeTags;
    }

    private static void ReportAllocations(FunctionUnit unit, Action<AllocationReport> report)
    {
        SsaFunction f = unit.Function;
        foreach (BlockId id in f.Order)
        {
            foreach (ValueId v in f[id].Instructions)
            {
                if (f[v].Op is not (Op.Allocate or Op.AllocateMap))
                {
                    continue;
                }
                Text.Pos place = f[v].Pos;
                for (int call = f[v].InlineIndex; call >= 0; call = f.InlineTree[call].Parent)
                {
                    place = f.InlineTree[call].CallPos;
                }
                report(new AllocationReport(place, f[v].Pos, ((AllocationSite)f[v].Aux!).Reason, unit.HeapAllocations.Contains(v.Index)));
            }
        }
    }

    private void ReportEscapes(FunctionUnit unit)
    {
        if (!unit.Function.Package.IsRuntimePackage || unit.HeapAllocations.Count == 0)
        {
            return;
        }
        foreach (int v in unit.HeapAllocations.Order())
        {
            if (unit.Function[new ValueId(v)].Aux is not AllocationSite { IsImplicit: true, IsOptional: false } site)
            {
                continue;
            }
            string what = site.Closure is { } closure ? $"heap-allocated closure {closure}" : $"{site.Reason} escapes to heap";
            sink.Report(Catalogue.EscapesInRuntime, unit.Function[new ValueId(v)].Pos, what + ", not allowed in runtime");
        }
    }

    /// <summary>A function and its closures form one group.</summary>
    private static List<EntityList<int>> Group(List<FunctionUnit> units, out Dictionary<string, int> groupOf)
    {
        var groups = new List<EntityList<int>>();
        groupOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < units.Count; i++)
        {
            if (units[i].Outer is null)
            {
                groups.Add([]);
            }
            groups[^1].Add(i);
            groupOf[units[i].Function.Symbol.Name] = groups.Count - 1;
        }
        return groups;
    }

    private static EntityList<int> Callees(List<FunctionUnit> units, EntityList<int> group, Dictionary<string, int> groupOf)
    {
        var callees = new EntityList<int>();
        foreach (int u in group)
        {
            SsaFunction f = units[u].Function;
            foreach (BlockId id in f.Order)
            {
                foreach (ValueId v in f[id].Instructions)
                {
                    if (f[v].Op is Op.CallStatic or Op.CallClosure && ((CallInfo)f[v].Aux!).Target is { } target
                        && groupOf.TryGetValue(target.Name, out int g))
                    {
                        callees.Add(g);
                    }
                }
            }
        }
        return callees;
    }
}
