using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.RegAlloc;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Machine;

internal abstract partial class MachineLowering
{
    private protected void LowerEnding(Block block)
    {
        switch (block.Kind)
        {
            case BlockKind.Jump:
                Begin(MachineOp.Jump);
                Emit();
                break;
            case BlockKind.If:
                LowerBranch(block.Control, negate: false);
                break;
            case BlockKind.JumpTable:
                int index = Register(block.Control);
                Begin(MachineOp.JumpTable);
                AddUse(index);
                Emit();
                break;
            case BlockKind.Return:
                LowerReturn(block);
                break;
            case BlockKind.DeferReturn:
                LowerDeferReturn();
                break;
            case BlockKind.Exit:
                Begin(MachineOp.Exit);
                Emit();
                break;
            case BlockKind.TailCall:
                LowerTailCall(block);
                break;
            default:
                throw Unexpected.Value(block.Kind);
        }
    }

    private protected void LowerReturn(Block block)
    {
        var registers = new EntityList<PassedValue>();
        int next = 0;
        foreach (AbiParameter r in _f.Abi.Results)
        {
            foreach (AbiScalar s in r.Scalars)
            {
                registers.Add(Pass(block.Arguments[next++], s));
            }
        }
        EmitReturn(registers);
    }

    private protected void EmitReturn(EntityList<PassedValue> results)
    {
        RemakeInPlace(results);
        Begin(MachineOp.Return);
        foreach (PassedValue p in results)
        {
            AddFixedUse(p.Vreg, p.Register);
        }
        Emit();
    }

    /// <summary>Recovery resumes here with nothing but SP and BP (contract 4.7).</summary>
    private protected void LowerDeferReturn()
    {
        Begin(MachineOp.CallDeferReturn);
        _next.Target = RuntimeTarget(RuntimeSymbols.DeferReturn);
        _clobbers = _registers.All;
        _isSafepoint = true;
        _m.HasCall = true;
        _m.NeedsStackCheck = true;
        Emit();
        var results = new EntityList<PassedValue>();
        for (int i = 0; i < _f.DeferredResults.Count; i++)
        {
            (StackSlot slot, bool isHeapPointer) = _f.DeferredResults[i];
            AbiParameter r = _f.Abi.Results[i];
            PendingMemory memory = SlotMemory(slot, 0);
            if (isHeapPointer)
            {
                memory = new PendingMemory { Memory = MachineMemory.OfKind(MemoryKind.Register, 0),
                    Base = EmitLoad(ValueKind.Pointer, memory) };
            }
            if (!r.InRegisters)
            {
                if (slot.AbiIndex != ~i)
                {
                    EmitMoveOf(IncomingMemory(r.StackOffset), memory, _layout.SizeOf(r.Type));
                }
                continue;
            }
            foreach (AbiScalar s in r.Scalars)
            {
                results.Add(new PassedValue(default, _registers.Argument(s.IsFloat, s.Register),
                    EmitLoad(OpFacts.KindOf(s.Kind), Plus(memory, s.Offset))));
            }
        }
        EmitReturn(results);
    }

    private protected void LowerTailCall(Block block)
    {
        CallInfo call = block.Call!;
        bool carriesNothing = call.Abi.Parameters.Count == 0 && call.Abi.Results.Count == 0;
        if (call.Abi.StackSize != 0 || call.Abi.Abi != FunctionAbi.Internal || (_f.Abi.Abi != FunctionAbi.Internal && !carriesNothing))
        {
            throw new UnsupportedFeatureException(_pos, "a tail call with stack arguments or between calling conventions");
        }
        var registers = new EntityList<PassedValue>();
        int next = 0;
        foreach (AbiParameter p in call.Abi.Parameters)
        {
            foreach (AbiScalar s in p.Scalars)
            {
                registers.Add(Pass(block.Arguments[next++], s));
            }
        }
        int code = block.Control.IsNone ? 0 : Register(block.Control);
        RemakeInPlace(registers);
        Begin(code == 0 ? MachineOp.TailCall : MachineOp.TailCallRegister);
        if (code != 0)
        {
            AddUse(code);
        }
        else
        {
            _next.Target = FunctionTarget(call.Target ?? throw Unexpected.State("tail call of nobody"));
        }
        foreach (PassedValue p in registers)
        {
            AddFixedUse(p.Vreg, p.Register);
        }
        Emit();
    }
}
