using Iced.Intel;

namespace Go.Compiler.Arch.Amd64;

using Code = Iced.Intel.Code;

internal sealed partial class Amd64AsmMnemonics
{
    // table: families whose name ends in the operand size
    private void AddSized()
    {
        foreach ((string name, Mnemonic family) in (ReadOnlySpan<(string, Mnemonic)>)
            [("ADC", Mnemonic.Adc), ("ADD", Mnemonic.Add), ("AND", Mnemonic.And), ("OR", Mnemonic.Or), ("SBB", Mnemonic.Sbb),
                ("SUB", Mnemonic.Sub), ("XOR", Mnemonic.Xor),
             ("DEC", Mnemonic.Dec), ("DIV", Mnemonic.Div), ("IDIV", Mnemonic.Idiv), ("INC", Mnemonic.Inc), ("MUL", Mnemonic.Mul),
             ("NEG", Mnemonic.Neg), ("NOT", Mnemonic.Not), ("RCL", Mnemonic.Rcl), ("RCR", Mnemonic.Rcr), ("ROL", Mnemonic.Rol),
             ("ROR", Mnemonic.Ror), ("SAL", Mnemonic.Shl), ("SAR", Mnemonic.Sar),
             ("CMPXCHG", Mnemonic.Cmpxchg), ("XADD", Mnemonic.Xadd)])
        {
            AddSizes(name, "BWLQ", family);
        }
        AddSizes("CMP", "BWLQ", Mnemonic.Cmp, Amd64AsmTraits.IntelOrder | Amd64AsmTraits.ReadsLast);
        AddSizes("TEST", "BWLQ", Mnemonic.Test, Amd64AsmTraits.Symmetric | Amd64AsmTraits.ReadsLast);
        AddSizes("XCHG", "BWLQ", Mnemonic.Xchg, Amd64AsmTraits.Symmetric);
        foreach ((string name, Mnemonic family) in (ReadOnlySpan<(string, Mnemonic)>)
            [("BSF", Mnemonic.Bsf), ("BSR", Mnemonic.Bsr), ("BT", Mnemonic.Bt), ("BTC", Mnemonic.Btc), ("BTR", Mnemonic.Btr),
                ("BTS", Mnemonic.Bts), ("LAR", Mnemonic.Lar), ("LSL", Mnemonic.Lsl),
             ("LZCNT", Mnemonic.Lzcnt), ("POPCNT", Mnemonic.Popcnt), ("TZCNT", Mnemonic.Tzcnt), ("LEA", Mnemonic.Lea),
             ("RDRAND", Mnemonic.Rdrand), ("RDSEED", Mnemonic.Rdseed),
             ("SLDT", Mnemonic.Sldt), ("SMSW", Mnemonic.Smsw), ("STR", Mnemonic.Str), ("MOVBE", Mnemonic.Movbe), ("LFS", Mnemonic.Lfs),
             ("LGS", Mnemonic.Lgs), ("LSS", Mnemonic.Lss)])
        {
            AddSizes(name, "WLQ", family);
        }
        foreach ((string name, Mnemonic family) in (ReadOnlySpan<(string, Mnemonic)>)
            [("ADCX", Mnemonic.Adcx), ("ADOX", Mnemonic.Adox), ("ANDN", Mnemonic.Andn), ("BEXTR", Mnemonic.Bextr), ("BLSI", Mnemonic.Blsi),
                ("BLSMSK", Mnemonic.Blsmsk), ("BLSR", Mnemonic.Blsr),
             ("BZHI", Mnemonic.Bzhi), ("MULX", Mnemonic.Mulx), ("PDEP", Mnemonic.Pdep), ("PEXT", Mnemonic.Pext), ("RORX", Mnemonic.Rorx),
             ("SARX", Mnemonic.Sarx), ("SHLX", Mnemonic.Shlx), ("SHRX", Mnemonic.Shrx),
             ("RDFSBASE", Mnemonic.Rdfsbase), ("RDGSBASE", Mnemonic.Rdgsbase), ("WRFSBASE", Mnemonic.Wrfsbase),
             ("WRGSBASE", Mnemonic.Wrgsbase), ("MOVNTI", Mnemonic.Movnti), ("BSWAP", Mnemonic.Bswap)])
        {
            AddSizes(name, "LQ", family);
        }
        foreach ((char suffix, int size) in (ReadOnlySpan<(char, int)>)[('B', 1), ('W', 2), ('L', 4), ('Q', 8)])
        {
            // Three operands make a double shift.
            _byName["SHL" + suffix] = new Amd64AsmMnemonic(Amd64AsmAction.Encode) { Family = [Mnemonic.Shl, Mnemonic.Shld], Size = size };
            _byName["SHR" + suffix] = new Amd64AsmMnemonic(Amd64AsmAction.Encode) { Family = [Mnemonic.Shr, Mnemonic.Shrd], Size = size };
        }
        Add("IMULB", [Code.Imul_rm8]);
        Add("IMULW", [Code.Imul_rm16, Code.Imul_r16_rm16]);
        Add("IMULL", [Code.Imul_rm32, Code.Imul_r32_rm32]);
        Add("IMULQ", [Code.Imul_rm64, Code.Imul_r64_rm64]);
        Add("IMUL3W", [Code.Imul_r16_rm16_imm8, Code.Imul_r16_rm16_imm16]);
        Add("IMUL3L", [Code.Imul_r32_rm32_imm8, Code.Imul_r32_rm32_imm32]);
        Add("IMUL3Q", [Code.Imul_r64_rm64_imm8, Code.Imul_r64_rm64_imm32]);
        _byName["BOUNDW"] = new Amd64AsmMnemonic(Amd64AsmAction.Encode) { Codes = [Code.Lea_r16_m],
            Traits = Amd64AsmTraits.IntelOrder | Amd64AsmTraits.ReadsLast, Opcode = 0x62 };
        Add("RETFW", [Code.Retfw, Code.Retfw_imm16]);
        Add("RETFL", [Code.Retfd, Code.Retfd_imm16]);
        Add("RETFQ", [Code.Retfq, Code.Retfq_imm16]);
        Add("NOPW", [Code.Nop_rm16]);
        Add("NOPL", [Code.Nop_rm32]);
        Add("INT", [Code.Int_imm8]);
        Add(IndirectJump, [Code.Jmp_rm64]);
        Add(IndirectCall, [Code.Call_rm64]);
        Add("CRC32B", [Code.Crc32_r32_rm8]);
        Add("CRC32W", [Code.Crc32_r32_rm16]);
        Add("CRC32L", [Code.Crc32_r32_rm32]);
        Add("CRC32Q", [Code.Crc32_r64_rm64]);
        Add("INVPCID", [Code.Invpcid_r64_m128]);
        // The operand is 16 bits wide whatever the prefix; Go writes none.
        foreach ((string name, Mnemonic family) in (ReadOnlySpan<(string, Mnemonic)>)[("LLDT", Mnemonic.Lldt), ("LMSW", Mnemonic.Lmsw),
            ("LTR", Mnemonic.Ltr), ("VERR", Mnemonic.Verr), ("VERW", Mnemonic.Verw)])
        {
            Add(name, family, 4);
        }
        Add("UMONITOR", Mnemonic.Umonitor, 8);
        Add("MOVBEWW", Mnemonic.Movbe, 2);
        Add("MOVBELL", Mnemonic.Movbe, 4);
        Add("MOVBEQQ", Mnemonic.Movbe, 8);
    }

