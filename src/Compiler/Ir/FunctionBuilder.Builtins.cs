using Go.Compiler.Check;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

internal sealed partial class FunctionBuilder
{
    private BuiltinKind BuiltinOf(CallSyntax call)
        => Unparen(call.Function) switch
        {
            NameSyntax name => ((BuiltinObject)_info.ObjectOf(name)!).Builtin,
            SelectorSyntax selector => ((BuiltinObject)_info.ObjectOf(selector.Selector)!).Builtin,
            ExpressionSyntax other => throw Unexpected.Value(other),
        };

    private IrExpression Builtin(CallSyntax call, BuiltinKind kind)
    {
        switch (kind)
        {
            case BuiltinKind.New:
                return New(call);
            case BuiltinKind.Make:
                return new IrMake(call.Arguments.Count > 1 ? IndexValue(call.Arguments[1]) : null,
                    call.Arguments.Count > 2 ? IndexValue(call.Arguments[2]) : null, _info.TypeOf(call)!, call.Pos);
            case BuiltinKind.UnsafeOffsetof:
                return Offsetof(call);
        }
        if (IsForwarding(call))
        {
            List<IrStatement> saved = OpenBlock();
            IReadOnlyList<IrExpression> values = SplitIntoTemporaries(MultiValue(call.Arguments[0]));
            IrExpression value = Builtin(call, kind, values);
            return new IrSequence(CloseBlock(saved), value);
        }
        return Builtin(call, kind, BuiltinOperands(call));
    }

    private IReadOnlyList<IrExpression> BuiltinOperands(CallSyntax call)
    {
        var values = new IrExpression[call.Arguments.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Expression(call.Arguments[i]);
        }
        return values;
    }

    /// <summary>The operation on operands that have been built but not converted.</summary>
    private IrExpression Builtin(CallSyntax call, BuiltinKind kind, IReadOnlyList<IrExpression> x)
    {
        Pos pos = call.Pos;
        switch (kind)
        {
            case BuiltinKind.Len:
                return LengthOf(IrBuiltin.Len, x[0], pos);
            case BuiltinKind.Cap:
                return LengthOf(IrBuiltin.Cap, x[0], pos);
            case BuiltinKind.Append:
                return Append(x, _info.TypeOf(call)!, call.HasDots, pos);
            case BuiltinKind.Copy:
                return new IrBuiltinCall(IrBuiltin.Copy, x, Universe.Int, pos);
            case BuiltinKind.Delete:
                return NoValue(IrBuiltin.Delete, [x[0], Convert(x[1], KeyType(x[0].Type))], pos);
            case BuiltinKind.Clear:
                return NoValue(IrBuiltin.Clear, x, pos);
            case BuiltinKind.Close:
                return NoValue(IrBuiltin.Close, x, pos);
            case BuiltinKind.Print:
                return NoValue(IrBuiltin.Print, x, pos);
            case BuiltinKind.Println:
                return NoValue(IrBuiltin.Println, x, pos);
            case BuiltinKind.Panic:
                return NoValue(IrBuiltin.Panic, [Convert(x[0], Universe.EmptyInterface)], pos);
            case BuiltinKind.Recover:
                _function.HasRecover = true;
                return new IrBuiltinCall(IrBuiltin.Recover, [], Universe.EmptyInterface, pos);
            case BuiltinKind.Min:
                return MinMax(IrBuiltin.Min, x, _info.TypeOf(call)!, pos);
            case BuiltinKind.Max:
                return MinMax(IrBuiltin.Max, x, _info.TypeOf(call)!, pos);
            case BuiltinKind.Complex:
                return new IrBuiltinCall(IrBuiltin.Complex, x, Typed(_info.TypeOf(call)!), pos);
            case BuiltinKind.Real:
                return new IrBuiltinCall(IrBuiltin.Real, x, Typed(_info.TypeOf(call)!), pos);
            case BuiltinKind.Imag:
                return new IrBuiltinCall(IrBuiltin.Imag, x, Typed(_info.TypeOf(call)!), pos);
            default:
                return new IrBuiltinCall(UnsafeBuiltin(kind), x, _info.TypeOf(call)!, pos);
        }
    }

