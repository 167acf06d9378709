using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.RegAlloc;

public sealed partial class LinearScan
{
    // A move not yet ordered against the others of its gap and stage.
    private readonly record struct PendingMove(int Gap, int Stage, int Vreg, Location From, Location To);

    private const int StageEdgeIn = 0, StageSplit = 1, StageInput = 2, StageEdgeOut = 3;

    private readonly EntityList<PendingMove> _pending = [];
    private Location[] _memory = [];
    private bool[] _storeAtDefinition = [];

    private AllocationResult Resolve()
    {
        ListPieces();
        _memory = new Location[_problem.Vregs.Count];
        _storeAtDefinition = new bool[_problem.Vregs.Count];
        (int slotCount, bool[] tracked) = AssignSlots();
        for (int v = 1; v < _problem.Vregs.Count; v++)
        {
            if (_first[v] is { } first && (first.Next is not null || first.Register < 0))
            {
                ResolveRegister(v, first);
            }
        }
        EdgeParameters();
        Location[] operands = OperandLocations();
        int emergencySlot = slotCount;
        EntityList<AllocationMove> moves = OrderMoves(emergencySlot, out bool usesEmergencySlot);
        if (usesEmergencySlot)
        {
            slotCount++;
            tracked = [.. tracked, false];
        }
        return new AllocationResult
        {
            Operands = operands, Moves = moves, SlotCount = slotCount, SlotIsTracked = tracked, Safepoints = CollectSafepoints(),
        };
    }

    private bool HasMemoryPiece(int v)
    {
        for (Piece? p = _first[v]; p is not null; p = p.Next)
        {
            if (p.Register < 0)
            {
                return true;
            }
        }
        return false;
    }

    // One word for each register that is ever in memory; registers that are never live at once share.
    private (int Count, bool[] Tracked) AssignSlots()
    {
        const int MaxTried = 96;
        var slots = new List<OccupiedRanges>();
        var tracked = new EntityList<bool>();
        var order = new EntityList<int>();
        for (int v = 1; v < _problem.Vregs.Count; v++)
        {
            if (_first[v] is null || !HasMemoryPiece(v))
            {
                continue;
            }
            VirtualRegister register = _problem.Vregs[v];
            if (register.IsRematerializable)
            {
                _memory[v] = new Location(LocationKind.Remat, v);
            }
            else if (register.HomeSlot >= 0)
            {
                _memory[v] = new Location(LocationKind.Home, register.HomeSlot);
            }
            else
            {
                order.Add(v);
            }
        }
        order.Sort((a, b) => _live.RangeFrom[_live.RangeStart[a]] is var x && _live.RangeFrom[_live.RangeStart[b]] is var y && x != y
            ? x.CompareTo(y) : a.CompareTo(b));
        foreach (int v in order)
        {
            int slot = -1;
            int hint = _phiHint[v];
            if (hint != 0 && _memory[hint].Kind == LocationKind.Slot && Fits(slots[_memory[hint].Number], v))
            {
                slot = _memory[hint].Number;
            }
            for (int s = 0; slot < 0 && s < Math.Min(slots.Count, MaxTried); s++)
            {
                // Tracked and untracked registers stay apart: the pointer words of a frame then form one short stretch.
                if (tracked[s] == _problem.Vregs[v].IsTracked && Fits(slots[s], v))
                {
                    slot = s;
                }
            }
            if (slot < 0)
            {
                slot = slots.Count;
                slots.Add(new OccupiedRanges());
                tracked.Add(false);
            }
            Take(slots[slot], v);
            tracked[slot] |= _problem.Vregs[v].IsTracked;
            _memory[v] = new Location(LocationKind.Slot, slot);
        }
        return (slots.Count, [.. tracked]);
    }

    private bool Fits(OccupiedRanges slot, int v)
    {
        int end = _live.RangeStart[v + 1];
        for (int r = _live.RangeStart[v]; r < end;)
        {
            if (!slot.TryFind(_live.RangeFrom[r], _live.RangeTo[end - 1], out OccupiedRange range))
            {
                break;
            }
            if (range.From < _live.RangeTo[r])
            {
                return false;
            }
            r = NextRange(v, r + 1, end, range.From);
        }
        return true;
    }

    private void Take(OccupiedRanges slot, int v)
    {
        for (int r = _live.RangeStart[v]; r < _live.RangeStart[v + 1]; r++)
        {
            slot.Add(new OccupiedRange(_live.RangeFrom[r], _live.RangeTo[r], null));
        }
    }

