using Go.Compiler.Objects;

namespace Go.Compiler.Assembler;

public enum AsmStatementKind : byte { Instruction, PcData, FuncData, PcAlign }

/// <summary>One statement that counts as an instruction for <c>N(PC)</c>.</summary>
public sealed class AsmStatement(AsmStatementKind kind, string mnemonic, string suffix, AsmOperand[] operands, AsmPosition position)
{
    public AsmStatementKind Kind { get; } = kind;

    /// <summary>As written; aliases are the dialect's matter.</summary>
    public string Mnemonic { get; } = mnemonic;

    /// <summary>What follows the mnemonic's dots: <c>Z</c>, <c>BCST.Z</c>, <c>P</c>; empty = none.</summary>
    public string Suffix { get; } = suffix;

    /// <summary>In source order.</summary>
    public AsmOperand[] Operands { get; } = operands;

    public AsmPosition Position { get; } = position;

    /// <summary>
    /// Jumps within the function: index of the target in <see cref="AsmFunction.Statements"/>; the TEXT itself is -1.
    /// <see cref="NoTarget"/> = none.
    /// </summary>
    public int Target { get; set; } = NoTarget;

    public const int NoTarget = int.MinValue;
}

/// <summary>Bits of a TEXT or GLOBL (runtime/textflag.h).</summary>
[Flags]
public enum AsmFlags
{
    None = 0, NoProf = 1, DupOk = 2, Nosplit = 4, ReadOnly = 8, NoPointers = 16, Wrapper = 32, NeedsContext = 64, TlsBss = 256,
    NoFrame = 512, ReflectMethod = 1024, TopFrame = 2048, AbiWrapper = 4096,
}

/// <summary>A TEXT with its statements.</summary>
public sealed class AsmFunction(AsmSymbol symbol, AsmFlags flags, long frameSize, int argumentSize, AsmPosition position)
{
    /// <summary>Argument size of a TEXT that gives none.</summary>
    public const int UnknownArguments = int.MinValue;

    public AsmSymbol Symbol { get; } = symbol;
    public AsmFlags Flags { get; } = flags;

    /// <summary>Declared local frame; may be -8.</summary>
    public long FrameSize { get; } = frameSize;

    public int ArgumentSize { get; } = argumentSize;
    public AsmPosition Position { get; } = position;
    public List<AsmStatement> Statements { get; } = [];

    /// <summary>Global symbols are reached through words that hold their addresses.</summary>
    public bool IsDynamicLink { get; set; }

    /// <summary>Symbols that the file declares to be thread-local.</summary>
    public IReadOnlySet<AsmSymbol> ThreadLocals { get; set; } = new HashSet<AsmSymbol>();
}

/// <summary>One DATA statement.</summary>
public sealed record AsmDatum(AsmSymbol Symbol, long Offset, int Width, AsmOperand Value, AsmPosition Position);

/// <summary>One GLOBL statement.</summary>
public sealed record AsmGlobal(AsmSymbol Symbol, AsmFlags Flags, long Size, AsmPosition Position);

/// <summary>A parsed assembly file.</summary>
public sealed class AsmFile
{
    public List<AsmFunction> Functions { get; } = [];
    public List<AsmDatum> Data { get; } = [];
    public List<AsmGlobal> Globals { get; } = [];
}

/// <summary>A text symbol that assembly defines or refers to (contract 1.6).</summary>
public readonly record struct AssemblySymbol(string Name, SymbolAbi Abi);
