using System.Numerics;
using Go.Compiler.Collections;

namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// Values by what they compute; of those with equal keys the last one added, and from each the one before. To be disposed.
/// </summary>
internal sealed class ValueTable : IDisposable
{
    private const int FirstCapacity = 256, LargestKept = 1 << 13;

    /// <summary>Entries of the last table of this thread, all without keys.</summary>
    [ThreadStatic]
    private static Entry[]? t_free;

    // By the low bits of the hash: the first entry of the row. Never fewer rows than a function has values.
    private readonly Scratch<int> _rows;
    private Entry[] _entries;
    private int _count = 1; // entry 0 is none

    private struct Entry
    {
        public ValueKey Key;
        public ValueId Value;
        public int Hash;

        /// <summary>The entry added before with the same key.</summary>
        public int Before;

        /// <summary>The last entry of another key in the row.</summary>
        public int Next;
    }

    public ValueTable(int valueLimit)
    {
        _rows = Scratch<int>.Rent((int)BitOperations.RoundUpToPowerOf2((uint)valueLimit + 1));
        _entries = t_free ?? new Entry[FirstCapacity];
        t_free = null;
    }

    /// <summary>The last entry with this key; 0 when there is none.</summary>
    public int Last(in ValueKey key) => Find(key, key.GetHashCode(), out _);

    /// <summary>The entry with the same key that was added before; 0 when there is none.</summary>
    public int Before(int entry) => _entries[entry].Before;

    public ValueId ValueOf(int entry) => _entries[entry].Value;

    public void Add(in ValueKey key, ValueId value)
    {
        int hash = key.GetHashCode();
        int same = Find(key, hash, out int previous);
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * _count);
        }
        ref int row = ref _rows[hash & (_rows.Length - 1)];
        int entry = _count++;
        // It takes the place of the last one with its key, or begins the row.
        int next = same == 0 ? row : _entries[same].Next;
        _entries[entry] = new Entry { Key = key, Value = value, Hash = hash, Before = same, Next = next };
        if (previous == 0)
        {
            row = entry;
        }
        else
        {
            _entries[previous].Next = entry;
        }
    }

    public void Dispose()
    {
        _rows.Dispose();
        if (_entries.Length <= LargestKept)
        {
            Array.Clear(_entries, 0, _count);
            t_free = _entries;
        }
    }

    /// <param name="previous">The entry before the found one in its row; 0 when it is the first, or nothing is found.</param>
    private int Find(in ValueKey key, int hash, out int previous)
    {
        previous = 0;
        int before = 0;
        for (int e = _rows[hash & (_rows.Length - 1)]; e != 0; e = _entries[e].Next)
        {
            if (_entries[e].Hash == hash && _entries[e].Key.Equals(key))
            {
                previous = before;
                return e;
            }
            before = e;
        }
        return 0;
    }
}
