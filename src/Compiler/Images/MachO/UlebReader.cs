using System.Text;

namespace Go.Compiler.Images.MachO;

/// <summary>Reads a loader's program: bytes, numbers of variable length, and names. Leading out of it is an <see cref="InvalidDataException"/>.</summary>
internal ref struct UlebReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Byte()
    {
        if (_rest.IsEmpty)
        {
            throw new InvalidDataException("a list for the loader ends in the middle");
        }
        byte value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public ulong Unsigned()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if ((next & 0x80) == 0)
            {
                return value;
            }
        }
        throw new InvalidDataException("a number in a list for the loader is too long");
    }

    public long Signed()
    {
        long value = 0;
        for (int shift = 0; shift < 64;)
        {
            byte next = Byte();
            value |= (long)(next & 0x7F) << shift;
            shift += 7;
            if ((next & 0x80) == 0)
            {
                return shift < 64 && (next & 0x40) != 0 ? value | (-1L << shift) : value;
            }
        }
        throw new InvalidDataException("a number in a list for the loader is too long");
    }

    public string Text()
    {
        int end = _rest.IndexOf((byte)0);
        if (end < 0)
        {
            throw new InvalidDataException("a name in a list for the loader has no end");
        }
        string text = Encoding.UTF8.GetString(_rest[..end]);
        _rest = _rest[(end + 1)..];
        return text;
    }
}
