using System.Text;

namespace Go.Compiler.Images.Elf;

/// <summary>NUL-terminated names, the empty one first.</summary>
internal sealed class StringTableBuilder
{
    private byte[] _bytes = new byte[4096];
    private int _length = 1;

    public uint Add(string name)
    {
        int room = Encoding.UTF8.GetMaxByteCount(name.Length) + 1;
        if (_bytes.Length - _length < room)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + room));
        }
        uint at = (uint)_length;
        _length += Encoding.UTF8.GetBytes(name, _bytes.AsSpan(_length)) + 1;
        return at;
    }

    public byte[] Build() => _bytes.AsSpan(0, _length).ToArray();
}
