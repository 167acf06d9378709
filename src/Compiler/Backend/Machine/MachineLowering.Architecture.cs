using Go.Compiler.Ssa;

namespace Go.Compiler.Backend.Machine;

/// <content>One instruction of SSA that is neither folded nor unused, and none of those that are the same everywhere.</content>
internal abstract partial class MachineLowering
{
    /// <summary>Add, Sub.</summary>
    private protected abstract void LowerAddition(ValueId v);

    /// <summary>Mul.</summary>
    private protected abstract void LowerMultiplication(ValueId v);

    /// <summary>DivS, DivU, RemS, RemU; the divisor is not 0.</summary>
    private protected abstract void LowerDivision(ValueId v);

    /// <summary>And, Or, Xor.</summary>
    private protected abstract void LowerLogic(ValueId v);

    /// <summary>Neg, Not, NotB.</summary>
    private protected abstract void LowerInversion(ValueId v);

    /// <summary>Shl, ShrU, ShrS by any count.</summary>
    private protected abstract void LowerShift(ValueId v);

    /// <summary>RotateLeft.</summary>
    private protected abstract void LowerRotation(ValueId v);

    /// <summary>MulWideU, MulHighU, MulHighS.</summary>
    private protected abstract void LowerWideMultiplication(ValueId v);

    /// <summary>AddCarry, SubBorrow.</summary>
    private protected abstract void LowerCarry(ValueId v);

    /// <summary>TrailingZeros, BitLength, PopulationCount.</summary>
    private protected abstract void LowerCount(ValueId v);

    /// <summary>ByteSwap.</summary>
    private protected abstract void LowerByteSwap(ValueId v);

    /// <summary>Select; takes over what <see cref="CanFold"/> allows.</summary>
    private protected abstract void LowerSelect(ValueId v);

    /// <summary>Zero.</summary>
    private protected abstract void LowerZero(ValueId v);

    /// <summary>MemoryEqual.</summary>
    private protected abstract void LowerMemoryEqual(ValueId v);

    /// <summary>Prefetch.</summary>
    private protected abstract void LowerPrefetch(ValueId v);

    /// <summary>Comparisons of floating-point numbers, as values.</summary>
    private protected abstract void LowerFloatComparison(ValueId v);

    /// <summary>Between kinds of numbers.</summary>
    private protected abstract void LowerConversion(ValueId v);

    /// <summary>Arithmetic on floating-point numbers.</summary>
    private protected abstract void LowerFloatOperation(ValueId v);

    /// <summary>Accesses that are one for all processors.</summary>
    private protected abstract void LowerAtomic(ValueId v);

    /// <summary>The operands of an integer comparison, made ready: a folded one is taken over where it is used.</summary>
    private protected abstract MachineComparison CompareOperands(ValueId v);
}
