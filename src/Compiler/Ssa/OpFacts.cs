namespace Go.Compiler.Ssa;

/// <summary>Properties of operations that several passes ask for.</summary>
public static class OpFacts
{
    /// <summary>Depends on its operands only, cannot fail: may be removed, merged with an equal one and moved.</summary>
    public static bool IsPure(Op op) => op switch
    {
        Op.Const or Op.Copy or Op.Extract => true,
        >= Op.Add and <= Op.BitLength or Op.PopulationCount or Op.ByteSwap => true,
        >= Op.Eq and <= Op.MaxF => true,
        Op.LocalAddress or Op.GlobalAddress or Op.FunctionAddress or Op.OffsetPointer or Op.AddPointer => true,
        _ => false,
    };

    /// <summary>May be removed when nobody uses the result.</summary>
    public static bool IsRemovable(in Value v) => IsPure(v.Op) || v.Op switch
    {
        Op.Phi or Op.Param or Op.ClosureContext or Op.Allocate or Op.AllocateMap or Op.MoveSlice or Op.MemoryEqual or Op.GetG or Op.GetCallerPc or Op.GetCallerSp => true,
        Op.Load => true,
        Op.AtomicLoad => false,
        _ => false,
    };

    public static bool IsCall(Op op) => op is Op.CallStatic or Op.CallClosure or Op.CallInterface;

    /// <summary>Number of operands before the scalars of the signature: code address, context.</summary>
    public static int FixedCallOperands(Op op) => op switch
    {
        Op.CallStatic => 0,
        Op.CallClosure => 2,
        Op.CallInterface => 1,
        _ => throw Diagnostics.Unexpected.Value(op),
    };

    /// <summary>Operands may be swapped.</summary>
    public static bool IsCommutative(Op op) => op is Op.Add or Op.Mul or Op.And or Op.Or or Op.Xor or Op.Eq or Op.Ne or Op.EqF or Op.NeF or Op.AddF or Op.MulF or Op.MulHighU or Op.MulHighS or Op.MulWideU;

    public static bool IsComparison(Op op) => op is >= Op.Eq and <= Op.LeF;

    public static bool IsAtomic(Op op) => op is >= Op.AtomicLoad and <= Op.AtomicOrOld;

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
