using Go.Compiler.Check;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

internal sealed partial class FunctionBuilder
{
    private IrExpression Call(CallSyntax call)
    {
        switch (_info[call.Function].Mode)
        {
            case OperandMode.Type:
                return Conversion(call);
            case OperandMode.Builtin:
                return Builtin(call, BuiltinOf(call));
        }
        CallTarget target = Target(call);
        GoType result = IrSelection.ResultType(target.Signature);
        if (!IsForwarding(call))
        {
            return target.Call(Arguments(call, target.Signature), result);
        }
        return target.Call(PassArguments(ForwardedValues(call), target.Signature, hasDots: false, call.Pos), result);
    }

    /// <summary>
    /// The results of g in <c>f(g())</c>. The first evaluates g: among the calls, and before what f and its receiver are read from.
    /// </summary>
    private IrExpression[] ForwardedValues(CallSyntax call) => ResultsInOrder(MultiValue(call.Arguments[0]));

    private IrExpression[] ResultsInOrder(IrExpression value)
    {
        List<IrStatement> saved = OpenBlock();
        IrExpression[] results = [.. SplitIntoTemporaries(value)];
        results[0] = new IrSequence(CloseBlock(saved), results[0]);
        return results;
    }

    /// <summary><c>f(g())</c> where g has several results.</summary>
    private bool IsForwarding(CallSyntax call)
        => call.Arguments.Count == 1 && Unparen(call.Arguments[0]) is CallSyntax inner && _info.TypeOf(inner) is TupleType { Count: > 1 };

    private CallTarget Target(CallSyntax call)
    {
        ExpressionSyntax f = Unparen(call.Function);
        while (f is IndexSyntax index && FunctionName(f) is { } name && _info.InstanceOf(name) is not null
            && _info.ObjectOf(name) is Function)
        {
            f = Unparen(index.X);
        }
        if (f is SelectorSyntax selector && _info.SelectionOf(selector) is { } selection)
        {
            switch (selection.Kind)
            {
                case SelectionKind.MethodValue:
                    return MethodTarget(selector, selection, call.Pos);
                case SelectionKind.MethodExpression when _function.IsGeneric:
                    var type = (SignatureType)(_info.InstanceOf(selector.Selector)?.Type ?? selection.Type).Underlying;
                    return new CallTarget(CallKind.MethodExpression, type, call.Pos)
                    {
                        Custom = (arguments, result) => CallMethodExpression(selector, selection, arguments, result),
                    };
            }
        }
        IrExpression callee = Expression(f);
        var signature = (SignatureType)IrSelection.Core(callee.Type)!;
        return new CallTarget(callee is IrFunctionRef ? CallKind.Static : CallKind.Value, signature, call.Pos) { Callee = callee };
    }

    private IrExpression SaveUnlessFixed(IrExpression x) => IsFixed(x) ? x : Save(x);

    private static bool IsFixed(IrExpression x) => x is IrConstant or IrZero or IrFunctionRef or IrClosure { Function.Captures.Count: 0 };

    private IReadOnlyList<IrExpression> Arguments(CallSyntax call, SignatureType signature)
    {
        int fixedCount = signature.IsVariadic ? signature.Parameters.Count - 1 : signature.Parameters.Count;
        int count = call.Arguments.Count;
        var values = new IrExpression[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = Value(call.Arguments[i], ParameterType(signature, i, fixedCount, call.HasDots));
        }
        return PassArguments(values, signature, call.HasDots, call.Pos);
    }

    private static GoType ParameterType(SignatureType signature, int i, int fixedCount, bool hasDots)
    {
        if (i < fixedCount)
        {
            return signature.Parameters.Variables[i].Type!;
        }
        GoType last = signature.Parameters.Variables[fixedCount].Type!;
        return hasDots ? last : ((SliceType)IrSelection.Core(last)!).Element;
    }

