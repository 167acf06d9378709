namespace Go.Compiler.Code;

/// <summary>
/// Encodes a pc-value table (contract 7.2): pairs of zigzag value delta and pc delta (in <paramref name="quantum"/> units), starting from
/// value -1 at the function's entry. Call <see cref="Set"/> with ascending pcs, then <see cref="Finish"/> once.
/// </summary>
public sealed class PcValueTableBuilder(int quantum)
{
    private readonly List<byte> _bytes = [];
    private int _encodedValue = -1, _value = -1, _start;

    /// <summary>From <paramref name="pc"/> on, the value is <paramref name="value"/>.</summary>
    public void Set(int pc, int value)
    {
        if (value == _value)
        {
            return;
        }
        Flush(pc);
        _value = value;
    }

    /// <summary>Ends the table at the function's size and returns its bytes with the terminating zero; empty when the value was -1 throughout.</summary>
    public byte[] Finish(int size)
    {
        if (_bytes.Count == 0 && _value == -1)
        {
            return [];
        }
        Flush(size);
        _bytes.Add(0);
        return [.. _bytes];
    }

    private void Flush(int pc)
    {
        if (pc == _start)
        {
            return;
        }
        int delta = _value - _encodedValue;
        PutVarint((uint)((delta << 1) ^ (delta >> 31)));
        PutVarint((uint)((pc - _start) / quantum));
        _encodedValue = _value;
        _start = pc;
    }

    private void PutVarint(uint v)
    {
        for (; v >= 0x80; v >>= 7)
        {
            _bytes.Add((byte)(v | 0x80));
        }
        _bytes.Add((byte)v);
    }
}
