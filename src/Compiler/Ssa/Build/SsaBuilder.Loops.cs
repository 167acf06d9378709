using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    private void For(IrFor f)
    {
        Region region = BeginRegion();
        Block header = NewBlock(), body = NewBlock(), next = NewBlock(), end = NewBlock();
        _targets[f.Target] = new Targets(end, next);
        EntityList<(IrLocal Local, LocalPlace Memory, LocalPlace Carried)> carried = CarryLoopVariables(f);
        EntityList<(IrLocal Local, LocalPlace Carrier)> carriers = FindCarriers(f);
        _loopNesting++;
        JumpTo(header);
        Start(header);
        if (f.Condition is null)
        {
            JumpTo(body);
        }
        else
        {
            Condition(f.Condition, body, end);
        }
        SealAndStart(body);
        foreach ((IrLocal local, LocalPlace memory, _) in carried)
        {
            GoValue value = Read(PlaceOf(local));
            _locals[local] = memory;
            Declare(local, value);
        }
        for (int i = 0; i < carriers.Count; i++)
        {
            IrLocal local = carriers[i].Local;
            GoValue value = Read(PlaceOf(local));
            carriers[i] = (local, _locals[local]);
            _locals.Remove(local);
            Declare(local, Stable(value));
        }
        OnEdge(f.Body);
        JumpTo(next);
        SealAndStart(next);
        foreach ((IrLocal local, _, LocalPlace scalars) in carried)
        {
            GoValue value = Read(PlaceOf(local));
            _locals[local] = scalars;
            Assign(scalars.Variable, value);
        }
        foreach ((IrLocal local, LocalPlace carrier) in carriers)
        {
            GoValue value = Stable(Read(PlaceOf(local)));
            _locals[local] = carrier;
            Write(PlaceOf(local), value);
        }
        foreach (IrLocal local in f.PerIteration)
        {
            if (carriers.Count == 0 && _locals.TryGetValue(local, out LocalPlace place) && place.IsInMemory)
            {
                // Old contents first: the new variable may take the old one's place.
                Declare(local, Stable(Read(PlaceOf(local))));
            }
        }
        if (f.Post is not null)
        {
            Statement(f.Post);
        }
        JumpTo(header);
        Seal(header);
        _loopNesting--;
        foreach ((IrLocal local, LocalPlace memory, _) in carried)
        {
            _locals[local] = memory;
        }
        EndRegion(end, region);
    }

    private void Range(IrRange r)
    {
        _loopNesting++;
        GoType type = T(r.X.Type);
        switch (Under(type))
        {
            case BasicType b when b.Kind == BasicKind.String || b.Kind == BasicKind.UntypedString:
                RangeString(r);
                break;
            case BasicType:
                RangeInteger(r, type);
                break;
            case ArrayType or PointerType or SliceType:
                RangeElements(r, type);
                break;
            case MapType m:
                RangeMap(r, type, m);
                break;
            case ChanType c:
                RangeChannel(r, c);
                break;
            default:
                throw Unexpected.Value(type);
        }
        _loopNesting--;
    }

    /// <summary>A counting loop from 0; <paramref name="bind"/> declares the iteration's variables.</summary>
    private void CountedLoop(IrRange r, ValueId count, ValueKind kind, bool signed, Action<ValueId> bind)
    {
        Region region = BeginRegion();
        Block header = NewBlock(), body = NewBlock(), next = NewBlock(), end = NewBlock();
        _targets[r.Target] = new Targets(end, next);
        int index = NewVariable(kind);
        WriteVariable(index, Const(kind, 0));
        JumpTo(header);
        Start(header);
        ValueId i = ReadVariable(index);
        Branch(Emit(signed ? Op.LtS : Op.LtU, ValueKind.I8, i, count), body, end, 1);
        SealAndStart(body);
        bind(i);
        OnEdge(r.Body);
        JumpTo(next);
        SealAndStart(next);
        _pos = r.Pos;
        WriteVariable(index, Emit(Op.Add, kind, ReadVariable(index), Const(kind, 1)));
        JumpTo(header);
        Seal(header);
        EndRegion(end, region);
    }

    private void RangeInteger(IrRange r, GoType type)
    {
        GoValue n = r.Key is { } k && r.X is IrConstant c ? Constant(c.Value, T(k.Type)) : Evaluate(r.X);
        GoType indexType = r.Key is { } key ? T(key.Type) : type;
        CountedLoop(r, n[0], _f[n[0]].Kind, IsSigned(indexType), i =>
        {
            if (r.Key is { } local)
            {
                Declare(local, GoValue.Of(T(local.Type), i));
            }
        });
    }

    private void RangeElements(IrRange r, GoType type)
    {
        GoType element;
        ValueId start = default, count;
        GoValue scalarArray = default;
        switch (Under(type))
        {
            case SliceType s:
                // The bytes of a converted string are only read here: no copy.
                bool isString = r.X is IrConvert conversion && IsString(T(conversion.X.Type))
                    && Under(s.Element) is BasicType { Kind: BasicKind.Uint8 };
                GoValue slice = Evaluate(isString ? ((IrConvert)r.X).X : r.X);
                element = s.Element;
                start = slice[0];
                count = slice[1];
                if (ClearsSlice(r))
                {
                    _pos = r.Pos;
                    ClearElements(start, count, element);
                    return;
                }
                break;
            case PointerType p:
                var pointed = (ArrayType)Under(p.Element);
                GoValue pointer = Evaluate(r.X);
                element = pointed.Element;
                count = ConstInt(pointed.Length);
                if (r.Value is not null && pointed.Length > 0)
                {
                    start = NilChecked(pointer[0]);
                }
                break;
            default:
                var array = (ArrayType)Under(type);
                element = array.Element;
                count = ConstInt(array.Length);
                if (r.Value is not null)
                {
                    GoValue x = Evaluate(r.X);
                    // The loop ranges over a copy of the array.
                    scalarArray = IsPlace(r.X) ? Stable(x) : x;
                    start = scalarArray.IsInMemory ? scalarArray.Address : default;
                }
                else if (!IsPlace(r.X))
                {
                    EvaluateForEffectIfNeeded(r.X);
                }
                break;
        }
        CountedLoop(r, count, ValueKind.I64, true, i =>
        {
            // The value first: declaring the key may not disturb it, and both are fresh.
            GoValue? value = null;
            if (r.Value is not null)
            {
                value = IsConst(count, out long none) && none == 0 ? ZeroValue(element) : start.IsNone
                    ? scalarArray.As(element) : Load(ElementAddress(start, i, element), 0, element);
            }
            if (r.Key is { } key)
            {
                Declare(key, GoValue.Of(T(key.Type), i));
            }
            if (r.Value is { } local)
            {
                Declare(local, Retyped(value!.Value, T(local.Type)));
            }
        });
    }

    private void RangeString(IrRange r)
    {
        GoValue s = Evaluate(r.X);
        Region region = BeginRegion();
        Block header = NewBlock(), decode = NewBlock(), ascii = NewBlock(), wide = NewBlock(), body = NewBlock(), next = NewBlock(),
            end = NewBlock();
        _targets[r.Target] = new Targets(end, next);
        int position = NewVariable(ValueKind.I64), following = NewVariable(ValueKind.I64), rune = NewVariable(ValueKind.I32);
        WriteVariable(position, ConstInt(0));
        JumpTo(header);
        Start(header);
        ValueId i = ReadVariable(position);
        Branch(Emit(Op.LtS, ValueKind.I8, i, s[1]), decode, end, 1);
        SealAndStart(decode);
        ValueId c = Emit(Op.ZeroExtend, ValueKind.I32, LoadScalar(ElementAddress(s[0], i, 1), 0, ValueKind.I8));
        WriteVariable(rune, c);
        Branch(Emit(Op.LtU, ValueKind.I8, c, Const(ValueKind.I32, 0x80)), ascii, wide, 1);
        SealAndStart(ascii);
        WriteVariable(following, Emit(Op.Add, ValueKind.I64, i, ConstInt(1)));
        JumpTo(body);
        SealAndStart(wide);
        ValueId[] decoded = CallRuntimeResults("decoderune", s[0], s[1], i);
        WriteVariable(rune, decoded[0]);
        WriteVariable(following, decoded[1]);
        JumpTo(body);
        SealAndStart(body);
        if (r.Key is { } key)
        {
            Declare(key, GoValue.Of(T(key.Type), i));
        }
        if (r.Value is { } value)
        {
            Declare(value, GoValue.Of(T(value.Type), ReadVariable(rune)));
        }
        OnEdge(r.Body);
        JumpTo(next);
        SealAndStart(next);
        WriteVariable(position, ReadVariable(following));
        JumpTo(header);
        Seal(header);
        EndRegion(end, region);
    }

    private void RangeMap(IrRange r, GoType type, MapType map)
    {
        GoValue m = Evaluate(r.X);
        if (ClearsMap(r, map))
        {
            CallRuntime("mapclear", Descriptor(type), m[0]);
            return;
        }
        ValueId iterator = OwnSlot(".iter", MapTypes.Iterator);
        Zero(iterator, MapTypes.Iterator);
        CallRuntime("mapIterStart", Descriptor(type), m[0], iterator);
        Region region = BeginRegion();
        Block header = NewBlock(), body = NewBlock(), next = NewBlock(), end = NewBlock();
        _targets[r.Target] = new Targets(end, next);
        JumpTo(header);
        Start(header);
        ValueId key = LoadScalar(iterator, 0, ValueKind.Pointer);
        Branch(Emit(Op.Ne, ValueKind.I8, key, Nil()), body, end, 1);
        SealAndStart(body);
        GoValue? value = r.Value is null ? null : Load(LoadScalar(iterator, 8, ValueKind.Pointer), 0, map.Element);
        if (r.Key is { } k)
        {
            Declare(k, Retyped(Load(key, 0, map.Key), T(k.Type)));
        }
        if (r.Value is { } v)
        {
            Declare(v, Retyped(value!.Value, T(v.Type)));
        }
        OnEdge(r.Body);
        JumpTo(next);
        SealAndStart(next);
        _pos = r.Pos;
        CallRuntime("mapIterNext", iterator);
        JumpTo(header);
        Seal(header);
        EndRegion(end, region);
    }

    private void RangeChannel(IrRange r, ChanType type)
    {
        GoValue channel = Evaluate(r.X);
        Region region = BeginRegion();
        Block header = NewBlock(), body = NewBlock(), end = NewBlock();
        _targets[r.Target] = new Targets(end, header);
        JumpTo(header);
        Start(header);
        IrLocal? local = r.Key ?? r.Value;
        ValueId memory = local is null ? Nil() : OwnSlot(".recv", type.Element);
        if (local is not null)
        {
            Zero(memory, type.Element);
        }
        ValueId ok = CallRuntimeResults("chanrecv2", channel[0], memory)[0];
        Branch(ok, body, end, 1);
        SealAndStart(body);
        if (local is not null)
        {
            Declare(local, Retyped(Load(memory, 0, type.Element), T(local.Type)));
        }
        OnEdge(r.Body);
        JumpTo(header);
        Seal(header);
        EndRegion(end, region);
    }
}
