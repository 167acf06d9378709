using Go.Compiler.Backend.Machine;

namespace Go.Compiler.Arch.Amd64;

/// <summary>
/// Machine operations: single instructions or short sequences that must not be torn apart (flags never live between two of them). "d" is
/// the result, "a", "b" the register operands in order, "tied" means d is in a's register. Sequences may use the scratch register and X15,
/// which is zero again afterwards.
/// </summary>
internal enum Amd64Op : ushort
{
    None,
    /// <summary>The shared operations that the lowering makes itself too.</summary>
    Constant = MachineOp.Constant, Address = MachineOp.Address, Copy = MachineOp.Copy, FloatCopy = MachineOp.FloatCopy,
    StoreConstant = MachineOp.StoreConstant, Add = MachineOp.Add, SetCompare = MachineOp.SetCompare,
    /// <summary>d = a + imm; not tied.</summary>
    AddConstant = MachineOp.FirstOfArchitecture,
    /// <summary>Tied; variant is an <see cref="Amd64Alu"/>.</summary>
    Alu, AluConstant,
    /// <summary>Tied; b is memory.</summary>
    AluMemory, MultiplyMemory,
    Multiply, MultiplyConstant,
    /// <summary>Tied; variant is an <see cref="Amd64Unary"/>.</summary>
    Unary,
    /// <summary>Tied; variant is an <see cref="Amd64Shift"/>.</summary>
    ShiftConstant, Shift,
    /// <summary>Tied, count in CX, of <c>Condition</c> bytes: zero when it is at least the width.</summary>
    ShiftOrZero,
    /// <summary>Tied, count in any register of <c>Condition</c> bytes, CX destroyed: sign when the count is at least the width.</summary>
    ShiftOrSign,
    /// <summary>a in AX times b into DX:AX.</summary>
    MultiplyWide,
    /// <summary>AX (DX) by b. Variant is Div or Idiv; immediate 1: b may be -1; condition 1: the remainder is wanted.</summary>
    Divide,
    AddCarry, SubtractBorrow,
    TrailingZeros, BitLength, PopulationCount, SwapBytes,
    /// <summary>Tied; bit number b of a; variant is an <see cref="Amd64BitTest"/>.</summary>
    BitUpdate,
    /// <summary>Variant is an <see cref="Amd64FloatTest"/>.</summary>
    SetFloat,
    /// <summary>d tied to a; b when the last operand is zero.</summary>
    Select, SelectFloat,
    SignExtend, ZeroExtend,
    /// <summary>d = memory of the instruction's size, extended to <c>Variant</c> bytes.</summary>
    SignExtendMemory, ZeroExtendMemory,
    IntegerToFloat, Unsigned64ToFloat, FloatToInteger, FloatToUnsigned64, FloatToFloat, ToVector, FromVector,
    /// <summary>Tied; variant is an <see cref="Amd64Float"/>.</summary>
    Float, SquareRoot, FloatNegate, FloatAbsolute, CopySign, Round, FusedMultiplyAdd, FloatMinimum, FloatMaximum,
    /// <summary>Tied; b is memory; variant is an <see cref="Amd64Float"/>.</summary>
    FloatMemory,
    /// <summary>memory = memory op a, or op imm; variant is an <see cref="Amd64Alu"/>.</summary>
    UpdateMemory, UpdateMemoryConstant,
    /// <summary>imm bytes at memory.</summary>
    ZeroMemory, ZeroMemoryRepeat, MoveMemory, MoveMemoryRepeat, MemoryEqual,
    AtomicStore, AtomicAdd, AtomicExchange, AtomicCompareExchange, AtomicAlu, AtomicAluOld,
    Prefetch,
    // Terminators
    BranchCompare, BranchFloat, BranchTest,
}

/// <summary>
/// What sets the flags of a comparison: a - b or a - imm, a &amp; b or a &amp; imm, or bit number b of a (in the carry); with memory for a
/// and a constant, or for b.
/// </summary>
internal enum Amd64CompareForm : byte { Registers, Constant, TestRegisters, TestConstant, Bit, MemoryConstant, TestMemory, RegisterMemory }

/// <summary>Outcomes of a floating-point comparison; unordered makes all false but NotEqual.</summary>
internal enum Amd64FloatTest : byte { Equal, NotEqual, Above, AboveOrEqual }
