using Go.Compiler.Code;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Assembler;

/// <summary>
/// What assembling one function is on every architecture: statements become code in a <see cref="CodeBuffer"/>, with labels, lines, the
/// depth of the stack pointer and PCDATA beside it. An architecture derives from it what is its own: frames and instructions.
/// </summary>
internal abstract class AsmFunctionBuilder : IFrameEvents
{
    /// <summary>Labels of the stack check, and of the call of morestack behind the body; -1: none.</summary>
    private int _check = -1, _more = -1;

    private readonly int[] _statementLabels;
    private readonly int _entry;
    private readonly List<(int Label, AsmPosition Position)> _lines = [];
    private readonly List<(int Label, int Change)> _depths = [];
    private readonly List<(int Label, int Table, int Value)> _pcData = [];

    /// <summary>Which branch is where, for the message when it does not reach.</summary>
    private readonly List<(int Item, AsmPosition Position)> _branches = [];

    protected AsmFunctionBuilder(AsmFunction function, AsmCode code)
    {
        Function = function;
        Code = code;
        _entry = Buffer.Here();
        _statementLabels = new int[function.Statements.Count];
        for (int i = 0; i < _statementLabels.Length; i++)
        {
            _statementLabels[i] = Buffer.NewLabel();
        }
    }

    protected AsmFunction Function { get; }
    protected AsmCode Code { get; }
    protected CodeBuffer Buffer { get; } = new();

    /// <summary>Relocations, counted as <see cref="CodeBuffer.Length"/> until the code is laid out.</summary>
    protected List<AsmRelocation> Relocations { get; } = [];

    /// <summary>The unconditional jump's mnemonic: branches to one go where it goes.</summary>
    protected abstract bool IsPlainJump(string mnemonic);

    protected abstract void Instruction(AsmStatement statement);

    /// <summary>Writes what does nothing into a gap.</summary>
    protected abstract void Fill(Span<byte> gap);

    /// <summary>Calls morestack in the way it expects; nothing but a jump to the stack check follows.</summary>
    protected abstract void CallMoreStack(AsmSymbol moreStack);

    /// <summary>The unconditional jump.</summary>
    protected abstract BranchForm[] PlainJump { get; }

    /// <summary>What is said of a branch that cannot reach its target.</summary>
    protected virtual string OutOfReach => "branch too far";

    /// <summary>The statements, in order.</summary>
    protected void Statements()
    {
        for (int i = 0; i < Function.Statements.Count; i++)
        {
            AsmStatement statement = Function.Statements[i];
            Buffer.Bind(_statementLabels[i]);
            At(statement.Position);
            switch (statement.Kind)
            {
                case AsmStatementKind.PcData: PcData((int)statement.Operands[0].Offset, (int)statement.Operands[1].Offset); break;
                case AsmStatementKind.PcAlign: Align(statement); break;
                case AsmStatementKind.Instruction: Instruction(statement); break;
            }
        }
    }

    protected bool HasStackCheck => _check >= 0;

    /// <summary>The stack check begins here; the label is where it goes when there is no room.</summary>
    protected int BeginStackCheck()
    {
        _check = Buffer.Here();
        return _more = Buffer.NewLabel();
    }

    /// <summary>
    /// After the body, if there is a stack check: makes room and checks again, at the depth before the frame whatever stands last.
    /// </summary>
    protected void Growth(int frame)
    {
        if (!HasStackCheck)
        {
            return;
        }
        At(Function.Position);
        MoveDepth(-frame);
        PcData(PcDataId.StackMapIndex, -1);
        Buffer.Bind(_more);
        Unsafe(true);
        bool context = (Function.Flags & AsmFlags.NeedsContext) != 0;
        CallMoreStack(new AsmSymbol(context ? LinkerSymbols.MoreStack : LinkerSymbols.MoreStackNoContext, SymbolAbi.Abi0, false));
        Unsafe(false);
        Branch(PlainJump, _check, Function.Position);
        MoveDepth(frame);
    }

    /// <summary>What follows comes from this place.</summary>
    protected void At(AsmPosition position) => _lines.Add((Buffer.Here(), position));

