using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>
    /// Pushes the type that an untyped expression turned out to have down into it. With an untyped type and no <paramref name="final"/>
    /// the expression stays open. Constant operands below the root of a constant expression keep their untyped types: nobody evaluates
    /// them.
    /// </summary>
    private void SetFinalType(ExpressionSyntax e, GoType type, bool final)
    {
        byte state = e.Id == 0 ? (byte)0 : _untyped[e.Id];
        if ((state & UntypedPending) == 0)
        {
            return;
        }
        TypeAndValue old = _info[e];
        switch (e)
        {
            case CallSyntax or NameSyntax or BasicLiteralSyntax or SelectorSyntax:
                break;
            case ParenSyntax p:
                SetFinalType(p.X, type, final);
                break;
            case OperationSyntax { Y: null } unary:
                if (old.Value is null)
                {
                    SetFinalType(unary.X, type, final);
                }
                break;
            case OperationSyntax binary when old.Value is null:
                if (IsComparison(binary.Op))
                {
                    break; // its operands are final; only the result is untyped
                }
                SetFinalType(binary.X, type, final);
                if (!IsShift(binary.Op))
                {
                    SetFinalType(binary.Y!, type, final);
                }
                break;
            case OperationSyntax:
                break;
            default:
                throw Unexpected.Value(e);
        }
        if (!final && IsUntyped(type))
        {
            _info[e] = old with { Type = type.Underlying };
            return;
        }
        _untyped[e.Id] = 0;
        if ((state & UntypedShiftOperand) != 0 && !All(type, BasicInfo.Integer))
        {
            // The operand of a shift whose type was not known then.
            Error(e, Catalogue.InvalidShiftOperand, $"{InvalidOperation}shifted operand {Text(e)} (type {Text(type)}) must be integer");
            return;
        }
        ConstantValue? value = old.Value;
        if (value is not null)
        {
            // A constant must be representable in its final type too; "final" values are the rounded ones.
            var c = new Operand { Mode = old.Mode, Expression = e, Type = old.Type!, Value = value };
            ConvertUntyped(ref c, type);
            if (!c.IsValid)
            {
                return;
            }
            value = c.Value;
        }
        RecordType(e, old.Mode, type, value);
    }

    /// <summary>Replaces the constant value recorded for an expression that is still untyped.</summary>
    private void SetValue(ExpressionSyntax e, ConstantValue value)
    {
        if (e.Id != 0 && (_untyped[e.Id] & UntypedPending) != 0)
        {
            _info[e] = _info[e] with { Value = value };
        }
    }

    /// <summary>Converts an untyped operand implicitly to a type, or reports why it cannot be.</summary>
    private void ConvertUntyped(ref Operand x, GoType target)
    {
        GoType? type = ImplicitType(x, target, out ConstantValue? value, out DiagnosticDescriptor? failure);
        if (failure is not null)
        {
            ReportConversion(failure, x, IsTypeParameter(target) ? target : BasicName(target));
            x.Invalidate();
            return;
        }
        ApplyImplicitType(ref x, type!, value);
    }

    private void ApplyImplicitType(ref Operand x, GoType type, ConstantValue? value)
    {
        if (value is not null)
        {
            x.Value = value;
            SetValue(x.Expression!, value);
        }
        if (!ReferenceEquals(type, x.Type))
        {
            x.Type = type;
            SetFinalType(x.Expression!, type, false);
        }
    }

    /// <summary>
    /// The type an untyped operand takes when a target type is wanted, and its value in that type; typed operands keep theirs. Null with a
    /// <paramref name="failure"/> when there is none.
    /// </summary>
    private GoType? ImplicitType(in Operand x, GoType target, out ConstantValue? value, out DiagnosticDescriptor? failure)
    {
        value = null;
        failure = null;
        if (!x.IsValid || !IsUntyped(x.Type) || !IsValidType(target))
        {
            return x.Type;
        }
        failure = Catalogue.InvalidUntypedConversion;
        if (IsUntyped(target))
        {
            // Both untyped: the larger kind.
            GoType? max = MaxType(x.Type, target);
            failure = max is null ? failure : null;
            return max;
        }
        if (x.IsNil)
        {
            if (!TypePredicates.HasNil(target))
            {
                return null;
            }
            failure = null;
            return target;
        }
        if (IsTypeParameter(target))
        {
            var terms = new TypeTerms(target);
            for (int i = 0; i < terms.Count; i++)
            {
                if (terms.Underlying(i) is not { } u || ImplicitType(x, u, out _, out _) is null)
                {
                    return null;
                }
            }
            failure = null;
            return target;
        }
        switch (target.Underlying)
        {
            case BasicType basic:
                if (x.IsConstant)
                {
                    failure = Represent(x, basic, out ConstantValue represented);
                    value = failure is null ? represented : null;
                    return failure is null ? target : null;
                }
                // Results of comparisons and non-constant shifts, and nil.
                if (!MatchesUntyped(((BasicType)x.Type).Kind, basic.Info))
                {
                    return null;
                }
                failure = null;
                return target;
            case InterfaceType i when TypeSets.Of(i).IsAll:
                failure = null;
                return TypePredicates.Default(x.Type);
            default:
                return null;
        }
    }

    private static bool MatchesUntyped(BasicKind untyped, BasicInfo target) => untyped switch
    {
        BasicKind.UntypedBool => (target & BasicInfo.Boolean) != 0,
        BasicKind.UntypedInt or BasicKind.UntypedRune or BasicKind.UntypedFloat or BasicKind.UntypedComplex
            => (target & BasicInfo.Numeric) != 0,
        BasicKind.UntypedString => (target & BasicInfo.String) != 0,
        _ => false,
    };
}
