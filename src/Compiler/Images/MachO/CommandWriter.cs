using System.Buffers.Binary;
using System.Text;
using Go.Compiler.Collections;

namespace Go.Compiler.Images.MachO;

/// <summary>Writes load commands, one behind the other.</summary>
internal ref struct CommandWriter(Span<byte> room)
{
    private const int CommandAlignment = 8;

    private readonly Span<byte> _room = room;
    private int _start;

    public int Count { get; private set; }

    /// <summary>Where the next byte goes.</summary>
    public int Position { get; private set; }

    public void Begin(LoadCommandKind kind)
    {
        _start = Position;
        Count++;
        Number((uint)kind);
        Number(0);
    }

    /// <summary>Fills up with zeros and notes the size.</summary>
    public void End()
    {
        Position = Alignment.Up(Position, CommandAlignment);
        BinaryPrimitives.WriteInt32LittleEndian(_room[(_start + 4)..], Position - _start);
    }

    public void Number(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_room[Position..], value);
        Position += sizeof(uint);
    }

    public void Range((uint Offset, uint Size) range)
    {
        Number(range.Offset);
        Number(range.Size);
    }

    public void Number64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_room[Position..], value);
        Position += sizeof(ulong);
    }

    /// <summary>A name in a room of fixed size; what does not fit is cut off.</summary>
    public void Name(string name)
    {
        int length = Math.Min(name.Length, MachONumbers.NameSize);
        Encoding.ASCII.GetBytes(name.AsSpan(0, length), _room[Position..]);
        Position += MachONumbers.NameSize;
    }

    /// <summary>A name with a NUL at the end, of any length.</summary>
    public void Text(string text) => Position += Encoding.UTF8.GetBytes(text, _room[Position..]) + 1;

    public void Skip(int bytes) => Position += bytes;
}
