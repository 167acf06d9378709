using Go.Compiler.Collections;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    private void CheckSwitch(SwitchSyntax s)
    {
        OpenScope();
        CheckStatement(s.Init);
        if (s.Tag is TypeSwitchGuardSyntax guard)
        {
            CheckTypeSwitch(s, guard);
        }
        else
        {
            CheckExpressionSwitch(s);
        }
        CloseScope();
    }

    private void CheckDefaults(SwitchSyntax s)
    {
        CaseClauseSyntax? first = null;
        foreach (CaseClauseSyntax clause in s.Clauses)
        {
            if (clause.Cases is not null)
            {
                continue;
            }
            if (first is not null)
            {
                Error(clause, Catalogue.DuplicateDefault, $"multiple defaults (first at {PositionText(first.Pos)})");
            }
            first ??= clause;
        }
    }

    private readonly record struct CaseValue(Pos Pos, GoType Type);

    private void CheckExpressionSwitch(SwitchSyntax s)
    {
        Operand x = default;
        if (s.Tag is not null)
        {
            CheckExpression(default, ref x, s.Tag);
            // The tag is compared with each case: an untyped one takes its default type here.
            Assign(ref x, null, "switch expression");
            if (x.IsValid && !TypePredicates.IsComparable(x.Type) && !TypePredicates.HasNil(x.Type))
            {
                Error(x, Catalogue.InvalidExprSwitch, $"cannot switch on {Text(x)} ({Text(x.Type)} is not comparable)");
                x.Invalidate();
            }
        }
        else
        {
            // A missing tag is the value true.
            Pos pos = s.Clauses.Count > 0 ? s.Clauses[0].Pos : s.RightBrace;
            x = new Operand { Mode = OperandMode.Constant, Type = Universe.Bool, Value = ConstantValue.True,
                Expression = new NameSyntax(pos, 0, "true") };
        }
        CheckDefaults(s);
        var seen = new Dictionary<ConstantKey, EntityList<CaseValue>>();
        foreach (CaseClauseSyntax clause in s.Clauses)
        {
            foreach (ExpressionSyntax e in SyntaxForms.Unpack(clause.Cases))
            {
                CheckCase(ref x, e, seen);
            }
            OpenScope();
            CheckStatements(clause.Body);
            CloseScope();
        }
    }

    private void CheckCase(ref Operand tag, ExpressionSyntax e, Dictionary<ConstantKey, EntityList<CaseValue>> seen)
    {
        Operand v = default;
        CheckExpression(default, ref v, e);
        if (!tag.IsValid || !v.IsValid)
        {
            return;
        }
        ConvertUntyped(ref v, tag.Type);
        if (!v.IsValid)
        {
            return;
        }
        Operand comparison = v, other = tag;
        CheckComparison(ref comparison, ref other, Operator.Equal, true);
        // Booleans are left out, as Go's compiler does: only numbers and strings are looked at for duplicates.
        if (!comparison.IsValid || !v.IsConstant || v.Value is BoolConstant || ConstantKey.Of(v.Value!) is not { } key)
        {
            return;
        }
        if (!seen.TryGetValue(key, out EntityList<CaseValue>? values))
        {
            seen.Add(key, values = []);
        }
        foreach (CaseValue previous in values)
        {
            if (TypeIdentity.Identical(v.Type, previous.Type))
            {
                Error(PosOf(v), Catalogue.DuplicateCase, $"duplicate case {Text(v)} in expression switch", previous.Pos, "previous case");
                return;
            }
        }
        values.Add(new CaseValue(v.Expression!.Pos, v.Type));
    }

    private void CheckTypeSwitch(SwitchSyntax s, TypeSwitchGuardSyntax guard)
    {
        NameSyntax? lhs = guard.Lhs;
        if (lhs is { IsBlank: true })
        {
            SoftError(lhs, Catalogue.NoNewVar, "no new variable on left side of :=");
            lhs = null;
        }
        Operand x = default;
        CheckExpression(default, ref x, guard.X);
        bool valid = false;
        if (x.IsValid)
        {
            if (IsTypeParameter(x.Type))
            {
                Error(x, Catalogue.InvalidTypeSwitch, $"cannot use type switch on type parameter value {Text(x)}");
            }
            else if (IsInterface(x.Type))
            {
                valid = true;
            }
            else
            {
                Error(x, Catalogue.InvalidTypeSwitch, $"{Text(x)} is not an interface");
            }
        }
        CheckDefaults(s);
        var variables = new List<Variable>();
        var seen = new Dictionary<GoType, ExpressionSyntax>(TypeIdentity.Comparer);
        ExpressionSyntax? seenNil = null;
        foreach (CaseClauseSyntax clause in s.Clauses)
        {
            GoType type = CheckCaseTypes(x, valid, SyntaxForms.Unpack(clause.Cases), seen, ref seenNil);
            OpenScope();
            if (lhs is not null)
            {
                // One variable per clause; whether they are used is judged for all together.
                var v = new Variable(lhs.Pos, _package, lhs.Value, type, VariableKind.Local);
                List<Variable>? locals = _environment.Locals;
                _environment.Locals = null;
                Declare(_environment.Scope, null, v, clause.Colon);
                _environment.Locals = locals;
                _info.SetImplicit(clause, v);
                variables.Add(v);
            }
            CheckStatements(clause.Body);
            CloseScope();
        }
        if (lhs is null)
        {
            return;
        }
        bool used = false;
        foreach (Variable v in variables)
        {
            used |= v.IsUsed;
        }
        if (!used)
        {
            SoftError(lhs, Catalogue.UnusedVar, $"{lhs.Value} declared and not used");
        }
    }

    /// <summary>Checks the types of a clause; gives the type its variable has.</summary>
    private GoType CheckCaseTypes(in Operand x, bool valid, IReadOnlyList<ExpressionSyntax> cases,
        Dictionary<GoType, ExpressionSyntax> seen, ref ExpressionSyntax? seenNil)
    {
        GoType? type = null;
        foreach (ExpressionSyntax e in cases)
        {
            ExpressionSyntax? previous;
            if (IsNilName(e))
            {
                type = null;
                Operand nil = default;
                CheckExpression(default, ref nil, e);
                previous = seenNil;
                seenNil ??= e;
            }
            else
            {
                type = CheckVariableType(e);
                if (!IsValidType(type))
                {
                    continue;
                }
                if (!seen.TryGetValue(type, out previous))
                {
                    seen.Add(type, e);
                }
            }
            if (previous is not null)
            {
                Error(SyntaxPositions.StartOf(e), Catalogue.DuplicateCase,
                    $"duplicate case {(type is null ? "nil" : Text(type))} in type switch", SyntaxPositions.StartOf(previous),
                    "previous case");
                continue;
            }
            if (valid && type is not null)
            {
                CheckAssertable(e, x, type, true);
            }
        }
        // Several types, nil or default: the variable has the type of the expression.
        return cases.Count == 1 && type is not null ? type : valid ? x.Type : Universe.Invalid;
    }

    private bool IsNilName(ExpressionSyntax e) => SyntaxForms.Unparen(e) is NameSyntax name && LookupName(name.Value) is NilObject;
}
