using System.Runtime.InteropServices;
using Go.Compiler.Collections;

namespace Go.Compiler.Ssa.Escape;

/// <summary>What a node of the graph stands for.</summary>
internal enum EscapeNodeKind : byte { Heap, Value, Location, Result }

/// <summary>A node: the heap, a pointer, a variable (frame slot, allocation), or a function's result.</summary>
internal struct EscapeNode
{
    public EscapeNodeKind Kind;
    public int Unit;
    public int LoopDepth;

    /// <summary>A value that goes from one iteration to the next.</summary>
    public bool IsLoopPhi;
    public BlockId Block;

    /// <summary>Index of an edge, or 0.</summary>
    public int FirstEdge;

    /// <summary>Counted from 1; 0: none.</summary>
    public int Parameter;
    public int Result;

    /// <summary>Index of the value that allocates; 0: none.</summary>
    public int Allocation;
    public bool Escapes;
    public bool Queued;
    public int Walk;
    public int Distance;
}

/// <summary>Where a value comes from: a node and the loads on the way, or -1 for its address.</summary>
internal readonly record struct EscapeEdge(int Source, int Dereferences, int Next);

/// <summary>Locations and values of a batch of functions, with edges "target gets source after n dereferences".</summary>
internal sealed class EscapeGraph
{
    public const int None = -1, Heap = 0;

    private readonly EntityList<EscapeNode> _nodes = [new EscapeNode { Unit = -1, Kind = EscapeNodeKind.Heap }];
    private readonly EntityList<EscapeEdge> _edges = [default];
    private readonly Queue<int> _roots = new();

    public int Count => _nodes.Count;

    /// <summary>Valid until a node is added.</summary>
    public ref EscapeNode At(int node) => ref _nodes.AsSpan()[node];

    public EscapeEdge Edge(int index) => _edges[index];

    public int NewNode(EscapeNodeKind kind, int unit, int loopDepth)
    {
        _nodes.Add(new EscapeNode { Kind = kind, Unit = unit, LoopDepth = loopDepth });
        return _nodes.Count - 1;
    }

    public void Flow(int target, int source, int dereferences)
    {
        if (source is None or Heap || target == None || (source == target && dereferences >= 0))
        {
            return;
        }
        _edges.Add(new EscapeEdge(source, dereferences, At(target).FirstEdge));
        At(target).FirstEdge = _edges.Count - 1;
    }

    public void Escape(int node)
    {
        At(node).Escapes = true;
        Enqueue(node);
    }

    /// <summary>What reaches this node is to be looked at (again).</summary>
    public void Enqueue(int node)
    {
        if (!At(node).Queued)
        {
            At(node).Queued = true;
            _roots.Enqueue(node);
        }
    }

    public bool TryDequeue(out int root) => _roots.TryDequeue(out root);
}
