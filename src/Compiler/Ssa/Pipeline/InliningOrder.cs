using Go.Compiler.Collections;
using Go.Compiler.Ssa.Inlining;

namespace Go.Compiler.Ssa.Pipeline;

/// <summary>
/// The order in which functions that call each other in circles are inlined into. Most circles lead through functions that nobody takes in:
/// nearly all of the runtime is one component of the call graph, through <c>throw</c> and what prints. Without the calls of those the rest
/// has an order, callees first; what is left in circles keeps the order of the source.
/// </summary>
/// <param name="units">All functions.</param>
/// <param name="groups">By group: its functions, a declared one and the closures inside it.</param>
/// <param name="callees">By group: the groups that it calls.</param>
internal sealed class InliningOrder(List<FunctionUnit> units, List<EntityList<int>> groups, Func<int, EntityList<int>> callees)
{
    // By group: 1 + its place in the component at hand; 0 elsewhere.
    private readonly int[] _place = new int[groups.Count];

    /// <summary>The groups of a component.</summary>
    public EntityList<int> Of(EntityList<int> component)
    {
        if (component.Count == 1)
        {
            return component;
        }
        bool[] mayBeTakenIn = new bool[component.Count];
        for (int i = 0; i < component.Count; i++)
        {
            _place[component[i]] = i + 1;
            mayBeTakenIn[i] = Inliner.MayBeTakenIn(units[groups[component[i]][0]]);
        }
        var order = new EntityList<int>(component.Count);
        foreach (EntityList<int> part in CallGraph.Components(component.Count, i => InsideCallees(component[i], mayBeTakenIn)))
        {
            foreach (int i in part)
            {
                order.Add(component[i]);
            }
        }
        foreach (int g in component)
        {
            _place[g] = 0;
        }
        return order;
    }

    private EntityList<int> InsideCallees(int group, bool[] mayBeTakenIn)
    {
        var inside = new EntityList<int>();
        foreach (int callee in callees(group))
        {
            int place = _place[callee] - 1;
            if (place >= 0 && mayBeTakenIn[place])
            {
                inside.Add(place);
            }
        }
        return inside;
    }
}
