using System.Globalization;
using System.Text;
using Go.Compiler.Objects;

namespace Go.Compiler.Assembler;

/// <summary>
/// A symbol as an operand names it; the package path is already filled in. File-local symbols (<c>name&lt;&gt;</c>) are told apart by their
/// file.
/// </summary>
public sealed record AsmSymbol(string Name, SymbolAbi Abi, bool IsFileLocal)
{
    public override string ToString() => Name + (IsFileLocal ? "<>" : Abi == SymbolAbi.Internal ? "<ABIInternal>" : "");
}

/// <summary>Shapes of operands (contract 9.3).</summary>
public enum AsmOperandKind : byte
{
    None,
    Register,
    /// <summary>Memory: symbol, pseudo register, base and index in any legal mixture.</summary>
    Memory,
    /// <summary>Address of what would be memory: <c>$x(SB)</c>, <c>$8(SP)</c>.</summary>
    Address,
    Constant,
    Float,
    String,
    /// <summary><c>N(PC)</c>: <see cref="AsmOperand.Offset"/> statements from this one.</summary>
    RelativeBranch,
    /// <summary>A jump's label: <see cref="AsmOperand.Text"/>.</summary>
    Label,
    /// <summary><c>*x(SB)</c>.</summary>
    Indirect,
    /// <summary>
    /// <c>[R1-R2]</c>: <see cref="AsmOperand.Register"/> to <see cref="AsmOperand.Index"/>; <c>[R1, R2]</c>:
    /// <see cref="AsmOperand.Elements"/>.
    /// </summary>
    RegisterList,
    /// <summary><c>(R1, R2)</c>: <see cref="AsmOperand.Elements"/>.</summary>
    RegisterPair,
    /// <summary>A word only the architecture understands: <see cref="AsmOperand.Text"/>.</summary>
    Special,
}

/// <summary>What the offset of a memory operand counts from.</summary>
public enum AsmBase : byte { None, External, Argument, Local }

/// <summary>One operand of a statement.</summary>
public sealed class AsmOperand
{
    public AsmOperandKind Kind { get; set; }

    /// <summary>
    /// Set when the operand uses a pseudo register: SB, FP (<see cref="AsmBase.Argument"/>) or the virtual SP
    /// (<see cref="AsmBase.Local"/>).
    /// </summary>
    public AsmBase Base { get; set; }

    /// <summary>The named symbol; for FP and SP the name is documentation only.</summary>
    public AsmSymbol? Symbol { get; set; }

    /// <summary>Constant value, displacement, or distance of a relative branch.</summary>
    public long Offset { get; set; }

    /// <summary>Register or base register; 0 = none.</summary>
    public int Register { get; set; }

    public int Index { get; set; }

    /// <summary>An <see cref="Index"/> that is a pseudo register.</summary>
    public const int PseudoIndex = -1;

    /// <summary>Factor of <see cref="Index"/>; 0 = not written.</summary>
    public int Scale { get; set; }

    /// <summary>
    /// What the dialect read behind <see cref="Register"/> or, in memory, behind <see cref="Index"/>: a number of its own making; 0 =
    /// nothing.
    /// </summary>
    public int Modifier { get; set; }

    /// <summary>Amount of a shift or number of a lane, with <see cref="Modifier"/>.</summary>
    public int Amount { get; set; }

    /// <summary>Registers of a list or pair.</summary>
    public AsmOperand[] Elements { get; set; } = [];

    public double Float { get; set; }

    /// <summary>Label or special word.</summary>
    public string Text { get; set; } = "";

    /// <summary>Bytes of a string constant.</summary>
    public byte[] Bytes { get; set; } = [];

    public bool IsSymbolReference => Base == AsmBase.External;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Kind).Append(CultureInfo.InvariantCulture, $" {Symbol}{Base}+{Offset} r{Register} i{Index}*{Scale} {Text}");
        return text.ToString();
    }
}
