using Go.Compiler.Collections;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

/// <summary>The operator == on every kind of type.</summary>
internal sealed partial class SsaBuilder
{
    /// <summary>Equality of two values of one comparable type.</summary>
    private ValueId Equal(GoValue x, GoValue y)
    {
        GoType type = x.Type;
        switch (Under(type))
        {
            case BasicType b when b.Kind == BasicKind.String:
                return StringsEqual(x, y);
            case BasicType b when (b.Info & BasicInfo.Float) != 0:
                return Emit(Op.EqF, ValueKind.I8, x[0], y[0]);
            case BasicType b when (b.Info & BasicInfo.Complex) != 0:
                return Emit(Op.And, ValueKind.I8, Emit(Op.EqF, ValueKind.I8, x[0], y[0]), Emit(Op.EqF, ValueKind.I8, x[1], y[1]));
            case InterfaceType i:
                return InterfacesEqual(x, y, i);
            case StructType s:
                return StructsEqual(x, y, s);
            case ArrayType a:
                return ArraysEqual(x, y, a);
            default:
                return Emit(Op.Eq, ValueKind.I8, x[0], y[0]);
        }
    }

    /// <summary>Runs a chain of comparisons, leaving with false at the first that fails.</summary>
    private ValueId AllEqual(int count, Func<int, ValueId> compare)
    {
        Region region = BeginRegion();
        Block no = NewBlock(), join = NewBlock();
        int result = NewVariable(ValueKind.I8);
        bool any = false;
        for (int i = 0; i < count; i++)
        {
            ValueId equal = compare(i);
            any = true;
            Block next = NewBlock();
            Branch(equal, next, no);
            SealAndStart(next);
        }
        WriteVariable(result, Const(ValueKind.I8, 1));
        JumpTo(join);
        SealAndStart(no);
        if (any)
        {
            WriteVariable(result, Const(ValueKind.I8, 0));
            JumpTo(join);
        }
        else
        {
            _block = null;
        }
        EndRegion(join, region);
        return ReadVariable(result);
    }

    /// <summary>One comparison of a chain. Its code is written when the chain gets there.</summary>
    /// <param name="IsCall">It costs more than a few instructions.</param>
    private readonly record struct EqualityStep(bool IsCall, Func<ValueId> Write);

    private ValueId StructsEqual(GoValue x, GoValue y, StructType type)
    {
        if (x.IsInMemory && IsPlainMemory(x.Type))
        {
            return MemoryEqual(x.Address, y.Address, _layout.SizeOf(x.Type));
        }
        EntityList<EqualityStep> chain = FieldComparisons(x, y, type);
        return AllEqual(chain.Count, i => chain[i].Write());
    }

    /// <summary>
    /// Comparisons of contents that wait for those of lengths: what they need is live so long, and structs have any number of fields.
    /// </summary>
    private const int MaxPostponed = 16;

    /// <summary>
    /// The comparisons of a struct's fields, cheap ones first: lengths of strings before their bytes. What may panic (interfaces) keeps its
    /// place among the others, because the specification lets the comparison stop at the first fields that differ.
    /// </summary>
    private EntityList<EqualityStep> FieldComparisons(GoValue x, GoValue y, StructType type)
    {
        IReadOnlyList<long> offsets = _layout.FieldOffsets(type);
        EntityList<EqualityStep> chain = [], calls = [];
        for (int i = 0; i < type.Fields.Count; i++)
        {
            int field = i;
            Variable declared = type.Fields[i];
            if (declared.IsBlank)
            {
                continue;
            }
            if (CanPanic(declared.Type!))
            {
                Flush();
                chain.Add(new EqualityStep(true, () => Equal(PartOf(x, type, offsets, field), PartOf(y, type, offsets, field))));
            }
            else if (Under(declared.Type!) is BasicType { Kind: BasicKind.String })
            {
                GoValue s = default, t = default;
                chain.Add(new EqualityStep(false, () =>
                {
                    (s, t) = (PartOf(x, type, offsets, field), PartOf(y, type, offsets, field));
                    return Emit(Op.Eq, ValueKind.I8, s[1], t[1]);
                }));
                calls.Add(new EqualityStep(true, () => CallRuntimeResults("memequal", s[0], t[0], s[1])[0]));
                if (calls.Count == MaxPostponed)
                {
                    Flush();
                }
            }
            else if (x.IsInMemory && PlainRun(type, offsets, field, out long size) is var end && end > field + 1)
            {
                (size > InlineMemoryEqual ? calls : chain).Add(new EqualityStep(size > InlineMemoryEqual,
                    () => MemoryEqual(Offset(x.Address, offsets[field]), Offset(y.Address, offsets[field]), size)));
                i = end - 1;
            }
            else
            {
                bool isCall = Under(declared.Type!) is ArrayType or StructType;
                (isCall ? calls : chain).Add(new EqualityStep(isCall,
                    () => Equal(PartOf(x, type, offsets, field), PartOf(y, type, offsets, field))));
            }
        }
        Flush();
        return chain;

        void Flush()
        {
            chain.AddRange(calls);
            calls.Clear();
        }
    }

    /// <summary>The field after a run of adjacent ones that are equal when their bytes are.</summary>
    private int PlainRun(StructType type, IReadOnlyList<long> offsets, int first, out long size)
    {
        size = 0;
        int i = first;
        for (; i < type.Fields.Count && !type.Fields[i].IsBlank && IsPlainMemory(type.Fields[i].Type!)
            && offsets[i] == offsets[first] + size; i++)
        {
            size += _layout.SizeOf(type.Fields[i].Type!);
        }
        return i;
    }

