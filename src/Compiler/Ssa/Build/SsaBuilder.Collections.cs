using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    // Slices

    private GoValue Slice(IrSlice s)
    {
        GoType type = T(s.X.Type);
        GoValue x = Evaluate(s.X);
        bool isString = IsString(type);
        ValueId? low = s.Low is null ? null : ToInt64(s.Low, out _);
        ValueId? high = s.High is null ? null : ToInt64(s.High, out _);
        ValueId? max = s.Max is null ? null : ToInt64(s.Max, out _);
        bool lowSigned = s.Low is null || IsSignedIndex(s.Low), highSigned = s.High is null
            || IsSignedIndex(s.High), maxSigned = s.Max is null || IsSignedIndex(s.Max);
        _pos = s.Pos;
        ValueId start, length, capacity;
        GoType element;
        bool isArray = false;
        if (Under(type) is PointerType { Element: var pointed } && Under(pointed) is ArrayType array)
        {
            start = NilChecked(x[0]);
            length = capacity = ConstInt(array.Length);
            element = array.Element;
            isArray = true;
        }
        else
        {
            start = x[0];
            length = x[1];
            capacity = isString ? x[1] : x[2];
            element = isString ? Universe.Basic(BasicKind.Uint8) : ((SliceType)Under(type)).Element;
        }
        ValueId top = high ?? length;
        ValueId limit = capacity;
        if (max is { } m)
        {
            CheckBounds(m, capacity, isArray ? BoundsCode.Slice3MaxLength : BoundsCode.Slice3MaxCapacity, maxSigned);
            limit = m;
            CheckBounds(top, m, BoundsCode.Slice3High, highSigned);
        }
        else if (high is not null)
        {
            CheckBounds(top, capacity, isString || isArray ? BoundsCode.SliceHighLength : BoundsCode.SliceHighCapacity, highSigned);
        }
        if (low is not { } from)
        {
            return isString ? GoValue.Of(T(s.Type), start, top) : Typed(T(s.Type), start, top, limit);
        }
        if (!(IsConst(from, out long zeroLow) && zeroLow == 0))
        {
            // Zero is below any bound that has been checked, or is a length.
            CheckBounds(from, top, max is null ? BoundsCode.SliceLow : BoundsCode.Slice3Low, lowSigned);
        }
        ValueId newLength = Emit(Op.Sub, ValueKind.I64, top, from);
        ValueId newCapacity = isString ? newLength : limit == top ? newLength : Emit(Op.Sub, ValueKind.I64, limit, from);
        ValueId newStart = SlicedStart(start, from, newCapacity, _layout.SizeOf(element));
        return isString ? GoValue.Of(T(s.Type), newStart, newLength) : Typed(T(s.Type), newStart, newLength, newCapacity);
    }

    private bool IsSignedIndex(IrExpression x) => x is IrConstant || IsSigned(T(x.Type));

    /// <summary>
    /// start + low * size, but start itself when nothing is left: a pointer past the end would keep the next object alive.
    /// </summary>
    private ValueId SlicedStart(ValueId start, ValueId low, ValueId capacity, long size)
    {
        if (size == 0 || (IsConst(low, out long zero) && zero == 0))
        {
            return start;
        }
        // All ones when some capacity is left, else 0: -capacity is negative exactly then.
        ValueId mask = Shift(Op.ShrS, Emit(Op.Neg, ValueKind.I64, capacity), 63);
        return Emit(Op.AddPointer, ValueKind.Pointer, start, Emit(Op.And, ValueKind.I64, Scaled(low, size), mask));
    }

    private GoValue Make(IrMake m)
    {
        GoType type = T(m.Type);
        switch (Under(type))
        {
            case SliceType s:
                return MakeSlice(m, type, s.Element);
            case MapType:
                return MakeMap(m, type);
            case ChanType:
                ValueId size = m.Length is null ? ConstInt(0) : ToInt64(m.Length, out _);
                _pos = m.Pos;
                return GoValue.Of(type, CallRuntimeResults("makechan64", Descriptor(type), size)[0]);
            default:
                throw Unexpected.Value(type);
        }
    }

    /// <summary>Bytes of a slice of variable size that may be in the frame.</summary>
    private const long SmallSliceSize = 32;

    private GoValue MakeSlice(IrMake m, GoType type, GoType element)
    {
        ValueId length = SizeOperand(m.Length!);
        ValueId capacity = m.Capacity is null ? length : SizeOperand(m.Capacity);
        _pos = m.Pos;
        long size = _layout.SizeOf(element);
        if (IsConst(capacity, out long constant) && constant >= 0 && size >= 0
            && (size == 0 || constant <= FrameConstants.MaxImplicitStackObject / Math.Max(size, 1))
            && (!IsConst(length, out long n) || (n >= 0 && n <= constant)))
        {
            if (!IsConst(length, out _))
            {
                Block ok = NewBlock(), bad = NewBlock();
                Branch(Emit(Op.LeU, ValueKind.I8, length, capacity), ok, bad, 1);
                SealAndStart(bad);
                CallRuntime("panicmakeslicelen");
                SealAndStart(ok);
            }
            return Typed(type, Allocate(element, "make([]" + TypeText(element) + ")", isImplicit: false, constant), length, capacity);
        }
        return Typed(type, SliceOfVariableSize(element, length, capacity), length, capacity);
    }

    /// <summary>The elements of a slice are in the frame when few are asked for and they do not outlive it.</summary>
    private ValueId SliceOfVariableSize(GoType element, ValueId length, ValueId capacity)
    {
        long size = _layout.SizeOf(element);
        ReadOnlySpan<ValueId> operands = [Descriptor(element), length, capacity];
        if (!_env.Optimize || _isRuntime || size is 0 or > SmallSliceSize)
        {
            return CallRuntimeResults("makeslice", operands)[0];
        }
        // Without pointers the frame's elements need to be zero only where they are taken.
        bool isZeroed = _layout.HasPointers(element);
        var array = new ArrayType(element, SmallSliceSize / size);
        AllocationSite site = SiteOf(array, "make([]" + TypeText(element) + ")", isImplicit: true);
        ValueId buffer = Allocate(site with { IsOptional = true, IsZeroed = isZeroed });
        int result = NewVariable(ValueKind.Pointer);
        Region region = BeginRegion();
        Block few = NewBlock(), many = NewBlock(), join = NewBlock();
        ValueId fits = Emit(Op.LeU, ValueKind.I8, capacity, ConstInt(array.Length));
        if (length != capacity)
        {
            fits = Emit(Op.And, ValueKind.I8, fits, Emit(Op.LeU, ValueKind.I8, length, capacity));
        }
        // Of its own: it disappears with a buffer that cannot be in the frame.
        Branch(Emit(Op.And, ValueKind.I8, fits, Emit(Op.Ne, ValueKind.I8, buffer, Nil())), few, many);
        SealAndStart(few);
        if (!isZeroed)
        {
            Zero(buffer, array);
        }
        WriteVariable(result, buffer);
        JumpTo(join);
        SealAndStart(many);
        WriteVariable(result, CallRuntimeResults("makeslice", operands)[0]);
        JumpTo(join);
        EndRegion(join, region);
        return ReadVariable(result);
    }

    /// <summary>A size given to make: unsigned values that do not fit become negative and are refused by the helper.</summary>
    private ValueId SizeOperand(IrExpression x) => ToInt64(x, out _);

    // append

    /// <summary>Set for <c>x = append(x, ...)</c>: the place of x, taken by the next growth.</summary>
    private Place? _appendTarget;

    private GoValue Append(IrBuiltinCall b)
    {
        Place? target = _appendTarget;
        _appendTarget = null;
        GoType type = T(b.Type);
        GoValue s = Evaluate(b.Operands[0]);
        if (b.Operands.Count == 1)
        {
            return s.As(type);
        }
        var values = new EntityList<GoValue>(b.Operands.Count - 1);
        for (int i = 1; i < b.Operands.Count; i++)
        {
            values.Add(Evaluate(b.Operands[i]));
        }
        _pos = b.Pos;
        return AppendValues(s, values, type, target, AppendBufferOf(b.Operands[0]));
    }

    private GoValue AppendValues(GoValue s, IReadOnlyList<GoValue> values, GoType type, Place? target, AppendBuffer? buffer)
    {
        GoType element = ((SliceType)Under(type)).Element;
        GoValue grown = Grow(s, ConstInt(values.Count), type, element, target, buffer);
        long size = _layout.SizeOf(element);
        if (size > 0)
        {
            ValueId at = ElementAddress(grown[0], s[1], element);
            for (int i = 0; i < values.Count; i++)
            {
                Store(at, i * size, values[i]);
            }
        }
        return grown;
    }

    /// <summary>The slice with <paramref name="count"/> more elements of undefined contents (zero when they hold pointers).</summary>
    private GoValue Grow(GoValue s, ValueId count, GoType type, GoType element, Place? target, AppendBuffer? buffer = null)
    {
        int pointer = NewVariable(KindOfFirst(type)), capacity = NewVariable(ValueKind.I64, isLength: true);
        ValueId length = Emit(Op.Add, ValueKind.I64, s[1], count);
        WriteVariable(pointer, s[0]);
        WriteVariable(capacity, s[2]);
        Region region = BeginRegion();
        Block grow = NewBlock(), join = NewBlock();
        Branch(Emit(Op.LtU, ValueKind.I8, s[2], length), grow, join, -1);
        SealAndStart(grow);
        if (buffer is { GrowsInSteps: true } steps)
        {
            GrowInSteps(steps, s, length, count, element, pointer, capacity, join);
        }
        else if (buffer is { } own)
        {
            GrowIntoBuffer(own, s, length, pointer, capacity, target, join);
        }
        ValueId[] fresh = CallRuntimeResults("growslice", s[0], length, s[2], count, Descriptor(element));
        WriteVariable(pointer, AsKind(fresh[0], _variableKinds[pointer]));
        WriteVariable(capacity, fresh[2]);
        StoreGrown(target, ReadVariable(pointer), fresh[2]);
        JumpTo(join);
        EndRegion(join, region);
        if (target is { } place)
        {
            StoreScalar(place.Address, place.Offset + 8, length);
        }
        return GoValue.Of(type, ReadVariable(pointer), length, ReadVariable(capacity));
    }

    private ValueKind KindOfFirst(GoType type) => OpFacts.KindOf(Components(type)![0].Kind);

    private GoValue AppendSlice(IrBuiltinCall b)
    {
        Place? target = _appendTarget;
        _appendTarget = null;
        GoType type = T(b.Type);
        GoType element = ((SliceType)Under(type)).Element;
        if (b.Operands[1] is IrMake { Capacity: null } make && Under(T(make.Type)) is SliceType)
        {
            return AppendZeroes(b, make, type, element, target);
        }
        GoValue s = Evaluate(b.Operands[0]);
        GoValue t = Evaluate(b.Operands[1]);
        _pos = b.Pos;
        return AppendElements(s, t, type, element, target);
    }

    private GoValue AppendElements(GoValue s, GoValue t, GoType type, GoType element, Place? target)
    {
        GoValue grown = Grow(s, t[1], type, element, target);
        CopyElements(ElementAddress(grown[0], s[1], element), t[0], t[1], element);
        return grown;
    }

    /// <summary><c>append(s, make([]T, n)...)</c> makes no temporary slice.</summary>
    private GoValue AppendZeroes(IrBuiltinCall b, IrMake make, GoType type, GoType element, Place? target)
    {
        GoValue s = Evaluate(b.Operands[0]);
        ValueId n = SizeOperand(make.Length!);
        _pos = make.Pos;
        Block ok = NewBlock(), bad = NewBlock();
        Branch(Emit(Op.LeS, ValueKind.I8, ConstInt(0), n), ok, bad, 1);
        SealAndStart(bad);
        CallRuntime("panicmakeslicelen");
        SealAndStart(ok);
        _pos = b.Pos;
        GoValue grown = Grow(s, n, type, element, target);
        ClearElements(ElementAddress(grown[0], s[1], element), n, element);
        return grown;
    }

    /// <summary>Copies elements that may overlap.</summary>
    private void CopyElements(ValueId to, ValueId from, ValueId count, GoType element)
    {
        long size = _layout.SizeOf(element);
        if (size == 0)
        {
            return;
        }
        if (_layout.HasPointers(element))
        {
            CallRuntimeResults("typedslicecopy", Descriptor(element), to, count, from, count);
        }
        else
        {
            CallRuntime("memmove", to, from, Scaled(count, size));
        }
    }

    private void ClearElements(ValueId at, ValueId count, GoType element)
    {
        long size = _layout.SizeOf(element);
        if (size == 0)
        {
            return;
        }
        Region region = BeginRegion();
        Block some = NewBlock(), done = NewBlock();
        Branch(Emit(Op.Ne, ValueKind.I8, count, ConstInt(0)), some, done);
        SealAndStart(some);
        CallRuntime(_layout.HasPointers(element) ? "memclrHasPointers" : "memclrNoHeapPointers", at, Scaled(count, size));
        JumpTo(done);
        EndRegion(done, region);
    }

    private GoValue Copy(IrBuiltinCall b)
    {
        GoValue to = Evaluate(b.Operands[0]), from = Evaluate(b.Operands[1]);
        _pos = b.Pos;
        GoType element = ((SliceType)Under(to.Type)).Element;
        ValueId count = Emit(Op.Select, ValueKind.I64, [Emit(Op.LtS, ValueKind.I8, from[1], to[1]), from[1], to[1]]);
        long size = _layout.SizeOf(element);
        if (size != 0)
        {
            if (_layout.HasPointers(element))
            {
                CallRuntimeResults("typedslicecopy", Descriptor(element), to[0], to[1], from[0], from[1]);
            }
            else
            {
                // Equal addresses need no copy; the runtime's own code relies on cheap self-copies nowhere.
                CallRuntime("memmove", to[0], from[0], Scaled(count, size));
            }
        }
        return GoValue.Of(T(b.Type), count);
    }

    private void Clear(IrBuiltinCall b)
    {
        GoValue x = Evaluate(b.Operands[0]);
        _pos = b.Pos;
        if (Under(x.Type) is MapType)
        {
            CallRuntime("mapclear", Descriptor(x.Type), x[0]);
        }
        else
        {
            ClearElements(x[0], x[1], ((SliceType)Under(x.Type)).Element);
        }
    }
}
