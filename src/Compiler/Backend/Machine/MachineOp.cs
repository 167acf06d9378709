namespace Go.Compiler.Backend.Machine;

/// <summary>
/// Operations that every architecture has, as the shared part of the code generator makes them: "d" is the last operand, the result; "a",
/// "b" the registers before it. An architecture's own operations are numbered from <see cref="FirstOfArchitecture"/> on.
/// </summary>
internal enum MachineOp : ushort
{
    None,
    /// <summary>Defines the parameters and the context.</summary>
    Entry,
    /// <summary>No code.</summary>
    Use,
    /// <summary>d = imm, or the bits of a float.</summary>
    Constant, FloatConstant,
    /// <summary>d = the address of memory.</summary>
    Address,
    Copy, FloatCopy,
    Load, LoadFloat,
    /// <summary>The stored register is a.</summary>
    Store, StoreFloat, StoreConstant,
    /// <summary>d = a + b; not tied.</summary>
    Add,
    NilCheck,
    /// <summary>d = whether a comparison holds; its operands, form (variant) and condition are the architecture's.</summary>
    SetCompare,
    /// <summary>Variant: bit 0 a is a constant (Immediate), bit 1 b is one; condition: the code; Source.Scale: a is signed.</summary>
    BoundsCheck,
    Call, CallRegister, CallDeferReturn,
    GetG, CallerPc, CallerSp,
    /// <summary>A 32-bit load after which a write barrier window is open.</summary>
    BarrierFlag, BarrierEnd,
    // Terminators
    Jump, JumpTable, Return, Exit, TailCall, TailCallRegister,
    FirstOfArchitecture,
}
