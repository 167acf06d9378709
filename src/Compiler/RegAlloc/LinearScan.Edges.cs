using Go.Compiler.Diagnostics;

namespace Go.Compiler.RegAlloc;

public sealed partial class LinearScan
{
    private EdgeSpans? _edgeSpans;

    private void ResolveEdges(int v) => ForEachLiveEdge(v, (predecessor, block, from, to, _) =>
    {
        if (from != to && to.Kind != LocationKind.Remat && !(to.IsMemory && _storeAtDefinition[v]))
        {
            AddEdgeMove(predecessor, block, v, from, to);
        }
    });

    /// <summary>Visits the edges that a value lives on and at whose ends it is in different pieces.</summary>
    private void ForEachLiveEdge(int v, Action<int, int, Location, Location, float> visit)
    {
        _edgeSpans ??= new EdgeSpans(_problem.Blocks);
        for (int r = _live.RangeStart[v]; r < _live.RangeStart[v + 1]; r++)
        {
            int end = BlockFrom(_live.RangeTo[r]);
            for (int b = BlockFrom(_live.RangeFrom[r]); b < end;)
            {
                // A value that lives through much code is in one piece for most of it: then only edges from outside of the piece are of
                // interest.
                Piece piece = PieceAt(v, _problem.Blocks[b].First * 4);
                int pieceEnd = Math.Min(end, BlockFrom(piece.To));
                while ((b = _edgeSpans.NextEnteredFromOutside(b, pieceEnd, piece.From, piece.To)) < pieceEnd)
                {
                    if (b != _live.DefBlock[v])
                    {
                        VisitEdgesInto(b, piece, visit);
                    }
                    b++;
                }
            }
        }
    }

    private void VisitEdgesInto(int b, Piece piece, Action<int, int, Location, Location, float> visit)
    {
        AllocationBlock block = _problem.Blocks[b];
        foreach (int p in block.Predecessors)
        {
            int end = EdgeSpans.LastPosition(_problem.Blocks[p]);
            if (!IsIn(piece, end))
            {
                visit(p, b, PlaceOf(PieceAt(piece.Vreg, end)), PlaceOf(piece), Math.Min(block.Weight, _problem.Blocks[p].Weight));
            }
        }
    }

    /// <summary>The first block that begins at or behind a position.</summary>
    private int BlockFrom(int position)
    {
        if (position >= _problem.InstructionCount * 4)
        {
            return _problem.Blocks.Count;
        }
        int b = _live.BlockOfPosition(position);
        return _problem.Blocks[b].First * 4 < position ? b + 1 : b;
    }

    private void AddEdgeMove(int predecessor, int block, int v, Location from, Location to)
    {
        if (_problem.Blocks[block].Predecessors.Count == 1)
        {
            _pending.Add(new PendingMove(_problem.Blocks[block].First, StageEdgeIn, v, from, to));
        }
        else if (_problem.Blocks[predecessor].Successors.Count == 1)
        {
            _pending.Add(new PendingMove(_problem.Blocks[predecessor].End - 1, StageEdgeOut, v, from, to));
        }
        else
        {
            throw Unexpected.State($"critical edge b{predecessor} -> b{block}");
        }
    }

    // Incoming values of block parameters.
    private void EdgeParameters()
    {
        for (int b = 0; b < _problem.Blocks.Count; b++)
        {
            AllocationBlock block = _problem.Blocks[b];
            for (int k = 0; k < block.Parameters.Count; k++)
            {
                int parameter = block.Parameters[k];
                if (_first[parameter] is null)
                {
                    continue;
                }
                Location to = PlaceAt(parameter, block.First * 4);
                for (int p = 0; p < block.Predecessors.Count; p++)
                {
                    Location from = PlaceAt(block.Incoming[p][k], _problem.Blocks[block.Predecessors[p]].End * 4 - 1);
                    if (from != to)
                    {
                        AddEdgeMove(block.Predecessors[p], b, parameter, from, to);
                    }
                }
            }
        }
    }
}
