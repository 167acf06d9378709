using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    private GoValue UnsafeBuiltin(IrBuiltinCall b, GoType type)
    {
        switch (b.Builtin)
        {
            case IrBuiltin.UnsafeAdd:
                GoValue p = Evaluate(b.Operands[0]);
                ValueId by = ToInt64(b.Operands[1], out _);
                _pos = b.Pos;
                return GoValue.Of(type, Emit(Op.AddPointer, ValueKind.Pointer, p[0], by));
            case IrBuiltin.UnsafeSliceData:
                return Retyped(GoValue.Of(Universe.UnsafePointer, Evaluate(b.Operands[0])[0]), type);
            case IrBuiltin.UnsafeStringData:
                return GoValue.Of(type, Evaluate(b.Operands[0])[0]);
            case IrBuiltin.UnsafeSlice:
                return UnsafeSlice(b, type);
            case IrBuiltin.UnsafeString:
                return UnsafeString(b, type);
            case IrBuiltin.UnsafeSizeof:
                return GoValue.Of(type, ConstInt(_layout.SizeOf(T(b.Operands[0].Type))));
            case IrBuiltin.UnsafeAlignof:
                return GoValue.Of(type, ConstInt(_layout.AlignOf(T(b.Operands[0].Type))));
            case IrBuiltin.UnsafeOffsetof:
                return GoValue.Of(type, ConstInt(OffsetOf(b.Operands[0])));
            default:
                throw Unexpected.Value(b.Builtin);
        }
    }

    private long OffsetOf(IrExpression x)
    {
        if (x is not IrField f)
        {
            return 0;
        }
        long inner = f.X is IrField ? OffsetOf(f.X) : 0;
        return inner + _layout.FieldOffsets((StructType)Under(T(f.X.Type)))[f.Index];
    }

    private GoValue UnsafeSlice(IrBuiltinCall b, GoType type)
    {
        GoValue p = Evaluate(b.Operands[0]);
        ValueId length = ToInt64(b.Operands[1], out _);
        _pos = b.Pos;
        GoType element = ((SliceType)Under(type)).Element;
        long size = _layout.SizeOf(element);
        CheckUnsafeLength(p[0], length, size, "slice");
        // A slice of a nil pointer has been let through with length 0 only.
        return Retyped(GoValue.Of(Universe.UnsafePointer, p[0]), new PointerType(element)) is var start
            ? GoValue.Of(type, start[0], length, length) : default;
    }

    private GoValue UnsafeString(IrBuiltinCall b, GoType type)
    {
        GoValue p = Evaluate(b.Operands[0]);
        ValueId length = ToInt64(b.Operands[1], out _);
        _pos = b.Pos;
        CheckUnsafeLength(p[0], length, 1, "string");
        return GoValue.Of(type, p[0], length);
    }

    /// <summary>
    /// Contract 3.1: negative lengths, and objects that would wrap around the address space, panic; a nil pointer needs length 0.
    /// </summary>
    private void CheckUnsafeLength(ValueId p, ValueId length, long size, string what)
    {
        ValueId zero = ConstInt(0);
        Block negative = NewBlock(), ok = NewBlock();
        Branch(Emit(Op.LtS, ValueKind.I8, length, zero), negative, ok, -1);
        SealAndStart(negative);
        CallRuntime($"panicunsafe{what}len");
        SealAndStart(ok);
        ValueId address = AsKind(p, ValueKind.I64);
        Block good = NewBlock(), bad = NewBlock();
        if (size == 0)
        {
            Block isNil = NewBlock(), nilBad = NewBlock();
            Branch(Emit(Op.Eq, ValueKind.I8, address, zero), isNil, good, -1);
            SealAndStart(isNil);
            Branch(Emit(Op.LtS, ValueKind.I8, zero, length), nilBad, good);
            SealAndStart(nilBad);
            CallRuntime($"panicunsafe{what}nilptr");
            Seal(bad);
            SealAndStart(good);
            return;
        }
        ValueId bytes = length;
        if (size > 1)
        {
            ValueId wide = Emit(Op.MulWideU, ValueKind.Tuple, length, ConstInt(size));
            bytes = Emit(Op.Extract, ValueKind.I64, wide, 1);
            Block fits = NewBlock();
            Branch(Emit(Op.Eq, ValueKind.I8, Emit(Op.Extract, ValueKind.I64, wide, 0), zero), fits, bad, 1);
            SealAndStart(fits);
        }
        Branch(Emit(Op.LeU, ValueKind.I8, bytes, Emit(Op.Neg, ValueKind.I64, address)), good, bad, 1);
        SealAndStart(bad);
        Block nil = NewBlock(), tooLong = NewBlock();
        Branch(Emit(Op.Eq, ValueKind.I8, address, zero), nil, tooLong);
        SealAndStart(nil);
        CallRuntime($"panicunsafe{what}nilptr");
        SealAndStart(tooLong);
        CallRuntime($"panicunsafe{what}len");
        SealAndStart(good);
    }
}
