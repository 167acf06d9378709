using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    private GoValue[] Builtin(IrBuiltinCall b)
    {
        GoType type = T(b.Type);
        switch (b.Builtin)
        {
            case IrBuiltin.Len or IrBuiltin.Cap:
                return [GoValue.Of(type, LengthOf(b))];
            case IrBuiltin.Append:
                return [Append(b)];
            case IrBuiltin.AppendSlice:
                return [AppendSlice(b)];
            case IrBuiltin.Copy:
                return [Copy(b)];
            case IrBuiltin.Delete:
                Delete(b);
                return [];
            case IrBuiltin.Clear:
                Clear(b);
                return [];
            case IrBuiltin.Min or IrBuiltin.Max:
                return [MinMax(b, type)];
            case IrBuiltin.Complex:
                GoValue real = Evaluate(b.Operands[0]), imaginary = Evaluate(b.Operands[1]);
                return [GoValue.Of(type, real[0], imaginary[0])];
            case IrBuiltin.Real or IrBuiltin.Imag:
                return [GoValue.Of(type, Evaluate(b.Operands[0])[b.Builtin == IrBuiltin.Real ? 0 : 1])];
            case IrBuiltin.Panic:
                GoValue argument = Evaluate(b.Operands[0]);
                _pos = b.Pos;
                CallRuntime("gopanic", argument[0], argument[1]);
                return [];
            case IrBuiltin.Recover:
                ValueId[] recovered = CallRuntimeResults("gorecover");
                return [GoValue.Of(type, recovered[0], recovered[1])];
            case IrBuiltin.Print or IrBuiltin.Println:
                Print(b);
                return [];
            case IrBuiltin.Close:
                GoValue channel = Evaluate(b.Operands[0]);
                _pos = b.Pos;
                CallRuntime("closechan", channel[0]);
                return [];
            default:
                return [UnsafeBuiltin(b, type)];
        }
    }

    private ValueId LengthOf(IrBuiltinCall b)
    {
        GoType type = T(b.Operands[0].Type);
        bool isCap = b.Builtin == IrBuiltin.Cap;
        switch (Under(type))
        {
            case ArrayType array:
                EvaluateForEffectIfNeeded(b.Operands[0]);
                return ConstInt(array.Length);
            case PointerType { Element: var e } when Under(e) is ArrayType pointed:
                EvaluateForEffectIfNeeded(b.Operands[0]);
                return ConstInt(pointed.Length);
            case BasicType:
                return EvaluateTemporaryString(b.Operands[0])[1];
            case SliceType:
                return Evaluate(b.Operands[0])[isCap ? 2 : 1];
            case ChanType:
                GoValue channel = Evaluate(b.Operands[0]);
                _pos = b.Pos;
                return CallRuntimeResults(isCap ? "chancap" : "chanlen", channel[0])[0];
            case MapType:
                GoValue map = Evaluate(b.Operands[0]);
                _pos = b.Pos;
                return MapLength(map[0]);
            default:
                throw Unexpected.Value(type);
        }
    }

    private void EvaluateForEffectIfNeeded(IrExpression x)
    {
        // len of an array evaluates its operand only when it contains calls or receives; a plain dereference has its nil check kept.
        if (x is not (IrLocalRef or IrGlobalRef or IrConvert { X: IrConstant }))
        {
            if (IsPlace(x))
            {
                PlaceOf(x);
            }
            else
            {
                Evaluate(x);
            }
        }
    }

    private ValueId MapLength(ValueId map)
    {
        int length = NewVariable(ValueKind.I64, isLength: true);
        WriteVariable(length, ConstInt(0));
        Region region = BeginRegion();
        Block some = NewBlock(), join = NewBlock();
        Branch(Emit(Op.Ne, ValueKind.I8, map, Nil()), some, join);
        SealAndStart(some);
        WriteVariable(length, LoadScalar(map, 0, ValueKind.I64));
        JumpTo(join);
        EndRegion(join, region);
        return ReadVariable(length);
    }

    private GoValue MinMax(IrBuiltinCall b, GoType type)
    {
        bool min = b.Builtin == IrBuiltin.Min;
        GoValue best = Evaluate(b.Operands[0]);
        for (int i = 1; i < b.Operands.Count; i++)
        {
            GoValue y = Evaluate(b.Operands[i]);
            _pos = b.Pos;
            if (IsString(type))
            {
                ValueId order = CallRuntimeResults("cmpstring", y[0], y[1], best[0], best[1])[0];
                ValueId takeNew = min ? Emit(Op.LtS, ValueKind.I8, order, ConstInt(0)) : Emit(Op.LtS, ValueKind.I8, ConstInt(0), order);
                best = GoValue.Of(type, Emit(Op.Select, ValueKind.Pointer, [takeNew, y[0], best[0]]),
                    Emit(Op.Select, ValueKind.I64, [takeNew, y[1], best[1]]));
                continue;
            }
            ValueKind kind = _f[best[0]].Kind;
            if (OpFacts.IsFloat(kind))
            {
                best = GoValue.Of(type, Emit(min ? Op.MinF : Op.MaxF, kind, best[0], y[0]));
                continue;
            }
            Op less = IsSigned(type) ? Op.LtS : Op.LtU;
            ValueId take = min ? Emit(less, ValueKind.I8, y[0], best[0]) : Emit(less, ValueKind.I8, best[0], y[0]);
            best = GoValue.Of(type, Emit(Op.Select, kind, [take, y[0], best[0]]));
        }
        return best.As(type);
    }
}
