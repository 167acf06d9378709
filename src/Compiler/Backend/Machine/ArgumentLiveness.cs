using Go.Compiler.Collections;
using Go.Compiler.RegAlloc;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;

namespace Go.Compiler.Backend.Machine;

/// <summary>
/// Which register arguments have certainly been stored in their spill places (FUNCDATA ArgLiveInfo, contract 5.4): stack traces read them
/// there and mark the others as doubtful. Forward data flow over the allocator's moves; a state has a bit for each printed part from the
/// first doubtful one on.
/// </summary>
public sealed class ArgumentLiveness
{
    private readonly AllocationProblem _problem;

    // By number of the parameter's scalar: its bit; none when it is not printed.
    private readonly Dictionary<int, int> _bitOf = [];
    private readonly int[] _atStart;
    private readonly EntityList<int> _states = [];
    private readonly int _firstOffset, _all, _initial;

    private ArgumentLiveness(SsaFunction function, AllocationProblem problem, IReadOnlyList<int> offsets, int firstOffset)
    {
        _problem = problem;
        _firstOffset = firstOffset;
        int next = 1;
        foreach (int offset in offsets)
        {
            // Stack parameters lie before all spill places, wherever they stand among the parameters: the runtime does not count them.
            if (offset < firstOffset)
            {
                continue;
            }
            if (DoubtfulScalarAt(function, offset) is >= 0 and int scalar)
            {
                _bitOf.Add(scalar, next);
            }
            else
            {
                _initial |= next;
            }
            next <<= 1;
        }
        _all = next - 1;
        _atStart = new int[problem.Blocks.Count];
    }

    /// <summary>Analyses an allocated function; null when all of its arguments are in memory from the start.</summary>
    public static ArgumentLiveness? Of(SsaFunction function, TracebackArguments? arguments, AllocationProblem problem,
        AllocationResult allocation)
    {
        IReadOnlyList<int> offsets = arguments?.Offsets ?? [];
        int first = 0;
        while (first < offsets.Count && DoubtfulScalarAt(function, offsets[first]) < 0)
        {
            first++;
        }
        if (first == offsets.Count)
        {
            return null;
        }
        var liveness = new ArgumentLiveness(function, problem, offsets, offsets[first]);
        liveness.Solve(allocation);
        return liveness;
    }

    /// <summary>The state before a block's first move.</summary>
    public int AtStart(int block) => _atStart[block];

    /// <summary>The state at the function's entry.</summary>
    public int AtEntry => _initial;

    /// <summary>The state after a move.</summary>
    public int After(int state, AllocationMove move) => move.To.Kind == LocationKind.Home && _bitOf.TryGetValue(move.To.Number, out int bit)
        ? state | bit : state;

    /// <summary>The value of PCDATA ArgLiveIndex for a state: where its bits begin in the blob, -1 when everything is live.</summary>
    public int IndexOf(int state)
    {
        if (state == _all)
        {
            return -1;
        }
        int at = _states.IndexOf(state);
        if (at < 0)
        {
            at = _states.Count;
            _states.Add(state);
        }
        return 1 + at * StateSize;
    }

    /// <summary>The blob: the offset from which on parts have bits, then the bits of each state that was asked for.</summary>
    public byte[] Build()
    {
        byte[] blob = new byte[1 + _states.Count * StateSize];
        blob[0] = (byte)_firstOffset;
        for (int i = 0; i < _states.Count; i++)
        {
            for (int b = 0; b < StateSize; b++)
            {
                blob[1 + i * StateSize + b] = (byte)(_states[i] >> (8 * b));
            }
        }
        return blob;
    }

    private int StateSize => _all > byte.MaxValue ? 2 : 1;

    /// <summary>
    /// The register scalar that is printed from this offset, when it is the allocator's decision whether it is there; else -1.
    /// </summary>
    private static int DoubtfulScalarAt(SsaFunction function, int offset)
    {
        for (int i = 0; i < function.ParameterScalars.Count; i++)
        {
            (int parameter, AbiScalar scalar) = function.ParameterScalars[i];
            if (function.Abi.Parameters[parameter].SpillOffset + scalar.Offset == offset)
            {
                return function.VariableInSpillPlace(parameter) is null ? i : -1;
            }
        }
        return -1;
    }

    private void Solve(AllocationResult allocation)
    {
        int[] stored = new int[_atStart.Length];
        int block = 0;
        foreach (AllocationMove move in allocation.Moves)
        {
            while (move.Instruction >= _problem.Blocks[block].End)
            {
                block++;
            }
            stored[block] = After(stored[block], move);
        }
        Array.Fill(_atStart, _all);
        _atStart[0] = _initial;
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int b = 1; b < _atStart.Length; b++)
            {
                int state = _all;
                foreach (int p in _problem.Blocks[b].Predecessors)
                {
                    state &= _atStart[p] | stored[p];
                }
                changed |= state != _atStart[b];
                _atStart[b] = state;
            }
        }
    }
}
