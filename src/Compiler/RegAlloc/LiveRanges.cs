using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.RegAlloc;

/// <summary>A place where a register is used or defined.</summary>
/// <param name="Position">See <see cref="LiveRanges"/>.</param>
/// <param name="NeedsRegister">Memory will not do.</param>
/// <param name="Hint">Preferred register, or -1.</param>
/// <param name="HintVreg">Register whose place would be welcome, or 0.</param>
internal readonly record struct UsePoint(int Position, bool NeedsRegister, sbyte Hint, int HintVreg);

/// <summary>
/// Lifetimes of all registers. Instruction i has four positions: 4i = the gap before it where moves happen, 4i+1 = early (inputs), 4i+2 =
/// late (results). Ranges are half-open. A fixed or tied input is read in the gap; a fixed result lives from the next gap on.
/// </summary>
internal sealed class LiveRanges : IDisposable
{
    private readonly AllocationProblem _problem;
    private readonly Scratch<int> _useCount, _blockOf, _useEnd;

    // Scratch by block, valid when _stamp[b] == the register at hand.
    private readonly Scratch<int> _stamp, _lastEnd, _runEnd;
    private readonly Scratch<bool> _liveIn, _liveOut;
    private readonly BlockJoints _joints;
    private readonly EntityList<int> _touched = [];
    private readonly EntityList<int> _work = [];

    /// <summary>By register: first position of the lifetime, or -1 when it is never defined.</summary>
    public int[] DefPosition { get; }
    public int[] DefBlock { get; }

    /// <summary>By register: [RangeStart[v], RangeStart[v+1]) of <see cref="RangeFrom"/> and <see cref="RangeTo"/>.</summary>
    public int[] RangeStart { get; }
    public EntityList<int> RangeFrom { get; } = [];
    public EntityList<int> RangeTo { get; } = [];

    /// <summary>By register: [UseStart[v], UseStart[v+1]) of <see cref="Uses"/>, ascending.</summary>
    public int[] UseStart { get; }
    public UsePoint[] Uses { get; }

    public LiveRanges(AllocationProblem problem)
    {
        _problem = problem;
        int vregs = problem.Vregs.Count, blocks = problem.Blocks.Count;
        _useCount = Scratch<int>.Rent(vregs);
        _blockOf = Scratch<int>.Rent(problem.InstructionCount);
        DefPosition = new int[vregs];
        Array.Fill(DefPosition, -1);
        DefBlock = new int[vregs];
        RangeStart = new int[vregs + 1];
        UseStart = new int[vregs + 1];
        _stamp = Scratch<int>.Rent(blocks);
        _lastEnd = Scratch<int>.Rent(blocks);
        _runEnd = Scratch<int>.Rent(blocks);
        _joints = new BlockJoints(problem.Blocks);
        _liveIn = Scratch<bool>.Rent(blocks);
        _liveOut = Scratch<bool>.Rent(blocks);
        CountUses();
        for (int v = 0; v < vregs; v++)
        {
            UseStart[v + 1] = UseStart[v] + _useCount[v];
        }
        Uses = new UsePoint[UseStart[vregs]];
        _useEnd = Scratch<int>.Rent(Uses.Length);
        CollectUses();
        for (int v = 1; v < vregs; v++)
        {
            RangeStart[v] = RangeFrom.Count;
            BuildRanges(v);
        }
        RangeStart[vregs] = RangeFrom.Count;
    }

    /// <summary>Gives back what was needed to make the ranges, and then to answer.</summary>
    public void Dispose()
    {
        _useCount.Dispose();
        _blockOf.Dispose();
        _useEnd.Dispose();
        _stamp.Dispose();
        _lastEnd.Dispose();
        _runEnd.Dispose();
        _liveIn.Dispose();
        _liveOut.Dispose();
    }

    public int BlockOfPosition(int position) => _blockOf[Math.Min(position >> 2, _blockOf.Length - 1)];

