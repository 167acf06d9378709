using System.Runtime.CompilerServices;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>How an expression may be used: only some are statements.</summary>
    private enum ExpressionKind : byte { Conversion, Expression, Statement }

    /// <summary>
    /// What an expression is assigned to: lets generic function values be instantiated by their target. Default: nothing.
    /// </summary>
    private readonly record struct Target(SignatureType? Signature, string Description)
    {
        public bool Exists => Signature is not null;
    }

    private Target TargetOf(GoType? type, string description)
        => type is not null && CommonUnderlying(type, out _) is SignatureType signature ? new Target(signature, description) : default;

    /// <summary>Checks an expression that must be a single value.</summary>
    private void CheckExpression(Target target, ref Operand x, ExpressionSyntax e)
    {
        CheckRaw(target, ref x, e, null, false);
        RefuseNonValue(ref x);
        RequireSingleValue(ref x);
    }

    /// <summary>Like <see cref="CheckExpression"/>, but the value may be a generic function.</summary>
    private void CheckGenericExpression(ref Operand x, ExpressionSyntax e, GoType? hint)
    {
        CheckRaw(default, ref x, e, hint, true);
        RefuseNonValue(ref x);
        RequireSingleValue(ref x);
    }

    private void CheckExpressionOrType(ref Operand x, ExpressionSyntax e, bool allowGeneric)
    {
        CheckRaw(default, ref x, e, null, allowGeneric);
        if (x.Mode == OperandMode.NoValue)
        {
            Error(x, Catalogue.TooManyValues, $"{Text(x)} used as value or type");
            x.Invalidate();
        }
        RequireSingleValue(ref x);
    }

    private void RefuseNonValue(ref Operand x)
    {
        switch (x.Mode)
        {
            case OperandMode.NoValue:
                Error(x, Catalogue.TooManyValues, $"{Text(x)} used as value");
                break;
            case OperandMode.Builtin:
                Error(x, Catalogue.UncalledBuiltin, $"{Text(x)} must be called");
                break;
            case OperandMode.Type:
                Error(x, Catalogue.NotAnExpr, $"{Text(x)} is not an expression");
                break;
            default:
                return;
        }
        x.Invalidate();
    }

    private void RequireSingleValue(ref Operand x)
    {
        if (x is { Mode: OperandMode.Value, MaybeType: TupleType })
        {
            Error(x, Catalogue.TooManyValues, $"multiple-value {Text(x)} in single-value context");
            x.Invalidate();
        }
    }

    /// <summary>Checks any expression and records its type.</summary>
    /// <param name="hint">Element type of an enclosing composite literal: the type of an inner one without type.</param>
    private ExpressionKind CheckRaw(Target target, ref Operand x, ExpressionSyntax e, GoType? hint, bool allowGeneric)
    {
        x = new Operand { Type = Universe.Invalid };
        if (!HasStackFor(e))
        {
            x.Expression = e;
            return ExpressionKind.Statement;
        }
        ExpressionKind kind = CheckAny(target, ref x, e, hint);
        if (!allowGeneric)
        {
            RefuseGeneric(target, ref x);
        }
        x.Expression ??= e;
        Record(x);
        return kind;
    }

    /// <summary>Reports code that is nested too deeply for the thread's stack, instead of ending the process.</summary>
    private bool HasStackFor(SyntaxNode node)
    {
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return true;
        }
        Error(node, Catalogue.NestingTooDeep, "program nested too deeply");
        return false;
    }

    /// <summary>A generic function or type must be instantiated here; a function may be by what it is assigned to.</summary>
    private void RefuseGeneric(Target target, ref Operand x)
    {
        if (!x.IsValid || x.Mode == OperandMode.NoValue)
        {
            return;
        }
        string what;
        switch (x.MaybeType)
        {
            case NamedType or AliasType when IsGeneric(x.Type):
                what = "type";
                break;
            case SignatureType { TypeParameters.Count: > 0 }:
                if (target.Exists)
                {
                    InstantiateFunction(target, ref x, null, true, out _);
                    return;
                }
                what = "function";
                break;
            default:
                return;
        }
        Error(x, Catalogue.WrongTypeArgCount, $"cannot use generic {what} {Text(x.Expression!)} without instantiation");
        x.Invalidate();
        x.Type = Universe.Invalid;
    }

    private ExpressionKind CheckAny(Target target, ref Operand x, ExpressionSyntax e, GoType? hint)
    {
        switch (e)
        {
            case NameSyntax n:
                CheckName(ref x, n, false);
                break;
            case BasicLiteralSyntax n:
                if (!n.IsBad)
                {
                    CheckBasicLiteral(ref x, n);
                }
                break;
            case SelectorSyntax n:
                CheckSelector(ref x, n, false);
                break;
            case CallSyntax n:
                return CheckCall(ref x, n);
            case OperationSyntax { Y: { } right } n:
                CheckBinary(ref x, n, n.X, right, n.Op);
                break;
            case OperationSyntax { Op: Operator.Multiply } n:
                CheckIndirection(ref x, n);
                break;
            case OperationSyntax n:
                CheckUnary(ref x, n);
                if (x.IsValid && n.Op == Operator.Receive)
                {
                    x.Expression = e;
                    return ExpressionKind.Statement;
                }
                break;
            case ParenSyntax n:
                ExpressionKind kind = CheckRaw(default, ref x, n.X, null, false);
                x.Expression = e;
                return kind;
            case IndexSyntax n:
                if (CheckIndex(ref x, n))
                {
                    InstantiateFunction(target, ref x, n, true, out _);
                }
                break;
            case SliceSyntax n:
                CheckSlice(ref x, n);
                break;
            case CompositeLiteralSyntax n:
                CheckCompositeLiteral(ref x, n, hint);
                break;
            case FuncLiteralSyntax n:
                CheckFunctionLiteral(ref x, n);
                break;
            case TypeAssertSyntax n:
                CheckTypeAssertion(ref x, n);
                break;
            case ArrayTypeSyntax or SliceTypeSyntax or StructTypeSyntax or FuncTypeSyntax or InterfaceTypeSyntax or MapTypeSyntax
                or ChanTypeSyntax:
                x.Type = CheckType(e);
                x.Mode = OperandMode.Type;
                break;
            case BadExpressionSyntax:
                break;
            case TypeSwitchGuardSyntax n:
                Error(n, Catalogue.InvalidSyntaxTree, "use of .(type) outside type switch");
                Use(n.X);
                break;
            case DotsTypeSyntax:
                Error(e, Catalogue.InvalidSyntaxTree, "invalid use of ...");
                break;
            case ListSyntax:
                Error(e, Catalogue.InvalidSyntaxTree, "unexpected list of expressions");
                break;
            case KeyValueSyntax:
                Error(e, Catalogue.InvalidSyntaxTree, "no key:value expected");
                break;
            default:
                throw Unexpected.Value(e);
        }
        x.Expression = e;
        // An invalid expression counts as a statement: no second error about its use.
        return x.IsValid || e is NameSyntax or SelectorSyntax ? ExpressionKind.Expression : ExpressionKind.Statement;
    }

    private void CheckIndirection(ref Operand x, OperationSyntax e)
    {
        CheckExpressionOrType(ref x, e.X, false);
        if (!x.IsValid)
        {
            return;
        }
        if (x.Mode == OperandMode.Type)
        {
            RefuseConstraint(e.X, x.Type);
            x.Type = new PointerType(x.Type);
            return;
        }
        GoType? element = null;
        var terms = new TypeTerms(x.Type);
        for (int i = 0; i < terms.Count; i++)
        {
            if (terms.Underlying(i) is not PointerType p)
            {
                Error(x, Catalogue.InvalidIndirection, $"{InvalidOperation}cannot indirect {Text(x)}");
                x.Invalidate();
                return;
            }
            if (element is not null && !TypeIdentity.Identical(p.Element, element))
            {
                Error(x, Catalogue.InvalidIndirection, $"{InvalidOperation}pointers of {Text(x)} must have identical base types");
                x.Invalidate();
                return;
            }
            element = p.Element;
        }
        if (element is null || !IsCompleteType(element))
        {
            x.Invalidate();
            return;
        }
        x.Mode = OperandMode.Addressable;
        x.Type = element;
    }

    private void CheckTypeAssertion(ref Operand x, TypeAssertSyntax e)
    {
        CheckExpression(default, ref x, e.X);
        if (!x.IsValid)
        {
            return;
        }
        if (IsTypeParameter(x.Type))
        {
            Error(x, Catalogue.InvalidAssert, $"{InvalidOperation}cannot use type assertion on type parameter value {Text(x)}");
            x.Invalidate();
            return;
        }
        if (x.Type.Underlying is not InterfaceType)
        {
            Error(x, Catalogue.InvalidAssert, $"{InvalidOperation}{Text(x)} is not an interface");
            x.Invalidate();
            return;
        }
        GoType type = CheckVariableType(e.Type);
        if (!IsValidType(type) || !IsCompleteType(type))
        {
            x.Invalidate();
            return;
        }
        CheckAssertable(e, x, type, false);
        x.Mode = OperandMode.CommaOk;
        x.Type = type;
    }

    /// <summary>Reports an assertion that can never succeed.</summary>
    private void CheckAssertable(ExpressionSyntax e, in Operand x, GoType type, bool typeSwitch)
    {
        if (IsInterface(type) || MissingMethodCause(type, x.Type, false) is not { } cause)
        {
            return;
        }
        Error(e, Catalogue.ImpossibleAssert, typeSwitch
            ? $"impossible type switch case: {Text(e)}\n\t{Text(x)} cannot have dynamic type {Text(type)} {cause}"
            : $"impossible type assertion: {Text(e)}\n\t{Text(type)} does not implement {Text(x.Type)} {cause}");
    }

    /// <summary>Why a type lacks methods of an interface, in parentheses, or null if it has them all.</summary>
    private string? MissingMethodCause(GoType type, GoType target, bool isStatic)
        => Lookup.HasAllMethods(type, target, isStatic, out string cause, _qualifier) ? null : cause;

    /// <summary>
    /// The values of an expression that may have several: a call, or with <paramref name="allowCommaOk"/> a comma-ok form.
    /// </summary>
    private Operand[] CheckMultiple(ExpressionSyntax e, bool allowCommaOk, out bool commaOk)
    {
        commaOk = false;
        Operand x = default;
        CheckRaw(default, ref x, e, null, false);
        RefuseNonValue(ref x);
        if (x.IsValid && x.MaybeType is TupleType tuple)
        {
            var list = new Operand[tuple.Count];
            for (int i = 0; i < list.Length; i++)
            {
                list[i] = Operand.ValueOf(StandIn(e, Ordinal(i + 1) + " function result"), tuple.Variables[i].Type!);
            }
            return list;
        }
        if (allowCommaOk && x.Mode is OperandMode.MapIndex or OperandMode.CommaOk or OperandMode.CommaError)
        {
            commaOk = allowCommaOk;
            if (!allowCommaOk)
            {
                return [x];
            }
            return x.Mode == OperandMode.CommaError
                ? [x, Operand.ValueOf(StandIn(e, "err value of (comma, err) expression"), Universe.Error)]
                : [x, Operand.ValueOf(StandIn(e, "ok value of (comma, ok) expression"), Universe.Basic(BasicKind.UntypedBool))];
        }
        return [x];
    }

    /// <summary>A name that describes a value without expression of its own in messages.</summary>
    private static NameSyntax StandIn(ExpressionSyntax at, string description) => new(SyntaxPositions.StartOf(at), 0, description);

    private static string Ordinal(int n) => n switch { 1 => "1st", 2 => "2nd", 3 => "3rd", _ => $"{n}th" };

    /// <summary>Checks expressions only for the names they use; false if one is invalid.</summary>
    private bool Use(IReadOnlyList<ExpressionSyntax> list, bool isLhs = false)
    {
        bool ok = true;
        foreach (ExpressionSyntax e in list)
        {
            ok &= Use(e, isLhs);
        }
        return ok;
    }

    /// <param name="isLhs">Being assigned to does not make a variable used.</param>
    private bool Use(ExpressionSyntax e, bool isLhs = false)
    {
        Operand x = new() { Mode = OperandMode.Value };
        switch (SyntaxForms.Unparen(e))
        {
            case NameSyntax { IsBlank: true }:
                break;
            case NameSyntax n:
                Variable? variable = isLhs && LookupName(n.Value) is Variable v && ReferenceEquals(v.Package, _package) ? v : null;
                bool wasUsed = variable?.IsUsed == true;
                CheckExpressionOrType(ref x, n, true);
                if (variable is not null)
                {
                    variable.IsUsed = wasUsed;
                }
                break;
            case ListSyntax n:
                return Use(n.Elements, isLhs);
            default:
                CheckRaw(default, ref x, e, null, true);
                break;
        }
        return x.IsValid;
    }
}
