using System.Text;

namespace Go.Compiler.Text;

/// <summary>
/// Interns identifiers: the same UTF-8 bytes give the same string object, without allocating when seen before.
/// Not thread-safe: one per parsing worker.
/// </summary>
public sealed class NameTable
{
    // Of every worker of the process, so that packages share most of their names. A text that meets another one at its place takes the
    // place: bounded, and safe without locks, because nobody relies on finding anything here. The runtime's own table of interned strings
    // keeps all for ever.
    private static readonly string?[] s_shared = new string?[1 << 15];

    private string?[] _slots = new string?[1024];
    private uint[] _hashes = new uint[1024];
    private int _count;

    public string Intern(ReadOnlySpan<byte> utf8)
    {
        uint hash = HashOf(utf8);
        int mask = _slots.Length - 1;
        int i = (int)hash & mask;
        for (; _slots[i] is { } name; i = (i + 1) & mask)
        {
            if (_hashes[i] == hash && Equals(name, utf8))
            {
                return name;
            }
        }
        string added = Share(utf8, hash);
        _slots[i] = added;
        _hashes[i] = hash;
        if (++_count * 2 > _slots.Length)
        {
            Grow();
        }
        return added;
    }

    /// <summary>
    /// The text as a string; most probably, but not certainly, the object that was returned for the same text before. Thread-safe.
    /// </summary>
    public static string Share(ReadOnlySpan<byte> utf8) => Share(utf8, HashOf(utf8));

    private static string Share(ReadOnlySpan<byte> utf8, uint hash)
    {
        ref string? place = ref s_shared[hash & (uint)(s_shared.Length - 1)];
        if (place is { } name && Equals(name, utf8))
        {
            return name;
        }
        string added = Encoding.UTF8.GetString(utf8);
        place = added;
        return added;
    }

    private static uint HashOf(ReadOnlySpan<byte> bytes)
    {
        uint h = 2166136261;
        foreach (byte b in bytes)
        {
            h = (h ^ b) * 16777619;
        }
        return h ^ (h >> 15);
    }

    private static bool Equals(string name, ReadOnlySpan<byte> utf8)
    {
        // Identifiers are nearly always ASCII: compare in place, decode only when they are not.
        if (name.Length == utf8.Length)
        {
            // From the end: numbered names differ there.
            for (int i = utf8.Length - 1; i >= 0; i--)
            {
                if (name[i] != utf8[i] || utf8[i] >= 0x80)
                {
                    return utf8[i] >= 0x80 && name == Encoding.UTF8.GetString(utf8);
                }
            }
            return true;
        }
        return name.Length < utf8.Length && utf8.IndexOfAnyInRange((byte)0x80, (byte)0xff) >= 0 && name == Encoding.UTF8.GetString(utf8);
    }

    private void Grow()
    {
        (string?[] names, uint[] hashes) = (_slots, _hashes);
        _slots = new string?[names.Length * 2];
        _hashes = new uint[_slots.Length];
        int mask = _slots.Length - 1;
        for (int from = 0; from < names.Length; from++)
        {
            if (names[from] is not { } name)
            {
                continue;
            }
            int i = (int)hashes[from] & mask;
            while (_slots[i] is not null)
            {
                i = (i + 1) & mask;
            }
            _slots[i] = name;
            _hashes[i] = hashes[from];
        }
    }
}
