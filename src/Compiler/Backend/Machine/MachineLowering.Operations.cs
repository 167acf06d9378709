using Go.Compiler.Diagnostics;
using Go.Compiler.Ssa;

namespace Go.Compiler.Backend.Machine;

internal abstract partial class MachineLowering
{
    /// <summary>Lowers one instruction that is neither folded nor unused.</summary>
    private void LowerValue(ValueId v)
    {
        Op op = _f[v].Op;
        switch (op)
        {
            case Op.Const or Op.LocalAddress or Op.GlobalAddress or Op.FunctionAddress:
            case Op.Param or Op.Phi or Op.Extract or Op.ClosureContext or Op.VariableStart:
                break;
            case Op.Copy or Op.Truncate:
                if (IsKindChange(v))
                {
                    EmitUnary(MachineOp.Copy, 8, Register(_f.Argument(v, 0)), Definition(v));
                }
                break;
            case Op.OffsetPointer or Op.AddPointer:
                LowerPointer(v);
                break;
            case Op.Load:
                LowerLoad(v);
                break;
            case Op.Store:
                LowerStore(v);
                break;
            case Op.Move:
                LowerMove(v);
                break;
            case Op.KeepAlive:
                LowerKeepAlive(v);
                break;
            case Op.NilCheck:
                LowerNilCheck(v);
                break;
            case Op.BoundsCheck:
                LowerBoundsCheck(v);
                break;
            case Op.CallStatic or Op.CallClosure or Op.CallInterface:
                LowerCall(v);
                break;
            case Op.GetG or Op.GetCallerPc or Op.GetCallerSp:
                Begin(op == Op.GetG ? MachineOp.GetG : op == Op.GetCallerPc ? MachineOp.CallerPc : MachineOp.CallerSp);
                AddDef(Definition(v));
                Emit();
                break;
            case Op.WriteBarrierFlag:
                LowerBarrierFlag(v);
                break;
            case Op.WriteBarrierBuffer:
                LowerBarrierBuffer(v);
                break;
            case Op.WriteBarrierEnd:
                Begin(MachineOp.BarrierEnd);
                Emit();
                break;
            case Op.WriteBarrierZero or Op.WriteBarrierMove:
                LowerBulkBarrier(v);
                break;
            case Op.Allocate or Op.AllocateMap or Op.MoveSlice:
                throw Unexpected.State("an allocation survived its lowering");
            default:
                LowerOperation(v);
                break;
        }
    }

    private void LowerPointer(ValueId v)
    {
        if (IsRemade(v))
        {
            return;
        }
        PendingMemory address = Reachable(AddressOf(v, 0, noFold: true), 0);
        Begin(MachineOp.Address);
        AddMemory(address);
        AddDef(Definition(v));
        Emit();
    }
}
