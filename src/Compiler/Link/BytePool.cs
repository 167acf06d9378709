using System.Numerics;
using System.Runtime.InteropServices;
using Go.Compiler.Collections;

namespace Go.Compiler.Link;

/// <summary>Collects byte strings into one blob, equal ones once.</summary>
internal sealed class BytePool(int reserved)
{
    private readonly ByteWriter _bytes = Start(reserved);
    private int[] _buckets = new int[4096];
    private Entry[] _entries = new Entry[2048];
    private int _count = 1;

    /// <summary>The blob so far.</summary>
    public ByteWriter Bytes => _bytes;

    /// <summary>The offset of a copy of <paramref name="content"/> with at least the given alignment.</summary>
    public int Add(ReadOnlySpan<byte> content, int alignment = 1)
    {
        uint hash = Hash(content);
        int mask = _buckets.Length - 1;
        int at = (int)hash & mask;
        for (; _buckets[at] != 0; at = (at + 1) & mask)
        {
            ref Entry e = ref _entries[_buckets[at]];
            if (e.Hash == hash && e.Length == content.Length && (e.Offset & (alignment - 1)) == 0
                && _bytes.Written.Slice(e.Offset, e.Length).SequenceEqual(content))
            {
                return e.Offset;
            }
        }
        _bytes.Align(alignment);
        int offset = _bytes.Length;
        _bytes.Raw(content);
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
        }
        _entries[_count] = new Entry { Hash = hash, Offset = offset, Length = content.Length };
        _buckets[at] = _count++;
        if (_count * 2 > _buckets.Length)
        {
            Grow();
        }
        return offset;
    }

    private void Grow()
    {
        _buckets = new int[_buckets.Length * 2];
        int mask = _buckets.Length - 1;
        for (int i = 1; i < _count; i++)
        {
            int at = (int)_entries[i].Hash & mask;
            while (_buckets[at] != 0)
            {
                at = (at + 1) & mask;
            }
            _buckets[at] = i;
        }
    }

    private static ByteWriter Start(int reserved)
    {
        var bytes = new ByteWriter(1 << 16);
        bytes.Reserve(reserved).Clear();
        return bytes;
    }

    private static uint Hash(ReadOnlySpan<byte> content)
    {
        const ulong Prime = 0x9E3779B97F4A7C15;
        ulong hash = (ulong)content.Length;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(content);
        foreach (ulong w in words)
        {
            hash = BitOperations.RotateLeft((hash ^ w) * Prime, 27);
        }
        for (int i = words.Length * 8; i < content.Length; i++)
        {
            hash = BitOperations.RotateLeft((hash ^ content[i]) * Prime, 27);
        }
        return (uint)((hash * Prime) >> 32);
    }

    private struct Entry
    {
        public uint Hash;
        public int Offset;
        public int Length;
    }
}
