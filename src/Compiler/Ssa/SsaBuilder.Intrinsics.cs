using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa;

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
                GoValue kept = Evaluate(c.Arguments[0] is IrConvert convert && TypePredicates.IsInterface(T(convert.Type)) ? convert.X : c.Arguments[0]);
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
            default:
                return _env.Optimize || intrinsic is Intrinsic.BoolToUint8 ? Operation(intrinsic, c, type) : null;
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
            return Emit(Op.FunctionAddress, ValueKind.I64, default(ReadOnlySpan<ValueId>), 0, new FunctionSymbol(RequestFunction(f), abi0 ? FunctionAbi.Abi0 : FunctionAbi.Internal));
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
        List<GoValue> a = Arguments(c.Arguments);
        _pos = c.Pos;
        ValueId x = a.Count > 0 && a[0].Count > 0 ? a[0][0] : default, y = a.Count > 1 && a[1].Count > 0 ? a[1][0] : default, z = a.Count > 2 && a[2].Count > 0 ? a[2][0] : default;
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
                return [GoValue.Of(((TupleType)type).Variables[0].Type!, low), GoValue.Of(Universe.Bool, Emit(Op.Ne, ValueKind.I8, high, ConstInt(0)))];
            case Intrinsic.Prefetch or Intrinsic.PrefetchStreamed:
                Emit(Op.Prefetch, ValueKind.None, x, intrinsic == Intrinsic.Prefetch ? 0 : 1);
                return [];
            default:
                return Atomic(intrinsic, x, y, z, type);
        }
    }

    private ValueId AsWord(ValueId x, GoType type) => ResizeInteger(x, false, KindOf(type));

    private GoValue[] Pair(GoType type, ValueId tuple)
    {
        var results = (TupleType)type;
        return [GoValue.Of(results.Variables[0].Type!, Emit(Op.Extract, ValueKind.I64, tuple, 0)), GoValue.Of(results.Variables[1].Type!, Emit(Op.Extract, ValueKind.I64, tuple, 1))];
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
                return [GoValue.Of(type, Emit(Op.AtomicCompareExchange, ValueKind.I8, [p, wide ? AsKind(y, ValueKind.I64) : y, wide ? AsKind(z, ValueKind.I64) : z]))];
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

    // Predeclared functions

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
        int length = NewVariable(ValueKind.I64);
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
                best = GoValue.Of(type, Emit(Op.Select, ValueKind.Pointer, [takeNew, y[0], best[0]]), Emit(Op.Select, ValueKind.I64, [takeNew, y[1], best[1]]));
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

    /// <summary>Constant text that stands together is printed by one call: what is between two calls may come from other threads' writes.</summary>
    private void Print(IrBuiltinCall b)
    {
        var values = new List<GoValue>();
        foreach (IrExpression x in b.Operands)
        {
            values.Add(Stable(Evaluate(x)));
        }
        _pos = b.Pos;
        bool line = b.Builtin == IrBuiltin.Println;
        CallRuntime("printlock");
        var text = new List<byte>();
        for (int i = 0; i < values.Count; i++)
        {
            if (line && i > 0)
            {
                text.Add((byte)' ');
            }
            if (b.Operands[i] is IrConstant { Value: StringConstant constant })
            {
                text.AddRange(constant.Bytes);
                continue;
            }
            PrintText(text);
            PrintValue(values[i]);
        }
        if (line)
        {
            text.Add((byte)'\n');
        }
        PrintText(text);
        CallRuntime("printunlock");
    }

    private void PrintText(List<byte> text)
    {
        switch (text)
        {
            case []:
                return;
            case [(byte)' ']:
                CallRuntime("printsp");
                break;
            case [(byte)'\n']:
                CallRuntime("printnl");
                break;
            default:
                CallRuntime("printstring", StringData([.. text]), ConstInt(text.Count));
                break;
        }
        text.Clear();
    }

    private void PrintValue(GoValue v)
    {
        switch (Under(v.Type))
        {
            case BasicType basic:
                PrintBasic(v, basic);
                break;
            case InterfaceType i:
                CallRuntime(TypeSets.Of(i).Methods.Count == 0 ? "printeface" : "printiface", v[0], v[1]);
                break;
            case SliceType:
                CallRuntime("printslice", v[0], v[1], v[2]);
                break;
            default:
                if (_f[v[0]].Kind == ValueKind.Pointer)
                {
                    CallRuntime("printpointer", v[0]);
                }
                else
                {
                    CallRuntime("printuintptr", v[0]);
                }
                break;
        }
    }

    private void PrintBasic(GoValue v, BasicType basic)
    {
        bool inRuntime = AliasType.Unalias(v.Type) is NamedType { Name.Package.Path: "runtime" };
        string? name = (AliasType.Unalias(v.Type) as NamedType)?.Name.Name;
        switch (basic.Kind)
        {
            case BasicKind.Bool:
                CallRuntime("printbool", v[0]);
                break;
            case BasicKind.String:
                CallRuntime(inRuntime && name == "quoted" ? "printquoted" : "printstring", v[0], v[1]);
                break;
            case BasicKind.Float32:
                CallRuntime("printfloat32", v[0]);
                break;
            case BasicKind.Float64:
                CallRuntime("printfloat64", v[0]);
                break;
            case BasicKind.Complex64:
                CallRuntime("printcomplex64", v[0], v[1]);
                break;
            case BasicKind.Complex128:
                CallRuntime("printcomplex128", v[0], v[1]);
                break;
            case BasicKind.UnsafePointer:
                CallRuntime("printpointer", v[0]);
                break;
            case BasicKind.Uintptr when !(inRuntime && name == "hex"):
                CallRuntime("printuint", Widen(v[0], false));
                break;
            default:
                bool signed = (basic.Info & BasicInfo.Unsigned) == 0;
                CallRuntime(inRuntime && name == "hex" ? "printhex" : signed ? "printint" : "printuint", Widen(v[0], signed));
                break;
        }
    }

    // Package unsafe

    private GoValue UnsafeBuiltin(IrBuiltinCall b, GoType type)
    {
        switch (b.Builtin)
        {
            case IrBuiltin.UnsafeAdd:
                GoValue p = Evaluate(b.Operands[0]);
                ValueId by = ToInt64(b.Operands[1], out _);
                _pos = b.Pos;
                return GoValue.Of(type, Emit(Op.AddPointer, ValueKind.Pointer, p[0], by));
            case IrBuiltin.UnsafeSliceData:
                return Retyped(GoValue.Of(Universe.UnsafePointer, Evaluate(b.Operands[0])[0]), type);
            case IrBuiltin.UnsafeStringData:
                return GoValue.Of(type, Evaluate(b.Operands[0])[0]);
            case IrBuiltin.UnsafeSlice:
                return UnsafeSlice(b, type);
            case IrBuiltin.UnsafeString:
                return UnsafeString(b, type);
            case IrBuiltin.UnsafeSizeof:
                return GoValue.Of(type, ConstInt(_layout.SizeOf(T(b.Operands[0].Type))));
            case IrBuiltin.UnsafeAlignof:
                return GoValue.Of(type, ConstInt(_layout.AlignOf(T(b.Operands[0].Type))));
            case IrBuiltin.UnsafeOffsetof:
                return GoValue.Of(type, ConstInt(OffsetOf(b.Operands[0])));
            default:
                throw Unexpected.Value(b.Builtin);
        }
    }

    private long OffsetOf(IrExpression x)
    {
        if (x is not IrField f)
        {
            return 0;
        }
        long inner = f.X is IrField ? OffsetOf(f.X) : 0;
        return inner + _layout.FieldOffsets((StructType)Under(T(f.X.Type)))[f.Index];
    }

    private GoValue UnsafeSlice(IrBuiltinCall b, GoType type)
    {
        GoValue p = Evaluate(b.Operands[0]);
        ValueId length = ToInt64(b.Operands[1], out _);
        _pos = b.Pos;
        GoType element = ((SliceType)Under(type)).Element;
        long size = _layout.SizeOf(element);
        CheckUnsafeLength(p[0], length, size, "slice");
        // A slice of a nil pointer has been let through with length 0 only.
        return Retyped(GoValue.Of(Universe.UnsafePointer, p[0]), new PointerType(element)) is var start ? GoValue.Of(type, start[0], length, length) : default;
    }

    private GoValue UnsafeString(IrBuiltinCall b, GoType type)
    {
        GoValue p = Evaluate(b.Operands[0]);
        ValueId length = ToInt64(b.Operands[1], out _);
        _pos = b.Pos;
        CheckUnsafeLength(p[0], length, 1, "string");
        return GoValue.Of(type, p[0], length);
    }

    /// <summary>Contract 3.1: negative lengths, and objects that would wrap around the address space, panic; a nil pointer needs length 0.</summary>
    private void CheckUnsafeLength(ValueId p, ValueId length, long size, string what)
    {
        ValueId zero = ConstInt(0);
        Block negative = NewBlock(), ok = NewBlock();
        Branch(Emit(Op.LtS, ValueKind.I8, length, zero), negative, ok, -1);
        SealAndStart(negative);
        CallRuntime($"panicunsafe{what}len");
        SealAndStart(ok);
        ValueId address = AsKind(p, ValueKind.I64);
        Block good = NewBlock(), bad = NewBlock();
        if (size == 0)
        {
            Block isNil = NewBlock(), nilBad = NewBlock();
            Branch(Emit(Op.Eq, ValueKind.I8, address, zero), isNil, good, -1);
            SealAndStart(isNil);
            Branch(Emit(Op.LtS, ValueKind.I8, zero, length), nilBad, good);
            SealAndStart(nilBad);
            CallRuntime($"panicunsafe{what}nilptr");
            Seal(bad);
            SealAndStart(good);
            return;
        }
        ValueId bytes = length;
        if (size > 1)
        {
            ValueId wide = Emit(Op.MulWideU, ValueKind.Tuple, length, ConstInt(size));
            bytes = Emit(Op.Extract, ValueKind.I64, wide, 1);
            Block fits = NewBlock();
            Branch(Emit(Op.Eq, ValueKind.I8, Emit(Op.Extract, ValueKind.I64, wide, 0), zero), fits, bad, 1);
            SealAndStart(fits);
        }
        Branch(Emit(Op.LeU, ValueKind.I8, bytes, Emit(Op.Neg, ValueKind.I64, address)), good, bad, 1);
        SealAndStart(bad);
        Block nil = NewBlock(), tooLong = NewBlock();
        Branch(Emit(Op.Eq, ValueKind.I8, address, zero), nil, tooLong);
        SealAndStart(nil);
        CallRuntime($"panicunsafe{what}nilptr");
        SealAndStart(tooLong);
        CallRuntime($"panicunsafe{what}len");
        SealAndStart(good);
    }
}
