using Go.Compiler.Diagnostics;

namespace Go.Compiler.RegAlloc;

public sealed partial class LinearScan
{
    // First common position of two pieces at or after a position, or Forever.
    private int Intersection(Piece a, Piece b, int from)
    {
        from = Math.Max(from, Math.Max(a.From, b.From));
        int to = Math.Min(a.To, b.To);
        if (from >= to)
        {
            return Forever;
        }
        int i = FirstRange(a.Vreg, from), j = FirstRange(b.Vreg, from);
        int iEnd = _live.RangeStart[a.Vreg + 1], jEnd = _live.RangeStart[b.Vreg + 1];
        while (i < iEnd && j < jEnd)
        {
            int start = Math.Max(from, Math.Max(_live.RangeFrom[i], _live.RangeFrom[j]));
            if (start >= to)
            {
                return Forever;
            }
            if (start < Math.Min(_live.RangeTo[i], _live.RangeTo[j]))
            {
                return start;
            }
            if (_live.RangeTo[i] <= _live.RangeTo[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }
        return Forever;
    }

    private int FixedIntersection(Piece piece, int register)
    {
        List<(int From, int To, int Owner)> list = _fixed[register];
        int lo = 0, hi = list.Count;
        while (lo < hi)
        {
            int mid = (lo + hi) >> 1;
            if (list[mid].To <= piece.From)
            {
                lo = mid + 1;
            }
            else
            {
                hi = mid;
            }
        }
        int r = FirstRange(piece.Vreg, piece.From), rEnd = _live.RangeStart[piece.Vreg + 1];
        for (int k = lo; k < list.Count && list[k].From < piece.To; k++)
        {
            if (list[k].Owner == piece.Vreg)
            {
                continue;
            }
            while (r < rEnd && _live.RangeTo[r] <= list[k].From)
            {
                r++;
            }
            if (r == rEnd)
            {
                break;
            }
            int start = Math.Max(piece.From, Math.Max(list[k].From, _live.RangeFrom[r]));
            if (start < Math.Min(piece.To, Math.Min(list[k].To, _live.RangeTo[r])))
            {
                return start;
            }
        }
        return Forever;
    }

    private int FreeUntil(Piece piece, int register)
    {
        List<Piece> held = _held[register];
        int until = Forever;
        int kept = 0;
        for (int k = 0; k < held.Count; k++)
        {
            Piece other = held[k];
            if (other.To <= piece.From || other.Register != register)
            {
                continue;
            }
            held[kept++] = other;
            if (until > piece.From)
            {
                until = Math.Min(until, Intersection(piece, other, piece.From));
            }
        }
        held.RemoveRange(kept, held.Count - kept);
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
            fallback = RegisterAt(_phiHint[v], int.MaxValue);
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
    private int RegisterAt(int v, int position) => LastRegister(v, null, position == int.MaxValue ? position : position + 1);

    // The last register of the pieces that begin before a position, without a given one. Questions about one value nearly always come in ascending
    // order: the search goes on where the last one ended.
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
        if (hint >= 0 && (allowed >> hint & 1) != 0 && FreeUntil(piece, hint) >= piece.To)
        {
            Assign(piece, hint);
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

    // How long after the piece the register would stay unused: fixed uses soon after make it a good place for a short piece.
    private int HeldSlack(Piece piece, int register)
    {
        List<(int From, int To, int Owner)> list = _fixed[register];
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
        _held[register].Add(piece);
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
        // ToMemory and Split only queue new pieces: the list does not change meanwhile.
        foreach (Piece other in _held[register])
        {
            if (other.To <= piece.From || other.Register != register)
            {
                continue;
            }
            int meet = Intersection(piece, other, piece.From);
            if (meet == Forever)
            {
                continue;
            }
            if (meet > piece.From)
            {
                // In a hole here: everything from its next range on looks for another place.
                int r = FirstRange(other.Vreg, piece.From);
                Enqueue(Split(other, Math.Max(_live.RangeFrom[r], piece.From + 1)));
                continue;
            }
            int next = Math.Max(here, piece.From);
            if (other.From < here)
            {
                ToMemory(Split(other, LeavingPosition(other, here)), next, next + 1);
            }
            else
            {
                ToMemory(other, next, next + 1);
            }
        }
    }
}
