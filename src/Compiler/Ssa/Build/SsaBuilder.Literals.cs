using Go.Compiler.Collections;
using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    private GoValue Literal(IrExpression x)
    {
        GoType type = T(x.Type);
        if (x is IrArrayLiteral slice && Under(type) is SliceType s)
        {
            return SliceLiteral(slice, type, s);
        }
        if (Components(type) is null)
        {
            if (DataOf(x, type) is { IsNone: false } data)
            {
                return GoValue.InMemory(type, data);
            }
            ValueId address = Allocate(type, "literal");
            EvaluateInto(x, address, isFresh: true);
            return GoValue.InMemory(type, address);
        }
        if (x is IrArrayLiteral array)
        {
            GoType element = ((ArrayType)Under(type)).Element;
            return array.Elements.Count == 0 ? ZeroValue(type) : Evaluate(array.Elements[0].Value).As(element).As(type);
        }
        var literal = (IrStructLiteral)x;
        var structure = (StructType)Under(type);
        ReadOnlySpan<ValueId> noScalars = default;
        var scalars = new ValueId[Components(type)!.Count];
        foreach ((int field, IrExpression value) in literal.Fields)
        {
            GoValue v = Evaluate(value);
            int at = ScalarsBefore(structure, field);
            for (int i = 0; i < v.Count && !structure.Fields[field].IsBlank; i++)
            {
                scalars[at + i] = v[i];
            }
        }
        IReadOnlyList<ScalarComponent> parts = Components(type)!;
        for (int i = 0; i < scalars.Length; i++)
        {
            if (scalars[i].IsNone)
            {
                scalars[i] = Emit(Op.Const, OpFacts.KindOf(parts[i].Kind), noScalars);
            }
        }
        return GoValue.Of(type, scalars);
    }

    private GoValue SliceLiteral(IrArrayLiteral x, GoType type, SliceType slice)
    {
        var backing = new ArrayType(slice.Element, x.Length);
        if (x.Length == 0)
        {
            return Typed(type, Symbol(new NamedSymbol(RuntimeCalls.ZeroBase)), ConstInt(0), ConstInt(0));
        }
        ValueId address = AllocateTemporary(backing, "[]" + TypeText(slice.Element) + "{...}", isImplicit: false);
        if (!CopyConstants(x, backing, address, isFresh: true))
        {
            ElementsInto(x, address, slice.Element, isFresh: true);
        }
        return Typed(type, address, ConstInt(x.Length), ConstInt(x.Length));
    }

    private void ElementsInto(IrArrayLiteral x, ValueId address, GoType element, bool isFresh)
    {
        long size = _layout.SizeOf(element);
        foreach ((long index, IrExpression value) in x.Elements)
        {
            PartInto(value, Offset(address, index * size), isFresh);
        }
    }

    /// <summary>Evaluates into memory that nothing in the expression refers to. Fresh memory is zero.</summary>
    private void EvaluateInto(IrExpression x, ValueId address, bool isFresh)
    {
        int before = _evaluated.Count;
        bool outer = x is IrStructLiteral or IrArrayLiteral ? BeginOperands(x) : _callsAreDone;
        if (!CopyConstants(x, T(x.Type), address, isFresh))
        {
            PartsInto(x, address, isFresh);
        }
        EndOperands(outer, before);
    }

    /// <summary>As <see cref="EvaluateInto"/>, for a part of a literal that has few constants.</summary>
    private void PartInto(IrExpression x, ValueId address, bool isFresh)
    {
        int before = _evaluated.Count;
        bool outer = x is IrStructLiteral or IrArrayLiteral ? BeginOperands(x) : _callsAreDone;
        PartsInto(x, address, isFresh);
        EndOperands(outer, before);
    }

    /// <summary>
    /// Fills memory with a literal that has many constants: they are one copy of read-only data, the other parts are stored after it. False
    /// when there are too few of them.
    /// </summary>
    /// <param name="type">Of the memory; for the elements of a slice, the array that they are in.</param>
    private bool CopyConstants(IrExpression x, GoType type, ValueId address, bool isFresh)
    {
        // Of a slice itself nothing but the elements is constant, and they lie elsewhere.
        if (x is not (IrStructLiteral or IrArrayLiteral) || Under(type) is SliceType)
        {
            return false;
        }
        var parts = new LiteralParts(_layout, _types);
        parts.AddLiteral(x);
        if (!parts.IsWorthCopy(_layout.SizeOf(type), x is IrArrayLiteral))
        {
            return false;
        }
        _pos = x.Pos;
        ValueId data = Data(parts, type);
        Store(address, 0, GoValue.InMemory(type, data), isFresh ? ValueFlags.FreshMemory : ValueFlags.None);
        foreach ((long offset, IrExpression part) in parts.Others)
        {
            if (offset < 0)
            {
                Evaluate(part); // of a blank field
            }
            else
            {
                PartInto(part, Offset(address, offset), isFresh);
            }
        }
        return true;
    }

    private ValueId Data(LiteralParts parts, GoType type) => Symbol(new StaticDataSymbol(new StaticAggregate(parts.Constants, type)));

    /// <summary>Where an array of constants is read from without having been made; none where stores are better.</summary>
    private ValueId DataOf(IrExpression x, GoType type)
    {
        if (x is not IrArrayLiteral)
        {
            return default;
        }
        var parts = new LiteralParts(_layout, _types);
        parts.AddLiteral(x);
        return parts.IsData && parts.IsWorthCopy(_layout.SizeOf(type), isArray: true) ? Data(parts, type) : default;
    }

    private void PartsInto(IrExpression x, ValueId address, bool isFresh)
    {
        GoType type = T(x.Type);
        ValueFlags flags = isFresh ? ValueFlags.FreshMemory : ValueFlags.None;
        switch (x)
        {
            case IrZero:
                if (!isFresh)
                {
                    Zero(address, type);
                }
                return;
            case IrStructLiteral s:
                var structure = (StructType)Under(type);
                if (!isFresh && !CoversAllFields(s, structure))
                {
                    Zero(address, type);
                }
                IReadOnlyList<long> offsets = _layout.FieldOffsets(structure);
                foreach ((int field, IrExpression value) in s.Fields)
                {
                    if (structure.Fields[field].IsBlank)
                    {
                        Evaluate(value); // nothing can read it: it stays zero
                    }
                    else
                    {
                        PartInto(value, Offset(address, offsets[field]), isFresh);
                    }
                }
                return;
            case IrArrayLiteral a when Under(type) is ArrayType array:
                if (!isFresh && a.Elements.Count < array.Length)
                {
                    Zero(address, type);
                }
                ElementsInto(a, address, array.Element, isFresh);
                return;
            case IrConvert c when !TypePredicates.IsInterface(type) && TypeIdentity.IdenticalIgnoringTags(Under(type), Under(T(c.X.Type))):
                PartInto(c.X, address, isFresh);
                return;
        }
        GoValue v = Evaluate(x);
        _pos = x.Pos;
        Store(address, 0, v, flags);
    }

    private static bool CoversAllFields(IrStructLiteral literal, StructType structure)
    {
        int covered = 0;
        foreach ((int field, _) in literal.Fields)
        {
            covered += structure.Fields[field].IsBlank ? 0 : 1;
        }
        return covered == structure.Fields.Count;
    }

    private GoValue MapLiteral(IrMapLiteral m)
    {
        GoType type = T(m.Type);
        (IReadOnlyList<MapTable> tables, IReadOnlyList<(IrExpression Key, IrExpression Value)> entries) = TablesOf(m, (MapType)Under(type));
        long count = entries.Count;
        foreach (MapTable table in tables)
        {
            count += table.Count;
        }
        GoValue map = GoValue.Of(type, NewMap(type, ConstInt(count), TypeText(type) + " literal"));
        int next = 0;
        for (int i = 0; i <= entries.Count; i++)
        {
            for (; next < tables.Count && tables[next].Before == i; next++)
            {
                _pos = m.Pos;
                AssignTable(map, tables[next]);
            }
            if (i < entries.Count)
            {
                int mark = _temporaries.Mark;
                GoValue[] entry = EvaluateAll([entries[i].Key, entries[i].Value], isStable: false);
                _pos = entries[i].Key.Pos;
                Store(MapAssign(map, entry[0]), 0, entry[1]);
                _temporaries.Release(mark);
            }
        }
        return map;
    }

    /// <summary>The entries of a map literal that become data, and the others.</summary>
    private (IReadOnlyList<MapTable> Tables, IReadOnlyList<(IrExpression Key, IrExpression Value)> Entries) TablesOf(IrMapLiteral m,
        MapType type)
    {
        if (m.Tables.Count > 0)
        {
            return (m.Tables, m.Entries);
        }
        IReadOnlyList<(IrExpression Key, IrExpression Value)> entries = StaticInitialization.InOrder(m.Entries);
        if (entries.Count < MapTable.MinimumCountInFunctions)
        {
            return ([], entries);
        }
        LiteralParts keys = new(_layout, _types), values = new(_layout, _types);
        var others = new EntityList<(IrExpression, IrExpression)>();
        long keySize = _layout.SizeOf(type.Key), valueSize = _layout.SizeOf(type.Element);
        int count = 0;
        foreach ((IrExpression key, IrExpression value) in entries)
        {
            if (StaticInitialization.IsConstant(key) && StaticInitialization.IsConstant(value) && keys.AddConstant(key, count * keySize))
            {
                if (values.AddConstant(value, count * valueSize))
                {
                    count++;
                    continue;
                }
                keys.RemoveFrom(count * keySize);
            }
            others.Add((key, value));
        }
        return count < MapTable.MinimumCountInFunctions ? ([], entries)
            : ([new MapTable(0, count, new StaticAggregate(keys.Constants, new ArrayType(type.Key, count)),
                new StaticAggregate(values.Constants, new ArrayType(type.Element, count)))], others);
    }

    /// <summary>A loop that assigns the entries of a table.</summary>
    private void AssignTable(GoValue map, MapTable table)
    {
        if (IsDead)
        {
            return;
        }
        var type = (MapType)Under(map.Type);
        int counter = NewVariable(ValueKind.I64), mark = _temporaries.Mark;
        ValueId keys = Symbol(new StaticDataSymbol(table.Keys)), values = Symbol(new StaticDataSymbol(table.Values));
        WriteVariable(counter, ConstInt(0));
        Region region = BeginRegion();
        Block body = NewBlock(), after = NewBlock();
        JumpTo(body);
        Start(body);
        ValueId i = ReadVariable(counter);
        GoValue key = Load(ElementAddress(keys, i, type.Key), 0, type.Key);
        ValueId place = MapAssign(map, key);
        Store(place, 0, Load(ElementAddress(values, i, type.Element), 0, type.Element));
        ValueId next = Emit(Op.Add, ValueKind.I64, i, ConstInt(1));
        WriteVariable(counter, next);
        Branch(Emit(Op.LtS, ValueKind.I8, next, ConstInt(table.Count)), body, after, likely: 1);
        Seal(body);
        EndRegion(after, region);
        _temporaries.Release(mark);
    }
}
