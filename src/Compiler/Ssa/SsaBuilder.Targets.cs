using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa;

/// <summary>
/// Targets of assignments. The specification has two phases: first the operands of targets and all values are evaluated, then the assignments are made from
/// left to right. Nil and bounds checks belong to the second: <c>*p, m[k] = f(), g()</c> calls both functions before it faults at a nil p.
/// </summary>
internal sealed partial class SsaBuilder
{
    /// <summary>A target with its operands evaluated and nothing checked.</summary>
    private readonly record struct Target(PendingPlace? Place, GoValue Map, GoValue Key)
    {
        public bool IsMap => Map.Type is not null;

        public bool IsBlank => Place is null && !IsMap;
    }

    /// <summary>An addressable expression with its operands evaluated: what it starts from, and the selections and indices on the way to it.</summary>
    private abstract record PendingPlace(GoType Type, Text.Pos Pos);

    private sealed record PendingVariable(Place Place) : PendingPlace(Place.Type, default);

    private sealed record PendingDereference(ValueId Pointer, bool NeedsCheck, GoType Type, Text.Pos Pos) : PendingPlace(Type, Pos);

    private sealed record PendingField(PendingPlace Outer, int Index, GoType Type, Text.Pos Pos) : PendingPlace(Type, Pos);

    /// <param name="Start">Address of the first element.</param>
    private sealed record PendingElement(ValueId Start, ValueId Length, ValueId Index, bool IsSigned, GoType Type, Text.Pos Pos) : PendingPlace(Type, Pos);

    private sealed record PendingArrayElement(PendingPlace Outer, ValueId Index, bool IsSigned, GoType Type, Text.Pos Pos) : PendingPlace(Type, Pos);

    private sealed record PendingConversion(PendingPlace Inner, GoType Type, Text.Pos Pos) : PendingPlace(Type, Pos);

    private Target TargetOf(IrExpression? x)
    {
        switch (x)
        {
            case null:
                return default;
            case IrMapIndex m:
                GoValue map = Evaluate(m.Map);
                return new Target(null, map, Stable(Evaluate(m.Key)));
            default:
                return new Target(Pending(x), default, default);
        }
    }

    private PendingPlace Pending(IrExpression x)
    {
        _pos = x.Pos;
        switch (x)
        {
            case IrDereference d:
                return new PendingDereference(Evaluate(d.X)[0], d.X is not IrAddressOf, T(d.Type), d.X.Pos);
            case IrField f:
                return new PendingField(Pending(f.X), f.Index, T(f.Type), f.Pos);
            case IrIndex { X: var sliced } i when Under(T(sliced.Type)) is SliceType slice:
                GoValue s = Evaluate(sliced);
                ValueId at = ToInt64(i.Index, out bool isSigned);
                return new PendingElement(s[0], s[1], at, isSigned, slice.Element, i.Pos);
            case IrIndex i:
                PendingPlace array = Pending(i.X);
                ValueId index = ToInt64(i.Index, out bool signed);
                return new PendingArrayElement(array, index, signed, T(i.Type), i.Pos);
            case IrConvert c when IsPlace(c.X):
                return new PendingConversion(Pending(c.X), T(c.Type), c.Pos);
            default:
                return new PendingVariable(PlaceOf(x));
        }
    }

    /// <summary>The place of a target that is no map element, after the checks that it needs.</summary>
    private Place Checked(in Target target) => Checked(target.Place!);

    private Place Checked(PendingPlace pending)
    {
        switch (pending)
        {
            case PendingVariable v:
                return v.Place;
            case PendingDereference d:
                _pos = d.Pos;
                return Place.Memory(d.Type, d.NeedsCheck ? NilChecked(d.Pointer) : d.Pointer, 0);
            case PendingField f:
                return FieldPlace(Checked(f.Outer), f.Index);
            case PendingElement e:
                _pos = e.Pos;
                CheckBounds(e.Index, e.Length, BoundsCode.Index, e.IsSigned);
                return Place.Memory(e.Type, ElementAddress(e.Start, e.Index, e.Type), 0);
            case PendingArrayElement a:
                Place outer = Checked(a.Outer);
                _pos = a.Pos;
                return ElementPlace(outer, a.Index, a.IsSigned);
            case PendingConversion c:
                Place inner = Checked(c.Inner);
                return inner.IsInMemory ? Place.Memory(c.Type, inner.Address, inner.Offset) : Place.Scalars(c.Type, inner.Variable);
            default:
                throw Diagnostics.Unexpected.Value(pending);
        }
    }

    /// <summary>Makes the assignment, with the checks that precede it.</summary>
    private void WriteTarget(in Target target, GoValue value)
    {
        if (target.IsMap)
        {
            GoType element = ((MapType)Under(target.Map.Type)).Element;
            Store(MapAssign(target.Map, target.Key), 0, Retyped(value, element));
        }
        else if (!target.IsBlank)
        {
            Text.Pos pos = _pos;
            Place place = Checked(target);
            _pos = pos;
            Write(place, value);
        }
    }

    private static GoType TypeOfTarget(in Target t) => t.IsMap ? ((MapType)Under(t.Map.Type)).Element : t.Place!.Type;

    private GoValue MapElementOf(in Target t)
    {
        var type = (MapType)Under(t.Map.Type);
        MapFlavour flavour = FlavourOf(type);
        ValueId[] arguments = MapArguments(t.Map, t.Key, flavour, assign: false);
        bool fat = _layout.SizeOf(type.Element) > RuntimeCalls.ZeroValueSize;
        ValueId p = fat
            ? CallRuntimeResults("mapaccess1_fat", [.. arguments, ZeroElement(type)])[0]
            : CallRuntimeResults("mapaccess1" + Suffix(flavour, false), arguments)[0];
        return Load(p, 0, type.Element);
    }

    /// <summary>What a missing key of a map with large elements is read from: the runtime's own zero is too small.</summary>
    private ValueId ZeroElement(MapType type) => Symbol(new ConstantDataSymbol(type.Element, new byte[_layout.SizeOf(type.Element)], false));
}
