using Go.Compiler.Code;
using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RegAlloc;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Machine;

/// <summary>
/// Writes one allocated function: prologue, instructions with the allocator's moves, cold panics, the stack growth path, and the tables by
/// pc. An architecture writes the instructions. Partials by topic: Architecture (what that is asked for), Blocks, Control, Frame, Moves,
/// Tables.
/// </summary>
internal abstract partial class MachineEmitter : IFrameEvents
{
    private enum Event : byte { StackDepth, UnsafePoint, StackMap, PanicBounds, ArgumentLiveness, Position }

    private protected readonly MachineFunction _m;
    private protected readonly SsaFunction _f;
    private readonly AllocationResult _allocation;
    private protected readonly MachineFrame _frame;
    private readonly ICodeWriter _writer;
    private readonly MachineRegisters _registers;
    private readonly int[] _blockLabel;

    // Blocks in the order in which they are written, and by block the first of its moves.
    private readonly int[] _order, _firstMove;

    // What holds from a pc on; the position's value indexes _positions.
    private readonly EntityList<(int Pc, Event Kind, int Value)> _events = [];
    private readonly EntityList<(Pos Pos, int InlineIndex)> _positions = [];
    private readonly EntityList<PendingPanic> _panics = [];
    private readonly bool _isUnsafe, _isNosplit;
    private readonly bool _needsContext;
    private int _deferReturn = -1;
    private int _block, _place;
    private bool _inWindow;
    private int _at, _operand;

    /// <summary>Which arguments are in their spill places at the instruction at hand.</summary>
    private int _liveArguments;

    private protected MachineEmitter(MachineFunction machine, AllocationResult allocation, MachineFrame frame, MachineRegisters registers,
        ICodeWriter writer)
    {
        _m = machine;
        _f = machine.Source;
        _allocation = allocation;
        _frame = frame;
        _registers = registers;
        _writer = writer;
        _blockLabel = new int[machine.Problem.Blocks.Count];
        _firstMove = new int[_blockLabel.Length];
        _order = EmissionOrder.Of(machine.Problem);
        bool pragma = (_f.Pragmas & FunctionPragmas.Nosplit) != 0 || _f.IsAbiWrapper;
        _isUnsafe = pragma || _f.Package.IsRuntimePackage;
        // Small frames that call nothing but certain panics run in the space below the guard (contract 2.1); with a link register, those
        // that call nothing at all (2.2).
        bool calls = machine.NeedsStackCheck || (frame.Abi.HasLinkRegister && machine.HasCall);
        _isNosplit = pragma || (!calls && frame.Size < StackGuards.Small - Word);
        _needsContext = _f.NeedsContext || ReadsContext();
    }

    /// <summary>What traces print of the arguments.</summary>
    public TracebackArguments? Arguments { get; init; }

    /// <summary>Which of them are in their spill places, as far as that is the allocator's decision.</summary>
    public ArgumentLiveness? LiveArguments { get; init; }

    private bool ReadsContext()
    {
        foreach (BlockId id in _f.Order)
        {
            foreach (ValueId v in _f[id].Instructions)
            {
                if (_f[v].Op == Op.ClosureContext)
                {
                    return true;
                }
            }
        }
        return false;
    }

    public CompiledFunction Run()
    {
        for (int b = 0; b < _blockLabel.Length; b++)
        {
            _blockLabel[b] = _writer.NewLabel();
        }
        FindEmptyBlocks();
        At(_f.Pos, -1);
        int start = _writer.NewLabel(), more = _writer.NewLabel();
        _writer.Bind(start);
        WritePrologue(more);
        for (_place = 0; _place < _order.Length; _place++)
        {
            _block = _order[_place];
            WriteBlock();
        }
        _inWindow = false;
        SetUnsafePoint();
        WritePanics();
        if (!_isNosplit)
        {
            WriteGrowth(start, more);
        }
        return Finish();
    }

    private void WriteBlock()
    {
        int move = _firstMove[_block];
        AllocationBlock block = _m.Problem.Blocks[_block];
        _writer.Bind(_blockLabel[_block]);
        if (_forward[_block] != _block)
        {
            return;
        }
        _inWindow = _m.StartsInWindow[_block];
        SetUnsafePoint();
        SetLiveArguments(LiveArguments?.AtStart(_block) ?? 0);
        for (int i = block.First; i < block.End; i++)
        {
            ref readonly MachineInstruction m = ref _m[i];
            if (_writer.IsEmpty && m.InlineIndex >= 0)
            {
                Nop(); // the entry belongs to the function itself: it is what its name is looked up by
            }
            At(m.Pos, m.InlineIndex);
            for (; move < _allocation.Moves.Count && _allocation.Moves[move].Instruction == i; move++)
            {
                WriteMove(_allocation.Moves[move]);
                if (LiveArguments?.After(_liveArguments, _allocation.Moves[move]) is { } live && live != _liveArguments)
                {
                    SetLiveArguments(live);
                }
            }
            _at = i;
            _operand = _m.Problem.OperandStart[i];
            Write(m);
        }
    }

    private void Mark(Event kind, int value) => _events.Add((_writer.Place, kind, value));

    private void SetUnsafePoint()
        => Mark(Event.UnsafePoint, _isUnsafe || _inWindow ? UnsafePointValue.Unsafe : UnsafePointValue.Safe);

    private void SetLiveArguments(int state)
    {
        _liveArguments = state;
        if (LiveArguments is not null)
        {
            Mark(Event.ArgumentLiveness, LiveArguments.IndexOf(state));
        }
    }

    private void At(Pos pos, int inlineIndex)
    {
        if (_positions.Count == 0 || _positions[^1] != (pos, inlineIndex))
        {
            _positions.Add((pos, inlineIndex));
            Mark(Event.Position, _positions.Count - 1);
        }
    }

    // Operands

    private protected int Operand(int i)
    {
        Location place = _allocation.Operands[_operand + i];
        return place.IsRegister ? place.Number : throw Unexpected.State($"operand {i} of operation {_m[_at].Opcode} in {place}");
    }

    private protected int OperandCount => _m.Problem.OperandStart[_at + 1] - _operand;

    /// <summary>The last operand: the result of most instructions.</summary>
    private protected int Last => Operand(OperandCount - 1);
}
