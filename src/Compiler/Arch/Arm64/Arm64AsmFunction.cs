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
internal sealed partial class Arm64AsmFunction(AsmFunction function, AsmCode code) : AsmFunctionBuilder(function, code)
{
    private const int WordSize = 8;

    /// <summary>Largest frame that one store with writeback makes.</summary>
    private const int SmallFrame = 0xf0;

    /// <summary>Constants in the code are written before the first of them could be out of reach.</summary>
    private const int PoolReach = 0xf0000;

    /// <summary>The frame with the link register, and how much of it at the top is for the frame pointer.</summary>
    private int _frame, _extra;

    /// <summary>The link register is not saved: no calls, or NOFRAME.</summary>
    private bool _leaf;
    private bool _noFrame, _spWrite;
    private int _check = -1, _more = -1;

    /// <summary>Written bytes when the first constant that waits was asked for.</summary>
    private int _poolStart;

    /// <summary>The statement names or uses the register that a preemption destroys.</summary>
    private bool _usesTemporary;

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
                StackCheck();
            }
            Prologue();
        }
        Statements();
        if (_check >= 0)
        {
            CallMoreStack();
        }
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

    /// <summary>The check of contract 2.1: g is always in its register.</summary>
    private void StackCheck()
    {
        uint guard = Bits(Arm64Registers.Check1), below = Bits(Arm64Registers.Check2), sp = Bits(Arm64Registers.Sp),
        zero = Bits(Arm64Registers.Zero);
        _check = Buffer.Here();
        _more = Buffer.NewLabel();
        Emit(Arm64Words.ScaledOffset(Arm64Access.Find("MOVD")!.Load, guard, Bits(Arm64Registers.G), StackGuards.Guard0Offset / WordSize));
        Unsafe(true);
        if (_frame <= StackGuards.Small)
        {
            Emit(Arm64Words.AddExtended(true, Compare, zero, sp, guard, 3, 0));
        }
        else
        {
            bool wraps = _frame > StackGuards.Big;
            AddConstant(true, wraps ? Compare : Subtract, Arm64Registers.Check2, Arm64Registers.Sp, _frame - StackGuards.Small,
                Function.Position);
            if (wraps)
            {
                Branch(Arm64BranchForm.Conditional(0x54000000 | LowerCondition, 19), _more, Function.Position);
            }
            Emit(Arm64Words.AddShifted(true, Compare, zero, below, guard));
        }
        Branch(Arm64BranchForm.Conditional(0x54000000 | LowerOrSameCondition, 19), _more, Function.Position);
        Unsafe(false);
    }

    private const uint LowerCondition = 3, LowerOrSameCondition = 9, Subtract = 1u << 30, SetFlags = 1u << 29,
    Compare = Subtract | SetFlags;

    private void Prologue()
    {
        uint sp = Bits(Arm64Registers.Sp), fp = Bits(Arm64Registers.FramePointer), link = Bits(Arm64Registers.Link);
        Arm64Access word = Arm64Access.Find("MOVD")!;
        if (_frame > SmallFrame)
        {
            AddConstant(true, Subtract, Arm64Registers.BigFrame, Arm64Registers.Sp, _frame, Function.Position);
            Emit(Arm64Words.Pair(PairWord, false, fp, link, Bits(Arm64Registers.BigFrame), -1, 2));
            Unsafe(true);
            Emit(Arm64Words.AddImmediate(true, 0, sp, Bits(Arm64Registers.BigFrame), 0));
            MoveDepth(_frame);
            Unsafe(false);
        }
        else
        {
            Emit(Arm64Words.ByteOffset(word.Store, link, sp, -_frame, 3));
            MoveDepth(_frame);
            Emit(Arm64Words.ByteOffset(word.Store, fp, sp, -WordSize, 0));
        }
        Emit(Arm64Words.AddImmediate(true, Subtract, fp, sp, WordSize));
    }

    private const uint PairWord = 2u << 30;

    /// <summary>After the body, at depth 0 whatever the last statement left: the link register is handed over in another one.</summary>
    private void CallMoreStack()
    {
        At(Function.Position);
        MoveDepth(-_frame);
        PcData(PcDataId.StackMapIndex, -1);
        Buffer.Bind(_more);
        Unsafe(true);
        Emit(Arm64Words.LogicalShifted(true, 1, false, Bits(Arm64Registers.MoreStackLink), Bits(Arm64Registers.Zero),
            Bits(Arm64Registers.Link)));
        bool context = (Function.Flags & AsmFlags.NeedsContext) != 0;
        Relocate(RelocationKind.Call,
            new AsmSymbol(context ? LinkerSymbols.MoreStack : LinkerSymbols.MoreStackNoContext, SymbolAbi.Abi0, false), 0);
        Emit(Arm64Words.Call);
        Unsafe(false);
        Branch(Arm64BranchForm.Plain, _check, Function.Position);
        MoveDepth(_frame);
    }

    /// <summary>Epilogue and RET; <c>RET sym(SB)</c> ends in a jump, <c>RET R</c> returns to another place.</summary>
    public void Return(AsmStatement statement)
    {
        uint sp = Bits(Arm64Registers.Sp), fp = Bits(Arm64Registers.FramePointer);
        Arm64Access word = Arm64Access.Find("MOVD")!;
        if (_frame > 0 && _leaf)
        {
            AddConstant(true, 0, Arm64Registers.FramePointer, Arm64Registers.Sp, _frame - WordSize, statement.Position);
            AddConstant(true, 0, Arm64Registers.Sp, Arm64Registers.Sp, _frame, statement.Position);
            MoveDepth(-_frame);
        }
        else if (_frame > SmallFrame)
        {
            Emit(Arm64Words.Pair(PairWord, true, fp, Bits(Arm64Registers.Link), sp, -1, 2));
            if (_frame < 1 << 12)
            {
                Emit(Arm64Words.AddImmediate(true, 0, sp, sp, _frame));
            }
            else
            {
                // In one step, so that there is never half a frame.
                LoadConstant(true, Arm64Registers.Temporary, _frame, statement);
                Emit(Arm64Words.AddExtended(true, 0, sp, sp, Bits(Arm64Registers.Temporary), 3, 0));
            }
            MoveDepth(-_frame);
        }
        else if (_frame > 0)
        {
            Emit(Arm64Words.ByteOffset(word.Load, fp, sp, -WordSize, 0));
            Emit(Arm64Words.ByteOffset(word.Load, Bits(Arm64Registers.Link), sp, _frame, 1));
            MoveDepth(-_frame);
        }
        switch (statement.Operands)
        {
            case []:
                Emit(Arm64Words.Return | (Bits(Arm64Registers.Link) << 5));
                break;
            case [{ Kind: AsmOperandKind.Memory, IsSymbolReference: true } target]:
                Relocate(RelocationKind.Call, target.Symbol!, target.Offset);
                Emit(Arm64Words.Branch);
                break;
            case [{ Kind: AsmOperandKind.Register or AsmOperandKind.Memory, Index: 0, Offset: 0,
                Base: AsmBase.None } target] when Arm64Registers.IsGeneral(target.Register):
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
            _usesTemporary |= operand.Register == Arm64Registers.Temporary || operand.Index == Arm64Registers.Temporary;
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
        if (statement.Operands is not [var from, .., { Kind: AsmOperandKind.Register, Register: Arm64Registers.Sp }]
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
        else if (falls && _check < 0)
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
