using Go.Compiler.Assembler;
using Go.Compiler.Code;
using Go.Compiler.Collections;
using Go.Compiler.Objects;
using Iced.Intel;

namespace Go.Compiler.Arch.Amd64;

using Code = Iced.Intel.Code;

/// <summary>
/// Chooses the form of an instruction that fits its operands, and encodes it through Iced into a growing buffer. One per function being
/// assembled.
/// </summary>
internal sealed class Amd64AsmEncoder
{
    /// <summary>Target of relocations without a symbol.</summary>
    public static readonly AsmSymbol NoSymbol = new("", SymbolAbi.Abi0, false);

    private readonly Amd64AsmForms _forms;
    private readonly CodeBuffer _buffer;
    private readonly List<AsmRelocation> _relocations;
    private readonly Encoder _encoder;
    private readonly Register _threadLocalSegment;

    private sealed class Writer(CodeBuffer buffer) : CodeWriter
    {
        public override void WriteByte(byte value) => buffer.AppendByte(value);
    }

    /// <summary>Suffixes of AVX-512 instructions.</summary>
    private readonly record struct Modifiers(bool Zeroing, bool Broadcast, bool SuppressExceptions, RoundingControl Rounding)
    {
        public bool IsLenient { get; init; }

        public bool Any => Zeroing || Broadcast || SuppressExceptions || Rounding != RoundingControl.None;
    }

    /// <param name="relocations">Gets relocations of what is encoded, counted as <see cref="CodeBuffer.Length"/>.</param>
    /// <param name="threadLocalPrefix">The prefix of the segment that TLS stands for.</param>
    public Amd64AsmEncoder(Amd64AsmForms forms, CodeBuffer buffer, List<AsmRelocation> relocations, byte threadLocalPrefix)
    {
        _forms = forms;
        _buffer = buffer;
        _relocations = relocations;
        _threadLocalSegment = threadLocalPrefix == Amd64ThreadLocal.Gs ? Register.GS : Register.FS;
        _encoder = Encoder.Create(64, new Writer(buffer));
    }

    /// <summary>For explanations: zeroing needs no mask, and gathers may name a register twice.</summary>
    public bool IsLenient { get; set; }

    /// <summary>What was encoded last.</summary>
    public Instruction Last { get; private set; }

    /// <summary>Whether the instruction could be encoded; nothing is appended.</summary>
    public bool CanEncode(Amd64AsmMnemonic mnemonic, ReadOnlySpan<AsmOperand> operands, string suffix)
    {
        (int length, int relocations) = (_buffer.Length, _relocations.Count);
        bool can = TryEncode(mnemonic, operands, suffix);
        _buffer.Truncate(length);
        _relocations.RemoveRange(relocations, _relocations.Count - relocations);
        return can;
    }

