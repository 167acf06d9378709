using Go.Compiler.Collections;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

public sealed partial class StaticInitialization
{
    /// <summary>Calls inside calls that are followed.</summary>
    private const int MaximumDepth = 8;

    /// <summary>The value as data, or null. <paramref name="arguments"/>: the parameters of the call that is being followed.</summary>
    private StaticValue? Evaluate(IrExpression e, Dictionary<IrLocal, StaticValue>? arguments, int depth)
    {
        switch (e)
        {
            case IrConstant { Value: StringConstant s }:
                return s.Bytes.Length == 0 ? new StaticZero(e.Type) : new StaticString(s.Bytes, e.Type);
            case IrConstant constant:
                return StaticScalar.Of(constant.Value, e.Type);
            case IrZero:
                return new StaticZero(e.Type);
            case IrFunctionRef function:
                return new StaticFunction(new InstanceKey(function.Function, function.TypeArguments), e.Type);
            case IrClosure { Function.Captures.Count: 0 } closure when arguments is null:
                return new StaticFunction(closure.Function, e.Type);
            case IrLocalRef local:
                return arguments?.GetValueOrDefault(local.Local);
            case IrGlobalRef global:
                return Copy(global.Variable);
            case IrAddressOf address:
                return Address(address, arguments, depth);
            case IrNilCheck check:
                return Evaluate(check.X, arguments, depth) is StaticPointer pointer ? pointer : null;
            case IrNew allocation:
                return Evaluate(allocation, arguments, depth);
            case IrStructLiteral literal:
                return Evaluate(literal, arguments, depth);
            case IrArrayLiteral literal:
                return Evaluate(literal, arguments, depth);
            case IrConvert conversion:
                return Evaluate(conversion.X, arguments, depth) is { } value ? Convert(value, conversion.X.Type, conversion.Type) : null;
            case IrBinary { Op: IrBinaryOp.Add } sum when TypePredicates.Is(sum.Type, BasicInfo.String):
                return Evaluate(sum.X, arguments, depth) is { } left && Evaluate(sum.Y, arguments, depth) is { } right
                    ? Joined(left, right, sum.Type) : null;
            case IrSlice slice:
                return Slice(slice, arguments, depth);
            case IrCall call:
                return depth < MaximumDepth ? Call(call, arguments, depth + 1) : null;
            default:
                return null;
        }
    }

    private static StaticValue? Joined(StaticValue left, StaticValue right, GoType type) => (left, right) switch
    {
        (StaticZero, _) => right.WithType(type),
        (_, StaticZero) => left.WithType(type),
        (StaticString a, StaticString b) => new StaticString([.. a.Bytes, .. b.Bytes], type),
        _ => null,
    };

    /// <summary>
    /// The value of another variable of this package. Never of a string variable: the linker may set it (-X, contract 7.8).
    /// </summary>
    private StaticValue? Copy(Variable variable)
        => !_mayHaveMutated && !TypePredicates.Is(variable.Type!, BasicInfo.String) && _known.TryGetValue(variable, out StaticValue? value)
            ? value : null;

    private StaticValue? Evaluate(IrNew e, Dictionary<IrLocal, StaticValue>? arguments, int depth)
    {
        if (e.Value is null)
        {
            return null; // as with the original, new(T) gives a variable on the heap, which can be told from static ones
        }
        GoType type = ((PointerType)e.Type.Underlying).Element;
        StaticValue? value = Evaluate(e.Value, arguments, depth);
        return value is null ? null : new StaticPointer(new StaticVariable(type, value), 0, e.Type);
    }

    private StaticValue? Evaluate(IrStructLiteral e, Dictionary<IrLocal, StaticValue>? arguments, int depth)
    {
        IReadOnlyList<long> offsets = _layout.FieldOffsets((StructType)e.Type.Underlying);
        var parts = new EntityList<(long, StaticValue)>(e.Fields.Count);
        foreach ((int field, IrExpression element) in e.Fields)
        {
            if (Evaluate(element, arguments, depth) is not { } value)
            {
                return null;
            }
            if (!((StructType)e.Type.Underlying).Fields[field].IsBlank)
            {
                Add(parts, offsets[field], value);
            }
        }
        return Aggregate(parts, e.Type);
    }

    private StaticValue? Evaluate(IrArrayLiteral e, Dictionary<IrLocal, StaticValue>? arguments, int depth)
    {
        GoType element = e.Type.Underlying switch
        {
            ArrayType array => array.Element,
            SliceType slice => slice.Element,
            GoType other => throw Unexpected.Value(other),
        };
        long size = _layout.SizeOf(element);
        var parts = new EntityList<(long, StaticValue)>(e.Elements.Count);
        foreach ((long index, IrExpression item) in e.Elements)
        {
            if (Evaluate(item, arguments, depth) is not { } value)
            {
                return null;
            }
            Add(parts, index * size, value);
        }
        if (e.Type.Underlying is ArrayType)
        {
            return Aggregate(parts, e.Type);
        }
        var backing = new ArrayType(element, e.Length);
        var data = new StaticPointer(new StaticVariable(backing, Aggregate(parts, backing)), 0, new PointerType(element));
        return new StaticSlice(data, e.Length, e.Length, e.Type);
    }

    private static StaticValue Aggregate(EntityList<(long, StaticValue)> parts, GoType type)
        => parts.Count == 0 ? new StaticZero(type) : new StaticAggregate(Sorted(parts), type);

