using System.Text;
using Go.Compiler.Collections;

namespace Go.Compiler.Images.MachO;

/// <summary>
/// Reads a loader's program: bytes, numbers of variable length, and names. Leading out of it is an <see cref="InvalidDataException"/>.
/// </summary>
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
        int at = 0;
        bool isRead = Leb128.TryRead(_rest, ref at, out ulong value);
        return Take(isRead, at, value);
    }

    public long Signed()
    {
        int at = 0;
        bool isRead = Leb128.TryReadSigned(_rest, ref at, out long value);
        return Take(isRead, at, value);
    }

    private T Take<T>(bool isRead, int at, T value)
    {
        if (!isRead)
        {
            throw new InvalidDataException(at >= _rest.Length ? "a list for the loader ends in the middle"
                : "a number in a list for the loader is too long");
        }
        _rest = _rest[at..];
        return value;
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