    /// <summary>From here on SP lies by so many bytes lower.</summary>
    protected void MoveDepth(int bytes)
    {
        if (bytes != 0)
        {
            _depths.Add((Buffer.Here(), bytes));
        }
    }

    void IFrameEvents.MoveDepth(int bytes) => MoveDepth(bytes);

    void IFrameEvents.SetUnsafe(bool isUnsafe) => Unsafe(isUnsafe);

    protected void PcData(int table, int value) => _pcData.Add((Buffer.Here(), table, value));

    /// <summary>From a label on that was bound before, but after all other PCDATA.</summary>
    protected void PcDataAt(int label, int table, int value) => _pcData.Add((label, table, value));

    protected void Unsafe(bool isUnsafe) => PcData(PcDataId.UnsafePoint, isUnsafe ? UnsafePointValue.Unsafe : UnsafePointValue.Safe);

    /// <summary>A relocation of the bytes that are written next, or <paramref name="ahead"/> bytes after them.</summary>
    protected void Relocate(RelocationKind kind, AsmSymbol target, long addend, int ahead = 0)
        => Relocations.Add(new AsmRelocation(Buffer.Length + ahead, kind, target, addend));

    /// <summary>
    /// The label of a statement, or of where it leads at once; -1 is the TEXT itself, whose code begins with the prologue.
    /// </summary>
    protected int LabelOf(int statement)
    {
        int at = FollowJumps(statement);
        return at < 0 ? _entry : _statementLabels[at];
    }

    /// <summary>A branch to a label; reports when it cannot reach.</summary>
    protected void Branch(BranchForm[] forms, int label, AsmPosition position, int first = 0)
    {
        _branches.Add((Buffer.ItemCount, position));
        Buffer.Branch(forms, label, first);
    }

    protected void Error(DiagnosticDescriptor descriptor, AsmPosition position, string message)
        => Code.Error(descriptor, position, message);

    /// <summary>
    /// Lays the code out and gives it and its tables' events to <see cref="Code"/>. Zeros fill it to <paramref name="unit"/> bytes.
    /// </summary>
    protected void Finish(int unit = 1)
    {
        byte[] bytes = Buffer.Layout(Fill);
        if (Buffer.Unreachable >= 0)
        {
            foreach ((int item, AsmPosition position) in _branches)
            {
                if (item == Buffer.Unreachable)
                {
                    Error(Catalogue.AssemblyBranch, position, OutOfReach);
                }
            }
            return;
        }
        foreach ((int label, AsmPosition position) in _lines)
        {
            Code.Lines.Add((Buffer.PcOf(label), position));
        }
        int depth = 0;
        Code.Depths.Add((0, 0));
        foreach ((int label, int change) in _depths)
        {
            depth += change;
            Code.Depths.Add((Buffer.PcOf(label), depth));
        }
        foreach ((int label, int table, int value) in _pcData)
        {
            Code.PcData.Add((Buffer.PcOf(label), table, value));
        }
        int cursor = 0;
        foreach (AsmRelocation relocation in Relocations)
        {
            Code.Relocations.Add(relocation with { Offset = Buffer.PcOfWritten(relocation.Offset, ref cursor) });
        }
        int padding = (unit - (bytes.Length % unit)) % unit;
        Code.Bytes = padding == 0 ? bytes : [.. bytes, .. new byte[padding]];
    }

    private void Align(AsmStatement statement)
    {
        long alignment = statement.Operands[0].Offset;
        if (alignment is < 8 or > 2048 || (alignment & (alignment - 1)) != 0)
        {
            Error(Catalogue.AssemblyOperand, statement.Position,
                $"alignment value of an instruction must be a power of two and in the range [8, 2048], got {alignment}");
            return;
        }
        Buffer.Align((int)alignment);
        Code.Alignment = Math.Max(Code.Alignment, (int)alignment);
    }

    /// <summary>A branch to a jump goes where the jump goes; the first target stays when the jumps run in a circle.</summary>
    private int FollowJumps(int target)
    {
        int at = target;
        for (int steps = 0; steps <= Function.Statements.Count; steps++)
        {
            if (at < 0 || Function.Statements[at] is not { Target: not AsmStatement.NoTarget } jump || !IsPlainJump(jump.Mnemonic))
            {
                return at;
            }
            at = jump.Target;
        }
        return target;
    }
}
