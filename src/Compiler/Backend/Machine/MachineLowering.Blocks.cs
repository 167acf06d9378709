using Go.Compiler.Diagnostics;
using Go.Compiler.RegAlloc;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;

namespace Go.Compiler.Backend.Machine;

internal abstract partial class MachineLowering
{
    private protected const float ColdWeight = 0.01f, LoopWeight = 8;

    private protected void LowerBlocks(ControlFlow flow)
    {
        List<BlockId> layout = Layout(flow);
        int[] number = new int[_f.Blocks.Count];
        for (int i = 0; i < layout.Count; i++)
        {
            number[layout[i].Index] = i;
        }
        foreach (BlockId id in layout)
        {
            Block block = _f[id];
            var allocation = new AllocationBlock { First = _problem.InstructionCount, LoopDepth = flow.LoopDepth(id),
                Weight = Weight(flow, block) };
            _problem.Blocks.Add(allocation);
            _m.Blocks.Add(id);
            foreach (BlockId p in block.Predecessors)
            {
                allocation.Predecessors.Add(number[p.Index]);
                allocation.Incoming.Add([]);
            }
            foreach (BlockId s in block.Successors)
            {
                allocation.Successors.Add(number[s.Index]);
            }
        }
        foreach (BlockId id in layout)
        {
            AllocationBlock allocation = _problem.Blocks[number[id.Index]];
            foreach (ValueId v in _f[id].Instructions)
            {
                if (_f[v].Op == Op.Phi)
                {
                    allocation.Parameters.Add(Definition(v));
                }
            }
        }
        MarkBarriers(layout, number);
        for (int i = 0; i < layout.Count; i++)
        {
            AllocationBlock allocation = _problem.Blocks[i];
            allocation.First = _problem.InstructionCount;
            LowerBlock(_f[layout[i]], i, number);
            allocation.End = _problem.InstructionCount;
        }
    }

    /// <summary>
    /// The given order with what is unlikely at the end: panics, slow paths, the recovery point. Every block stands after its dominators,
    /// so that definitions come before their uses, as the allocator wants.
    /// </summary>
    private protected List<BlockId> Layout(ControlFlow flow)
    {
        _isCold = new bool[_f.Blocks.Count];
        foreach (BlockId id in flow.ReversePostorder)
        {
            _isCold[id.Index] = id != _f.Entry.Id && IsCold(flow, id);
        }
        var layout = new List<BlockId>(_f.Order.Count);
        bool[] isPlaced = new bool[_f.Blocks.Count];
        for (int pass = 0; pass < 3; pass++)
        {
            foreach (BlockId id in _f.Order)
            {
                int wanted = _f[id].Kind == BlockKind.DeferReturn ? 2 : _isCold[id.Index] ? 1 : 0;
                if (wanted == pass && flow.IsReachable(id))
                {
                    Place(flow, id, layout, isPlaced);
                }
            }
        }
        return layout;
    }

    private protected static void Place(ControlFlow flow, BlockId id, List<BlockId> layout, bool[] isPlaced)
    {
        if (isPlaced[id.Index])
        {
            return;
        }
        isPlaced[id.Index] = true;
        BlockId dominator = flow.ImmediateDominator(id);
        if (!dominator.IsNone)
        {
            Place(flow, dominator, layout, isPlaced);
        }
        layout.Add(id);
    }

    private protected bool IsCold(ControlFlow flow, BlockId id)
    {
        Block block = _f[id];
        if (block.Kind is BlockKind.Exit or BlockKind.DeferReturn || _isCold[flow.ImmediateDominator(id).Index])
        {
            return true;
        }
        bool any = false;
        foreach (BlockId p in block.Predecessors)
        {
            if (flow.NumberOf(p) >= flow.NumberOf(id))
            {
                continue; // a loop's way back
            }
            any = true;
            if (!_isCold[p.Index] && !IsUnlikely(flow, _f[p], id))
            {
                return false;
            }
        }
        return any;
    }

    private protected bool[] _isCold = [];

    /// <summary>Index of the instruction at hand in its block.</summary>
    private protected int _place;

    /// <summary>
    /// Leaving a loop is unlikely each time but happens in the end; who prints does so for want of something better to do.
    /// </summary>
    private protected bool IsUnlikely(ControlFlow flow, Block from, BlockId to)
    {
        if (from.Kind != BlockKind.If || from.Successors[0] == from.Successors[1] || flow.LoopDepth(to) < flow.LoopDepth(from.Id))
        {
            return false;
        }
        BlockId other = from.Successors[from.Successors[0] == to ? 1 : 0];
        return (from.Likely != 0 && from.Successors[from.Likely > 0 ? 1 : 0] == to)
            || (Prints(_f[to]) && flow.LoopDepth(other) >= flow.LoopDepth(from.Id));
    }

