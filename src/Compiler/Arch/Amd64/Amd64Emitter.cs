using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;
using Go.Compiler.Code;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RegAlloc;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Arch.Amd64;

/// <summary>
/// Writes one allocated function: prologue, instructions with the allocator's moves, cold panics, the stack growth path, and the tables by pc.
/// Partials by topic: Frame, Integer, Floats, Memory, Branches, Calls.
/// </summary>
internal sealed partial class Amd64Emitter
{
    private enum Event : byte { StackDepth, UnsafePoint, StackMap, PanicBounds, ArgumentLiveness, Position }

    private readonly MachineFunction _m;
    private readonly SsaFunction _f;
    private readonly AllocationResult _allocation;
    private readonly Amd64Frame _frame;
    private readonly Amd64InstructionWriter _w;
    private readonly int[] _blockLabel;

    // Blocks in the order in which they are written, and by block the first of its moves.
    private readonly int[] _order, _firstMove;

    // What holds from a pc on; the position's value indexes _positions.
    private readonly List<(int Pc, Event Kind, int Value)> _events = [];
    private readonly List<(Pos Pos, int InlineIndex)> _positions = [];
    private readonly List<BoundsPanic> _panics = [];
    private readonly bool _isUnsafe, _isNosplit;
    private readonly bool _needsContext;
    private int _deferReturnPc = -1;
    private int _block, _place;
    private bool _inWindow;
    private int _at, _operand;

    // Which arguments are in their spill places, and the state at the instruction at hand.
    private readonly ArgumentLiveness? _argumentLiveness;
    private int _liveArguments;

    /// <summary>A failed check's call, written after the body.</summary>
    private readonly record struct BoundsPanic(int Label, int Code, long ScratchConstant, bool NeedsScratch, Pos Pos, int InlineIndex, int LiveArguments);

    public Amd64Emitter(MachineFunction machine, AllocationResult allocation, Amd64Frame frame, Amd64InstructionWriter writer, ArgumentLiveness? argumentLiveness)
    {
        _m = machine;
        _f = machine.Source;
        _allocation = allocation;
        _frame = frame;
        _argumentLiveness = argumentLiveness;
        _w = writer;
        _w.Reset();
        _blockLabel = new int[machine.Problem.Blocks.Count];
        _firstMove = new int[_blockLabel.Length];
        _order = EmissionOrder.Of(machine.Problem);
        bool pragma = (_f.Pragmas & FunctionPragmas.Nosplit) != 0 || _f.IsAbiWrapper;
        _isUnsafe = pragma || _f.Package.IsRuntimePackage;
        // Small frames that call nothing but certain panics run in the space below the guard (contract 2.1).
        _isNosplit = pragma || (!machine.NeedsStackCheck && frame.Size < StackGuards.Small - 8);
        _needsContext = _f.NeedsContext || ReadsContext();
    }

