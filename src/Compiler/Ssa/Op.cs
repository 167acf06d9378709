namespace Go.Compiler.Ssa;

/// <summary>
/// Machine kind of a value. Every value is one scalar: strings, slices, interfaces, complex numbers and small structs are several values.
/// </summary>
public enum ValueKind : byte
{
    None,
    /// <summary>Integers by width; booleans are I8 0/1. Upper bits of a register are undefined.</summary>
    I8, I16, I32, I64,
    F32, F64,
    /// <summary>A pointer the collector follows: kept in stack maps.</summary>
    Pointer,
    /// <summary>Several results: use <see cref="Op.Extract"/>.</summary>
    Tuple,
}

/// <summary>
/// Generic operations. Instructions stand in blocks in execution order; that order is the order of memory and other effects, so there are
/// no memory values. Pure operations may move anywhere their operands dominate. "a0, a1 ..." are arguments, "imm" is <c>AuxInt</c>, "aux"
/// is <c>Aux</c>. Memory operands: address a0 plus imm bytes. Nothing here depends on an architecture.
/// </summary>
public enum Op : ushort
{
    None,

    // Values
    /// <summary>imm: integer (sign-extended), boolean, or bits of a float; Pointer kind: only nil (0).</summary>
    Const,
    /// <summary>
    /// imm: index of a register-passed scalar among all of them in parameter order (<c>SsaFunction.ParameterScalars</c>). Entry block only.
    /// Stack parameters are read through their <c>StackSlot</c>.
    /// </summary>
    Param,
    /// <summary>One argument per predecessor, in order. First in its block.</summary>
    Phi,
    Copy,
    /// <summary>Result number imm of a tuple value a0.</summary>
    Extract,
    /// <summary>The closure context pointer at entry (Pointer). Entry block only.</summary>
    ClosureContext,

    // Integer arithmetic on kind of the value; wraps.
    Add, Sub, Mul,
    /// <summary>Division and remainder: the divisor is known not to be zero; MinInt / -1 gives MinInt, remainder 0.</summary>
    DivS, DivU, RemS, RemU,
    And, Or, Xor, Neg, Not,
    /// <summary>
    /// Shifts: a1 is an unsigned count of any integer kind; counts &gt;= width give 0 (or the sign). imm 1: count is known to be below the
    /// width.
    /// </summary>
    Shl, ShrU, ShrS,
    /// <summary>Rotate left by a1 modulo width.</summary>
    RotateLeft,
    /// <summary>Tuple (high, low) of the 128-bit product.</summary>
    MulWideU,
    /// <summary>High half of the product.</summary>
    MulHighU, MulHighS,
    /// <summary>Tuple (sum, carry out) of a0 + a1 + (a2 != 0); carries are I64 0/1.</summary>
    AddCarry,
    /// <summary>Tuple (difference, borrow out).</summary>
    SubBorrow,
    /// <summary>
    /// Trailing zeros (width for 0), bit length, population count, byte swap; result kind = value kind except the counts, which are I64.
    /// </summary>
    TrailingZeros, BitLength, PopulationCount, ByteSwap,

    // Comparisons: I8 results.
    Eq, Ne, LtS, LeS, LtU, LeU,
    /// <summary>Floats: ordered comparisons except Ne (NaN != NaN). Greater forms are built by swapping.</summary>
    EqF, NeF, LtF, LeF,
    /// <summary>Boolean not.</summary>
    NotB,
    /// <summary>a0 != 0 ? a1 : a2.</summary>
    Select,

    // Conversions: from the kind of a0 to the kind of the value.
    SignExtend, ZeroExtend, Truncate,
    IntToFloatS, IntToFloatU, FloatToIntS, FloatToIntU,
    /// <summary>Also from a kind to itself, where products and sums are rounded once: what a program converts is rounded before.</summary>
    FloatToFloat,
    /// <summary>Same bits, other register class (I64/F64, I32/F32) or other kind of one class (Pointer/I64: unsafe conversions).</summary>
    Bitcast,

    // Floats
    AddF, SubF, MulF, DivF, NegF, SqrtF, AbsF, CopySignF, FloorF, CeilF, TruncF, RoundToEvenF,
    /// <summary>±a0 * a1 ± a2 rounded once; imm has the signs (<c>Fma</c>). Only where the target has it.</summary>
    FmaF,
    /// <summary>Go's min and max builtins on floats (NaN and signed zero rules).</summary>
    MinF, MaxF,