    // table: names of the Plan 9 tradition (L for 32 bits, O for 128)
    private void AddRenamed()
    {
        foreach ((string name, Mnemonic family) in (ReadOnlySpan<(string, Mnemonic)>)
            [("CVTPL2PD", Mnemonic.Cvtdq2pd), ("CVTPL2PS", Mnemonic.Cvtdq2ps), ("MOVO", Mnemonic.Movdqa), ("MOVOA", Mnemonic.Movdqa),
                ("MOVOU", Mnemonic.Movdqu), ("MOVNTO", Mnemonic.Movntdq), ("MOVNTDQ", Mnemonic.Movntdq), ("PACKSSLW", Mnemonic.Packssdw),
             ("PADDL", Mnemonic.Paddd), ("PADDD", Mnemonic.Paddd), ("PCMPEQL", Mnemonic.Pcmpeqd), ("PCMPGTL", Mnemonic.Pcmpgtd),
             ("PMADDWL", Mnemonic.Pmaddwd), ("PMULULQ", Mnemonic.Pmuludq), ("PSHUFL", Mnemonic.Pshufd), ("PSLLL", Mnemonic.Pslld),
             ("PSLLO", Mnemonic.Pslldq), ("PSLLDQ", Mnemonic.Pslldq), ("PSRAL", Mnemonic.Psrad), ("PSRLL", Mnemonic.Psrld),
             ("PSRLO", Mnemonic.Psrldq), ("PSRLDQ", Mnemonic.Psrldq), ("PSUBL", Mnemonic.Psubd), ("PUNPCKHLQ", Mnemonic.Punpckhdq),
             ("PUNPCKHWL", Mnemonic.Punpckhwd), ("PUNPCKLLQ", Mnemonic.Punpckldq), ("PUNPCKLWL", Mnemonic.Punpcklwd),
             ("MASKMOVOU", Mnemonic.Maskmovdqu), ("MASKMOVDQU", Mnemonic.Maskmovdqu)])
        {
            Add(name, family);
        }
        foreach ((string name, Mnemonic family, int size) in (ReadOnlySpan<(string, Mnemonic, int)>)
            [("CVTSD2SL", Mnemonic.Cvtsd2si, 4), ("CVTSD2SQ", Mnemonic.Cvtsd2si, 8), ("CVTSS2SL", Mnemonic.Cvtss2si, 4),
                ("CVTSS2SQ", Mnemonic.Cvtss2si, 8), ("CVTTSD2SL", Mnemonic.Cvttsd2si, 4),
             ("CVTTSD2SQ", Mnemonic.Cvttsd2si, 8), ("CVTTSS2SL", Mnemonic.Cvttss2si, 4), ("CVTTSS2SQ", Mnemonic.Cvttss2si, 8),
             ("CVTSL2SD", Mnemonic.Cvtsi2sd, 4), ("CVTSQ2SD", Mnemonic.Cvtsi2sd, 8), ("CVTSL2SS", Mnemonic.Cvtsi2ss, 4),
             ("CVTSQ2SS", Mnemonic.Cvtsi2ss, 8), ("VCVTSD2SI", Mnemonic.Vcvtsd2si, 4), ("VCVTSD2SIQ", Mnemonic.Vcvtsd2si, 8),
             ("VCVTSD2USIL", Mnemonic.Vcvtsd2usi, 4), ("VCVTSD2USIQ", Mnemonic.Vcvtsd2usi, 8), ("VCVTSI2SDL", Mnemonic.Vcvtsi2sd, 4),
             ("VCVTSI2SDQ", Mnemonic.Vcvtsi2sd, 8), ("VCVTSI2SSL", Mnemonic.Vcvtsi2ss, 4), ("VCVTSI2SSQ", Mnemonic.Vcvtsi2ss, 8),
             ("VCVTSS2SI", Mnemonic.Vcvtss2si, 4), ("VCVTSS2SIQ", Mnemonic.Vcvtss2si, 8), ("VCVTSS2USIL", Mnemonic.Vcvtss2usi, 4),
             ("VCVTSS2USIQ", Mnemonic.Vcvtss2usi, 8), ("VCVTTSD2SI", Mnemonic.Vcvttsd2si, 4), ("VCVTTSD2SIQ", Mnemonic.Vcvttsd2si, 8),
             ("VCVTTSD2USIL", Mnemonic.Vcvttsd2usi, 4), ("VCVTTSD2USIQ", Mnemonic.Vcvttsd2usi, 8), ("VCVTTSS2SI", Mnemonic.Vcvttss2si, 4),
             ("VCVTTSS2SIQ", Mnemonic.Vcvttss2si, 8), ("VCVTTSS2USIL", Mnemonic.Vcvttss2usi, 4), ("VCVTTSS2USIQ", Mnemonic.Vcvttss2usi, 8),
             ("VCVTUSI2SDL", Mnemonic.Vcvtusi2sd, 4),
             ("VCVTUSI2SDQ", Mnemonic.Vcvtusi2sd, 8), ("VCVTUSI2SSL", Mnemonic.Vcvtusi2ss, 4), ("VCVTUSI2SSQ", Mnemonic.Vcvtusi2ss, 8)])
        {
            Add(name, family, size);
        }
        AddFamilies("CVTPD2PL", Mnemonic.Cvtpd2dq, Mnemonic.Cvtpd2pi);
        AddFamilies("CVTPS2PL", Mnemonic.Cvtps2dq, Mnemonic.Cvtps2pi);
        AddFamilies("CVTTPD2PL", Mnemonic.Cvttpd2dq, Mnemonic.Cvttpd2pi);
        AddFamilies("CVTTPS2PL", Mnemonic.Cvttps2dq, Mnemonic.Cvttps2pi);
        AddFamilies("MOVHPS", Mnemonic.Movhps, Mnemonic.Movlhps);
        AddFamilies("MOVLPS", Mnemonic.Movlps, Mnemonic.Movhlps);
        Add("CMPPD", [Code.Cmppd_xmm_xmmm128_imm8], traits: Amd64AsmTraits.ImmediateLast);
        Add("CMPPS", [Code.Cmpps_xmm_xmmm128_imm8], traits: Amd64AsmTraits.ImmediateLast);
        Add("CMPSD", [Code.Cmpsd_xmm_xmmm64_imm8], traits: Amd64AsmTraits.ImmediateLast);
        Add("CMPSS", [Code.Cmpss_xmm_xmmm32_imm8], traits: Amd64AsmTraits.ImmediateLast);
        Add("SHA256RNDS2", Mnemonic.Sha256rnds2, traits: Amd64AsmTraits.ImpliedX0);
        Add("BLENDVPD", Mnemonic.Blendvpd, traits: Amd64AsmTraits.ImpliedX0);
        Add("BLENDVPS", Mnemonic.Blendvps, traits: Amd64AsmTraits.ImpliedX0);
        Add("PBLENDVB", Mnemonic.Pblendvb, traits: Amd64AsmTraits.ImpliedX0);
    }

