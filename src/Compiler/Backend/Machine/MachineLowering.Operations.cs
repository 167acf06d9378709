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
            case Op.LocalAddress when _isKept[v.Index]:
                Begin(MachineOp.Address);
                AddMemory(AddressOf(v, 0));
                AddDef(Definition(v));
                Emit();
                break;
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

    /// <summary>Those that no other part of the shared lowering takes, by what they are.</summary>
    private void LowerOperation(ValueId v)
    {
        Op op = _f[v].Op;
        switch (op)
        {
            case Op.Add or Op.Sub:
                LowerAddition(v);
                break;
            case Op.Mul:
                LowerMultiplication(v);
                break;
            case Op.DivS or Op.DivU or Op.RemS or Op.RemU:
                LowerDivision(v);
                break;
            case Op.And or Op.Or or Op.Xor:
                LowerLogic(v);
                break;
            case Op.Neg or Op.Not or Op.NotB:
                LowerInversion(v);
                break;
            case Op.Shl or Op.ShrU or Op.ShrS:
                LowerShift(v);
                break;
            case Op.RotateLeft:
                LowerRotation(v);
                break;
            case Op.MulWideU or Op.MulHighU or Op.MulHighS:
                LowerWideMultiplication(v);
                break;
            case Op.AddCarry or Op.SubBorrow:
                LowerCarry(v);
                break;
            case Op.TrailingZeros or Op.BitLength or Op.PopulationCount:
                LowerCount(v);
                break;
            case Op.ByteSwap:
                LowerByteSwap(v);
                break;
            case Op.Select:
                LowerSelect(v);
                break;
            case Op.Zero:
                LowerZero(v);
                break;
            case Op.MemoryEqual:
                LowerMemoryEqual(v);
                break;
            case Op.Prefetch:
                LowerPrefetch(v);
                break;
            default:
                LowerGroup(v, OpFacts.GroupOf(op));
                break;
        }
    }

    private void LowerGroup(ValueId v, OpGroup group)
    {
        switch (group)
        {
            case OpGroup.Comparison:
                LowerComparison(v);
                break;
            case OpGroup.FloatComparison:
                LowerFloatComparison(v);
                break;
            case OpGroup.Conversion:
                LowerConversion(v);
                break;
            case OpGroup.Float:
                LowerFloatOperation(v);
                break;
            case OpGroup.Atomic:
                LowerAtomic(v);
                break;
            default:
                throw Unexpected.Value(_f[v].Op);
        }
    }
}