    // Addresses (Pointer unless stated)
    /// <summary>Address of stack slot aux (<c>StackSlot</c>).</summary>
    LocalAddress,
    /// <summary>Address of symbol aux (string name, ABI0 data) plus imm.</summary>
    GlobalAddress,
    /// <summary>Entry address of function aux (<c>FunctionSymbol</c>); kind I64.</summary>
    FunctionAddress,
    /// <summary>a0 + imm, inside the same object.</summary>
    OffsetPointer,
    /// <summary>a0 + a1 bytes (I64), inside the same object.</summary>
    AddPointer,
    /// <summary>
    /// A new zeroed variable of type aux (<c>AllocationSite</c>): its address. The escape pass turns it into a stack slot or a runtime
    /// call. Also closure objects, composite literals, boxed interface values, backing arrays of constant size.
    /// </summary>
    Allocate,
    /// <summary>
    /// A new empty map with room for a0 (I64) entries, of the map type in aux (<c>AllocationSite</c>). Lowered like <see cref="Allocate"/>.
    /// </summary>
    AllocateMap,
    /// <summary>
    /// Tuple (pointer, length, capacity) of the slice a0, a1, a2 with elements of the type in aux, which are not in the buffer a3 any more:
    /// if they were, they have moved to the heap. imm 1: the capacity stays, and so do elements beyond the length.
    /// </summary>
    MoveSlice,

    // Memory
    /// <summary>Load of the value's kind.</summary>
    Load,
    /// <summary>
    /// Stores a1 at a0+imm. A Pointer store may need a write barrier: the barrier pass decides (flag <c>NoBarrier</c> set = known not to).
    /// </summary>
    Store,
    /// <summary>Zeroes bytes at a0; imm = size; aux: the type (<c>GoType</c>) or null when pointer-free.</summary>
    Zero,
    /// <summary>Copies imm bytes from a1 to a0; no partial overlap; aux: the type or null when pointer-free.</summary>
    Move,
    /// <summary>Compares imm bytes at a0 and a1 (small constant sizes, no floats/strings inside): I8.</summary>
    MemoryEqual,
    /// <summary>Marks a stack slot's variable as starting its life (contents undefined before); aux: <c>StackSlot</c>.</summary>
    VariableStart,
    /// <summary>Use that keeps a0 alive until here.</summary>
    KeepAlive,

    // Checks: no result (None) unless stated; they stay before what they guard.
    /// <summary>Faults if a0 is nil. Result: a0 (Pointer), used by the guarded accesses.</summary>
    NilCheck,
    /// <summary>
    /// Panics with code imm (<c>BoundsCode</c>) unless a0 &lt;u a1 (index codes) or a0 &lt;=u a1 (slice codes); both I64; flag Signed: a0
    /// is signed.
    /// </summary>
    BoundsCheck,

    // Calls: aux = <c>CallInfo</c>; result Tuple (or none): all result scalars in order.
    /// <summary>Arguments: scalars in order.</summary>
    CallStatic,
    /// <summary>a0: code address (I64), a1: context pointer, then scalars.</summary>
    CallClosure,
    /// <summary>a0: code address (I64), then scalars (receiver's data word first).</summary>
    CallInterface,

    // Atomics, sequentially consistent. Kinds I8 (And/Or/Load/Store/Exchange), I32, I64, Pointer.
    AtomicLoad, AtomicStore,
    /// <summary>Adds a1, result: the new value.</summary>
    AtomicAdd,
    /// <summary>Result: the old value.</summary>
    AtomicExchange,
    /// <summary>a0 address, a1 expected, a2 new: I8 success.</summary>
    AtomicCompareExchange,
    /// <summary>No result.</summary>
    AtomicAnd, AtomicOr,
    /// <summary>Result: the old value.</summary>
    AtomicAndOld, AtomicOrOld,
    /// <summary>Cache hint: imm 0 = ordinary, 1 = streaming.</summary>
    Prefetch,

    // Runtime's own (contract 3.1)
    GetG, GetCallerPc, GetCallerSp,

    // Write barrier (made by the barrier pass; contract 4.8)
    /// <summary>32-bit load of the barrier flag; starts the window in which the code must not be preempted.</summary>
    WriteBarrierFlag,
    /// <summary>Reserves imm (1..8) words: Pointer-sized address of the buffer, kind I64.</summary>
    WriteBarrierBuffer,
    /// <summary>Ends the window.</summary>
    WriteBarrierEnd,
    /// <summary>Call of runtime.wbZero(type aux, a0) / wbMove(type aux, a0, a1) inside the window.</summary>
    WriteBarrierZero, WriteBarrierMove,
}

/// <summary>How a block ends.</summary>
public enum BlockKind : byte
{
    None,
    /// <summary>One successor.</summary>
    Jump,
    /// <summary>Control value is I8: nonzero goes to successor 0, else 1.</summary>
    If,
    /// <summary>Control value is I64 and below the number of successors.</summary>
    JumpTable,
    /// <summary>
    /// Arguments of the block: the scalars of all register results in order; stack results have been stored to their <c>StackSlot</c>.
    /// </summary>
    Return,
    /// <summary>The last instruction does not return (panic, throw): no successors.</summary>
    Exit,
    /// <summary>
    /// Calls runtime.deferreturn, then loads results from their slots and returns. No values live in (contract 4.7). The recovery point.
    /// </summary>
    DeferReturn,
    /// <summary>
    /// Jumps to the function of the block's <c>Call</c>, or to the address in its control value, with the block's arguments after tearing
    /// the frame down.
    /// </summary>
    TailCall,
}
