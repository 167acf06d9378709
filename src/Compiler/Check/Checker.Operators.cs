using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    private static bool IsShift(Operator op) => op is Operator.ShiftLeft or Operator.ShiftRight;

    private static bool IsComparison(Operator op) => op is >= Operator.Equal and <= Operator.GreaterEqual;

    /// <summary>Basic info an operator's operands need.</summary>
    private static BasicInfo OperandInfo(Operator op, bool unary) => op switch
    {
        Operator.Add when !unary => BasicInfo.Numeric | BasicInfo.String,
        Operator.Add or Operator.Subtract or Operator.Multiply or Operator.Divide => BasicInfo.Numeric,
        Operator.Remainder or Operator.And or Operator.Or or Operator.Xor or Operator.AndNot => BasicInfo.Integer,
        Operator.Not or Operator.AndAnd or Operator.OrOr => BasicInfo.Boolean,
        _ => throw Unexpected.Value(op),
    };

    private static ConstantOperator ConstantOperatorOf(Operator op) => op switch
    {
        Operator.Not => ConstantOperator.Not,
        Operator.OrOr => ConstantOperator.OrOr,
        Operator.AndAnd => ConstantOperator.AndAnd,
        Operator.Equal => ConstantOperator.Equal,
        Operator.NotEqual => ConstantOperator.NotEqual,
        Operator.Less => ConstantOperator.Less,
        Operator.LessEqual => ConstantOperator.LessEqual,
        Operator.Greater => ConstantOperator.Greater,
        Operator.GreaterEqual => ConstantOperator.GreaterEqual,
        Operator.Add => ConstantOperator.Add,
        Operator.Subtract => ConstantOperator.Subtract,
        Operator.Or => ConstantOperator.Or,
        Operator.Xor => ConstantOperator.Xor,
        Operator.Multiply => ConstantOperator.Multiply,
        Operator.Divide => ConstantOperator.Divide,
        Operator.Remainder => ConstantOperator.Remainder,
        Operator.And => ConstantOperator.And,
        Operator.AndNot => ConstantOperator.AndNot,
        Operator.ShiftLeft => ConstantOperator.ShiftLeft,
        Operator.ShiftRight => ConstantOperator.ShiftRight,
        _ => throw Unexpected.Value(op),
    };

    /// <summary>Where overflow of an operation is reported: at its operator.</summary>
    private static Pos OperatorPos(ExpressionSyntax? e) => e is null ? default : e is OperationSyntax ? e.Pos : SyntaxPositions.StartOf(e);

    private bool CheckOperandType(ref Operand x, Operator op, bool unary)
    {
        if (All(x.Type, OperandInfo(op, unary)))
        {
            return true;
        }
        Error(x, Catalogue.UndefinedOp, $"{InvalidOperation}operator {SyntaxFacts.Text(op)} not defined on {Text(x)}");
        x.Invalidate();
        return false;
    }

    private void CheckUnary(ref Operand x, OperationSyntax e)
    {
        CheckExpression(default, ref x, e.X);
        if (!x.IsValid)
        {
            return;
        }
        Operator op = e.Op;
        switch (op)
        {
            case Operator.And:
                if (x.Mode != OperandMode.Addressable && SyntaxForms.Unparen(e.X) is not CompositeLiteralSyntax)
                {
                    Error(x, Catalogue.UnaddressableOperand, $"{InvalidOperation}cannot take address of {Text(x)}");
                    x.Invalidate();
                    return;
                }
                x.Mode = OperandMode.Value;
                x.Type = new PointerType(x.Type);
                return;
            case Operator.Receive:
                if (ChannelElement(PosOf(x), x, true) is { } element && IsCompleteType(element))
                {
                    x.Mode = OperandMode.CommaOk;
                    x.Type = element;
                    _environment.HasCallOrReceive = true;
                    return;
                }
                x.Invalidate();
                return;
            case Operator.Tilde:
                bool integer = All(x.Type, BasicInfo.Integer);
                Error(e, Catalogue.UndefinedOp, "cannot use ~ outside of interface or type constraint"
                    + (integer ? " (use ^ for bitwise complement)" : ""));
                if (!integer)
                {
                    x.Invalidate();
                    return;
                }
                op = Operator.Xor;
                break;
        }
        if (!CheckOperandType(ref x, op, true))
        {
            return;
        }
        if (!x.IsConstant)
        {
            x.Mode = OperandMode.Value;
            return;
        }
        if (x.Value!.Kind == ConstantKind.Unknown)
        {
            return;
        }
        int bits = Is(x.Type, BasicInfo.Unsigned) ? (int)_layout.SizeOf(x.Type) * 8 : 0;
        x.Value = ConstantArithmetic.Unary(ConstantOperatorOf(op), x.Value, bits);
        x.Expression = e;
        CheckOverflow(ref x, OperatorPos(e));
    }

    /// <summary>The element type of a channel operand, or null after reporting.</summary>
    private GoType? ChannelElement(Pos pos, in Operand x, bool receive)
    {
        string cause = "";
        bool bad = false;
        var terms = new TypeTerms(x.Type);
        for (int i = 0; i < terms.Count && !bad; i++)
        {
            bad = true;
            switch (terms.Underlying(i))
            {
                case null:
                    cause = "no specific channel type";
                    break;
                case ChanType { Direction: ChannelDirection.SendOnly } when receive:
                    cause = $"send-only channel {Text(terms[i])}";
                    break;
                case ChanType { Direction: ChannelDirection.ReceiveOnly } when !receive:
                    cause = $"receive-only channel {Text(terms[i])}";
                    break;
                case ChanType:
                    bad = false;
                    break;
                default:
                    cause = $"non-channel {Text(terms[i])}";
                    break;
            }
        }
        if (!bad && CommonUnderlying(x.Type, out cause) is ChanType channel)
        {
            return channel.Element;
        }
        string verb = receive ? "cannot receive from" : "cannot send to";
        string message = IsTypeParameter(x.Type) ? $"{InvalidOperation}{verb} {Text(x)}: {cause}"
            : $"{InvalidOperation}{verb} {cause} {Text(x)}";
        Error(pos, receive ? Catalogue.InvalidReceive : Catalogue.InvalidSend, message);
        return null;
    }

    /// <param name="e">The whole operation; null for <c>lhs op= rhs</c>.</param>
    private void CheckBinary(ref Operand x, ExpressionSyntax? e, ExpressionSyntax lhs, ExpressionSyntax rhs, Operator op)
    {
        Operand y = default;
        CheckExpression(default, ref x, lhs);
        CheckExpression(default, ref y, rhs);
        if (!x.IsValid)
        {
            return;
        }
        if (!y.IsValid)
        {
            x.Invalidate();
            x.Expression = y.Expression;
            return;
        }
        if (IsShift(op))
        {
            CheckShift(ref x, ref y, e, op);
            return;
        }
        MatchTypes(ref x, ref y);
        if (!x.IsValid)
        {
            return;
        }
        if (IsComparison(op))
        {
            CheckComparison(ref x, ref y, op, false);
            return;
        }
        if (!TypeIdentity.Identical(x.Type, y.Type))
        {
            // Invalid types have been reported.
            if (IsValidType(x.Type) && IsValidType(y.Type))
            {
                string operation = e is not null ? Text(e) : $"{Text(lhs)} {SyntaxFacts.Text(op)}= {Text(rhs)}";
                Error(x, Catalogue.MismatchedTypes, $"{InvalidOperation}{operation} (mismatched types {Text(x.Type)} and {Text(y.Type)})");
            }
            x.Invalidate();
            return;
        }
        if (!CheckOperandType(ref x, op, false))
        {
            return;
        }
        if (op is Operator.Divide or Operator.Remainder && IsZeroDivision(x, y))
        {
            Error(y, Catalogue.DivByZero, $"{InvalidOperation}division by zero");
            x.Invalidate();
            return;
        }
        if (!x.IsConstant || !y.IsConstant)
        {
            x.Mode = OperandMode.Value;
            return;
        }
        if (x.Value!.Kind == ConstantKind.Unknown || y.Value!.Kind == ConstantKind.Unknown)
        {
            x.Value = ConstantValue.Unknown;
            return;
        }
        ConstantOperator constantOp = op == Operator.Divide && Is(x.Type, BasicInfo.Integer)
            ? ConstantOperator.DivideInteger : ConstantOperatorOf(op);
        x.Value = ConstantArithmetic.Binary(x.Value, constantOp, y.Value);
        x.Expression = e;
        CheckOverflow(ref x, OperatorPos(e));
    }

    private static bool IsZeroDivision(in Operand x, in Operand y)
    {
        if (!y.IsConstant || y.Value!.Kind == ConstantKind.Unknown || !(x.IsConstant || All(x.Type, BasicInfo.Integer)))
        {
            return false;
        }
        if (ConstantArithmetic.Sign(y.Value) == 0)
        {
            return true;
        }
        // Complex division divides by the square of the divisor, which may be too small to differ from zero.
        return x.IsConstant && Is(x.Type, BasicInfo.Complex)
            && IsSquareZero(ConstantArithmetic.Real(y.Value)) && IsSquareZero(ConstantArithmetic.Imaginary(y.Value));
    }

    private static bool IsSquareZero(ConstantValue part)
        => ConstantArithmetic.Binary(part, ConstantOperator.Multiply, part) is { Kind: not ConstantKind.Unknown } square
            && ConstantArithmetic.Sign(square) == 0;

    /// <summary>Brings untyped operands of a binary operation to the other's type, where that can make sense.</summary>
    private void MatchTypes(ref Operand x, ref Operand y)
    {
        if (!MayConvert(x, y))
        {
            return;
        }
        ConvertUntyped(ref x, y.Type);
        if (!x.IsValid)
        {
            return;
        }
        ConvertUntyped(ref y, x.Type);
        if (!y.IsValid)
        {
            x.Invalidate();
        }
    }

    /// <summary>False where a conversion would only give a worse error than the mismatch itself.</summary>
    private static bool MayConvert(in Operand x, in Operand y)
    {
        GoType a = x.Type, b = y.Type;
        if (!IsUntyped(a) && !IsUntyped(b))
        {
            return false;
        }
        if (ReferenceEquals(a, b))
        {
            return true;
        }
        if (All(a, BasicInfo.Numeric) != All(b, BasicInfo.Numeric))
        {
            return false;
        }
        if (IsInterface(a) || IsInterface(b))
        {
            return true;
        }
        if (All(a, BasicInfo.Boolean) != All(b, BasicInfo.Boolean) || All(a, BasicInfo.String) != All(b, BasicInfo.String))
        {
            return false;
        }
        if (x.IsNil)
        {
            return TypePredicates.HasNil(b);
        }
        if (y.IsNil)
        {
            return TypePredicates.HasNil(a);
        }
        return !IsPointer(a) && !IsPointer(b);
    }

    private void CheckComparison(ref Operand x, ref Operand y, Operator op, bool switchCase)
    {
        if (!IsValidType(x.Type) || !IsValidType(y.Type))
        {
            x.Invalidate();
            return;
        }
        if (switchCase)
        {
            op = Operator.Equal;
        }
        bool atY = false;
        string? cause = null;
        DiagnosticDescriptor kind = Catalogue.UndefinedOp;
        bool ok = true;
        if (!IsAssignable(x, y.Type) && !IsAssignable(y, x.Type))
        {
            // Reported at y only as far as choosing texts goes: the position is that of the operand named first.
            (ok, atY, kind) = (false, true, Catalogue.MismatchedTypes);
            cause = $"mismatched types {Text(x.Type)} and {Text(y.Type)}";
        }
        else if (op is Operator.Equal or Operator.NotEqual)
        {
            if (x.IsNil || y.IsNil)
            {
                GoType type = x.IsNil ? y.Type : x.Type;
                if (!TypePredicates.HasNil(type))
                {
                    (ok, atY) = (false, true);
                }
            }
            else if (!TypePredicates.IsComparable(x.Type))
            {
                ok = false;
                cause = IncomparableCause(x.Type);
            }
            else if (!TypePredicates.IsComparable(y.Type))
            {
                (ok, atY) = (false, true);
                cause = IncomparableCause(y.Type);
            }
        }
        else if (!All(x.Type, BasicInfo.Ordered))
        {
            ok = false;
        }
        else if (!All(y.Type, BasicInfo.Ordered))
        {
            (ok, atY) = (false, true);
        }
        if (!ok)
        {
            ReportComparison(ref x, y, op, switchCase, atY, kind, cause);
            return;
        }
        if (x.IsConstant && y.IsConstant)
        {
            x.Value = ConstantValue.Of(ConstantArithmetic.Compare(x.Value!, ConstantOperatorOf(op), y.Value!));
        }
        else
        {
            x.Mode = OperandMode.Value;
            // The operands keep no context from here: they take their default types.
            SetFinalType(x.Expression!, TypePredicates.Default(x.Type), true);
            SetFinalType(y.Expression!, TypePredicates.Default(y.Type), true);
        }
        x.Type = Universe.Basic(BasicKind.UntypedBool);
    }

    private void ReportComparison(ref Operand x, in Operand y, Operator op, bool switchCase, bool atY, DiagnosticDescriptor kind,
        string? cause)
    {
        string opText = SyntaxFacts.Text(op);
        if (string.IsNullOrEmpty(cause))
        {
            if (IsTypeParameter(x.Type) || IsTypeParameter(y.Type))
            {
                atY |= !IsTypeParameter(x.Type);
                cause = $"type parameter {Text(atY ? y.Type : x.Type)} cannot use operator {opText}";
            }
            else
            {
                GoType type = atY ? y.Type : x.Type;
                string what = CompositeKind(type);
                cause = $"operator {opText} not defined on {(what.Length > 0 ? what : Text(type))}";
            }
        }
        if (switchCase)
        {
            Error(x, kind, $"invalid case {Text(x.Expression!)} in switch on {Text(y.Expression!)} ({cause})");
        }
        else
        {
            Error(atY ? y : x, kind, $"{InvalidOperation}{Text(x.Expression!)} {opText} {Text(y.Expression!)} ({cause})");
        }
        x.Invalidate();
    }

    private void CheckShift(ref Operand x, ref Operand y, ExpressionSyntax? e, Operator op)
    {
        ConstantValue? value = x.IsConstant ? ConstantArithmetic.ToInt(x.Value!) : null;
        if (!All(x.Type, BasicInfo.Integer) && !(IsUntyped(x.Type) && value?.Kind == ConstantKind.Int))
        {
            Error(x, Catalogue.InvalidShiftOperand, $"{InvalidOperation}shifted operand {Text(x)} must be integer");
            x.Invalidate();
            return;
        }
        if (!CheckShiftCount(ref y))
        {
            x.Invalidate();
            return;
        }
        if (x.IsConstant)
        {
            if (y.IsConstant)
            {
                ShiftConstant(ref x, y, e, op, value!);
                return;
            }
            if (IsUntyped(x.Type))
            {
                // Spec: an untyped constant left of a non-constant shift takes the type it would have without the shift. That
                // is not known yet: mark the operand and go on, SetFinalType will check it.
                if (x.Expression is { Id: not 0 } operand && (_untyped[operand.Id] & UntypedPending) != 0)
                {
                    _untyped[operand.Id] |= UntypedShiftOperand;
                }
                x.Mode = OperandMode.Value;
                return;
            }
        }
        if (!All(x.Type, BasicInfo.Integer))
        {
            Error(x, Catalogue.InvalidShiftOperand, $"{InvalidOperation}shifted operand {Text(x)} must be integer");
            x.Invalidate();
            return;
        }
        x.Mode = OperandMode.Value;
    }

    private bool CheckShiftCount(ref Operand y)
    {
        if (y.IsConstant)
        {
            ConstantValue count = ConstantArithmetic.ToInt(y.Value!);
            if (count.Kind == ConstantKind.Int && ConstantArithmetic.Sign(count) < 0)
            {
                Error(y, Catalogue.InvalidShiftCount, $"{InvalidOperation}negative shift count {Text(y)}");
                return false;
            }
            if (IsUntyped(y.Type))
            {
                // Whatever its size, an untyped count must be representable as uint.
                MakeRepresentable(ref y, Universe.Basic(BasicKind.Uint));
                return y.IsValid;
            }
            return true; // a typed constant of whatever type, if its value is an integer
        }
        if (All(y.Type, BasicInfo.Integer))
        {
            if (!All(y.Type, BasicInfo.Unsigned) && !AllowsVersion(13))
            {
                VersionError(PosOf(y), 13, $"{InvalidOperation}signed shift count {Text(y)}");
                return false;
            }
            return true;
        }
        if (IsUntyped(y.Type))
        {
            ConvertUntyped(ref y, Universe.Basic(BasicKind.Uint));
            return y.IsValid;
        }
        Error(y, Catalogue.InvalidShiftCount, $"{InvalidOperation}shift count {Text(y)} must be integer");
        return false;
    }

    private void ShiftConstant(ref Operand x, in Operand y, ExpressionSyntax? e, Operator op, ConstantValue value)
    {
        bool integer = Is(x.Type, BasicInfo.Integer);
        if (x.Value!.Kind == ConstantKind.Unknown || y.Value!.Kind == ConstantKind.Unknown)
        {
            x.Value = ConstantValue.Unknown;
        }
        else
        {
            const ulong MaxShift = 1023 - 1 + 52; // enough for the smallest float64
            if (!ConstantArithmetic.TryUint64(ConstantArithmetic.ToInt(y.Value), out ulong count) || count > MaxShift)
            {
                Error(y, Catalogue.InvalidShiftCount, $"{InvalidOperation}invalid shift count {Text(y)}");
                x.Invalidate();
                return;
            }
            x.Value = ConstantArithmetic.Shift(value, ConstantOperatorOf(op), (int)count);
            x.Expression = e;
        }
        if (!integer)
        {
            x.Type = Universe.Basic(BasicKind.UntypedInt); // 1.0<<3 is an integer
        }
        if (x.Value.Kind != ConstantKind.Unknown)
        {
            CheckOverflow(ref x, OperatorPos(e));
        }
    }
}