    /// <summary>All maps of a type parameter's set have one key type, even where their elements differ.</summary>
    private static GoType KeyType(GoType type)
    {
        GoType? map = IrSelection.Core(type);
        if (map is null && AliasType.Unalias(type) is TypeParameter parameter
            && TypeSets.Of(parameter.ConstraintInterface).Terms is [var term, ..])
        {
            map = term.Type.Underlying;
        }
        return ((MapType?)map ?? throw Unexpected.Value(type)).Key;
    }

    private static IrBuiltin UnsafeBuiltin(BuiltinKind kind) => kind switch
    {
        BuiltinKind.UnsafeAdd => IrBuiltin.UnsafeAdd,
        BuiltinKind.UnsafeSlice => IrBuiltin.UnsafeSlice,
        BuiltinKind.UnsafeSliceData => IrBuiltin.UnsafeSliceData,
        BuiltinKind.UnsafeString => IrBuiltin.UnsafeString,
        BuiltinKind.UnsafeStringData => IrBuiltin.UnsafeStringData,
        BuiltinKind.UnsafeSizeof => IrBuiltin.UnsafeSizeof,
        BuiltinKind.UnsafeAlignof => IrBuiltin.UnsafeAlignof,
        _ => throw Unexpected.Value(kind),
    };

    private static IrBuiltinCall NoValue(IrBuiltin builtin, IReadOnlyList<IrExpression> operands, Pos pos)
        => new(builtin, operands, TupleType.Empty, pos);

    /// <summary>
    /// Lengths of arrays are constants once the operand has been evaluated (only calls and receives make that necessary); a nil pointer to
    /// an array is no error.
    /// </summary>
    private static IrExpression LengthOf(IrBuiltin builtin, IrExpression x, Pos pos)
    {
        GoType? core = IrSelection.Core(x.Type);
        ArrayType? array = core as ArrayType ?? (core as PointerType)?.Element.Underlying as ArrayType;
        if (array is null || TypePredicates.IsTypeParameter(x.Type))
        {
            return new IrBuiltinCall(builtin, [x], Universe.Int, pos);
        }
        return new IrSequence([new IrDeclare(Temporary(x.Type, pos), x, pos)], Int(array.Length, Universe.Int, pos));
    }

    private IrExpression Append(IReadOnlyList<IrExpression> x, GoType type, bool hasDots, Pos pos)
    {
        IrExpression slice = Convert(x[0], type);
        if (x.Count == 1)
        {
            return slice;
        }
        if (hasDots)
        {
            IrExpression tail = x[1] is IrZero && x[1].Type is BasicType { Kind: BasicKind.UntypedNil } ? new IrZero(type, x[1].Pos) : x[1];
            return new IrBuiltinCall(IrBuiltin.AppendSlice, [slice, tail], type, pos);
        }
        GoType element = ((SliceType)IrSelection.Core(type)!).Element;
        var operands = new IrExpression[x.Count];
        operands[0] = slice;
        for (int i = 1; i < operands.Length; i++)
        {
            operands[i] = Convert(x[i], element);
        }
        return new IrBuiltinCall(IrBuiltin.Append, operands, type, pos);
    }

    private static IrExpression MinMax(IrBuiltin builtin, IReadOnlyList<IrExpression> x, GoType type, Pos pos)
    {
        type = Typed(type);
        var operands = new IrExpression[x.Count];
        for (int i = 0; i < operands.Length; i++)
        {
            operands[i] = Convert(x[i], type);
        }
        return operands.Length == 1 ? operands[0] : new IrBuiltinCall(builtin, operands, type, pos);
    }

    private IrExpression New(CallSyntax call)
    {
        GoType type = _info.TypeOf(call)!;
        ExpressionSyntax argument = call.Arguments[0];
        if (_info[argument].Mode == OperandMode.Type)
        {
            return new IrNew(null, type, call.Pos);
        }
        return new IrNew(Value(argument, ((PointerType)type.Underlying).Element), type, call.Pos);
    }

    /// <summary>Only reached when the offset depends on type parameters.</summary>
    private IrExpression Offsetof(CallSyntax call)
        => new IrBuiltinCall(IrBuiltin.UnsafeOffsetof, [Expression(call.Arguments[0])], Universe.Uintptr, call.Pos);
}
