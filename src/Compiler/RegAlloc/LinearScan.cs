using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.RegAlloc;

/// <summary>A stretch of a register's lifetime with one place: a window [From, To) over its ranges.</summary>
internal sealed class Piece(int vreg, int from, int to)
{
    public readonly int Vreg = vreg;
    public int From = from, To = to;

    /// <summary>Machine register, or -1: in memory (or to be made again).</summary>
    public int Register = -1;

    /// <summary>The last question for holders of a register that this one was an answer to.</summary>
    public int Question;

    /// <summary>The next piece of the same register; together they tile the lifetime.</summary>
    public Piece? Next;
}

/// <summary>
/// Linear scan over live ranges with holes and splitting. Calls destroy all registers in Go's conventions, so a lifetime is first cut at
/// the calls it crosses; values never change, so a value stored once stays valid in its slot, and pieces in memory cost nothing. What is
/// left is scanned in order of start; under pressure the cheapest piece by distance and loop depth of its next use goes to memory.
/// Moves happen in gaps in three stages: (0) what an edge demands, (1) splits, reloads, fixed results, spills, (2) fixed and tied inputs,
/// and before a jump the moves of the outgoing edge.
/// </summary>
public sealed partial class LinearScan
{
    private const int Forever = int.MaxValue;

    private readonly AllocationProblem _problem;
    private readonly LiveRanges _live;

    private readonly RegisterTimes _times;

    // By register: when pieces hold it.
    private readonly OccupiedRanges[] _held;

    // Fixed occupations by register in ascending order: [from, to), and the virtual register that may be there (0 none).
    private readonly EntityList<(int From, int To, int Owner)>[] _fixed;

    // By class: instructions that destroy all registers of the class, ascending.
    private readonly EntityList<int>[] _calls = [[], []];
    private readonly Piece?[] _first;

    // By block parameter: what comes in over the first edge, and where from.
    private readonly Scratch<int> _phiHint, _phiHintFrom;

    // By register: a piece, and the last machine register of those before it.
    private readonly (Piece? At, int Before)[] _searched;
    private readonly PriorityQueue<Piece, long> _queue = new();
    private readonly int[] _freeUntil;
    private readonly EntityList<(Piece Other, int Meet)> _holders = [];
    private int _sequence, _question;

    private LinearScan(AllocationProblem problem)
    {
        _problem = problem;
        _live = new LiveRanges(problem);
        _first = new Piece?[problem.Vregs.Count];
        _phiHint = Scratch<int>.Rent(problem.Vregs.Count);
        _phiHintFrom = Scratch<int>.Rent(problem.Vregs.Count);
        _searched = new (Piece?, int)[problem.Vregs.Count];
        int registers = 64 - System.Numerics.BitOperations.LeadingZeroCount(problem.Allocatable[0] | problem.Allocatable[1]);
        _times = RegisterTimes.Rent(registers);
        _held = _times.Held;
        _fixed = _times.Fixed;
        _freeUntil = new int[registers];
    }

    private void ReturnTables()
    {
        _times.Return();
        _live.Dispose();
        _phiHint.Dispose();
        _phiHintFrom.Dispose();
    }

    /// <summary>Allocates all registers of a problem.</summary>
    public static AllocationResult Run(AllocationProblem problem)
    {
        var scan = new LinearScan(problem);
        scan.CollectFixed();
        scan.CollectPhiHints();
        for (int v = 1; v < problem.Vregs.Count; v++)
        {
            int start = scan._live.RangeStart[v], end = scan._live.RangeStart[v + 1];
            if (start < end)
            {
                var piece = new Piece(v, scan._live.RangeFrom[start], scan._live.RangeTo[end - 1]);
                scan._first[v] = piece;
                scan.Enqueue(piece);
            }
        }
        while (scan._queue.TryDequeue(out Piece? piece, out _))
        {
            problem.Cancellation.ThrowIfCancellationRequested();
            scan.Allocate(piece);
        }
        AllocationResult result = scan.Resolve();
        scan.ReturnTables();
        return result;
    }

    private void Enqueue(Piece piece) => _queue.Enqueue(piece, ((long)piece.From << 32) | (uint)_sequence++);

    private void CollectFixed()
    {
        for (int i = 0; i < _problem.InstructionCount; i++)
        {
            ulong clobbers = _problem.Clobbers[i];
            for (int o = _problem.OperandStart[i]; o < _problem.OperandStart[i + 1]; o++)
            {
                Operand operand = _problem.Operands[o];
                if (operand.Constraint != OperandConstraint.Fixed)
                {
                    continue;
                }
                (int from, int to) = operand.Role switch
                {
                    OperandRole.Use => (4 * i + 1, 4 * i + 2),
                    OperandRole.LateUse => (4 * i + 1, 4 * i + 3),
                    OperandRole.Def => (4 * i + 2, 4 * i + 3),
                    _ => (4 * i + 1, 4 * i + 3),
                };
                // The value may already be there; a result's value starts in the next gap, after this.
                _fixed[operand.Detail].Add((from, to, operand.IsUse ? operand.Vreg : 0));
            }
            for (int c = 0; c < 2; c++)
            {
                ulong all = _problem.Allocatable[c];
                ulong results = 0;
                for (int o = _problem.OperandStart[i]; o < _problem.OperandStart[i + 1]; o++)
                {
                    Operand operand = _problem.Operands[o];
                    if (!operand.IsUse && operand.Constraint == OperandConstraint.Fixed)
                    {
                        results |= 1UL << operand.Detail;
                    }
                }
                if (all != 0 && (all & ~(clobbers | results)) == 0)
                {
                    _calls[c].Add(i);
                    clobbers &= ~all;
                }
            }
            for (ulong rest = clobbers; rest != 0; rest &= rest - 1)
            {
                _fixed[System.Numerics.BitOperations.TrailingZeroCount(rest)].Add((4 * i + 2, 4 * i + 3, 0));
            }
        }
    }

