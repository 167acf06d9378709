using Go.Compiler.Collections;

namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// Joins loads of neighbouring bytes that are put together with shifts into one wide load (<c>b[0] | b[1]&lt;&lt;8 | ...</c>), with a byte
/// swap when the first byte is the highest. The wide load stands where the value is complete: all checks of the narrow ones have been made
/// by then, and nothing between may write memory. Relies on targets that read words at any address and whose memory is little-endian.
/// </summary>
public sealed class MemoryCombining
{
    private const int MostParts = 8;

    /// <summary>A narrow load and where its bits go.</summary>
    private readonly record struct Part(ValueId Load, long Offset, int Size, int Shift);

    private readonly SsaFunction _f;
    private readonly int[] _uses;
    private readonly int[] _position;
    private readonly EntityList<Part> _parts = [];
    private Block _block = null!;

    private MemoryCombining(SsaFunction function)
    {
        _f = function;
        _uses = new int[function.ValueLimit];
        _position = new int[function.ValueLimit];
    }

    public static void Run(SsaFunction function)
    {
        if (HasByteLoads(function))
        {
            var pass = new MemoryCombining(function);
            pass.CountUses();
            foreach (BlockId id in function.Order)
            {
                pass.RunOn(function[id]);
            }
        }
        StoreCombining.Run(function);
    }

    private static bool HasByteLoads(SsaFunction f)
    {
        foreach (BlockId id in f.Order)
        {
            foreach (ValueId v in f[id].Instructions)
            {
                if (f[v].Op == Op.Load && f[v].Kind is ValueKind.I8 or ValueKind.I16)
                {
                    return true;
                }
            }
        }
        return false;
    }

    private void CountUses()
    {
        foreach (BlockId id in _f.Order)
        {
            Block block = _f[id];
            foreach (ValueId v in block.Instructions)
            {
                for (int i = 0; i < _f.ArgumentCount(v); i++)
                {
                    _uses[_f.Argument(v, i).Index]++;
                }
            }
            foreach (ValueId v in block.Arguments)
            {
                _uses[v.Index]++;
            }
            _uses[block.Control.Index]++;
        }
    }

    /// <summary>From the end: the largest trees first; what they took in has no uses left and is no root any more.</summary>
    private void RunOn(Block block)
    {
        _block = block;
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            _position[block.Instructions[i].Index] = i;
        }
        for (int i = block.Instructions.Count - 1; i >= 0; i--)
        {
            ValueId v = block.Instructions[i];
            if (v.Index < _uses.Length && _f[v].Op is Op.Or or Op.Add or Op.Xor
                && _f[v].Kind is ValueKind.I16 or ValueKind.I32 or ValueKind.I64)
            {
                Combine(v, i);
            }
        }
    }

    private void Combine(ValueId root, int position)
    {
        _parts.Clear();
        ValueKind kind = _f[root].Kind;
        if (_uses[root.Index] == 0 || !Collect(root, root, 0) || _parts.Count < 2)
        {
            return;
        }
        _parts.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        int size = 0;
        bool littleEndian = true, bigEndian = true;
        foreach (Part p in _parts)
        {
            if (p.Offset != _parts[0].Offset + size)
            {
                return;
            }
            littleEndian &= p.Shift == size * 8;
            size += p.Size;
        }
        int from = size * 8;
        foreach (Part p in _parts)
        {
            from -= p.Size * 8;
            bigEndian &= p.Size == 1 && p.Shift == from;
        }
        if (!(littleEndian || bigEndian) || size is not (2 or 4 or 8) || size > OpFacts.SizeOf(kind) || WritesSince(position))
        {
            return;
        }
        Replace(root, position, size, bigEndian);
    }

    /// <summary>Takes a tree of the root's operation apart. False: something else is in it, or a part of it is used elsewhere.</summary>
    private bool Collect(ValueId root, ValueId v, int shift)
    {
        Op op = _f[v].Op;
        if (v != root && (_uses[v.Index] != 1 || _f[v].Block != _block.Id))
        {
            return false;
        }
        if (op == _f[root].Op && _f[v].Kind == _f[root].Kind && shift == 0)
        {
            return Collect(root, _f.Argument(v, 0), 0) && Collect(root, _f.Argument(v, 1), 0);
        }
        if (op == Op.Shl && shift == 0 && _f[_f.Argument(v, 1)] is { Op: Op.Const, AuxInt: > 0 and < 64 } count
            && count.AuxInt < OpFacts.SizeOf(_f[v].Kind) * 8)
        {
            return Collect(root, _f.Argument(v, 0), (int)count.AuxInt);
        }
        if (op != Op.ZeroExtend || _f[v].Kind != _f[root].Kind || _parts.Count == MostParts)
        {
            return false;
        }
        ValueId load = _f.Argument(v, 0);
        if (_f[load].Op != Op.Load || _f[load].Block != _block.Id || _uses[load.Index] != 1 || (_f[load].Flags & ValueFlags.Volatile) != 0
            || _f[load].Kind is not (ValueKind.I8 or ValueKind.I16 or ValueKind.I32)
            || (_parts.Count > 0 && Base(load) != Base(_parts[0].Load)))
        {
            return false;
        }
        _parts.Add(new Part(load, _f[load].AuxInt, OpFacts.SizeOf(_f[load].Kind), shift));
        return true;
    }

    private ValueId Base(ValueId load) => _f.Argument(load, 0);

    /// <summary>Whether anything between the first of the loads and the root may change memory.</summary>
    private bool WritesSince(int position)
    {
        int first = position;
        foreach (Part p in _parts)
        {
            first = Math.Min(first, _position[p.Load.Index]);
        }
        for (int i = first; i < position; i++)
        {
            ValueId v = _block.Instructions[i];
            if (!OpFacts.IsPure(_f[v].Op) && _f[v].Op is not (Op.Load or Op.BoundsCheck or Op.NilCheck))
            {
                return true;
            }
        }
        return false;
    }

    private void Replace(ValueId root, int position, int size, bool swap)
    {
        ValueKind kind = _f[root].Kind, wide = size switch { 2 => ValueKind.I16, 4 => ValueKind.I32, _ => ValueKind.I64 };
        ValueFlags flags = ValueFlags.NonFaulting;
        foreach (Part p in _parts)
        {
            flags &= _f[p.Load].Flags;
        }
        ValueId start = Base(_parts[0].Load);
        long offset = _parts[0].Offset;
        _uses[_f.Argument(root, 0).Index] = 0;
        _uses[_f.Argument(root, 1).Index] = 0;
        if (!swap && wide == kind)
        {
            Become(root, Op.Load, start, offset, flags);
            return;
        }
        ValueId value = Insert(root, position, Op.Load, wide, start, offset);
        _f[value].Flags = flags;
        if (swap && wide != kind)
        {
            value = Insert(root, position + 1, Op.ByteSwap, wide, value, 0);
        }
        Become(root, wide == kind ? Op.ByteSwap : Op.ZeroExtend, value, 0, ValueFlags.None);
    }

    private void Become(ValueId v, Op op, ValueId argument, long immediate, ValueFlags flags)
    {
        _f[v].Op = op;
        _f[v].AuxInt = immediate;
        _f[v].Flags = flags;
        _f.SetArguments(v, [argument]);
    }

    private ValueId Insert(ValueId near, int position, Op op, ValueKind kind, ValueId argument, long immediate)
    {
        ValueId v = _f.NewValue(op, kind, _f[near].Pos, [argument], immediate);
        _f[v].Block = _block.Id;
        _f[v].InlineIndex = _f[near].InlineIndex;
        _block.Instructions.Insert(position, v);
        return v;
    }
}
