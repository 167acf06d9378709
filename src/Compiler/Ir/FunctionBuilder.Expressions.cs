using Go.Compiler.Check;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

internal sealed partial class FunctionBuilder
{
    private static ExpressionSyntax Unparen(ExpressionSyntax e)
    {
        while (e is ParenSyntax paren)
        {
            e = paren.X;
        }
        return e;
    }

    /// <summary>The expression with an implicit conversion to <paramref name="target"/>.</summary>
    private IrExpression Value(ExpressionSyntax e, GoType target) => Convert(Expression(e), target);

    private IrExpression Expression(ExpressionSyntax e)
    {
        TypeAndValue known = _info[e];
        if (known is { Mode: OperandMode.Constant, Value: { } value })
        {
            return Constant(value, known.Type!, e.Pos);
        }
        if (known.Mode == OperandMode.NilValue)
        {
            return new IrZero(known.Type!, e.Pos);
        }
        return e switch
        {
            ParenSyntax paren => Expression(paren.X),
            NameSyntax name => Name(name),
            FuncLiteralSyntax literal => FunctionLiteral(literal),
            CompositeLiteralSyntax literal => CompositeLiteral(literal),
            SelectorSyntax selector => Selector(selector),
            IndexSyntax index => Index(index),
            SliceSyntax slice => Slice(slice),
            TypeAssertSyntax assert => TypeAssert(assert, commaOk: false),
            OperationSyntax { Y: null } operation => Unary(operation),
            OperationSyntax operation => Binary(operation),
            CallSyntax call => Call(call),
            _ => throw Unexpected.Value(e),
        };
    }

    // ---- Conversions and constants ----

    private static IrExpression Convert(IrExpression x, GoType target)
    {
        if (ReferenceEquals(x.Type, target))
        {
            return x;
        }
        if (x is IrZero && x.Type is BasicType { Kind: BasicKind.UntypedNil })
        {
            return new IrZero(target, x.Pos);
        }
        if (TypeIdentity.Identical(x.Type, target))
        {
            return x;
        }
        return new IrConvert(x, target, x.Pos);
    }

    private static IrExpression Constant(ConstantValue value, GoType type, Pos pos)
    {
        GoType actual = AliasType.Unalias(type);
        if (actual is BasicType { IsUntyped: true })
        {
            return Constant(value, TypePredicates.Default(actual), pos);
        }
        if (TypePredicates.IsInterface(actual))
        {
            return new IrConvert(Constant(value, DefaultType(value), pos), type, pos);
        }
        return new IrConstant(Normalised(value, actual), type, pos);
    }

    private static GoType DefaultType(ConstantValue value) => Universe.Basic(value.Kind switch
    {
        ConstantKind.Bool => BasicKind.Bool,
        ConstantKind.String => BasicKind.String,
        ConstantKind.Int => BasicKind.Int,
        ConstantKind.Float => BasicKind.Float64,
        ConstantKind.Complex => BasicKind.Complex128,
        _ => throw Unexpected.Value(value.Kind),
    });

    /// <summary>One representation per type: Int for integers, Int or Float for floats, Complex for complex types.</summary>
    private static ConstantValue Normalised(ConstantValue value, GoType type)
    {
        if (type is TypeParameter || type.Underlying is not BasicType basic)
        {
            return value;
        }
        if ((basic.Info & BasicInfo.Integer) != 0)
        {
            return value is IntConstant ? value : ConstantArithmetic.ToInt(value);
        }
        if ((basic.Info & BasicInfo.Float) != 0)
        {
            return value is ComplexConstant c ? c.Real : value;
        }
        if ((basic.Info & BasicInfo.Complex) != 0)
        {
            return value is ComplexConstant ? value : new ComplexConstant(value, ConstantValue.Of(0));
        }
        return value;
    }

    private static IrConstant Int(long value, GoType type, Pos pos) => new(ConstantValue.Of(value), type, pos);

