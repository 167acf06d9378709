using Go.Compiler.Code;
using Go.Compiler.Objects;
using Go.Compiler.RegAlloc;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Machine;

internal abstract partial class MachineEmitter
{
    private protected const int Word = 8;

    private static readonly CodeTarget s_moreStack = new(new SymbolKey(LinkerSymbols.MoreStack, SymbolAbi.Abi0), null),
        s_moreStackNoContext = new(new SymbolKey(LinkerSymbols.MoreStackNoContext, SymbolAbi.Abi0), null),
        s_moreStackSystem = new(new SymbolKey(RuntimeSymbols.MoreStackOnSystemStack, SymbolAbi.Abi0), null);

    private int _depth;

    /// <summary>From here on, SP is this far below where it was at entry.</summary>
    private protected void SetDepth(int bytes)
    {
        _depth = bytes;
        Mark(Event.StackDepth, bytes);
    }

    /// <inheritdoc/>
    void IFrameEvents.MoveDepth(int bytes) => SetDepth(_depth + bytes);

    /// <inheritdoc/>
    void IFrameEvents.SetUnsafe(bool isUnsafe)
    {
        if (isUnsafe)
        {
            Mark(Event.UnsafePoint, UnsafePointValue.Unsafe);
        }
        else
        {
            SetUnsafePoint();
        }
    }

    private bool IsSystemStack => (_f.Pragmas & FunctionPragmas.Systemstack) != 0;

    private protected bool IsAbi0 => _f.Abi.Abi == FunctionAbi.Abi0;

    /// <summary>Offset in g of the stack guard that the prologue compares with.</summary>
    private protected int GuardOffset => IsSystemStack ? StackGuards.Guard1Offset : StackGuards.Guard0Offset;

    /// <summary>Contract 2.1: stack check, frame, zeroed variables.</summary>
    private void WritePrologue(int more)
    {
        SetDepth(0);
        Mark(Event.StackMap, -1);
        SetLiveArguments(LiveArguments?.AtEntry ?? 0);
        WriteEntry();
        Mark(Event.UnsafePoint, UnsafePointValue.Safe);
        if (!_isNosplit)
        {
            WriteStackCheck(more);
        }
        SetUnsafePoint();
        WriteFrame();
        foreach ((int offset, int bytes) in _frame.ZeroRanges())
        {
            ZeroFrame(offset, bytes);
        }
    }

    /// <summary>
    /// Register arguments go to their spill places, where the runtime finds and moves them, and come back; then the check is made again.
    /// </summary>
    private void WriteGrowth(int start, int more)
    {
        _writer.Bind(more);
        At(_f.Pos, -1);
        SetDepth(0);
        Mark(Event.StackMap, -1);
        Mark(Event.UnsafePoint, UnsafePointValue.Unsafe);
        SpillArguments(store: true);
        Mark(Event.ArgumentLiveness, -1);
        CallMoreStack(IsSystemStack ? s_moreStackSystem : _needsContext ? s_moreStack : s_moreStackNoContext);
        Mark(Event.UnsafePoint, UnsafePointValue.Safe);
        SpillArguments(store: false);
        Jump(start);
    }

    private void SpillArguments(bool store)
    {
        foreach (AbiParameter p in _f.Abi.Parameters)
        {
            foreach (AbiScalar s in p.Scalars)
            {
                int place = Word + (int)p.SpillOffset + s.Offset;
                int register = _registers.Argument(s.IsFloat, s.Register);
                int size = OpFacts.SizeOf(OpFacts.KindOf(s.Kind));
                if (store)
                {
                    StoreToFrame(size, register, place);
                }
                else
                {
                    LoadFromFrame(size, register, place);
                }
            }
        }
    }

    // The allocator's moves

    private void WriteMove(AllocationMove move)
    {
        Location from = Scratched(move.From), to = Scratched(move.To);
        switch (from.IsRegister, to.IsRegister)
        {
            case (true, true):
                CopyRegister(from.Number, to.Number);
                break;
            case (true, false):
                StoreToFrame(SizeOf(to), from.Number, _frame.OffsetOf(to));
                break;
            case (false, true):
                LoadFromFrame(SizeOf(from), to.Number, _frame.OffsetOf(from));
                break;
            default:
                throw Diagnostics.Unexpected.State($"move {from} to {to}");
        }
    }

    private Location Scratched(Location place) => place.Kind == LocationKind.Scratch ? Location.Register(_registers.Scratch) : place;

    /// <summary>Bytes of a place in memory: the next parameter's place may follow at once.</summary>
    private int SizeOf(Location place) => place.Kind == LocationKind.Home
        ? OpFacts.SizeOf(OpFacts.KindOf(_f.ParameterScalars[place.Number].Scalar.Kind)) : Word;

    private protected void CopyUnlessSame(int to, int from)
    {
        if (to != from)
        {
            CopyRegister(from, to);
        }
    }
}
