using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.RegAlloc;

public sealed partial class LinearScan
{
    // The first position of a piece that is taken in some ranges, or Forever. Holes are jumped over on both sides.
    private int Meeting(Piece piece, OccupiedRanges taken, int from, out Piece? owner)
    {
        int end = _live.RangeStart[piece.Vreg + 1];
        for (int r = FirstRange(piece.Vreg, from); r < end && _live.RangeFrom[r] < piece.To;)
        {
            int start = Math.Max(from, _live.RangeFrom[r]), to = Math.Min(piece.To, _live.RangeTo[r]);
            if (!taken.TryFind(start, piece.To, out OccupiedRange range))
            {
                break;
            }
            if (range.From < to)
            {
                owner = range.Owner;
                return Math.Max(start, range.From);
            }
            r = NextRange(piece.Vreg, r + 1, end, range.From);
        }
        owner = null;
        return Forever;
    }

    // Index of the first of some ranges that ends after a position; it is mostly the first one.
    private int NextRange(int v, int r, int end, int position) => r == end || _live.RangeTo[r] > position ? r : FirstRange(v, position);

    private int FixedIntersection(Piece piece, int register)
    {
        EntityList<(int From, int To, int Owner)> list = _fixed[register];
        int k = 0, end = _live.RangeStart[piece.Vreg + 1];
        for (int r = FirstRange(piece.Vreg, piece.From); r < end && _live.RangeFrom[r] < piece.To;)
        {
            int start = Math.Max(piece.From, _live.RangeFrom[r]), to = Math.Min(piece.To, _live.RangeTo[r]);
            for (k = FirstFixed(list, k, start); k < list.Count && list[k].From < to; k++)
            {
                if (list[k].Owner != piece.Vreg && list[k].To > start)
                {
                    return Math.Max(start, list[k].From);
                }
            }
            if (k == list.Count)
            {
                break;
            }
            r = NextRange(piece.Vreg, r + 1, end, list[k].From);
        }
        return Forever;
    }