    /// <summary>
    /// The value of a condition that needs no evaluation, also through <c>!</c>, <c>&amp;&amp;</c> and <c>||</c>; else null.
    /// </summary>
    private bool? StaticCondition(ExpressionSyntax e)
    {
        e = Unparen(e);
        if (_info[e] is { Mode: OperandMode.Constant, Value: BoolConstant known })
        {
            return known.Value;
        }
        if (e is not OperationSyntax { Op: Operator.Not or Operator.AndAnd or Operator.OrOr } operation)
        {
            return null;
        }
        // Asked again for every operand of a chain, which would take the square of its length.
        if (!_staticConditions.TryGetValue(operation, out bool? value))
        {
            value = StaticOperation(operation);
            _staticConditions.Add(operation, value);
        }
        return value;
    }

    private readonly Dictionary<OperationSyntax, bool?> _staticConditions = new(ReferenceEqualityComparer.Instance);

    private bool? StaticOperation(OperationSyntax operation)
    {
        bool? left = StaticCondition(operation.X);
        return (operation.Op, left) switch
        {
            (Operator.Not, _) => !left,
            (Operator.AndAnd, true) or (Operator.OrOr, false) => StaticCondition(operation.Y!),
            _ => left,
        };
    }

    // ---- Names ----

    private IrExpression Name(NameSyntax name)
    {
        GoObject o = _info.ObjectOf(name) ?? throw Unexpected.State($"{name.Value} denotes nothing");
        return o switch
        {
            Variable variable => VariableReference(variable, name.Pos),
            Function function => FunctionReference(function, _info.InstanceOf(name), name.Pos),
            NilObject => new IrZero(Universe.UntypedNil, name.Pos),
            _ => throw Unexpected.Value(o),
        };
    }

    private IrExpression VariableReference(Variable variable, Pos pos)
        => variable.Kind == VariableKind.PackageLevel ? new IrGlobalRef(variable, pos) : new IrLocalRef(LocalOf(variable), pos);

    private static IrFunctionRef FunctionReference(Function function, Instance? instance, Pos pos)
        => instance is null ? new IrFunctionRef(function, [], function.Signature, pos)
            : new IrFunctionRef(function, instance.Arguments, instance.Type, pos);

    /// <summary>The name that carries the instantiation of a (possibly explicitly instantiated) function expression.</summary>
    private static NameSyntax? FunctionName(ExpressionSyntax e) => Unparen(e) switch
    {
        NameSyntax name => name,
        SelectorSyntax selector => selector.Selector,
        IndexSyntax index => FunctionName(index.X),
        _ => null,
    };

    // ---- Index, slice, assertion ----

    private IrExpression Index(IndexSyntax e)
    {
        if (FunctionName(e) is { } name && _info.InstanceOf(name) is not null && _info.ObjectOf(name) is Function)
        {
            return Expression(e.X);
        }
        GoType type = _info.TypeOf(e)!;
        IrExpression x = Expression(e.X);
        if (TypeSets.CoreType(x.Type) is MapType map)
        {
            return MapIndex(x, map, e, commaOk: false);
        }
        return IndexPlace(x, IndexValue(e.Index), type, e.Pos);
    }

    /// <summary>An index keeps its own integer type; a constant becomes an int.</summary>
    private IrExpression IndexValue(ExpressionSyntax e)
        => _info[e] is { Mode: OperandMode.Constant, Value: { } value } known && !TypePredicates.Is(known.Type!, BasicInfo.Integer)
            ? Constant(value, Universe.Int, e.Pos)
            : _info[e] is { Mode: OperandMode.Constant, Value: { } untyped, Type: BasicType { IsUntyped: true } }
            ? Constant(untyped, Universe.Int, e.Pos) : Expression(e);

