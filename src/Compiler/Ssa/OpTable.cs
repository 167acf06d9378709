namespace Go.Compiler.Ssa;

/// <summary>Operations that a switch takes alike.</summary>
public enum OpGroup : byte
{
    None, Value, Integer, Comparison, FloatComparison, Conversion, Float, Address, Allocation, Memory, Check, Call, Atomic, Runtime,
}

/// <summary>Properties of operations.</summary>
[Flags]
internal enum OpTraits : byte
{
    None = 0,

    /// <summary>Depends on its operands only, cannot fail: may be removed, merged with an equal one and moved.</summary>
    Pure = 1,

    /// <summary>May be removed when nobody uses the result; pure ones may anyway.</summary>
    Removable = 2,

    /// <summary>The first two operands may be swapped.</summary>
    Commutative = 4,

    /// <summary>Operands have the kind of the value.</summary>
    SameKinds = 8,

    /// <summary>The result is a0 or an address inside the object that a0 points into.</summary>
    Derives = 16,
}

/// <summary>All that is said of an operation.</summary>
/// <param name="Operands">Their number, or <see cref="OpTable.Any"/>.</param>
/// <param name="FixedOperands">Of calls: operands before the scalars of the signature (code address, context).</param>
internal readonly record struct OpRow(Op Op, OpGroup Group, sbyte Operands, OpTraits Traits = OpTraits.None, byte FixedOperands = 0);

/// <summary>The operations with their properties, one row each. Passes ask <see cref="OpFacts"/>.</summary>
internal static class OpTable
{
    /// <summary>Any number of operands.</summary>
    public const sbyte Any = -1;

    private const OpTraits Pure = OpTraits.Pure, Removable = OpTraits.Removable, Commutative = OpTraits.Commutative;
    private const OpTraits SameKinds = OpTraits.SameKinds, Derives = OpTraits.Derives;