    /// <summary>Print and println: for messages of the runtime, and for debugging.</summary>
    private protected bool Prints(Block block)
    {
        foreach (ValueId v in block.Instructions)
        {
            if (_f[v].Op == Op.CallStatic && ((CallInfo)_f[v].Aux!).Runtime is { Name: "printlock" })
            {
                return true;
            }
        }
        return false;
    }

    private protected float Weight(ControlFlow flow, Block block)
    {
        float weight = _isCold[block.Id.Index] ? ColdWeight : 1;
        for (int i = Math.Min(flow.LoopDepth(block.Id), 6); i > 0; i--)
        {
            weight *= LoopWeight;
        }
        return weight;
    }

    // Which blocks begin inside a write barrier window: it opens with the flag and closes with its end on every path.
    private protected void MarkBarriers(List<BlockId> layout, int[] number)
    {
        _m.StartsInWindow = new bool[layout.Count];
        var work = new Stack<BlockId>();
        foreach (BlockId id in layout)
        {
            work.Push(id);
        }
        while (work.TryPop(out BlockId id))
        {
            bool inside = _m.StartsInWindow[number[id.Index]];
            foreach (ValueId v in _f[id].Instructions)
            {
                inside = _f[v].Op switch { Op.WriteBarrierFlag => true, Op.WriteBarrierEnd => false, _ => inside };
            }
            foreach (BlockId s in _f[id].Successors)
            {
                if (inside && !_m.StartsInWindow[number[s.Index]])
                {
                    _m.StartsInWindow[number[s.Index]] = true;
                    work.Push(s);
                }
            }
        }
    }

    private protected void LowerBlock(Block block, int number, int[] numbers)
    {
        if (block == _f.Entry)
        {
            LowerEntry();
        }
        for (_place = 0; _place < block.Instructions.Count; _place++)
        {
            ValueId v = block.Instructions[_place];
            if (_isFolded[v.Index] || (_uses[v.Index] == 0 && OpFacts.IsPure(_f[v].Op)))
            {
                continue;
            }
            _pos = _f[v].Pos;
            _inline = _f[v].InlineIndex;
            LowerValue(v);
        }
        _pos = block.Pos;
        _inline = block.InlineIndex;
        foreach (BlockId s in block.Successors)
        {
            LowerPhiInputs(block, number, _f[s], _problem.Blocks[numbers[s.Index]]);
        }
        LowerEnding(block);
    }

    private protected void LowerPhiInputs(Block block, int number, Block successor, AllocationBlock target)
    {
        if (target.Parameters.Count == 0)
        {
            return;
        }
        int edge = successor.Predecessors.IndexOf(block.Id);
        int[] incoming = new int[target.Parameters.Count];
        int next = 0;
        foreach (ValueId v in successor.Instructions)
        {
            if (_f[v].Op == Op.Phi)
            {
                incoming[next++] = Register(_f.Argument(v, edge));
            }
        }
        if (target.Predecessors[edge] != number)
        {
            throw Unexpected.State("predecessors out of order");
        }
        target.Incoming[edge] = incoming;
    }

    /// <summary>
    /// Parameters and context come in fixed registers. Parameters that are no variables in memory keep their spill place in the caller's
    /// frame as theirs, where stack traces read them.
    /// </summary>
    private protected void LowerEntry()
    {
        _pos = _f.Pos;
        _inline = -1;
        var defined = new List<(int Vreg, int Register)>();
        // Write barriers may have split the entry block: parameters stand in its remainders too.
        foreach (BlockId id in _f.Order)
        {
            foreach (ValueId v in _f[id].Instructions)
            {
                LowerParameter(v, defined);
            }
        }
        Begin(MachineOp.Entry);
        foreach ((int vreg, int register) in defined)
        {
            AddFixedDef(vreg, register);
        }
        Emit();
    }

    private protected void LowerParameter(ValueId v, List<(int Vreg, int Register)> defined)
    {
        if (_f[v].Op == Op.ClosureContext)
        {
            defined.Add((Definition(v), _registers.Context));
        }
        else if (_f[v].Op == Op.Param && _uses[v.Index] > 0)
        {
            int index = (int)_f[v].AuxInt;
            (int parameter, AbiScalar scalar) = _f.ParameterScalars[index];
            int vreg = Definition(v);
            if (_f.VariableInSpillPlace(parameter) is null)
            {
                _problem.Vregs[vreg] = _problem.Vregs[vreg] with { HomeSlot = index };
            }
            defined.Add((vreg, _registers.Argument(scalar.IsFloat, scalar.Register)));
        }
    }
}
