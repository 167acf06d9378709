using System.Numerics;
using System.Runtime.InteropServices;
using Go.Compiler.Objects;

namespace Go.Compiler.Link;

/// <summary>Interns symbol names of all objects to dense ids from 1. The only place of the linker that hashes names.</summary>
internal sealed class SymbolTable
{
    private int[] _buckets;
    private SymbolKey[] _keys;
    private uint[] _hashes;

    public SymbolTable(int expected)
    {
        _buckets = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, expected * 2))];
        _keys = new SymbolKey[Math.Max(64, expected)];
        _hashes = new uint[_keys.Length];
        Count = 1;
    }

    /// <summary>One past the last id.</summary>
    public int Count { get; private set; }

    public SymbolKey this[int id] => _keys[id];

    public static uint Hash(in SymbolKey key)
    {
        const ulong Prime = 0x9E3779B97F4A7C15;
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(key.Name.AsSpan());
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        ulong hash = ((ulong)bytes.Length << 1) + (ulong)key.Abi;
        foreach (ulong w in words)
        {
            hash = BitOperations.RotateLeft((hash ^ w) * Prime, 27);
        }
        for (int i = words.Length * 8; i < bytes.Length; i += 2)
        {
            hash = BitOperations.RotateLeft((hash ^ bytes[i] ^ ((ulong)bytes[i + 1] << 8)) * Prime, 27);
        }
        return (uint)((hash * Prime) >> 32);
    }

    public int Intern(in SymbolKey key, uint hash)
    {
        int mask = _buckets.Length - 1;
        for (int at = (int)hash & mask; ; at = (at + 1) & mask)
        {
            int id = _buckets[at];
            if (id == 0)
            {
                return Add(key, hash, at);
            }
            if (_hashes[id] == hash && _keys[id] == key)
            {
                return id;
            }
        }
    }

    /// <summary>The id of a name that some object mentions, or 0.</summary>
    public int Find(string name, SymbolAbi abi = SymbolAbi.Abi0)
    {
        var key = new SymbolKey(name, abi);
        uint hash = Hash(key);
        int mask = _buckets.Length - 1;
        for (int at = (int)hash & mask; ; at = (at + 1) & mask)
        {
            int id = _buckets[at];
            if (id == 0 || (_hashes[id] == hash && _keys[id] == key))
            {
                return id;
            }
        }
    }

    private int Add(in SymbolKey key, uint hash, int bucket)
    {
        if (Count == _keys.Length)
        {
            Array.Resize(ref _keys, Count * 2);
            Array.Resize(ref _hashes, Count * 2);
        }
        int id = Count++;
        _keys[id] = key;
        _hashes[id] = hash;
        _buckets[bucket] = id;
        if (Count * 2 > _buckets.Length)
        {
            Grow();
        }
        return id;
    }

    private void Grow()
    {
        _buckets = new int[_buckets.Length * 2];
        int mask = _buckets.Length - 1;
        for (int id = 1; id < Count; id++)
        {
            int at = (int)_hashes[id] & mask;
            while (_buckets[at] != 0)
            {
                at = (at + 1) & mask;
            }
            _buckets[at] = id;
        }
    }
}
