using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;
using Go.Compiler.RegAlloc;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Emitter
{
    private void WriteControl(Amd64Op op, in MachineInstruction m)
    {
        switch (op)
        {
            case Amd64Op.NilCheck:
                _w.Test(1, Memory(m.Memory), Amd64Registers.Ax);
                break;
            case Amd64Op.BoundsCheck:
                WriteBoundsCheck(m);
                break;
            case Amd64Op.Call or Amd64Op.CallRegister or Amd64Op.CallDeferReturn:
                WriteCall(op, m);
                break;
            case Amd64Op.Jump:
                JumpTo(Successor(0));
                break;
            case Amd64Op.BranchCompare or Amd64Op.BranchFloat or Amd64Op.BranchTest:
                WriteBranch(op, m);
                break;
            case Amd64Op.JumpTable:
                WriteJumpTable();
                break;
            case Amd64Op.Return:
                WriteReturn();
                break;
            case Amd64Op.TailCall:
                WriteEpilogue();
                _w.JumpTo(m.Target);
                SetDepth(_frame.Size);
                break;
            case Amd64Op.TailCallRegister:
                WriteEpilogue();
                _w.JumpRegister(Operand(0));
                SetDepth(_frame.Size);
                break;
            case Amd64Op.Exit:
                _w.Undefined();
                break;
            default:
                throw Unexpected.Value(op);
        }
    }

    private void WriteCall(Amd64Op op, in MachineInstruction m)
    {
        if ((m.Variant & Amd64Lowering.CallWithoutStackMap) == 0)
        {
            Mark(Event.StackMap, _frame.MapOf(_at));
        }
        if (op == Amd64Op.CallDeferReturn)
        {
            _deferReturnPc = _w.Pc;
        }
        if (op == Amd64Op.CallRegister)
        {
            _w.CallRegister(Operand(0));
        }
        else
        {
            _w.Call(m.Target);
        }
        if ((m.Variant & Amd64Lowering.CallNeverReturns) != 0)
        {
            // The return address must lie inside the function and before the next block (contract 4.6).
            _w.Nop();
        }
        else if ((m.Variant & Amd64Lowering.CallRestoresG) != 0)
        {
            _w.ClearVector(Zero);
            _w.Load(8, Amd64Registers.G, Amd64Memory.ThreadLocalG);
        }
    }

    // Blocks

    // By block: itself, or where control gets to from a block that only jumps on.
    private int[] _forward = [];

    private int Successor(int i) => _forward[_m.Problem.Blocks[_block].Successors[i]];

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
            _forward[b] = !moves && block.End == block.First + 1 && (Amd64Op)_m[block.First].Opcode == Amd64Op.Jump ? block.Successors[0] : b;
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
            _forward[b] = to;
        }
    }

    /// <summary>The block is what follows in the code.</summary>
    private bool IsNext(int block)
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

    private void JumpTo(int block)
    {
        if (!IsNext(block))
        {
            _w.Jump(_blockLabel[block]);
        }
    }

    private void WriteBranch(Amd64Op op, in MachineInstruction m)
    {
        bool negate = m.Source.Displacement != 0;
        int yes = Successor(negate ? 1 : 0), no = Successor(negate ? 0 : 1);
        switch (op)
        {
            case Amd64Op.BranchCompare:
                WriteCompare(m, 0);
                Branch((Amd64Condition)m.Condition, yes, no);
                break;
            case Amd64Op.BranchTest:
                _w.Test(1, Operand(0), Operand(0));
                Branch(Amd64Condition.NotEqual, yes, no);
                break;
            default:
                _w.CompareFloat(m.Size, Operand(0), Operand(1));
                switch ((Amd64FloatTest)m.Variant)
                {
                    case Amd64FloatTest.Equal:
                        _w.Jump(Amd64Condition.Parity, _blockLabel[no]);
                        Branch(Amd64Condition.Equal, yes, no);
                        break;
                    case Amd64FloatTest.NotEqual:
                        _w.Jump(Amd64Condition.Parity, _blockLabel[yes]);
                        Branch(Amd64Condition.NotEqual, yes, no);
                        break;
                    case Amd64FloatTest.Above:
                        Branch(Amd64Condition.Above, yes, no);
                        break;
                    default:
                        Branch(Amd64Condition.AboveOrEqual, yes, no);
                        break;
                }
                break;
        }
    }

    private void Branch(Amd64Condition condition, int yes, int no)
    {
        if (yes == no)
        {
            JumpTo(yes);
        }
        else if (IsNext(yes))
        {
            _w.Jump((Amd64Condition)((int)condition ^ 1), _blockLabel[no]);
        }
        else
        {
            _w.Jump(condition, _blockLabel[yes]);
            JumpTo(no);
        }
    }

    /// <summary>Fewer targets are found sooner by comparing.</summary>
    private const int SmallestJumpTable = 5;

    private readonly List<int[]> _jumpTables = [];

    private void WriteJumpTable()
    {
        int count = _m.Problem.Blocks[_block].Successors.Count;
        if (count < SmallestJumpTable)
        {
            WriteSearch(0, count);
            return;
        }
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = _blockLabel[Successor(i)];
        }
        var table = new CodeTarget(default, new NamedSymbol(CompiledFunction.JumpTableName(_f.Symbol.Name, _jumpTables.Count)));
        _jumpTables.Add(labels);
        _w.LoadAddress(Scratch, Amd64Memory.Symbol(table, 0));
        _w.JumpMemory(Amd64Memory.Indexed(Scratch, Operand(0), 8, 0));
    }

    private IReadOnlyList<int[]> FinalJumpTables()
    {
        foreach (int[] table in _jumpTables)
        {
            for (int i = 0; i < table.Length; i++)
            {
                table[i] = _w.PcOf(table[i]);
            }
        }
        return _jumpTables;
    }

    /// <summary>A binary search over the index.</summary>
    private void WriteSearch(int from, int to)
    {
        if (to - from == 1)
        {
            _w.Jump(_blockLabel[Successor(from)]);
            return;
        }
        int middle = (from + to) / 2;
        _w.AluConstant(Amd64Alu.Cmp, 4, Operand(0), middle);
        if (to - middle == 1)
        {
            _w.Jump(Amd64Condition.AboveOrEqual, _blockLabel[Successor(middle)]);
            WriteSearch(from, middle);
            return;
        }
        int upper = _w.NewLabel();
        _w.Jump(Amd64Condition.AboveOrEqual, upper);
        WriteSearch(from, middle);
        _w.Bind(upper);
        WriteSearch(middle, to);
    }

    /// <summary>Contract 4.6: both values must be found in a register that the panic saves, or be small constants.</summary>
    private void WriteBoundsCheck(in MachineInstruction m)
    {
        bool constantX = (m.Variant & 1) != 0, constantY = (m.Variant & 2) != 0;
        bool isIndex = (BoundsCode)m.Condition == BoundsCode.Index;
        int constant = (int)m.Immediate;
        Amd64Condition fails;
        if (constantX)
        {
            // Mirrored: the limit is the left operand.
            _w.AluConstant(Amd64Alu.Cmp, 8, Operand(0), constant);
            fails = isIndex ? Amd64Condition.BelowOrEqual : Amd64Condition.Below;
        }
        else
        {
            fails = isIndex ? Amd64Condition.AboveOrEqual : Amd64Condition.Above;
            if (constantY)
            {
                _w.AluConstant(Amd64Alu.Cmp, 8, Operand(0), constant);
            }
            else
            {
                _w.Alu(Amd64Alu.Cmp, 8, Operand(0), Operand(1));
            }
        }
        bool needsScratch = constantY && constant > MaxEncodedConstant;
        int y = needsScratch ? Scratch : constantY ? constant : Operand(constantX ? 0 : 1);
        int flags = constantX ? constant << 2 : 1 | (m.Source.Scale != 0 ? 4 : 0) | Operand(0) << 3;
        flags |= (constantY && !needsScratch ? 0 : 2) | y << 7;
        int label = _w.NewLabel();
        _w.Jump(fails, label);
        _panics.Add(new BoundsPanic(label, flags * BoundsCodes + m.Condition, constant, needsScratch, m.Pos, m.InlineIndex, _liveArguments));
    }

    private const int MaxEncodedConstant = 31, BoundsCodes = 9;
}