    private static IrExpression IndexPlace(IrExpression x, IrExpression index, GoType type, Pos pos)
    {
        if (TypeSets.CoreType(x.Type) is PointerType pointer)
        {
            x = new IrDereference(x, pointer.Element, pos);
        }
        return new IrIndex(x, index, type, pos);
    }

    private IrExpression MapIndex(IrExpression map, MapType type, IndexSyntax e, bool commaOk)
    {
        IrExpression key = Value(e.Index, type.Key);
        return new IrMapIndex(map, key, commaOk, commaOk ? CommaOkType(type.Element) : type.Element, e.Pos);
    }

    private static TupleType CommaOkType(GoType value) => TupleOf(value, Universe.Bool);

    private static TupleType TupleOf(params GoType[] types)
    {
        var variables = new Variable[types.Length];
        for (int i = 0; i < types.Length; i++)
        {
            variables[i] = new Variable(default, null, "", types[i], VariableKind.Result);
        }
        return new TupleType(variables);
    }

    private IrExpression Slice(SliceSyntax e)
    {
        IrExpression x = Expression(e.X);
        if (TypeSets.CoreStringType(x.Type) is ArrayType)
        {
            x = AddressOf(x, new PointerType(x.Type), e.Pos);
        }
        return new IrSlice(x, Bound(e.Low), Bound(e.High), Bound(e.Max), _info.TypeOf(e)!, e.Pos);
    }

    private IrExpression? Bound(ExpressionSyntax? e) => e is null ? null : IndexValue(e);

    private IrExpression TypeAssert(TypeAssertSyntax e, bool commaOk)
    {
        GoType target = _info.TypeOf(e.Type)!;
        return new IrTypeAssert(Expression(e.X), target, commaOk, commaOk ? CommaOkType(target) : target, e.Pos);
    }

    // ---- Operators ----

    private IrExpression Unary(OperationSyntax e)
    {
        GoType type = Typed(_info.TypeOf(e)!);
        switch (e.Op)
        {
            case Operator.Multiply:
                return new IrDereference(Expression(e.X), type, e.Pos);
            case Operator.And:
                ExpressionSyntax operand = Unparen(e.X);
                IrExpression place = Expression(operand);
                return operand is CompositeLiteralSyntax ? AddressOfLiteral(place, type, e.Pos) : AddressOf(place, type, e.Pos);
            case Operator.Receive:
                return Receive(e, commaOk: false);
            case Operator.Add:
                return Convert(Expression(e.X), type);
            case Operator.Subtract:
                return new IrUnary(IrUnaryOp.Negate, Convert(Expression(e.X), type), type, e.Pos);
            case Operator.Xor:
                return new IrUnary(IrUnaryOp.Complement, Convert(Expression(e.X), type), type, e.Pos);
            case Operator.Not:
                return new IrUnary(IrUnaryOp.Not, Convert(Expression(e.X), type), type, e.Pos);
            default:
                throw Unexpected.Value(e.Op);
        }
    }

    private IrExpression Receive(OperationSyntax e, bool commaOk)
    {
        IrExpression channel = Expression(e.X);
        GoType element = ((ChanType)TypeSets.CoreType(channel.Type)!).Element;
        return new IrReceive(channel, commaOk, commaOk ? CommaOkType(element) : element, e.Pos);
    }

    private IrExpression Binary(OperationSyntax e)
    {
        GoType type = Typed(_info.TypeOf(e)!);
        IrBinaryOp op = BinaryOp(e.Op);
        switch (op)
        {
            case IrBinaryOp.AndAlso or IrBinaryOp.OrElse:
                if (StaticCondition(e) is { } known)
                {
                    return new IrConstant(ConstantValue.Of(known), type, e.Pos);
                }
                if (StaticCondition(e.X) is not null)
                {
                    return Convert(Expression(e.Y!), type);
                }
                return new IrBinary(op, Convert(Expression(e.X), type), Convert(Expression(e.Y!), type), type, e.Pos);
            case IrBinaryOp.ShiftLeft or IrBinaryOp.ShiftRight:
                return new IrBinary(op, Convert(Expression(e.X), type), ShiftCount(e.Y!), type, e.Pos);
            case >= IrBinaryOp.Equal and <= IrBinaryOp.GreaterEqual:
                (IrExpression x, IrExpression y) = SameType(Expression(e.X), Expression(e.Y!));
                return new IrBinary(op, x, y, type, e.Pos);
            default:
                return new IrBinary(op, Convert(Expression(e.X), type), Convert(Expression(e.Y!), type), type, e.Pos);
        }
    }

