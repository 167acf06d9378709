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
        var registers = new List<(int Vreg, int Register)>();
        int next = 0;
        foreach (AbiParameter r in _f.Abi.Results)
        {
            foreach (AbiScalar s in r.Scalars)
            {
                registers.Add((Register(block.Arguments[next++]), _registers.Argument(s.IsFloat, s.Register)));
            }
        }
        EmitReturn(registers);
    }

    private protected void EmitReturn(List<(int Vreg, int Register)> results)
    {
        Begin(MachineOp.Return);
        foreach ((int vreg, int register) in results)
        {
            AddFixedUse(vreg, register);
        }
        Emit();
    }

    /// <summary>Recovery resumes here with nothing but SP and BP (contract 4.7).</summary>
    private protected void LowerDeferReturn()
    {
        Begin(MachineOp.CallDeferReturn);
        _next.Target = RuntimeTarget("runtime.deferreturn");
        _clobbers = _registers.All;
        _isSafepoint = true;
        _m.HasCall = true;
        _m.NeedsStackCheck = true;
        Emit();
        var results = new List<(int Vreg, int Register)>();
        for (int i = 0; i < _f.DeferredResults.Count; i++)
        {
            (StackSlot slot, bool isHeapPointer) = _f.DeferredResults[i];
            AbiParameter r = _f.Abi.Results[i];
            PendingMemory memory = SlotMemory(slot, 0);
            if (isHeapPointer)
            {
                memory = new PendingMemory { Memory = MachineMemory.OfKind(MemoryKind.Register, 0), Base = EmitLoad(ValueKind.Pointer, memory) };
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
                results.Add((EmitLoad(OpFacts.KindOf(s.Kind), Plus(memory, s.Offset)), _registers.Argument(s.IsFloat, s.Register)));
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
        var registers = new List<(int Vreg, int Register)>();
        int next = 0;
        foreach (AbiParameter p in call.Abi.Parameters)
        {
            foreach (AbiScalar s in p.Scalars)
            {
                registers.Add((Register(block.Arguments[next++]), _registers.Argument(s.IsFloat, s.Register)));
            }
        }
        int code = block.Control.IsNone ? 0 : Register(block.Control);
        Begin(code == 0 ? MachineOp.TailCall : MachineOp.TailCallRegister);
        if (code != 0)
        {
            AddUse(code);
        }
        else
        {
            _next.Target = FunctionTarget(call.Target ?? throw Unexpected.State("tail call of nobody"));
        }
        foreach ((int vreg, int register) in registers)
        {
            AddFixedUse(vreg, register);
        }
        Emit();
    }
}
