using Go.Compiler.Arch.Amd64;
using Go.Compiler.Backend;
using Go.Compiler.Objects;
using Iced.Intel;

namespace Go.Compiler.Tests.Arch;

using Code = Iced.Intel.Code;

/// <summary>The hand-made encodings, read back by Iced's decoder.</summary>
public sealed class Amd64InstructionWriterTests
{
    private const int Ax = 0, Cx = 1, Dx = 2, Bx = 3, Sp = 4, Bp = 5, Si = 6, Di = 7;
    private static readonly CodeTarget s_symbol = new(new SymbolKey("p.x", SymbolAbi.Abi0), null);

    private static string Show(Action<Amd64InstructionWriter> write)
    {
        var writer = new Amd64InstructionWriter();
        write(writer);
        byte[] code = writer.Finish();
        var decoder = Decoder.Create(64, code, 0x1000);
        var formatter = new NasmFormatter { Options = { SpaceAfterOperandSeparator = true } };
        var lines = new List<string>();
        while (decoder.IP < 0x1000 + (ulong)code.Length)
        {
            var output = new StringOutput();
            formatter.Format(decoder.Decode(), output);
            lines.Add(output.ToStringAndReset());
        }
        return string.Join("; ", lines);
    }

    private static void Check(string expected, Action<Amd64InstructionWriter> write) => Assert.Equal(expected, Show(write));

    [Fact]
    public void Moves()
    {
        Check("mov rbx, r9", w => w.Move(8, Bx, 9));
        Check("mov ebx, ecx", w => w.Move(4, Bx, Cx));
        Check("mov r14, [gs:r14]", w => w.Load(8, 14, Amd64Memory.InSegment(Amd64ThreadLocal.Gs, 14)));
        Check("mov r14, [gs:0]", w => w.Load(8, 14, Amd64Memory.ThreadLocalG(Amd64ThreadLocal.Gs)));
        Check("mov sil, [rsp+8]", w => w.Load(1, Si, Amd64Memory.At(Sp, 8)));
        Check("mov ax, [r13]", w => w.Load(2, Ax, Amd64Memory.At(13)));
        Check("mov r10d, [r12+rax*4]", w => w.Load(4, 10, Amd64Memory.Indexed(12, Ax, 4)));
        Check("mov [rbp+r15*8-200h], dil", w => w.Store(1, Amd64Memory.Indexed(Bp, 15, 8, -0x200), Di));
        Check("mov dword [rax], 0FFFFFFFFh", w => w.StoreConstant(4, Amd64Memory.At(Ax), -1));
        Check("mov word [rax+1], 7", w => w.StoreConstant(2, Amd64Memory.At(Ax, 1), 7));
        Check("mov qword [rax], 5", w => w.StoreConstant(8, Amd64Memory.At(Ax), 5));
        Check("mov r9d, 0FFFFFFFFh; mov rax, 0FFFFFFFFFFFFFFFFh; mov rcx, 123456789Ah", w =>
        {
            w.LoadConstant(9, 0xFFFFFFFF);
            w.LoadConstant(Ax, -1);
            w.LoadConstant(Cx, 0x123456789A);
        });
        Check("movzx eax, dil; movzx eax, word [rbx]; mov eax, ecx; mov eax, [rcx]", w =>
        {
            w.ZeroExtend(1, Ax, Di);
            w.LoadZeroExtend(2, Ax, Amd64Memory.At(Bx));
            w.ZeroExtend(4, Ax, Cx);
            w.LoadZeroExtend(4, Ax, Amd64Memory.At(Cx));
        });
        Check("movsx rax, bl; movsx eax, word [rbx]; movsxd r8, edi", w =>
        {
            w.SignExtend(1, 8, Ax, Bx);
            w.LoadSignExtend(2, 4, Ax, Amd64Memory.At(Bx));
            w.SignExtend(4, 8, 8, Di);
        });
        Check("lea rax, [rcx+rdx*2+10h]; lea eax, [rcx*8+1]", w =>
        {
            w.LoadAddress(Ax, Amd64Memory.Indexed(Cx, Dx, 2, 16));
            w.LoadAddress32(Ax, Amd64Memory.Indexed(Amd64Memory.None, Cx, 8, 1));
        });
    }

