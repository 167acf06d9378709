namespace Go.Compiler.Ssa;

/// <summary>Properties of operations that several passes ask for.</summary>
public static class OpFacts
{
    /// <summary>Depends on its operands only, cannot fail: may be removed, merged with an equal one and moved.</summary>
    public static bool IsPure(Op op) => Has(op, OpTraits.Pure);

    /// <summary>May be removed when nobody uses the result.</summary>
    public static bool IsRemovable(Op op) => Has(op, OpTraits.Pure | OpTraits.Removable);

    /// <summary>The first two operands may be swapped.</summary>
    public static bool IsCommutative(Op op) => Has(op, OpTraits.Commutative);

    /// <summary>The result is the first operand or an address inside the object that it points into.</summary>
    public static bool Derives(Op op) => Has(op, OpTraits.Derives);

    /// <summary>Operands have the kind of the value.</summary>
    public static bool HasSameKinds(Op op) => Has(op, OpTraits.SameKinds);

    public static OpGroup GroupOf(Op op) => OpTable.Rows[(int)op].Group;

    public static bool IsCall(Op op) => GroupOf(op) == OpGroup.Call;

    public static bool IsComparison(Op op) => GroupOf(op) is OpGroup.Comparison or OpGroup.FloatComparison;

    /// <summary>A comparison or its opposite: 0 or 1.</summary>
    public static bool IsDecision(Op op) => op == Op.NotB || IsComparison(op);

    /// <summary>Number of operands, or null when it varies.</summary>
    public static int? OperandsOf(Op op) => OpTable.Rows[(int)op].Operands == OpTable.Any ? null : OpTable.Rows[(int)op].Operands;

    /// <summary>Number of a call's operands before the scalars of the signature: code address, context.</summary>
    public static int FixedCallOperands(Op op) => IsCall(op) ? OpTable.Rows[(int)op].FixedOperands : throw Diagnostics.Unexpected.Value(op);

    private static bool Has(Op op, OpTraits traits) => (OpTable.Rows[(int)op].Traits & traits) != 0;

    /// <summary>Bytes of a scalar.</summary>
    public static int SizeOf(ValueKind kind) => kind switch
    {
        ValueKind.I8 => 1,
        ValueKind.I16 => 2,
        ValueKind.I32 or ValueKind.F32 => 4,
        ValueKind.I64 or ValueKind.F64 or ValueKind.Pointer => 8,
        _ => throw Diagnostics.Unexpected.Value(kind),
    };

    public static bool IsInteger(ValueKind kind) => kind is >= ValueKind.I8 and <= ValueKind.I64;
    public static bool IsFloat(ValueKind kind) => kind is ValueKind.F32 or ValueKind.F64;

    public static ValueKind KindOf(Types.ScalarKind kind) => kind switch
    {
        Types.ScalarKind.I8 => ValueKind.I8,
        Types.ScalarKind.I16 => ValueKind.I16,
        Types.ScalarKind.I32 => ValueKind.I32,
        Types.ScalarKind.I64 => ValueKind.I64,
        Types.ScalarKind.F32 => ValueKind.F32,
        Types.ScalarKind.F64 => ValueKind.F64,
        Types.ScalarKind.Pointer => ValueKind.Pointer,
        _ => throw Diagnostics.Unexpected.Value(kind),
    };
}
