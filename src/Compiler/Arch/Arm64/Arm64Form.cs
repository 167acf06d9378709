namespace Go.Compiler.Arch.Arm64;

/// <summary>What an operand of a form is.</summary>
internal enum Arm64OperandKind : byte
{
    /// <summary>General register or zero.</summary>
    Register,
    /// <summary>The same, or the constant 0 for zero.</summary>
    RegisterOrZero,
    Float, Vector,
    /// <summary>Vector with an arrangement of the form's set.</summary>
    Arranged,
    /// <summary>Memory at a base register, without offset.</summary>
    Memory,
    Pair,
    /// <summary>Two registers that follow each other, the first one even.</summary>
    EvenPair,
    Constant,
    /// <summary>A constant of which only the lowest bits count.</summary>
    Truncated,
    /// <summary>The integer or floating-point constant 0.</summary>
    Zero,
    Condition,
    /// <summary>Written as one condition, encoded as its opposite; always and never have none.</summary>
    InverseCondition,
    /// <summary>Amounts of shifts, which share a field with the size of the elements.</summary>
    LeftShift, RightShift,
}

/// <summary>
/// One operand of a form: its kind, the lowest bits of its fields (the second one is also for the second register of a pair), and the width
/// of a constant.
/// </summary>
internal readonly record struct Arm64Operand(Arm64OperandKind Kind, int Place, int Second, int Width);

/// <summary>One encoding of an instruction: a row of the table.</summary>
/// <param name="Bits">The word with all fields zero.</param>
internal sealed record Arm64Form(uint Bits, Arm64Operand[] Operands, Arm64ArrangementSet? Arrangements)
{
    /// <summary>
    /// The word for these values, one an operand: register bits, constants and conditions as they are, shifts with the size added, pairs as
    /// first + 32 * second.
    /// <paramref name="row"/> of the arrangements, or 0.
    /// </summary>
    public uint Encode(ReadOnlySpan<uint> values, int row)
    {
        uint word = Bits | (Arrangements is null ? 0 : Arrangements.Rows[row].Bits);
        for (int i = 0; i < Operands.Length; i++)
        {
            Arm64Operand operand = Operands[i];
            uint value = values[i];
            switch (operand.Kind)
            {
                case Arm64OperandKind.Pair:
                    word |= ((value & 31) << operand.Place) | ((value >> 5) << operand.Second);
                    break;
                case Arm64OperandKind.EvenPair:
                    word |= (value & 31) << operand.Place;
                    break;
                case Arm64OperandKind.Zero:
                    break;
                default:
                    word |= value << operand.Place;
                    word |= operand.Second >= 0 ? value << operand.Second : 0;
                    break;
            }
        }
        return word;
    }
}
