using System.Text;

namespace Go.Compiler.Images.MachO;

/// <summary>Bytes, numbers of variable length and names, one behind the other.</summary>
internal sealed class UlebWriter
{
    private readonly List<byte> _bytes = [];

    public void Byte(byte value) => _bytes.Add(value);

    public void Unsigned(ulong value)
    {
        while (value >= 0x80)
        {
            _bytes.Add((byte)(value | 0x80));
            value >>= 7;
        }
        _bytes.Add((byte)value);
    }

    /// <summary>The name and the NUL behind it.</summary>
    public void Text(string name)
    {
        _bytes.AddRange(Encoding.UTF8.GetBytes(name));
        _bytes.Add(0);
    }

    public byte[] ToArray() => [.. _bytes];
}
