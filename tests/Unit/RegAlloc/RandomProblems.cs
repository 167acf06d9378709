using Go.Compiler.RegAlloc;

namespace Go.Compiler.Tests.RegAlloc;

/// <summary>Generates valid random problems: structured control flow, values that dominate their uses, every kind of constraint.</summary>
internal sealed class RandomProblems
{
    private readonly Random _random;
    private readonly AllocationProblem _problem = new();
    private readonly List<List<int>> _available = [];
    private readonly ulong _all;
    private int _budget;

    /// <summary>The second class begins in the upper half, as where there are 32 registers of each.</summary>
    private const int FirstFloat = 32;

    private RandomProblems(int seed, int size, int registers)
    {
        _random = new Random(seed);
        _budget = size;
        _problem.Allocatable[0] = (1UL << registers) - 1;
        _problem.Allocatable[1] = ((1UL << registers) - 1) << FirstFloat;
        _problem.PreferredOrder[0] = [.. Enumerable.Range(0, registers).Select(r => (byte)r)];
        _problem.PreferredOrder[1] = [.. Enumerable.Range(FirstFloat, registers).Select(r => (byte)r)];
        _all = _problem.Allocatable[0] | _problem.Allocatable[1];
    }

    public static AllocationProblem Make(int seed, int size, int registers)
    {
        var maker = new RandomProblems(seed, size, registers);
        maker._available.Add([]);
        int block = maker.NewBlock(0, 1);
        maker.DefineParameters();
        block = maker.Region(block, 0, 0);
        maker.End(block);
        return seed % 3 == 0 ? maker.Shuffled() : maker._problem;
    }

