using Go.Compiler.Backend.Machine;

namespace Go.Compiler.Arch.Arm64;

/// <summary>
/// Machine operations of arm64 besides <see cref="MachineOp"/>: single instructions, or short sequences that must not be torn apart (flags
/// never live between two of them). "d" is the result, "a", "b", "c" the register operands in order. Sequences may use the scratch
/// registers, which a preemption keeps.
/// </summary>
internal enum Arm64Op : ushort
{
    None,
    /// <summary>The shared operations that the lowering makes itself too.</summary>
    Constant = MachineOp.Constant, Address = MachineOp.Address, Copy = MachineOp.Copy, FloatCopy = MachineOp.FloatCopy,
    StoreConstant = MachineOp.StoreConstant, Add = MachineOp.Add,
    /// <summary>d = a + imm.</summary>
    AddConstant = MachineOp.FirstOfArchitecture,
    /// <summary>
    /// d = a op b, or op imm; variant is an <see cref="Arm64Alu"/>. Of registers, b is shifted as <c>Condition</c> tells: an
    /// <see cref="Arm64Shift"/> above six bits for the count; and before that inverted when imm is 1.
    /// </summary>
    Alu, AluConstant,
    /// <summary>d = -a, d = ~a.</summary>
    Negate, Not,
    Multiply,
    /// <summary>d = c + a * b, d = c - a * b.</summary>
    MultiplyAdd, MultiplySubtract,
    /// <summary>The upper half of the product; variant 1: signed.</summary>
    MultiplyHigh,
    /// <summary>Variant 1: signed. The smallest integer divided by -1 is itself here.</summary>
    Divide,
    /// <summary>Variant is an <see cref="Arm64Shift"/>; the count is taken modulo the width.</summary>
    ShiftConstant, Shift,
    /// <summary>The count is of <c>Condition</c> bytes and any value: zero, or the sign, when it is at least the width.</summary>
    ShiftOrZero, ShiftOrSign,
    /// <summary>d, carry = a + b + c; without c when there are four operands.</summary>
    AddCarry, SubtractBorrow,
    TrailingZeros, BitLength, PopulationCount, SwapBytes,
    /// <summary>d = a cc b of floats.</summary>
    SetFloat,
    /// <summary>
    /// d = compared ? a : b; the compared operands come after, their form is the variant, and Source.Scale is the width of what is
    /// selected.
    /// </summary>
    Select, SelectFloat,
    SignExtend, ZeroExtend,
    /// <summary>Size is the float's; variant 1: unsigned; condition: bytes of the integer.</summary>
    IntegerToFloat, FloatToInteger,
    FloatToFloat, ToVector, FromVector,
    /// <summary>Variant is an <see cref="Arm64Float"/>.</summary>
    Float, FloatUnary, CopySign, FusedMultiplyAdd,
    /// <summary>imm bytes at memory.</summary>
    ZeroMemory,
    /// <summary>imm bytes; large ones with temporaries for both addresses.</summary>
    MoveMemory, MoveMemoryLoop,
    /// <summary>With two temporaries before the result.</summary>
    MemoryEqual,
    AtomicLoad, AtomicStore, AtomicExchange, AtomicAdd, AtomicCompareExchange,
    /// <summary>The old value is d, or a temporary; the new one is before it.</summary>
    AtomicAlu,
    Prefetch,
    // Terminators
    BranchCompare, BranchFloat,
    /// <summary>The lowest bit of a, which is true or false, is set.</summary>
    BranchTest,
}

/// <summary>Condition codes as encoded. Their opposites differ in the lowest bit.</summary>
internal enum Arm64Condition : byte
{
    Equal, NotEqual, CarrySet, CarryClear, Minus, Plus, Overflow, NoOverflow, Higher, LowerOrSame, GreaterOrEqual, Less, Greater,
    LessOrEqual, Always, Never, HigherOrSame = CarrySet, Lower = CarryClear,
}

/// <summary>Two-operand integer operations; the logical ones as encoded.</summary>
internal enum Arm64Alu : byte { And, Or, Xor, Add, Subtract }

/// <summary>Shifts as encoded in shifted registers; the order is that of the instructions with a count in a register too.</summary>
internal enum Arm64Shift : byte { Left, RightUnsigned, RightSigned, Rotate }

/// <summary>What sets the flags of a comparison: a - b or a - imm, a &amp; b or a &amp; imm.</summary>
internal enum Arm64CompareForm : byte { Registers, Constant, TestRegisters, TestConstant }

/// <summary>Floating-point operations: bits of the instruction.</summary>
internal enum Arm64Float
    : byte { Multiply, Divide, Add, Subtract, Maximum, Minimum, Move = 0, Absolute, Negate, SquareRoot, RoundToEven = 8, RoundUp, RoundDown,
    RoundToZero }