    /// <summary>&amp;literal is a new variable; &amp;global.field[constant] a place inside a variable.</summary>
    private StaticValue? Address(IrAddressOf e, Dictionary<IrLocal, StaticValue>? arguments, int depth)
    {
        if (e.X is IrStructLiteral or IrArrayLiteral)
        {
            return Evaluate(e.X, arguments, depth) is { } value ? new StaticPointer(new StaticVariable(e.X.Type, value), 0, e.Type) : null;
        }
        return Place(e.X, arguments, depth) is { } place ? new StaticPointer(place.Target, place.Offset, e.Type) : null;
    }

    private (StaticTarget Target, long Offset)? Place(IrExpression e, Dictionary<IrLocal, StaticValue>? arguments, int depth)
    {
        switch (e)
        {
            case IrGlobalRef global:
                return (new StaticGlobal(global.Variable), 0);
            case IrField field when Place(field.X, arguments, depth) is { } outer:
                return (outer.Target, outer.Offset + _layout.FieldOffsets((StructType)field.X.Type.Underlying)[field.Index]);
            case IrIndex { X.Type.Underlying: ArrayType array, Index: IrConstant { Value: IntConstant at } } index when Place(index.X,
                arguments, depth) is { } outer:
                return at.Value >= 0 && at.Value < array.Length
                    ? (outer.Target, outer.Offset + (long)at.Value * _layout.SizeOf(array.Element)) : null;
            case IrDereference dereference when Evaluate(dereference.X, arguments, depth) is StaticPointer pointer:
                return (pointer.Target, pointer.Offset);
            default:
                return null;
        }
    }

    private StaticValue? Slice(IrSlice e, Dictionary<IrLocal, StaticValue>? arguments, int depth)
    {
        if (e.X.Type.Underlying is not PointerType { Element.Underlying: ArrayType array }
            || Evaluate(e.X, arguments, depth) is not StaticPointer pointer)
        {
            return null;
        }
        long? low = Bound(e.Low, 0), high = Bound(e.High, array.Length), max = Bound(e.Max, array.Length);
        bool inRange = low >= 0 && low <= high && high <= max && max <= array.Length;
        if (!inRange || max == low)
        {
            return null;
        }
        long offset = pointer.Offset + low!.Value * _layout.SizeOf(array.Element);
        return new StaticSlice(new StaticPointer(pointer.Target, offset, new PointerType(array.Element)), (high - low)!.Value,
            (max - low)!.Value, e.Type);
    }

    /// <summary>The constant bound, or null when it is not one.</summary>
    private static long? Bound(IrExpression? e, long missing) => e switch
    {
        null => missing,
        IrConstant { Value: IntConstant value } when value.Value >= 0 && value.Value <= long.MaxValue => (long)value.Value,
        _ => null,
    };

    private StaticValue? Convert(StaticValue value, GoType from, GoType to)
    {
        bool fromInterface = TypePredicates.IsInterface(from);
        if (TypePredicates.IsInterface(to))
        {
            return !fromInterface ? new StaticInterface(value, to)
                : value is StaticInterface or StaticZero ? value.WithType(to)
                : null;
        }
        if (fromInterface)
        {
            return null;
        }
        switch (from.Underlying, to.Underlying)
        {
            case (BasicType { Kind: BasicKind.String }, SliceType { Element.Underlying: BasicType { Kind: BasicKind.Uint8 } }):
                return value is StaticString text ? Bytes(text, to) : null;
            case (BasicType a, BasicType b):
                return a.Kind == b.Kind ? value.WithType(to) : null;
            case (PointerType, PointerType):
            case (PointerType, BasicType { Kind: BasicKind.UnsafePointer }):
            case (BasicType { Kind: BasicKind.UnsafePointer }, PointerType):
                return value.WithType(to);
            default:
                return TypeIdentity.IdenticalIgnoringTags(from.Underlying, to.Underlying) ? value.WithType(to) : null;
        }
    }

    private static StaticSlice Bytes(StaticString text, GoType to)
    {
        GoType element = ((SliceType)to.Underlying).Element;
        var backing = new ArrayType(element, text.Bytes.Length);
        var data = new StaticPointer(new StaticVariable(backing, new StaticBytes(text.Bytes, backing)), 0, new PointerType(element));
        return new StaticSlice(data, text.Bytes.Length, text.Bytes.Length, to);
    }

    /// <summary>A call of a function that only returns an expression of its parameters.</summary>
    private StaticValue? Call(IrCall e, Dictionary<IrLocal, StaticValue>? arguments, int depth)
    {
        if (e.Callee is not IrFunctionRef { TypeArguments.Count: 0 } callee || _bodyOf(callee.Function) is not { } function
            || (function.Pragmas & FunctionPragmas.Noinline) != 0 || function.Results.Count != 1 || function.IsGeneric
            || ReturnedBy(function) is not { } result)
        {
            return null;
        }
        var values = new Dictionary<IrLocal, StaticValue>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < e.Arguments.Count; i++)
        {
            IrLocal parameter = function.Parameters[i];
            if (parameter.IsReassigned || parameter.IsAddressTaken || Evaluate(e.Arguments[i], arguments, depth) is not { } value)
            {
                return null;
            }
            values.Add(parameter, value);
        }
        return Evaluate(result, values, depth);
    }

    private static IrExpression? ReturnedBy(IrFunction function)
        => function.Body?.Statements is [IrReturn { Values: [var value] }] ? value : null;
}
