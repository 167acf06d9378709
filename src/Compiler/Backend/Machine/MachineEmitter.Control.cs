using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Text;

namespace Go.Compiler.Backend.Machine;

internal abstract partial class MachineEmitter
{
    private static readonly CodeTarget s_panicBounds = new(new SymbolKey(RuntimeSymbols.PanicBounds, SymbolAbi.Internal), null);

    private void Write(in MachineInstruction m)
    {
        switch ((MachineOp)m.Opcode)
        {
            case MachineOp.Entry or MachineOp.Use:
                break;
            case MachineOp.Copy or MachineOp.FloatCopy:
                CopyUnlessSame(Last, Operand(0));
                break;
            case MachineOp.BoundsCheck:
                WriteBoundsCheck(m);
                break;
            case MachineOp.Call or MachineOp.CallRegister or MachineOp.CallDeferReturn:
                WriteCall(m);
                break;
            case MachineOp.BarrierFlag:
                WriteInstruction(m);
                _inWindow = true;
                SetUnsafePoint();
                break;
            case MachineOp.BarrierEnd:
                _inWindow = false;
                SetUnsafePoint();
                break;
            case MachineOp.Jump:
                JumpTo(Successor(0));
                break;
            case MachineOp.JumpTable:
                WriteJumpTable();
                break;
            case MachineOp.Return:
                WriteEpilogue();
                Return();
                SetDepth(_frame.Size);
                break;
            case MachineOp.TailCall:
                WriteEpilogue();
                JumpToTarget(m.Target);
                SetDepth(_frame.Size);
                break;
            case MachineOp.TailCallRegister:
                WriteEpilogue();
                JumpToRegister(Operand(0));
                SetDepth(_frame.Size);
                break;
            default:
                WriteInstruction(m);
                break;
        }
    }

    private void WriteCall(in MachineInstruction m)
    {
        if ((m.Variant & MachineLowering.CallWithoutStackMap) == 0)
        {
            Mark(Event.StackMap, _frame.MapOf(_at));
        }
        if ((MachineOp)m.Opcode == MachineOp.CallDeferReturn)
        {
            _deferReturn = _writer.Place;
        }
        if ((MachineOp)m.Opcode == MachineOp.CallRegister)
        {
            CallRegister(Operand(0));
        }
        else
        {
            Call(m.Target);
        }
        if ((m.Variant & MachineLowering.CallNeverReturns) != 0)
        {
            // The return address must lie inside the function and before the next block (contract 4.6).
            if (!TrapEndsCall || (MachineOp)_m[_at + 1].Opcode != MachineOp.Exit)
            {
                Nop();
            }
        }
        else if ((m.Variant & MachineLowering.CallRestoresG) != 0)
        {
            RestoreAfterStackCall();
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
        JumpThrough(table, Operand(0));
    }

    /// <summary>A binary search over the index.</summary>
    private void WriteSearch(int from, int to)
    {
        if (to - from == 1)
        {
            Jump(_blockLabel[Successor(from)]);
            return;
        }
        int middle = (from + to) / 2;
        if (to - middle == 1)
        {
            JumpIfAtLeast(Operand(0), middle, _blockLabel[Successor(middle)]);
            WriteSearch(from, middle);
            return;
        }
        int upper = _writer.NewLabel();
        JumpIfAtLeast(Operand(0), middle, upper);
        WriteSearch(from, middle);
        _writer.Bind(upper);
        WriteSearch(middle, to);
    }

    /// <summary>A failed check's call, written after the body.</summary>
    private readonly record struct PendingPanic(int Label, BoundsPanic Panic, Pos Pos, int InlineIndex, int LiveArguments);

    /// <summary>Contract 4.6: both values must be found in a register that the panic saves, or be small constants.</summary>
    private void WriteBoundsCheck(in MachineInstruction m)
    {
        bool constantX = (m.Variant & 1) != 0, constantY = (m.Variant & 2) != 0;
        var code = (BoundsCode)m.Condition;
        int constant = (int)m.Immediate;
        int label = _writer.NewLabel();
        var panic = new BoundsPanic
        {
            Code = code,
            IsSigned = m.Source.Scale != 0,
            X = constantX ? constant : Operand(0),
            XIsRegister = !constantX,
            Y = constantY ? constant : Operand(constantX ? 0 : 1),
            YIsRegister = !constantY,
        };
        JumpOutOfBounds(panic, label);
        _panics.Add(new PendingPanic(label, panic, m.Pos, m.InlineIndex, _liveArguments));
    }

    private void WritePanics()
    {
        for (int i = 0; i < _panics.Count; i++)
        {
            PendingPanic p = _panics[i];
            _writer.Bind(p.Label);
            At(p.Pos, p.InlineIndex);
            SetLiveArguments(p.LiveArguments);
            BoundsPanic panic = PreparePanic(p.Panic);
            Mark(Event.StackMap, _frame.BaseMap);
            Mark(Event.PanicBounds, panic.Encoded);
            Call(s_panicBounds);
            Mark(Event.PanicBounds, -1);
            EndPanic(isLast: i == _panics.Count - 1);
        }
    }
}