    [Fact]
    public void Integer_arithmetic()
    {
        Check("add rax, rbx; sub sil, r8b; cmp [rax], cx; xor r8d, [r9]", w =>
        {
            w.Alu(Amd64Alu.Add, 8, Ax, Bx);
            w.Alu(Amd64Alu.Sub, 1, Si, 8);
            w.Alu(Amd64Alu.Cmp, 2, Amd64Memory.At(Ax), Cx);
            w.Alu(Amd64Alu.Xor, 4, 8, Amd64Memory.At(9));
        });
        Check("and rbx, 7Fh; add rax, 80h; add rbx, 80h; cmp byte [rax], 5; or word [rcx], 1000h; sub dil, 3", w =>
        {
            w.AluConstant(Amd64Alu.And, 8, Bx, 127);
            w.AluConstant(Amd64Alu.Add, 8, Ax, 128);
            w.AluConstant(Amd64Alu.Add, 8, Bx, 128);
            w.AluConstant(Amd64Alu.Cmp, 1, Amd64Memory.At(Ax), 5);
            w.AluConstant(Amd64Alu.Or, 2, Amd64Memory.At(Cx), 0x1000);
            w.AluConstant(Amd64Alu.Sub, 1, Di, 3);
        });
        Check("inc r9; dec eax; inc byte [r9]; dec word [rcx]", w =>
        {
            w.Step(8, 9, isUp: true);
            w.Step(4, Ax, isUp: false);
            w.Step(1, Amd64Memory.At(9), isUp: true);
            w.Step(2, Amd64Memory.At(Cx), isUp: false);
        });
        Check("test rax, rax; test [rdi], al; test bl, 1; test dword [rax], 8", w =>
        {
            w.Test(8, Ax, Ax);
            w.Test(1, Amd64Memory.At(Di), Ax);
            w.TestConstant(1, Bx, 1);
            w.TestConstant(4, Amd64Memory.At(Ax), 8);
        });
        Check("neg rcx; not r9b; idiv rbx; mul qword [rsp]; cqo; cdq", w =>
        {
            w.Unary(Amd64Unary.Neg, 8, Cx);
            w.Unary(Amd64Unary.Not, 1, 9);
            w.Unary(Amd64Unary.Idiv, 8, Bx);
            w.Unary(Amd64Unary.Mul, 8, Amd64Memory.At(Sp));
            w.SignExtendAccumulator(8);
            w.SignExtendAccumulator(4);
        });
        Check("shl rax, cl; sar r8d, 3; rol bx, 1; shr dil, 7", w =>
        {
            w.Shift(Amd64Shift.Shl, 8, Ax);
            w.ShiftConstant(Amd64Shift.Sar, 4, 8, 3);
            w.ShiftConstant(Amd64Shift.Rol, 2, Bx, 1);
            w.ShiftConstant(Amd64Shift.Shr, 1, Di, 7);
        });
        Check("imul rax, rbx; imul r8, [rax]; imul eax, ecx, 64h; imul rax, rcx, 3E8h", w =>
        {
            w.Multiply(8, Ax, Bx);
            w.Multiply(8, 8, Amd64Memory.At(Ax));
            w.MultiplyConstant(4, Ax, Cx, 100);
            w.MultiplyConstant(8, Ax, Cx, 1000);
        });
        Check("bsr rax, rcx; popcnt rax, r9; bt rax, 28h; bt rax, r9; bts r10d, ecx; btc rdi, rax; bswap r10; bswap eax", w =>
        {
            w.Bits(Amd64Bits.Bsr, 8, Ax, Cx);
            w.PopulationCount(8, Ax, 9);
            w.BitTest(Amd64BitTest.Bt, 8, Ax, 40);
            w.BitTestRegister(Amd64BitTest.Bt, 8, Ax, 9);
            w.BitTestRegister(Amd64BitTest.Bts, 4, 10, Cx);
            w.BitTestRegister(Amd64BitTest.Btc, 8, Di, Ax);
            w.SwapBytes(8, 10);
            w.SwapBytes(4, Ax);
        });
        Check("seta dil; sete r8b; cmovb rax, rcx; cmovle r9d, ebx", w =>
        {
            w.Set(Amd64Condition.Above, Di);
            w.Set(Amd64Condition.Equal, 8);
            w.ConditionalMove(Amd64Condition.Below, 8, Ax, Cx);
            w.ConditionalMove(Amd64Condition.LessOrEqual, 4, 9, Bx);
        });
        Check("xchg rbx, [rax]; lock xadd [rax], ecx; lock cmpxchg [rdi], r8; lock or [rax], sil", w =>
        {
            w.Exchange(8, Amd64Memory.At(Ax), Bx);
            w.AtomicAdd(4, Amd64Memory.At(Ax), Cx);
            w.AtomicCompareExchange(8, Amd64Memory.At(Di), 8);
            w.AtomicAlu(Amd64Alu.Or, 1, Amd64Memory.At(Ax), Si);
        });
        Check("push rbp; pop r12; ret; ud2; nop; rep movsq; rep stosq; call rdx; call qword [rbx+18h]; jmp rax; jmp qword [rax+rcx*8]", w =>
        {
            w.Push(Bp);
            w.Pop(12);
            w.Return();
            w.Undefined();
            w.Nop();
            w.Repeat(true);
            w.Repeat(false);
            w.CallRegister(Dx);
            w.CallMemory(Amd64Memory.At(Bx, 24));
            w.JumpRegister(Ax);
            w.JumpMemory(Amd64Memory.Indexed(Ax, Cx, 8));
        });
    }

