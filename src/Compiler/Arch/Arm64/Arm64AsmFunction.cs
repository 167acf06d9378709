using Go.Compiler.Assembler;
using Go.Compiler.Code;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Arch.Arm64;

/// <summary>
/// Assembles one function: makes the implicit prologue, epilogues and stack check (contract 2.1, 9.5), turns pseudo registers into offsets
/// from the stack pointer, and encodes statements, in several instructions where one does not do.
/// </summary>
internal sealed partial class Arm64AsmFunction : AsmFunctionBuilder, IArm64Constants
{
    private const int Temporary = Arm64Registers.AssemblerTemporary;
    private const int WordSize = Arm64FrameCode.Word;

    /// <summary>Constants in the code are written before the first of them could be out of reach.</summary>
    private const int PoolReach = 0xf0000;

    /// <summary>The frame with the link register, and how much of it at the top is for the frame pointer.</summary>
    private int _frame, _extra;

    /// <summary>The link register is not saved: no calls, or NOFRAME.</summary>
    private bool _leaf;
    private bool _noFrame, _spWrite;
    private readonly Arm64FrameCode _frames;

    /// <summary>Written bytes when the first constant that waits was asked for.</summary>
    private int _poolStart;

    /// <summary>The statement names or uses the register that a preemption destroys.</summary>
    private bool _usesTemporary;

    public Arm64AsmFunction(AsmFunction function, AsmCode code)
        : base(function, code) => _frames = new Arm64FrameCode(new Arm64CodeWriter(Buffer), this, this);

    protected override bool IsPlainJump(string mnemonic) => mnemonic is "B" or "JMP";

