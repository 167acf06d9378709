using Go.Compiler.Collections;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

public sealed partial class StaticInitialization
{
    private readonly List<MapTable> _tables = [];
    private readonly Dictionary<Variable, Function> _mapInitializers = new(ReferenceEqualityComparer.Instance);

    /// <summary>Entries of map literals as data, for the instances of generic functions that they refer to.</summary>
    public IReadOnlyList<MapTable> Tables => _tables;

    /// <summary>
    /// Functions that only fill a package-level map with data. The linker leaves out those whose map nothing uses, for which each map keeps
    /// its own function and the call in <c>init</c> keeps none.
    /// </summary>
    public IReadOnlyDictionary<Variable, Function> MapInitializers => _mapInitializers;

    private IrExpressionStatement CallOfMapInitializer(Variable map, IrMapLiteral literal, IrAssign assignment)
    {
        string number = _mapInitializers.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var signature = new SignatureType { Parameters = TupleType.Empty, Results = TupleType.Empty };
        var function = new Function(literal.Pos, _package.Package, "map.init." + number, signature) { HasBody = true,
            Pragmas = FunctionPragmas.Noinline };
        _mapInitializers.Add(map, function);
        _package.Functions.Add(new IrFunction
        {
            Object = function, Package = _package.Package, Symbol = SymbolNames.Of(function), Pragmas = function.Pragmas,
            IsMapInitializer = true,
            Body = new IrBlock([assignment], literal.Pos), Pos = literal.Pos, End = literal.Pos,
        });
        var callee = new IrFunctionRef(function, [], signature, literal.Pos);
        return new IrExpressionStatement(new IrCall(callee, [], TupleType.Empty, literal.Pos));
    }

    /// <summary>
    /// Makes data of the entries of map literals in an initialiser. It runs once, so that what the entries point to may be static
    /// variables, as for package-level variables.
    /// </summary>
    private void TabulateMaps(IrExpression initializer) => new MapLiteralVisitor(this).Visit(initializer);

    private sealed class MapLiteralVisitor(StaticInitialization owner) : IrWalker
    {
        public override void Visit(IrExpression? expression)
        {
            if (expression is IrMapLiteral literal)
            {
                owner.Tabulate(literal);
            }
            base.Visit(expression);
        }
    }

    private void Tabulate(IrMapLiteral literal)
    {
        if (literal.Entries.Count < MapTable.MinimumCount)
        {
            return;
        }
        var map = (MapType)literal.Type.Underlying;
        IReadOnlyList<(IrExpression Key, IrExpression Value)> entries = InOrder(literal.Entries);
        var rest = new EntityList<(IrExpression, IrExpression)>();
        var tables = new List<MapTable>();
        List<StaticValue> keys = [], values = [];
        for (int i = 0; i < entries.Count; i++)
        {
            if (Evaluate(entries[i].Key, null, 0) is { } key && Evaluate(entries[i].Value, null, 0) is { } value)
            {
                keys.Add(key);
                values.Add(value);
                continue;
            }
            EndRun(i);
            rest.Add(entries[i]);
        }
        EndRun(entries.Count);
        if (tables.Count > 0)
        {
            literal.Entries = rest;
            literal.Tables = tables;
        }

        void EndRun(int end)
        {
            if (keys.Count >= MapTable.MinimumCount)
            {
                var table = new MapTable(rest.Count, keys.Count, ArrayOf(map.Key, keys), ArrayOf(map.Element, values));
                Name(table.Keys);
                Name(table.Values);
                tables.Add(table);
                _tables.Add(table);
            }
            else
            {
                for (int i = end - keys.Count; i < end; i++)
                {
                    rest.Add(entries[i]);
                }
            }
            keys.Clear();
            values.Clear();
        }
    }

    private StaticValue ArrayOf(GoType element, List<StaticValue> values)
    {
        long size = _layout.SizeOf(element);
        var parts = new EntityList<(long, StaticValue)>(values.Count);
        for (int i = 0; i < values.Count; i++)
        {
            Add(parts, i * size, values[i]);
        }
        return new StaticAggregate(parts, new ArrayType(element, values.Count));
    }

    /// <summary>
    /// The entries in the order in which they are assigned: those of constants first. It shows only where a key that is computed is equal
    /// to a constant one. GO: as the original.
    /// </summary>
    internal static IReadOnlyList<(IrExpression Key,
        IrExpression Value)> InOrder(IReadOnlyList<(IrExpression Key, IrExpression Value)> entries)
    {
        EntityList<(IrExpression, IrExpression)>? constant = null, other = null;
        for (int i = 0; i < entries.Count; i++)
        {
            (IrExpression key, IrExpression value) = entries[i];
            if (!IsConstant(key) || !IsConstant(value))
            {
                if (other is null)
                {
                    constant = [.. entries.Take(i)];
                    other = [];
                }
                other.Add((key, value));
            }
            else
            {
                constant?.Add((key, value));
            }
        }
        if (constant is null || other is null)
        {
            return entries;
        }
        constant.AddRange(other);
        return constant;
    }

    /// <summary>A constant, or a struct or array of constants. GO: not one that an interface holds.</summary>
    internal static bool IsConstant(IrExpression x)
    {
        switch (x)
        {
            case IrConstant or IrZero:
                return true;
            case IrStructLiteral literal:
                foreach ((_, IrExpression value) in literal.Fields)
                {
                    if (!IsConstant(value))
                    {
                        return false;
                    }
                }
                return true;
            case IrArrayLiteral literal:
                foreach ((_, IrExpression value) in literal.Elements)
                {
                    if (!IsConstant(value))
                    {
                        return false;
                    }
                }
                return literal.Type.Underlying is ArrayType;
            default:
                return false;
        }
    }
}