    private void CollectPhiHints()
    {
        foreach (AllocationBlock block in _problem.Blocks)
        {
            for (int k = 0; k < block.Parameters.Count; k++)
            {
                // The first incoming edge in layout order is usually the loop entry or the straight path.
                if (block.Incoming.Count > 0)
                {
                    _phiHint[block.Parameters[k]] = block.Incoming[0][k];
                    _phiHintFrom[block.Parameters[k]] = EdgeSpans.LastPosition(_problem.Blocks[block.Predecessors[0]]);
                }
            }
        }
    }

    private void Allocate(Piece piece)
    {
        int call = FirstCrossedCall(piece, piece.From);
        if (call >= 0 && !SplitAtCall(piece, call))
        {
            return;
        }
        if (!TryFreeRegister(piece))
        {
            TakeRegister(piece);
        }
    }

    // The first call at or after a position that the piece lives across, or -1.
    private int FirstCrossedCall(Piece piece, int from)
    {
        EntityList<int> calls = _calls[(int)_problem.Vregs[piece.Vreg].Class];
        if (calls.Count == 0)
        {
            return -1;
        }
        int end = _live.RangeStart[piece.Vreg + 1];
        for (int r = FirstRange(piece.Vreg, from); r < end && _live.RangeFrom[r] < piece.To; r++)
        {
            int lo = Math.Max(_live.RangeFrom[r], from), hi = Math.Min(_live.RangeTo[r], piece.To);
            int c = FirstCallFrom(calls, (lo - 2 + 3) >> 2);
            if (c < calls.Count && 4 * calls[c] + 2 < hi)
            {
                return calls[c];
            }
        }
        return -1;
    }

    private static int FirstCallFrom(EntityList<int> calls, int instruction)
    {
        int at = calls.AsSpan().BinarySearch(instruction);
        return at < 0 ? ~at : at;
    }

    // Index of the first range that ends after a position.
    private int FirstRange(int v, int position)
    {
        int lo = _live.RangeStart[v], hi = _live.RangeStart[v + 1];
        while (lo < hi)
        {
            int mid = (lo + hi) >> 1;
            if (_live.RangeTo[mid] <= position)
            {
                lo = mid + 1;
            }
            else
            {
                hi = mid;
            }
        }
        return lo;
    }

    // Index of the first use at or after a position.
    private int FirstUse(int v, int position)
    {
        int lo = _live.UseStart[v], hi = _live.UseStart[v + 1];
        while (lo < hi)
        {
            int mid = (lo + hi) >> 1;
            if (_live.Uses[mid].Position < position)
            {
                lo = mid + 1;
            }
            else
            {
                hi = mid;
            }
        }
        return lo;
    }

    // The first use in [from, to) that needs a register, or -1.
    private int NextRegisterUse(int v, int from, int to)
    {
        int end = _live.UseStart[v + 1];
        for (int u = FirstUse(v, from); u < end && _live.Uses[u].Position < to; u++)
        {
            if (_live.Uses[u].NeedsRegister)
            {
                return _live.Uses[u].Position;
            }
        }
        return -1;
    }

    // False when nothing of the piece is left to allocate.
    private bool SplitAtCall(Piece piece, int call)
    {
        int v = piece.Vreg;
        int limit = NextRegisterUse(v, 4 * call + 1, 4 * call + 2) >= 0 ? 4 * call + 2 : 4 * call + 1;
        int last = -1;
        int useEnd = _live.UseStart[v + 1];
        for (int u = FirstUse(v, piece.From); u < useEnd && _live.Uses[u].Position < limit; u++)
        {
            last = _live.Uses[u].Position;
        }
        bool startsAtFixedResult = last == piece.From && (last & 3) == 0 && last == _live.DefPosition[v]
            && NextRegisterUse(v, last, last + 1) < 0;
        if (last < 0 || startsAtFixedResult)
        {
            // Nothing uses it before the call: it goes to memory at once; a new value later, when a block on the way is rarer.
            int rare = startsAtFixedResult ? RarestPosition(v, piece.From, piece.From, limit) : piece.From;
            if (rare == piece.From)
            {
                ToMemory(piece, limit, 4 * call + 4);
                return false;
            }
            ToMemory(Split(piece, rare), limit, 4 * call + 4);
            return true;
        }
        int split = SpillPosition(v, last, limit);
        Piece rest = Split(piece, split);
        ToMemory(rest, limit, 4 * call + 4);
        return true;
    }

