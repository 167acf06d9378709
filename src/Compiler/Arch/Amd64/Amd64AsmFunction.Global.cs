using Go.Compiler.Assembler;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Arch.Amd64;

/// <summary>
/// Dynamic linking: a global symbol may be another library's, so that its address is taken from a word of this one. R15 holds it while the
/// symbol's memory is accessed; direct calls and jumps are the linker's matter.
/// </summary>
internal sealed partial class Amd64AsmFunction
{
    private static readonly AsmOperand s_scratch = new() { Kind = AsmOperandKind.Register, Register = Amd64AsmScratch.Number };

    private bool IsReachedThroughSlot(AsmOperand operand)
        => Function.IsDynamicLink && operand is { IsSymbolReference: true, Kind: AsmOperandKind.Memory or AsmOperandKind.Address }
            && Code.IsGlobal(operand.Symbol!);

    /// <summary>
    /// Replaces the operand that is a global symbol by memory at R15, and loads that before; an address goes right where it belongs. False:
    /// nothing is left to encode.
    /// </summary>
    /// <param name="operands">With addresses that are moved as operands of LEA.</param>
    /// <param name="isThroughSlot">R15 is not the source's own.</param>
    private bool TryReachGlobal(AsmStatement statement, string name, ref AsmOperand[] operands, out bool isThroughSlot)
    {
        isThroughSlot = false;
        int at = Array.FindIndex(operands, IsReachedThroughSlot);
        if (at < 0)
        {
            return true;
        }
        AsmOperand global = operands[at];
        bool isAddress = name == "LEAQ" && at == 0;
        if (global.Kind == AsmOperandKind.Address || Array.FindLastIndex(operands, IsReachedThroughSlot) != at
            || (isAddress && operands is not [_, { Kind: AsmOperandKind.Register }]))
        {
            NotDynamic(statement);
            return false;
        }
        if (isAddress)
        {
            LoadAddress(statement, global, operands[1]);
            return false;
        }
        isThroughSlot = true;
        AsmOperand place = Copy(global, AsmOperandKind.Memory);
        (place.Base, place.Symbol, place.Register) = (AsmBase.None, null, Amd64AsmScratch.Number);
        LoadSlot(statement, global, s_scratch);
        operands = [.. operands[..at], place, .. operands[(at + 1)..]];
        return true;
    }

    private void LoadAddress(AsmStatement statement, AsmOperand global, AsmOperand to)
    {
        LoadSlot(statement, global, to);
        _scratch!.Executes(statement, _encoder.Last, isThroughSlot: false);
        if (global.Offset != 0 && !_encoder.TryEncode(_mnemonics.Find("LEAQ")!, [Memory(to.Register, global.Offset), to], ""))
        {
            NoEncoding(statement);
        }
    }

    private void LoadSlot(AsmStatement statement, AsmOperand global, AsmOperand to)
    {
        var slot = new AsmOperand { Kind = AsmOperandKind.Memory, Base = AsmBase.External, Symbol = Code.AddressSlot(global.Symbol!) };
        if (!_encoder.TryEncode(_mnemonics.Find("MOVQ")!, [slot, to], ""))
        {
            NoEncoding(statement);
        }
    }

    private void NotDynamic(AsmStatement statement)
        => Error(Catalogue.AssemblyDynamicLink, statement.Position, "do not know how to handle the address of a global symbol in "
            + statement.Mnemonic + " with -dynlink");

    /// <summary>After all statements: no one reads what the access of a global symbol left in R15.</summary>
    private void CheckScratch()
    {
        if (_scratch?.FirstUse() is { } statement)
        {
            Error(Catalogue.AssemblyDynamicLink, statement.Position,
                "when dynamic linking, R15 is clobbered by a global variable access and is used here: " + statement.Mnemonic);
        }
    }
}
