using Go.Compiler.Collections;
using Go.Compiler.Ssa;

namespace Go.Compiler.Backend.Machine;

/// <summary>
/// Where a memory operand holds a base with an index or with a distance but not with both, an address with an index is worth a register
/// of its own as soon as two accesses would have to add it up; and so is the address of a variable of the frame that is indexed.
/// </summary>
internal abstract partial class MachineLowering
{
    // By value id of an address: accesses that would take it over, through distances too; those of them that hold it as it is.
    private readonly Scratch<int> _accesses, _indexedAccesses;

    /// <summary>By value id of a variable's address: it is in a register of its own, for those who add an index to it.</summary>
    private readonly Scratch<bool> _isKept;

    /// <summary>By value id: a part of the instruction of its only user.</summary>
    private readonly Scratch<bool> _isCombined;

    /// <summary>Memory operands hold a base, an index and a distance at once.</summary>
    private protected virtual bool HasFullAddresses => true;

    /// <summary>Binary logarithm of the largest factor that an index has in an address.</summary>
    private protected virtual int MaxScale => 3;

    /// <summary>
    /// The operand of a value that its instruction computes on the way, for it alone; none by default. Answers the same until all is
    /// lowered.
    /// </summary>
    private protected virtual ValueId CombinedOperand(ValueId v) => default;

    private protected bool IsCombined(ValueId v) => _isCombined[v.Index];

    private void CountAccess(ValueId address, ValueId user)
    {
        Op op = _f[user].Op;
        // A check's pointer is used by all that use the check.
        _accesses[address.Index] += op == Op.OffsetPointer ? _accesses[user.Index] : op == Op.NilCheck ? 1 + _uses[user.Index] : 1;
        if (op is Op.Load or Op.Store && _f[user].AuxInt == 0 && _f[address].Op == Op.AddPointer)
        {
            int size = SizeOf(_f[op == Op.Load ? user : _f.Argument(user, 1)].Kind), scale = ScaleOf(_f.Argument(address, 1));
            _indexedAccesses[address.Index] += scale == 1 || scale == size ? 1 : 0;
        }
    }

    private int ScaleOf(ValueId index) => _f[index].Op switch
    {
        Op.Shl when IsConstant(_f.Argument(index, 1), out long count) && count >= 0 && count <= MaxScale => 1 << (int)count,
        Op.Mul when IsConstant(_f.Argument(index, 1), out long factor) && factor is 2 or 4 or 8 => (int)factor,
        _ => 1,
    };

    private bool IsIndexOfAccesses(ValueId address)
        => _accesses[address.Index] == 1 || _accesses[address.Index] == _indexedAccesses[address.Index];

    private void FindKeptAddresses(ControlFlow flow)
    {
        if (HasFullAddresses)
        {
            return;
        }
        int[] indexed = new int[_f.ValueLimit];
        foreach (BlockId id in _f.Order)
        {
            foreach (ValueId v in _f[id].Instructions)
            {
                if (_f[v].Op != Op.AddPointer)
                {
                    continue;
                }
                ValueId variable = Root(_f.Argument(v, 0));
                if (_f[variable].Op == Op.LocalAddress && !IsConstant(_f.Argument(v, 1), out _))
                {
                    indexed[variable.Index] += _isFolded[v.Index] ? _accesses[v.Index] : 1;
                    _isKept[variable.Index] |= indexed[variable.Index] > 1
                        || flow.LoopDepth(id) > flow.LoopDepth(_f[variable].Block);
                }
            }
        }
    }
}
