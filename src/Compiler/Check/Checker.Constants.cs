using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>Untyped integer constants may have this many bits (spec: at least 256).</summary>
    private const int ConstantPrecision = 512;

    private void CheckBasicLiteral(ref Operand x, BasicLiteralSyntax e)
    {
        if (e.Kind is LiteralKind.Int or LiteralKind.Float or LiteralKind.Imaginary)
        {
            CheckLiteralVersion(e);
            const int MaxLiteralLength = 10000;
            if (e.Text.Length > MaxLiteralLength)
            {
                Error(e, Catalogue.InvalidConstVal, $"excessively long constant: {e.Text.AsSpan(0, 10)}... ({e.Text.Length} chars)");
                return;
            }
        }
        (ConstantValue value, BasicKind kind) = e.Kind switch
        {
            LiteralKind.Int => (ConstantLiterals.Integer(e.Text), BasicKind.UntypedInt),
            LiteralKind.Float => (ConstantLiterals.Float(e.Text), BasicKind.UntypedFloat),
            LiteralKind.Imaginary => (ConstantLiterals.Imaginary(e.Text), BasicKind.UntypedComplex),
            LiteralKind.Rune => (ConstantLiterals.Rune(e.Text), BasicKind.UntypedRune),
            LiteralKind.String => (ConstantLiterals.String(e.Text), BasicKind.UntypedString),
            _ => throw Unexpected.Value(e.Kind),
        };
        if (value.Kind == ConstantKind.Unknown)
        {
            Error(e, Catalogue.InvalidConstVal, $"malformed constant: {e.Text}");
            return;
        }
        x.Mode = OperandMode.Constant;
        x.Type = Universe.Basic(kind);
        x.Value = value;
        x.Expression = e;
        CheckOverflow(ref x, SyntaxPositions.StartOf(e));
    }

    private void CheckLiteralVersion(BasicLiteralSyntax e)
    {
        string s = e.Text;
        if (s.Length <= 2 || AllowsVersion(13))
        {
            return;
        }
        char radix = char.ToLowerInvariant(s[1]);
        string? what = s.Contains('_', StringComparison.Ordinal) ? "underscore in numeric literal"
            : s[0] != '0' ? null
            : radix == 'b' ? "binary literal"
            : radix == 'o' ? "0o/0O-style octal literal"
            : radix == 'x' && e.Kind != LiteralKind.Int ? "hexadecimal floating-point literal"
            : null;
        if (what is not null)
        {
            VersionError(SyntaxPositions.StartOf(e), 13, what);
        }
    }

    /// <summary>Checks a just computed constant: typed ones must fit their type, untyped ones must not grow without bound.</summary>
    private void CheckOverflow(ref Operand x, Pos at)
    {
        if (x.Value!.Kind == ConstantKind.Unknown)
        {
            Error(at, Catalogue.InvalidConstVal, "constant result is not representable");
            return;
        }
        if (!IsUntyped(x.Type))
        {
            MakeRepresentable(ref x, (BasicType)x.Type.Underlying, BasicName(x.Type));
            return;
        }
        if (x.Value is IntConstant && ConstantArithmetic.BitLength(x.Value) > ConstantPrecision)
        {
            string operation = OperationName(x.Expression);
            Error(at, Catalogue.InvalidConstVal, $"constant {operation}overflow");
            x.Value = ConstantValue.Unknown;
        }
        const long MaxStringLength = 2_000_000_000; // largest symbol
        if (x.Value is StringConstant { Length: > MaxStringLength } s)
        {
            Error(at, Catalogue.InvalidConstVal, $"constant string too long ({s.Length} bytes > {MaxStringLength} bytes)");
            x.Value = ConstantValue.Unknown;
        }
    }

    private static string OperationName(ExpressionSyntax? e) => e switch
    {
        OperationSyntax { Op: Operator.Xor, Y: null } => "bitwise complement ",
        OperationSyntax { Y: null } => "",
        OperationSyntax { Op: Operator.Add } => "addition ",
        OperationSyntax { Op: Operator.Subtract } => "subtraction ",
        OperationSyntax { Op: Operator.Xor } => "bitwise XOR ",
        OperationSyntax { Op: Operator.Multiply } => "multiplication ",
        OperationSyntax { Op: Operator.ShiftLeft } => "shift ",
        _ => "",
    };

    /// <summary>Whether a constant can be a value of a basic type; <paramref name="rounded"/> is what it is then.</summary>
    private bool IsRepresentable(ConstantValue value, BasicType type, out ConstantValue rounded)
    {
        rounded = value;
        if (value.Kind == ConstantKind.Unknown)
        {
            return true; // reported
        }
        if ((type.Info & BasicInfo.Integer) != 0)
        {
            if (ConstantArithmetic.ToInt(value) is not IntConstant i)
            {
                return false;
            }
            rounded = i;
            return type.IsUntyped || ConstantArithmetic.FitsInteger(i.Value, (int)_layout.SizeOf(type) * 8,
                (type.Info & BasicInfo.Unsigned) != 0);
        }
        if ((type.Info & BasicInfo.Float) != 0)
        {
            ConstantValue f = ConstantArithmetic.ToFloat(value);
            if (f.Kind != ConstantKind.Float)
            {
                return false;
            }
            return type.IsUntyped || TryRound(f, type.Kind == BasicKind.Float32, ref rounded);
        }
        if ((type.Info & BasicInfo.Complex) != 0)
        {
            if (ConstantArithmetic.ToComplex(value) is not ComplexConstant c)
            {
                return false;
            }
            if (type.IsUntyped)
            {
                return true;
            }
            bool single = type.Kind == BasicKind.Complex64;
            (ConstantValue real, ConstantValue imaginary) = (c.Real, c.Imaginary);
            if (!TryRound(real, single, ref real) || !TryRound(imaginary, single, ref imaginary))
            {
                return false;
            }
            rounded = ConstantArithmetic.Complex(real, imaginary);
            return true;
        }
        return (type.Info & BasicInfo.String) != 0 ? value.Kind == ConstantKind.String
            : (type.Info & BasicInfo.Boolean) != 0 && value.Kind == ConstantKind.Bool;
    }

    private static bool TryRound(ConstantValue value, bool single, ref ConstantValue rounded)
    {
        if ((single ? ConstantFloats.RoundToSingle(value) : ConstantFloats.RoundToDouble(value)) is not { } r)
        {
            return false;
        }
        rounded = r;
        return true;
    }

    /// <summary>Rounds a constant operand to a type, or reports why it cannot be.</summary>
    private void MakeRepresentable(ref Operand x, BasicType type, GoType? shown = null)
    {
        if (Represent(x, type, out ConstantValue value) is { } failure)
        {
            ReportConversion(failure, x, shown ?? type);
            x.Invalidate();
            return;
        }
        x.Value = value;
    }

    /// <summary>The underlying type as messages show it: byte and rune keep their names.</summary>
    private static GoType BasicName(GoType type)
        => ReferenceEquals(type, Universe.Byte) || ReferenceEquals(type, Universe.Rune) ? type : type.Underlying;

    /// <summary>Null if the constant operand is representable in the type, else the kind of error.</summary>
    private DiagnosticDescriptor? Represent(in Operand x, BasicType type, out ConstantValue value)
    {
        if (IsRepresentable(x.Value!, type, out value))
        {
            return null;
        }
        if (Is(x.Type, BasicInfo.Numeric) && (type.Info & BasicInfo.Numeric) != 0)
        {
            return !Is(x.Type, BasicInfo.Integer) && (type.Info & BasicInfo.Integer) != 0
                ? Catalogue.TruncatedFloat : Catalogue.NumericOverflow;
        }
        return Catalogue.InvalidConstVal;
    }

    private void ReportConversion(DiagnosticDescriptor kind, in Operand x, GoType target)
    {
        string message = ReferenceEquals(kind, Catalogue.TruncatedFloat) ? $"{Text(x)} truncated to {Text(target)}"
            : ReferenceEquals(kind, Catalogue.NumericOverflow) ? $"{Text(x)} overflows {Text(target)}"
            : $"cannot convert {Text(x)} to type {Text(target)}";
        Error(x, kind, message);
    }
}
