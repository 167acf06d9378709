using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>
    /// Orders package-level initialisations (spec "Package initialization"): again and again the first variable in declaration order that
    /// does not depend on an uninitialised one. Dependencies through functions count; constants take part because they may be in cycles.
    /// </summary>
    private void ComputeInitializationOrder()
    {
        int count = _objects.Count;
        var values = new int[count][]; // for each constant and variable: those it depends on
        var stamp = new int[count];
        int[] remaining = new int[count];
        var users = new EntityList<int>?[count];
        for (int i = 1; i < count; i++)
        {
            if (!IsValue(i))
            {
                continue;
            }
            values[i] = ValueDependencies(i, stamp);
            remaining[i] = values[i].Length;
            foreach (int dependency in values[i])
            {
                (users[dependency] ??= []).Add(i);
            }
        }
        var queue = new PriorityQueue<int, (bool, int, int)>();
        for (int i = 1; i < count; i++)
        {
            if (IsValue(i))
            {
                queue.Enqueue(i, Priority(i, remaining));
            }
        }
        var done = new bool[count];
        var emitted = new HashSet<DeclarationInfo>();
        while (queue.TryDequeue(out int next, out (bool, int, int) priority))
        {
            if (done[next] || priority.Item2 != remaining[next])
            {
                continue; // a later entry has the current count
            }
            done[next] = true;
            if (remaining[next] > 0 && FindCycle(next) is { } cycle)
            {
                ReportInitializationCycle(cycle);
            }
            foreach (int user in users[next] ?? [])
            {
                remaining[user]--;
                if (!done[user])
                {
                    queue.Enqueue(user, Priority(user, remaining));
                }
            }
            if (emitted.Add(_declarations[next]!))
            {
                Emit(next);
            }
        }
    }

    private (bool, int, int) Priority(int order, int[] remaining) => (_objects[order] is not ConstantObject, remaining[order], order);

    private bool IsValue(int order) => _objects[order] is ConstantObject or Variable;

    private void Emit(int order)
    {
        DeclarationInfo declaration = _declarations[order]!;
        if (_objects[order] is Variable variable && declaration.Initial is { } initial)
        {
            _info.InitOrder.Add(new Initializer(declaration.Lhs ?? [variable], initial));
        }
    }

    /// <summary>Constants and variables that one depends on, directly or through functions; itself included if so.</summary>
    private int[] ValueDependencies(int order, int[] stamp)
    {
        HashSet<int>? direct = _declarations[order]!.Dependencies;
        if (direct is null)
        {
            return [];
        }
        var found = new EntityList<int>();
        var work = new Stack<int>(direct);
        while (work.TryPop(out int next))
        {
            if (stamp[next] == order)
            {
                continue;
            }
            stamp[next] = order;
            if (_objects[next] is not Function)
            {
                found.Add(next);
                continue;
            }
            foreach (int inner in _declarations[next]!.Dependencies ?? [])
            {
                work.Push(inner);
            }
        }
        found.Sort();
        return [.. found];
    }

    /// <summary>
    /// A path of dependencies from an object back to itself, in source order where there is a choice; null if there is none.
    /// </summary>
    private EntityList<int>? FindCycle(int start)
    {
        var seen = new HashSet<int>();
        var path = new EntityList<int>();
        return Search(start) ? path : null;

        bool Search(int from)
        {
            if (!seen.Add(from))
            {
                return false;
            }
            path.Add(from);
            int[] dependencies = [.. _declarations[from]!.Dependencies ?? []];
            Array.Sort(dependencies);
            foreach (int next in dependencies)
            {
                if (next == start || Search(next))
                {
                    return true;
                }
            }
            path.RemoveAt(path.Count - 1);
            return false;
        }
    }

    private void ReportInitializationCycle(EntityList<int> cycle)
    {
        GoObject first = _objects[cycle[0]]!;
        if (cycle.Count == 1)
        {
            Error(first.Pos, Catalogue.InvalidInitCycle, $"initialization cycle: {first.Name} refers to itself");
            return;
        }
        var related = new EntityList<RelatedLocation>();
        for (int i = 0; i < cycle.Count; i++)
        {
            GoObject from = _objects[cycle[i]]!, to = _objects[cycle[(i + 1) % cycle.Count]]!;
            related.Add(new RelatedLocation(from.Pos, $"{from.Name} refers to {to.Name}"));
        }
        Report(first.Pos, Catalogue.InvalidInitCycle, $"initialization cycle for {first.Name}", related, false);
    }
}