    // Index of the first fixed occupation, from one on, that ends after a position.
    private static int FirstFixed(EntityList<(int From, int To, int Owner)> list, int from, int position)
    {
        int low = from, high = list.Count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (list[middle].To <= position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    private int FreeUntil(Piece piece, int register)
    {
        int until = Meeting(piece, _held[register], piece.From, out _);
        return until <= piece.From ? until : Math.Min(until, FixedIntersection(piece, register));
    }

    // The register a piece would like: where its value comes from or goes to.
    private int Hint(Piece piece)
    {
        int v = piece.Vreg;
        int before = PreviousRegister(piece);
        if (before >= 0)
        {
            return before;
        }
        int fallback = -1;
        if (_phiHint[v] != 0 && piece == _first[v])
        {
            fallback = RegisterAt(_phiHint[v], _phiHintFrom[v]);
        }
        int end = _live.UseStart[v + 1];
        for (int u = FirstUse(v, piece.From); u < end && _live.Uses[u].Position < piece.To; u++)
        {
            UsePoint use = _live.Uses[u];
            if (use.Hint >= 0)
            {
                // A hint that other values would contradict soon is checked by FreeUntil.
                return fallback >= 0 ? fallback : use.Hint;
            }
            if (fallback < 0 && use.HintVreg != 0)
            {
                fallback = RegisterAt(use.HintVreg, use.Position);
                if (fallback < 0)
                {
                    fallback = FirstFixedHint(use.HintVreg, use.Position);
                }
            }
        }
        return fallback;
    }

    // Where a value not yet placed will be wanted.
    private int FirstFixedHint(int v, int position)
    {
        int u = FirstUse(v, position + 1);
        return u < _live.UseStart[v + 1] ? _live.Uses[u].Hint : -1;
    }

    private int PreviousRegister(Piece piece) => LastRegister(piece.Vreg, piece, piece.From);

    // The register a value was given at a position, or its last one before it; -1 when none yet.
    private int RegisterAt(int v, int position) => LastRegister(v, null, position + 1);

    // The last register of the pieces that begin before a position, without a given one. Questions about one value nearly always come in
    // ascending order: the search goes on where the last one ended.
    private int LastRegister(int v, Piece? without, int position)
    {
        (Piece? p, int register) = _searched[v];
        if (p is null || p.From >= position)
        {
            (p, register) = (_first[v], -1);
        }
        for (; p is not null && p != without && p.From < position; p = p.Next)
        {
            _searched[v] = (p, register);
            if (p.Register >= 0)
            {
                register = p.Register;
            }
        }
        return register;
    }

    private bool TryFreeRegister(Piece piece)
    {
        RegisterClass registerClass = _problem.Vregs[piece.Vreg].Class;
        ulong allowed = _problem.Allocatable[(int)registerClass];
        int hint = Hint(piece);
        if (hint >= 0 && (allowed >> hint & 1) != 0 && TryHint(piece, hint))
        {
            return true;
        }
        int best = -1, longest = -1;
        foreach (byte r in _problem.PreferredOrder[(int)registerClass])
        {
            if ((allowed >> r & 1) == 0)
            {
                continue;
            }
            int until = FreeUntil(piece, r);
            _freeUntil[r] = until;
            if (until >= piece.To)
            {
                // The tightest fit leaves the registers with long free stretches to long pieces.
                int slack = HeldSlack(piece, r);
                if (best < 0 || slack < longest)
                {
                    best = r;
                    longest = slack;
                }
            }
        }
        if (best >= 0)
        {
            Assign(piece, best);
            return true;
        }
        return TryFreePart(piece, registerClass, hint);
    }

    /// <summary>What runs this much more rarely may take another register and a move.</summary>
    private const float MuchRarer = 8;

    // The register that is wanted, when it is free for all of the piece, or up to where the code is rare.
    private bool TryHint(Piece piece, int hint)
    {
        int until = FreeUntil(piece, hint);
        if (until < piece.To)
        {
            int end = until & ~3;
            if (end <= piece.From || NextRegisterUse(piece.Vreg, piece.From, end) < 0
                || _problem.Blocks[_live.BlockOfPosition(until)].Weight * MuchRarer
                    > _problem.Blocks[_live.BlockOfPosition(piece.From)].Weight)
            {
                return false;
            }
            Enqueue(Split(piece, end));
        }
        Assign(piece, hint);
        return true;
    }

    // How long after the piece the register would stay unused: fixed uses soon after make it a good place for a short piece.
    private int HeldSlack(Piece piece, int register)
    {
        EntityList<(int From, int To, int Owner)> list = _fixed[register];
        int lo = 0, hi = list.Count;
        while (lo < hi)
        {
            int mid = (lo + hi) >> 1;
            if (list[mid].From < piece.To)
            {
                lo = mid + 1;
            }
            else
            {
                hi = mid;
            }
        }
        return lo == list.Count ? 1 << 20 : Math.Min(1 << 20, (list[lo].From - piece.To) >> 5);
    }

    // A register that is free for the first part of the piece: when that part has uses, the rest is queued again.
    private bool TryFreePart(Piece piece, RegisterClass registerClass, int hint)
    {
        int best = -1;
        foreach (byte r in _problem.PreferredOrder[(int)registerClass])
        {
            if (best < 0 || _freeUntil[r] > _freeUntil[best] || (_freeUntil[r] == _freeUntil[best] && r == hint))
            {
                best = r;
            }
        }
        int end = _freeUntil[best] & ~3;
        if (end <= piece.From)
        {
            return false;
        }
        int first = NextRegisterUse(piece.Vreg, piece.From, end);
        if (first < 0)
        {
            return false;
        }
        int last = first;
        int useEnd = _live.UseStart[piece.Vreg + 1];
        for (int u = FirstUse(piece.Vreg, first); u < useEnd && _live.Uses[u].Position < end; u++)
        {
            last = _live.Uses[u].Position;
        }
        int split = SpillPosition(piece.Vreg, last, end);
        Enqueue(Split(piece, split));
        Assign(piece, best);
        return true;
    }

    private void Assign(Piece piece, int register)
    {
        piece.Register = register;
        int end = _live.RangeStart[piece.Vreg + 1];
        for (int r = FirstRange(piece.Vreg, piece.From); r < end && _live.RangeFrom[r] < piece.To; r++)
        {
            _held[register].Add(new OccupiedRange(Math.Max(piece.From, _live.RangeFrom[r]), Math.Min(piece.To, _live.RangeTo[r]), piece));
        }
    }

    // The piece's register is free from a position on.
    private void Release(Piece piece, int from)
    {
        int end = _live.RangeStart[piece.Vreg + 1];
        for (int r = FirstRange(piece.Vreg, from); r < end && _live.RangeFrom[r] < piece.To; r++)
        {
            _held[piece.Register].Remove(Math.Max(from, _live.RangeFrom[r]), Math.Min(piece.To, _live.RangeTo[r]));
        }
    }

    // The pieces that hold a register where another one wants it, each with the first position where they meet, in ascending order.
    private EntityList<(Piece Other, int Meet)> Holders(Piece piece, int register)
    {
        _holders.Clear();
        _question++;
        int from = piece.From;
        while (Meeting(piece, _held[register], from, out Piece? other) is var meet and < Forever)
        {
            if (other!.Question != _question)
            {
                other.Question = _question;
                _holders.Add((other, meet));
            }
            _held[register].TryFind(meet, Forever, out OccupiedRange range);
            from = range.To;
        }
        return _holders;
    }

    // No register is free: the cheapest loses its place, which may be the piece itself.
    private void TakeRegister(Piece piece)
    {
        int v = piece.Vreg;
        int firstUse = NextRegisterUse(v, piece.From, piece.To);
        if (firstUse < 0)
        {
            ToMemory(piece, piece.To, piece.To);
            return;
        }
        int here = piece.From & ~3;
        CollectLoops(here);
        bool mustNow = (firstUse & ~3) <= piece.From;
        int best = -1;
        double bestCost = mustNow ? double.MaxValue : SpillCost(v, firstUse, firstUse - here);
        foreach (byte r in _problem.PreferredOrder[(int)_problem.Vregs[v].Class])
        {
            double cost = EvictionCost(piece, r, firstUse);
            if (cost < bestCost)
            {
                best = r;
                bestCost = cost;
            }
        }
        if (best < 0)
        {
            if (mustNow)
            {
                throw Unexpected.State($"no register for r{v} at {piece.From}\n{_problem.Print()}");
            }
            ToMemory(piece, piece.From, piece.From + 1);
            return;
        }
        Evict(piece, best);
        int blocked = FixedIntersection(piece, best);
        if (blocked < piece.To)
        {
            Enqueue(Split(piece, blocked & ~3));
        }
        Assign(piece, best);
    }

    private void Evict(Piece piece, int register)
    {
        int here = piece.From & ~3;
        // ToMemory and Split only queue new pieces: nobody else holds the register meanwhile.
        foreach ((Piece other, int meet) in Holders(piece, register))
        {
            if (meet > piece.From)
            {
                // In a hole here: everything from its next range on looks for another place.
                int r = FirstRange(other.Vreg, piece.From);
                int next = Math.Max(_live.RangeFrom[r], piece.From + 1);
                Release(other, next);
                Enqueue(Split(other, next));
                continue;
            }
            int needed = Math.Max(here, piece.From);
            if (other.From < here)
            {
                int leaving = LeavingPosition(other, here);
                Release(other, leaving);
                ToMemory(Split(other, leaving), needed, needed + 1);
            }
            else
            {
                ToMemory(other, needed, needed + 1);
            }
        }
    }
}
