using Go.Compiler.Backend;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Emitter
{
    private const int Word = 8, InlineZeroWords = 32;

    private static readonly CodeTarget s_moreStack = new(new SymbolKey(LinkerSymbols.MoreStack, SymbolAbi.Abi0), null),
        s_moreStackNoContext = new(new SymbolKey(LinkerSymbols.MoreStackNoContext, SymbolAbi.Abi0), null),
        s_moreStackSystem = new(new SymbolKey("runtime.morestackc", SymbolAbi.Abi0), null),
        s_panicBounds = new(new SymbolKey("runtime.panicBounds", SymbolAbi.Internal), null);

    private void SetDepth(int bytes) => Mark(Event.StackDepth, bytes);

    private bool IsSystemStack => (_f.Pragmas & FunctionPragmas.Systemstack) != 0;

    private bool IsAbi0 => _f.Abi.Abi == FunctionAbi.Abi0;

    /// <summary>Contract 2.1: stack check, frame, zeroed variables. Callers of ABI0 code promise neither g nor the zero register.</summary>
    private void WritePrologue(int more)
    {
        SetDepth(0);
        Mark(Event.StackMap, -1);
        SetLiveArguments(_argumentLiveness?.AtEntry ?? 0);
        if (IsAbi0)
        {
            _w.Load(8, Amd64Registers.G, Amd64Memory.ThreadLocalG);
        }
        Mark(Event.UnsafePoint, UnsafePointValue.Safe);
        if (!_isNosplit)
        {
            WriteStackCheck(more);
        }
        SetUnsafePoint();
        int size = _frame.Size;
        if (size > 0)
        {
            _w.Push(Amd64Registers.Bp);
            SetDepth(Word);
            _w.Move(8, Amd64Registers.Bp, Amd64Registers.Sp);
            if (size > Word)
            {
                _w.AluConstant(Amd64Alu.Sub, 8, Amd64Registers.Sp, size - Word);
                SetDepth(size);
            }
        }
        if (IsAbi0)
        {
            _w.ClearVector(Amd64Registers.Zero);
        }
        foreach ((int offset, int bytes) in _frame.ZeroRanges())
        {
            ZeroFrame(offset, bytes);
        }
    }

    private void WriteStackCheck(int more)
    {
        var guard = Amd64Memory.At(Amd64Registers.G, IsSystemStack ? StackGuards.Guard1Offset : StackGuards.Guard0Offset);
        int size = _frame.Size, below = size - StackGuards.Small, compared = Amd64Registers.Sp;
        if (size > StackGuards.Big)
        {
            compared = Amd64Registers.R12;
            _w.Move(8, compared, Amd64Registers.Sp);
            Mark(Event.UnsafePoint, UnsafePointValue.Unsafe);
            _w.AluConstant(Amd64Alu.Sub, 8, compared, below);
            _w.Jump(Amd64Condition.Below, more);
        }
        else if (size > StackGuards.Small)
        {
            compared = Amd64Registers.R12;
            _w.LoadAddress(compared, Amd64Memory.At(Amd64Registers.Sp, -below));
            Mark(Event.UnsafePoint, UnsafePointValue.Unsafe);
        }
        _w.Alu(Amd64Alu.Cmp, 8, compared, guard);
        Mark(Event.UnsafePoint, UnsafePointValue.Unsafe);
        _w.Jump(Amd64Condition.BelowOrEqual, more);
    }

    /// <summary>Argument registers are live: only R12 and the scratch register may be used.</summary>
    private void ZeroFrame(int offset, int bytes)
    {
        if (bytes <= InlineZeroWords * Word)
        {
            ZeroMemory(Amd64Memory.At(Amd64Registers.Sp, offset), bytes);
            return;
        }
        int loop = _w.NewLabel();
        _w.LoadAddress(Amd64Registers.Scratch, Amd64Memory.At(Amd64Registers.Sp, offset));
        _w.LoadConstant(Amd64Registers.R12, bytes / 16);
        _w.Bind(loop);
        _w.StoreVector(Amd64Memory.At(Amd64Registers.Scratch), Amd64Registers.Zero);
        _w.AluConstant(Amd64Alu.Add, 8, Amd64Registers.Scratch, 16);
        _w.AluConstant(Amd64Alu.Sub, 4, Amd64Registers.R12, 1);
        _w.Jump(Amd64Condition.NotEqual, loop);
        ZeroMemory(Amd64Memory.At(Amd64Registers.Scratch), bytes % 16);
    }

    private void WriteEpilogue()
    {
        int size = _frame.Size;
        if (size > Word)
        {
            _w.AluConstant(Amd64Alu.Add, 8, Amd64Registers.Sp, size - Word);
            SetDepth(Word);
        }
        if (size > 0)
        {
            _w.Pop(Amd64Registers.Bp);
            SetDepth(0);
        }
    }

    private void WriteReturn()
    {
        WriteEpilogue();
        _w.Return();
        SetDepth(_frame.Size);
    }

    /// <summary>Register arguments go to their spill places, where the runtime finds and moves them, and come back; then the check is made again.</summary>
    private void WriteGrowth(int start, int more)
    {
        _w.Bind(more);
        At(_f.Pos, -1);
        SetDepth(0);
        Mark(Event.StackMap, -1);
        Mark(Event.UnsafePoint, UnsafePointValue.Unsafe);
        SpillArguments(store: true);
        Mark(Event.ArgumentLiveness, -1);
        _w.Call(IsSystemStack ? s_moreStackSystem : _needsContext ? s_moreStack : s_moreStackNoContext);
        Mark(Event.UnsafePoint, UnsafePointValue.Safe);
        SpillArguments(store: false);
        _w.Jump(start);
    }

    private void SpillArguments(bool store)
    {
        foreach (AbiParameter p in _f.Abi.Parameters)
        {
            foreach (AbiScalar s in p.Scalars)
            {
                var place = Amd64Memory.At(Amd64Registers.Sp, Word + (int)p.SpillOffset + s.Offset);
                int register = Amd64Registers.Argument(s.IsFloat, s.Register);
                int size = Ssa.OpFacts.SizeOf(Ssa.OpFacts.KindOf(s.Kind));
                if (s.IsFloat)
                {
                    if (store)
                    {
                        _w.StoreFloat(size, place, register);
                    }
                    else
                    {
                        _w.LoadFloat(size, register, place);
                    }
                }
                else if (store)
                {
                    _w.Store(size, place, register);
                }
                else
                {
                    _w.Load(size, register, place);
                }
            }
        }
    }

    private void WritePanics()
    {
        foreach (BoundsPanic p in _panics)
        {
            _w.Bind(p.Label);
            At(p.Pos, p.InlineIndex);
            SetLiveArguments(p.LiveArguments);
            if (p.NeedsScratch)
            {
                _w.LoadConstant(Amd64Registers.Scratch, p.ScratchConstant);
            }
            Mark(Event.StackMap, _frame.BaseMap);
            Mark(Event.PanicBounds, p.Code);
            _w.Call(s_panicBounds);
            Mark(Event.PanicBounds, -1);
            // The return address must lie inside the function.
            _w.Nop();
        }
    }
}
