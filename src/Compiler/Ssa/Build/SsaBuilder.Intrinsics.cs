using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Targets;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    /// <summary>Emits an operation for a known function, or null: then it is an ordinary call.</summary>
    private GoValue[]? TryIntrinsic(Intrinsic intrinsic, IrCall c, IrFunctionRef f)
    {
        GoType type = T(c.Type);
        switch (intrinsic)
        {
            case Intrinsic.EscapeNonString:
                GoValue escaping = Evaluate(c.Arguments[0]);
                _pos = c.Pos;
                if (!HoldsOnlyStrings(escaping.Type))
                {
                    KeepForever(escaping);
                }
                return [];
            case Intrinsic.KeepAlive:
                GoValue kept = Evaluate(c.Arguments[0] is IrConvert convert && TypePredicates.IsInterface(T(convert.Type))
                    ? convert.X : c.Arguments[0]);
                _pos = c.Pos;
                for (int i = 0; i < kept.Count; i++)
                {
                    if (_f[kept[i]].Kind == ValueKind.Pointer)
                    {
                        Emit(Op.KeepAlive, ValueKind.None, kept[i]);
                    }
                }
                if (kept.IsInMemory)
                {
                    Emit(Op.KeepAlive, ValueKind.None, kept.Address);
                }
                return [];
            case Intrinsic.GetG:
                return [GoValue.Of(type, AsKind(Emit(Op.GetG, ValueKind.Pointer), KindOf(type)))];
            case Intrinsic.GetCallerPc:
                return [GoValue.Of(type, Emit(Op.GetCallerPc, ValueKind.I64))];
            case Intrinsic.GetCallerSp:
                return [GoValue.Of(type, Emit(Op.GetCallerSp, ValueKind.I64))];
            case Intrinsic.GetClosurePtr:
                _f.NeedsContext = true;
                return [GoValue.Of(type, AsKind(EntryContext(), ValueKind.I64))];
            case Intrinsic.FuncPcAbi0 or Intrinsic.FuncPcAbiInternal:
                return [GoValue.Of(type, FunctionAddressOf(c.Arguments[0], intrinsic == Intrinsic.FuncPcAbi0))];
            case var _ when !_env.Optimize && intrinsic != Intrinsic.BoolToUint8:
                return null;
            default:
                return _env.Target.Intrinsics.GuardOf(intrinsic) is { } guard
                    ? GuardedOperation(intrinsic, guard, c, f, type) : Operation(intrinsic, c, type);
        }
    }

    private ValueId EntryContext()
    {
        // Entry block, before anything else can clobber the register.
        foreach (ValueId id in _f.Entry.Instructions)
        {
            if (_f[id].Op == Op.ClosureContext)
            {
                return id;
            }
        }
        ValueId context = _f.NewValue(Op.ClosureContext, ValueKind.Pointer, _pos);
        _f[context].Block = _f.Entry.Id;
        _f.Entry.Instructions.Insert(0, context);
        return context;
    }

    private ValueId FunctionAddressOf(IrExpression x, bool abi0)
    {
        while (x is IrConvert c)
        {
            x = c.X;
        }
        if (x is IrFunctionRef f)
        {
            return Emit(Op.FunctionAddress, ValueKind.I64, default(ReadOnlySpan<ValueId>), 0,
                new FunctionSymbol(RequestFunction(f), abi0 ? FunctionAbi.Abi0 : FunctionAbi.Internal));
        }
        // The code's address is the first word of the closure object; a function in an interface is the interface's data word.
        GoValue value = Evaluate(x);
        return LoadScalar(value[Under(T(x.Type)) is InterfaceType ? 1 : 0], 0, ValueKind.I64);
    }

    /// <summary>All pointers of the type are those of strings.</summary>
    private static bool HoldsOnlyStrings(GoType type) => Under(type) switch
    {
        BasicType b => b.Kind != BasicKind.UnsafePointer,
        ArrayType a => HoldsOnlyStrings(a.Element),
        StructType s => s.Fields.All(f => HoldsOnlyStrings(f.Type!)),
        _ => false,
    };

    /// <summary>The value's pointers leak to the heap, without code.</summary>
    private void KeepForever(GoValue value)
    {
        if (value.IsInMemory)
        {
            return;
        }
        for (int i = 0; i < value.Count; i++)
        {
            if (_f[value[i]].Kind == ValueKind.Pointer)
            {
                Emit(Op.KeepAlive, ValueKind.None, value[i], 1);
            }
        }
    }

    private GoValue[]? Operation(Intrinsic intrinsic, IrCall c, GoType type)
    {
        EntityList<GoValue> a = Arguments(c.Arguments);
        _pos = c.Pos;
        ValueId x = a.Count > 0 && a[0].Count > 0 ? a[0][0] : default, y = a.Count > 1 && a[1].Count > 0
            ? a[1][0] : default, z = a.Count > 2 && a[2].Count > 0 ? a[2][0] : default;
        switch (intrinsic)
        {
            case Intrinsic.BoolToUint8:
                return [GoValue.Of(type, x)];
            case Intrinsic.Sqrt:
                return [GoValue.Of(type, Emit(Op.SqrtF, ValueKind.F64, x))];
            case Intrinsic.Abs:
                return [GoValue.Of(type, Emit(Op.AbsF, ValueKind.F64, x))];
            case Intrinsic.CopySign:
                return [GoValue.Of(type, Emit(Op.CopySignF, ValueKind.F64, x, y))];
            case >= Intrinsic.Floor and <= Intrinsic.OnesCount64:
                return [GoValue.Of(type, RareOperation(intrinsic, x, y, z, type))];
            case Intrinsic.Float64Bits or Intrinsic.Float64FromBits or Intrinsic.Float32Bits or Intrinsic.Float32FromBits:
                return [GoValue.Of(type, Emit(Op.Bitcast, KindOf(type), x))];
            case >= Intrinsic.TrailingZeros8 and <= Intrinsic.TrailingZeros64:
                return [GoValue.Of(type, AsWord(Emit(Op.TrailingZeros, ValueKind.I64, x), type))];
            case >= Intrinsic.Length8 and <= Intrinsic.Length64:
                return [GoValue.Of(type, AsWord(Emit(Op.BitLength, ValueKind.I64, x), type))];
            case >= Intrinsic.ByteSwap16 and <= Intrinsic.ByteSwap64:
                return [GoValue.Of(type, Emit(Op.ByteSwap, _f[x].Kind, x))];
            case >= Intrinsic.RotateLeft8 and <= Intrinsic.RotateLeft64:
                return [GoValue.Of(type, Emit(Op.RotateLeft, _f[x].Kind, x, y))];
            case Intrinsic.AddCarry64 or Intrinsic.SubBorrow64:
                ValueId sum = Emit(intrinsic == Intrinsic.AddCarry64 ? Op.AddCarry : Op.SubBorrow, ValueKind.Tuple, [x, y, z]);
                return Pair(type, sum);
            case Intrinsic.MulWide64:
                return Pair(type, Emit(Op.MulWideU, ValueKind.Tuple, x, y));
            case Intrinsic.MulUintptr:
                ValueId product = Emit(Op.MulWideU, ValueKind.Tuple, x, y);
                ValueId high = Emit(Op.Extract, ValueKind.I64, product, 0), low = Emit(Op.Extract, ValueKind.I64, product, 1);
                return [GoValue.Of(((TupleType)type).Variables[0].Type!, low),
                    GoValue.Of(Universe.Bool, Emit(Op.Ne, ValueKind.I8, high, ConstInt(0)))];
            case Intrinsic.Prefetch or Intrinsic.PrefetchStreamed:
                Emit(Op.Prefetch, ValueKind.None, x, intrinsic == Intrinsic.Prefetch ? 0 : 1);
                return [];
            default:
                return Atomic(intrinsic, x, y, z, type);
        }
    }

    /// <summary>What not every processor has.</summary>
    private ValueId RareOperation(Intrinsic intrinsic, ValueId x, ValueId y, ValueId z, GoType type) => intrinsic switch
    {
        Intrinsic.Floor => Emit(Op.FloorF, ValueKind.F64, x),
        Intrinsic.Ceil => Emit(Op.CeilF, ValueKind.F64, x),
        Intrinsic.Trunc => Emit(Op.TruncF, ValueKind.F64, x),
        Intrinsic.RoundToEven => Emit(Op.RoundToEvenF, ValueKind.F64, x),
        Intrinsic.FusedMultiplyAdd => Emit(Op.FmaF, ValueKind.F64, [x, y, z]),
        _ => AsWord(Emit(Op.PopulationCount, ValueKind.I64, x), type),
    };

    /// <summary>
    /// The operation where the processor has it, else a call of the function. The operation stays behind the test: no pass moves one out of
    /// its block that is not reached on every way.
    /// </summary>
    private GoValue[] GuardedOperation(Intrinsic intrinsic, string guard, IrCall c, IrFunctionRef f, GoType type)
    {
        EntityList<GoValue> a = Arguments(c.Arguments);
        _pos = c.Pos;
        Function function = f.Function.Origin;
        AbiAssignment abi = _env.AssignmentOf((SignatureType)Under(T(f.Type)), function.Abi);
        int result = NewVariable(KindOf(type));
        Region region = BeginRegion();
        Block has = NewBlock(), hasNot = NewBlock(), join = NewBlock();
        Branch(LoadScalar(Symbol(new NamedSymbol(guard)), 0, ValueKind.I8), has, hasNot, 1);
        SealAndStart(has);
        WriteVariable(result, RareOperation(intrinsic, a[0][0], a.Count > 1 ? a[1][0] : default, a.Count > 2 ? a[2][0] : default, type));
        JumpTo(join);
        SealAndStart(hasNot);
        // Without the function's object: a body would only make the rare way longer.
        GoValue[] called = EmitCall(Op.CallStatic, [], abi, new FunctionSymbol(_env.SymbolOf(function), function.Abi), null, a);
        WriteVariable(result, called[0][0]);
        JumpTo(join);
        EndRegion(join, region);
        return [GoValue.Of(type, ReadVariable(result))];
    }

    private ValueId AsWord(ValueId x, GoType type) => ResizeInteger(x, false, KindOf(type));

    private GoValue[] Pair(GoType type, ValueId tuple)
    {
        var results = (TupleType)type;
        return [GoValue.Of(results.Variables[0].Type!, Emit(Op.Extract, ValueKind.I64, tuple, 0)),
            GoValue.Of(results.Variables[1].Type!, Emit(Op.Extract, ValueKind.I64, tuple, 1))];
    }

    private GoValue[]? Atomic(Intrinsic intrinsic, ValueId x, ValueId y, ValueId z, GoType type)
    {
        ValueId p = NilChecked(x);
        // Pointers stored without the type system's knowledge leave the function all the same.
        ValueId stored = !z.IsNone ? z : y;
        if (!stored.IsNone && _f[stored].Kind == ValueKind.Pointer)
        {
            Emit(Op.KeepAlive, ValueKind.None, stored, 1);
        }
        switch (intrinsic)
        {
            case Intrinsic.Load8 or Intrinsic.Load32 or Intrinsic.Load64 or Intrinsic.LoadPointer:
                return [GoValue.Of(type, Emit(Op.AtomicLoad, KindOf(type), p))];
            case Intrinsic.Store8 or Intrinsic.Store32 or Intrinsic.Store64:
                Emit(Op.AtomicStore, ValueKind.None, p, intrinsic == Intrinsic.Store64 ? AsKind(y, ValueKind.I64) : y);
                return [];
            case Intrinsic.Add32 or Intrinsic.Add64:
                return [GoValue.Of(type, Emit(Op.AtomicAdd, KindOf(type), p, y))];
            case Intrinsic.Exchange8 or Intrinsic.Exchange32 or Intrinsic.Exchange64:
                return [GoValue.Of(type, Emit(Op.AtomicExchange, KindOf(type), p, y))];
            case Intrinsic.CompareExchange32 or Intrinsic.CompareExchange64:
                bool wide = intrinsic == Intrinsic.CompareExchange64;
                return [GoValue.Of(type, Emit(Op.AtomicCompareExchange, ValueKind.I8,
                    [p, wide ? AsKind(y, ValueKind.I64) : y, wide ? AsKind(z, ValueKind.I64) : z]))];
            case Intrinsic.And8 or Intrinsic.And32:
                Emit(Op.AtomicAnd, ValueKind.None, p, y);
                return [];
            case Intrinsic.Or8 or Intrinsic.Or32:
                Emit(Op.AtomicOr, ValueKind.None, p, y);
                return [];
            case Intrinsic.And32Old or Intrinsic.And64Old:
                return [GoValue.Of(type, Emit(Op.AtomicAndOld, KindOf(type), p, y))];
            case Intrinsic.Or32Old or Intrinsic.Or64Old:
                return [GoValue.Of(type, Emit(Op.AtomicOrOld, KindOf(type), p, y))];
            default:
                throw Unexpected.Value(intrinsic);
        }
    }
}
