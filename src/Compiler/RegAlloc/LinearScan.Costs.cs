using Go.Compiler.Collections;

namespace Go.Compiler.RegAlloc;

// What it costs to take a register from whoever has it.
public sealed partial class LinearScan
{
    // The loops around the piece that wants a register, innermost first: where they begin and end in layout order.
    private readonly EntityList<(int Head, int End)> _loops = [];
    private int _loopsOfBlock = -1;

    // Of going to memory until a use at some distance.
    private double SpillCost(int v, int nextUse, int distance)
    {
        float weight = _problem.Blocks[_live.BlockOfPosition(nextUse)].Weight;
        double cost = weight / (4.0 + distance);
        return _problem.Vregs[v].IsRematerializable ? cost * 0.5 : cost;
    }

    private double EvictionCost(Piece piece, int register, int firstUse)
    {
        int here = piece.From & ~3;
        int blocked = FixedIntersection(piece, register);
        if (blocked != Forever && (blocked & ~3) <= Math.Max(firstUse, piece.From))
        {
            return double.MaxValue;
        }
        double cost = 0;
        foreach ((Piece other, int meet) in Holders(piece, register))
        {
            if (other.From > here && other.From <= piece.From)
            {
                return double.MaxValue; // starts within this very instruction
            }
            if (meet > piece.From)
            {
                cost += SpillCost(other.Vreg, meet, meet - here) * 0.25; // only requeued from its next range on
                continue;
            }
            int next = NextRegisterUse(other.Vreg, here, other.To);
            if (next >= 0 && next >> 2 == here >> 2)
            {
                return double.MaxValue;
            }
            cost += Math.Max(next < 0 ? 0 : SpillCost(other.Vreg, next, next - here), NextRoundCost(other.Vreg, here));
        }
        return cost;
    }

    private void CollectLoops(int position)
    {
        int at = _live.BlockOfPosition(position), first = at, last = at;
        if (at == _loopsOfBlock)
        {
            return;
        }
        _loopsOfBlock = at;
        _loops.Clear();
        for (int depth = _problem.Blocks[at].LoopDepth; depth > 0; depth--)
        {
            while (first > 0 && _problem.Blocks[first - 1].LoopDepth >= depth)
            {
                first--;
            }
            while (last + 1 < _problem.Blocks.Count && _problem.Blocks[last + 1].LoopDepth >= depth)
            {
                last++;
            }
            _loops.Add((_problem.Blocks[first].First * 4, _problem.Blocks[last].End * 4));
        }
    }

    // What a value from outside a loop costs when it is wanted again in the loop's next round: in layout order that use stands before the
    // position.
    private double NextRoundCost(int v, int here)
    {
        foreach ((int head, int end) in _loops)
        {
            if (_live.DefPosition[v] >= head || !_live.Covers(v, head))
            {
                break;
            }
            int use = NextRegisterUse(v, head, here);
            if (use >= 0)
            {
                return SpillCost(v, use, end - here + use - head);
            }
        }
        return 0;
    }

    // Where a piece that loses its register at a position may leave it before: at the head of the loops around that have not used it yet,
    // so that their back edges need not bring it back.
    private int LeavingPosition(Piece piece, int position)
    {
        int best = position, b = _live.BlockOfPosition(position);
        for (int depth = _problem.Blocks[b].LoopDepth; depth > 0; depth = _problem.Blocks[b - 1].LoopDepth)
        {
            while (b > 0 && _problem.Blocks[b - 1].LoopDepth >= depth)
            {
                b--;
            }
            int head = _problem.Blocks[b].First * 4;
            int use = FirstUse(piece.Vreg, head);
            bool isUsed = use < _live.UseStart[piece.Vreg + 1] && _live.Uses[use].Position < position;
            if (b == 0 || head <= piece.From || isUsed || !_live.Covers(piece.Vreg, head))
            {
                break;
            }
            best = head;
        }
        return best;
    }
}
