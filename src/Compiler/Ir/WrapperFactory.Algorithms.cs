using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

public static partial class WrapperFactory
{
    public static string EqualitySymbol(GoType type) => "type:.eq." + TypePrinter.LinkString(type);
    public static string HashSymbol(GoType type) => "type:.hash." + TypePrinter.LinkString(type);

    /// <summary>
    /// <c>func(p, q unsafe.Pointer) bool</c>: whether the values are equal; for structs and arrays (others have runtime functions). Blank
    /// fields are not compared (contract 4.9).
    /// </summary>
    public static IrFunction MakeEquality(GoType type, Package package)
    {
        IrFunction function = NewWrapper(EqualitySymbol(type), package);
        IrLocal p = Parameter(function, Universe.UnsafePointer), q = Parameter(function, Universe.UnsafePointer);
        function.Results.Add(new IrLocal(".r", Universe.Bool, default) { IsResult = true });
        var body = new List<IrStatement>();
        IrExpression x = ValueAt(p, type), y = ValueAt(q, type);
        switch (type.Underlying)
        {
            case StructType:
                body.Add(new IrReturn([new IrBinary(IrBinaryOp.Equal, x, y, Universe.Bool, default)], default));
                break;
            case ArrayType array:
                body.Add(ForEachElement(array, i => ReturnIfDifferent(Element(x, array, i), Element(y, array, i))));
                body.Add(new IrReturn([Boolean(true)], default));
                break;
            default:
                throw Unexpected.Value(type);
        }
        function.Body = new IrBlock(body, default);
        return function;
    }

    private static IrIf ReturnIfDifferent(IrExpression x, IrExpression y)
        => new(new IrBinary(IrBinaryOp.NotEqual, x, y, Universe.Bool, default), new IrReturn([Boolean(false)], default), null, default);

    /// <summary>
    /// <c>func(p unsafe.Pointer, h uintptr) uintptr</c>: the value's hash seeded with h, for types without a runtime function of their own.
    /// Equal values have equal hashes; runs of plain memory are hashed at once.
    /// </summary>
    public static IrFunction MakeHash(GoType type, Layout layout, Package package)
    {
        IrFunction function = NewWrapper(HashSymbol(type), package);
        IrLocal p = Parameter(function, Universe.UnsafePointer), h = Parameter(function, Universe.Uintptr);
        h.IsReassigned = true;
        function.Results.Add(new IrLocal(".r", Universe.Uintptr, default) { IsResult = true });
        var body = new List<IrStatement>();
        Hash(ValueAt(p, type), type, h, layout, body);
        body.Add(new IrReturn([new IrLocalRef(h, default)], default));
        function.Body = new IrBlock(body, default);
        return function;
    }

    private static void Hash(IrExpression place, GoType type, IrLocal h, Layout layout, List<IrStatement> body)
    {
        if (TypeAlgorithms.IsPlainMemory(type, layout))
        {
            HashMemory(place, layout.SizeOf(type), h, body);
            return;
        }
        switch (type.Underlying)
        {
            case StructType structure:
                HashFields(structure, place, h, layout, body);
                break;
            case ArrayType array:
                body.Add(ForEachElement(array, i =>
                {
                    var step = new List<IrStatement>();
                    Hash(Element(place, array, i), array.Element, h, layout, step);
                    return new IrBlock(step, default);
                }));
                break;
            default:
                string helper = TypeAlgorithms.HashHelper(type) ?? throw Unexpected.Value(type);
                Assign(h, new IrRuntimeCall(helper, [Address(place), new IrLocalRef(h, default)], Universe.Uintptr, default), body);
                break;
        }
    }

    private static void HashFields(StructType structure, IrExpression place, IrLocal h, Layout layout, List<IrStatement> body)
    {
        IReadOnlyList<long> offsets = layout.FieldOffsets(structure);
        int i = 0;
        while (i < structure.Fields.Count)
        {
            Variable field = structure.Fields[i];
            if (field.Name == "_")
            {
                i++;
                continue;
            }
            var part = new IrField(place, i, field.Type!, default);
            if (!TypeAlgorithms.IsPlainMemory(field.Type!, layout))
            {
                Hash(part, field.Type!, h, layout, body);
                i++;
                continue;
            }
            long start = offsets[i], end = start;
            while (i < structure.Fields.Count && structure.Fields[i].Name != "_" && offsets[i] == end
                && TypeAlgorithms.IsPlainMemory(structure.Fields[i].Type!, layout))
            {
                end += layout.SizeOf(structure.Fields[i].Type!);
                i++;
            }
            HashMemory(part, end - start, h, body);
        }
    }

    private static void HashMemory(IrExpression place, long size, IrLocal h, List<IrStatement> body)
    {
        if (size != 0)
        {
            Assign(h, new IrRuntimeCall("memhash", [Address(place), new IrLocalRef(h, default),
                new IrConstant(ConstantValue.Of(size), Universe.Uintptr, default)], Universe.Uintptr, default), body);
        }
    }

    private static void Assign(IrLocal local, IrExpression value, List<IrStatement> body)
        => body.Add(new IrAssign([new IrLocalRef(local, default)], [value], false, default));

    private static IrLocal Parameter(IrFunction function, GoType type)
    {
        var local = new IrLocal(".p", type, default) { IsParameter = true };
        function.Parameters.Add(local);
        return local;
    }

    private static IrConstant Boolean(bool value) => new(ConstantValue.Of(value), Universe.Bool, default);

    private static IrDereference ValueAt(IrLocal pointer, GoType type)
        => new(new IrConvert(new IrLocalRef(pointer, default), new PointerType(type), default), type, default);

    private static IrConvert Address(IrExpression place)
        => new(new IrAddressOf(place, new PointerType(place.Type), default), Universe.UnsafePointer, default);

    private static IrIndex Element(IrExpression array, ArrayType type, IrLocal i)
        => new(array, new IrLocalRef(i, default), type.Element, default);

    private static IrBlock ForEachElement(ArrayType array, Func<IrLocal, IrStatement> body)
    {
        var i = new IrLocal(".i", Universe.Int, default) { IsReassigned = true };
        var loop = new IrFor(
            new IrBinary(IrBinaryOp.Less, new IrLocalRef(i, default),
                new IrConstant(ConstantValue.Of(array.Length), Universe.Int, default), Universe.Bool, default),
            new IrOperatorAssign(IrBinaryOp.Add, new IrLocalRef(i, default), new IrConstant(ConstantValue.Of(1), Universe.Int, default),
                default),
            body(i), [], new IrJumpTarget(), default);
        return new IrBlock([new IrDeclare(i, new IrConstant(ConstantValue.Of(0), Universe.Int, default), default), loop], default);
    }
}