    /// <summary>Vector registers may be numbered from 16, as the register allocator does.</summary>
    [Fact]
    public void Floating_point()
    {
        Check("movaps xmm1, xmm9; movsd xmm2, [rax]; movss [rsp+4], xmm15; movups xmm0, [r9]; movups [r9+10h], xmm0; xorps xmm3, xmm3", w =>
        {
            w.MoveVector(17, 25);
            w.LoadFloat(8, 18, Amd64Memory.At(Ax));
            w.StoreFloat(4, Amd64Memory.At(Sp, 4), 31);
            w.LoadVector(16, Amd64Memory.At(9));
            w.StoreVector(Amd64Memory.At(9, 16), 16);
            w.ClearVector(19);
        });
        Check("movq xmm1, rax; movd r8d, xmm2; addsd xmm1, xmm8; sqrtss xmm1, [rax]; andps xmm0, xmm1", w =>
        {
            w.MoveToVector(8, 1, Ax);
            w.MoveFromVector(4, 8, 2);
            w.Float(Amd64Float.Add, 8, 1, 8);
            w.Float(Amd64Float.Sqrt, 4, 1, Amd64Memory.At(Ax));
            w.FloatBits(Amd64Float.And, 0, 1);
        });
        Check("ucomisd xmm1, xmm2; ucomiss xmm1, [rax]; cmpltsd xmm1, xmm2; cvtsi2sd xmm1, rax; cvttss2si ecx, xmm9; cvtss2sd xmm1, xmm2; roundsd xmm1, xmm2, 9; vfmadd231sd xmm1, xmm8, xmm9", w =>
        {
            w.CompareFloat(8, 1, 2);
            w.CompareFloat(4, 1, Amd64Memory.At(Ax));
            w.CompareFloatMask(8, 1, 2, 1);
            w.IntegerToFloat(8, 8, 1, Ax);
            w.FloatToInteger(4, 4, Cx, 9);
            w.FloatToFloat(4, 1, 2);
            w.Round(8, 1, 2, 1);
            w.FusedMultiplyAdd(8, 1, 8, 9);
        });
    }

