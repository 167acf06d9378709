using System.Text;

namespace Go.Compiler.Text;

/// <summary>
/// Interns identifiers and literal texts: the same UTF-8 bytes give the same string object, without allocating when seen before.
/// Not thread-safe: one per parsing worker.
/// </summary>
public sealed class NameTable
{
    private string?[] _slots = new string?[1024];
    private int _count;

    public string Intern(ReadOnlySpan<byte> utf8)
    {
        int mask = _slots.Length - 1;
        int i = (int)HashOf(utf8) & mask;
        for (; _slots[i] is { } name; i = (i + 1) & mask)
        {
            if (Equals(name, utf8))
            {
                return name;
            }
        }
        string added = string.Intern(Encoding.UTF8.GetString(utf8));
        _slots[i] = added;
        if (++_count * 2 > _slots.Length)
        {
            Grow();
        }
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
            for (int i = 0; i < utf8.Length; i++)
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
        string?[] old = _slots;
        _slots = new string?[old.Length * 2];
        int mask = _slots.Length - 1;
        foreach (string? name in old)
        {
            if (name is null)
            {
                continue;
            }
            int i = (int)HashOf(Encoding.UTF8.GetBytes(name)) & mask;
            while (_slots[i] is not null)
            {
                i = (i + 1) & mask;
            }
            _slots[i] = name;
        }
    }
}
