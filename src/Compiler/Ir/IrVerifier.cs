using Go.Compiler.Diagnostics;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>
/// Checks the invariants that the node types promise: typed expressions, places where places are due, locals declared in the function that
/// uses them, jumps inside the statement they leave, matching counts. Throws on the first violation.
/// </summary>
public sealed class IrVerifier : IrWalker
{
    private readonly IrFunction _function;
    private readonly HashSet<IrLocal> _declared = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<IrJumpTarget> _open = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<IrLabel> _labels = new(ReferenceEqualityComparer.Instance);
    private readonly List<IrLabel> _gotos = [];

    private IrVerifier(IrFunction function) => _function = function;

    public static void Verify(IrPackage package)
    {
        var init = new IrVerifier(package.Init);
        foreach (IrInitializer step in package.Initializers)
        {
            init.Visit(step.Value);
            init.Require(step.Targets.Count == 1 || step.Value.Type is TupleType tuple && tuple.Count == step.Targets.Count,
                "initializer's values");
            init.Require(step.Targets is not [{ } target] || init.Same(target.Type!, step.Value.Type), "initializer's type");
        }
        init.Closures();
        foreach (IrFunction function in package.Functions)
        {
            Verify(function);
        }
    }

    public static void Verify(IrFunction function)
    {
        var verifier = new IrVerifier(function);
        verifier.Require(function.Body is not null, "a body");
        foreach (IrLocal local in function.Parameters.Concat(function.Results).Concat(function.Captures.Select(c => c.Inner)))
        {
            verifier.Require(verifier._declared.Add(local), "distinct parameters");
        }
        verifier.Visit(function.Body);
        foreach (IrLabel label in verifier._gotos)
        {
            verifier.Require(verifier._labels.Contains(label), "the label " + label.Name);
        }
        verifier.Closures();
    }

    /// <summary>What closures capture must exist here.</summary>
    private void Closures()
    {
        foreach (IrFunction closure in _function.Closures)
        {
            Require(ReferenceEquals(closure.Outer, _function), "closure's outer function");
            foreach (IrCapture capture in closure.Captures)
            {
                Require(_declared.Contains(capture.Outer), "captured variable " + capture.Outer.Name);
                Require(!capture.ByReference || capture.Outer.IsAddressTaken, "address taken of " + capture.Outer.Name);
            }
            Verify(closure);
        }
    }