    private void CountUses()
    {
        foreach (Operand o in _problem.Operands)
        {
            _useCount[o.Vreg]++;
        }
        for (int b = 0; b < _problem.Blocks.Count; b++)
        {
            AllocationBlock block = _problem.Blocks[b];
            for (int i = block.First; i < block.End; i++)
            {
                _blockOf[i] = b;
            }
            foreach (int[] incoming in block.Incoming)
            {
                foreach (int v in incoming)
                {
                    _useCount[v]++;
                }
            }
        }
    }

    // Visits the function in layout order, so the uses of each register come out sorted.
    private void CollectUses()
    {
        int[] fill = (int[])UseStart.Clone();
        for (int b = 0; b < _problem.Blocks.Count; b++)
        {
            AllocationBlock block = _problem.Blocks[b];
            foreach (int parameter in block.Parameters)
            {
                Define(parameter, b, block.First * 4);
            }
            for (int i = block.First; i < block.End; i++)
            {
                CollectInstruction(i, b, fill);
            }
            foreach (int s in block.Successors)
            {
                AllocationBlock successor = _problem.Blocks[s];
                if (successor.Parameters.Count == 0)
                {
                    continue;
                }
                int[] incoming = successor.Incoming[successor.Predecessors.IndexOf(b)];
                for (int k = 0; k < incoming.Length; k++)
                {
                    AddUse(fill, incoming[k], block.End * 4 - 1, block.End * 4, false, -1, successor.Parameters[k]);
                }
            }
        }
        for (int v = 0; v < fill.Length - 1; v++)
        {
            _useCount[v] = fill[v] - UseStart[v];
        }
    }

    private void CollectInstruction(int i, int b, int[] fill)
    {
        int start = _problem.OperandStart[i], end = _problem.OperandStart[i + 1];
        int tied = -1, tiedTo = 0;
        for (int o = start; o < end; o++)
        {
            Operand operand = _problem.Operands[o];
            if (operand.Constraint == OperandConstraint.Reuse)
            {
                tied = start + operand.Detail;
                tiedTo = operand.Vreg;
            }
        }
        // Gap reads first: positions of one register must ascend.
        for (int o = start; o < end; o++)
        {
            Operand operand = _problem.Operands[o];
            if (operand.IsUse && (o == tied || operand.Constraint == OperandConstraint.Fixed))
            {
                sbyte hint = operand.Constraint == OperandConstraint.Fixed ? (sbyte)operand.Detail : (sbyte)-1;
                AddUse(fill, operand.Vreg, 4 * i, 4 * i + 1, false, hint, o == tied ? tiedTo : 0);
            }
        }
        for (int o = start; o < end; o++)
        {
            Operand operand = _problem.Operands[o];
            if (operand.IsUse && o != tied && operand.Constraint != OperandConstraint.Fixed)
            {
                AddUse(fill, operand.Vreg, 4 * i + 1, operand.Role == OperandRole.LateUse ? 4 * i + 3 : 4 * i + 2,
                    operand.Constraint == OperandConstraint.Register || _problem.Vregs[operand.Vreg].IsRematerializable, -1, 0);
            }
        }
        for (int o = start; o < end; o++)
        {
            Operand operand = _problem.Operands[o];
            if (operand.IsUse)
            {
                continue;
            }
            if (operand.Constraint == OperandConstraint.Fixed)
            {
                Define(operand.Vreg, b, 4 * i + 4);
                AddUse(fill, operand.Vreg, 4 * i + 4, 0, false, (sbyte)operand.Detail, 0);
                continue;
            }
            int at = operand.Role == OperandRole.EarlyDef || operand.Constraint == OperandConstraint.Reuse ? 4 * i + 1 : 4 * i + 2;
            Define(operand.Vreg, b, at);
            AddUse(fill, operand.Vreg, at, 4 * i + 3, true, -1,
                operand.Constraint == OperandConstraint.Reuse ? _problem.Operands[tied].Vreg : 0);
        }
    }

    private void Define(int v, int block, int position)
    {
        if (DefPosition[v] >= 0)
        {
            throw Unexpected.State($"r{v} is defined twice");
        }
        DefPosition[v] = position;
        DefBlock[v] = block;
    }

