using Go.Compiler.Assembler;

namespace Go.Compiler.Arch.Arm64;

/// <summary>Mnemonics that are more than a row of the instruction table, and which family assembles them.</summary>
internal static class Arm64AsmMnemonics
{
    private static readonly Dictionary<string, Action<Arm64AsmFunction, AsmStatement>> s_families = Families();

    // table: known names that have no encoding
    private static readonly HashSet<string> s_refused = [.. "AT IC PRFUM MOVP MOVPD MOVPQ MOVPS MOVPSW MOVPW".Split(' ')];

    public static bool IsKnown(string mnemonic) => s_families.ContainsKey(mnemonic) || s_refused.Contains(mnemonic)
        || Arm64InstructionTable.Find(mnemonic).Length > 0;

    public static bool IsJump(string mnemonic)
        => mnemonic is "B" or "JMP" or "BL" or "CALL" or "ADR" or "ADRP" or "CBZ" or "CBZW" or "CBNZ" or "CBNZW" or "TBZ" or "TBNZ"
            || TryBranchCondition(mnemonic, out _);

    public static Action<Arm64AsmFunction, AsmStatement>? Family(string mnemonic) => s_families.GetValueOrDefault(mnemonic);

    public static bool TryBranchCondition(string mnemonic, out uint condition)
    {
        condition = 0;
        return mnemonic.Length == 3 && mnemonic[0] == 'B' && mnemonic is not ("BAL" or "BNV")
            && Arm64SpecialOperands.TryCondition(mnemonic[1..], out condition);
    }

    private static Dictionary<string, Action<Arm64AsmFunction, AsmStatement>> Families()
    {
        var all = new Dictionary<string, Action<Arm64AsmFunction, AsmStatement>>(StringComparer.Ordinal);
        Add(all, (f, s) => f.Arithmetic(s), "ADD ADDW ADDS ADDSW SUB SUBW SUBS SUBSW CMP CMPW CMN CMNW NEG NEGW NEGS NEGSW");
        Add(all, (f, s) => f.Logical(s), "AND ANDW ANDS ANDSW BIC BICW BICS BICSW ORR ORRW ORN ORNW EOR EORW EON EONW TST TSTW MVN MVNW");
        Add(all, (f, s) => f.ShiftImmediate(s), "LSL LSLW LSR LSRW ASR ASRW ROR RORW");
        Add(all, (f, s) => f.BitField(s),
            "BFI BFIW BFXIL BFXILW SBFIZ SBFIZW SBFX SBFXW UBFIZ UBFIZW UBFX UBFXW BFM BFMW SBFM SBFMW UBFM UBFMW");
        Add(all, (f, s) => f.Remainder(s), "REM REMW UREM UREMW");
        Add(all, (f, s) => f.Move(s), "MOVD MOVW MOVWU MOVH MOVHU MOVB MOVBU FMOVS FMOVD FMOVQ");
        Add(all, (f, s) => f.Extend(s), "SXTB SXTBW SXTH SXTHW SXTW UXTB UXTBW UXTH UXTHW UXTW");
        Add(all, (f, s) => f.MoveWide(s), "MOVK MOVKW MOVN MOVNW MOVZ MOVZW");
        Add(all, (f, s) => f.LoadStorePair(s), "LDP LDPW LDPSW STP STPW FLDPS FLDPD FLDPQ FSTPS FSTPD FSTPQ");
        Add(all, (f, s) => f.Jump(s), "B JMP BL CALL");
        Add(all, (f, s) => f.ConditionalBranch(s),
            "BEQ BNE BCS BHS BCC BLO BMI BPL BVS BVC BHI BLS BGE BLT BGT BLE CBZ CBZW CBNZ CBNZW TBZ TBNZ");
        Add(all, (f, s) => f.AddressOfLabel(s), "ADR ADRP");
        Add(all, (f, s) => f.Return(s), "RET");
        Add(all, (f, s) => f.Literal(s), "WORD DWORD");
        Add(all, (f, s) => f.Nothing(s), "NOP UNDEF");
        Add(all, (f, s) => f.SystemRegister(s), "MRS MSR");
        Add(all, (f, s) => f.SystemOperation(s), "SYS SYSL TLBI DC");
        Add(all, (f, s) => f.Hint(s), "PRFM RPRFM BTI");
        Add(all, (f, s) => f.VectorMove(s), "VMOV VDUP");
        Add(all, (f, s) => f.VectorConstant(s), "VMOVI VMOVS VMOVD VMOVQ");
        Add(all, (f, s) => f.VectorTable(s), "VTBL VTBX");
        Add(all, (f, s) => f.VectorMemory(s), "VLD1 VLD2 VLD3 VLD4 VST1 VST2 VST3 VST4 VLD1R VLD2R VLD3R VLD4R");
        return all;
    }

    private static void Add(Dictionary<string, Action<Arm64AsmFunction, AsmStatement>> all, Action<Arm64AsmFunction, AsmStatement> family,
        string names)
    {
        foreach (string name in names.Split(' '))
        {
            all.Add(name, family);
        }
    }
}