    // table: moves; the order of forms is the original's choice among equal encodings
    private void AddMoves()
    {
        Add("MOVB", [Code.Mov_rm8_r8, Code.Mov_r8_rm8, Code.Mov_r8_imm8, Code.Mov_rm8_imm8]);
        Add("MOVW", [Code.Mov_rm16_r16, Code.Mov_r16_rm16, Code.Mov_r16_imm16, Code.Mov_rm16_imm16, Code.Mov_Sreg_r32m16,
            Code.Mov_r32m16_Sreg]);
        Add("MOVL", [Code.Mov_rm32_r32, Code.Mov_r32_rm32, Code.Mov_r32_imm32, Code.Mov_rm32_imm32, Code.Movd_mm_rm32, Code.Movd_rm32_mm,
            Code.Movd_xmm_rm32, Code.Movd_rm32_xmm,
            Code.Mov_r64_cr, Code.Mov_cr_r64, Code.Mov_r64_dr, Code.Mov_dr_r64]);
        Code[] quad = [Code.Movq_mm_mmm64, Code.Movq_mmm64_mm, Code.Movdq2q_mm_xmm, Code.Movq_xmm_xmmm64, Code.Movq_xmmm64_xmm,
            Code.Mov_rm64_r64, Code.Mov_r64_rm64, Code.Mov_r32_imm32,
            Code.Mov_rm64_imm32, Code.Mov_r64_imm64, Code.Movq_mm_rm64, Code.Movq_rm64_mm, Code.Movq_xmm_rm64, Code.Movq_rm64_xmm,
            Code.Mov_r64_cr, Code.Mov_cr_r64, Code.Mov_r64_dr, Code.Mov_dr_r64];
        foreach (string name in (string[])["MOVQ", "MOVD", "MOVDQ2Q"])
        {
            Add(name, quad, traits: Amd64AsmTraits.ZeroExtends);
        }
        Add("MOVQOZX", [Code.Movq2dq_xmm_mm, Code.Movq_xmm_xmmm64]);
        Add("MOVQL", [Code.Mov_rm32_r32]);
        Add("MOVBLSX", [Code.Movsx_r32_rm8]);
        Add("MOVBLZX", [Code.Movzx_r32_rm8]);
        Add("MOVBQSX", [Code.Movsx_r64_rm8]);
        Add("MOVBQZX", [Code.Movzx_r64_rm8]);
        Add("MOVBWSX", [Code.Movsx_r16_rm8]);
        Add("MOVBWZX", [Code.Movzx_r16_rm8]);
        Add("MOVWLSX", [Code.Movsx_r32_rm16]);
        Add("MOVWLZX", [Code.Movzx_r32_rm16]);
        Add("MOVWQSX", [Code.Movsx_r64_rm16]);
        Add("MOVWQZX", [Code.Movzx_r64_rm16]);
        Add("MOVSWW", [Code.Movsx_r16_rm16]);
        Add("MOVZWW", [Code.Movzx_r16_rm16]);
        Add("MOVLQSX", [Code.Movsxd_r64_rm32]);
        Add("MOVLQZX", [Code.Mov_r32_rm32]);
    }

