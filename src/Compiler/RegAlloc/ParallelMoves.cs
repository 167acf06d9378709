using Go.Compiler.Collections;

namespace Go.Compiler.RegAlloc;

/// <summary>Turns moves that happen at once into a sequence: each place is read before it is overwritten.</summary>
internal static class ParallelMoves
{
    private static readonly Location s_scratch = new(LocationKind.Scratch, 0);

    /// <summary>
    /// Appends the sequence to <paramref name="moves"/>. Targets are distinct. Destroys <paramref name="group"/>. True when it used the
    /// emergency slot: cycles that copy memory to memory need a second place besides the scratch.
    /// </summary>
    public static bool Order(int gap, EntityList<(int Vreg, Location From, Location To)> group, EntityList<AllocationMove> moves,
        int emergencySlot)
    {
        bool usesEmergencySlot = false;
        for (int k = group.Count - 1; k >= 0; k--)
        {
            if (group[k].From == group[k].To)
            {
                group.RemoveAt(k);
            }
        }
        var reads = new Dictionary<Location, int>();
        while (group.Count > 0)
        {
            bool progress = false;
            int kept = 0;
            CountReads(group, reads);
            for (int k = 0; k < group.Count; k++)
            {
                (int v, Location from, Location to) = group[k];
                if (reads.TryGetValue(to, out int count) && count > 0)
                {
                    group[kept++] = group[k];
                    continue;
                }
                Emit(gap, v, from, to, moves);
                reads[from]--;
                progress = true;
            }
            group.RemoveRange(kept, group.Count - kept);
            if (!progress)
            {
                usesEmergencySlot |= BreakCycle(gap, group, moves, emergencySlot);
            }
        }
        return usesEmergencySlot;
    }

    private static void CountReads(EntityList<(int Vreg, Location From, Location To)> group, Dictionary<Location, int> reads)
    {
        reads.Clear();
        foreach ((_, Location from, _) in group)
        {
            reads[from] = reads.GetValueOrDefault(from) + 1;
        }
    }

    private static void Emit(int gap, int v, Location from, Location to, EntityList<AllocationMove> moves)
    {
        if (from.IsMemory && to.IsMemory)
        {
            moves.Add(new AllocationMove(gap, v, from, s_scratch));
            from = s_scratch;
        }
        moves.Add(new AllocationMove(gap, v, from, to));
    }

    // What remains are pure cycles: every target is the source of exactly one other move. Saves what the first move overwrites, then
    // follows the cycle backwards until the move that wanted the saved value. Copies between registers cost next to nothing, exchanges do
    // not.
    private static bool BreakCycle(int gap, EntityList<(int Vreg, Location From, Location To)> group, EntityList<AllocationMove> moves,
        int emergencySlot)
    {
        Location saved = group[0].To;
        bool copiesMemory = CycleCopiesMemory(group, saved);
        Location waiting = copiesMemory ? new Location(LocationKind.Slot, emergencySlot) : s_scratch;
        int reader = group.FindIndex(m => m.From == saved);
        Emit(gap, group[reader].Vreg, saved, waiting, moves);
        for (Location hole = saved; ;)
        {
            int k = group.FindIndex(m => m.To == hole);
            (int v, Location from, Location to) = group[k];
            group.RemoveAt(k);
            Emit(gap, v, from == saved ? waiting : from, to, moves);
            if (from == saved)
            {
                return copiesMemory;
            }
            hole = from;
        }
    }

    private static bool CycleCopiesMemory(EntityList<(int Vreg, Location From, Location To)> group, Location start)
    {
        for (Location place = start; ;)
        {
            (_, Location from, Location to) = group.Find(m => m.To == place);
            if (from.IsMemory && to.IsMemory)
            {
                return true;
            }
            place = from;
            if (place == start)
            {
                return false;
            }
        }
    }
}
