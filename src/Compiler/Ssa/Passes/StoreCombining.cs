using Go.Compiler.Collections;

namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// Joins stores of neighbouring bytes of one number (<c>b[0] = byte(v); b[1] = byte(v &gt;&gt; 8); ...</c>) into one wide store, with a
/// byte swap when the highest byte comes first. The wide store stands where the last of the narrow ones stood; between them there is
/// nothing that reads memory or may panic. Relies on what <see cref="MemoryCombining"/> relies on.
/// </summary>
internal sealed class StoreCombining
{
    private const int Widest = 8;

    /// <summary>A narrow store, and the bits of <paramref name="Root"/> from <paramref name="Shift"/> on that it stores.</summary>
    private readonly record struct Part(int Position, ValueId Store, long Offset, int Size, ValueId Root, int Shift);

    private readonly SsaFunction _f;
    private readonly EntityList<Part> _parts = [];
    private readonly EntityList<(int Position, EntityList<ValueId> Values)> _joined = [];
    private Block _block = null!;

    private StoreCombining(SsaFunction function) => _f = function;

    public static void Run(SsaFunction function)
    {
        var pass = new StoreCombining(function);
        foreach (BlockId id in function.Order)
        {
            pass.RunOn(function[id]);
        }
    }

    private void RunOn(Block block)
    {
        _block = block;
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            ValueId v = block.Instructions[i];
            if (PartOf(v, i) is { } part)
            {
                if (_parts.Count == Widest || !BelongsToOthers(part))
                {
                    Flush();
                }
                _parts.Add(part);
            }
            else if (!OpFacts.IsPure(_f[v].Op))
            {
                Flush();
            }
        }
        Flush();
        if (_joined.Count > 0)
        {
            Rewrite(block);
        }
    }

    /// <summary>Puts wide stores, and what they need, where the last narrow store was, and drops the others.</summary>
    private void Rewrite(Block block)
    {
        _joined.Sort((a, b) => a.Position.CompareTo(b.Position));
        ValueId[] old = [.. block.Instructions];
        block.Instructions.Clear();
        int next = 0;
        for (int i = 0; i < old.Length; i++)
        {
            if (next < _joined.Count && _joined[next].Position == i)
            {
                block.Instructions.AddRange(_joined[next++].Values);
            }
            else if (!old[i].IsNone)
            {
                block.Instructions.Add(old[i]);
            }
        }
        _joined.Clear();
    }

    /// <summary>
    /// Bytes of the same number, beside those that the stores so far have written: the last of several stores to one place has to stay the
    /// last.
    /// </summary>
    private bool BelongsToOthers(Part part)
    {
        foreach (Part p in _parts)
        {
            if (p.Root != part.Root || p.Size != part.Size
                || ObjectOf(p.Store) != ObjectOf(part.Store) || Math.Abs(p.Offset - part.Offset) < part.Size)
            {
                return false;
            }
        }
        return true;
    }

    private ValueId Base(ValueId store) => _f.Argument(store, 0);

    /// <summary>The base without the check that it has had: only the first of several accesses has one.</summary>
    private ValueId ObjectOf(ValueId store)
    {
        ValueId address = Base(store);
        return _f[address].Op == Op.NilCheck ? _f.Argument(address, 0) : address;
    }

    private Part? PartOf(ValueId v, int position)
    {
        if (_f[v].Op != Op.Store || (_f[v].Flags & ValueFlags.Volatile) != 0)
        {
            return null;
        }
        ValueId root = _f.Argument(v, 1);
        ValueKind kind = _f[root].Kind;
        if (kind is not (ValueKind.I8 or ValueKind.I16 or ValueKind.I32))
        {
            return null;
        }
        int size = OpFacts.SizeOf(kind), shift = 0;
        while (true)
        {
            switch (_f[root].Op)
            {
                case Op.Truncate:
                    root = _f.Argument(root, 0);
                    continue;
                case Op.ZeroExtend or Op.SignExtend when shift + size * 8 <= Bits(_f.Argument(root, 0)):
                    root = _f.Argument(root, 0);
                    continue;
                case Op.ShrU or Op.ShrS when _f[_f.Argument(root, 1)] is { Op: Op.Const, AuxInt: > 0 and < 64 } count
                    && shift + count.AuxInt + size * 8 <= Bits(root):
                    shift += (int)count.AuxInt;
                    root = _f.Argument(root, 0);
                    continue;
            }
            return new Part(position, v, _f[v].AuxInt, size, root, shift);
        }
    }

    private int Bits(ValueId v) => OpFacts.SizeOf(_f[v].Kind) * 8;

    /// <summary>Joins what can be joined of the stores so far.</summary>
    private void Flush()
    {
        if (_parts.Count > 1)
        {
            _parts.Sort((a, b) => a.Offset.CompareTo(b.Offset));
            for (int first = 0; first < _parts.Count;)
            {
                int count = Widest / _parts[first].Size;
                while (count > 1 && !TryJoin(first, count))
                {
                    count /= 2;
                }
                first += count;
            }
        }
        _parts.Clear();
    }

    private bool TryJoin(int first, int count)
    {
        if (first + count > _parts.Count)
        {
            return false;
        }
        Part low = _parts[first];
        int size = low.Size, least = low.Shift, last = 0;
        bool littleEndian = true, bigEndian = size == 1;
        for (int i = 0; i < count; i++)
        {
            Part p = _parts[first + i];
            if (p.Offset != low.Offset + i * size)
            {
                return false;
            }
            littleEndian &= p.Shift == low.Shift + i * size * 8;
            bigEndian &= p.Shift == low.Shift - i * 8;
            least = Math.Min(least, p.Shift);
            last = Math.Max(last, p.Position);
        }
        if (!(littleEndian || bigEndian) || least + count * size * 8 > Bits(low.Root))
        {
            return false;
        }
        Join(first, count, least, last, bigEndian);
        return true;
    }

    private void Join(int first, int count, int shift, int last, bool swap)
    {
        Part low = _parts[first];
        ValueFlags flags = _f[low.Store].Flags;
        ValueId at = _block.Instructions[last], value = low.Root;
        int size = count * low.Size;
        ValueKind wide = size switch { 2 => ValueKind.I16, 4 => ValueKind.I32, _ => ValueKind.I64 };
        for (int i = 0; i < count; i++)
        {
            flags &= _f[_parts[first + i].Store].Flags;
            _block.Instructions[_parts[first + i].Position] = default;
        }
        var made = new EntityList<ValueId>(4);
        if (shift > 0)
        {
            value = New(at, made, Op.ShrU, _f[value].Kind, [value, New(at, made, Op.Const, ValueKind.I64, [], shift)], 1);
        }
        if (_f[value].Kind != wide)
        {
            value = New(at, made, Op.Truncate, wide, [value]);
        }
        if (swap)
        {
            value = New(at, made, Op.ByteSwap, wide, [value]);
        }
        _f.SetArguments(at, [Base(low.Store), value]);
        _f[at].AuxInt = low.Offset;
        _f[at].Flags = flags;
        made.Add(at);
        _joined.Add((last, made));
    }

    private ValueId New(ValueId near, EntityList<ValueId> made, Op op, ValueKind kind, ReadOnlySpan<ValueId> arguments, long immediate = 0)
    {
        ValueId v = _f.NewValue(op, kind, _f[near].Pos, arguments, immediate);
        _f[v].Block = _block.Id;
        _f[v].InlineIndex = _f[near].InlineIndex;
        made.Add(v);
        return v;
    }
}
