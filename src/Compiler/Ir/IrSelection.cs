using Go.Compiler.Diagnostics;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>What kind of type a method belongs to.</summary>
internal enum MethodHolder : byte { Concrete, Interface, TypeParameter }

/// <summary>Pieces of selector chains and forwarding wrappers that builder and wrapper factory share.</summary>
internal static class IrSelection
{
    /// <summary>Underlying type; for type parameters the core type.</summary>
    public static GoType? Core(GoType type) => TypePredicates.IsTypeParameter(type) ? TypeSets.CoreType(type) : type.Underlying;

    /// <summary>Follows the first <paramref name="count"/> field indices, dereferencing pointers on the way.</summary>
    public static IrExpression Follow(IrExpression x, IReadOnlyList<int> path, int count, Pos pos)
    {
        for (int i = 0; i < count; i++)
        {
            if (Core(x.Type) is PointerType pointer)
            {
                x = new IrDereference(x, pointer.Element, pos);
            }
            StructType type = Core(x.Type) as StructType ?? throw Unexpected.State($"no struct: {x.Type}");
            x = new IrField(x, path[i], type.Fields[path[i]].Type!, pos);
        }
        return x;
    }

    public static MethodHolder KindOf(GoType type)
    {
        GoType actual = AliasType.Unalias(type);
        if (actual is PointerType pointer)
        {
            actual = AliasType.Unalias(pointer.Element);
        }
        return actual is TypeParameter ? MethodHolder.TypeParameter : actual.Underlying is InterfaceType
            ? MethodHolder.Interface : MethodHolder.Concrete;
    }

    public static GoType? PointerElement(GoType type) => type.Underlying is PointerType pointer ? pointer.Element : null;

    /// <summary>Type arguments of a method's reference: those of the receiver's type, then the method's own.</summary>
    public static IReadOnlyList<GoType> TypeArguments(GoType receiver, IReadOnlyList<GoType>? own)
    {
        GoType actual = AliasType.Unalias(receiver);
        if (actual is PointerType pointer)
        {
            actual = AliasType.Unalias(pointer.Element);
        }
        IReadOnlyList<GoType> arguments = actual is NamedType named ? named.TypeArguments : [];
        return own is not { Count: > 0 } ? arguments : [.. arguments, .. own];
    }

    public static IrFunctionRef MethodReference(Function origin, GoType receiver, IReadOnlyList<GoType>? own, SignatureType signature,
        Pos pos)
        => new(origin, TypeArguments(receiver, own), WithReceiver(signature, receiver), pos);

    /// <summary>A method's function type with the receiver as first parameter.</summary>
    public static SignatureType WithReceiver(SignatureType signature, GoType receiver)
    {
        var parameters = new Variable[signature.Parameters.Count + 1];
        parameters[0] = new Variable(default, null, "", receiver, VariableKind.Parameter);
        for (int i = 1; i < parameters.Length; i++)
        {
            parameters[i] = signature.Parameters.Variables[i - 1];
        }
        return new SignatureType { Parameters = new TupleType(parameters), Results = signature.Results, IsVariadic = signature.IsVariadic };
    }

    public static SignatureType WithoutReceiver(SignatureType signature)
    {
        var parameters = new Variable[signature.Parameters.Count - 1];
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = signature.Parameters.Variables[i + 1];
        }
        return new SignatureType { Parameters = new TupleType(parameters), Results = signature.Results, IsVariadic = signature.IsVariadic };
    }

    /// <summary>The type of a call with these results.</summary>
    public static GoType ResultType(SignatureType signature) => signature.Results.Count switch
    {
        0 => TupleType.Empty,
        1 => signature.Results.Variables[0].Type!,
        _ => signature.Results,
    };

    public delegate IrExpression MakeCall(IReadOnlyList<IrExpression> arguments, GoType result);

    /// <summary>Gives the wrapper parameters and results of the signature and a body that passes them on.</summary>
    public static void Forward(IrFunction wrapper, SignatureType signature, MakeCall call, Pos pos)
    {
        IReadOnlyList<IrExpression> arguments = AddSignature(wrapper, signature, pos);
        GoType result = ResultType(signature);
        IrExpression value = call(arguments, result);
        wrapper.Body = new IrBlock([signature.Results.Count == 0 ? new IrExpressionStatement(value) : new IrReturn([value], pos)], pos);
    }

    /// <summary>Adds fresh parameters and results; gives references to the parameters.</summary>
    public static IReadOnlyList<IrExpression> AddSignature(IrFunction function, SignatureType signature, Pos pos)
    {
        var arguments = new IrExpression[signature.Parameters.Count];
        for (int i = 0; i < arguments.Length; i++)
        {
            var parameter = new IrLocal(".p", signature.Parameters.Variables[i].Type!, pos) { IsParameter = true };
            function.Parameters.Add(parameter);
            arguments[i] = new IrLocalRef(parameter, pos);
        }
        foreach (Variable result in signature.Results.Variables)
        {
            function.Results.Add(new IrLocal(".r", result.Type!, pos) { IsResult = true });
        }
        return arguments;
    }
}

/// <summary>How a call reaches its function.</summary>
internal enum CallKind : byte { Static, Value, Interface, TypeParameter, MethodExpression }

/// <summary>A callee whose operands have been built: go and defer save them, calls use them at once.</summary>
internal sealed class CallTarget(CallKind kind, SignatureType signature, Pos pos)
{
    public CallKind Kind { get; } = kind;

    /// <summary>Parameters without receiver; of a method expression with it.</summary>
    public SignatureType Signature { get; } = signature;
    public Pos Pos { get; } = pos;

    /// <summary>Function reference or value; null for interface and type parameter calls and method expressions.</summary>
    public IrExpression? Callee { get; init; }
    public IrExpression? Receiver { get; init; }
    public Function? Method { get; init; }

    /// <summary>Method expressions: builds the call from receiver and arguments.</summary>
    public IrSelection.MakeCall? Custom { get; init; }

    public CallTarget WithOperands(IrExpression? callee, IrExpression? receiver)
        => new(Kind, Signature, Pos) { Callee = callee, Receiver = receiver, Method = Method, Custom = Custom };

    public IrExpression Call(IReadOnlyList<IrExpression> arguments, GoType result) => Kind switch
    {
        CallKind.Static when Receiver is not null => new IrCall(Callee!, [Receiver, .. arguments], result, Pos),
        CallKind.Static or CallKind.Value => new IrCall(Callee!, arguments, result, Pos),
        CallKind.Interface => new IrInterfaceCall(Receiver!, Method!, arguments, result, Pos),
        CallKind.TypeParameter => new IrTypeParameterCall(Receiver!, Method!, arguments, result, Pos),
        CallKind.MethodExpression => Custom!(arguments, result),
        _ => throw Unexpected.Value(Kind),
    };
}