    // table: what moves SP as the depth table tracks it (contract 7.4)
    private void AddStack()
    {
        Dictionary<int, byte[]> push = Segments(("CS", "0e"), ("SS", "16"), ("DS", "1e"), ("ES", "06"), ("FS", "0fa0"), ("GS", "0fa8"));
        Dictionary<int, byte[]> pop = Segments(("SS", "17"), ("DS", "1f"), ("ES", "07"), ("FS", "0fa1"), ("GS", "0fa9"));
        _byName["PUSHL"] = new Amd64AsmMnemonic(Amd64AsmAction.Illegal) { Segments = push, StackDelta = 4 };
        _byName["POPL"] = new Amd64AsmMnemonic(Amd64AsmAction.Illegal) { Segments = pop, StackDelta = -4 };
        Add("PUSHQ", [Code.Push_r64, Code.Push_rm64, Code.Pushq_imm8, Code.Pushq_imm32, Code.Pushq_FS, Code.Pushq_GS], 8);
        Add("POPQ", [Code.Pop_r64, Code.Pop_rm64, Code.Popq_FS, Code.Popq_GS], -8);
        _byName["PUSHW"] = new Amd64AsmMnemonic(Amd64AsmAction.Encode)
        {
            Codes = [Code.Push_r16, Code.Push_rm16, Code.Pushw_imm8, Code.Push_imm16], Segments = Prefixed(push), StackDelta = 2,
        };
        _byName["POPW"] = new Amd64AsmMnemonic(Amd64AsmAction.Encode) { Codes = [Code.Pop_r16, Code.Pop_rm16], Segments = Prefixed(pop),
            StackDelta = -2 };
        _byName["PUSHFQ"] = new Amd64AsmMnemonic(Amd64AsmAction.Raw) { Bytes = [0x9c], StackDelta = 8 };
        _byName["POPFQ"] = new Amd64AsmMnemonic(Amd64AsmAction.Raw) { Bytes = [0x9d], StackDelta = -8 };
        _byName["PUSHFW"] = new Amd64AsmMnemonic(Amd64AsmAction.Raw) { Bytes = [0x66, 0x9c], StackDelta = 2 };
        _byName["POPFW"] = new Amd64AsmMnemonic(Amd64AsmAction.Raw) { Bytes = [0x66, 0x9d], StackDelta = -2 };
    }

