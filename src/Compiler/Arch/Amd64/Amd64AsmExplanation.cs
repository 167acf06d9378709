using Go.Compiler.Assembler;

namespace Go.Compiler.Arch.Amd64;

/// <summary>Finds out why an instruction has no encoding, by leaving out one demand after the other.</summary>
internal sealed class Amd64AsmExplanation(Amd64AsmEncoder encoder, Amd64AsmMnemonic mnemonic, AsmOperand[] operands, string suffix)
{
    public string? Text()
    {
        bool memory = false;
        foreach (AsmOperand operand in operands)
        {
            if (operand is { Kind: AsmOperandKind.Memory, IsSymbolReference: false })
            {
                memory = true;
                if (operand.Register != 0 && operand.Offset != (int)operand.Offset)
                {
                    return "offset too large";
                }
            }
        }
        return DistinctRegisters() ?? (suffix.Length > 0 ? Suffix(memory) : null);
    }

    private string? DistinctRegisters()
    {
        // Without a mask register before the destination the mask is a vector: the older form.
        if (operands is [{ Kind: AsmOperandKind.Register } vectorMask, { Kind: AsmOperandKind.Memory } gathered,
            { Kind: AsmOperandKind.Register } to] && IsVector(gathered.Index))
        {
            int m = Amd64AsmRegisters.Index(vectorMask.Register), i = Amd64AsmRegisters.Index(gathered.Index),
            d = Amd64AsmRegisters.Index(to.Register);
            return m == i || m == d || i == d ? "mask, index, and destination registers should be distinct" : null;
        }
        bool same = operands is [{ Kind: AsmOperandKind.Memory } memory, _, { Kind: AsmOperandKind.Register } into]
            && IsVector(memory.Index)
            && Amd64AsmRegisters.Index(memory.Index) == Amd64AsmRegisters.Index(into.Register);
        return same ? "index and destination registers should be distinct" : null;
    }

    private static bool IsVector(int register) => Amd64AsmRegisters.Class(register) is Amd64AsmRegisters.Xmm or Amd64AsmRegisters.Ymm
        or Amd64AsmRegisters.Zmm;

    private string? Suffix(bool memory)
    {
        if (!encoder.CanEncode(mnemonic, operands, ""))
        {
            return null;
        }
        string[] parts = suffix.Split('.');
        if (!encoder.HasSuffixes(mnemonic))
        {
            return null;
        }
        foreach (string part in parts)
        {
            if (encoder.CanEncode(mnemonic, operands, part))
            {
                continue;
            }
            switch (part)
            {
                case "Z":
                    encoder.IsLenient = true;
                    bool can = encoder.CanEncode(mnemonic, operands, part);
                    encoder.IsLenient = false;
                    return can ? "mask register must be specified for .Z instructions" : "unsupported zeroing";
                case "BCST": return memory ? "unsupported broadcast" : "illegal broadcast without memory argument";
                case "SAE": return memory ? "illegal SAE with memory argument" : "unsupported SAE";
                default: return memory ? "illegal rounding with memory argument" : "unsupported rounding";
            }
        }
        return null;
    }
}