    protected override void Fill(Span<byte> gap)
    {
        for (; gap.Length >= 4; gap = gap[4..])
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(gap, Arm64Words.NoOperation);
        }
    }

    public void Run()
    {
        if (!ComputeFrame())
        {
            return;
        }
        bool nosplit = (Function.Flags & AsmFlags.Nosplit) != 0 || (_leaf && _frame < StackGuards.Small);
        At(Function.Position);
        if (_frame > 0)
        {
            if (!nosplit)
            {
                _frames.StackCheck(_frame, StackGuards.Guard0Offset, BeginStackCheck(), Temporary);
            }
            _frames.Enter(_frame);
        }
        Statements();
        Growth(_frame);
        FlushPool(atEnd: true);
        Finish(Arm64Facts.Abi.FunctionAlignment);
        Code.FrameSize = _frame;
        Code.Flags |= (nosplit || _frame == 0 ? SymbolFlags.Nosplit : 0) | (_noFrame ? SymbolFlags.NoFrame : 0)
            | (_spWrite ? SymbolFlags.SpWrite : 0);
    }

    private bool ComputeFrame()
    {
        long declared = Function.FrameSize;
        bool calls = false;
        foreach (AsmStatement statement in Function.Statements)
        {
            calls |= statement is { Kind: AsmStatementKind.Instruction, Mnemonic: "BL" or "CALL" };
        }
        _noFrame = (Function.Flags & AsmFlags.NoFrame) != 0 || declared == -WordSize;
        declared = declared == -WordSize ? 0 : declared;
        if (declared < 0)
        {
            Error(Catalogue.AssemblyFrame, Function.Position, $"negative frame size {declared} - did you mean NOFRAME?");
            return false;
        }
        if (_noFrame && declared != 0)
        {
            Error(Catalogue.AssemblyFrame, Function.Position, $"NOFRAME functions must have a frame size of 0, not {declared}");
            return false;
        }
        _noFrame |= !calls && declared == 0;
        _leaf = !calls || _noFrame;
        if (_noFrame)
        {
            return true;
        }
        int withLink = (int)declared + WordSize;
        _extra = (withLink % 16) switch { 8 => 8, 0 => 16, _ => -1 };
        if (_extra < 0)
        {
            Error(Catalogue.AssemblyFrame, Function.Position, $"unaligned frame size {declared} - must be 16 aligned");
            return false;
        }
        _frame = withLink + _extra;
        return true;
    }

    private void Emit(uint word) => Buffer.AppendWord(word);

    private static uint Bits(int register) => Arm64Registers.Bits(register);

    void IArm64Constants.Load(int register, long value)
        => LoadConstant(true, Arm64AsmRegisters.Of(register), value, OwnStatement("MOVD"));

    void IArm64Constants.Add(int d, int a, long value)
        => AddConstant(true, value < 0 ? Subtract : 0, Arm64AsmRegisters.Of(d), Arm64AsmRegisters.Of(a), Math.Abs(value),
            OwnStatement("ADD"));

    /// <summary>For what is said of an instruction that the function's frame needs.</summary>
    private AsmStatement OwnStatement(string mnemonic)
        => new(AsmStatementKind.Instruction, mnemonic, "", [], Function.Position);

    private const uint Subtract = Arm64Words.Subtract, SetFlags = Arm64Words.SetFlags;

    protected override BranchForm[] PlainJump => Arm64BranchForm.Plain;

    protected override void CallMoreStack(AsmSymbol moreStack)
    {
        _frames.HandOverLink();
        Relocate(RelocationKind.Call, moreStack, 0);
        Emit(Arm64Words.Call);
    }

    /// <summary>Epilogue and RET; <c>RET sym(SB)</c> ends in a jump, <c>RET R</c> returns to another place.</summary>
    public void Return(AsmStatement statement)
    {
        if (_frame > 0 && _leaf)
        {
            _frames.LeaveLeaf(_frame);
        }
        else if (_frame > 0)
        {
            _frames.Leave(_frame, Temporary);
        }
        switch (statement.Operands)
        {
            case []:
                _frames.Return();
                break;
            case [{ Kind: AsmOperandKind.Memory, IsSymbolReference: true } target]:
                Relocate(RelocationKind.Call, target.Symbol!, target.Offset);
                Emit(Arm64Words.Branch);
                break;
            case [{ Kind: AsmOperandKind.Register or AsmOperandKind.Memory, Index: 0, Offset: 0,
                Base: AsmBase.None } target] when Arm64AsmRegisters.IsGeneral(target.Register):
                Emit(Arm64Words.Return | (Bits(target.Register) << 5));
                break;
            default:
                Illegal(statement);
                break;
        }
        MoveDepth(_frame);
    }

    protected override void Instruction(AsmStatement statement)
    {
        int start = Buffer.Here();
        _usesTemporary = false;
        foreach (AsmOperand operand in statement.Operands)
        {
            _usesTemporary |= operand.Register == Arm64AsmRegisters.Temporary || operand.Index == Arm64AsmRegisters.Temporary;
        }
        if (Arm64AsmMnemonics.Family(statement.Mnemonic) is { } family)
        {
            family(this, statement);
        }
        else
        {
            Table(statement);
        }
        TrackStackPointer(statement);
        if (_usesTemporary)
        {
            PcDataAt(start, PcDataId.UnsafePoint, UnsafePointValue.Unsafe);
            Unsafe(false);
        }
        if (Buffer.PoolSize > 0 && Buffer.Length - _poolStart > PoolReach)
        {
            FlushPool(atEnd: false);
        }
    }

    /// <summary>Constants added to the stack pointer are known; any other write of it makes the function's frames unwalkable.</summary>
    private void TrackStackPointer(AsmStatement statement)
    {
        if (statement.Operands is not [var from, .., { Kind: AsmOperandKind.Register, Register: Arm64AsmRegisters.Sp }]
            || statement.Mnemonic is "CMP" or "CMPW" or "CMN" or "CMNW")
        {
            return;
        }
        if (from.Kind == AsmOperandKind.Constant && statement.Mnemonic is "ADD" or "SUB" && from.Offset != 0)
        {
            MoveDepth((int)(statement.Mnemonic == "ADD" ? -from.Offset : from.Offset));
            return;
        }
        _spWrite = true;
    }

    private void FlushPool(bool atEnd)
    {
        if (Buffer.PoolSize == 0)
        {
            return;
        }
        bool falls = Function.Statements.Count == 0 || !atEnd || Function.Statements[^1].Mnemonic is not ("B" or "JMP" or "RET" or "ERET");
        int after = Buffer.NewLabel();
        At(Function.Position);
        if (!atEnd)
        {
            Branch(Arm64BranchForm.Plain, after, Function.Position);
        }
        else if (falls && !HasStackCheck)
        {
            Emit(0);
        }
        Buffer.FlushPool(aligned: false);
        Buffer.Bind(after);
    }

    private void Illegal(AsmStatement statement) => Fail(statement, "illegal combination");

    private void Fail(AsmStatement statement, string message)
        => Error(Catalogue.AssemblyNoEncoding, statement.Position,
            message + ": " + statement.Mnemonic + (statement.Suffix.Length > 0 ? "." + statement.Suffix : ""));

    public void Nothing(AsmStatement statement)
    {
        if (statement.Mnemonic == "UNDEF")
        {
            Emit(0);
        }
    }

    public void Literal(AsmStatement statement)
    {
        bool isDouble = statement.Mnemonic == "DWORD";
        switch (statement.Operands)
        {
            case [{ Kind: AsmOperandKind.Constant } value]:
                Emit((uint)value.Offset);
                if (isDouble)
                {
                    Emit((uint)(value.Offset >> 32));
                }
                break;
            default:
                Illegal(statement);
                break;
        }
    }
}
