namespace Go.Compiler.Constants;

/// <summary>
/// Operators of constant expressions. <see cref="Divide"/> is exact (two integers give a fraction), <see cref="DivideInteger"/> truncates.
/// </summary>
public enum ConstantOperator : byte
{
    Not,
    OrOr, AndAnd,
    Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual,
    Add, Subtract, Or, Xor,
    Multiply, Divide, DivideInteger, Remainder, And, AndNot, ShiftLeft, ShiftRight,
}
