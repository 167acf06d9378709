using System.Collections.Concurrent;
using Go.Compiler.Collections;
using Iced.Intel;

namespace Go.Compiler.Arch.Amd64;

using Code = Iced.Intel.Code;

/// <summary>The encodings a mnemonic may take, in the order in which Go prefers them. Results are computed once and never change.</summary>
internal sealed class Amd64AsmForms
{
    private static readonly int s_codes = (int)Code.VEX_Vsm3rnds2_xmm_xmm_xmmm128_imm8 + 1;

    private readonly int[] _first;
    private readonly Code[] _byMnemonic;
    private readonly ConcurrentDictionary<Amd64AsmMnemonic, OpCodeInfo[]> _cache = new();

    public Amd64AsmForms()
    {
        int mnemonics = 0;
        for (int i = 0; i < s_codes; i++)
        {
            mnemonics = Math.Max(mnemonics, (int)((Code)i).Mnemonic() + 1);
        }
        _first = new int[mnemonics + 1];
        for (int i = 0; i < s_codes; i++)
        {
            _first[(int)((Code)i).Mnemonic() + 1]++;
        }
        for (int i = 1; i < _first.Length; i++)
        {
            _first[i] += _first[i - 1];
        }
        _byMnemonic = new Code[s_codes];
        int[] next = [.. _first];
        for (int i = 0; i < s_codes; i++)
        {
            _byMnemonic[next[(int)((Code)i).Mnemonic()]++] = (Code)i;
        }
    }

    public ReadOnlySpan<OpCodeInfo> Of(Amd64AsmMnemonic mnemonic) => _cache.GetOrAdd(mnemonic, Order);

    private OpCodeInfo[] Order(Amd64AsmMnemonic mnemonic)
    {
        var forms = new EntityList<(int Rank, OpCodeInfo Info)>();
        if (mnemonic.Codes is { } codes)
        {
            foreach (Code code in codes)
            {
                forms.Add((forms.Count, code.ToOpCode()));
            }
        }
        foreach (Mnemonic family in mnemonic.Family)
        {
            for (int i = _first[(int)family]; i < _first[(int)family + 1]; i++)
            {
                OpCodeInfo info = _byMnemonic[i].ToOpCode();
                bool usable = info.Mode64 && info.Encoding is EncodingKind.Legacy or EncodingKind.VEX or EncodingKind.EVEX;
                if (usable && !IsLaterVex(info) && !(UsesMmx(info) && (mnemonic.Traits & Amd64AsmTraits.NoMmx) != 0)
                    && FitsSize(info, mnemonic.Size) && FitsWidth(info, mnemonic.Traits))
                {
                    forms.Add(((Rank(info) << 16) | i, info));
                }
            }
        }
        forms.Sort((a, b) => a.Rank.CompareTo(b.Rank));
        return [.. forms.Select(f => f.Info)];
    }

    /// <summary>VEX encodings that came after the EVEX ones of the same names, which are the only ones that the original writes.</summary>
    private static bool IsLaterVex(OpCodeInfo info)
    {
        if (info.Encoding != EncodingKind.VEX)
        {
            return false;
        }
        foreach (CpuidFeature feature in info.Code.CpuidFeatures())
        {
            if (feature is CpuidFeature.AVX_VNNI or CpuidFeature.AVX_VNNI_INT8 or CpuidFeature.AVX_VNNI_INT16 or CpuidFeature.AVX_IFMA
                or CpuidFeature.AVX_NE_CONVERT)
            {
                return true;
            }
        }
        return false;
    }

    private static bool UsesMmx(OpCodeInfo info)
    {
        for (int i = 0; i < info.OpCount; i++)
        {
            if (Amd64AsmOperandKinds.VectorClass(info.GetOpKind(i)) == Amd64AsmRegisters.Mmx)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>
    /// Lower is better: immediates that fit a byte, then the accumulator's short forms; VEX before EVEX; and the direction Go prefers
    /// between two registers.
    /// </summary>
    private static int Rank(OpCodeInfo info)
    {
        int rank = info.Encoding == EncodingKind.EVEX ? 100 : 0;
        bool vector = false, memoryFirst = false;
        for (int i = 0; i < info.OpCount; i++)
        {
            OpCodeOperandKind kind = info.GetOpKind(i);
            vector |= Amd64AsmOperandKinds.IsVector(kind);
            memoryFirst |= i == 0 && (Amd64AsmOperandKinds.AcceptsMemory(kind) || kind == OpCodeOperandKind.xmm_rm);
            rank += kind switch
            {
                OpCodeOperandKind.imm8_const_1 => -8,
                OpCodeOperandKind.imm8sex16 or OpCodeOperandKind.imm8sex32 or OpCodeOperandKind.imm8sex64 => -6,
                OpCodeOperandKind.al or OpCodeOperandKind.ax or OpCodeOperandKind.eax or OpCodeOperandKind.rax => -4,
                OpCodeOperandKind.r8_opcode or OpCodeOperandKind.r16_opcode or OpCodeOperandKind.r32_opcode or OpCodeOperandKind.r64_opcode
                    => -2,
                _ => 0,
            };
        }
        bool preferMemoryFirst = !(vector && info.Encoding == EncodingKind.Legacy);
        return rank + 20 + (memoryFirst == preferMemoryFirst ? 0 : 1);
    }

    private static bool FitsSize(OpCodeInfo info, int size)
    {
        if (size == 0)
        {
            return true;
        }
        bool any = false, fits = false;
        for (int i = 0; i < info.OpCount; i++)
        {
            OpCodeOperandKind kind = info.GetOpKind(i);
            int general = kind == OpCodeOperandKind.cl ? 0 : Amd64AsmOperandKinds.GeneralSize(kind);
            any |= general != 0;
            fits |= general == size;
        }
        return !any || fits;
    }

    private static bool FitsWidth(OpCodeInfo info, Amd64AsmTraits traits)
    {
        OpCodeOperandKind wanted = (traits & (Amd64AsmTraits.Wide16 | Amd64AsmTraits.Wide32 | Amd64AsmTraits.Wide64)) switch
        {
            Amd64AsmTraits.Wide16 => OpCodeOperandKind.xmm_or_mem,
            Amd64AsmTraits.Wide32 => OpCodeOperandKind.ymm_or_mem,
            Amd64AsmTraits.Wide64 => OpCodeOperandKind.zmm_or_mem,
            _ => OpCodeOperandKind.None,
        };
        for (int i = 0; i < info.OpCount; i++)
        {
            if (info.GetOpKind(i) == wanted)
            {
                return true;
            }
        }
        return wanted == OpCodeOperandKind.None;
    }
}
