namespace Go.Compiler.Ssa.Escape;

/// <summary>
/// Walks the graph backwards from the heap, every result and every variable: a location whose address reaches something that outlives it
/// escapes, and a parameter that
/// reaches the heap or a result leaks.
/// </summary>
/// <param name="units">The batch.</param>
/// <param name="graph">What flows where in it.</param>
/// <param name="flows">The units' control flow.</param>
/// <param name="tags">Receives how the units' parameters leak.</param>
/// <param name="enclosing">By unit: those whose variables may be among its captures.</param>
internal sealed class EscapeSolver(IReadOnlyList<FunctionUnit> units, EscapeGraph graph, ControlFlow[] flows, byte[][] tags,
    Func<int, HashSet<int>> enclosing)
{
    private readonly Queue<int> _work = new();

    public void Solve()
    {
        graph.Enqueue(EscapeGraph.Heap);
        int maximum = 0;
        for (int i = 0; i < graph.Count; i++)
        {
            if (graph.At(i).Kind == EscapeNodeKind.Location)
            {
                maximum = Math.Max(maximum, graph.At(i).LoopDepth);
            }
        }
        bool hasClosures = false;
        foreach (FunctionUnit unit in units)
        {
            hasClosures |= unit.Outer is not null;
        }
        for (int i = 1; i < graph.Count; i++)
        {
            ref EscapeNode n = ref graph.At(i);
            // A variable can only outlive another that is deeper in loops or inside a closure.
            bool isVariable = (n.Kind == EscapeNodeKind.Location || n.IsLoopPhi) && n.FirstEdge != 0;
            bool matters = n.Kind == EscapeNodeKind.Result || (isVariable && (n.LoopDepth < maximum || hasClosures));
            if (matters)
            {
                graph.Enqueue(i);
            }
        }
        int walk = 0;
        while (graph.TryDequeue(out int root))
        {
            units[0].Function.Cancellation.ThrowIfCancellationRequested();
            graph.At(root).Queued = false;
            Walk(root, ++walk);
        }
    }

    private void Walk(int root, int walk)
    {
        graph.At(root).Walk = walk;
        graph.At(root).Distance = 0;
        _work.Enqueue(root);
        while (_work.TryDequeue(out int l))
        {
            int distance = graph.At(l).Distance;
            bool addressOf = distance < 0;
            int reached = Math.Max(distance, 0);
            if (l != root && Outlives(root, l))
            {
                if (graph.At(l).Parameter > 0 && !addressOf)
                {
                    Leak(root, l, reached);
                }
                if (addressOf && graph.At(l).Kind == EscapeNodeKind.Location && !graph.At(l).Escapes)
                {
                    graph.Escape(l);
                    continue;
                }
            }
            for (int e = graph.At(l).FirstEdge; e != 0; e = graph.Edge(e).Next)
            {
                EscapeEdge edge = graph.Edge(e);
                ref EscapeNode source = ref graph.At(edge.Source);
                // What is in the heap already was handled as a root of its own.
                if (source.Escapes && edge.Source != root)
                {
                    continue;
                }
                int d = reached + edge.Dereferences;
                if (source.Walk != walk || d < source.Distance)
                {
                    source.Walk = walk;
                    source.Distance = d;
                    _work.Enqueue(edge.Source);
                }
            }
        }
    }

    private bool Outlives(int root, int other)
    {
        ref EscapeNode r = ref graph.At(root);
        if (r.Kind is EscapeNodeKind.Heap or EscapeNodeKind.Result || r.Escapes)
        {
            return true;
        }
        int unit = graph.At(other).Unit;
        if (r.Unit != unit)
        {
            return enclosing(unit).Contains(r.Unit);
        }
        // What is made anew after each new instance of the other one cannot hold an older instance.
        return r.LoopDepth < graph.At(other).LoopDepth && (r.Block.IsNone || !flows[unit].Dominates(graph.At(other).Block, r.Block));
    }

    private void Leak(int root, int parameterNode, int dereferences)
    {
        ref EscapeNode p = ref graph.At(parameterNode);
        ref EscapeNode r = ref graph.At(root);
        int result = r.Kind == EscapeNodeKind.Result && r.Unit == p.Unit ? r.Result : -1;
        if (r.Kind == EscapeNodeKind.Result && r.Unit != p.Unit)
        {
            // The caller inside the batch returns it: its own parameters are what leaks.
            return;
        }
        if (r.Kind is EscapeNodeKind.Value or EscapeNodeKind.Location && !r.Escapes)
        {
            return;
        }
        EscapeTags.Record(tags[p.Unit], p.Parameter - 1, result, dereferences);
    }
}