    /// <summary>What traces print of the arguments.</summary>
    public TracebackArguments? Arguments { get; init; }

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
            _blockLabel[b] = _w.NewLabel();
        }
        FindEmptyBlocks();
        At(_f.Pos, -1);
        int start = _w.NewLabel(), more = _w.NewLabel();
        _w.Bind(start);
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
        _w.Bind(_blockLabel[_block]);
        if (_forward[_block] != _block)
        {
            return;
        }
        _inWindow = _m.StartsInWindow[_block];
        SetUnsafePoint();
        SetLiveArguments(_argumentLiveness?.AtStart(_block) ?? 0);
        for (int i = block.First; i < block.End; i++)
        {
            ref readonly MachineInstruction m = ref _m[i];
            if (_w.Pc == 0 && m.InlineIndex >= 0)
            {
                _w.Nop(); // the entry belongs to the function itself: it is what its name is looked up by
            }
            At(m.Pos, m.InlineIndex);
            for (; move < _allocation.Moves.Count && _allocation.Moves[move].Instruction == i; move++)
            {
                WriteMove(_allocation.Moves[move]);
                if (_argumentLiveness?.After(_liveArguments, _allocation.Moves[move]) is { } live && live != _liveArguments)
                {
                    SetLiveArguments(live);
                }
            }
            _at = i;
            _operand = _m.Problem.OperandStart[i];
            Write(m);
        }
    }

    private void Mark(Event kind, int value) => _events.Add((_w.Pc, kind, value));

    private void SetUnsafePoint() => Mark(Event.UnsafePoint, _isUnsafe || _inWindow ? UnsafePointValue.Unsafe : UnsafePointValue.Safe);

    private void SetLiveArguments(int state)
    {
        _liveArguments = state;
        if (_argumentLiveness is not null)
        {
            Mark(Event.ArgumentLiveness, _argumentLiveness.IndexOf(state));
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

    private int Operand(int i)
    {
        Location place = _allocation.Operands[_operand + i];
        return place.IsRegister ? place.Number : throw Unexpected.State($"operand {i} of {(Amd64Op)_m[_at].Opcode} in {place}");
    }

    private int OperandCount => _m.Problem.OperandStart[_at + 1] - _operand;

    /// <summary>The last operand: the result of most instructions.</summary>
    private int Last => Operand(OperandCount - 1);

    private Amd64Memory Memory(in MachineMemory m)
    {
        int displacement = m.Displacement;
        int index = m.Index < 0 ? Amd64Memory.None : Operand(m.Index);
        switch (m.Kind)
        {
            case MemoryKind.Symbol:
                return Amd64Memory.Symbol((CodeTarget)m.Target!, displacement);
            case MemoryKind.Register:
                return index < 0 ? Amd64Memory.At(Operand(m.Base), displacement) : Amd64Memory.Indexed(Operand(m.Base), index, m.Scale, displacement);
            case MemoryKind.Slot:
                displacement += _frame.OffsetOf((StackSlot)m.Target!);
                break;
            case MemoryKind.Incoming:
                displacement += _frame.ArgumentStart;
                break;
            case MemoryKind.Outgoing:
                break;
            default:
                throw Unexpected.Value(m.Kind);
        }
        return index < 0 ? Amd64Memory.At(Amd64Registers.Sp, displacement) : Amd64Memory.Indexed(Amd64Registers.Sp, index, m.Scale, displacement);
    }

    // The allocator's moves

    private void WriteMove(AllocationMove move)
    {
        bool isFloat = _m.Problem.Vregs[move.Vreg].Class == RegisterClass.Float;
        (Location from, Location to) = (move.From, move.To);
        if (from.Kind == LocationKind.Scratch)
        {
            from = Location.Register(Amd64Registers.Scratch);
            isFloat &= to.IsRegister;
        }
        if (to.Kind == LocationKind.Scratch)
        {
            to = Location.Register(Amd64Registers.Scratch);
            isFloat &= from.IsRegister;
        }
        switch (from.IsRegister, to.IsRegister)
        {
            case (true, true):
                CopyRegister(from.Number, to.Number);
                break;
            case (true, false) when isFloat:
                _w.StoreFloat(SizeOf(to), Amd64Memory.At(Amd64Registers.Sp, _frame.OffsetOf(to)), from.Number);
                break;
            case (true, false):
                _w.Store(SizeOf(to), Amd64Memory.At(Amd64Registers.Sp, _frame.OffsetOf(to)), from.Number);
                break;
            case (false, true) when isFloat:
                _w.LoadFloat(SizeOf(from), to.Number, Amd64Memory.At(Amd64Registers.Sp, _frame.OffsetOf(from)));
                break;
            case (false, true):
                _w.Load(SizeOf(from), to.Number, Amd64Memory.At(Amd64Registers.Sp, _frame.OffsetOf(from)));
                break;
            default:
                throw Unexpected.State($"move {from} to {to}");
        }
    }

    /// <summary>Bytes of a place in memory: the next parameter's place may follow at once.</summary>
    private int SizeOf(Location place) => place.Kind == LocationKind.Home ? OpFacts.SizeOf(OpFacts.KindOf(_f.ParameterScalars[place.Number].Scalar.Kind)) : Word;

    private static bool IsVector(int register) => register >= Amd64Registers.X0;

    private void CopyRegister(int from, int to)
    {
        switch (IsVector(from), IsVector(to))
        {
            case (false, false):
                _w.Move(8, to, from);
                break;
            case (true, true):
                _w.MoveVector(to, from);
                break;
            case (true, false):
                _w.MoveFromVector(8, to, from);
                break;
            default:
                _w.MoveToVector(8, to, from);
                break;
        }
    }

    private void CopyUnlessSame(int to, int from)
    {
        if (to != from)
        {
            CopyRegister(from, to);
        }
    }

    // Tables

    private CompiledFunction Finish()
    {
        byte[] code = _w.Finish();
        var depth = new PcValueTableBuilder(1);
        var unsafePoints = new PcValueTableBuilder(1);
        var maps = new PcValueTableBuilder(1);
        var bounds = new PcValueTableBuilder(1);
        var arguments = new PcValueTableBuilder(1);
        var positions = new List<(int Pc, Pos Pos, int InlineIndex)>(_positions.Count);
        foreach ((int oldPc, Event kind, int value) in _events)
        {
            int pc = _w.MapPc(oldPc);
            switch (kind)
            {
                case Event.StackDepth:
                    depth.Set(pc, value);
                    break;
                case Event.UnsafePoint:
                    unsafePoints.Set(pc, value);
                    break;
                case Event.StackMap:
                    maps.Set(pc, value);
                    break;
                case Event.PanicBounds:
                    bounds.Set(pc, value);
                    break;
                case Event.ArgumentLiveness:
                    arguments.Set(pc, value);
                    break;
                default:
                    if (positions.Count > 0 && positions[^1].Pc == pc)
                    {
                        positions.RemoveAt(positions.Count - 1);
                    }
                    positions.Add((pc, _positions[value].Pos, _positions[value].InlineIndex));
                    break;
            }
        }
        byte[]?[] pcData = new byte[]?[PcDataId.PanicBounds + 1];
        pcData[PcDataId.UnsafePoint] = unsafePoints.Finish(code.Length);
        pcData[PcDataId.StackMapIndex] = maps.Finish(code.Length);
        pcData[PcDataId.ArgLiveIndex] = arguments.Finish(code.Length);
        pcData[PcDataId.PanicBounds] = bounds.Finish(code.Length);
        return new CompiledFunction
        {
            Source = _f,
            Code = code,
            Relocations = [.. _w.Relocations],
            Positions = positions,
            ArgumentWidth = (int)_f.Abi.ArgumentWidth,
            FrameSize = _frame.Size,
            DeferReturn = _deferReturnPc < 0 ? 0 : _w.MapPc(_deferReturnPc),
            PcSp = depth.Finish(code.Length),
            PcData = pcData,
            ArgumentPointerMaps = _frame.Maps.BuildArguments(),
            LocalPointerMaps = _frame.Maps.BuildLocals(),
            ArgumentInfo = Arguments?.Encoded,
            ArgumentLiveInfo = _argumentLiveness?.Build(),
            StackObjects = _frame.StackObjects(),
            OpenDefers = _f.OpenDefers is { } open ? (_frame.DistanceOf(open.Bits), _frame.DistanceOf(open.Closures)) : null,
            JumpTables = FinalJumpTables(),
            Flags = (_isNosplit ? SymbolFlags.Nosplit : 0) | (_needsContext ? SymbolFlags.NeedsContext : 0) | (_frame.Size == 0 ? SymbolFlags.NoFrame : 0),
        };
    }
}