    /// <summary>Whether one of the mnemonic's forms knows suffixes at all.</summary>
    public bool HasSuffixes(Amd64AsmMnemonic mnemonic)
    {
        foreach (OpCodeInfo form in _forms.Of(mnemonic))
        {
            if (form.Encoding == EncodingKind.EVEX)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>What keeps operands and suffix from fitting, in the original's words; null when only their kinds do.</summary>
    public string? Explain(Amd64AsmMnemonic mnemonic, ReadOnlySpan<AsmOperand> operands, string suffix)
        => new Amd64AsmExplanation(this, mnemonic, operands.ToArray(), suffix).Text();

    /// <summary>Appends one instruction; false when no form accepts the operands (in Go's order).</summary>
    public bool TryEncode(Amd64AsmMnemonic mnemonic, ReadOnlySpan<AsmOperand> operands, string suffix)
    {
        if (!TryModifiers(suffix, out Modifiers modifiers))
        {
            return false;
        }
        modifiers = modifiers with { IsLenient = IsLenient };
        AsmOperand[]? intel = IntelOrder(mnemonic, operands);
        return intel is not null && TryForms(mnemonic, intel, modifiers);
    }

    private static AsmOperand[]? IntelOrder(Amd64AsmMnemonic mnemonic, ReadOnlySpan<AsmOperand> operands)
    {
        if ((mnemonic.Traits & Amd64AsmTraits.ImpliedX0) != 0)
        {
            if (operands.Length == 0 || operands[0] is not { Kind: AsmOperandKind.Register, Register: Amd64AsmRegisters.Xmm })
            {
                return null;
            }
            operands = operands[1..];
        }
        AsmOperand[] result = operands.ToArray();
        if ((mnemonic.Traits & Amd64AsmTraits.ImmediateLast) != 0 && result.Length == 3)
        {
            return [result[1], result[0], result[2]];
        }
        if ((mnemonic.Traits & Amd64AsmTraits.IntelOrder) == 0)
        {
            Array.Reverse(result);
        }
        return result;
    }

    private bool TryForms(Amd64AsmMnemonic mnemonic, AsmOperand[] operands, Modifiers modifiers)
    {
        bool symmetric = (mnemonic.Traits & Amd64AsmTraits.Symmetric) != 0 && operands.Length == 2
            && operands[0].Kind != AsmOperandKind.Constant
            && operands[1].Kind != AsmOperandKind.Constant;
        foreach (OpCodeInfo form in _forms.Of(mnemonic))
        {
            // These two aliases name their operands the other way round.
            bool swapped = form.Code is Code.Fcom_st0_sti_DCD0 or Code.Fcomp_st0_sti_DCD8 && operands.Length == 2;
            if ((!swapped && TryForm(mnemonic, form, operands, modifiers))
                || ((swapped || symmetric) && TryForm(mnemonic, form, [operands[1], operands[0]], modifiers)))
            {
                return true;
            }
        }
        return false;
    }

    private bool TryForm(Amd64AsmMnemonic mnemonic, OpCodeInfo form, AsmOperand[] operands, Modifiers modifiers)
    {
        if ((mnemonic.Traits & Amd64AsmTraits.NamesTop) != 0 && form.OpCount == 1 && !TryDropTop(form, ref operands))
        {
            return false;
        }
        Instruction instruction = default;
        instruction.Code = form.Code;
        int start = _buffer.Length;
        if (!TryFill(ref instruction, form, operands, modifiers, mnemonic.Traits, out AsmOperand? memory) || !Emit(instruction, memory))
        {
            return false;
        }
        if (mnemonic.Opcode != 0)
        {
            // Of the bytes before the opcode, all prefixes, none can be equal to it.
            Span<byte> written = _buffer.Patch(start);
            written[written.IndexOf((byte)form.OpCode)] = mnemonic.Opcode;
        }
        return true;
    }

    /// <summary>Of an x87 instruction with one operand the other one is the top of the stack: the destination, or what is stored.</summary>
    private static bool TryDropTop(OpCodeInfo form, ref AsmOperand[] operands)
    {
        if (operands.Length != 2)
        {
            return false;
        }
        bool stores = form.Mnemonic is Mnemonic.Fst or Mnemonic.Fstp or Mnemonic.Fist or Mnemonic.Fistp or Mnemonic.Fbstp;
        AsmOperand top = operands[stores ? 1 : 0];
        operands = [operands[stores ? 0 : 1]];
        return top is { Kind: AsmOperandKind.Register, Register: Amd64AsmRegisters.X87 };
    }

    private static bool TryModifiers(string suffix, out Modifiers modifiers)
    {
        modifiers = default;
        foreach (string part in suffix.Length == 0 ? [] : suffix.Split('.'))
        {
            switch (part)
            {
                case "Z": modifiers = modifiers with { Zeroing = true }; break;
                case "BCST": modifiers = modifiers with { Broadcast = true }; break;
                case "SAE": modifiers = modifiers with { SuppressExceptions = true }; break;
                case "RN_SAE": modifiers = modifiers with { Rounding = RoundingControl.RoundToNearest }; break;
                case "RD_SAE": modifiers = modifiers with { Rounding = RoundingControl.RoundDown }; break;
                case "RU_SAE": modifiers = modifiers with { Rounding = RoundingControl.RoundUp }; break;
                case "RZ_SAE": modifiers = modifiers with { Rounding = RoundingControl.RoundTowardZero }; break;
                default: return false;
            }
        }
        return true;
    }

    private bool TryFill(ref Instruction instruction, OpCodeInfo form, AsmOperand[] operands, Modifiers modifiers, Amd64AsmTraits traits,
        out AsmOperand? memory)
    {
        memory = null;
        bool implicitMemory = form.OpCount > 0 && form.GetOpKind(0) == OpCodeOperandKind.seg_rDI;
        int first = implicitMemory ? 1 : 0;
        if (implicitMemory)
        {
            instruction.Op0Kind = OpKind.MemorySegRDI;
        }
        if (!TryMask(ref instruction, form, ref operands, form.OpCount - first) || !FitsModifiers(form, modifiers))
        {
            return false;
        }
        for (int i = 0; i < operands.Length; i++)
        {
            if (!TryOperand(ref instruction, i + first, form, operands[i], traits, ref memory))
            {
                return false;
            }
        }
        if (modifiers.Broadcast && memory is null || (modifiers.SuppressExceptions || modifiers.Rounding != RoundingControl.None)
            && memory is not null)
        {
            return false;
        }
        if (!modifiers.IsLenient && (modifiers.Zeroing && instruction.OpMask == Register.None || !GatherIsDistinct(form, operands)))
        {
            return false;
        }
        instruction.ZeroingMasking = modifiers.Zeroing;
        instruction.IsBroadcast = modifiers.Broadcast;
        instruction.SuppressAllExceptions = modifiers.SuppressExceptions;
        instruction.RoundingControl = modifiers.Rounding;
        return true;
    }

    /// <summary>A gather faults when its destination, index and vector mask are not all different registers.</summary>
    private static bool GatherIsDistinct(OpCodeInfo form, AsmOperand[] operands)
    {
        if (operands.Length < 2 || Amd64AsmOperandKinds.VectorIndexClass(form.GetOpKind(1)) == 0
            || operands[0].Kind != AsmOperandKind.Register)
        {
            return true;
        }
        int to = Amd64AsmRegisters.Index(operands[0].Register), index = Amd64AsmRegisters.Index(operands[1].Index);
        int mask = operands.Length > 2 ? Amd64AsmRegisters.Index(operands[2].Register) : -1;
        return to != index && to != mask && index != mask;
    }

    /// <summary>An extra mask register just before the destination is not an operand of the form but its write mask.</summary>
    private static bool TryMask(ref Instruction instruction, OpCodeInfo form, ref AsmOperand[] operands, int count)
    {
        if (operands.Length == count)
        {
            return !form.RequireOpMaskRegister;
        }
        if (operands.Length != count + 1 || !form.CanUseOpMaskRegister || operands.Length < 2)
        {
            return false;
        }
        AsmOperand mask = operands[1];
        if (mask.Kind != AsmOperandKind.Register || Amd64AsmRegisters.Class(mask.Register) != Amd64AsmRegisters.Mask
            || Amd64AsmRegisters.Index(mask.Register) == 0)
        {
            return false;
        }
        instruction.OpMask = Register.K0 + Amd64AsmRegisters.Index(mask.Register);
        operands = [operands[0], .. operands[2..]];
        return true;
    }

    private static bool FitsModifiers(OpCodeInfo form, Modifiers modifiers)
        => !modifiers.Any || (form.Encoding == EncodingKind.EVEX
            && (!modifiers.Zeroing || form.CanUseZeroingMasking)
            && (!modifiers.Broadcast || form.CanBroadcast)
            && (!modifiers.SuppressExceptions || form.CanSuppressAllExceptions)
            && (modifiers.Rounding == RoundingControl.None || form.CanUseRoundingControl));

    private bool TryOperand(ref Instruction instruction, int index, OpCodeInfo form, AsmOperand operand, Amd64AsmTraits traits,
        ref AsmOperand? memory)
    {
        OpCodeOperandKind kind = form.GetOpKind(index);
        switch (operand.Kind)
        {
            case AsmOperandKind.Register:
                Register register = ToRegister(kind, operand.Register);
                if (register == Register.None || kind is OpCodeOperandKind.zmmp3_vvvv or OpCodeOperandKind.xmmp3_vvvv)
                {
                    return false;
                }
                instruction.SetOpKind(index, OpKind.Register);
                instruction.SetOpRegister(index, register);
                return true;
            case AsmOperandKind.RegisterList:
                // [Z0-Z3]: a block of four, named by its first.
                bool block = kind is OpCodeOperandKind.zmmp3_vvvv or OpCodeOperandKind.xmmp3_vvvv && operand.Index - operand.Register == 3;
                register = block ? ToRegister(kind, operand.Register) : Register.None;
                instruction.SetOpKind(index, OpKind.Register);
                instruction.SetOpRegister(index, register);
                return register != Register.None;
            case AsmOperandKind.Constant:
                OpKind immediate = Amd64AsmOperandKinds.Immediate(form, kind, operand.Offset, traits);
                bool loses = (traits & Amd64AsmTraits.ZeroExtends) != 0 && kind == OpCodeOperandKind.imm32 && operand.Offset < 0;
                if (immediate == OpKind.Register || loses)
                {
                    return false;
                }
                instruction.SetOpKind(index, immediate);
                instruction.SetImmediate(index, operand.Offset);
                return true;
            case AsmOperandKind.Memory:
                memory = operand;
                return Amd64AsmOperandKinds.AcceptsMemory(kind)
                    && TryMemory(ref instruction, index, Amd64AsmOperandKinds.VectorIndexClass(kind), operand);
            default:
                return false;
        }
    }

    private static Register ToRegister(OpCodeOperandKind kind, int register)
    {
        int @class = Amd64AsmRegisters.Class(register), index = Amd64AsmRegisters.Index(register);
        int size = Amd64AsmOperandKinds.GeneralSize(kind);
        if (@class is Amd64AsmRegisters.General or Amd64AsmRegisters.HighByte or Amd64AsmRegisters.LowByte)
        {
            // AX is any size of it, AL the byte only, and the short forms of byte instructions only know AL.
            int only = Amd64AsmOperandKinds.FixedGeneral(kind);
            bool named = @class == Amd64AsmRegisters.LowByte || (@class == Amd64AsmRegisters.General && kind != OpCodeOperandKind.al);
            bool fits = size != 0 && (only < 0 || (only == index && named)) && (@class == Amd64AsmRegisters.General || size == 1);
            return fits ? Amd64AsmRegisters.ToGeneral(register, size) : Register.None;
        }
        if (kind is OpCodeOperandKind.fs or OpCodeOperandKind.gs)
        {
            Register segment = kind == OpCodeOperandKind.fs ? Register.FS : Register.GS;
            return @class == Amd64AsmRegisters.Segment && Register.ES + index == segment ? segment : Register.None;
        }
        if (@class != Amd64AsmOperandKinds.VectorClass(kind))
        {
            return Register.None;
        }
        return @class switch
        {
            Amd64AsmRegisters.Xmm => Register.XMM0 + index,
            Amd64AsmRegisters.Ymm => Register.YMM0 + index,
            Amd64AsmRegisters.Zmm => Register.ZMM0 + index,
            Amd64AsmRegisters.Mask => Register.K0 + index,
            Amd64AsmRegisters.Mmx => Register.MM0 + index,
            Amd64AsmRegisters.Control => Register.CR0 + index,
            Amd64AsmRegisters.Debug => Register.DR0 + index,
            Amd64AsmRegisters.Segment => Register.ES + index,
            Amd64AsmRegisters.X87 when kind == OpCodeOperandKind.sti_opcode || index == 0 => Register.ST0 + index,
            _ => Register.None,
        };
    }

    private bool TryMemory(ref Instruction instruction, int index, int vectorIndex, AsmOperand operand)
    {
        // A 32-bit sum may wrap around; a 64-bit one would not be what was written.
        long largest = instruction.Code is Code.Lea_r32_m or Code.Lea_r16_m ? uint.MaxValue : int.MaxValue;
        if (operand.Offset < int.MinValue || operand.Offset > largest)
        {
            return false;
        }
        instruction.SetOpKind(index, OpKind.Memory);
        instruction.MemoryIndexScale = 1;
        if (operand.IsSymbolReference)
        {
            // The displacement is relocated: encode any, as 4 bytes.
            instruction.MemoryBase = Register.RIP;
            instruction.MemoryDisplSize = 8;
            return operand.Register == 0 && operand.Index == 0 && vectorIndex == 0;
        }
        if (!TrySegment(ref instruction, operand, out int baseRegister, out int indexRegister))
        {
            return false;
        }
        if (baseRegister != 0)
        {
            instruction.MemoryBase = Register.RAX + Amd64AsmRegisters.Index(baseRegister);
        }
        if (indexRegister != 0 && !TryIndex(ref instruction, vectorIndex, indexRegister, operand.Scale)
            || (indexRegister == 0 && vectorIndex != 0))
        {
            return false;
        }
        long displacement = (int)operand.Offset;
        instruction.MemoryDisplacement64 = (ulong)displacement;
        instruction.MemoryDisplSize = baseRegister == 0 ? 8 : displacement == 0 ? 0 : 1;
        return true;
    }

    private static bool TryIndex(ref Instruction instruction, int vectorIndex, int register, int scale)
    {
        int @class = Amd64AsmRegisters.Class(register), index = Amd64AsmRegisters.Index(register);
        if (vectorIndex != 0 ? @class != vectorIndex : @class != Amd64AsmRegisters.General || register == Amd64AsmRegisters.Sp)
        {
            return false;
        }
        instruction.MemoryIndex = @class switch
        {
            Amd64AsmRegisters.Xmm => Register.XMM0 + index,
            Amd64AsmRegisters.Ymm => Register.YMM0 + index,
            Amd64AsmRegisters.Zmm => Register.ZMM0 + index,
            _ => Register.RAX + index,
        };
        instruction.MemoryIndexScale = Math.Max(1, scale);
        return true;
    }

    /// <summary>
    /// <c>off(GS)</c> and <c>off(R)(GS*1)</c> name a segment where a register would stand; TLS means the one of thread-local storage, with
    /// a relocated displacement.
    /// </summary>
    private bool TrySegment(ref Instruction instruction, AsmOperand operand, out int baseRegister, out int indexRegister)
    {
        baseRegister = operand.Register;
        indexRegister = operand.Index;
        foreach (int register in (ReadOnlySpan<int>)[baseRegister, indexRegister])
        {
            if (register == Amd64AsmRegisters.Tls)
            {
                instruction.SegmentPrefix = _threadLocalSegment;
            }
            else if (Amd64AsmRegisters.Class(register) == Amd64AsmRegisters.Segment)
            {
                instruction.SegmentPrefix = Register.ES + Amd64AsmRegisters.Index(register);
            }
        }
        if (baseRegister != 0 && Amd64AsmRegisters.Class(baseRegister) is Amd64AsmRegisters.Segment or Amd64AsmRegisters.Tls)
        {
            baseRegister = 0;
        }
        if (indexRegister != 0 && Amd64AsmRegisters.Class(indexRegister) is Amd64AsmRegisters.Segment or Amd64AsmRegisters.Tls)
        {
            indexRegister = 0;
        }
        return baseRegister == 0 || Amd64AsmRegisters.Class(baseRegister) == Amd64AsmRegisters.General;
    }

    private bool Emit(in Instruction instruction, AsmOperand? memory)
    {
        int start = _buffer.Length;
        if (!_encoder.TryEncode(instruction, 0, out uint length, out _))
        {
            _buffer.Truncate(start);
            return false;
        }
        Last = instruction;
        bool threadLocal = memory is { Register: Amd64AsmRegisters.Tls };
        if (memory is { IsSymbolReference: true } || threadLocal)
        {
            int at = start + (int)_encoder.GetConstantOffsets().DisplacementOffset;
            _buffer.Patch(at)[..4].Clear();
            int trailing = start + (int)length - (at + 4);
            _relocations.Add(threadLocal
                ? new AsmRelocation(at, RelocationKind.TlsOffset, NoSymbol, memory!.Offset)
                : new AsmRelocation(at, RelocationKind.PcRelative, memory!.Symbol!, memory.Offset - trailing));
        }
        return true;
    }
}
