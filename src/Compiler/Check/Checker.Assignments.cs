using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>
    /// Converts an operand for assignment to a variable of type <paramref name="target"/> (null: any; untyped operands then take their
    /// default types); <paramref name="context"/>, followed by <paramref name="subject"/>, describes the assignment in messages. Invalid
    /// afterwards if that is not allowed.
    /// </summary>
    private void Assign(ref Operand x, GoType? target, string context, ExpressionSyntax? subject = null)
    {
        RequireSingleValue(ref x);
        switch (x.Mode)
        {
            case OperandMode.Invalid:
                return;
            case OperandMode.NilValue or OperandMode.Constant or OperandMode.Addressable or OperandMode.MapIndex or OperandMode.Value
                or OperandMode.CommaOk or OperandMode.CommaError:
                break;
            default:
                Error(x, Catalogue.IncompatibleAssign, $"cannot assign {Text(x)} to {Text(target)} in {ContextText(context, subject)}");
                x.Invalidate();
                return;
        }
        if (IsUntyped(x.Type) && !AssignUntyped(ref x, target, context, subject))
        {
            return;
        }
        if (x.MaybeType is SignatureType { TypeParameters.Count: > 0 })
        {
            RefuseGeneric(TargetOf(target, ContextText(context, subject)), ref x);
            if (!x.IsValid)
            {
                return;
            }
        }
        if (target is null || IsAssignable(x, target, false, out _, out _))
        {
            return;
        }
        IsAssignable(x, target, true, out string cause, out DiagnosticDescriptor kind);
        Error(x, kind,
            $"cannot use {Text(x)} as {Text(target)} value in {ContextText(context, subject)}{(cause.Length > 0 ? ": " + cause : "")}");
        x.Invalidate();
    }

    private static string ContextText(string context, ExpressionSyntax? subject) => subject is null ? context : context + Text(subject);

    private bool AssignUntyped(ref Operand x, GoType? target, string context, ExpressionSyntax? subject)
    {
        GoType wanted;
        if (x.IsNil)
        {
            if (target is null)
            {
                Error(x, Catalogue.UntypedNilUse, $"use of untyped nil in {ContextText(context, subject)}");
                x.Invalidate();
                return false;
            }
            wanted = target;
        }
        else
        {
            wanted = target is null || IsInterface(target) ? TypePredicates.Default(x.Type) : target;
        }
        GoType? type = ImplicitType(x, wanted, out ConstantValue? value, out DiagnosticDescriptor? failure);
        if (failure is null)
        {
            ApplyImplicitType(ref x, type!, value);
            return true;
        }
        string why = ReferenceEquals(failure, Catalogue.TruncatedFloat)
            ? " (truncated)" : ReferenceEquals(failure, Catalogue.NumericOverflow) ? " (overflows)" : "";
        Error(x, why.Length > 0 ? failure : Catalogue.IncompatibleAssign,
            $"cannot use {Text(x)} as {Text(wanted)} value in {ContextText(context, subject)}{why}");
        x.Invalidate();
        return false;
    }

    private void InitializeConstant(ConstantObject lhs, ref Operand x)
    {
        if (!x.IsValid || !IsValidType(x.Type) || (lhs.Type is not null && !IsValidType(lhs.Type)))
        {
            lhs.Type ??= Universe.Invalid;
            return;
        }
        if (!x.IsConstant)
        {
            Error(x, Catalogue.InvalidConstInit, $"{Text(x)} is not constant");
            lhs.Type ??= Universe.Invalid;
            return;
        }
        lhs.Type ??= x.Type;
        Assign(ref x, lhs.Type, "constant declaration");
        if (x.IsValid)
        {
            lhs.Value = x.Value!;
        }
    }

    private void InitializeVariable(Variable lhs, ref Operand x, string context)
    {
        if (!x.IsValid || !IsValidType(x.Type) || (lhs.Type is not null && !IsValidType(lhs.Type)))
        {
            lhs.Type ??= Universe.Invalid;
            x.Invalidate();
            return;
        }
        if (lhs.Type is null)
        {
            if (x.Type is BasicType { Kind: BasicKind.UntypedNil })
            {
                Error(x, Catalogue.UntypedNilUse, $"use of untyped nil in {context}");
                lhs.Type = Universe.Invalid;
                x.Invalidate();
                return;
            }
            lhs.Type = TypePredicates.Default(x.Type);
        }
        Assign(ref x, lhs.Type, context);
    }

    /// <summary>Checks the left side of an assignment: its type, null for the blank identifier, invalid after an error.</summary>
    private GoType? CheckLhs(ExpressionSyntax lhs)
    {
        var name = SyntaxForms.Unparen(lhs) as NameSyntax;
        if (name is { IsBlank: true })
        {
            RecordObject(name, null);
            return null;
        }
        // Being assigned to is not being used.
        Variable? variable = name is not null && LookupName(name.Value) is Variable v && ReferenceEquals(v.Package, _package) ? v : null;
        bool wasUsed = variable?.IsUsed == true;
        Operand x = default;
        CheckExpression(default, ref x, lhs);
        if (variable is not null)
        {
            variable.IsUsed = wasUsed;
        }
        if (!x.IsValid || !IsValidType(x.Type))
        {
            return Universe.Invalid;
        }
        if (x.Mode is OperandMode.Addressable or OperandMode.MapIndex)
        {
            return x.Type;
        }
        if (x.Expression is SelectorSyntax selector)
        {
            Operand holder = default;
            CheckExpression(default, ref holder, selector.X);
            if (holder.Mode == OperandMode.MapIndex)
            {
                Error(x, Catalogue.UnaddressableFieldAssign, $"cannot assign to struct field {Text(x.Expression)} in map");
                return Universe.Invalid;
            }
        }
        Error(x, Catalogue.UnassignableOperand, $"cannot assign to {Text(x.Expression!)} (neither addressable nor a map index expression)");
        return Universe.Invalid;
    }

    private void AssignTo(ExpressionSyntax lhs, ExpressionSyntax rhs, string context)
    {
        GoType? type = CheckLhs(lhs);
        if (type is not null && !IsValidType(type))
        {
            Use(rhs);
            return;
        }
        Operand x = default;
        CheckExpression(type?.Underlying is SignatureType ? TargetOf(type, Text(lhs)) : default, ref x, rhs);
        AssignChecked(type, ref x, context);
    }

    private void AssignTo(ExpressionSyntax lhs, ref Operand x, string context)
    {
        GoType? type = CheckLhs(lhs);
        if (type is not null && !IsValidType(type))
        {
            x.Invalidate();
            return;
        }
        AssignChecked(type, ref x, context);
    }

    private void AssignChecked(GoType? type, ref Operand x, string context)
        => Assign(ref x, type, type is null && context == "assignment" ? "assignment to _ identifier" : context);

    private static GoType[] TypesOf(Operand[] operands)
    {
        var types = new GoType[operands.Length];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = operands[i].Type;
        }
        return types;
    }

    private static GoType[] TypesOf(IReadOnlyList<Variable> variables)
    {
        var types = new GoType[variables.Count];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = variables[i].Type ?? Universe.Invalid;
        }
        return types;
    }

    private void ReportAssignmentMismatch(IReadOnlyList<ExpressionSyntax> rhs, int l, int r)
    {
        string variables = Measure(l, "variable"), values = Measure(r, "value");
        Error(rhs[0], Catalogue.WrongAssignCount, rhs.Count == 1 && SyntaxForms.Unparen(rhs[0]) is CallSyntax call
            ? $"assignment mismatch: {variables} but {Text(call.Function)} returns {values}"
            : $"assignment mismatch: {variables} but {values}");
    }

    private void ReportReturnMismatch(ReturnSyntax at, IReadOnlyList<Variable> lhs, Operand[] rhs)
    {
        int l = lhs.Count, r = rhs.Length;
        Pos pos = r > l ? PosOf(rhs[l]) : r > 0 ? PosOf(rhs[r - 1]) : at.Pos;
        string have = TypesSummary(TypesOf(rhs), false, false), want = TypesSummary(TypesOf(lhs), false, false);
        Error(pos, Catalogue.WrongResultCount, $"{(r > l ? "too many" : "not enough")} return values\n\thave {have}\n\twant {want}");
    }

    private static void InvalidateUntypedVariables(IReadOnlyList<Variable> variables)
    {
        foreach (Variable v in variables)
        {
            v.Type ??= Universe.Invalid;
        }
    }

    /// <summary>Initialises variables: a declaration's, or a return statement's results.</summary>
    private void InitializeVariables(IReadOnlyList<Variable> lhs, IReadOnlyList<ExpressionSyntax> rhs, ReturnSyntax? returnStatement)
    {
        int l = lhs.Count, r = rhs.Count;
        string context = returnStatement is not null ? "return statement" : l > 1 ? "multiple assignment" : "assignment";
        bool isCall = r == 1 && SyntaxForms.Unparen(rhs[0]) is CallSyntax;
        if (l == r && !isCall)
        {
            Operand x = default;
            for (int i = 0; i < l; i++)
            {
                string description = returnStatement is not null && lhs[i].Name.Length == 0 ? "result variable" : lhs[i].Name;
                CheckExpression(TargetOf(lhs[i].Type, description), ref x, rhs[i]);
                InitializeVariable(lhs[i], ref x, context);
            }
            return;
        }
        if (r != 1)
        {
            if (Use(rhs))
            {
                if (returnStatement is not null)
                {
                    ReportReturnMismatch(returnStatement, lhs, CheckList(rhs));
                }
                else
                {
                    ReportAssignmentMismatch(rhs, l, r);
                }
            }
            InvalidateUntypedVariables(lhs);
            return;
        }
        Operand[] values = CheckMultiple(rhs[0], l == 2 && returnStatement is null, out bool commaOk);
        if (values.Length == l)
        {
            for (int i = 0; i < l; i++)
            {
                InitializeVariable(lhs[i], ref values[i], context);
            }
            if (commaOk && values[0].IsValid && values[1].IsValid)
            {
                RecordCommaOk(rhs[0], values[0].Type, values[1].Type);
            }
            return;
        }
        if (values[0].IsValid)
        {
            if (returnStatement is not null)
            {
                ReportReturnMismatch(returnStatement, lhs, values);
            }
            else
            {
                ReportAssignmentMismatch(rhs, l, values.Length);
            }
        }
        InvalidateUntypedVariables(lhs);
    }

    private void AssignVariables(IReadOnlyList<ExpressionSyntax> lhs, IReadOnlyList<ExpressionSyntax> rhs)
    {
        int l = lhs.Count, r = rhs.Count;
        string context = l > 1 ? "multiple assignment" : "assignment";
        bool isCall = r == 1 && SyntaxForms.Unparen(rhs[0]) is CallSyntax;
        if (l == r && !isCall)
        {
            for (int i = 0; i < l; i++)
            {
                AssignTo(lhs[i], rhs[i], context);
            }
            return;
        }
        if (r != 1)
        {
            bool leftOk = Use(lhs, true), rightOk = Use(rhs);
            if (leftOk && rightOk)
            {
                ReportAssignmentMismatch(rhs, l, r);
            }
            return;
        }
        Operand[] values = CheckMultiple(rhs[0], l == 2, out bool commaOk);
        if (values.Length == l)
        {
            for (int i = 0; i < l; i++)
            {
                AssignTo(lhs[i], ref values[i], context);
            }
            if (commaOk && values[0].IsValid && values[1].IsValid)
            {
                RecordCommaOk(rhs[0], values[0].Type, values[1].Type);
            }
            return;
        }
        if (values[0].IsValid)
        {
            ReportAssignmentMismatch(rhs, l, values.Length);
        }
        Use(lhs, true);
    }

    private void DefineVariables(Pos pos, IReadOnlyList<ExpressionSyntax> lhs, IReadOnlyList<ExpressionSyntax> rhs)
    {
        int top = _delayed.Count;
        Scope scope = _environment.Scope;
        var variables = new Variable[lhs.Count];
        var added = new List<Variable>(lhs.Count);
        HashSet<string>? names = lhs.Count > SearchedNames ? new HashSet<string>(lhs.Count, StringComparer.Ordinal) : null;
        bool hasError = false;
        for (int i = 0; i < variables.Length; i++)
        {
            variables[i] = DefineVariable(lhs, i, names, scope, added, ref hasError)
                ?? new Variable(lhs[i].Pos, _package, "_", null, VariableKind.Local);
        }
        InitializeVariables(variables, rhs, null);
        ProcessDelayed(top); // function literals must not see the new variables
        if (added.Count == 0 && !hasError)
        {
            SoftError(pos, Catalogue.NoNewVar, "no new variables on left side of :=");
            return;
        }
        foreach (Variable v in added)
        {
            Declare(scope, null, v, v.Pos);
        }
    }

    /// <summary>The variable that a name left of <c>:=</c> declares or redeclares; null after an error.</summary>
    private Variable? DefineVariable(IReadOnlyList<ExpressionSyntax> lhs, int i, HashSet<string>? names, Scope scope, List<Variable> added,
        ref bool hasError)
    {
        if (lhs[i] is not NameSyntax name)
        {
            Use(lhs[i], true);
            Error(lhs[i], Catalogue.BadDecl, $"non-name {Text(lhs[i])} on left side of :=");
            hasError = true;
            return null;
        }
        if (!name.IsBlank && IsRepeated(lhs, i, name.Value, names))
        {
            Error(name, Catalogue.RepeatedDecl, $"{name.Value} repeated on left side of :=");
            hasError = true;
            return null;
        }
        if (scope.Lookup(name.Value) is { } existing)
        {
            RecordObject(name, existing);
            if (existing is Variable variable)
            {
                return variable;
            }
            Error(name, Catalogue.UnassignableOperand, $"cannot assign to {name.Value}");
            hasError = true;
            return null;
        }
        var v = new Variable(name.Pos, _package, name.Value, null, VariableKind.Local);
        if (!name.IsBlank)
        {
            added.Add(v);
        }
        RecordObject(name, v);
        return v;
    }

    /// <summary>Up to so many names left of <c>:=</c> are searched for one that is repeated; more are gathered in a set.</summary>
    private const int SearchedNames = 8;

    private static bool IsRepeated(IReadOnlyList<ExpressionSyntax> lhs, int i, string name, HashSet<string>? names)
    {
        if (names is not null)
        {
            return !names.Add(name);
        }
        for (int k = 0; k < i; k++)
        {
            if (lhs[k] is NameSyntax earlier && earlier.Value == name)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Checks a list of values; a single call may give several.</summary>
    private Operand[] CheckList(IReadOnlyList<ExpressionSyntax> list)
    {
        if (list.Count == 1)
        {
            return CheckMultiple(list[0], false, out _);
        }
        var operands = new Operand[list.Count];
        for (int i = 0; i < operands.Length; i++)
        {
            CheckExpression(default, ref operands[i], list[i]);
        }
        return operands;
    }
}
