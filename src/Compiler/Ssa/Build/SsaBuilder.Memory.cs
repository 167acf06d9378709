using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    private ValueId Allocate(GoType type, string reason, bool isImplicit = true, long count = 1, int? parameter = null)
        => Allocate(SiteOf(type, reason, isImplicit, count) with { Parameter = parameter });

    private ValueId Allocate(AllocationSite site) => Emit(Op.Allocate, ValueKind.Pointer, default(ReadOnlySpan<ValueId>), 0, site);

    private AllocationSite SiteOf(GoType type, string reason, bool isImplicit, long count = 1)
    {
        long size = _layout.SizeOf(type);
        return new AllocationSite(type, count, reason,
            isImplicit) { Size = size < 0 || (count > 0 && size > long.MaxValue / count) ? long.MaxValue : size * count };
    }

    /// <summary>Memory for a value that is no variable of the program.</summary>
    private ValueId AllocateTemporary(GoType type, string reason, bool isImplicit = true)
        => Allocate(SiteOf(type, reason, isImplicit) with { IsTemporary = true });

    /// <summary>
    /// A small buffer for a string or slice that a helper makes: the frame's when the result does not outlive it, else nil (contract 4.2).
    /// </summary>
    private ValueId ConversionBuffer(GoType element, long count)
        => Allocate(SiteOf(new ArrayType(element, count), "conversion buffer", isImplicit: true) with { IsOptional = true });

    // The address is certainly ours: races cannot matter there.
    private bool IsOwnMemory(ValueId address)
    {
        while (_f[address].Op is Op.OffsetPointer or Op.AddPointer)
        {
            address = _f.Argument(address, 0);
        }
        return _f[address].Op is Op.Allocate or Op.LocalAddress;
    }

    private ValueFlags MemoryFlags(ValueId address) => _isRuntime && !IsOwnMemory(address) ? ValueFlags.Volatile : ValueFlags.None;

    private ValueId LoadScalar(ValueId address, long offset, ValueKind kind)
    {
        ValueId v = Emit(Op.Load, kind, address, offset);
        _f[v].Flags = MemoryFlags(address);
        return v;
    }

    private GoValue Load(ValueId address, long offset, GoType type)
    {
        IReadOnlyList<ScalarComponent>? parts = Components(type);
        if (parts is null)
        {
            return GoValue.InMemory(type, Offset(address, offset));
        }
        Span<ValueId> scalars = stackalloc ValueId[Layout.MaxComponents];
        for (int i = 0; i < parts.Count; i++)
        {
            scalars[i] = LoadScalar(address, offset + parts[i].Offset, OpFacts.KindOf(parts[i].Kind));
        }
        return Typed(type, parts, scalars[..parts.Count]);
    }

    /// <summary>The value of a type that fresh scalars (read from memory, handed in or returned) make up.</summary>
    private GoValue Typed(GoType type, IReadOnlyList<ScalarComponent> parts, ReadOnlySpan<ValueId> scalars)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            if (parts[i].IsLength)
            {
                _f[scalars[i]].Flags |= ValueFlags.Length;
            }
        }
        return GoValue.Of(type, scalars);
    }

    private ValueId StoreScalar(ValueId address, long offset, ValueId value, ValueFlags flags = ValueFlags.None)
    {
        ValueId v = Emit(Op.Store, ValueKind.None, address, value, offset);
        _f[v].Flags = flags | MemoryFlags(address);
        return v;
    }

    /// <summary>Stores a value; the destination does not overlap a borrowed source except when they are the same place.</summary>
    private void Store(ValueId address, long offset, GoValue value, ValueFlags flags = ValueFlags.None)
    {
        if (value.IsInMemory)
        {
            long size = _layout.SizeOf(value.Type);
            if (size > 0)
            {
                ValueId move = Emit(Op.Move, ValueKind.None, Offset(address, offset), value.Address, size);
                _f[move].Aux = _layout.HasPointers(value.Type) ? value.Type : null;
                _f[move].Flags = flags;
            }
            return;
        }
        IReadOnlyList<ScalarComponent> parts = Components(value.Type) ?? throw Unexpected.Value(value.Type);
        for (int i = 0; i < parts.Count; i++)
        {
            StoreScalar(address, offset + parts[i].Offset, value[i], flags);
        }
    }

    private void Zero(ValueId address, GoType type, ValueFlags flags = ValueFlags.None)
    {
        long size = _layout.SizeOf(type);
        if (size > 0)
        {
            ValueId zero = Emit(Op.Zero, ValueKind.None, address, size, _layout.HasPointers(type) ? type : null);
            _f[zero].Flags = flags;
        }
    }

    /// <summary>The zero value; types in memory get a fresh zeroed temporary.</summary>
    private GoValue ZeroValue(GoType type)
    {
        IReadOnlyList<ScalarComponent>? parts = Components(type);
        if (parts is null)
        {
            return GoValue.InMemory(type, Allocate(type, "zero value", isImplicit: true));
        }
        Span<ValueId> scalars = stackalloc ValueId[Layout.MaxComponents];
        for (int i = 0; i < parts.Count; i++)
        {
            scalars[i] = Const(OpFacts.KindOf(parts[i].Kind), 0);
        }
        return GoValue.Of(type, scalars[..parts.Count]);
    }

    /// <summary>A frame slot for the current statement whose address goes to the runtime. Contents undefined.</summary>
    private ValueId Temporary(GoType type) => SlotAddress(_temporaries.Take(type));

    private ValueId SlotAddress(StackSlot slot) => Emit(Op.LocalAddress, ValueKind.Pointer, default(ReadOnlySpan<ValueId>), 0, slot);

    /// <summary>A slot of its own, never shared with other statements.</summary>
    private ValueId OwnSlot(string name, GoType type)
    {
        StackSlot slot = _f.NewSlot(name, type, _layout.SizeOf(type), Math.Max(1, _layout.AlignOf(type)));
        slot.IsAddressTaken = true;
        return SlotAddress(slot);
    }

    /// <summary>The value's address: its own place if it lives in memory, else a temporary that holds it.</summary>
    private ValueId AddressOfValue(GoValue value, bool contentsEscape = false)
    {
        if (value.IsInMemory)
        {
            if (!contentsEscape)
            {
                return value.Address;
            }
        }
        ValueId address = Temporary(value.Type);
        if (contentsEscape)
        {
            ((StackSlot)_f[address].Aux!).LeaksContents = true;
        }
        Store(address, 0, value);
        return address;
    }

    /// <summary>A copy nobody else writes to.</summary>
    private GoValue Stable(GoValue value)
    {
        if (!value.IsInMemory)
        {
            return value;
        }
        ValueId copy = AllocateTemporary(value.Type, "copy");
        Store(copy, 0, value);
        return GoValue.InMemory(value.Type, copy);
    }

    // Locals

    private void BindScalars(IrLocal local, GoValue value)
    {
        if (!_locals.TryGetValue(local, out LocalPlace place))
        {
            place = new LocalPlace(_variableKinds.Count, false);
            NewVariables(value);
            _locals.Add(local, place);
        }
        for (int i = 0; i < value.Count; i++)
        {
            WriteVariable(place.Variable + i, value[i]);
        }
    }

    /// <summary>A variable comes into being, with a value or zero.</summary>
    /// <param name="parameter">The register parameter that the variable is.</param>
    private void Declare(IrLocal local, GoValue? value, int? parameter = null)
    {
        GoType type = T(local.Type);
        if (!local.IsAddressTaken && Components(type) is not null)
        {
            BindScalars(local, value ?? ZeroValue(type));
            return;
        }
        // The value may have been computed from an earlier instance of the same variable: it comes first.
        ValueId address = Allocate(type, local.Name, parameter: parameter);
        if (value is { } v)
        {
            Store(address, 0, v, ValueFlags.FreshMemory);
        }
        if (_locals.TryGetValue(local, out LocalPlace place))
        {
            WriteVariable(place.Variable, address);
        }
        else
        {
            BindMemory(local, address);
        }
    }
}
