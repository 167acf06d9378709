using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.RegAlloc;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Machine;

internal abstract partial class MachineLowering
{
    /// <summary>Variant bits of calls: what follows the instruction.</summary>
    internal const byte CallRestoresG = 1, CallNeverReturns = 2, CallWithoutStackMap = 4;

    private protected void LowerCall(ValueId v)
    {
        var call = (CallInfo)_f[v].Aux!;
        int first = OpFacts.FixedCallOperands(_f[v].Op);
        _m.OutgoingSize = Math.Max(_m.OutgoingSize, call.Abi.ArgumentWidth);
        _m.HasCall = true;
        _m.NeedsStackCheck |= call.Target is null || !LinkerSymbols.IsPanicWithoutCheck(call.Target.Name);
        var registers = new EntityList<PassedValue>();
        int next = first;
        for (int i = 0; i < call.Abi.Parameters.Count; i++)
        {
            AbiParameter p = call.Abi.Parameters[i];
            if (p.InRegisters)
            {
                foreach (AbiScalar s in p.Scalars)
                {
                    registers.Add(Pass(_f.Argument(v, next++), s));
                }
            }
            else
            {
                // A parameter without size has no operand: the next one's stands there.
                LowerStackArgument(v, p, call.MemoryOperandAt(next - first) is { IsResult: false } m && m.AbiIndex == i, ref next);
            }
        }
        EmitCall(v, call, registers);
        LowerStackResults(v, call, first);
    }

    private protected void LowerStackArgument(ValueId v, AbiParameter p, bool isInMemory, ref int next)
    {
        if (isInMemory)
        {
            EmitMoveOf(OutgoingMemory(p.StackOffset), AddressOf(_f.Argument(v, next++), 0), _layout.SizeOf(p.Type));
            return;
        }
        foreach (ScalarComponent c in _layout.Components(p.Type) ?? throw Unexpected.Value(p.Type))
        {
            EmitStore(OpFacts.KindOf(c.Kind), OutgoingMemory(p.StackOffset + c.Offset), _f.Argument(v, next++));
        }
    }

    /// <summary>An argument or result in its register of the calling convention; no virtual register yet: to be made right there.</summary>
    private protected readonly record struct PassedValue(ValueId Value, int Register, int Vreg);

    private PassedValue Pass(ValueId v, AbiScalar scalar)
    {
        bool isMadeLater = RemakesInPlace && IsRemade(Root(v));
        return new PassedValue(v, _registers.Argument(scalar.IsFloat, scalar.Register), isMadeLater ? 0 : Register(v));
    }

    /// <summary>
    /// Makes constants and addresses last, each in the register where it is wanted: made anywhere else, they would stand in the way of each
    /// other.
    /// </summary>
    private void RemakeInPlace(EntityList<PassedValue> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i].Vreg == 0)
            {
                values[i] = values[i] with { Vreg = Remake(Root(values[i].Value), values[i].Register) };
            }
        }
    }

    private protected void EmitCall(ValueId v, CallInfo call, EntityList<PassedValue> registers)
    {
        Op op = _f[v].Op;
        bool isStatic = op == Op.CallStatic || (op == Op.CallClosure && call.Target is not null);
        int code = isStatic ? 0 : Register(_f.Argument(v, 0));
        int context = op == Op.CallClosure ? Register(_f.Argument(v, 1)) : 0;
        RemakeInPlace(registers);
        Begin(isStatic ? MachineOp.Call : MachineOp.CallRegister);
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
            AddFixedUse(context, _registers.Context);
        }
        foreach (PassedValue p in registers)
        {
            AddFixedUse(p.Vreg, p.Register);
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
                    AddFixedDef(Result(v, result, OpFacts.KindOf(s.Kind)), _registers.Argument(s.IsFloat, s.Register));
                }
                result++;
            }
            if (!r.InRegisters && _layout.Components(r.Type) is { } parts)
            {
                result += parts.Count;
            }
        }
        _clobbers = _registers.All;
        _isSafepoint = true;
        if (!_m.Liveness.At(v).IsEmpty)
        {
            _m.Calls.Add(_problem.InstructionCount, v);
        }
        Emit();
    }

    private protected void LowerStackResults(ValueId v, CallInfo call, int first)
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
                EmitMoveOf(AddressOf(_f.Argument(v, first + m.ArgumentIndex), 0), OutgoingMemory(r.StackOffset), _layout.SizeOf(r.Type));
            }
        }
    }

    // Write barriers (contract 4.8)

    private protected void LowerBarrierFlag(ValueId v)
    {
        Begin(MachineOp.BarrierFlag, 4);
        _next.Memory = SymbolMemory(DataTarget(RuntimeSymbols.WriteBarrier), 0);
        AddDef(Definition(v));
        Emit();
    }

    private protected void LowerBarrierBuffer(ValueId v)
    {
        Begin(MachineOp.Call);
        _next.Target = RuntimeTarget(RuntimeSymbols.BarrierBuffer((int)_f[v].AuxInt));
        _next.Variant = CallWithoutStackMap;
        AddFixedDef(Definition(v), _registers.BarrierBuffer);
        _clobbers = _registers.BarrierClobbers;
        MarkBarrierCall();
        Emit();
    }

    private protected void LowerBulkBarrier(ValueId v)
    {
        bool isMove = _f[v].Op == Op.WriteBarrierMove;
        int type = NewInteger();
        Begin(MachineOp.Address);
        _next.Memory = SymbolMemory(DataTarget(new DescriptorSymbol((GoType)_f[v].Aux!)), 0);
        AddDef(type);
        Emit();
        int to = Register(_f.Argument(v, 0)), from = isMove ? Register(_f.Argument(v, 1)) : 0;
        Begin(MachineOp.Call);
        _next.Target = RuntimeTarget(isMove ? RuntimeSymbols.BarrierForMove : RuntimeSymbols.BarrierForZero);
        _next.Variant = CallWithoutStackMap;
        AddFixedUse(type, _registers.Argument(false, 0));
        AddFixedUse(to, _registers.Argument(false, 1));
        if (isMove)
        {
            AddFixedUse(from, _registers.Argument(false, 2));
        }
        _clobbers = _registers.All;
        // The callee's spill area: one word a parameter.
        _m.OutgoingSize = Math.Max(_m.OutgoingSize, isMove ? 24 : 16);
        MarkBarrierCall();
        Emit();
    }

    private protected void MarkBarrierCall()
    {
        _m.HasCall = true;
        _m.NeedsStackCheck = true;
    }
}
