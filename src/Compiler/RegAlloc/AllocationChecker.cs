using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.RegAlloc;

/// <summary>
/// Proves an allocation right without knowing how it was made. It executes the function symbolically: each place holds a set of virtual
/// registers whose value is in it; a definition puts its register into its place and removes it everywhere else (that was an older value),
/// moves copy the sets, clobbers empty them, and where paths meet the sets intersect. Every use must find its register in its place.
/// </summary>
public sealed class AllocationChecker
{
    private readonly AllocationProblem _problem;
    private readonly AllocationResult _result;
    private readonly Dictionary<Location, HashSet<int>>?[] _entry;
    private readonly HashSet<int>[] _liveOut;
    private readonly Dictionary<int, EntityList<AllocationMove>> _moves = [];

    private AllocationChecker(AllocationProblem problem, AllocationResult result)
    {
        _problem = problem;
        _result = result;
        _entry = new Dictionary<Location, HashSet<int>>?[problem.Blocks.Count];
        _liveOut = new HashSet<int>[problem.Blocks.Count];
        foreach (AllocationMove move in result.Moves)
        {
            if (!_moves.TryGetValue(move.Instruction, out EntityList<AllocationMove>? list))
            {
                _moves.Add(move.Instruction, list = []);
            }
            list.Add(move);
        }
    }

