using Go.Compiler.Collections;

namespace Go.Compiler.Objects;

/// <summary>
/// Steps through an encoded pc-value table (contract 7.2). After each successful <see cref="Next"/> the value holds for
/// [<see cref="Start"/>, <see cref="End"/>).
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
        ulong zigzag = Leb128.Read(_table, ref _at);
        if (zigzag == 0 && End != 0)
        {
            return false;
        }
        Value += (int)Leb128.UnZigZag(zigzag);
        Start = End;
        End += (int)Leb128.Read(_table, ref _at) * quantum;
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
}
