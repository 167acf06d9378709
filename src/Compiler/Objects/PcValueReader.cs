namespace Go.Compiler.Objects;

/// <summary>
/// Steps through an encoded pc-value table (contract 7.2). After each successful <see cref="Next"/> the value holds for [<see cref="Start"/>, <see cref="End"/>).
/// </summary>
public ref struct PcValueReader(ReadOnlySpan<byte> table, int quantum)
{
    private readonly ReadOnlySpan<byte> _table = table;
    private int _at;

    public int Start { get; private set; }
    public int End { get; private set; }
    public int Value { get; private set; } = -1;

    /// <summary>Bytes read so far, the terminator included once the table has ended.</summary>
    public readonly int Position => _at;

    /// <summary>Moves to the next run; false at the table's end. An empty table has no runs: the value is -1 everywhere.</summary>
    public bool Next()
    {
        if (_at >= _table.Length)
        {
            return false;
        }
        uint zigzag = ReadVarint();
        if (zigzag == 0 && End != 0)
        {
            return false;
        }
        Value += (int)(zigzag >> 1) ^ -(int)(zigzag & 1);
        Start = End;
        End += (int)ReadVarint() * quantum;
        return true;
    }

    /// <summary>The value in force at a pc, or -1 outside the table.</summary>
    public static int ValueAt(ReadOnlySpan<byte> table, int quantum, int pc)
    {
        var reader = new PcValueReader(table, quantum);
        while (reader.Next())
        {
            if (pc < reader.End)
            {
                return reader.Value;
            }
        }
        return -1;
    }

    private uint ReadVarint()
    {
        uint v = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = _table[_at++];
            v |= (uint)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return v;
            }
        }
    }
}
