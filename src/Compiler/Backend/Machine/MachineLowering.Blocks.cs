using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.RegAlloc;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;

namespace Go.Compiler.Backend.Machine;

internal abstract partial class MachineLowering
{
    private protected const float ColdWeight = 0.01f, LoopWeight = 8;

    /// <summary>Of a case among many: not so little that it would be rarer than what stands around its loop.</summary>
    private const float LeastShare = 0.25f;

    private protected void LowerBlocks(ControlFlow flow)
    {
        EntityList<BlockId> layout = Layout(flow);
        ShareCases(flow);
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

    /// <summary>Index of the instruction at hand in its block.</summary>
    private protected int _place;

    private protected float Weight(ControlFlow flow, Block block)
    {
        float weight = _isCold[block.Id.Index] ? ColdWeight : _share[block.Id.Index];
        for (int i = Math.Min(flow.LoopDepth(block.Id), 6); i > 0; i--)
        {
            weight *= LoopWeight;
        }
        return weight;
    }

    /// <summary>
    /// By block: how often it runs when the loops around it go round once. A switch with a table takes one of its cases; of other decisions
    /// nothing is known.
    /// </summary>
    private float[] _share = [];

    private void ShareCases(ControlFlow flow)
    {
        _share = new float[_f.Blocks.Count];
        foreach (BlockId id in flow.ReversePostorder)
        {
            BlockId dominator = flow.ImmediateDominator(id);
            float share = dominator.IsNone ? 1 : _share[dominator.Index];
            if (!dominator.IsNone && _f[dominator] is { Kind: BlockKind.JumpTable } table
                && _f[id].Predecessors.TrueForAll(p => p == dominator))
            {
                share *= Math.Max(LeastShare, (float)_f[id].Predecessors.Count / table.Successors.Count);
            }
            _share[id.Index] = share;
        }
    }

    // Which blocks begin inside a write barrier window: it opens with the flag and closes with its end on every path.
    private protected void MarkBarriers(EntityList<BlockId> layout, int[] number)
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
        var defined = new EntityList<(int Vreg, int Register)>();
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

    private protected void LowerParameter(ValueId v, EntityList<(int Vreg, int Register)> defined)
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