    private static Dictionary<int, byte[]> Segments(params ReadOnlySpan<(string Name, string Bytes)> rows)
    {
        var result = new Dictionary<int, byte[]>();
        foreach ((string name, string bytes) in rows)
        {
            result.Add(Amd64AsmRegisters.TryFind(name, out int register) ? register : throw Diagnostics.Unexpected.Value(name),
                Convert.FromHexString(bytes));
        }
        return result;
    }

    /// <summary>The same with 16-bit operands.</summary>
    private static Dictionary<int, byte[]> Prefixed(Dictionary<int, byte[]> rows)
    {
        var result = new Dictionary<int, byte[]>();
        foreach ((int register, byte[] bytes) in rows)
        {
            result.Add(register, [0x66, .. bytes]);
        }
        return result;
    }

    private void AddFamilies(string name, params Mnemonic[] families)
        => _byName[name] = new Amd64AsmMnemonic(Amd64AsmAction.Encode) { Family = families };

    // table: what the original refuses of the immediates and registers that the manuals allow
    private void AddImmediates()
    {
        foreach (string name in (string[])["RCL", "RCR", "ROL", "ROR", "SAL", "SAR", "SHL", "SHR"])
        {
            foreach (char size in "BWLQ")
            {
                Mark(name + size, Amd64AsmTraits.UnsignedByte);
            }
        }
        Mark("XABORT", Amd64AsmTraits.UnsignedByte);
        Mark("EXTRACTPS", Amd64AsmTraits.TwoBits);
        foreach (string name in """
            PABSB PABSD PABSW PADDQ PHADDSW PHADDW PHSUBD PHSUBSW PHSUBW PMADDUBSW PMAXSW PMAXUB PMINSW PMINUB PMULHRSW PSADBW PSHUFB PSIGNB
            PSIGND PSIGNW PSUBB PSUBL PSUBQ
            PSUBSB PSUBSW PSUBUSB PSUBUSW PSUBW
            """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            Mark(name, Amd64AsmTraits.NoMmx);
        }
    }

