using Iced.Intel;

namespace Go.Compiler.Arch.Amd64;

using Code = Iced.Intel.Code;

/// <summary>What Iced's operand kinds accept.</summary>
internal static class Amd64AsmOperandKinds
{
    // table
    public static bool AcceptsMemory(OpCodeOperandKind kind) => kind switch
    {
        OpCodeOperandKind.mem or OpCodeOperandKind.mem_mib or OpCodeOperandKind.mem_vsib32x or OpCodeOperandKind.mem_vsib64x
            or OpCodeOperandKind.mem_vsib32y or OpCodeOperandKind.mem_vsib64y
            or OpCodeOperandKind.mem_vsib32z or OpCodeOperandKind.mem_vsib64z or OpCodeOperandKind.r8_or_mem or OpCodeOperandKind.r16_or_mem
                or OpCodeOperandKind.r32_or_mem
            or OpCodeOperandKind.r64_or_mem or OpCodeOperandKind.mm_or_mem or OpCodeOperandKind.xmm_or_mem or OpCodeOperandKind.ymm_or_mem
                or OpCodeOperandKind.zmm_or_mem
            or OpCodeOperandKind.k_or_mem => true,
        _ => false,
    };

    /// <summary>The vector register class that must index the memory operand; 0 = none.</summary>
    public static int VectorIndexClass(OpCodeOperandKind kind) => kind switch
    {
        OpCodeOperandKind.mem_vsib32x or OpCodeOperandKind.mem_vsib64x => Amd64AsmRegisters.Xmm,
        OpCodeOperandKind.mem_vsib32y or OpCodeOperandKind.mem_vsib64y => Amd64AsmRegisters.Ymm,
        OpCodeOperandKind.mem_vsib32z or OpCodeOperandKind.mem_vsib64z => Amd64AsmRegisters.Zmm,
        _ => 0,
    };

    public static bool IsVector(OpCodeOperandKind kind) => VectorClass(kind) is Amd64AsmRegisters.Xmm or Amd64AsmRegisters.Ymm
        or Amd64AsmRegisters.Zmm or Amd64AsmRegisters.Mmx;

    // table
    public static int VectorClass(OpCodeOperandKind kind) => kind switch
    {
        OpCodeOperandKind.xmm_reg or OpCodeOperandKind.xmm_rm or OpCodeOperandKind.xmm_vvvv or OpCodeOperandKind.xmmp3_vvvv
            or OpCodeOperandKind.xmm_is4 or OpCodeOperandKind.xmm_is5
            or OpCodeOperandKind.xmm_or_mem => Amd64AsmRegisters.Xmm,
        OpCodeOperandKind.ymm_reg or OpCodeOperandKind.ymm_rm or OpCodeOperandKind.ymm_vvvv or OpCodeOperandKind.ymm_is4
            or OpCodeOperandKind.ymm_is5
            or OpCodeOperandKind.ymm_or_mem => Amd64AsmRegisters.Ymm,
        OpCodeOperandKind.zmm_reg or OpCodeOperandKind.zmm_rm or OpCodeOperandKind.zmm_vvvv or OpCodeOperandKind.zmmp3_vvvv
            or OpCodeOperandKind.zmm_or_mem => Amd64AsmRegisters.Zmm,
        OpCodeOperandKind.k_reg or OpCodeOperandKind.kp1_reg or OpCodeOperandKind.k_rm or OpCodeOperandKind.k_vvvv
            or OpCodeOperandKind.k_or_mem => Amd64AsmRegisters.Mask,
        OpCodeOperandKind.mm_reg or OpCodeOperandKind.mm_rm or OpCodeOperandKind.mm_or_mem => Amd64AsmRegisters.Mmx,
        OpCodeOperandKind.cr_reg => Amd64AsmRegisters.Control,
        OpCodeOperandKind.dr_reg => Amd64AsmRegisters.Debug,
        OpCodeOperandKind.seg_reg => Amd64AsmRegisters.Segment,
        OpCodeOperandKind.st0 or OpCodeOperandKind.sti_opcode => Amd64AsmRegisters.X87,
        _ => 0,
    };

