using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    private ExpressionKind CheckCall(ref Operand x, CallSyntax call)
    {
        // A generic function with explicit type arguments: those left out are inferred from the call's arguments.
        IndexSyntax? instantiation = null;
        if (call.Function is IndexSyntax index)
        {
            if (CheckIndex(ref x, index))
            {
                instantiation = index;
            }
            x.Expression = index;
            Record(x);
        }
        else
        {
            CheckExpressionOrType(ref x, call.Function, true);
        }
        switch (x.Mode)
        {
            case OperandMode.Invalid:
                Use(call.Arguments);
                x.Expression = call;
                return ExpressionKind.Statement;
            case OperandMode.Type:
                CheckConversion(ref x, call);
                x.Expression = call;
                return ExpressionKind.Conversion;
            case OperandMode.Builtin:
                BuiltinKind builtin = x.Builtin;
                if (!CheckBuiltin(ref x, call, builtin))
                {
                    x.Invalidate();
                }
                x.Expression = call;
                if (x.IsValid && !x.IsConstant)
                {
                    _environment.HasCallOrReceive = true;
                }
                return KindOf(builtin);
        }
        CheckFunctionCall(ref x, call, instantiation);
        x.Expression = call;
        return ExpressionKind.Statement;
    }

    private void CheckConversion(ref Operand x, CallSyntax call)
    {
        RefuseGeneric(default, ref x);
        if (!x.IsValid)
        {
            return;
        }
        GoType type = x.Type;
        x.Invalidate();
        if (!IsCompleteType(type))
        {
            return;
        }
        int n = call.Arguments.Count;
        if (n == 0)
        {
            Error(call, Catalogue.WrongArgCount, $"missing argument in conversion to {Text(type)}");
            return;
        }
        if (n > 1)
        {
            Use(call.Arguments);
            Error(call.Arguments[n - 1], Catalogue.WrongArgCount, $"too many arguments in conversion to {Text(type)}");
            return;
        }
        CheckExpression(TargetOf(type, "conversion"), ref x, call.Arguments[0]);
        if (!x.IsValid)
        {
            return;
        }
        if (type.Underlying is InterfaceType i && !IsTypeParameter(type) && !TypeSets.Of(i).IsMethodSet)
        {
            Error(call, Catalogue.MisplacedConstraintIface,
                $"cannot use interface {Text(type)} in conversion (contains specific type constraints or is comparable)");
            x.Invalidate();
            return;
        }
        if (call.HasDots)
        {
            Error(call.Arguments[0], Catalogue.BadDotDotDotSyntax, $"invalid use of ... in conversion to {Text(type)}");
            x.Invalidate();
            return;
        }
        Convert(ref x, type);
    }

    private void CheckFunctionCall(ref Operand x, CallSyntax call, IndexSyntax? instantiation)
    {
        if (FunctionSignature(ref x) is not { } signature)
        {
            Use(call.Arguments);
            x.Invalidate();
            return;
        }
        bool wasGeneric = signature.TypeParameters.Count > 0;
        IReadOnlyList<ExpressionSyntax> argumentSyntax = [];
        GoType[] typeArguments = [];
        if (instantiation is not null)
        {
            argumentSyntax = SyntaxForms.Unpack(instantiation.Index);
            GoType[]? list = CheckTypeList(argumentSyntax);
            int want = signature.TypeParameters.Count;
            if (list is not null && list.Length > want)
            {
                Error(argumentSyntax[want], Catalogue.WrongTypeArgCount, $"got {list.Length} type arguments but want {want}");
                list = null;
            }
            if (list is null)
            {
                Use(call.Arguments);
                x.Invalidate();
                return;
            }
            typeArguments = list;
            if (list.Length == want && want > 0)
            {
                VerifyVersion(instantiation, 18, "function instantiation");
                signature = InstantiateSignature(instantiation.Pos, instantiation, signature, list, argumentSyntax);
                typeArguments = [];
                argumentSyntax = [];
            }
        }
        Operand[] arguments = CheckArgumentList(call.Arguments, out GoType[]?[] partial);
        signature = CheckArguments(call, signature, typeArguments, argumentSyntax, arguments, partial);
        if (wasGeneric && signature.TypeParameters.Count == 0)
        {
            RecordType(call.Function, OperandMode.Value, signature);
        }
        x.Value = null;
        switch (signature.Results.Count)
        {
            case 0:
                x.Mode = OperandMode.NoValue;
                break;
            case 1:
                GoType result = signature.Results.Variables[0].Type!;
                if (!IsCompleteType(result))
                {
                    x.Invalidate();
                    return;
                }
                x.Mode = OperandMode.Value;
                x.Type = result;
                break;
            default:
                x.Mode = OperandMode.Value;
                x.Type = signature.Results;
                break;
        }
        _environment.HasCallOrReceive = true;
        // Inference failed and was reported: a result of a type that mentions the callee's parameters makes no sense here.
        if (x.Mode == OperandMode.Value && signature.TypeParameters.Count > 0 && Instantiation.Mentions(x.Type, signature.TypeParameters))
        {
            x.Invalidate();
        }
    }

    /// <summary>The signature of a called value, or null after reporting that it is no function.</summary>
    private SignatureType? FunctionSignature(ref Operand x)
    {
        string cause = "";
        var terms = new TypeTerms(x.Type);
        for (int i = 0; i < terms.Count && cause.Length == 0; i++)
        {
            if (terms.Underlying(i) is not null and not SignatureType)
            {
                cause = $"{Text(terms[i])} is not a function";
            }
        }
        if (cause.Length == 0 && CommonUnderlying(x.Type, out cause) is SignatureType signature)
        {
            return signature;
        }
        Error(x, Catalogue.InvalidCall, $"{InvalidOperation}cannot call {Text(x)}: {cause}");
        return null;
    }

    /// <summary>
    /// Checks call arguments; generic functions among them may stay generic or (<paramref name="partial"/>, parallel) partially
    /// instantiated. A single call may give several arguments.
    /// </summary>
    private Operand[] CheckArgumentList(IReadOnlyList<ExpressionSyntax> list, out GoType[]?[] partial)
    {
        bool infer = !AllowsVersion(21); // before, function arguments had to be instantiated on their own
        partial = new GoType[]?[list.Count];
        if (list.Count == 1 && list[0] is not IndexSyntax)
        {
            Operand x = default;
            CheckRaw(default, ref x, list[0], null, true);
            RefuseNonValue(ref x);
            if (!x.IsValid || x.MaybeType is not TupleType tuple)
            {
                return [x];
            }
            var values = new Operand[tuple.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = Operand.ValueOf(list[0], tuple.Variables[i].Type!);
            }
            return values;
        }
        var operands = new Operand[list.Count];
        for (int i = 0; i < operands.Length; i++)
        {
            if (list[i] is not IndexSyntax index)
            {
                CheckGenericExpression(ref operands[i], list[i], null);
                continue;
            }
            ref Operand x = ref operands[i];
            x = new Operand { Type = Universe.Invalid };
            if (CheckIndex(ref x, index))
            {
                InstantiateFunction(default, ref x, index, infer, out partial[i]);
                if (partial[i] is not null)
                {
                    x.Expression = index;
                    continue; // recorded once the rest is inferred
                }
                x.Expression ??= index;
                Record(x);
            }
            else
            {
                x.Expression = index;
                if (x.Mode is OperandMode.Type or OperandMode.NoValue or OperandMode.Builtin)
                {
                    Record(x);
                    RefuseNonValue(ref x);
                }
                else
                {
                    Record(x);
                    RequireSingleValue(ref x);
                }
            }
        }
        return operands;
    }

    /// <summary>
    /// Checks arguments against parameters, inferring type arguments as needed. Gives the signature called: instantiated if that worked,
    /// else the one given.
    /// </summary>
    private SignatureType CheckArguments(
        CallSyntax call, SignatureType signature, GoType[] typeArguments, IReadOnlyList<ExpressionSyntax> typeArgumentSyntax,
            Operand[] arguments, GoType[]?[] partial)
    {
        if (ParametersFor(call, signature, arguments) is not { } parameters)
        {
            return signature;
        }
        SignatureType result = signature;
        if (signature.TypeParameters.Count > 0 || HasGenericFunction(arguments))
        {
            if (InferArguments(call, ref result, ref parameters, typeArguments, typeArgumentSyntax, arguments, partial) is false)
            {
                return signature;
            }
        }
        for (int i = 0; i < arguments.Length; i++)
        {
            Assign(ref arguments[i], parameters[i], "argument to ", call.Function);
        }
        return result;
    }

    private static bool HasGenericFunction(Operand[] arguments)
    {
        foreach (Operand argument in arguments)
        {
            if (argument.MaybeType is SignatureType { TypeParameters.Count: > 0 })
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The parameter type for each argument, with a variadic parameter spread out; null after a wrong count.</summary>
    private GoType[]? ParametersFor(CallSyntax call, SignatureType signature, Operand[] arguments)
    {
        int given = arguments.Length, wanted = signature.Parameters.Count;
        IReadOnlyList<Variable> declared = signature.Parameters.Variables;
        bool spread = false;
        if (signature.IsVariadic)
        {
            if (call.HasDots)
            {
                if (call.Arguments.Count == 1 && given > 1)
                {
                    Error(call, Catalogue.InvalidDotDotDot, $"cannot use ... with {given}-valued {Text(call.Arguments[0])}");
                    return null;
                }
            }
            else if (given >= wanted - 1)
            {
                spread = true;
                wanted = given;
            }
            else
            {
                wanted--; // for the message
            }
        }
        else if (call.HasDots)
        {
            Error(call, Catalogue.NonVariadicDotDotDot, $"cannot use ... in call to non-variadic {Text(call.Function)}");
            return null;
        }
        if (given != wanted)
        {
            ReportArgumentCount(call, signature, arguments, wanted);
            return null;
        }
        var types = new GoType[given];
        int variadic = spread ? declared.Count - 1 : int.MaxValue;
        for (int i = 0; i < given; i++)
        {
            types[i] = i >= variadic ? ((SliceType)declared[variadic].Type!).Element : declared[i].Type!;
        }
        return types;
    }

    private void ReportArgumentCount(CallSyntax call, SignatureType signature, Operand[] arguments, int wanted)
    {
        bool tooMany = arguments.Length > wanted;
        Pos at = tooMany ? PosOf(arguments[wanted]) : arguments.Length > 0 ? PosOf(arguments[^1]) : SyntaxPositions.StartOf(call);
        string have = TypesSummary(TypesOf(arguments), false, call.HasDots);
        string want = TypesSummary(TypesOf(signature.Parameters.Variables), signature.IsVariadic, false);
        Error(at, Catalogue.WrongArgCount,
            $"{(tooMany ? "too many" : "not enough")} arguments in call to {Text(call.Function)}\n\thave {have}\n\twant {want}");
    }
}