    private void AddUse(int[] fill, int v, int position, int end, bool needsRegister, sbyte hint, int hintVreg)
    {
        int at = fill[v]++;
        Uses[at] = new UsePoint(position, needsRegister, hint, hintVreg);
        _useEnd[at] = end;
    }

    // Liveness by register: walks from each use back to the definition; blocks already marked stop the walk.
    private void BuildRanges(int v)
    {
        int def = DefPosition[v];
        if (def < 0)
        {
            if (_useCount[v] != 0)
            {
                throw Unexpected.State($"r{v} is used but never defined");
            }
            return;
        }
        _touched.Clear();
        int defBlock = DefBlock[v];
        for (int u = UseStart[v]; u < UseStart[v] + _useCount[v]; u++)
        {
            if (_useEnd[u] == 0)
            {
                continue;
            }
            int b = BlockOfPosition(Uses[u].Position);
            Touch(v, b);
            _lastEnd[b] = Math.Max(_lastEnd[b], _useEnd[u]);
            if (b != defBlock)
            {
                LiveIn(v, b, defBlock);
            }
        }
        if (_touched.Count == 0)
        {
            return;
        }
        SortTouched();
        int start = RangeFrom.Count, done = 0;
        foreach (int b in _touched)
        {
            if (b < done)
            {
                continue;
            }
            done = _runEnd[b];
            int from = _liveIn[b] ? _problem.Blocks[b].First * 4 : def;
            int to = done > 0 ? _problem.Blocks[done].First * 4 : _liveOut[b] ? _problem.Blocks[b].End * 4 : _lastEnd[b];
            if (RangeTo.Count > start && RangeTo[^1] == from)
            {
                RangeTo[^1] = to;
            }
            else
            {
                RangeFrom.Add(from);
                RangeTo.Add(to);
            }
        }
    }

    /// <summary>Into layout order. Where they lie close together, looking at every block between is less work than sorting.</summary>
    private void SortTouched()
    {
        int v = _stamp[_touched[0]], low = _touched[0], high = low;
        foreach (int b in _touched)
        {
            low = Math.Min(low, b);
            high = Math.Max(high, b);
        }
        if (high - low > 4 * _touched.Count)
        {
            _touched.Sort();
            return;
        }
        _touched.Clear();
        for (int b = low; b <= high; b++)
        {
            if (_stamp[b] == v)
            {
                _touched.Add(b);
            }
        }
    }

    private void Touch(int v, int b)
    {
        if (_stamp[b] != v)
        {
            _stamp[b] = v;
            _lastEnd[b] = 0;
            _runEnd[b] = 0;
            _liveIn[b] = false;
            _liveOut[b] = false;
            _touched.Add(b);
        }
    }

    private void LiveIn(int v, int block, int defBlock)
    {
        if (_liveIn[block])
        {
            return;
        }
        _liveIn[block] = true;
        _work.Add(block);
        while (_work.TryPop(out int b))
        {
            int run = _joints.RunStart(b, defBlock);
            if (run < b)
            {
                // Runs of one register that overlap begin at the same block.
                Touch(v, run);
                _runEnd[run] = Math.Max(_runEnd[run], b);
                if (!_liveIn[run])
                {
                    _liveIn[run] = true;
                    _work.Add(run);
                }
                continue;
            }
            if (_problem.Blocks[b].Predecessors.Count == 0)
            {
                throw Unexpected.State($"r{v} is used in or live into b{block} which its definition does not dominate");
            }
            foreach (int p in _problem.Blocks[b].Predecessors)
            {
                Touch(v, p);
                _liveOut[p] = true;
                if (p != defBlock && !_liveIn[p])
                {
                    _liveIn[p] = true;
                    _work.Add(p);
                }
            }
        }
    }

    /// <summary>The register is live at a position.</summary>
    public bool Covers(int v, int position)
    {
        int lo = RangeStart[v], hi = RangeStart[v + 1] - 1;
        while (lo <= hi)
        {
            int mid = (lo + hi) >> 1;
            if (RangeTo[mid] <= position)
            {
                lo = mid + 1;
            }
            else if (RangeFrom[mid] > position)
            {
                hi = mid - 1;
            }
            else
            {
                return true;
            }
        }
        return false;
    }
}
