using Go.Compiler.Collections;
using Go.Compiler.Ir;
using Go.Compiler.Ssa.Inlining;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Pipeline;

public sealed partial class SsaPackageBuilder
{
    private readonly Dictionary<string, FunctionUnit> _bodies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FunctionUnit?> _imported = new(StringComparer.Ordinal);

    /// <summary>
    /// Inlines in every function, callees first. Small functions that call each other in a circle inline only what is finished. Returns
    /// the functions and what was made anew on the way.
    /// </summary>
    private List<FunctionUnit> InlineAll(List<FunctionUnit> fresh)
    {
        List<EntityList<int>> groups = Group(fresh, out Dictionary<string, int> groupOf);
        var source = new BodySource(this);
        _variants.Clear();
        var order = new InliningOrder(fresh, groups, g => Callees(fresh, groups[g], groupOf));
        foreach (EntityList<int> component in CallGraph.Components(groups.Count, g => Callees(fresh, groups[g], groupOf)))
        {
            foreach (int g in order.Of(component))
            {
                // Closures first, in source order, what is inside before what is around: their function may take them in, and one the
                // other.
                foreach (FunctionUnit unit in InnermostFirst(fresh, groups[g]))
                {
                    Environment.Cancellation.ThrowIfCancellationRequested();
                    if (Inlined(unit, source))
                    {
                        SsaPasses.Inlined.Run(unit.Function, Switches);
                    }
                    NoteBody(unit);
                }
            }
        }
        return WithVariants(fresh, groups);
    }

    /// <summary>Whether anything was.</summary>
    private bool Inlined(FunctionUnit unit, BodySource source)
    {
        bool any = false;
        SsaPasses.Run(SsaPasses.Inline, unit.Function, Switches, _ => any = Inliner.Run(unit, source, Devirtualized));
        return any;
    }

    private bool Devirtualized(SsaFunction function)
    {
        bool any = false;
        SsaPasses.Run(SsaPasses.Devirtualize, function, Switches, f => any = Devirtualization.Run(f, Environment.Layout));
        return any;
    }

    /// <summary>
    /// Tells closures whose objects functions in <paramref name="units"/> make outside of the closure's own function. To be known before
    /// any of them is analysed: a maker comes before those who inlined it.
    /// </summary>
    private void NoteForeignSites(List<FunctionUnit> units)
    {
        foreach (FunctionUnit unit in units)
        {
            HashSet<ValueId>? objects = null;
            foreach (ClosureSite site in unit.Closures)
            {
                if (site.IsCopy && _bodies.GetValueOrDefault(site.Symbol) is { } code && !code.IsIn(unit)
                    && (objects ??= Allocations(unit.Function)).Contains(site.Object))
                {
                    code.HasForeignSites = true;
                }
            }
        }
    }

    private static HashSet<ValueId> Allocations(SsaFunction function)
    {
        var all = new HashSet<ValueId>();
        foreach (BlockId id in function.Order)
        {
            foreach (ValueId v in function[id].Instructions)
            {
                if (function[v].Op == Op.Allocate)
                {
                    all.Add(v);
                }
            }
        }
        return all;
    }

    private static List<FunctionUnit> InnermostFirst(List<FunctionUnit> units, EntityList<int> group)
    {
        var result = new List<FunctionUnit>(group.Count);
        int at = 0;
        void Take()
        {
            // The group lists a function, then its closures with all that is inside them.
            FunctionUnit unit = units[group[at++]];
            while (at < group.Count && units[group[at]].Outer == unit)
            {
                Take();
            }
            result.Add(unit);
        }
        while (at < group.Count)
        {
            Take();
        }
        return result;
    }

    /// <summary>A small function of another package, built here for its body only.</summary>
    private FunctionUnit? Imported(Function function, string symbol)
    {
        if (_imported.TryGetValue(symbol, out FunctionUnit? known))
        {
            return known;
        }
        _imported[symbol] = null; // also stops recursion
        if (bodyOf(function) is not { Body: not null, IsGeneric: false } body || body.HasDefer || body.HasRecover || body.Closures.Count > 0
            || !IsSmall(body))
        {
            return null;
        }
        var units = new List<FunctionUnit>();
        BuildWithClosures(body, [], symbol, null, units);
        SsaPasses.Early.Run(units[0].Function, Switches);
        // One level of calls inside, so that accessors of accessors disappear.
        if (Inlined(units[0], new BodySource(this)))
        {
            SsaPasses.Inlined.Run(units[0].Function, Switches);
        }
        _imported[symbol] = units[0];
        return units[0];
    }

    /// <summary>Cheap look at the tree before anything is built.</summary>
    private static bool IsSmall(IrFunction body) => body.Body!.Statements.Count <= 8;

    private sealed class BodySource(SsaPackageBuilder builder) : IInlineSource
    {
        public FunctionUnit? BodyOf(CallInfo call)
        {
            string symbol = call.Target!.Name;
            if (call.Target.Abi != FunctionAbi.Internal)
            {
                return null;
            }
            if (builder._bodies.TryGetValue(symbol, out FunctionUnit? own))
            {
                return own;
            }
            if (call.Callee is not { HasBody: true } callee || builder._known.Contains(symbol)
                || callee.Package == builder.Environment.Package)
            {
                return null;
            }
            return builder.Imported(callee, symbol);
        }

        public ClosureName? ClosureNamed(string symbol) => builder._closureNames.GetValueOrDefault(symbol);

        public void NoteName(ClosureName name) => builder._closureNames.TryAdd(name.Symbol, name);

        public bool TryMakeVariant(string closure, ClosureName name) => builder.TryMakeVariant(closure, name, this);

        public FunctionUnit? ClosureOf(ClosureSite site) => builder._bodies.GetValueOrDefault(site.Symbol);

        public void Inlined(FunctionUnit callee) => builder.AddNeeds(callee);
    }
}
