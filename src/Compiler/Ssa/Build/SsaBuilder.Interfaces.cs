using Go.Compiler.Constants;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    private static bool IsEmptyInterface(GoType type) => TypeSets.Of((InterfaceType)Under(type)).Methods.Count == 0;

    /// <summary>The first word of an interface value of a concrete type.</summary>
    private ValueId TypeWord(GoType concrete, GoType target)
        => IsEmptyInterface(target) ? Symbol(new DescriptorSymbol(concrete), ValueKind.I64)
            : Symbol(new ItabSymbol(concrete, target), ValueKind.I64);

    private GoValue ToInterface(IrExpression x, GoType target, Pos pos)
    {
        GoType concrete = T(x.Type);
        if (concrete is BasicType { Kind: BasicKind.UntypedNil })
        {
            return ZeroValue(target);
        }
        Mark(RelocationKind.UseInInterface, concrete);
        if (x is IrConstant c && StaticData(c, concrete) is { } data)
        {
            return GoValue.Of(target, TypeWord(concrete, target), Symbol(data));
        }
        GoValue value = Evaluate(x);
        _pos = pos;
        return GoValue.Of(target, TypeWord(concrete, target), Box(value));
    }

    /// <summary>Read-only data for a boxed constant, or null when it is better made at run time.</summary>
    private DataSymbol? StaticData(IrConstant c, GoType type)
    {
        if (Under(type) is not BasicType b || _layout.IsDirectInterface(type))
        {
            return null;
        }
        switch (b.Kind)
        {
            case BasicKind.String:
                return new StringHeaderSymbol(((StringConstant)c.Value).Bytes);
            case BasicKind.Float32:
                return new ConstantDataSymbol(type, BitConverter.GetBytes(ConstantFloats.SingleBitsOf(c.Value)));
            case BasicKind.Float64:
                return new ConstantDataSymbol(type, BitConverter.GetBytes(ConstantFloats.DoubleBitsOf(c.Value)));
            case >= BasicKind.Int and <= BasicKind.Uintptr when _layout.SizeOf(type) > 1:
                byte[] bytes = BitConverter.GetBytes(IntegerBits(c.Value, ValueKind.I64));
                return new ConstantDataSymbol(type, bytes[..(int)_layout.SizeOf(type)]);
            default:
                return null;
        }
    }

    /// <summary>The data word for a value of concrete type (contract 4.5).</summary>
    private ValueId Box(GoValue value)
    {
        GoType type = value.Type;
        if (_layout.SizeOf(type) == 0)
        {
            return Symbol(new NamedSymbol(RuntimeCalls.ZeroBase));
        }
        if (_layout.IsDirectInterface(type))
        {
            return !value.IsInMemory ? value[0] : LoadScalar(value.Address, 0, ValueKind.Pointer);
        }
        if (Under(type) is BasicType && value.Count == 1 && _f[value[0]].Kind == ValueKind.I8)
        {
            ValueId index = Emit(Op.ZeroExtend, ValueKind.I64, value[0]);
            ValueId table = Symbol(new NamedSymbol(RuntimeCalls.StaticUint64s));
            return Emit(Op.AddPointer, ValueKind.Pointer, table, Shift(Op.Shl, index, 3));
        }
        ValueId box = Allocate(SiteOf(type, "interface value", isImplicit: false) with { IsBox = true });
        Store(box, 0, value, ValueFlags.FreshMemory);
        return box;
    }

    /// <summary>The value of concrete type in an interface's data word.</summary>
    private GoValue Unbox(ValueId data, GoType type)
    {
        if (_layout.SizeOf(type) == 0)
        {
            return ZeroValue(type);
        }
        if (!_layout.IsDirectInterface(type))
        {
            return Load(data, 0, type);
        }
        if (Components(type) is null)
        {
            ValueId address = Allocate(type, "unboxed");
            StoreScalar(address, 0, data);
            return GoValue.InMemory(type, address);
        }
        return GoValue.Of(type, AsKind(data, KindOf(type)));
    }

    private GoValue InterfaceToInterface(GoValue x, GoType target, Pos pos)
    {
        _pos = pos;
        GoType from = x.Type;
        if (IsEmptyInterface(target))
        {
            return GoValue.Of(target, IsEmptyInterface(from) ? x[0] : TypeOfItab(x[0]), x[1]);
        }
        if (TypeIdentity.Identical(from, target))
        {
            return x.As(target);
        }
        // Even with the same methods another interface type has itabs of its own: they are compared by address.
        // A conversion that cannot fail: nil stays nil.
        int itab = NewVariable(ValueKind.I64);
        Region region = BeginRegion();
        Block some = NewBlock(), join = NewBlock();
        WriteVariable(itab, Const(ValueKind.I64, 0));
        Branch(Emit(Op.Ne, ValueKind.I8, x[0], Const(ValueKind.I64, 0)), some, join);
        SealAndStart(some);
        ValueId type = LoadScalar(x[0], TypeDescriptors.ItabType, ValueKind.I64);
        WriteVariable(itab, AsKind(CallRuntimeResults(RuntimeCalls.TypeAssert, AssertCache(target, canFail: false), type)[0],
            ValueKind.I64));
        JumpTo(join);
        EndRegion(join, region);
        return GoValue.Of(target, ReadVariable(itab), x[1]);
    }

    private ValueId AssertCache(GoType target, bool canFail)
    {
        Mark(RelocationKind.UseInInterface, target);
        return Symbol(new TypeCacheSymbol([target], IsSwitch: false, canFail));
    }

    /// <summary>The type word of a non-empty interface: nil for nil.</summary>
    private ValueId TypeOfItab(ValueId itab)
    {
        int type = NewVariable(ValueKind.I64);
        Region region = BeginRegion();
        Block some = NewBlock(), join = NewBlock();
        WriteVariable(type, Const(ValueKind.I64, 0));
        Branch(Emit(Op.Ne, ValueKind.I8, itab, Const(ValueKind.I64, 0)), some, join);
        SealAndStart(some);
        WriteVariable(type, LoadScalar(itab, TypeDescriptors.ItabType, ValueKind.I64));
        JumpTo(join);
        EndRegion(join, region);
        return ReadVariable(type);
    }

    private ValueId TypeWordOf(GoValue x) => IsEmptyInterface(x.Type) ? x[0] : TypeOfItab(x[0]);

    private ValueId InterfacesEqual(GoValue x, GoValue y, InterfaceType type)
    {
        Region region = BeginRegion();
        Block same = NewBlock(), some = NewBlock(), no = NewBlock(), yes = NewBlock(), join = NewBlock();
        int result = NewVariable(ValueKind.I8);
        Branch(Emit(Op.Eq, ValueKind.I8, x[0], y[0]), same, no);
        SealAndStart(same);
        Branch(Emit(Op.Ne, ValueKind.I8, x[0], Const(ValueKind.I64, 0)), some, yes);
        SealAndStart(no);
        WriteVariable(result, Const(ValueKind.I8, 0));
        JumpTo(join);
        SealAndStart(yes);
        WriteVariable(result, Const(ValueKind.I8, 1));
        JumpTo(join);
        SealAndStart(some);
        WriteVariable(result, CallRuntimeResults(TypeSets.Of(type).Methods.Count == 0 ? "efaceeq" : "ifaceeq", x[0], x[1], y[1])[0]);
        JumpTo(join);
        EndRegion(join, region);
        return ReadVariable(result);
    }

    // Assertions

    /// <summary>Whether an interface value holds exactly this concrete type.</summary>
    private ValueId HoldsConcrete(GoValue x, GoType concrete)
    {
        if (!IsEmptyInterface(x.Type) && Lookup.MissingMethod(concrete, (InterfaceType)Under(x.Type), isStatic: true, out _,
            out _) is not null)
        {
            // Only instances of generic code ask for the impossible.
            return Const(ValueKind.I8, 0);
        }
        Mark(RelocationKind.UseInInterface, concrete);
        return Emit(Op.Eq, ValueKind.I8, x[0], TypeWord(concrete, x.Type));
    }

    private GoValue[] TypeAssert(IrTypeAssert a)
    {
        GoType target = T(a.Target);
        GoValue x = Evaluate(a.X);
        _pos = a.Pos;
        if (TypePredicates.IsInterface(target))
        {
            return AssertInterface(x, target, a.CommaOk);
        }
        ValueId holds = HoldsConcrete(x, target);
        Block yes = NewBlock(), no = NewBlock();
        Branch(holds, yes, no, a.CommaOk ? (sbyte)0 : (sbyte)1);
        if (!a.CommaOk)
        {
            SealAndStart(no);
            ValueId have = x[0];
            CallRuntime(IsEmptyInterface(x.Type) ? "panicdottypeE" : "panicdottypeI", have, Descriptor(target), Descriptor(x.Type));
            SealAndStart(yes);
            return [Unbox(x[1], target)];
        }
        return [.. Joined(yes, no, () => Unbox(x[1], target), target)];
    }

    /// <summary>(value, true) on one path, (zero, false) on the other.</summary>
    private GoValue[] Joined(Block yes, Block no, Func<GoValue> value, GoType type)
    {
        Region region = BeginRegion();
        Block join = NewBlock();
        int ok = NewVariable(ValueKind.I8);
        IReadOnlyList<ScalarComponent>? parts = Components(type);
        int first = _variableKinds.Count;
        if (parts is null)
        {
            ValueId memory = default;
            SealAndStart(yes);
            GoValue v = value();
            memory = Temporary(type);
            Store(memory, 0, v);
            WriteVariable(ok, Const(ValueKind.I8, 1));
            JumpTo(join);
            SealAndStart(no);
            ValueId zeroed = SlotAddress((StackSlot)_f[memory].Aux!);
            Zero(zeroed, type);
            WriteVariable(ok, Const(ValueKind.I8, 0));
            JumpTo(join);
            EndRegion(join, region);
            return [GoValue.InMemory(type, SlotAddress((StackSlot)_f[memory].Aux!)), GoValue.Of(Universe.Bool, ReadVariable(ok))];
        }
        foreach (ScalarComponent part in parts)
        {
            NewVariable(OpFacts.KindOf(part.Kind), part.IsLength);
        }
        SealAndStart(yes);
        Assign(first, value());
        WriteVariable(ok, Const(ValueKind.I8, 1));
        JumpTo(join);
        SealAndStart(no);
        Assign(first, ZeroValue(type));
        WriteVariable(ok, Const(ValueKind.I8, 0));
        JumpTo(join);
        EndRegion(join, region);
        return [Read(Place.Scalars(type, first)), GoValue.Of(Universe.Bool, ReadVariable(ok))];
    }

    private void Assign(int firstVariable, GoValue value)
    {
        for (int i = 0; i < value.Count; i++)
        {
            WriteVariable(firstVariable + i, value[i]);
        }
    }

    private GoValue[] AssertInterface(GoValue x, GoType target, bool commaOk)
    {
        if (IsEmptyInterface(target))
        {
            ValueId type = TypeWordOf(x);
            ValueId some = Emit(Op.Ne, ValueKind.I8, type, Const(ValueKind.I64, 0));
            if (commaOk)
            {
                // The data word of a nil interface is nil already.
                return [GoValue.Of(target, type, x[1]), GoValue.Of(Universe.Bool, some)];
            }
            PanicWithout(some, target);
            return [GoValue.Of(target, type, x[1])];
        }
        ValueId word = TypeWordOf(x);
        if (!commaOk)
        {
            PanicWithout(Emit(Op.Ne, ValueKind.I8, word, Const(ValueKind.I64, 0)), target);
            ValueId certain = AsKind(CallRuntimeResults(RuntimeCalls.TypeAssert, AssertCache(target, canFail: false), word)[0],
                ValueKind.I64);
            return [GoValue.Of(target, certain, x[1])];
        }
        ValueId itab = ItabOrNil(word, Emit(Op.Ne, ValueKind.I8, word, Const(ValueKind.I64, 0)), target);
        ValueId found = Emit(Op.Ne, ValueKind.I8, itab, Const(ValueKind.I64, 0));
        ValueId data = Emit(Op.Select, ValueKind.Pointer, [found, x[1], Nil()]);
        return [GoValue.Of(target, itab, data), GoValue.Of(Universe.Bool, found)];
    }

    /// <summary>An assertion to an interface of what holds nothing.</summary>
    private void PanicWithout(ValueId hasType, GoType target)
    {
        Block some = NewBlock(), nil = NewBlock();
        Branch(hasType, some, nil, 1);
        SealAndStart(nil);
        CallRuntime("panicnildottype", Descriptor(target));
        SealAndStart(some);
    }
}
