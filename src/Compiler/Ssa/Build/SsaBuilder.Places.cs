using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    private Place PlaceOf(IrLocal local)
    {
        if (!_locals.TryGetValue(local, out LocalPlace place))
        {
            // goto may jump over a declaration in dead code only; otherwise the bound tree declares before use.
            Declare(local, null);
            place = _locals[local];
        }
        GoType type = T(local.Type);
        return place.IsInMemory ? Place.Memory(type, ReadVariable(place.Variable), 0) : Place.Scalars(type, place.Variable);
    }

    private GoValue Read(in Place place)
    {
        if (place.IsInMemory)
        {
            return Load(place.Address, place.Offset, place.Type);
        }
        int count = Components(place.Type)!.Count;
        Span<ValueId> scalars = stackalloc ValueId[Layout.MaxComponents];
        for (int i = 0; i < count; i++)
        {
            scalars[i] = ReadVariable(place.Variable + i);
        }
        return GoValue.Of(place.Type, scalars[..count]);
    }

    private void Write(in Place place, GoValue value)
    {
        if (place.IsInMemory)
        {
            Store(place.Address, place.Offset, value);
            return;
        }
        for (int i = 0; i < value.Count; i++)
        {
            WriteVariable(place.Variable + i, value[i]);
        }
    }

    /// <summary>Address of a place; places that are scalars of a variable have none.</summary>
    private ValueId AddressOf(in Place place)
        => place.IsInMemory ? Offset(place.Address, place.Offset) : throw Unexpected.State("address of a scalar variable in " + _ir.Symbol);

    private bool IsPlace(IrExpression x) => x switch
    {
        IrLocalRef or IrGlobalRef or IrDereference => true,
        IrField f => IsPlace(f.X),
        IrIndex i => Under(T(i.X.Type)) is SliceType || (Under(T(i.X.Type)) is ArrayType && IsPlace(i.X)),
        _ => false,
    };

    /// <summary>The place an addressable expression denotes; evaluates its operands.</summary>
    private Place PlaceOf(IrExpression x) => PlaceFrom(OperandsOf(x));

    /// <summary>
    /// The operands of a place, evaluated but not checked: in an assignment the indexing and the indirection happen after the values are
    /// evaluated (spec, Assignment statements: the two phases), so that they panic after calls on the right.
    /// </summary>
    /// <param name="Expression">What denotes the place.</param>
    /// <param name="Inner">Operands of the place that this one is part of.</param>
    /// <param name="Value">The pointer or slice.</param>
    /// <param name="Index">The index as I64.</param>
    /// <param name="IsSigned">The index is of a signed type.</param>
    private sealed record Operands(IrExpression Expression, Operands? Inner = null, GoValue Value = default, ValueId Index = default,
        bool IsSigned = false);

    private Operands OperandsOf(IrExpression x)
    {
        _pos = x.Pos;
        switch (x)
        {
            case IrLocalRef or IrGlobalRef:
                return new Operands(x);
            case IrDereference d:
                return new Operands(x, null, Evaluate(d.X));
            case IrField f:
                return new Operands(x, OperandsOf(f.X));
            case IrConvert c when IsPlace(c.X):
                return new Operands(x, OperandsOf(c.X));
            case IrIndex i:
                bool isSlice = Under(T(i.X.Type)) is SliceType;
                Operands? array = isSlice ? null : OperandsOf(i.X);
                GoValue slice = isSlice ? Evaluate(i.X) : default;
                ValueId index = ToInt64(i.Index, out bool signed);
                return new Operands(x, array, slice, index, signed);
            default:
                throw Unexpected.Value(x);
        }
    }

    /// <summary>The place, after the checks that its operands need; pointers that cannot be nil need none.</summary>
    private Place PlaceFrom(Operands operands)
    {
        Place inner = operands.Inner is { } o ? PlaceFrom(o) : default;
        IrExpression x = operands.Expression;
        _pos = x.Pos;
        switch (x)
        {
            case IrLocalRef l:
                return PlaceOf(l.Local);
            case IrGlobalRef g:
                return Place.Memory(T(g.Type), Symbol(new NamedSymbol(SymbolNames.Of(g.Variable))), 0);
            case IrDereference d:
                _pos = d.X.Pos;
                return Place.Memory(T(d.Type), d.X is IrAddressOf ? operands.Value[0] : NilChecked(operands.Value[0]), 0);
            case IrField f:
                return FieldPlace(inner, f.Index);
            case IrConvert c:
                return inner.IsInMemory ? Place.Memory(T(c.Type), inner.Address, inner.Offset) : Place.Scalars(T(c.Type), inner.Variable);
            default:
                return IndexPlace((IrIndex)x, inner, operands);
        }
    }

    private ValueId NilChecked(ValueId p)
    {
        ValueId origin = p;
        while (_f[origin].Op is Op.OffsetPointer or Op.AddPointer)
        {
            origin = _f.Argument(origin, 0);
        }
        if (_f[origin].Op is Op.Allocate or Op.LocalAddress or Op.GlobalAddress)
        {
            return p;
        }
        return Emit(Op.NilCheck, _f[p].Kind, p);
    }

    private Place FieldPlace(in Place place, int index)
    {
        var type = (StructType)Under(place.Type);
        GoType field = type.Fields[index].Type!;
        return place.IsInMemory
            ? Place.Memory(field, place.Address, place.Offset + _layout.FieldOffsets(type)[index])
            : Place.Scalars(field, place.Variable + ScalarsBefore(type, index));
    }

    private int ScalarsBefore(StructType type, int field)
    {
        int count = 0;
        for (int i = 0; i < field; i++)
        {
            count += Components(type.Fields[i].Type!)!.Count;
        }
        return count;
    }

    private Place IndexPlace(IrIndex i, in Place place, Operands operands)
    {
        GoType type = T(i.X.Type);
        ValueId index = operands.Index;
        if (Under(type) is SliceType slice)
        {
            CheckBounds(index, operands.Value[1], BoundsCode.Index, operands.IsSigned);
            return Place.Memory(slice.Element, ElementAddress(operands.Value[0], index, slice.Element), 0);
        }
        var array = (ArrayType)Under(type);
        CheckBounds(index, ConstInt(array.Length), BoundsCode.Index, operands.IsSigned);
        if (!place.IsInMemory)
        {
            if (array.Length == 0)
            {
                // The check has failed; what follows is never reached.
                return Place.Memory(array.Element, Allocate(array.Element, "element"), 0);
            }
            // At most one element that is not empty: the index is 0 once checked.
            return Place.Scalars(array.Element, place.Variable);
        }
        if (IsConst(index, out long constant))
        {
            return Place.Memory(array.Element, place.Address, place.Offset + constant * _layout.SizeOf(array.Element));
        }
        return Place.Memory(array.Element, ElementAddress(Offset(place.Address, place.Offset), index, array.Element), 0);
    }

    private ValueId ElementAddress(ValueId start, ValueId index, GoType element) => ElementAddress(start, index, _layout.SizeOf(element));

    private ValueId ElementAddress(ValueId start, ValueId index, long size)
    {
        if (IsConst(index, out long constant))
        {
            return Offset(start, constant * size);
        }
        return size == 0 ? start : Emit(Op.AddPointer, ValueKind.Pointer, start, Scaled(index, size));
    }

    private ValueId Scaled(ValueId index, long size)
        => size == 1 ? index : long.IsPow2(size) ? Shift(Op.Shl, index, (int)long.Log2(size))
            : Emit(Op.Mul, ValueKind.I64, index, ConstInt(size));

    private ValueId Shift(Op op, ValueId x, int count) => Emit(op, _f[x].Kind, x, ConstInt(count), 1);

    /// <summary>The index as I64, checked against a length.</summary>
    private ValueId CheckedIndex(IrExpression index, ValueId length, Text.Pos pos)
    {
        ValueId i = ToInt64(index, out bool signed);
        _pos = pos;
        CheckBounds(i, length, BoundsCode.Index, signed);
        return i;
    }

    private void CheckBounds(ValueId index, ValueId bound, BoundsCode code, bool signed)
    {
        if (!_env.ChecksBounds || IsConst(index, out long i) && IsConst(bound, out long n) && i >= 0
            && (code == BoundsCode.Index ? i < n : i <= n))
        {
            return;
        }
        ValueId check = Emit(Op.BoundsCheck, ValueKind.None, index, bound, (long)code);
        _f[check].Flags = signed ? ValueFlags.Signed : ValueFlags.None;
    }

    /// <summary>An integer expression widened to 64 bits.</summary>
    private ValueId ToInt64(IrExpression x, out bool signed)
    {
        if (x is IrConstant c && Constants.ConstantArithmetic.TryInt64(Constants.ConstantArithmetic.ToInt(c.Value), out long constant))
        {
            signed = true;
            return ConstInt(constant);
        }
        GoType type = T(x.Type);
        signed = IsSigned(type);
        return Widen(Evaluate(x)[0], signed);
    }

    private ValueId Widen(ValueId v, bool signed)
    {
        if (_f[v].Kind == ValueKind.I64)
        {
            return v;
        }
        return IsConst(v, out long constant) ? ConstInt(signed ? constant : ScalarBits.ZeroExtended(constant, _f[v].Kind))
            : Emit(signed ? Op.SignExtend : Op.ZeroExtend, ValueKind.I64, v);
    }
}
