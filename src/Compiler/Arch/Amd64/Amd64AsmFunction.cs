using Go.Compiler.Assembler;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Arch.Amd64;

/// <summary>
/// Assembles one function: makes the implicit prologue, epilogues and stack check (contract 2.1, 9.4), turns pseudo registers into SP offsets,
/// encodes statements into pieces, lays the pieces out with the shortest branches, and records the tables' events.
/// </summary>
internal sealed partial class Amd64AsmFunction(AsmFunction function, AsmCode code, Amd64AsmMnemonics mnemonics, Amd64AsmEncoder encoder)
{
    private const int WordSize = 8;

    private enum PieceKind : byte { Bytes, Branch, Align, PcData }

    /// <summary>A run of bytes, a branch, an alignment or a PCDATA, in textual order.</summary>
    private struct Piece
    {
        public PieceKind Kind;
        public AsmPosition Position;

        /// <summary>Bytes: place in the encoder's buffer.</summary>
        public int Start, Length;

        /// <summary>Bytes: first of its relocations.</summary>
        public int FirstRelocation;

        /// <summary>Branch: index of the target piece, or of the statement until <see cref="ResolveTargets"/>.</summary>
        public int Target;
        public bool TargetIsPiece, Long;
        public byte[] ShortOpcode, LongOpcode;

        /// <summary>Bytes by which SP moves down when this piece has run.</summary>
        public int StackDelta;

        /// <summary>Align: the alignment. PcData: table and value.</summary>
        public int Value, Table;
        public int Pc;
    }

    private Piece[] _pieces = new Piece[64];
    private int _count;
    private readonly int[] _pieceOfStatement = new int[function.Statements.Count];

    /// <summary>SP's distance from the entry SP in the body, as the pseudo registers count it (contract 9.4, item 5).</summary>
    private int _depth;
    private int _frame, _savedBp;
    private bool _spWrite;

    /// <summary>Piece at which the stack check starts; -1 = none.</summary>
    private int _checkStart = -1;
    private readonly List<int> _branchesToMore = [];

    private int TotalFrame => _frame + _savedBp;

    public void Run()
    {
        ComputeFrame(out bool nosplit);
        if (TotalFrame % WordSize != 0)
        {
            Error(Catalogue.AssemblyFrame, function.Position, $"unaligned stack size {TotalFrame}");
            return;
        }
        if (!nosplit)
        {
            StackCheck();
        }
        Prologue();
        for (int i = 0; i < function.Statements.Count; i++)
        {
            _pieceOfStatement[i] = _count;
            Statement(function.Statements[i]);
        }
        if (_checkStart >= 0)
        {
            CallMoreStack();
        }
        ResolveTargets();
        Layout();
        code.FrameSize = TotalFrame;
        code.Flags |= (nosplit ? SymbolFlags.Nosplit : 0) | (_savedBp == 0 ? SymbolFlags.NoFrame : 0) | (_spWrite ? SymbolFlags.SpWrite : 0);
    }

    private void ComputeFrame(out bool nosplit)
    {
        bool anyCall = false, otherCall = false;
        foreach (AsmStatement statement in function.Statements)
        {
            if (statement is { Kind: AsmStatementKind.Instruction, Mnemonic: "CALL" })
            {
                anyCall = true;
                otherCall |= statement.Operands is not [{ IsSymbolReference: true } target] || !LinkerSymbols.IsPanicWithoutCheck(target.Symbol!.Name);
            }
        }
        _frame = (int)Math.Max(0, function.FrameSize);
        bool noFrame = (function.Flags & AsmFlags.NoFrame) != 0 || (_frame == 0 && !anyCall);
        _savedBp = noFrame ? 0 : WordSize;
        bool smallLeaf = TotalFrame < StackGuards.Small && !otherCall && (!anyCall || TotalFrame < StackGuards.Small - WordSize);
        nosplit = (function.Flags & AsmFlags.Nosplit) != 0 || smallLeaf;
    }

    private ref Piece Add(PieceKind kind, AsmPosition position)
    {
        if (_count == _pieces.Length)
        {
            Array.Resize(ref _pieces, _count * 2);
        }
        ref Piece piece = ref _pieces[_count++];
        piece = new Piece { Kind = kind, Position = position, Start = encoder.Length, FirstRelocation = encoder.Relocations.Count, ShortOpcode = [], LongOpcode = [] };
        return ref piece;
    }

    private void Bytes(ReadOnlySpan<byte> bytes, AsmPosition position, int stackDelta = 0)
    {
        ref Piece piece = ref Add(PieceKind.Bytes, position);
        encoder.Raw(bytes);
        piece.Length = bytes.Length;
        piece.StackDelta = stackDelta;
    }

    /// <summary>An instruction of the assembler's own making.</summary>
    private void Own(string mnemonic, AsmPosition position, int stackDelta, params ReadOnlySpan<AsmOperand> operands)
    {
        ref Piece piece = ref Add(PieceKind.Bytes, position);
        if (!encoder.TryEncode(mnemonics.Find(mnemonic)!, operands, ""))
        {
            throw Unexpected.State("no form of " + mnemonic);
        }
        piece.Length = encoder.Length - piece.Start;
        piece.StackDelta = stackDelta;
    }

    private void PcData(int table, int value, AsmPosition position)
    {
        ref Piece piece = ref Add(PieceKind.PcData, position);
        piece.Table = table;
        piece.Value = value;
    }

    private static AsmOperand Register(int register) => new() { Kind = AsmOperandKind.Register, Register = register };

    private static AsmOperand Constant(long value) => new() { Kind = AsmOperandKind.Constant, Offset = value };

