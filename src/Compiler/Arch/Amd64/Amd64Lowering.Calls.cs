using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;
using Go.Compiler.RegAlloc;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Lowering
{
    /// <summary>Variant bits of calls: what follows the instruction.</summary>
    internal const byte CallRestoresG = 1, CallNeverReturns = 2, CallWithoutStackMap = 4;

    private void LowerCall(ValueId v)
    {
        var call = (CallInfo)_f[v].Aux!;
        int first = OpFacts.FixedCallOperands(_f[v].Op);
        _m.OutgoingSize = Math.Max(_m.OutgoingSize, call.Abi.ArgumentWidth);
        _m.HasCall = true;
        _m.NeedsStackCheck |= call.Target is null || !LinkerSymbols.IsPanicWithoutCheck(call.Target.Name);
        var registers = new List<(int Vreg, int Register)>();
        int next = first;
        for (int i = 0; i < call.Abi.Parameters.Count; i++)
        {
            AbiParameter p = call.Abi.Parameters[i];
            if (p.InRegisters)
            {
                foreach (AbiScalar s in p.Scalars)
                {
                    registers.Add((Register(_f.Argument(v, next++)), Amd64Registers.Argument(s.IsFloat, s.Register)));
                }
            }
            else
            {
                LowerStackArgument(v, p, IsMemoryOperand(call, i), ref next);
            }
        }
        EmitCall(v, call, registers);
        LowerStackResults(v, call, first);
    }

    private void LowerStackArgument(ValueId v, AbiParameter p, bool isInMemory, ref int next)
    {
        if (isInMemory)
        {
            EmitMove(OutgoingMemory(p.StackOffset), AddressOf(_f.Argument(v, next++), 0), _layout.SizeOf(p.Type));
            return;
        }
        foreach (ScalarComponent c in _layout.Components(p.Type) ?? throw Unexpected.Value(p.Type))
        {
            EmitStore(OpFacts.KindOf(c.Kind), OutgoingMemory(p.StackOffset + c.Offset), _f.Argument(v, next++));
        }
    }

    private static bool IsMemoryOperand(CallInfo call, int parameter)
    {
        foreach (MemoryOperand m in call.MemoryOperands)
        {
            if (m.AbiIndex == parameter && !m.IsResult)
            {
                return true;
            }
        }
        return false;
    }

    private void EmitCall(ValueId v, CallInfo call, List<(int Vreg, int Register)> registers)
    {
        Op op = _f[v].Op;
        bool isStatic = op == Op.CallStatic || (op == Op.CallClosure && call.Target is not null);
        int code = isStatic ? 0 : Register(_f.Argument(v, 0));
        int context = op == Op.CallClosure ? Register(_f.Argument(v, 1)) : 0;
        Begin(isStatic ? Amd64Op.Call : Amd64Op.CallRegister);
        if (isStatic)
        {
            _next.Target = FunctionTarget(call.Target ?? throw Unexpected.State("static call of nobody"));
        }
        else
        {
            AddUse(code);
        }
        if (context != 0)
        {
            AddFixedUse(context, Amd64Registers.Context);
        }
        foreach ((int vreg, int register) in registers)
        {
            AddFixedUse(vreg, register);
        }
        bool noReturn = call.NoReturn || (_f[v].Flags & ValueFlags.NoReturn) != 0;
        _next.Variant = (byte)((call.Abi.Abi == FunctionAbi.Abi0 ? CallRestoresG : 0) | (noReturn ? CallNeverReturns : 0));
        int result = 0;
        foreach (AbiParameter r in call.Abi.Results)
        {
            foreach (AbiScalar s in r.Scalars)
            {
                if (HasResult(v, result))
                {
                    AddFixedDef(Result(v, result, OpFacts.KindOf(s.Kind)), Amd64Registers.Argument(s.IsFloat, s.Register));
                }
                result++;
            }
            if (!r.InRegisters && _layout.Components(r.Type) is { } parts)
            {
                result += parts.Count;
            }
        }
        _clobbers = Amd64Registers.AllIntegers | Amd64Registers.AllFloats;
        _isSafepoint = true;
        if (_m.Liveness.At(v).Length > 0)
        {
            _m.Calls.Add(_problem.InstructionCount, v);
        }
        Emit();
    }

    private void LowerStackResults(ValueId v, CallInfo call, int first)
    {
        if (call.NoReturn || (_f[v].Flags & ValueFlags.NoReturn) != 0)
        {
            return;
        }
        int result = 0;
        foreach (AbiParameter r in call.Abi.Results)
        {
            if (r.InRegisters)
            {
                result += r.Scalars.Count;
                continue;
            }
            if (_layout.Components(r.Type) is not { } parts)
            {
                continue;
            }
            foreach (ScalarComponent c in parts)
            {
                if (HasResult(v, result))
                {
                    ValueKind kind = OpFacts.KindOf(c.Kind);
                    EmitLoad(kind, OutgoingMemory(r.StackOffset + c.Offset), Result(v, result, kind));
                }
                result++;
            }
        }
        foreach (MemoryOperand m in call.MemoryOperands)
        {
            if (m.IsResult)
            {
                AbiParameter r = call.Abi.Results[m.AbiIndex];
                EmitMove(AddressOf(_f.Argument(v, first + m.ArgumentIndex), 0), OutgoingMemory(r.StackOffset), _layout.SizeOf(r.Type));
            }
        }
    }

    // Write barriers (contract 4.8)

    private void LowerBarrierFlag(ValueId v)
    {
        Begin(Amd64Op.BarrierFlag, 4);
        _next.Memory = SymbolMemory(DataTarget("runtime.writeBarrier"), 0);
        AddDef(Definition(v));
        Emit();
    }

    private void LowerBarrierBuffer(ValueId v)
    {
        Begin(Amd64Op.Call);
        _next.Target = RuntimeTarget("runtime.gcWriteBarrier" + (char)('0' + _f[v].AuxInt));
        _next.Variant = CallWithoutStackMap;
        AddFixedDef(Definition(v), Amd64Registers.R11);
        _clobbers = Amd64Registers.AllFloats;
        MarkBarrierCall();
        Emit();
    }

    private void LowerBulkBarrier(ValueId v)
    {
        bool isMove = _f[v].Op == Op.WriteBarrierMove;
        int type = NewInteger();
        Begin(Amd64Op.Address);
        _next.Memory = SymbolMemory(DataTarget(new DescriptorSymbol((GoType)_f[v].Aux!)), 0);
        AddDef(type);
        Emit();
        int to = Register(_f.Argument(v, 0)), from = isMove ? Register(_f.Argument(v, 1)) : 0;
        Begin(Amd64Op.Call);
        _next.Target = RuntimeTarget(isMove ? "runtime.wbMove" : "runtime.wbZero");
        _next.Variant = CallWithoutStackMap;
        AddFixedUse(type, Amd64Registers.Ax);
        AddFixedUse(to, Amd64Registers.Bx);
        if (isMove)
        {
            AddFixedUse(from, Amd64Registers.Cx);
        }
        _clobbers = Amd64Registers.AllIntegers | Amd64Registers.AllFloats;
        // The callee's spill area: one word a parameter.
        _m.OutgoingSize = Math.Max(_m.OutgoingSize, isMove ? 24 : 16);
        MarkBarrierCall();
        Emit();
    }

    private void MarkBarrierCall()
    {
        _m.HasCall = true;
        _m.NeedsStackCheck = true;
    }

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
                    EmitUnary(Amd64Op.Copy, 8, Register(_f.Argument(v, 0)), Definition(v));
                }
                break;
            case Op.OffsetPointer or Op.AddPointer:
                LowerPointer(v);
                break;
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
            case Op.Neg or Op.Not:
                EmitTied(Amd64Op.Unary, WideSize(_f[v].Kind), Register(_f.Argument(v, 0)), Definition(v), (byte)(op == Op.Neg ? Amd64Unary.Neg : Amd64Unary.Not));
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
            case Op.DivWideU:
                LowerWideDivision(v);
                break;
            case Op.AddCarry or Op.SubBorrow:
                LowerCarry(v);
                break;
            case Op.TrailingZeros or Op.BitLength:
                EmitUnary(op == Op.TrailingZeros ? Amd64Op.TrailingZeros : Amd64Op.BitLength, SizeOf(_f[_f.Argument(v, 0)].Kind), Register(_f.Argument(v, 0)), Definition(v));
                break;
            case Op.PopulationCount:
                LowerPopulationCount(v);
                break;
            case Op.ByteSwap:
                LowerByteSwap(v);
                break;
            case >= Op.Eq and <= Op.LeU:
                LowerComparison(v);
                break;
            case >= Op.EqF and <= Op.LeF:
                LowerFloatComparison(v);
                break;
            case Op.NotB:
                EmitTied(Amd64Op.AluConstant, 4, Register(_f.Argument(v, 0)), Definition(v), (byte)Amd64Alu.Xor, 1);
                break;
            case Op.Select:
                LowerSelect(v);
                break;
            case >= Op.SignExtend and <= Op.Bitcast:
                LowerConversion(v);
                break;
            case >= Op.AddF and <= Op.MaxF:
                LowerFloatOperation(v);
                break;
            case Op.Load:
                LowerLoad(v);
                break;
            case Op.Store:
                LowerStore(v);
                break;
            case Op.Zero:
                LowerZero(v);
                break;
            case Op.Move:
                LowerMove(v);
                break;
            case Op.MemoryEqual:
                LowerMemoryEqual(v);
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
            case >= Op.AtomicLoad and <= Op.AtomicOrOld:
                LowerAtomic(v);
                break;
            case Op.Prefetch:
                LowerPrefetch(v);
                break;
            case Op.Pause:
                Begin(Amd64Op.Pause);
                Emit();
                break;
            case Op.GetG or Op.GetCallerPc or Op.GetCallerSp:
                Begin(op == Op.GetG ? Amd64Op.GetG : op == Op.GetCallerPc ? Amd64Op.CallerPc : Amd64Op.CallerSp);
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
                Begin(Amd64Op.BarrierEnd);
                Emit();
                break;
            case Op.WriteBarrierZero or Op.WriteBarrierMove:
                LowerBulkBarrier(v);
                break;
            case Op.Allocate or Op.AllocateMap or Op.MoveSlice:
                throw Unexpected.State("an allocation survived its lowering");
            default:
                throw Unexpected.Value(op);
        }
    }

    private void LowerPointer(ValueId v)
    {
        if (IsRemade(v))
        {
            return;
        }
        PendingMemory address = AddressOf(v, 0, noFold: true);
        Begin(Amd64Op.Address);
        AddMemory(address);
        AddDef(Definition(v));
        Emit();
    }
}
