using Go.Compiler.Text;

namespace Go.Compiler.Backend.Machine;

/// <summary>What a memory operand is relative to.</summary>
public enum MemoryKind : byte
{
    None,
    /// <summary>Registers: operands of the instruction.</summary>
    Register,
    /// <summary>A variable of the frame (<see cref="Ssa.StackSlot"/>).</summary>
    Slot,
    /// <summary>A symbol (boxed <see cref="CodeTarget"/>).</summary>
    Symbol,
    /// <summary>What the register of the current goroutine points to.</summary>
    Goroutine,
    /// <summary>The argument area of this function: displacement from its start.</summary>
    Incoming,
    /// <summary>The argument area of callees.</summary>
    Outgoing,
}

/// <summary>
/// A memory operand before registers and frame offsets are known. Base and index are operand numbers within the instruction, or -1.
/// </summary>
public struct MachineMemory
{
    public MemoryKind Kind;
    public sbyte Base, Index;
    public byte Scale;
    public int Displacement;

    /// <summary>Slot or symbol, by kind.</summary>
    public object? Target;

    public static MachineMemory OfKind(MemoryKind kind, int displacement)
        => new() { Kind = kind, Base = -1, Index = -1, Scale = 1, Displacement = displacement };
}

/// <summary>
/// One machine instruction or short fixed sequence; its operands are in the allocation problem under the same number. Opcodes belong to the
/// architecture.
/// </summary>
public struct MachineInstruction
{
    public ushort Opcode;

    /// <summary>Operand size in bytes.</summary>
    public byte Size;

    /// <summary>Condition code, by architecture.</summary>
    public byte Condition;

    /// <summary>Variant of the opcode, by architecture.</summary>
    public byte Variant;
    public long Immediate;
    public MachineMemory Memory;

    /// <summary>The second memory operand of copies and comparisons.</summary>
    public MachineMemory Source;

    /// <summary>Calls: the target.</summary>
    public CodeTarget Target;
    public Pos Pos;
    public int InlineIndex;
}
