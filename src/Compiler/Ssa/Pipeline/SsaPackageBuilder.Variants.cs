using System.Runtime.InteropServices;
using Go.Compiler.Collections;
using Go.Compiler.Ssa.Inlining;

namespace Go.Compiler.Ssa.Pipeline;

public sealed partial class SsaPackageBuilder
{
    private readonly Dictionary<string, ClosureName> _closureNames = new(StringComparer.Ordinal);

    /// <summary>
    /// By outermost function: closures that were made anew where functions were inlined. They join its group, behind all others.
    /// </summary>
    private readonly Dictionary<FunctionUnit, List<FunctionUnit>> _variants = [];

    /// <summary>The function is done as far as inlining goes: others may take it in.</summary>
    private void NoteBody(FunctionUnit unit)
    {
        _bodies[unit.Function.Symbol.Name] = unit;
        if (unit.Outer is not null)
        {
            _closureNames[unit.Function.Symbol.Name] = unit.Name;
        }
    }

    private bool TryMakeVariant(string symbol, ClosureName name, BodySource source)
    {
        if (_bodies.ContainsKey(name.Symbol))
        {
            return true;
        }
        if (_bodies.GetValueOrDefault(symbol) is not { IsFinished: false } closure)
        {
            return false;
        }
        SsaFunction function = closure.Function.CopyAs(new FunctionSymbol(name.Symbol, closure.Function.Symbol.Abi));
        var variant = new FunctionUnit(function, closure.Source, [])
        {
            Name = name,
            Outer = closure.Outer,
            Instances = closure.Instances,
            Wrappers = closure.Wrappers,
        };
        // Before what is inside is copied: closures that refer to each other, or to themselves, meet it.
        NoteBody(variant);
        var inside = new InlinedClosures(source, closure, name, isInFunction: false);
        function.MapAux(inside.Of);
        for (int i = 0; i < function.InlineTree.Count; i++)
        {
            function.InlineTree[i] = inside.Of(function.InlineTree[i]);
        }
        foreach (ClosureSite site in closure.Closures)
        {
            variant.AddClosure(inside.Of(site));
        }
        FunctionUnit outermost = closure;
        while (outermost.Outer is { } outer)
        {
            outermost = outer;
        }
        CollectionsMarshal.GetValueRefOrAddDefault(_variants, outermost, out _) ??= [];
        _variants[outermost].Add(variant);
        return true;
    }

    /// <summary>The units with those that were made by inlining among them, each at the end of its group.</summary>
    private List<FunctionUnit> WithVariants(List<FunctionUnit> units, List<EntityList<int>> groups)
    {
        if (_variants.Count == 0)
        {
            return units;
        }
        var all = new List<FunctionUnit>(units.Count + _variants.Count);
        foreach (EntityList<int> group in groups)
        {
            foreach (int u in group)
            {
                all.Add(units[u]);
            }
            all.AddRange(_variants.GetValueOrDefault(units[group[0]]) ?? []);
        }
        return all;
    }
}