    /// <summary>By operation.</summary>
    public static readonly OpRow[] Rows = ByOp(
    [
        new(Op.Const, OpGroup.Value, 0, Pure),
        new(Op.Param, OpGroup.Value, 0, Removable),
        new(Op.Phi, OpGroup.Value, Any, Removable),
        new(Op.Copy, OpGroup.Value, 1, Pure | Derives),
        new(Op.Extract, OpGroup.Value, 1, Pure),
        new(Op.ClosureContext, OpGroup.Value, 0, Removable),
        new(Op.Add, OpGroup.Integer, 2, Pure | Commutative | SameKinds),
        new(Op.Sub, OpGroup.Integer, 2, Pure | SameKinds),
        new(Op.Mul, OpGroup.Integer, 2, Pure | Commutative | SameKinds),
        new(Op.DivS, OpGroup.Integer, 2, Pure | SameKinds),
        new(Op.DivU, OpGroup.Integer, 2, Pure | SameKinds),
        new(Op.RemS, OpGroup.Integer, 2, Pure | SameKinds),
        new(Op.RemU, OpGroup.Integer, 2, Pure | SameKinds),
        new(Op.And, OpGroup.Integer, 2, Pure | Commutative | SameKinds),
        new(Op.Or, OpGroup.Integer, 2, Pure | Commutative | SameKinds),
        new(Op.Xor, OpGroup.Integer, 2, Pure | Commutative | SameKinds),
        new(Op.Neg, OpGroup.Integer, 1, Pure),
        new(Op.Not, OpGroup.Integer, 1, Pure),
        new(Op.Shl, OpGroup.Integer, 2, Pure),
        new(Op.ShrU, OpGroup.Integer, 2, Pure),
        new(Op.ShrS, OpGroup.Integer, 2, Pure),
        new(Op.RotateLeft, OpGroup.Integer, 2, Pure),
        new(Op.MulWideU, OpGroup.Integer, 2, Pure | Commutative),
        new(Op.MulHighU, OpGroup.Integer, 2, Pure | Commutative),
        new(Op.MulHighS, OpGroup.Integer, 2, Pure | Commutative),
        new(Op.AddCarry, OpGroup.Integer, 3, Pure),
        new(Op.SubBorrow, OpGroup.Integer, 3, Pure),
        new(Op.TrailingZeros, OpGroup.Integer, 1, Pure),
        new(Op.BitLength, OpGroup.Integer, 1, Pure),
        new(Op.PopulationCount, OpGroup.Integer, 1, Pure),
        new(Op.ByteSwap, OpGroup.Integer, 1, Pure),
        new(Op.Eq, OpGroup.Comparison, 2, Pure | Commutative),
        new(Op.Ne, OpGroup.Comparison, 2, Pure | Commutative),
        new(Op.LtS, OpGroup.Comparison, 2, Pure),
        new(Op.LeS, OpGroup.Comparison, 2, Pure),
        new(Op.LtU, OpGroup.Comparison, 2, Pure),
        new(Op.LeU, OpGroup.Comparison, 2, Pure),
        new(Op.EqF, OpGroup.FloatComparison, 2, Pure | Commutative),
        new(Op.NeF, OpGroup.FloatComparison, 2, Pure | Commutative),
        new(Op.LtF, OpGroup.FloatComparison, 2, Pure),
        new(Op.LeF, OpGroup.FloatComparison, 2, Pure),
        new(Op.NotB, OpGroup.Value, 1, Pure),
        new(Op.Select, OpGroup.Value, 3, Pure),
        new(Op.SignExtend, OpGroup.Conversion, 1, Pure),
        new(Op.ZeroExtend, OpGroup.Conversion, 1, Pure),
        new(Op.Truncate, OpGroup.Conversion, 1, Pure),
        new(Op.IntToFloatS, OpGroup.Conversion, 1, Pure),
        new(Op.IntToFloatU, OpGroup.Conversion, 1, Pure),
        new(Op.FloatToIntS, OpGroup.Conversion, 1, Pure),
        new(Op.FloatToIntU, OpGroup.Conversion, 1, Pure),
        new(Op.FloatToFloat, OpGroup.Conversion, 1, Pure),
        new(Op.Bitcast, OpGroup.Conversion, 1, Pure),
        new(Op.AddF, OpGroup.Float, 2, Pure | Commutative),
        new(Op.SubF, OpGroup.Float, 2, Pure),
        new(Op.MulF, OpGroup.Float, 2, Pure | Commutative),
        new(Op.DivF, OpGroup.Float, 2, Pure),
        new(Op.NegF, OpGroup.Float, 1, Pure),
        new(Op.SqrtF, OpGroup.Float, 1, Pure),
        new(Op.AbsF, OpGroup.Float, 1, Pure),
        new(Op.CopySignF, OpGroup.Float, 2, Pure),
        new(Op.FloorF, OpGroup.Float, 1, Pure),
        new(Op.CeilF, OpGroup.Float, 1, Pure),
        new(Op.TruncF, OpGroup.Float, 1, Pure),
        new(Op.RoundToEvenF, OpGroup.Float, 1, Pure),
        new(Op.FmaF, OpGroup.Float, 3, Pure),
        new(Op.MinF, OpGroup.Float, 2, Pure),
        new(Op.MaxF, OpGroup.Float, 2, Pure),
        new(Op.LocalAddress, OpGroup.Address, 0, Pure),
        new(Op.GlobalAddress, OpGroup.Address, 0, Pure),
        new(Op.FunctionAddress, OpGroup.Address, 0, Pure),
        new(Op.OffsetPointer, OpGroup.Address, 1, Pure | Derives),
        new(Op.AddPointer, OpGroup.Address, 2, Pure | Derives),
        new(Op.Allocate, OpGroup.Allocation, 0, Removable),
        new(Op.AllocateMap, OpGroup.Allocation, 1, Removable),
        new(Op.MoveSlice, OpGroup.Allocation, 4, Removable),
        new(Op.Load, OpGroup.Memory, 1, Removable),
        new(Op.Store, OpGroup.Memory, 2),
        new(Op.Zero, OpGroup.Memory, 1),
        new(Op.Move, OpGroup.Memory, 2),
        new(Op.MemoryEqual, OpGroup.Memory, 2, Removable),
        new(Op.VariableStart, OpGroup.Memory, 0),
        new(Op.KeepAlive, OpGroup.Memory, 1),
        new(Op.NilCheck, OpGroup.Check, 1, Derives),
        new(Op.BoundsCheck, OpGroup.Check, 2),
        new(Op.CallStatic, OpGroup.Call, Any),
        new(Op.CallClosure, OpGroup.Call, Any, FixedOperands: 2),
        new(Op.CallInterface, OpGroup.Call, Any, FixedOperands: 1),
        new(Op.AtomicLoad, OpGroup.Atomic, 1),
        new(Op.AtomicStore, OpGroup.Atomic, 2),
        new(Op.AtomicAdd, OpGroup.Atomic, 2),
        new(Op.AtomicExchange, OpGroup.Atomic, 2),
        new(Op.AtomicCompareExchange, OpGroup.Atomic, 3),
        new(Op.AtomicAnd, OpGroup.Atomic, 2),
        new(Op.AtomicOr, OpGroup.Atomic, 2),
        new(Op.AtomicAndOld, OpGroup.Atomic, 2),
        new(Op.AtomicOrOld, OpGroup.Atomic, 2),
        new(Op.Prefetch, OpGroup.Memory, 1),
        new(Op.GetG, OpGroup.Runtime, 0, Removable),
        new(Op.GetCallerPc, OpGroup.Runtime, 0, Removable),
        new(Op.GetCallerSp, OpGroup.Runtime, 0, Removable),
        new(Op.WriteBarrierFlag, OpGroup.Runtime, 0),
        new(Op.WriteBarrierBuffer, OpGroup.Runtime, 0),
        new(Op.WriteBarrierEnd, OpGroup.Runtime, 0),
        new(Op.WriteBarrierZero, OpGroup.Runtime, 1),
        new(Op.WriteBarrierMove, OpGroup.Runtime, 2),
    ]);

    private static OpRow[] ByOp(ReadOnlySpan<OpRow> rows)
    {
        var byOp = new OpRow[Enum.GetValues<Op>().Length];
        foreach (OpRow row in rows)
        {
            byOp[(int)row.Op] = byOp[(int)row.Op].Op == Op.None ? row : throw Diagnostics.Unexpected.State($"two rows for {row.Op}");
        }
        return byOp;
    }
}
