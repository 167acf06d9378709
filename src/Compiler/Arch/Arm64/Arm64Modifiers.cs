using Go.Compiler.Assembler;

namespace Go.Compiler.Arch.Arm64;

/// <summary>
/// What may follow a register in assembly: a shift, an extension, an arrangement or a lane, as numbers for
/// <see cref="AsmOperand.Modifier"/>.
/// </summary>
internal static class Arm64Modifiers
{
    /// <summary>Plus the type of the shift: left, right, arithmetic, rotate.</summary>
    public const int Shift = 0x10;

    /// <summary>Plus the option of the instruction: UXTB to SXTX.</summary>
    public const int Extension = 0x20;

    /// <summary>Plus twice the logarithm of the element's bytes, plus one when all 16 bytes are in use.</summary>
    public const int Arrangement = 0x40;

    /// <summary>Plus the logarithm of the element's bytes; the amount is the lane.</summary>
    public const int Lane = 0x80;

    private static readonly string[] s_extensions = ["UXTB", "UXTH", "UXTW", "UXTX", "SXTB", "SXTH", "SXTW", "SXTX"];
    private static readonly string[] s_arrangements = ["B8", "B16", "H4", "H8", "S2", "S4", "D1", "D2", "?", "Q1"];
    private static readonly (string Operator, int Type)[] s_shifts = [("<<", 0), (">>", 1), ("->", 2), ("@>", 3)];

    /// <summary>The number of an arrangement by name, or -1.</summary>
    public static int FindArrangement(string name) => Array.IndexOf(s_arrangements, name) is var index and >= 0 ? Arrangement + index : -1;

    public static bool IsShift(int modifier) => (modifier & ~3) == Shift;

    public static bool IsExtension(int modifier) => (modifier & ~7) == Extension;

    public static bool IsArrangement(int modifier) => (modifier & ~15) == Arrangement;

    public static bool IsLane(int modifier) => (modifier & ~7) == Lane;

    public static void Read(IAsmOperandReader reader, AsmOperand operand, bool isIndex)
    {
        int register = isIndex ? operand.Index : operand.Register;
        if (reader.Accept("."))
        {
            string name = reader.Word();
            if (Arm64AsmRegisters.IsVector(register))
            {
                ReadVector(reader, operand, name);
                return;
            }
            int extension = Array.IndexOf(s_extensions, name);
            if (!Arm64AsmRegisters.IsGeneral(register) || extension < 0)
            {
                throw reader.Error("unsupported general register extension type: " + name);
            }
            if (isIndex && extension is not (2 or 6 or 7))
            {
                throw reader.Error("invalid shift for the register offset addressing mode");
            }
            operand.Modifier = Extension + extension;
            operand.Amount = reader.Accept("<<") ? (int)Amount(reader, 7, "index shift amount is out of range") : 0;
            return;
        }
        foreach ((string op, int type) in s_shifts)
        {
            if (!reader.Accept(op))
            {
                continue;
            }
            if (isIndex && type != 0)
            {
                throw reader.Error("invalid shift for the register offset addressing mode");
            }
            operand.Modifier = Shift + type;
            operand.Amount = (int)Amount(reader, 63, "shift amount out of range");
            return;
        }
    }

    private static long Amount(IAsmOperandReader reader, long largest, string message)
    {
        long amount = reader.Number();
        return amount >= 0 && amount <= largest ? amount : throw reader.Error(message);
    }

    private static void ReadVector(IAsmOperandReader reader, AsmOperand operand, string name)
    {
        int lane = name switch { "B" => 0, "H" => 1, "S" => 2, "D" => 3, _ => -1 };
        if (lane < 0)
        {
            operand.Modifier = FindArrangement(name) is var arrangement and >= 0 ? arrangement
                : throw reader.Error("unsupported simd register extension type: " + name);
            return;
        }
        if (!reader.Accept("["))
        {
            throw reader.Error("unsupported simd register extension type: " + name);
        }
        operand.Modifier = Lane + lane;
        operand.Amount = (int)reader.Integer();
        if (!reader.Accept("]"))
        {
            throw reader.Error("expected ']'");
        }
    }
}
