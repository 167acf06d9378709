using Go.Compiler.Check;
using Go.Compiler.Collections;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

internal sealed partial class FunctionBuilder
{
    private IrExpression CompositeLiteral(CompositeLiteralSyntax e)
    {
        GoType type = _info.TypeOf(e)!;
        // An elided &T inside a literal of pointers has the pointer's type.
        return IrSelection.Core(type) is PointerType pointer && e.Type is null
            ? AddressOfLiteral(CompositeLiteral(e, pointer.Element), type, e.Pos)
            : CompositeLiteral(e, type);
    }

    private static IrExpression AddressOfLiteral(IrExpression literal, GoType type, Pos pos)
        => literal switch
        {
            IrZero => new IrNew(literal, type, pos),
            IrSequence sequence => new IrSequence(sequence.Statements, AddressOfLiteral(sequence.Value, type, pos)),
            _ => new IrAddressOf(literal, type, pos),
        };

    private IrExpression CompositeLiteral(CompositeLiteralSyntax e, GoType type) => IrSelection.Core(type) switch
    {
        StructType structure => StructLiteral(e, structure, type),
        ArrayType array => ArrayLiteral(e, array.Element, array.Length, type),
        SliceType slice => ArrayLiteral(e, slice.Element, -1, type),
        MapType map => MapLiteral(e, map, type),
        object other => throw Unexpected.Value(other),
        null => throw Unexpected.State("literal of a type without core type"),
    };

    private IrExpression StructLiteral(CompositeLiteralSyntax e, StructType structure, GoType type)
    {
        if (e.Elements.Count == 0)
        {
            return new IrZero(type, e.Pos);
        }
        var fields = new (int, IrExpression)[e.Elements.Count];
        for (int i = 0; i < fields.Length; i++)
        {
            int index = i;
            ExpressionSyntax value = e.Elements[i];
            if (value is KeyValueSyntax pair)
            {
                index = structure.IndexOfField(_package.Package, ((NameSyntax)pair.Key).Value);
                value = pair.Value;
                if (index < 0)
                {
                    return PromotedStructLiteral(e, type);
                }
            }
            fields[i] = (index, Value(value, structure.Fields[index].Type!));
        }
        return new IrStructLiteral(fields, type, e.Pos);
    }

    /// <summary>
    /// Some keys are promoted fields (Go 1.27): literals of the embedded structs gather them. The values go through temporaries because
    /// gathering may change their order.
    /// </summary>
    private IrExpression PromotedStructLiteral(CompositeLiteralSyntax e, GoType type)
    {
        List<IrStatement> saved = OpenBlock();
        var paths = new IReadOnlyList<int>[e.Elements.Count];
        var written = new IrExpression[paths.Length];
        for (int i = 0; i < paths.Length; i++)
        {
            var pair = (KeyValueSyntax)e.Elements[i];
            LookupResult found = Lookup.FieldOrMethod(type, false, _package.Package, ((NameSyntax)pair.Key).Value);
            paths[i] = found.Path;
            written[i] = Value(pair.Value, ((Variable)found.Object!).Type!);
        }
        IrExpression[] kept = SaveTogether(written, e.Pos);
        var values = new EntityList<(IReadOnlyList<int> Path, IrExpression Value)>(kept.Length);
        for (int i = 0; i < kept.Length; i++)
        {
            values.Add((paths[i], kept[i]));
        }
        IrExpression literal = Gather(values, 0, type, e.Pos);
        return new IrSequence(CloseBlock(saved), literal);
    }

    private static IrStructLiteral Gather(IEnumerable<(IReadOnlyList<int> Path, IrExpression Value)> values, int depth, GoType type,
        Pos pos)
    {
        var structure = (StructType)IrSelection.Core(type)!;
        var fields = new EntityList<(int, IrExpression)>();
        foreach (IGrouping<int, (IReadOnlyList<int> Path, IrExpression Value)> inside in values.GroupBy(v => v.Path[depth])
            .OrderBy(g => g.Key))
        {
            (IReadOnlyList<int> path, IrExpression value) = inside.First();
            fields.Add((inside.Key, path.Count == depth + 1 ? value : Gather(inside, depth + 1, structure.Fields[inside.Key].Type!, pos)));
        }
        return new IrStructLiteral(fields, type, pos);
    }

    private IrExpression ArrayLiteral(CompositeLiteralSyntax e, GoType element, long length, GoType type)
    {
        var elements = new (long, IrExpression)[e.Elements.Count];
        long next = 0, longest = 0;
        for (int i = 0; i < elements.Length; i++)
        {
            ExpressionSyntax value = e.Elements[i];
            if (value is KeyValueSyntax pair)
            {
                next = IntegerOf(_info[pair.Key].Value!);
                value = pair.Value;
            }
            elements[i] = (next++, Value(value, element));
            longest = Math.Max(longest, next);
        }
        return new IrArrayLiteral(elements, length >= 0 ? length : longest, type, e.Pos);
    }

    private static long IntegerOf(ConstantValue value)
        => ConstantArithmetic.TryInt64(value, out long result) ? result : throw Unexpected.Value(value);

    private IrExpression MapLiteral(CompositeLiteralSyntax e, MapType map, GoType type)
    {
        var entries = new (IrExpression, IrExpression)[e.Elements.Count];
        for (int i = 0; i < entries.Length; i++)
        {
            var pair = (KeyValueSyntax)e.Elements[i];
            entries[i] = (Value(pair.Key, map.Key), Value(pair.Value, map.Element));
        }
        return new IrMapLiteral(entries, type, e.Pos);
    }
}