    /// <summary>Size in bytes of the general register the operand can be; 0 = none.</summary>
    // table
    public static int GeneralSize(OpCodeOperandKind kind) => kind switch
    {
        OpCodeOperandKind.r8_or_mem or OpCodeOperandKind.r8_reg or OpCodeOperandKind.r8_opcode or OpCodeOperandKind.al
            or OpCodeOperandKind.cl => 1,
        OpCodeOperandKind.r16_or_mem or OpCodeOperandKind.r16_reg or OpCodeOperandKind.r16_reg_mem or OpCodeOperandKind.r16_rm
            or OpCodeOperandKind.r16_opcode or OpCodeOperandKind.ax => 2,
        OpCodeOperandKind.r32_or_mem or OpCodeOperandKind.r32_reg or OpCodeOperandKind.r32_reg_mem or OpCodeOperandKind.r32_rm
            or OpCodeOperandKind.r32_opcode or OpCodeOperandKind.r32_vvvv
            or OpCodeOperandKind.eax => 4,
        OpCodeOperandKind.r64_or_mem or OpCodeOperandKind.r64_reg or OpCodeOperandKind.r64_reg_mem or OpCodeOperandKind.r64_rm
            or OpCodeOperandKind.r64_opcode or OpCodeOperandKind.r64_vvvv
            or OpCodeOperandKind.rax => 8,
        _ => 0,
    };

    /// <summary>The operand is one fixed general register; its index, or -1.</summary>
    public static int FixedGeneral(OpCodeOperandKind kind) => kind switch
    {
        OpCodeOperandKind.al or OpCodeOperandKind.ax or OpCodeOperandKind.eax or OpCodeOperandKind.rax => 0,
        OpCodeOperandKind.cl => 1,
        _ => -1,
    };

    /// <summary>
    /// How Iced stores an immediate of <paramref name="form"/>, within the limits that the original sets for forms of its kind; Register
    /// when it does not fit.
    /// </summary>
    public static OpKind Immediate(OpCodeInfo form, OpCodeOperandKind kind, long value, Amd64AsmTraits traits)
    {
        (long smallest, long largest) = form.Encoding switch
        {
            _ when (traits & Amd64AsmTraits.TwoBits) != 0 => (0, 3),
            EncodingKind.EVEX => (0, 255),
            EncodingKind.VEX when form.GetOpKind(0) == OpCodeOperandKind.k_reg => (0, 255),
            EncodingKind.VEX => (-128, 255),
            _ when (traits & Amd64AsmTraits.UnsignedByte) != 0 => (0, 255),
            _ when form.OpCount == 3
                && (VectorClass(form.GetOpKind(0)) == Amd64AsmRegisters.Xmm || VectorClass(form.GetOpKind(1)) == Amd64AsmRegisters.Xmm)
                => (0L, 255L),
            _ when form.OpCount > 0 && GeneralSize(form.GetOpKind(0)) == 1 || form.Code == Code.Int_imm8 => (int.MinValue, uint.MaxValue),
            _ when form.OpCount == 2 => (-128, 127),
            _ => (-128, 255),
        };
        // Here alone the original lets the processor change the sign.
        return form.Code == Code.Pushq_imm32 && value is > 0 and <= uint.MaxValue ? OpKind.Immediate32to64
            : Immediate(kind, value, smallest, largest);
    }

    /// <summary>
    /// How Iced stores the immediate, when <paramref name="value"/> fits the operand; Register when it does not, or is none.
    /// </summary>
    /// <remarks>The original takes 32 bits and drops what the operand does not hold.</remarks>
    // table
    private static OpKind Immediate(OpCodeOperandKind kind, long value, long smallest, long largest) => kind switch
    {
        OpCodeOperandKind.imm8_const_1 when value == 1 => OpKind.Immediate8,
        OpCodeOperandKind.imm8 when value >= smallest && value <= largest => OpKind.Immediate8,
        OpCodeOperandKind.imm8sex16 when value is >= -128 and <= 127 => OpKind.Immediate8to16,
        OpCodeOperandKind.imm8sex32 when value is >= -128 and <= 127 => OpKind.Immediate8to32,
        OpCodeOperandKind.imm8sex64 when value is >= -128 and <= 127 => OpKind.Immediate8to64,
        OpCodeOperandKind.imm16 when value is >= int.MinValue and <= uint.MaxValue => OpKind.Immediate16,
        OpCodeOperandKind.imm32 when value is >= int.MinValue and <= uint.MaxValue => OpKind.Immediate32,
        OpCodeOperandKind.imm32sex64 when value is >= int.MinValue and <= int.MaxValue => OpKind.Immediate32to64,
        OpCodeOperandKind.imm64 => OpKind.Immediate64,
        _ => OpKind.Register,
    };
}