    private void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw Unexpected.State($"bound tree of {_function.Symbol}: {what}");
        }
    }

    private bool Same(GoType a, GoType b) => TypeIdentity.Identical(a, b);

    private void DeclareLocal(IrLocal? local)
    {
        if (local is not null)
        {
            Require(_declared.Add(local), "single declaration of " + local.Name);
        }
    }

    private void RequireTyped(GoType type, string what)
        => Require(type is not null && AliasType.Unalias(type) is not BasicType { IsUntyped: true }
            and not BasicType { Kind: BasicKind.Invalid }, "type of " + what);

    // ---- Statements ----

    public override void Visit(IrStatement? statement)
    {
        switch (statement)
        {
            case IrDeclare s:
                Visit(s.Value);
                Require(s.Value is null || Same(s.Local.Type, s.Value.Type),
                    $"declared type of {s.Local.Name}: {s.Local.Type} and {s.Value?.Type}");
                DeclareLocal(s.Local);
                return;
            case IrAssign s:
                VisitAssign(s);
                return;
            case IrFor s:
                Require(s.Condition is null || IsBoolean(s.Condition.Type), "loop condition's type");
                Inside(s.Target, () => base.Visit(s));
                return;
            case IrRange s:
                Visit(s.X);
                DeclareLocal(s.Key);
                DeclareLocal(s.Value);
                Inside(s.Target, () => Visit(s.Body));
                return;
            case IrSwitch s:
                Require(s.Tag is null || _declared.Contains(s.Tag), "switch tag");
                RequireConditions(s.Clauses);
                Inside(s.Target, () => base.Visit(s));
                return;
            case IrTypeSwitch s:
                Visit(s.X);
                Require(TypePredicates.IsInterface(s.X.Type), "type switch on an interface");
                Inside(s.Target, () => VisitClauses(s));
                return;
            case IrSelect s:
                Inside(s.Target, () => VisitClauses(s));
                return;
            case IrBreakable s:
                Inside(s.Target, () => base.Visit(s));
                return;
            case IrBreak s:
                Require(_open.Contains(s.Target), "break inside its target");
                return;
            case IrContinue s:
                Require(_open.Contains(s.Target), "continue inside its target");
                return;
            case IrLabelMark s:
                Require(_labels.Add(s.Label), "single label");
                return;
            case IrGoto s:
                _gotos.Add(s.Label);
                return;
            case IrReturn s:
                VisitReturn(s);
                return;
            case IrGo s:
                RequirePlainFunction(s.Function);
                break;
            case IrDefer s:
                RequirePlainFunction(s.Function);
                Require(s.Token is null || _declared.Contains(s.Token), "defer token");
                break;
            case IrIf s:
                Require(IsBoolean(s.Condition.Type), "condition's type");
                break;
            case IrSend s:
                Require(IrSelection.Core(s.Channel.Type) is not ChanType c || Same(c.Element, s.Value.Type), "sent type");
                break;
        }
        base.Visit(statement);
    }

    private void RequireConditions(IReadOnlyList<IrSwitchClause> clauses)
    {
        foreach (IrSwitchClause clause in clauses)
        {
            foreach (IrCase c in clause.Cases)
            {
                Require(IsBoolean(c.Condition.Type), "case's type");
            }
        }
    }

    private static bool IsBoolean(GoType type) => TypePredicates.All(type, BasicInfo.Boolean);

    private void RequirePlainFunction(IrExpression function)
        => Require(function.Type.Underlying is SignatureType { Parameters.Count: 0, Results.Count: 0 }, "a func()");

    private void Inside(IrJumpTarget target, Action visit)
    {
        Require(_open.Add(target), "single owner of a jump target");
        visit();
        _open.Remove(target);
    }

    private void VisitAssign(IrAssign s)
    {
        VisitAll(s.Values);
        if (s.Values.Count == s.Targets.Count)
        {
            for (int i = 0; i < s.Targets.Count; i++)
            {
                Require(s.Targets[i] is not { } target || Same(target.Type, s.Values[i].Type),
                    $"assigned type: {s.Targets[i]?.Type} and {s.Values[i].Type}");
            }
        }
        else
        {
            Require(s.Values is [{ Type: TupleType tuple }] && tuple.Count == s.Targets.Count, "count of assigned values");
            var types = (TupleType)s.Values[0].Type;
            for (int i = 0; i < s.Targets.Count; i++)
            {
                Require(s.Targets[i] is not { } target || Same(target.Type, types.Variables[i].Type!), "assigned type");
            }
        }
        foreach (IrExpression? target in s.Targets)
        {
            VisitTarget(target, s.IsDeclaration);
        }
    }

    public override void VisitTarget(IrExpression? target, bool isDeclaration)
    {
        if (target is null)
        {
            return;
        }
        if (isDeclaration)
        {
            Require(target is IrLocalRef, "declaration of a local");
            DeclareLocal(((IrLocalRef)target).Local);
            return;
        }
        Require(IsPlace(target) || target is IrMapIndex { CommaOk: false }, "assignment to a place: " + target.GetType().Name);
        Visit(target);
    }

    private static bool IsPlace(IrExpression e) => e switch
    {
        IrLocalRef or IrGlobalRef or IrDereference => true,
        IrField field => IsPlace(field.X),
        IrIndex index => IrSelection.Core(index.X.Type) is not ArrayType || IsPlace(index.X),
        _ => false,
    };

    private void VisitClauses(IrTypeSwitch s)
    {
        foreach (IrTypeClause clause in s.Clauses)
        {
            DeclareLocal(clause.Local);
            Visit(clause.Body);
        }
    }

    private void VisitClauses(IrSelect s)
    {
        foreach (IrSelectClause clause in s.Clauses)
        {
            Visit(clause.Channel);
            Visit(clause.SendValue);
        }
        foreach (IrSelectClause clause in s.Clauses)
        {
            DeclareLocal(clause.Value);
            DeclareLocal(clause.Ok);
            Visit(clause.Body);
        }
    }

    private void VisitReturn(IrReturn s)
    {
        VisitAll(s.Values);
        int results = _function.Results.Count;
        if (s.Values.Count == 0)
        {
            Require(results == 0 || _function.HasNamedResults, "return values");
        }
        else if (s.Values.Count == results)
        {
            for (int i = 0; i < results; i++)
            {
                Require(Same(s.Values[i].Type, _function.Results[i].Type),
                    $"returned type: {s.Values[i].Type} and {_function.Results[i].Type}");
            }
        }
        else
        {
            Require(s.Values is [{ Type: TupleType tuple }] && tuple.Count == results, "count of returned values");
        }
    }

    // ---- Expressions ----

    public override void Visit(IrExpression? expression)
    {
        if (expression is null)
        {
            return;
        }
        RequireTyped(expression.Type, expression.GetType().Name);
        switch (expression)
        {
            case IrLocalRef e:
                Require(_declared.Contains(e.Local), "declared local " + e.Local.Name);
                break;
            case IrAddressOf e:
                Require(IsPlace(e.X) || e.X is IrStructLiteral or IrArrayLiteral or IrMapLiteral,
                    "address of a place: " + e.X.GetType().Name);
                break;
            case IrBinary { Op: not (IrBinaryOp.ShiftLeft or IrBinaryOp.ShiftRight) } e:
                Require(Same(e.X.Type, e.Y.Type), $"operand types of {e.Op}: {e.X.Type} and {e.Y.Type}");
                break;
            case IrClosure e:
                Require(e.Function.Outer is null || ReferenceEquals(e.Function.Outer, _function) || e.Function.Captures.Count == 0,
                    "closure of this function");
                break;
            case IrCall e:
                VerifyCall(e);
                break;
        }
        base.Visit(expression);
    }

    private void VerifyCall(IrCall e)
    {
        var signature = IrSelection.Core(e.Callee.Type) as SignatureType;
        Require(signature is not null, "callee is a function");
        Require(signature!.Parameters.Count == e.Arguments.Count, "argument count");
        for (int i = 0; i < e.Arguments.Count; i++)
        {
            Require(Same(signature.Parameters.Variables[i].Type!, e.Arguments[i].Type),
                $"argument type: {signature.Parameters.Variables[i].Type} and {e.Arguments[i].Type}");
        }
        Require(Same(IrSelection.ResultType(signature), e.Type), "call's type");
    }
}
