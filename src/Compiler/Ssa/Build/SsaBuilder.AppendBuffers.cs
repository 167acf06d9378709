using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    /// <summary>Bytes of the first elements of a slice that may be in the frame.</summary>
    private const long AppendBufferSize = 32;

    /// <summary>Where a slice variable's first elements may be.</summary>
    /// <param name="Address">Variable: the buffer's address; nil when it cannot be in the frame.</param>
    /// <param name="Capacity">Elements it has room for.</param>
    /// <param name="IsTaken">Variable: the buffer has been handed out. Once in a variable's life, so that no two slices share it.</param>
    /// <param name="GrowsInSteps">The runtime hands out as much of it as is needed: nobody shares it anyway.</param>
    private readonly record struct AppendBuffer(int Address, long Capacity, int IsTaken, bool GrowsInSteps);

    private readonly Dictionary<IrLocal, AppendBuffer> _appendBuffers = new(ReferenceEqualityComparer.Instance);
    private readonly ExclusiveSlices? _exclusiveSlices;

    /// <summary>A slice variable starts nil: the first append to it may take a buffer of the frame.</summary>
    private void DeclareAppendBuffer(IrLocal local)
    {
        if (!_env.Optimize || _isRuntime || Under(T(local.Type)) is not SliceType { Element: var element })
        {
            return;
        }
        long size = _layout.SizeOf(element);
        if (size is > 0 and <= AppendBufferSize && KindOfFirst(T(local.Type)) == ValueKind.Pointer)
        {
            long capacity = AppendBufferSize / size;
            ValueId buffer = Allocate(SiteOf(new ArrayType(element, capacity), "append buffer", isImplicit: true)
                with { IsOptional = true, IsZeroed = true });
            if (!_appendBuffers.TryGetValue(local, out AppendBuffer own))
            {
                own = new AppendBuffer(NewVariable(ValueKind.Pointer), capacity, NewVariable(ValueKind.I8),
                    _exclusiveSlices?.GrowsInSteps(local) == true);
                _appendBuffers.Add(local, own);
            }
            WriteVariable(own.Address, buffer);
            WriteVariable(own.IsTaken, Const(ValueKind.I8, 0));
        }
    }

    private AppendBuffer? AppendBufferOf(IrExpression slice)
        => slice is IrLocalRef r && _appendBuffers.TryGetValue(r.Local, out AppendBuffer buffer) ? buffer : null;

    /// <summary>The buffer serves an empty slice, once. Ends in the block where it does not.</summary>
    private void GrowIntoBuffer(AppendBuffer buffer, GoValue s, ValueId length, int pointer, int capacity, Place? target, Block join)
    {
        ValueId fits = Emit(Op.LeU, ValueKind.I8, length, ConstInt(buffer.Capacity));
        ValueId isFree = Emit(Op.Eq, ValueKind.I8, ReadVariable(buffer.IsTaken), Const(ValueKind.I8, 0));
        ValueId isFirst = Emit(Op.And, ValueKind.I8, Emit(Op.Eq, ValueKind.I8, s[1], ConstInt(0)), isFree);
        ValueId serves = Emit(Op.And, ValueKind.I8, fits, isFirst);
        Block take = NewBlock(), call = NewBlock();
        // Of its own: it disappears with a buffer that cannot be in the frame.
        Branch(Emit(Op.And, ValueKind.I8, serves, Emit(Op.Ne, ValueKind.I8, ReadVariable(buffer.Address), Nil())), take, call);
        SealAndStart(take);
        WriteVariable(buffer.IsTaken, Const(ValueKind.I8, 1));
        WriteVariable(pointer, ReadVariable(buffer.Address));
        WriteVariable(capacity, ConstInt(buffer.Capacity));
        StoreGrown(target, ReadVariable(pointer), ReadVariable(capacity));
        JumpTo(join);
        SealAndStart(call);
    }

    /// <summary>
    /// The runtime uses the buffer while it is large enough, and gives the capacity that the heap would. Ends in the block without buffer.
    /// </summary>
    private void GrowInSteps(AppendBuffer buffer, GoValue s, ValueId length, ValueId count, GoType element, int pointer, int capacity,
        Block join)
    {
        Block step = NewBlock(), call = NewBlock();
        ValueId address = ReadVariable(buffer.Address);
        Branch(Emit(Op.Ne, ValueKind.I8, address, Nil()), step, call);
        SealAndStart(step);
        ValueId[] grown = CallRuntimeResults("growsliceBuf", s[0], length, s[2], count, Descriptor(element), address,
            ConstInt(buffer.Capacity));
        WriteVariable(pointer, grown[0]);
        WriteVariable(capacity, grown[2]);
        JumpTo(join);
        SealAndStart(call);
    }

    private void StoreGrown(Place? target, ValueId pointer, ValueId capacity)
    {
        if (target is { } grownInto)
        {
            StoreScalar(grownInto.Address, grownInto.Offset + 16, capacity);
            StoreScalar(grownInto.Address, grownInto.Offset, pointer);
        }
    }

    /// <summary>Before a statement that hands on a slice: its elements leave the buffer.</summary>
    private void MoveHandedOn(IrStatement statement)
    {
        if (_exclusiveSlices?.TransitionsAt(statement) is not { } moving || IsDead)
        {
            return;
        }
        foreach (ExclusiveSlices.Transition transition in moving)
        {
            if (_appendBuffers.TryGetValue(transition.Variable, out AppendBuffer buffer)
                && _locals.TryGetValue(transition.Variable, out LocalPlace place) && !place.IsInMemory)
            {
                _pos = statement.Pos;
                GoType element = ((SliceType)Under(T(transition.Variable.Type))).Element;
                int first = place.Variable;
                ValueId moved = Emit(Op.MoveSlice, ValueKind.Tuple,
                    [ReadVariable(first), ReadVariable(first + 1), ReadVariable(first + 2), ReadVariable(buffer.Address)],
                    transition.IsCapacitySeen ? 1 : 0, element);
                WriteVariable(first, Emit(Op.Extract, ValueKind.Pointer, moved, 0));
                WriteVariable(first + 1, Emit(Op.Extract, ValueKind.I64, moved, 1));
                WriteVariable(first + 2, Emit(Op.Extract, ValueKind.I64, moved, 2));
            }
        }
    }
}