    // Where a value goes to memory after its last use before a limit: on leaving the loops of that use or entering something rare, else at
    // once.
    private int SpillPosition(int v, int lastUse, int limit)
    {
        int after = (lastUse | 3) + 1;
        return after >= limit ? limit : RarestPosition(v, lastUse, after, limit);
    }

    /// <summary>
    /// A rarer block farther away is not found: code with very many blocks and values would take the product of their numbers.
    /// </summary>
    private const int MaxBlocksSearched = 500;

    // The head of the block before a limit that is executed least, when that is less than a position's own block; else the given one.
    private int RarestPosition(int v, int position, int otherwise, int limit)
    {
        int best = otherwise, b = _live.BlockOfPosition(position);
        float weight = _problem.Blocks[b].Weight;
        int end = Math.Min(_problem.Blocks.Count, b + MaxBlocksSearched);
        for (b++; b < end && _problem.Blocks[b].First * 4 < limit; b++)
        {
            int head = _problem.Blocks[b].First * 4;
            if (_problem.Blocks[b].Weight < weight && head > otherwise && _live.Covers(v, head))
            {
                weight = _problem.Blocks[b].Weight;
                best = head;
            }
        }
        return best;
    }

    // Cuts a piece; the second part is not queued.
    private static Piece Split(Piece piece, int position)
    {
        if (position <= piece.From || position >= piece.To)
        {
            throw Unexpected.State($"split of r{piece.Vreg} [{piece.From},{piece.To}) at {position}");
        }
        var rest = new Piece(piece.Vreg, position, piece.To) { Next = piece.Next };
        piece.To = position;
        piece.Next = rest;
        return rest;
    }

    /// <summary>
    /// Puts a piece in memory from its start, and queues a new piece where the value is wanted in a register again, not before
    /// <paramref name="earliest"/>. Uses before <paramref name="served"/> are served from memory.
    /// </summary>
    private void ToMemory(Piece piece, int served, int earliest)
    {
        int v = piece.Vreg, end = _live.UseStart[v + 1];
        if (piece.Register >= 0)
        {
            Release(piece, piece.From);
            piece.Register = -1;
            _searched[v] = default;
        }
        EntityList<int> calls = _calls[(int)_problem.Vregs[v].Class];
        int mayUse = -1, mayCount = 0, mayRegion = -1, target = -1;
        earliest = Math.Max(earliest, piece.From + 1);
        for (int u = FirstUse(v, served); u < end && _live.Uses[u].Position < piece.To; u++)
        {
            UsePoint use = _live.Uses[u];
            int region = FirstCallFrom(calls, (use.Position + 2) >> 2);
            if (region != mayRegion)
            {
                mayRegion = region;
                mayCount = 0;
                mayUse = use.Position;
            }
            mayCount++;
            bool early = (mayUse & ~3) >= earliest;
            if (use.NeedsRegister || (mayCount >= 3 && early))
            {
                // Earlier uses in the same stretch between calls profit from the reload too.
                target = early ? mayUse : use.Position;
                break;
            }
        }
        if (target < 0)
        {
            return;
        }
        int position = ReloadPosition(v, earliest, target);
        Enqueue(Split(piece, position));
    }

    // Where to reload for a use: at the head of an outer block when the use is in a deeper loop, else right before.
    private int ReloadPosition(int v, int earliest, int use)
    {
        EntityList<int> calls = _calls[(int)_problem.Vregs[v].Class];
        int c = FirstCallFrom(calls, (use + 2) >> 2);
        if (c > 0)
        {
            earliest = Math.Max(earliest, 4 * calls[c - 1] + 4);
        }
        int best = use & ~3;
        if (best < earliest)
        {
            throw Unexpected.State($"r{v} cannot be reloaded for its use at {use}, earliest {earliest}");
        }
        int useBlock = _live.BlockOfPosition(use);
        int depth = _problem.Blocks[useBlock].LoopDepth;
        int nextCall = c < calls.Count ? 4 * calls[c] : Forever;
        // A loop header that lies on the way has a cheaper predecessor: begin the piece with the loop.
        for (int b = useBlock; depth > 0 && b >= 0 && _problem.Blocks[b].First * 4 >= earliest; b--)
        {
            if (b > 0 && _problem.Blocks[b - 1].LoopDepth < depth && _problem.Blocks[b].LoopDepth <= depth)
            {
                int loopDepth = _problem.Blocks[b].LoopDepth;
                depth = _problem.Blocks[b - 1].LoopDepth;
                if (_live.Covers(v, _problem.Blocks[b].First * 4) && LoopEnd(useBlock, loopDepth) <= nextCall)
                {
                    best = _problem.Blocks[b].First * 4;
                }
            }
        }
        return best;
    }

    // End of the loop of a depth around a block, in layout order.
    private int LoopEnd(int block, int depth)
    {
        while (block < _problem.Blocks.Count && _problem.Blocks[block].LoopDepth >= depth)
        {
            block++;
        }
        return 4 * _problem.Blocks[block - 1].End;
    }
}
