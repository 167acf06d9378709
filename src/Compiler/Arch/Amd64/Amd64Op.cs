namespace Go.Compiler.Arch.Amd64;

/// <summary>
/// Machine operations: single instructions or short sequences that must not be torn apart (flags never live between two of them). "d" is the
/// result, "a", "b" the register operands in order, "tied" means d is in a's register. Sequences may use the scratch register and X15, which is zero again afterwards.
/// </summary>
internal enum Amd64Op : ushort
{
    None,
    /// <summary>Defines the parameters and the context.</summary>
    Entry,
    /// <summary>No code.</summary>
    Use,
    Constant, FloatConstant, Address, Copy, FloatCopy,
    Load, LoadFloat, Store, StoreFloat, StoreConstant,
    /// <summary>d = a + b or a + imm; not tied.</summary>
    Add, AddConstant,
    /// <summary>Tied; variant is an <see cref="Amd64Alu"/>.</summary>
    Alu, AluConstant,
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
    Divide, DivideWide,
    AddCarry, SubtractBorrow,
    TrailingZeros, BitLength, SwapBytes,
    /// <summary>d = a cc b, or imm (variant 1).</summary>
    SetCompare,
    /// <summary>Variant is an <see cref="Amd64FloatTest"/>.</summary>
    SetFloat,
    /// <summary>d tied to a; b when the last operand is zero.</summary>
    Select, SelectFloat,
    SignExtend, ZeroExtend,
    IntegerToFloat, Unsigned64ToFloat, FloatToInteger, FloatToUnsigned64, FloatToFloat, ToVector, FromVector,
    /// <summary>Tied; variant is an <see cref="Amd64Float"/>.</summary>
    Float, SquareRoot, FloatNegate, FloatAbsolute, CopySign, Round, FusedMultiplyAdd, FloatMinimum, FloatMaximum,
    /// <summary>imm bytes at memory.</summary>
    ZeroMemory, ZeroMemoryRepeat, MoveMemory, MoveMemoryRepeat, MemoryEqual,
    NilCheck,
    /// <summary>Variant: bit 0 a is a constant (Condition), bit 1 b is one (Immediate bits 32 up); immediate: low byte code, bit 8 signed.</summary>
    BoundsCheck,
    Call, CallRegister, CallDeferReturn,
    AtomicStore, AtomicAdd, AtomicExchange, AtomicCompareExchange, AtomicAlu, AtomicAluOld,
    Prefetch, Pause, GetG, CallerPc, CallerSp,
    /// <summary>A 32-bit load after which a write barrier window is open.</summary>
    BarrierFlag, BarrierEnd,
    // Terminators
    Jump, BranchCompare, BranchFloat, BranchTest, JumpTable, Return, Exit, TailCall, TailCallRegister,
}

/// <summary>Outcomes of a floating-point comparison; unordered makes all false but NotEqual.</summary>
internal enum Amd64FloatTest : byte { Equal, NotEqual, Above, AboveOrEqual }

/// <summary>Register numbers over both classes (vector registers are 16 and up) and the roles of registers (contract 1.3).</summary>
internal static class Amd64Registers
{
    public const int Ax = 0, Cx = 1, Dx = 2, Bx = 3, Sp = 4, Bp = 5, Si = 6, Di = 7, R8 = 8, R9 = 9, R10 = 10, R11 = 11, R12 = 12, R13 = 13, R14 = 14, R15 = 15;
    public const int X0 = 16, Zero = 31;

    /// <summary>Never allocated: free for sequences and for moves between places of the frame.</summary>
    public const int Scratch = R13;

    /// <summary>The current goroutine.</summary>
    public const int G = R14;
    public const int Context = Dx;

    public const uint AllIntegers = 0xFFFF & ~(1u << Sp | 1u << Bp | 1u << Scratch | 1u << G);
    public const uint AllFloats = 0x7FFFu << X0;

    public static ReadOnlySpan<byte> IntegerArguments => [Ax, Bx, Cx, Di, Si, R8, R9, R10, R11];

    public static int Argument(bool isFloat, int index) => isFloat ? X0 + index : IntegerArguments[index];
}
