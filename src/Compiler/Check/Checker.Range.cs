using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    private void CheckRange(ForSyntax s, RangeClauseSyntax clause)
    {
        IReadOnlyList<ExpressionSyntax> lhs = SyntaxForms.Unpack(clause.Lhs);
        ExpressionSyntax? keySyntax = lhs.Count > 0 ? lhs[0] : null;
        ExpressionSyntax? valueSyntax = lhs.Count > 1 ? lhs[1] : null;
        ExpressionSyntax? extraSyntax = lhs.Count > 2 ? lhs[2] : null;
        Operand x = default;
        _environment.HasCallOrReceive = false;
        CheckExpression(default, ref x, clause.X);
        if (x.IsValid && valueSyntax is null && !_environment.HasCallOrReceive && ArrayBehind(x.Type.Underlying) is ArrayType array)
        {
            // Spec: the range expression is not evaluated if at most the index is wanted and its length is constant: record that length.
            RecordType(SyntaxForms.Unparen(clause.X), OperandMode.Constant, Universe.Int, ConstantValue.Of(array.Length));
        }
        GoType? key = null, value = null;
        if (x.IsValid)
        {
            RangeTypes(ref x, keySyntax, valueSyntax, extraSyntax, out key, out value);
        }
        OpenScope();
        bool overInteger = x.IsValid && Is(x.Type, BasicInfo.Integer);
        if (clause.IsDefinition)
        {
            DefineRangeVariables(ref x, clause, keySyntax, valueSyntax, key, value, overInteger);
        }
        else if (keySyntax is not null)
        {
            AssignRangeVariables(ref x, keySyntax, valueSyntax, key, value, overInteger);
        }
        else if (overInteger)
        {
            Assign(ref x, null, "range clause"); // an untyped count becomes an int
        }
        CheckBlock(s.Body);
        CloseScope();
    }

    private void RangeTypes(
        ref Operand x, ExpressionSyntax? keySyntax, ExpressionSyntax? valueSyntax, ExpressionSyntax? extraSyntax, out GoType? key,
            out GoType? value)
    {
        if (!TryRange(x.Type, out key, out value, out string cause))
        {
            SoftError(x, Catalogue.InvalidRangeExpr, $"cannot range over {Text(x)}{(cause.Length > 0 ? ": " + cause : "")}");
            key = value = Universe.Invalid;
        }
        else if (key is null && keySyntax is not null)
        {
            SoftError(keySyntax, Catalogue.InvalidIterVar, $"range over {Text(x)} permits no iteration variables");
        }
        else if (value is null && valueSyntax is not null)
        {
            SoftError(valueSyntax, Catalogue.InvalidIterVar, $"range over {Text(x)} permits only one iteration variable");
        }
        else if (extraSyntax is not null)
        {
            SoftError(extraSyntax, Catalogue.InvalidIterVar, "range clause permits at most two iteration variables");
        }
    }

    /// <summary>What a type gives when ranged over; null: no such variable.</summary>
    private bool TryRange(GoType type, out GoType? key, out GoType? value, out string cause)
    {
        key = value = null;
        var terms = new TypeTerms(type);
        for (int i = 0; i < terms.Count; i++)
        {
            if (terms.Underlying(i) is ChanType { Direction: ChannelDirection.SendOnly })
            {
                cause = $"receive from send-only channel {Text(terms[i])}";
                return false;
            }
        }
        GoType? under = CommonUnderlying(type, out cause);
        if (under is null)
        {
            return false;
        }
        switch (ArrayBehind(under))
        {
            case BasicType b when (b.Info & BasicInfo.String) != 0:
                (key, value) = (Universe.Int, Universe.Rune);
                return true;
            case BasicType b when (b.Info & BasicInfo.Integer) != 0:
                cause = AllowsVersion(22) ? "" : "requires go1.22 or later";
                key = type;
                return cause.Length == 0;
            case ArrayType a:
                (key, value) = (Universe.Int, a.Element);
                return true;
            case SliceType s:
                (key, value) = (Universe.Int, s.Element);
                return true;
            case MapType m:
                (key, value) = (m.Key, m.Element);
                return true;
            case ChanType c:
                key = c.Element;
                return true;
            case SignatureType f:
                cause = AllowsVersion(23) ? IteratorProblem(f, out key, out value) : "requires go1.23 or later";
                return cause.Length == 0;
            default:
                return false;
        }
    }

    /// <summary>Why a function is no iterator, or "".</summary>
    private string IteratorProblem(SignatureType f, out GoType? key, out GoType? value)
    {
        key = value = null;
        const string Want = "func must be func(yield func(...) bool): ";
        if (f.Parameters.Count != 1)
        {
            return Want + "wrong argument count";
        }
        if (f.Results.Count != 0)
        {
            return Want + "unexpected results";
        }
        GoType? under = CommonUnderlying(f.Parameters.Variables[0].Type!, out string cause);
        if (under is not SignatureType yield)
        {
            return under is null ? $"{Want}in yield type, {cause}" : Want + "argument is not func";
        }
        if (yield.Parameters.Count > 2)
        {
            return Want + "yield func has too many parameters";
        }
        if (yield.Results.Count != 1 || !TypeIdentity.Identical(yield.Results.Variables[0].Type!, Universe.Bool))
        {
            return yield.Results.Count == 1 && Is(yield.Results.Variables[0].Type!, BasicInfo.Boolean)
                ? Want + "yield func returns user-defined boolean, not bool"
                : Want + "yield func does not return bool";
        }
        if (yield.IsVariadic)
        {
            return $"yield func of type {Text(yield)} cannot be variadic";
        }
        key = yield.Parameters.Count >= 1 ? yield.Parameters.Variables[0].Type : null;
        value = yield.Parameters.Count >= 2 ? yield.Parameters.Variables[1].Type : null;
        return "";
    }

    private void DefineRangeVariables(
        ref Operand x, RangeClauseSyntax clause, ExpressionSyntax? keySyntax, ExpressionSyntax? valueSyntax, GoType? key, GoType? value,
            bool overInteger)
    {
        var variables = new List<Variable>(2);
        for (int i = 0; i < 2; i++)
        {
            ExpressionSyntax? e = i == 0 ? keySyntax : valueSyntax;
            if (e is null)
            {
                continue;
            }
            Variable v;
            if (e is NameSyntax name)
            {
                v = new Variable(name.Pos, _package, name.Value, null, VariableKind.Local);
                RecordObject(name, v);
                if (!name.IsBlank)
                {
                    variables.Add(v);
                }
            }
            else
            {
                Error(e, Catalogue.InvalidSyntaxTree, $"cannot declare {Text(e)}");
                v = new Variable(e.Pos, _package, "_", null, VariableKind.Local);
            }
            GoType? type = i == 0 ? key : value;
            if (type is null || ReferenceEquals(type, Universe.Invalid))
            {
                v.Type = Universe.Invalid;
                v.IsUsed = true; // one error is enough
            }
            else if (overInteger)
            {
                InitializeVariable(v, ref x, "range clause");
            }
            else
            {
                Operand y = Operand.ValueOf(e, type);
                InitializeVariable(v, ref y, "assignment");
            }
        }
        if (variables.Count == 0)
        {
            Error(clause.Pos, Catalogue.NoNewVar, "no new variables on left side of :=");
            return;
        }
        foreach (Variable v in variables)
        {
            Declare(_environment.Scope, null, v, v.Pos);
        }
    }

    private void AssignRangeVariables(ref Operand x, ExpressionSyntax keySyntax, ExpressionSyntax? valueSyntax, GoType? key, GoType? value,
        bool overInteger)
    {
        for (int i = 0; i < 2; i++)
        {
            ExpressionSyntax? e = i == 0 ? keySyntax : valueSyntax;
            GoType? type = i == 0 ? key : value;
            if (e is null || type is null || ReferenceEquals(type, Universe.Invalid))
            {
                continue;
            }
            if (!overInteger)
            {
                Operand y = Operand.ValueOf(e, type);
                AssignTo(e, ref y, "assignment");
                continue;
            }
            AssignTo(e, ref x, "range clause");
            if (x.IsValid && !Is(x.Type, BasicInfo.Integer))
            {
                // range over an untyped count into a float variable, say
                SoftError(e, Catalogue.InvalidRangeExpr, $"cannot use iteration variable of type {Text(x.Type)}");
            }
        }
    }
}