    /// <summary>Converts to the parameter types and packs variadic ones into a slice.</summary>
    private static IReadOnlyList<IrExpression> PassArguments(IReadOnlyList<IrExpression> values, SignatureType signature, bool hasDots,
        Pos pos)
    {
        int fixedCount = signature.IsVariadic ? signature.Parameters.Count - 1 : signature.Parameters.Count;
        var arguments = new IrExpression[signature.Parameters.Count];
        for (int i = 0; i < fixedCount; i++)
        {
            arguments[i] = Convert(values[i], signature.Parameters.Variables[i].Type!);
        }
        if (!signature.IsVariadic)
        {
            return arguments;
        }
        GoType last = signature.Parameters.Variables[fixedCount].Type!;
        if (hasDots)
        {
            arguments[fixedCount] = Convert(values[fixedCount], last);
        }
        else if (values.Count == fixedCount)
        {
            arguments[fixedCount] = new IrZero(last, pos);
        }
        else
        {
            GoType element = ((SliceType)IrSelection.Core(last)!).Element;
            var rest = new (long, IrExpression)[values.Count - fixedCount];
            for (int i = 0; i < rest.Length; i++)
            {
                rest[i] = (i, Convert(values[fixedCount + i], element));
            }
            arguments[fixedCount] = new IrArrayLiteral(rest, rest.Length, last, pos);
        }
        return arguments;
    }

    /// <summary>An expression with several values: a call or a comma-ok form.</summary>
    private IrExpression MultiValue(ExpressionSyntax e) => Unparen(e) switch
    {
        CallSyntax call => Call(call),
        TypeAssertSyntax assert => TypeAssert(assert, commaOk: true),
        OperationSyntax { Op: Operator.Receive, Y: null } receive => Receive(receive, commaOk: true),
        IndexSyntax index => CommaOkIndex(index),
        ExpressionSyntax other => throw Unexpected.Value(other),
    };

    private IrExpression CommaOkIndex(IndexSyntax e)
    {
        IrExpression map = Expression(e.X);
        return MapIndex(map, (MapType)IrSelection.Core(map.Type)!, e, commaOk: true);
    }

    private IReadOnlyList<IrExpression> SplitIntoTemporaries(IrExpression value)
    {
        IReadOnlyList<Variable> types = ((TupleType)value.Type).Variables;
        var references = new IrExpression[types.Count];
        for (int i = 0; i < references.Length; i++)
        {
            references[i] = new IrLocalRef(Temporary(types[i].Type!, value.Pos), value.Pos);
        }
        Emit(new IrAssign(references, [value], true, value.Pos));
        return references;
    }

    // ---- Conversions ----

    private IrExpression Conversion(CallSyntax call)
    {
        GoType target = _info.TypeOf(call) ?? _info.TypeOf(call.Function)!;
        ExpressionSyntax argument = call.Arguments[0];
        if (_info[argument] is { Mode: OperandMode.Constant, Value: { } value } && TypePredicates.IsTypeParameter(target)
            && KeepsKind(value, target))
        {
            return new IrConstant(value, target, call.Pos);
        }
        IrExpression x = Expression(argument);
        if (x is IrZero && x.Type is BasicType { Kind: BasicKind.UntypedNil })
        {
            return new IrZero(target, call.Pos);
        }
        // An explicit conversion of a float rounds: it forbids fusing, so it stays even between identical types.
        bool rounds = TypePredicates.Is(target, BasicInfo.Float | BasicInfo.Complex) || TypePredicates.IsTypeParameter(target);
        return !rounds && TypeIdentity.Identical(x.Type, target) ? x : new IrConvert(x, target, call.Pos);
    }

    /// <summary>
    /// The conversion of a constant to every type of a type parameter's set keeps its value (integers to strings do not).
    /// </summary>
    private static bool KeepsKind(ConstantValue value, GoType parameter) => value.Kind switch
    {
        ConstantKind.String => TypePredicates.All(parameter, BasicInfo.String),
        ConstantKind.Bool => TypePredicates.All(parameter, BasicInfo.Boolean),
        _ => TypePredicates.All(parameter, BasicInfo.Numeric),
    };
}