    private static AsmOperand Memory(int register, long offset) => new() { Kind = AsmOperandKind.Memory, Register = register, Offset = offset };

    /// <summary>The check of contract 2.1; assembly is ABI0, so g comes from thread-local storage first.</summary>
    private void StackCheck()
    {
        AsmPosition at = function.Position;
        int frame = TotalFrame;
        AsmOperand guard = Memory(Amd64AsmRegisters.R14, StackGuards.Guard0Offset);
        _checkStart = _count;
        if (function.Symbol.Abi == SymbolAbi.Abi0)
        {
            Own("MOVQ", at, 0, Memory(Amd64AsmRegisters.Tls, 0), Register(Amd64AsmRegisters.R14));
        }
        if (frame <= StackGuards.Small)
        {
            Own("CMPQ", at, 0, Register(Amd64AsmRegisters.Sp), guard);
            PcData(PcDataId.UnsafePoint, UnsafePointValue.Unsafe, at);
        }
        else if (frame <= StackGuards.Big)
        {
            Own("LEAQ", at, 0, Memory(Amd64AsmRegisters.Sp, -(frame - StackGuards.Small)), Register(Amd64AsmRegisters.R12));
            Own("CMPQ", at, 0, Register(Amd64AsmRegisters.R12), guard);
            PcData(PcDataId.UnsafePoint, UnsafePointValue.Unsafe, at);
        }
        else
        {
            // SP - frame may wrap around, which the carry tells.
            Own("MOVQ", at, 0, Register(Amd64AsmRegisters.Sp), Register(Amd64AsmRegisters.R12));
            PcData(PcDataId.UnsafePoint, UnsafePointValue.Unsafe, at);
            Own("SUBQ", at, 0, Constant(frame - StackGuards.Small), Register(Amd64AsmRegisters.R12));
            BranchToMore("JCS", at);
            Own("CMPQ", at, 0, Register(Amd64AsmRegisters.R12), guard);
        }
        BranchToMore("JLS", at);
        PcData(PcDataId.UnsafePoint, UnsafePointValue.Safe, at);
    }

    private void BranchToMore(string mnemonic, AsmPosition at)
    {
        _branchesToMore.Add(_count);
        Branch(mnemonics.Find(mnemonic)!, 0, true, at);
    }

    private void Branch(Amd64AsmMnemonic mnemonic, int target, bool targetIsPiece, AsmPosition at)
    {
        ref Piece piece = ref Add(PieceKind.Branch, at);
        piece.Target = target;
        piece.TargetIsPiece = targetIsPiece;
        piece.ShortOpcode = mnemonic.Bytes;
        piece.LongOpcode = mnemonic.LongBytes;
        piece.Long = mnemonic.Bytes.Length == 0;
    }

    private void Prologue()
    {
        AsmPosition at = function.Position;
        if (_savedBp != 0)
        {
            Own("PUSHQ", at, WordSize, Register(Amd64AsmRegisters.Bp));
            Own("MOVQ", at, 0, Register(Amd64AsmRegisters.Sp), Register(Amd64AsmRegisters.Bp));
        }
        MoveSp(_frame, at);
        _depth = TotalFrame;
    }

    /// <summary>Moves SP down by <paramref name="bytes"/>; of ±128 the form with the byte immediate is taken.</summary>
    private void MoveSp(int bytes, AsmPosition at)
    {
        if (bytes == 0)
        {
            return;
        }
        bool add = bytes == 0x80 || (bytes < 0 && bytes != -0x80);
        Own(add ? "ADDQ" : "SUBQ", at, bytes, Constant(add ? -bytes : bytes), Register(Amd64AsmRegisters.Sp));
    }

    /// <summary>After the body: <c>CALL morestack; JMP check</c>, at depth 0 whatever the last statement left.</summary>
    private void CallMoreStack()
    {
        AsmPosition at = function.Position;
        ref Piece reset = ref Add(PieceKind.PcData, at);
        reset.Table = PcDataId.StackMapIndex;
        reset.Value = -1;
        reset.StackDelta = -TotalFrame;
        foreach (int branch in _branchesToMore)
        {
            _pieces[branch].Target = _count;
        }
        PcData(PcDataId.UnsafePoint, UnsafePointValue.Unsafe, at);
        bool context = (function.Flags & AsmFlags.NeedsContext) != 0;
        CallSymbol(new AsmSymbol(context ? LinkerSymbols.MoreStack : LinkerSymbols.MoreStackNoContext, SymbolAbi.Abi0, false), 0, at);
        PcData(PcDataId.UnsafePoint, UnsafePointValue.Safe, at);
        Branch(mnemonics.Find("JMP")!, _checkStart, true, at);
        _pieces[_count - 1].StackDelta = TotalFrame;
    }

    private void CallSymbol(AsmSymbol symbol, long offset, AsmPosition at)
    {
        ref Piece piece = ref Add(PieceKind.Bytes, at);
        encoder.Raw([0xe8]);
        encoder.Relocate(RelocationKind.Call, symbol, offset);
        encoder.Raw([0, 0, 0, 0]);
        piece.Length = 5;
    }

    private void JumpToSymbol(AsmSymbol symbol, long offset, AsmPosition at)
    {
        ref Piece piece = ref Add(PieceKind.Bytes, at);
        encoder.Raw([0xe9]);
        encoder.Relocate(RelocationKind.Call, symbol, offset);
        encoder.Raw([0, 0, 0, 0]);
        piece.Length = 5;
    }

    private void Error(DiagnosticDescriptor descriptor, AsmPosition position, string message) => code.Error(descriptor, position, message);
}