    private Location PlaceOf(Piece piece) => piece.Register >= 0 ? Location.Register(piece.Register) : _memory[piece.Vreg];

    // All pieces, those of a register one after the other: from here on they do not change.
    private Piece[] _pieces = [];
    private int[] _pieceStart = [];

    private void ListPieces()
    {
        var pieces = new List<Piece>(_first.Length);
        _pieceStart = new int[_first.Length + 1];
        for (int v = 0; v < _first.Length; v++)
        {
            _pieceStart[v] = pieces.Count;
            for (Piece? p = _first[v]; p is not null; p = p.Next)
            {
                pieces.Add(p);
            }
        }
        _pieceStart[_first.Length] = pieces.Count;
        _pieces = [.. pieces];
    }

    private Piece PieceAt(int v, int position)
    {
        int low = _pieceStart[v], high = _pieceStart[v + 1];
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (_pieces[middle].To <= position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low < _pieceStart[v + 1] && _pieces[low].From <= position ? _pieces[low]
            : throw Unexpected.State($"r{v} has no place at {position}");
    }

    private Location PlaceAt(int v, int position) => PlaceOf(PieceAt(v, position));

    private static bool IsIn(Piece piece, int position) => piece.From <= position && position < piece.To;

    // Moves of one register between its pieces, inside blocks and over edges.
    private void ResolveRegister(int v, Piece first)
    {
        // Blocks may stand before the one that dominates them: the definition is not always in the first piece.
        Piece defined = PieceAt(v, _live.DefPosition[v]);
        _storeAtDefinition[v] = !_problem.Vregs[v].IsRematerializable && (defined.Register < 0 || DefinitionStoreIsCheaper(v, first));
        if (_storeAtDefinition[v] && defined.Register >= 0 && HasMemoryPiece(v))
        {
            StoreAtDefinition(v, defined);
        }
        for (Piece p = first; p.Next is { } next; p = next)
        {
            int at = next.From, gap = at >> 2;
            bool boundary = (at & 3) == 0 && _problem.Blocks[_live.BlockOfPosition(at)].First == gap;
            if (boundary || !_live.Covers(v, at) || !_live.Covers(v, at - 1))
            {
                continue;
            }
            Location from = PlaceOf(p), to = PlaceOf(next);
            if (from == to || (to.IsMemory && _storeAtDefinition[v]) || to.Kind == LocationKind.Remat)
            {
                continue;
            }
            if ((at & 3) != 0)
            {
                // Within an instruction (a call): moved before it, from where the value is then, which a move of the same gap may have
                // brought about.
                Location source = PlaceAt(v, gap * 4);
                if (source != to && (source.IsRegister || to.IsRegister))
                {
                    _pending.Add(new PendingMove(gap, StageInput, v, source, to));
                }
                continue;
            }
            _pending.Add(new PendingMove(gap, StageSplit, v, from, to));
        }
        ResolveEdges(v);
    }

    private void StoreAtDefinition(int v, Piece defined)
    {
        int def = _live.DefPosition[v];
        if ((def & 3) == 0)
        {
            // Fixed result (its move comes in stage 1 from the fixed register) or block parameter: from the place it has then.
            _pending.Add(new PendingMove(def >> 2, StageInput, v, PlaceOf(defined), _memory[v]));
            return;
        }
        int gap = (def >> 2) + 1;
        // The definition's own register still holds the value at the start of the next gap.
        _pending.Add(new PendingMove(gap, StageSplit, v, PlaceOf(defined), _memory[v]));
    }

    // Compares one store at the definition with stores wherever the value leaves registers. A single one costs no code either way, and
    // later is better: the way there may not be taken.
    private bool DefinitionStoreIsCheaper(int v, Piece first)
    {
        float definition = _problem.Blocks[_live.DefBlock[v]].Weight, leaving = 0;
        int places = 0;
        for (Piece p = first; p.Next is { } next; p = next)
        {
            if (p.Register >= 0 && next.Register < 0 && _live.Covers(v, next.From) && _live.Covers(v, next.From - 1))
            {
                leaving += _problem.Blocks[_live.BlockOfPosition(next.From)].Weight;
                places++;
            }
            if (leaving >= definition && places > 1)
            {
                return true;
            }
        }
        ForEachLiveEdge(v, (_, _, from, to, weight) =>
        {
            if (from.IsRegister && to.IsMemory)
            {
                leaving += weight;
                places++;
            }
        });
        return places > 1 ? leaving >= definition : leaving > definition;
    }

    // Places of all operands; adds the moves of fixed and tied ones.
    private Location[] OperandLocations()
    {
        var places = new Location[_problem.Operands.Count];
        for (int i = 0; i < _problem.InstructionCount; i++)
        {
            int start = _problem.OperandStart[i], end = _problem.OperandStart[i + 1];
            for (int o = start; o < end; o++)
            {
                Operand operand = _problem.Operands[o];
                if (operand.Constraint == OperandConstraint.Reuse)
                {
                    places[o] = PlaceAt(operand.Vreg, 4 * i + 1);
                    places[start + operand.Detail] = places[o];
                    InputMove(i, _problem.Operands[start + operand.Detail].Vreg, places[o]);
                }
            }
            for (int o = start; o < end; o++)
            {
                if (places[o].Kind == LocationKind.None)
                {
                    places[o] = OperandPlace(i, _problem.Operands[o]);
                }
            }
        }
        return places;
    }

    private Location OperandPlace(int i, Operand operand)
    {
        if (operand.Constraint == OperandConstraint.Fixed)
        {
            var place = Location.Register(operand.Detail);
            if (operand.IsUse)
            {
                InputMove(i, operand.Vreg, place);
            }
            else if (_first[operand.Vreg] is not null && PlaceAt(operand.Vreg, 4 * i + 4) is var home && home != place)
            {
                _pending.Add(new PendingMove(i + 1, StageSplit, operand.Vreg, place, home));
            }
            return place;
        }
        return PlaceAt(operand.Vreg, operand.IsUse || operand.Role == OperandRole.EarlyDef ? 4 * i + 1 : 4 * i + 2);
    }

    private void InputMove(int i, int v, Location to)
    {
        Location from = PlaceAt(v, 4 * i);
        if (from != to)
        {
            _pending.Add(new PendingMove(i, StageInput, v, from, to));
        }
    }

    private EntityList<AllocationMove> OrderMoves(int emergencySlot, out bool usesEmergencySlot)
    {
        usesEmergencySlot = false;
        // Stable order within one gap and stage: sort keys carry the index.
        var keys = new long[_pending.Count];
        var order = new int[_pending.Count];
        for (int k = 0; k < keys.Length; k++)
        {
            keys[k] = (((long)_pending[k].Gap * 4 + _pending[k].Stage) << 32) | (uint)k;
            order[k] = k;
        }
        Array.Sort(keys, order);
        var moves = new EntityList<AllocationMove>(_pending.Count);
        var group = new EntityList<(int Vreg, Location From, Location To)>();
        var inGroup = new HashSet<(int Vreg, Location From, Location To)>();
        for (int k = 0; k < order.Length;)
        {
            PendingMove head = _pending[order[k]];
            group.Clear();
            inGroup.Clear();
            for (; k < order.Length && _pending[order[k]].Gap == head.Gap && _pending[order[k]].Stage == head.Stage; k++)
            {
                PendingMove move = _pending[order[k]];
                if (inGroup.Add((move.Vreg, move.From, move.To)))
                {
                    group.Add((move.Vreg, move.From, move.To));
                }
            }
            usesEmergencySlot |= ParallelMoves.Order(head.Gap, group, moves, emergencySlot);
        }
        return moves;
    }

    // Places of tracked registers that live across each safepoint.
    private Dictionary<int, Location[]> CollectSafepoints()
    {
        var safepoints = new EntityList<int>();
        for (int i = 0; i < _problem.InstructionCount; i++)
        {
            if (_problem.IsSafepoint[i])
            {
                safepoints.Add(i);
            }
        }
        var lists = new EntityList<Location>?[safepoints.Count];
        for (int v = 1; v < _problem.Vregs.Count; v++)
        {
            if (!_problem.Vregs[v].IsTracked || !_memory[v].IsMemory)
            {
                continue;
            }
            for (int r = _live.RangeStart[v]; r < _live.RangeStart[v + 1]; r++)
            {
                int at = FirstCallFrom(safepoints, (_live.RangeFrom[r] + 1) >> 2);
                for (; at < safepoints.Count && 4 * safepoints[at] + 2 < _live.RangeTo[r]; at++)
                {
                    (lists[at] ??= []).Add(_memory[v]);
                }
            }
        }
        var result = new Dictionary<int, Location[]>(safepoints.Count);
        for (int k = 0; k < lists.Length; k++)
        {
            Location[] places = lists[k] is { } list ? [.. list] : [];
            Array.Sort(places, static (a, b) => a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind) : a.Number.CompareTo(b.Number));
            result.Add(safepoints[k], places);
        }
        return result;
    }
}
