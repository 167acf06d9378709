using Go.Compiler.Assembler;
using Go.Compiler.Code;
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
    private const int WordSize = Amd64FrameCode.Word;

    /// <summary>Multi-byte no-operations by length.</summary>
    private static readonly byte[][] s_nops =
    [
        [], [0x90], [0x66, 0x90], [0x0f, 0x1f, 0x00], [0x0f, 0x1f, 0x40, 0x00], [0x0f, 0x1f, 0x44, 0x00, 0x00],
        [0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00], [0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x00], [0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
        [0x66, 0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
    ];

    private readonly Amd64AsmMnemonics _mnemonics;
    private readonly Amd64AsmEncoder _encoder;
    private readonly Amd64InstructionWriter _writer;
    private readonly Amd64FrameCode _frames;
    private readonly Amd64ThreadLocal _threadLocal;

    /// <summary>Dynamic linking: what becomes of the register that reaches global symbols; otherwise null.</summary>
    private readonly Amd64AsmScratch? _scratch;

    /// <summary>SP's distance from the entry SP in the body, as the pseudo registers count it (contract 9.4, item 5).</summary>
    private int _depth;
    private int _frame, _savedBp;
    private bool _spWrite;

    public Amd64AsmFunction(AsmFunction function, AsmCode code, Amd64AsmMnemonics mnemonics, Amd64AsmForms forms,
        Amd64ThreadLocal threadLocal)
        : base(function, code)
    {
        _mnemonics = mnemonics;
        _encoder = new Amd64AsmEncoder(forms, Buffer, Relocations, threadLocal.SegmentPrefix);
        _writer = new Amd64InstructionWriter(Buffer);
        _frames = new Amd64FrameCode(_writer, this, threadLocal) { IsAssembly = true };
        _threadLocal = threadLocal;
        _scratch = function.IsDynamicLink ? new Amd64AsmScratch(function) : null;
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
        _frames.Enter(TotalFrame, _savedBp != 0);
        _depth = TotalFrame;
        Statements();
        CheckScratch();
        Growth(TotalFrame);
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

    private static AsmOperand Constant(long value) => new() { Kind = AsmOperandKind.Constant, Offset = value };

    private static AsmOperand Memory(int register, long offset)
        => new() { Kind = AsmOperandKind.Memory, Register = register, Offset = offset };

    /// <summary>Assembly is ABI0: g comes from thread-local storage first.</summary>
    private void StackCheck()
    {
        int more = BeginStackCheck();
        if (Function.Symbol.Abi == SymbolAbi.Abi0)
        {
            _frames.LoadG();
            TakeRelocations();
        }
        _frames.StackCheck(TotalFrame, StackGuards.Guard0Offset, more);
    }

    protected override BranchForm[] PlainJump => Amd64BranchForm.Plain;

    protected override void CallMoreStack(AsmSymbol moreStack) => CallSymbol(moreStack, 0);

    private void CallSymbol(AsmSymbol symbol, long offset) => ToSymbol(Amd64InstructionWriter.CallOpcode, symbol, offset);

    private void JumpToSymbol(AsmSymbol symbol, long offset) => ToSymbol(Amd64InstructionWriter.JumpOpcode, symbol, offset);

    private void ToSymbol(byte opcode, AsmSymbol symbol, long offset)
    {
        Buffer.AppendByte(opcode);
        Relocate(RelocationKind.Call, symbol, offset);
        Buffer.Append([0, 0, 0, 0]);
    }
}
