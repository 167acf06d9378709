using Go.Compiler.Constants;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

/// <summary>The intermediate result of checking an expression. A value type: it lives in locals and is passed by reference.</summary>
internal struct Operand
{
    public OperandMode Mode;
    public BuiltinKind Builtin;
    public ExpressionSyntax? Expression;
    public GoType? MaybeType;

    /// <summary>Set for <see cref="OperandMode.Constant"/> only.</summary>
    public ConstantValue? Value;

    /// <summary>The type; the invalid type while none was determined.</summary>
    public GoType Type
    {
        readonly get => MaybeType ?? Universe.Invalid;
        set => MaybeType = value;
    }

    public readonly bool IsValid => Mode != OperandMode.Invalid;

    /// <summary>The predeclared nil, typed or not.</summary>
    public readonly bool IsNil => Mode == OperandMode.NilValue;

    public readonly bool IsConstant => Mode == OperandMode.Constant;

    public void Invalidate() => Mode = OperandMode.Invalid;

    /// <summary>A plain value of a type, standing for an expression in messages.</summary>
    public static Operand ValueOf(ExpressionSyntax expression, GoType type)
        => new() { Mode = OperandMode.Value, Expression = expression, Type = type };
}