    /// <summary>Comparing dynamic values of a type that is not comparable panics.</summary>
    private bool CanPanic(GoType type)
    {
        switch (Under(type))
        {
            case InterfaceType:
                return true;
            case ArrayType a:
                return CanPanic(a.Element);
            case StructType s:
                foreach (Variable field in s.Fields)
                {
                    if (!field.IsBlank && CanPanic(field.Type!))
                    {
                        return true;
                    }
                }
                return false;
            default:
                return false;
        }
    }

    private GoValue PartOf(GoValue x, StructType type, IReadOnlyList<long> offsets, int field)
    {
        GoType part = type.Fields[field].Type!;
        return x.IsInMemory ? Load(x.Address, offsets[field], part) : x.Part(ScalarsBefore(type, field), Components(part)!.Count, part);
    }

    private ValueId ArraysEqual(GoValue x, GoValue y, ArrayType type)
    {
        if (type.Length == 0)
        {
            return Const(ValueKind.I8, 1);
        }
        if (!x.IsInMemory)
        {
            return Equal(x.As(type.Element), y.As(type.Element));
        }
        if (IsPlainMemory(x.Type))
        {
            return MemoryEqual(x.Address, y.Address, _layout.SizeOf(x.Type));
        }
        Region region = BeginRegion();
        Block header = NewBlock(), body = NewBlock(), next = NewBlock(), no = NewBlock(), join = NewBlock();
        int index = NewVariable(ValueKind.I64), result = NewVariable(ValueKind.I8);
        WriteVariable(index, ConstInt(0));
        JumpTo(header);
        Start(header);
        ValueId i = ReadVariable(index);
        WriteVariable(result, Const(ValueKind.I8, 1));
        Branch(Emit(Op.LtS, ValueKind.I8, i, ConstInt(type.Length)), body, join);
        SealAndStart(body);
        GoValue a = Load(ElementAddress(x.Address, i, type.Element), 0, type.Element),
            b = Load(ElementAddress(y.Address, i, type.Element), 0, type.Element);
        Branch(Equal(a, b), next, no);
        SealAndStart(next);
        WriteVariable(index, Emit(Op.Add, ValueKind.I64, i, ConstInt(1)));
        JumpTo(header);
        Seal(header);
        SealAndStart(no);
        WriteVariable(result, Const(ValueKind.I8, 0));
        JumpTo(join);
        EndRegion(join, region);
        return ReadVariable(result);
    }

    /// <summary>Bytes up to which memory is compared without a call.</summary>
    private const long InlineMemoryEqual = 64;

    private ValueId MemoryEqual(ValueId x, ValueId y, long size)
    {
        if (size == 0)
        {
            return Const(ValueKind.I8, 1);
        }
        return size <= InlineMemoryEqual ? Emit(Op.MemoryEqual, ValueKind.I8, x, y, size)
            : CallRuntimeResults("memequal", x, y, ConstInt(size))[0];
    }

    /// <summary>Equality is equality of the bytes: no floats, strings, interfaces, blank fields or padding inside.</summary>
    private bool IsPlainMemory(GoType type)
    {
        switch (Under(type))
        {
            case BasicType b:
                return (b.Info & (BasicInfo.Float | BasicInfo.Complex | BasicInfo.String)) == 0;
            case PointerType or ChanType:
                return true;
            case ArrayType a:
                return IsPlainMemory(a.Element);
            case StructType s:
                long end = 0;
                IReadOnlyList<long> offsets = _layout.FieldOffsets(s);
                for (int i = 0; i < s.Fields.Count; i++)
                {
                    GoType field = s.Fields[i].Type!;
                    if (s.Fields[i].Name == "_" || offsets[i] != end || !IsPlainMemory(field))
                    {
                        return false;
                    }
                    end = offsets[i] + _layout.SizeOf(field);
                }
                return end == _layout.SizeOf(type);
            default:
                return false;
        }
    }

    // Strings

    private ValueId StringsEqual(GoValue s, GoValue t)
    {
        if (IsConst(t[1], out long n) && n == 0)
        {
            return Emit(Op.Eq, ValueKind.I8, s[1], t[1]);
        }
        if (IsConst(s[1], out long m) && m == 0)
        {
            return Emit(Op.Eq, ValueKind.I8, s[1], t[1]);
        }
        if (ShortConstant(t) is { } right)
        {
            return EqualsConstant(s, right);
        }
        if (ShortConstant(s) is { } left)
        {
            return EqualsConstant(t, left);
        }
        Region region = BeginRegion();
        Block compare = NewBlock(), join = NewBlock(), no = NewBlock();
        int result = NewVariable(ValueKind.I8);
        Branch(Emit(Op.Eq, ValueKind.I8, s[1], t[1]), compare, no);
        SealAndStart(no);
        WriteVariable(result, Const(ValueKind.I8, 0));
        JumpTo(join);
        SealAndStart(compare);
        long known = IsConst(t[1], out n) ? n : IsConst(s[1], out m) ? m : -1;
        WriteVariable(result, known is >= 0 and <= MostConstantBytes
            ? Emit(Op.MemoryEqual, ValueKind.I8, s[0], t[0], known) : CallRuntimeResults("memequal", s[0], t[0], s[1])[0]);
        JumpTo(join);
        EndRegion(join, region);
        return ReadVariable(result);
    }
}