    [Fact]
    public void Every_addressing_form_decodes_to_itself()
    {
        foreach (int register in Enumerable.Range(-1, 17))
        {
            foreach (int index in Enumerable.Range(-1, 17).Where(i => i != Sp))
            {
                foreach (int displacement in (int[])[0, 1, 127, -128, 128, -129, int.MaxValue, int.MinValue])
                {
                    int scale = 1 << (Math.Abs(register + index) & 3);
                    var writer = new Amd64InstructionWriter();
                    writer.Load(8, 9, Amd64Memory.Indexed(register, index, index < 0 ? 1 : scale, displacement));
                    byte[] code = writer.Finish();
                    Instruction decoded = Decoder.Create(64, code).Decode();
                    Assert.Equal((Code.Mov_r64_rm64, Register.R9, code.Length), (decoded.Code, decoded.Op0Register, decoded.Length));
                    Assert.Equal(register < 0 ? Register.None : Register.RAX + register, decoded.MemoryBase);
                    Assert.Equal(index < 0 ? Register.None : Register.RAX + index, decoded.MemoryIndex);
                    Assert.Equal((long)displacement, (long)decoded.MemoryDisplacement64);
                    Assert.True(index < 0 || decoded.MemoryIndexScale == scale);
                }
            }
        }
    }

    [Fact]
    public void Symbols_are_relocated_from_the_end_of_the_instruction()
    {
        var writer = new Amd64InstructionWriter();
        writer.Load(8, Ax, Amd64Memory.Symbol(s_symbol, 8));
        writer.AluConstant(Amd64Alu.Cmp, 4, Amd64Memory.Symbol(s_symbol), 0x1000);
        writer.Load(8, 14, Amd64Memory.ThreadLocalG(Amd64ThreadLocal.Fs));
        writer.Call(s_symbol);
        writer.CallRegister(Dx);
        byte[] code = writer.Finish();
        Assert.Equal("488b0500000000" + "813d0000000000100000" + "644c8b342500000000" + "e800000000" + "ffd2",
            Convert.ToHexStringLower(code));
        Assert.Equal(
            [
                new CodeRelocation(3, RelocationKind.PcRelative, s_symbol, 8),
                new CodeRelocation(9, RelocationKind.PcRelative, s_symbol, -4),
                new CodeRelocation(22, RelocationKind.TlsOffset, default, 0), new CodeRelocation(27, RelocationKind.Call, s_symbol, 0),
                new CodeRelocation(31, RelocationKind.IndirectCall, default, 0),
            ],
            writer.Relocations);
    }

    [Fact]
    public void Branches_take_the_shortest_form_and_pcs_follow()
    {
        var writer = new Amd64InstructionWriter();
        int top = writer.NewLabel(), far = writer.NewLabel(), end = writer.NewLabel();
        writer.Bind(top);
        writer.Jump(Amd64Condition.Equal, end);
        int afterFirst = writer.Place;
        writer.Jump(far);
        for (int i = 0; i < 127; i++)
        {
            writer.Nop();
        }
        writer.Bind(far);
        int atFar = writer.Place;
        writer.Call(s_symbol);
        writer.Jump(Amd64Condition.Below, top);
        writer.Bind(end);
        int atEnd = writer.Place;
        writer.Return();
        byte[] code = writer.Finish();
        Assert.Equal([0x0F, 0x84], code[..2]);
        Assert.Equal((6, 0xEB, 127), (writer.PcOfPlace(afterFirst), code[6], code[7]));
        Assert.Equal((8 + 127, 0xE8), (writer.PcOfPlace(atFar), code[8 + 127]));
        Assert.Equal(8 + 128, writer.Relocations[0].Offset);
        Assert.Equal((code.Length - 1, 0xC3), (writer.PcOfPlace(atEnd), code[^1]));
        Assert.Equal(code.Length - 1 - 6, BitConverter.ToInt32(code, 2));
        Assert.Equal(-(code.Length - 1), BitConverter.ToInt32(code, code.Length - 5));
        Assert.Equal(code.Length, writer.PcOfPlace(atEnd + 1));
    }

    [Fact]
    public void A_writer_can_be_used_again()
    {
        var writer = new Amd64InstructionWriter();
        for (int round = 0; round < 3; round++)
        {
            writer.Reset();
            int self = writer.NewLabel();
            writer.Bind(self);
            writer.Raw(0x0F, 0xA2); // CPUID
            writer.Jump(self);
            Assert.Equal("0fa2ebfc", Convert.ToHexStringLower(writer.Finish()));
        }
    }
}