    /// <summary>Throws when the allocation is wrong.</summary>
    public static void Check(AllocationProblem problem, AllocationResult result)
    {
        var checker = new AllocationChecker(problem, result);
        checker.ComputeLiveOut();
        for (int b = 0; b < problem.Blocks.Count; b++)
        {
            if (problem.Blocks[b].Predecessors.Count == 0)
            {
                checker._entry[b] = [];
            }
        }
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int b = 0; b < problem.Blocks.Count; b++)
            {
                if (checker._entry[b] is { } entry)
                {
                    Dictionary<Location, HashSet<int>> state = Copy(entry);
                    checker.Execute(b, state, verify: false);
                    changed |= checker.Propagate(b, state);
                }
            }
        }
        for (int b = 0; b < problem.Blocks.Count; b++)
        {
            if (checker._entry[b] is { } entry)
            {
                checker.Execute(b, Copy(entry), verify: true);
            }
        }
    }

    private static Dictionary<Location, HashSet<int>> Copy(Dictionary<Location, HashSet<int>> state)
    {
        var copy = new Dictionary<Location, HashSet<int>>(state.Count);
        foreach ((Location place, HashSet<int> values) in state)
        {
            copy.Add(place, [.. values]);
        }
        return copy;
    }

    private bool Propagate(int b, Dictionary<Location, HashSet<int>> state)
    {
        bool changed = false;
        foreach (int s in _problem.Blocks[b].Successors)
        {
            AllocationBlock successor = _problem.Blocks[s];
            Dictionary<Location, HashSet<int>> incoming = Rename(successor, successor.Predecessors.IndexOf(b), state);
            if (_entry[s] is not { } old)
            {
                _entry[s] = incoming;
                changed = true;
                continue;
            }
            foreach ((Location place, HashSet<int> values) in old)
            {
                int before = values.Count;
                values.IntersectWith(incoming.TryGetValue(place, out HashSet<int>? other) ? other : []);
                changed |= values.Count != before;
            }
        }
        return changed;
    }

    // The block's parameters take their incoming values; what they were before (an earlier iteration) is gone.
    private static Dictionary<Location, HashSet<int>> Rename(AllocationBlock block, int edge, Dictionary<Location, HashSet<int>> state)
    {
        var renamed = new Dictionary<Location, HashSet<int>>(state.Count);
        foreach ((Location place, HashSet<int> values) in state)
        {
            var result = new HashSet<int>(values);
            foreach (int parameter in block.Parameters)
            {
                result.Remove(parameter);
            }
            for (int k = 0; k < block.Parameters.Count; k++)
            {
                if (values.Contains(block.Incoming[edge][k]))
                {
                    result.Add(block.Parameters[k]);
                }
            }
            renamed.Add(place, result);
        }
        return renamed;
    }

    private void Execute(int b, Dictionary<Location, HashSet<int>> state, bool verify)
    {
        AllocationBlock block = _problem.Blocks[b];
        HashSet<int>?[]? liveAfter = verify ? LiveAfterInstructions(b) : null;
        for (int i = block.First; i < block.End; i++)
        {
            if (_moves.TryGetValue(i, out EntityList<AllocationMove>? moves))
            {
                foreach (AllocationMove move in moves)
                {
                    Move(move, state);
                }
            }
            state.Remove(new Location(LocationKind.Scratch, 0));
            if (verify)
            {
                CheckUses(i, state);
                CheckConflicts(i);
            }
            Define(i, state);
            if (verify && _problem.IsSafepoint[i])
            {
                CheckSafepoint(i, state, liveAfter![i - block.First]!);
            }
        }
    }

    private static void Move(AllocationMove move, Dictionary<Location, HashSet<int>> state)
    {
        HashSet<int> from = move.From.Kind == LocationKind.Remat ? [move.From.Number]
            : state.TryGetValue(move.From, out HashSet<int>? values) ? [.. values] : [];
        state[move.To] = from;
    }

    private void CheckUses(int i, Dictionary<Location, HashSet<int>> state)
    {
        for (int o = _problem.OperandStart[i]; o < _problem.OperandStart[i + 1]; o++)
        {
            Operand operand = _problem.Operands[o];
            Location place = _result.Operands[o];
            if (!IsAllowed(operand, place))
            {
                throw Unexpected.State($"instruction {i}: {operand} in {place}");
            }
            if (operand.IsUse && !(state.TryGetValue(place, out HashSet<int>? values) && values.Contains(operand.Vreg)))
            {
                throw Unexpected.State($"instruction {i}: {place} does not hold {operand}");
            }
        }
    }

    private bool IsAllowed(Operand operand, Location place)
    {
        if (place.IsRegister && (_problem.Allocatable[(int)_problem.Vregs[operand.Vreg].Class] >> place.Number & 1) == 0
            && operand.Constraint != OperandConstraint.Fixed)
        {
            return false;
        }
        return operand.Constraint switch
        {
            OperandConstraint.Any => place.IsRegister || place.IsMemory,
            OperandConstraint.Fixed => place == Location.Register(operand.Detail),
            _ => place.IsRegister,
        };
    }

    private void CheckConflicts(int i)
    {
        int start = _problem.OperandStart[i], end = _problem.OperandStart[i + 1];
        int tied = -1;
        for (int o = start; o < end; o++)
        {
            if (_problem.Operands[o].Constraint == OperandConstraint.Reuse)
            {
                tied = start + _problem.Operands[o].Detail;
                if (_result.Operands[tied] != _result.Operands[o])
                {
                    throw Unexpected.State($"instruction {i}: {_problem.Operands[o]} is not in its input's place");
                }
            }
        }
        for (int o = start; o < end; o++)
        {
            Operand a = _problem.Operands[o];
            if (a.Role == OperandRole.LateUse && _result.Operands[o].IsRegister
                && (_problem.Clobbers[i] >> _result.Operands[o].Number & 1) != 0)
            {
                throw Unexpected.State($"instruction {i}: {a} is clobbered");
            }
            for (int q = start; q < end && !a.IsUse; q++)
            {
                Operand b = _problem.Operands[q];
                bool early = a.Role == OperandRole.EarlyDef || a.Constraint == OperandConstraint.Reuse;
                bool conflict = q != o && q != tied && (!b.IsUse || b.Role == OperandRole.LateUse || early);
                if (conflict && _result.Operands[o] == _result.Operands[q])
                {
                    throw Unexpected.State($"instruction {i}: {a} and {b} share {_result.Operands[o]}");
                }
            }
        }
    }

    private void Define(int i, Dictionary<Location, HashSet<int>> state)
    {
        for (ulong rest = _problem.Clobbers[i]; rest != 0; rest &= rest - 1)
        {
            state.Remove(Location.Register(System.Numerics.BitOperations.TrailingZeroCount(rest)));
        }
        for (int o = _problem.OperandStart[i]; o < _problem.OperandStart[i + 1]; o++)
        {
            Operand operand = _problem.Operands[o];
            if (operand.IsUse)
            {
                continue;
            }
            foreach (HashSet<int> values in state.Values)
            {
                values.Remove(operand.Vreg);
            }
            state[_result.Operands[o]] = [operand.Vreg];
        }
    }

    private void CheckSafepoint(int i, Dictionary<Location, HashSet<int>> state, HashSet<int> liveAfter)
    {
        Location[] places = _result.Safepoints[i];
        var results = new HashSet<int>();
        for (int o = _problem.OperandStart[i]; o < _problem.OperandStart[i + 1]; o++)
        {
            if (!_problem.Operands[o].IsUse)
            {
                results.Add(_problem.Operands[o].Vreg);
            }
        }
        foreach (int v in liveAfter)
        {
            if (_problem.Vregs[v] is { IsTracked: true, IsRematerializable: false } && !results.Contains(v)
                && !places.Any(p => state.TryGetValue(p, out HashSet<int>? values) && values.Contains(v)))
            {
                throw Unexpected.State($"safepoint {i}: r{v} is not listed");
            }
        }
        foreach (Location place in places)
        {
            if (!(state.TryGetValue(place, out HashSet<int>? values)
                && values.Any(v => _problem.Vregs[v].IsTracked && liveAfter.Contains(v))))
            {
                throw Unexpected.State($"safepoint {i}: {place} is listed but holds nothing live");
            }
        }
    }

    private HashSet<int>[] LiveAfterInstructions(int b)
    {
        AllocationBlock block = _problem.Blocks[b];
        var after = new HashSet<int>[block.End - block.First];
        var live = new HashSet<int>(_liveOut[b]);
        for (int i = block.End - 1; i >= block.First; i--)
        {
            after[i - block.First] = [.. live];
            Step(i, live);
        }
        return after;
    }

    private void Step(int i, HashSet<int> live)
    {
        for (int o = _problem.OperandStart[i]; o < _problem.OperandStart[i + 1]; o++)
        {
            if (!_problem.Operands[o].IsUse)
            {
                live.Remove(_problem.Operands[o].Vreg);
            }
        }
        for (int o = _problem.OperandStart[i]; o < _problem.OperandStart[i + 1]; o++)
        {
            if (_problem.Operands[o].IsUse)
            {
                live.Add(_problem.Operands[o].Vreg);
            }
        }
    }

    private void ComputeLiveOut()
    {
        for (int b = 0; b < _liveOut.Length; b++)
        {
            _liveOut[b] = [];
        }
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int b = _liveOut.Length - 1; b >= 0; b--)
            {
                AllocationBlock block = _problem.Blocks[b];
                var live = new HashSet<int>(_liveOut[b]);
                for (int i = block.End - 1; i >= block.First; i--)
                {
                    Step(i, live);
                }
                foreach (int parameter in block.Parameters)
                {
                    live.Remove(parameter);
                }
                for (int p = 0; p < block.Predecessors.Count; p++)
                {
                    HashSet<int> target = _liveOut[block.Predecessors[p]];
                    int before = target.Count;
                    target.UnionWith(live);
                    if (block.Incoming.Count > p)
                    {
                        target.UnionWith(block.Incoming[p]);
                    }
                    changed |= target.Count != before;
                }
            }
        }
    }
}
