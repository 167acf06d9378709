using Go.Compiler.RegAlloc;

namespace Go.Compiler.Backend.Machine;

internal abstract partial class MachineEmitter
{
    // By block: itself, or where control gets to from a block that only jumps on.
    private int[] _forward = [];

    private protected int Successor(int i) => _forward[_m.Problem.Blocks[_block].Successors[i]];

    private void FindEmptyBlocks()
    {
        _forward = new int[_m.Problem.Blocks.Count];
        int move = 0;
        for (int b = 0; b < _forward.Length; b++)
        {
            AllocationBlock block = _m.Problem.Blocks[b];
            while (move < _allocation.Moves.Count && _allocation.Moves[move].Instruction < block.First)
            {
                move++;
            }
            _firstMove[b] = move;
            bool moves = move < _allocation.Moves.Count && _allocation.Moves[move].Instruction < block.End;
            _forward[b] = !moves && block.End == block.First + 1 && (MachineOp)_m[block.First].Opcode == MachineOp.Jump
                ? block.Successors[0] : b;
        }
        for (int b = 0; b < _forward.Length; b++)
        {
            int to = b;
            for (int steps = 0; _forward[to] != to; to = _forward[to])
            {
                if (++steps > _forward.Length)
                {
                    // An endless loop of nothing: one of its blocks must stay.
                    _forward[to] = to;
                }
            }
            // All on the way: rows of empty blocks are long where branches nest.
            for (int step = b; _forward[step] != to;)
            {
                (_forward[step], step) = (to, _forward[step]);
            }
        }
    }

    /// <summary>The block is what follows in the code.</summary>
    private protected bool IsNext(int block)
    {
        for (int i = _place + 1; i < _order.Length; i++)
        {
            int b = _order[i];
            if (b == block || _forward[b] == b)
            {
                return b == block;
            }
        }
        return false;
    }

    private bool HasLoop()
    {
        foreach (AllocationBlock block in _m.Problem.Blocks)
        {
            if (block.LoopDepth > 0)
            {
                return true;
            }
        }
        return false;
    }

    private protected void JumpTo(int block)
    {
        if (!IsNext(block))
        {
            Jump(_blockLabel[block]);
        }
    }

    /// <summary>Where a block begins.</summary>
    private protected int LabelOf(int block) => _blockLabel[block];
}
