using Go.Compiler.Collections;

namespace Go.Compiler.Code;

/// <summary>
/// Encodes a pc-value table (contract 7.2): pairs of zigzag value delta and pc delta (in <paramref name="quantum"/> units), starting from
/// value -1 at the function's entry. Call <see cref="Set"/> with ascending pcs, then <see cref="Finish"/> once.
/// </summary>
public sealed class PcValueTableBuilder(int quantum)
{
    // Runs are kept until Finish: a later Set at the same pc may undo a run, and a zero value delta after the first pair would end the
    // table.
    private readonly EntityList<(int Start, int Value)> _runs = [(0, -1)];

    /// <summary>From <paramref name="pc"/> on, the value is <paramref name="value"/>. The last call for a pc wins.</summary>
    public void Set(int pc, int value)
    {
        (int start, int last) = _runs[^1];
        if (value == last)
        {
            return;
        }
        if (pc != start)
        {
            _runs.Add((pc, value));
        }
        else if (_runs.Count > 1 && _runs[^2].Value == value)
        {
            _runs.RemoveAt(_runs.Count - 1);
        }
        else
        {
            _runs[^1] = (start, value);
        }
    }

    /// <summary>
    /// Ends the table at the function's size and returns its bytes with the terminating zero; empty when the value was -1 throughout.
    /// </summary>
    public byte[] Finish(int size)
    {
        while (_runs.Count > 1 && _runs[^1].Start >= size)
        {
            _runs.RemoveAt(_runs.Count - 1);
        }
        if (size == 0 || (_runs.Count == 1 && _runs[0].Value == -1))
        {
            return [];
        }
        var bytes = new List<byte>(_runs.Count * 3 + 1);
        int value = -1;
        for (int i = 0; i < _runs.Count; i++)
        {
            int delta = _runs[i].Value - value;
            int end = i + 1 < _runs.Count ? _runs[i + 1].Start : size;
            Leb128.Append(bytes, Leb128.ZigZag(delta));
            Leb128.Append(bytes, (uint)((end - _runs[i].Start) / quantum));
            value = _runs[i].Value;
        }
        bytes.Add(0);
        return [.. bytes];
    }
}
