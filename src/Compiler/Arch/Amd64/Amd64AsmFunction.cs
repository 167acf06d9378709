using Go.Compiler.Assembler;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Arch.Amd64;

/// <summary>
/// Assembles one function: makes the implicit prologue, epilogues and stack check (contract 2.1, 9.4), turns pseudo registers into SP
/// offsets, and encodes statements.
/// </summary>
internal sealed partial class Amd64AsmFunction : AsmFunctionBuilder
{
    private const int WordSize = 8;

    /// <summary>Multi-byte no-operations by length.</summary>
    private static readonly byte[][] s_nops =
    [
        [], [0x90], [0x66, 0x90], [0x0f, 0x1f, 0x00], [0x0f, 0x1f, 0x40, 0x00], [0x0f, 0x1f, 0x44, 0x00, 0x00],
        [0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00], [0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x00], [0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
        [0x66, 0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
    ];

    private readonly Amd64AsmMnemonics _mnemonics;
    private readonly Amd64AsmEncoder _encoder;
    private readonly Amd64ThreadLocal _threadLocal;

    /// <summary>SP's distance from the entry SP in the body, as the pseudo registers count it (contract 9.4, item 5).</summary>
    private int _depth;
    private int _frame, _savedBp;
    private bool _spWrite;

    /// <summary>Labels of the stack check and of the call of morestack; -1 = none.</summary>
    private int _check = -1, _more = -1;

    public Amd64AsmFunction(AsmFunction function, AsmCode code, Amd64AsmMnemonics mnemonics, Amd64AsmForms forms,
        Amd64ThreadLocal threadLocal)
        : base(function, code)
    {
        _mnemonics = mnemonics;
        _encoder = new Amd64AsmEncoder(forms, Buffer, Relocations, threadLocal.SegmentPrefix);
        _threadLocal = threadLocal;
    }

    private int TotalFrame => _frame + _savedBp;

    protected override string OutOfReach => "loop too far";

    protected override bool IsPlainJump(string mnemonic) => mnemonic == "JMP";

    protected override void Fill(Span<byte> gap)
    {
        while (gap.Length > 0)
        {
            byte[] nop = s_nops[Math.Min(gap.Length, s_nops.Length - 1)];
            nop.CopyTo(gap);
            gap = gap[nop.Length..];
        }
    }

    public void Run()
    {
        ComputeFrame(out bool nosplit);
        if (TotalFrame % WordSize != 0)
        {
            Error(Catalogue.AssemblyFrame, Function.Position, $"unaligned stack size {TotalFrame}");
            return;
        }
        At(Function.Position);
        if (!nosplit)
        {
            StackCheck();
        }
        Prologue();
        Statements();
        if (_check >= 0)
        {
            CallMoreStack();
        }
        Finish();
        Code.FrameSize = TotalFrame;
        Code.Flags |= (nosplit ? SymbolFlags.Nosplit : 0) | (_savedBp == 0 ? SymbolFlags.NoFrame : 0)
            | (_spWrite ? SymbolFlags.SpWrite : 0);
    }

    private void ComputeFrame(out bool nosplit)
    {
        bool anyCall = false, otherCall = false;
        foreach (AsmStatement statement in Function.Statements)
        {
            if (statement is { Kind: AsmStatementKind.Instruction, Mnemonic: "CALL" })
            {
                anyCall = true;
                otherCall |= statement.Operands is not [{ IsSymbolReference: true } target]
                    || !LinkerSymbols.IsPanicWithoutCheck(target.Symbol!.Name);
            }
        }
        _frame = (int)Math.Max(0, Function.FrameSize);
        bool noFrame = (Function.Flags & AsmFlags.NoFrame) != 0 || (_frame == 0 && !anyCall);
        _savedBp = noFrame ? 0 : WordSize;
        bool smallLeaf = TotalFrame < StackGuards.Small && !otherCall && (!anyCall || TotalFrame < StackGuards.Small - WordSize);
        nosplit = (Function.Flags & AsmFlags.Nosplit) != 0 || smallLeaf;
    }

    private void Bytes(ReadOnlySpan<byte> bytes, int stackDelta = 0)
    {
        Buffer.Append(bytes);
        MoveDepth(stackDelta);
    }

    /// <summary>An instruction of the assembler's own making.</summary>
    private void Own(string mnemonic, int stackDelta, params ReadOnlySpan<AsmOperand> operands)
    {
        if (!_encoder.TryEncode(_mnemonics.Find(mnemonic)!, operands, ""))
        {
            throw Unexpected.State("no form of " + mnemonic);
        }
        MoveDepth(stackDelta);
    }

    private static AsmOperand Register(int register) => new() { Kind = AsmOperandKind.Register, Register = register };

    private static AsmOperand Constant(long value) => new() { Kind = AsmOperandKind.Constant, Offset = value };

    private static AsmOperand Memory(int register, long offset)
        => new() { Kind = AsmOperandKind.Memory, Register = register, Offset = offset };

    /// <summary>The check of contract 2.1; assembly is ABI0, so g comes from thread-local storage first.</summary>
    private void StackCheck()
    {
        int frame = TotalFrame;
        AsmOperand guard = Memory(Amd64AsmRegisters.R14, StackGuards.Guard0Offset);
        _check = Buffer.Here();
        _more = Buffer.NewLabel();
        if (Function.Symbol.Abi == SymbolAbi.Abi0)
        {
            if (!LoadThreadLocal(Memory(Amd64AsmRegisters.Tls, 0), Register(Amd64AsmRegisters.R14)))
            {
                Own("MOVQ", 0, Memory(Amd64AsmRegisters.Tls, 0), Register(Amd64AsmRegisters.R14));
            }
        }
        if (frame <= StackGuards.Small)
        {
            Own("CMPQ", 0, Register(Amd64AsmRegisters.Sp), guard);
            Unsafe(true);
        }
        else if (frame <= StackGuards.Big)
        {
            Own("LEAQ", 0, Memory(Amd64AsmRegisters.Sp, -(frame - StackGuards.Small)), Register(Amd64AsmRegisters.R12));
            Own("CMPQ", 0, Register(Amd64AsmRegisters.R12), guard);
            Unsafe(true);
        }
        else
        {
            // SP - frame may wrap around, which the carry tells.
            Own("MOVQ", 0, Register(Amd64AsmRegisters.Sp), Register(Amd64AsmRegisters.R12));
            Unsafe(true);
            Own("SUBQ", 0, Constant(frame - StackGuards.Small), Register(Amd64AsmRegisters.R12));
            BranchTo("JCS", _more, Function.Position);
            Own("CMPQ", 0, Register(Amd64AsmRegisters.R12), guard);
        }
        BranchTo("JLS", _more, Function.Position);
        Unsafe(false);
    }

    private void BranchTo(string mnemonic, int label, AsmPosition at) => Branch(_mnemonics.Find(mnemonic)!.Forms, label, at);

    private void Prologue()
    {
        if (_savedBp != 0)
        {
            Own("PUSHQ", WordSize, Register(Amd64AsmRegisters.Bp));
            Own("MOVQ", 0, Register(Amd64AsmRegisters.Sp), Register(Amd64AsmRegisters.Bp));
        }
        MoveSp(_frame);
        _depth = TotalFrame;
    }

    /// <summary>Moves SP down by <paramref name="bytes"/>; of ±128 the form with the byte immediate is taken.</summary>
    private void MoveSp(int bytes)
    {
        if (bytes == 0)
        {
            return;
        }
        bool add = bytes == 0x80 || (bytes < 0 && bytes != -0x80);
        Own(add ? "ADDQ" : "SUBQ", bytes, Constant(add ? -bytes : bytes), Register(Amd64AsmRegisters.Sp));
    }

    /// <summary>After the body: <c>CALL morestack; JMP check</c>, at depth 0 whatever the last statement left.</summary>
    private void CallMoreStack()
    {
        At(Function.Position);
        PcData(PcDataId.StackMapIndex, -1);
        MoveDepth(-TotalFrame);
        Buffer.Bind(_more);
        Unsafe(true);
        bool context = (Function.Flags & AsmFlags.NeedsContext) != 0;
        CallSymbol(new AsmSymbol(context ? LinkerSymbols.MoreStack : LinkerSymbols.MoreStackNoContext, SymbolAbi.Abi0, false), 0);
        Unsafe(false);
        BranchTo("JMP", _check, Function.Position);
        MoveDepth(TotalFrame);
    }

    private void CallSymbol(AsmSymbol symbol, long offset) => ToSymbol(0xe8, symbol, offset);

    private void JumpToSymbol(AsmSymbol symbol, long offset) => ToSymbol(0xe9, symbol, offset);

    private void ToSymbol(byte opcode, AsmSymbol symbol, long offset)
    {
        Buffer.AppendByte(opcode);
        Relocate(RelocationKind.Call, symbol, offset);
        Buffer.Append([0, 0, 0, 0]);
    }
}