    private static GoType Typed(GoType type)
        => AliasType.Unalias(type) is BasicType { IsUntyped: true } untyped ? TypePredicates.Default(untyped) : type;

    private IrExpression ShiftCount(ExpressionSyntax e)
        => _info[e] is { Mode: OperandMode.Constant, Value: { } value } known && !TypePredicates.Is(Typed(known.Type!), BasicInfo.Integer)
            ? Constant(value, Universe.Basic(BasicKind.Uint), e.Pos)
            : Expression(e);

    /// <summary>Operands of a comparison brought to one type (spec "Comparison operators").</summary>
    private static (IrExpression X, IrExpression Y) SameType(IrExpression x, IrExpression y)
    {
        if (ReferenceEquals(x.Type, y.Type))
        {
            return (x, y);
        }
        if (x is IrZero && x.Type is BasicType { Kind: BasicKind.UntypedNil })
        {
            return (new IrZero(y.Type, x.Pos), y);
        }
        if (y is IrZero && y.Type is BasicType { Kind: BasicKind.UntypedNil })
        {
            return (x, new IrZero(x.Type, y.Pos));
        }
        if (TypeIdentity.Identical(x.Type, y.Type))
        {
            return (x, y);
        }
        bool xInterface = TypePredicates.IsInterface(x.Type), yInterface = TypePredicates.IsInterface(y.Type);
        bool convertX = xInterface == yInterface ? xInterface
            ? Lookup.Implements(x.Type, y.Type, false, out _) : IsLessSpecific(x.Type) : yInterface;
        return convertX ? (new IrConvert(x, y.Type, x.Pos), y) : (x, new IrConvert(y, x.Type, y.Pos));
    }

    /// <summary>Of two types that are assignable one to the other, the one that converts: unnamed, or a bidirectional channel.</summary>
    private static bool IsLessSpecific(GoType type)
        => AliasType.Unalias(type) is not NamedType and not ChanType { Direction: not ChannelDirection.Both } and not BasicType;

    private static IrBinaryOp BinaryOp(Operator op) => op switch
    {
        Operator.OrOr => IrBinaryOp.OrElse,
        Operator.AndAnd => IrBinaryOp.AndAlso,
        Operator.Equal => IrBinaryOp.Equal,
        Operator.NotEqual => IrBinaryOp.NotEqual,
        Operator.Less => IrBinaryOp.Less,
        Operator.LessEqual => IrBinaryOp.LessEqual,
        Operator.Greater => IrBinaryOp.Greater,
        Operator.GreaterEqual => IrBinaryOp.GreaterEqual,
        Operator.Add => IrBinaryOp.Add,
        Operator.Subtract => IrBinaryOp.Subtract,
        Operator.Or => IrBinaryOp.Or,
        Operator.Xor => IrBinaryOp.Xor,
        Operator.Multiply => IrBinaryOp.Multiply,
        Operator.Divide => IrBinaryOp.Divide,
        Operator.Remainder => IrBinaryOp.Remainder,
        Operator.And => IrBinaryOp.And,
        Operator.AndNot => IrBinaryOp.AndNot,
        Operator.ShiftLeft => IrBinaryOp.ShiftLeft,
        Operator.ShiftRight => IrBinaryOp.ShiftRight,
        _ => throw Unexpected.Value(op),
    };
}
