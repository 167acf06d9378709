using Go.Compiler.Collections;
using Go.Compiler.Constants;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

/// <summary>
/// A composite literal taken apart, for the types of an instance: the parts that are known before the program runs, as data, and the
/// expressions of the others. What a function may run twice has no variable of its own in it: slices and pointers to literals are among the
/// others.
/// </summary>
internal sealed class LiteralParts(Layout layout, IrTypeEnvironment types)
{
    /// <summary>With no more constants than this, plain stores are as short and leave more to the passes.</summary>
    private const int FewConstants = 8;

    /// <summary>Likewise where nothing but constants is in an array: two of them are moved at once.</summary>
    private const int FewElements = 3;

    /// <summary>Copying a byte of data costs a small part of what a store of a constant costs.</summary>
    private const int BytesPerConstant = 128;

    private readonly EntityList<(long Offset, StaticValue Value)> _constants = [];
    private readonly EntityList<(long Offset, IrExpression Value)> _others = [];
    private bool _isSorted = true;

    /// <summary>What is known and not zero, by offset.</summary>
    public IReadOnlyList<(long Offset, StaticValue Value)> Constants
    {
        get
        {
            if (!_isSorted)
            {
                _constants.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
                _isSorted = true;
            }
            return _constants;
        }
    }

    /// <summary>The rest, in order of evaluation; below zero: the value of a blank field, which is only evaluated.</summary>
    public IReadOnlyList<(long Offset, IrExpression Value)> Others => _others;

    /// <summary>A copy of the constants is better than a store for each.</summary>
    /// <param name="size">Of the whole literal, in bytes.</param>
    /// <param name="isArray">The literal is an array, or what a slice refers to.</param>
    public bool IsWorthCopy(long size, bool isArray)
        => _constants.Count > (isArray && IsData ? FewElements : FewConstants) && size <= (long)_constants.Count * BytesPerConstant;

    /// <summary>All of it is known.</summary>
    public bool IsData => _others.Count == 0;

    /// <summary>Takes a whole literal apart; of a slice, its backing array.</summary>
    public void AddLiteral(IrExpression x)
    {
        if (x is IrArrayLiteral literal && Under(types.Substitute(x.Type)) is SliceType slice)
        {
            AddElements(literal, 0, layout.SizeOf(slice.Element));
        }
        else
        {
            Add(x, 0);
        }
    }

    /// <summary>Adds a part; literals and conversions that change nothing are taken apart.</summary>
    private void Add(IrExpression x, long offset)
    {
        GoType type = types.Substitute(x.Type);
        switch (x)
        {
            case IrStructLiteral literal:
                var structure = (StructType)Under(type);
                IReadOnlyList<long> offsets = layout.FieldOffsets(structure);
                foreach ((int field, IrExpression value) in literal.Fields)
                {
                    if (!structure.Fields[field].IsBlank)
                    {
                        Add(value, offset + offsets[field]);
                    }
                    else if (Evaluate(value) is null)
                    {
                        _others.Add((-1, value));
                    }
                }
                return;
            case IrArrayLiteral literal when Under(type) is ArrayType array:
                AddElements(literal, offset, layout.SizeOf(array.Element));
                return;
            case IrConvert c when !TypePredicates.IsInterface(type)
                && TypeIdentity.IdenticalIgnoringTags(Under(type), Under(types.Substitute(c.X.Type))):
                Add(c.X, offset);
                return;
        }
        if (!AddConstant(x, offset))
        {
            _others.Add((offset, x));
        }
    }

    /// <summary>Adds a part if all of it is known.</summary>
    public bool AddConstant(IrExpression x, long offset)
    {
        if (Evaluate(x) is not { } value)
        {
            return false;
        }
        if (value is not StaticZero)
        {
            _isSorted &= _constants.Count == 0 || _constants[^1].Offset < offset;
            _constants.Add((offset, value));
        }
        return true;
    }

    /// <summary>Takes constants back that were added last.</summary>
    public void RemoveFrom(long offset)
    {
        while (_constants.Count > 0 && _constants[^1].Offset >= offset)
        {
            _constants.RemoveAt(_constants.Count - 1);
        }
    }

    private void AddElements(IrArrayLiteral literal, long offset, long size)
    {
        foreach ((long index, IrExpression value) in literal.Elements)
        {
            Add(value, offset + index * size);
        }
    }

    /// <summary>Whether an expression is known before the program runs, with all its parts.</summary>
    public bool IsKnown(IrExpression x) => Evaluate(x) is not null;

    private StaticValue? Evaluate(IrExpression x)
    {
        GoType type = types.Substitute(x.Type);
        switch (x)
        {
            case IrConstant { Value: StringConstant text }:
                return text.Bytes.Length == 0 ? new StaticZero(type) : new StaticString(text.Bytes, type);
            case IrConstant constant:
                return Under(type) is BasicType { Kind: not BasicKind.UntypedNil } ? StaticScalar.Of(constant.Value, type) : null;
            case IrZero:
                return new StaticZero(type);
            case IrFunctionRef { TypeArguments.Count: 0 } function:
                return new StaticFunction(new InstanceKey(function.Function, []), type);
            case IrClosure { Function.Captures.Count: 0 } closure when types.IsEmpty:
                return new StaticFunction(closure.Function, type);
            case IrAddressOf { X: IrGlobalRef global }:
                return new StaticPointer(new StaticGlobal(global.Variable), 0, type);
            case IrConvert conversion:
                return Convert(conversion, type);
            case IrStructLiteral literal:
                return Evaluate(literal, type);
            case IrArrayLiteral literal when Under(type) is ArrayType:
                return Evaluate(literal, type);
            default:
                return null;
        }
    }

    private StaticValue? Convert(IrConvert conversion, GoType to)
    {
        GoType from = types.Substitute(conversion.X.Type);
        if (TypePredicates.IsInterface(from) || Evaluate(conversion.X) is not { } value)
        {
            return null;
        }
        if (TypePredicates.IsInterface(to))
        {
            return from is BasicType { Kind: BasicKind.UntypedNil } ? new StaticZero(to) : new StaticInterface(value, to);
        }
        return TypeIdentity.IdenticalIgnoringTags(Under(from), Under(to)) ? value.WithType(to) : null;
    }

    private StaticValue? Evaluate(IrStructLiteral literal, GoType type)
    {
        var structure = (StructType)Under(type);
        var inner = new LiteralParts(layout, types);
        IReadOnlyList<long> offsets = layout.FieldOffsets(structure);
        foreach ((int field, IrExpression value) in literal.Fields)
        {
            if (structure.Fields[field].IsBlank ? Evaluate(value) is null : !inner.AddConstant(value, offsets[field]))
            {
                return null;
            }
        }
        return inner.Whole(type);
    }

    private StaticValue? Evaluate(IrArrayLiteral literal, GoType type)
    {
        var inner = new LiteralParts(layout, types);
        long size = layout.SizeOf(((ArrayType)Under(type)).Element);
        foreach ((long index, IrExpression value) in literal.Elements)
        {
            if (!inner.AddConstant(value, index * size))
            {
                return null;
            }
        }
        return inner.Whole(type);
    }

    private StaticValue Whole(GoType type) => _constants.Count == 0 ? new StaticZero(type) : new StaticAggregate(Constants, type);

    private static GoType Under(GoType type) => AliasType.Unalias(type).Underlying;
}