    private void Mark(string name, Amd64AsmTraits trait)
    {
        Amd64AsmMnemonic row = _byName[name];
        _byName[name] = new Amd64AsmMnemonic(row.Action) { Family = row.Family, Codes = row.Codes, Size = row.Size,
            Traits = row.Traits | trait, StackDelta = row.StackDelta };
    }

    // table: conversions whose last letter is the width of the source
    private void AddWide()
    {
        foreach ((string name, Mnemonic family) in (ReadOnlySpan<(string, Mnemonic)>)
            [("VCVTPD2DQ", Mnemonic.Vcvtpd2dq), ("VCVTPD2PS", Mnemonic.Vcvtpd2ps), ("VCVTPD2UDQ", Mnemonic.Vcvtpd2udq),
                ("VCVTQQ2PS", Mnemonic.Vcvtqq2ps), ("VCVTTPD2DQ", Mnemonic.Vcvttpd2dq),
             ("VCVTTPD2UDQ", Mnemonic.Vcvttpd2udq), ("VCVTUQQ2PS", Mnemonic.Vcvtuqq2ps), ("VFPCLASSPD", Mnemonic.Vfpclasspd),
             ("VFPCLASSPS", Mnemonic.Vfpclassps)])
        {
            Add(name, family, 0, Amd64AsmTraits.Wide64);
            Add(name + "X", family, 0, Amd64AsmTraits.Wide16);
            Add(name + "Y", family, 0, Amd64AsmTraits.Wide32);
            Add(name + "Z", family, 0, Amd64AsmTraits.Wide64);
        }
    }
}