    // The same function with its blocks in another order, as when cold blocks are moved to the end.
    private AllocationProblem Shuffled()
    {
        int[] order = [0, .. Enumerable.Range(1, _problem.Blocks.Count - 1).OrderBy(b => _random.Next(3) == 0 ? b + 1000 : b)];
        int[] place = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            place[order[i]] = i;
        }
        var shuffled = new AllocationProblem();
        shuffled.Vregs.AddRange(_problem.Vregs.Skip(1));
        _problem.Allocatable.CopyTo(shuffled.Allocatable, 0);
        _problem.PreferredOrder.CopyTo(shuffled.PreferredOrder, 0);
        foreach (int b in order)
        {
            AllocationBlock old = _problem.Blocks[b];
            var block = new AllocationBlock { First = shuffled.InstructionCount, LoopDepth = old.LoopDepth, Weight = old.Weight };
            for (int i = old.First; i < old.End; i++)
            {
                shuffled.Add([.. _problem.Operands.GetRange(_problem.OperandStart[i],
                    _problem.OperandStart[i + 1] - _problem.OperandStart[i])], _problem.Clobbers[i], _problem.IsSafepoint[i]);
            }
            block.End = shuffled.InstructionCount;
            block.Predecessors.AddRange(old.Predecessors.Select(p => place[p]));
            block.Successors.AddRange(old.Successors.Select(p => place[p]));
            block.Parameters.AddRange(old.Parameters);
            block.Incoming.AddRange(old.Incoming);
            shuffled.Blocks.Add(block);
        }
        return shuffled;
    }

    private int NewBlock(int depth, float weight)
    {
        _problem.Blocks.Add(new AllocationBlock { First = _problem.InstructionCount, LoopDepth = depth, Weight = weight });
        return _problem.Blocks.Count - 1;
    }

    private void End(int block)
    {
        // A terminator: sometimes reads.
        Operand[] operands = _random.Next(3) == 0 && Pick(0) is int v and > 0
            ? [new Operand(v, OperandRole.Use, OperandConstraint.Any)] : [];
        _problem.Add(operands);
        _problem.Blocks[block].End = _problem.InstructionCount;
    }

    private void Jump(int block)
    {
        _problem.Add([]);
        _problem.Blocks[block].End = _problem.InstructionCount;
    }

    private void Edge(int from, int to)
    {
        _problem.Blocks[from].Successors.Add(to);
        _problem.Blocks[to].Predecessors.Add(from);
    }

    private void DefineParameters()
    {
        int n = _random.Next(4);
        var operands = new List<Operand>();
        for (int k = 0; k < n && k < _problem.PreferredOrder[0].Length; k++)
        {
            operands.Add(new Operand(New(0), OperandRole.Def, OperandConstraint.Fixed, _problem.PreferredOrder[0][k]));
        }
        _problem.Add([.. operands]);
        Publish(operands);
    }

    private int New(int registerClass)
        => _problem.NewVreg(new VirtualRegister((RegisterClass)registerClass, registerClass == 0 && _random.Next(2) == 0,
            _random.Next(8) == 0));

    private void Publish(IEnumerable<Operand> operands)
    {
        foreach (Operand o in operands)
        {
            if (!o.IsUse)
            {
                _available[^1].Add(o.Vreg);
            }
        }
    }

    private int Pick(int registerClass)
    {
        for (int attempt = 0; attempt < 8; attempt++)
        {
            List<int> scope = _available[_random.Next(_available.Count)];
            if (scope.Count > 0 && scope[_random.Next(scope.Count)] is int v && (int)_problem.Vregs[v].Class == registerClass)
            {
                return v;
            }
        }
        return 0;
    }

    // Emits into a block, opens nested regions, and returns the block where control goes on.
    private int Region(int block, int depth, int nesting)
    {
        float weight = MathF.Pow(10, depth);
        int steps = _random.Next(1, 6);
        for (int s = 0; s < steps && _budget > 0; s++)
        {
            for (int n = _random.Next(6); n > 0; n--)
            {
                Instruction();
            }
            switch (nesting < 4 ? _random.Next(4) : 3)
            {
                case 0:
                    block = Diamond(block, depth, nesting, weight);
                    break;
                case 1:
                    block = Loop(block, depth, nesting, weight);
                    break;
            }
        }
        return block;
    }

    private int Diamond(int block, int depth, int nesting, float weight)
    {
        End(block);
        int thenStart = NewBlock(depth, weight * 0.5f);
        Edge(block, thenStart);
        _available.Add([]);
        int thenEnd = Region(thenStart, depth, nesting + 1);
        (int a, int b) = (Pick(0), Pick(0));
        Jump(thenEnd);
        _available.RemoveAt(_available.Count - 1);
        int elseStart = NewBlock(depth, weight * 0.5f);
        Edge(block, elseStart);
        _available.Add([]);
        int elseEnd = Region(elseStart, depth, nesting + 1);
        (int c, int d) = (Pick(0), Pick(0));
        Jump(elseEnd);
        _available.RemoveAt(_available.Count - 1);
        int join = NewBlock(depth, weight);
        Edge(thenEnd, join);
        Edge(elseEnd, join);
        if (a != 0 && b != 0 && c != 0 && d != 0)
        {
            Parameters(join, [[a, b], [c, d]]);
        }
        return join;
    }

    private int Loop(int block, int depth, int nesting, float weight)
    {
        int n = _random.Next(4);
        int[] initial = [.. Enumerable.Range(0, n).Select(_ => Pick(0))];
        if (initial.Contains(0))
        {
            return block;
        }
        Jump(block);
        int header = NewBlock(depth + 1, weight * 10);
        Edge(block, header);
        int[] parameters = [.. initial.Select(_ => New(0))];
        _available.Add([.. parameters]);
        int bodyEnd = Region(header, depth + 1, nesting + 1);
        // Permuted parameters make cycles of moves on the back edge.
        int[] next = [.. initial.Select((_, k) => _random.Next(2) == 0 ? parameters[(k + 1) % n] : Pick(0) is int v and > 0
            ? v : parameters[k])];
        End(bodyEnd);
        int latch = NewBlock(depth + 1, weight * 10);
        Edge(bodyEnd, latch);
        Jump(latch);
        Edge(latch, header);
        AllocationBlock head = _problem.Blocks[header];
        head.Parameters.AddRange(parameters);
        head.Incoming.Add(initial);
        head.Incoming.Add(next);
        _available.RemoveAt(_available.Count - 1);
        int exit = NewBlock(depth, weight);
        Edge(bodyEnd, exit);
        return exit;
    }

    private void Parameters(int block, int[][] incoming)
    {
        for (int k = 0; k < incoming[0].Length; k++)
        {
            int parameter = New(0);
            _problem.Blocks[block].Parameters.Add(parameter);
            _available[^1].Add(parameter);
        }
        _problem.Blocks[block].Incoming.AddRange(incoming);
    }

    private void Instruction()
    {
        _budget--;
        var operands = new List<Operand>();
        int kind = _random.Next(10);
        int registerClass = _random.Next(5) == 0 ? 1 : 0;
        byte[] registers = _problem.PreferredOrder[0];
        ulong clobbers = 0;
        bool safepoint = false;
        switch (kind)
        {
            case 0 or 1:
                // A call: fixed inputs and results, everything destroyed.
                int inputs = _random.Next(Math.Min(4, registers.Length));
                for (int k = 0; k < inputs; k++)
                {
                    if (Pick(0) is int v and > 0)
                    {
                        operands.Add(new Operand(v, OperandRole.Use, OperandConstraint.Fixed, registers[k]));
                    }
                }
                if (inputs < registers.Length && _random.Next(3) == 0 && Pick(0) is int target and > 0)
                {
                    operands.Add(new Operand(target, OperandRole.Use, OperandConstraint.Register));
                }
                clobbers = _all;
                for (int k = _random.Next(3) - 1; k >= 0; k--)
                {
                    operands.Add(new Operand(New(0), OperandRole.Def, OperandConstraint.Fixed, registers[k]));
                    clobbers &= ~(1UL << registers[k]);
                }
                safepoint = true;
                break;
            case 2:
                // Like a division: two fixed inputs, other results, partial clobber.
                if (Pick(0) is int a and > 0 && Pick(0) is int b and > 0 && registers.Length >= 4)
                {
                    operands.Add(new Operand(a, OperandRole.Use, OperandConstraint.Fixed, registers[0]));
                    operands.Add(new Operand(b, OperandRole.LateUse,
                        _random.Next(2) == 0 ? OperandConstraint.Register : OperandConstraint.Any));
                    operands.Add(new Operand(New(0), OperandRole.Def, OperandConstraint.Fixed, registers[_random.Next(2)]));
                    clobbers = 3 & ~(1UL << operands[^1].Detail);
                }
                break;
            case 3 or 4:
                if (Pick(registerClass) is int x and > 0 && Pick(registerClass) is int y and > 0)
                {
                    operands.Add(new Operand(x, OperandRole.Use, OperandConstraint.Register));
                    operands.Add(new Operand(y, OperandRole.Use,
                        _random.Next(2) == 0 ? OperandConstraint.Register : OperandConstraint.Any));
                    operands.Add(new Operand(New(registerClass), OperandRole.Def, OperandConstraint.Reuse, 0));
                }
                break;
            case 5:
                if (Pick(0) is int shifted and > 0 && Pick(0) is int count and > 0)
                {
                    operands.Add(new Operand(shifted, OperandRole.Use, OperandConstraint.Register));
                    operands.Add(new Operand(count, OperandRole.Use, OperandConstraint.Fixed, registers[1]));
                    operands.Add(new Operand(New(0), OperandRole.Def, OperandConstraint.Reuse, 0));
                }
                break;
            case 6:
                if (Pick(0) is int late and > 0)
                {
                    operands.Add(new Operand(late, OperandRole.LateUse, OperandConstraint.Register));
                    operands.Add(new Operand(New(0), OperandRole.EarlyDef, OperandConstraint.Register));
                    operands.Add(new Operand(New(0), OperandRole.Def, OperandConstraint.Register));
                }
                break;
            default:
                for (int k = _random.Next(3); k > 0; k--)
                {
                    if (Pick(registerClass) is int u and > 0)
                    {
                        operands.Add(new Operand(u, OperandRole.Use,
                            _random.Next(4) == 0 ? OperandConstraint.Any : OperandConstraint.Register));
                    }
                }
                operands.Add(new Operand(New(registerClass), OperandRole.Def, OperandConstraint.Register));
                break;
        }
        // Values that can be made again have no memory place.
        for (int k = 0; k < operands.Count; k++)
        {
            if (operands[k].Constraint == OperandConstraint.Any && _problem.Vregs[operands[k].Vreg].IsRematerializable)
            {
                operands[k] = operands[k] with { Constraint = OperandConstraint.Register };
            }
        }
        _problem.Add([.. operands], clobbers, safepoint);
        Publish(operands);
    }
}
