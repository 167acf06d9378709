using Go.Compiler.Collections;
using Go.Compiler.Ssa;

namespace Go.Compiler.Backend.Machine;

/// <summary>
/// Operands in memory, where the architecture's instructions can have some: a load for a single instruction becomes its operand, and a
/// load, an operation and a store to the same place become one instruction. Such a load moves down to where it is wanted, past nothing that
/// writes memory, calls or can panic.
/// </summary>
internal abstract partial class MachineLowering
{
    /// <summary>How far a store looks back for the load of the place that it updates.</summary>
    private const int UpdateDistance = 16;

    // By value id: where its code is written: an index in a block; of several users' the last. Folded values stand with who takes them
    // over.
    private readonly Scratch<BlockId> _writtenIn;
    private readonly Scratch<int> _writtenAt;
    private readonly Scratch<bool> _isScattered;

    /// <summary>By value id of an operation whose result is put back to where an operand was loaded from: the store.</summary>
    private readonly Scratch<ValueId> _putBackBy;

    /// <summary>The operand that the instruction of a value can read from memory by itself; none by default.</summary>
    private protected virtual ValueId MemoryOperand(ValueId v) => default;

    /// <summary>There are instructions that change memory by the operation.</summary>
    private protected virtual bool CanUpdateMemory(ValueId operation) => false;

    /// <summary>Changes memory by an operation with <paramref name="other"/>; only where <see cref="CanUpdateMemory"/>.</summary>
    private protected virtual void EmitUpdate(ValueId operation, ValueId other, PendingMemory memory)
        => throw Diagnostics.Unexpected.Value(_f[operation].Op);

    /// <summary>There are instructions that compare a byte in memory with zero.</summary>
    private protected virtual bool CanTestMemory => false;

    /// <summary>A load for one user.</summary>
    private protected bool IsLoadForOne(ValueId v) => _f[v].Op == Op.Load && _uses[v.Index] == 1;

    private protected bool IsFoldedLoad(ValueId v) => _isFolded[v.Index] && _f[v].Op == Op.Load;

    /// <summary>What a folded load reads. The instruction at hand takes over the load's position, because it faults in its place.</summary>
    private protected PendingMemory TakenMemory(ValueId load)
    {
        _pos = _f[load].Pos;
        _inline = _f[load].InlineIndex;
        return AddressOf(_f.Argument(load, 0), _f[load].AuxInt);
    }

    /// <summary>One user of a value is written with <paramref name="user"/>.</summary>
    private void TakeWith(ValueId v, ValueId user)
        => TakeAt(v, _isScattered[user.Index] ? default : _writtenIn[user.Index], _writtenAt[user.Index]);

    private void TakeAt(ValueId v, BlockId block, int place)
    {
        ref BlockId known = ref _writtenIn[v.Index];
        _isScattered[v.Index] |= block.IsNone || (!known.IsNone && known != block);
        _writtenAt[v.Index] = known.IsNone ? place : Math.Max(place, _writtenAt[v.Index]);
        known = block;
    }

    /// <summary>A value that is not taken over is written in its own place.</summary>
    private void WriteInPlace(ValueId v, BlockId block, int place)
    {
        _writtenIn[v.Index] = block;
        _writtenAt[v.Index] = place;
        _isScattered[v.Index] = false;
    }

    /// <summary>
    /// A value may be read where its users are written instead of in its own place: before the first instruction that could change it.
    /// </summary>
    private bool MayMove(ValueId v, BlockId block, int firstChange)
        => !_isScattered[v.Index] && _writtenIn[v.Index] == block && _writtenAt[v.Index] <= firstChange;

    /// <summary>Loads do not move past it.</summary>
    private protected static bool StopsLoads(in Value v) => !OpFacts.IsPure(v.Op) && v.Op is not (Op.Load or Op.GetG or Op.Phi or Op.Param);

    /// <summary>
    /// The load whose place a store updates with an operation on what was there, that nobody else wants; none if it does not.
    /// </summary>
    private ValueId UpdatedLoad(Block block, int storeIndex)
    {
        ValueId store = block.Instructions[storeIndex], operation = _f.Argument(store, 1);
        if (_uses[operation.Index] != 1 || _f[operation].Block != block.Id || !CanUpdateMemory(operation))
        {
            return default;
        }
        ValueId load = IsLoadOf(_f.Argument(operation, 0), store) ? _f.Argument(operation, 0)
            : OpFacts.IsCommutative(_f[operation].Op) && IsLoadOf(_f.Argument(operation, 1), store) ? _f.Argument(operation, 1) : default;
        for (int i = storeIndex - 1; !load.IsNone && i >= 0 && i >= storeIndex - UpdateDistance; i--)
        {
            ValueId v = block.Instructions[i];
            if (v == load)
            {
                return load;
            }
            if (StopsLoads(_f[v]))
            {
                break;
            }
        }
        return default;
    }

    private bool IsLoadOf(ValueId v, ValueId store)
        => IsLoadForOne(v) && _f[v].Kind == _f[_f.Argument(store, 1)].Kind && PlaceOf(v) == PlaceOf(store);

    /// <summary>Pointer and distance of an access, whichever of the two a constant distance is part of.</summary>
    private (ValueId Pointer, long Distance) PlaceOf(ValueId access)
    {
        long distance = _f[access].AuxInt;
        ValueId pointer = Root(_f.Argument(access, 0));
        while (_f[pointer].Op == Op.OffsetPointer)
        {
            distance += _f[pointer].AuxInt;
            pointer = Root(_f.Argument(pointer, 0));
        }
        return (pointer, distance);
    }

    /// <summary>A store that updates its place takes over the operation, and that the load.</summary>
    private void TakeUpdate(Block block, int storeIndex, int[] taken)
    {
        ValueId store = block.Instructions[storeIndex];
        if (_f[store].Op == Op.Store && !UpdatedLoad(block, storeIndex).IsNone)
        {
            ValueId operation = _f.Argument(store, 1);
            _putBackBy[operation.Index] = store;
            Take(operation, store, taken);
        }
    }

    /// <summary>An operation on memory that a store takes over.</summary>
    private protected bool IsUpdate(ValueId operation) => !_putBackBy[operation.Index].IsNone;

    /// <summary>The operands of an update: the load of the memory, and the other one.</summary>
    private protected (ValueId Load, ValueId Other) UpdateOperands(ValueId operation)
    {
        ValueId a = _f.Argument(operation, 0), b = _f.Argument(operation, 1);
        return IsLoadOf(a, _putBackBy[operation.Index]) ? (a, b) : (b, a);
    }
}
