using System.Buffers.Binary;
using System.IO.Compression;
using Go.Compiler.Collections;

namespace Go.Compiler.VersionControl;

/// <summary>One pack of objects with its index (<c>gitformat-pack</c>): index versions 1 and 2.</summary>
internal sealed class GitPack : IDisposable
{
    private const int FanOut = 256 * 4;
    private readonly byte[] _index;
    private readonly int _hashSize;
    private readonly int _version;
    private readonly int _count;
    private readonly string _packFile;
    private FileStream? _pack;

    private GitPack(byte[] index, string packFile, int hashSize)
    {
        _index = index;
        _packFile = packFile;
        _hashSize = hashSize;
        _version = index.AsSpan(0, 4).SequenceEqual(new byte[] { 0xFF, 0x74, 0x4F, 0x63 }) ? 2 : 1;
        _count = (int)BinaryPrimitives.ReadUInt32BigEndian(index.AsSpan(Tables + FanOut - 4));
    }

    private int Tables => _version == 2 ? 8 : 0;

    private int Names => Tables + FanOut;

    public static GitPack Open(string indexFile, int hashSize)
    {
        byte[] index = File.ReadAllBytes(indexFile);
        return index.Length >= 8 + FanOut ? new GitPack(index, Path.ChangeExtension(indexFile, ".pack"), hashSize)
            : throw new VersionControlException($"{indexFile} is cut off");
    }

    public void Dispose() => _pack?.Dispose();

    /// <summary>Where an object begins in the pack; null when it is not in this one.</summary>
    public long? Find(ReadOnlySpan<byte> id)
    {
        int low = id[0] == 0 ? 0 : (int)BinaryPrimitives.ReadUInt32BigEndian(_index.AsSpan(Tables + ((id[0] - 1) * 4)));
        int high = (int)BinaryPrimitives.ReadUInt32BigEndian(_index.AsSpan(Tables + (id[0] * 4)));
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            int order = NameAt(middle).SequenceCompareTo(id);
            if (order == 0)
            {
                return OffsetAt(middle);
            }
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
        }
        return null;
    }

    private ReadOnlySpan<byte> NameAt(int number)
        => _version == 2 ? _index.AsSpan(Names + (number * _hashSize), _hashSize)
            : _index.AsSpan(Names + (number * (_hashSize + 4)) + 4, _hashSize);

    private long OffsetAt(int number)
    {
        if (_version == 1)
        {
            return BinaryPrimitives.ReadUInt32BigEndian(_index.AsSpan(Names + (number * (_hashSize + 4))));
        }
        int offsets = Names + (_count * (_hashSize + 4));
        uint offset = BinaryPrimitives.ReadUInt32BigEndian(_index.AsSpan(offsets + (number * 4)));
        // The highest bit says that the offset has 64 bits and stands in a table of its own.
        return (offset & 0x8000_0000) == 0
            ? offset : (long)BinaryPrimitives.ReadUInt64BigEndian(_index.AsSpan(offsets + (_count * 4)
                + (int)((offset & 0x7FFF_FFFF) * 8)));
    }

    /// <summary>Reads an object, with those that it is stored as a difference to.</summary>
    /// <param name="read">Reads an object by its name: differences may be to objects of other packs.</param>
    public GitObject Read(long offset, Func<string, GitObject> read)
    {
        // Chains of differences are long; what is on the way to the base is kept, not called.
        var differences = new Stack<byte[]>();
        while (true)
        {
            _pack ??= new FileStream(_packFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024);
            _pack.Position = offset;
            (int type, long size) = ReadHeader();
            GitObject? whole = type switch
            {
                1 or 2 or 3 or 4 => new GitObject((GitObjectType)type, Inflate(size)),
                6 or 7 => null,
                _ => throw new VersionControlException($"{_packFile}: object of the unknown type {type}"),
            };
            if (whole is null && type == 6)
            {
                long back = ReadDistance();
                differences.Push(Inflate(size));
                offset -= back;
                continue;
            }
            if (whole is null)
            {
                byte[] name = new byte[_hashSize];
                _pack.ReadExactly(name);
                differences.Push(Inflate(size));
                whole = read(Convert.ToHexStringLower(name));
            }
            byte[] content = whole.Value.Content;
            while (differences.TryPop(out byte[]? difference))
            {
                content = Apply(difference, content);
            }
            return whole.Value with { Content = content };
        }
    }

    private (int Type, long Size) ReadHeader()
    {
        int b = NextByte();
        int type = (b >> 4) & 7, shift = 4;
        long size = b & 15;
        while ((b & 0x80) != 0)
        {
            b = NextByte();
            size |= (long)(b & 0x7F) << shift;
            shift += 7;
        }
        return (type, size);
    }

    private long ReadDistance()
    {
        int b = NextByte();
        long distance = b & 0x7F;
        while ((b & 0x80) != 0)
        {
            b = NextByte();
            distance = ((distance + 1) << 7) | (long)(b & 0x7F);
        }
        return distance;
    }

    private int NextByte() => _pack!.ReadByte() is >= 0 and var b ? b : throw new VersionControlException($"{_packFile} is cut off");

    private byte[] Inflate(long size)
    {
        byte[] content = new byte[size];
        using var inflater = new ZLibStream(_pack!, CompressionMode.Decompress, leaveOpen: true);
        inflater.ReadExactly(content);
        return content;
    }

    /// <summary>A difference is two sizes, then pieces: copied from the base (highest bit set), or given.</summary>
    private byte[] Apply(ReadOnlySpan<byte> difference, ReadOnlySpan<byte> from)
    {
        int at = 0;
        long baseSize = (long)Leb128.Read(difference, ref at);
        byte[] result = new byte[(long)Leb128.Read(difference, ref at)];
        if (baseSize != from.Length)
        {
            throw new VersionControlException($"{_packFile}: a difference does not fit its base");
        }
        int written = 0;
        while (at < difference.Length)
        {
            int command = difference[at++];
            if ((command & 0x80) == 0)
            {
                difference.Slice(at, command).CopyTo(result.AsSpan(written));
                at += command;
                written += command;
                continue;
            }
            int start = 0, length = 0;
            for (int i = 0; i < 4; i++)
            {
                start |= (command & (1 << i)) != 0 ? difference[at++] << (8 * i) : 0;
            }
            for (int i = 0; i < 3; i++)
            {
                length |= (command & (0x10 << i)) != 0 ? difference[at++] << (8 * i) : 0;
            }
            length = length == 0 ? 0x10000 : length;
            from.Slice(start, length).CopyTo(result.AsSpan(written));
            written += length;
        }
        return result;
    }
}
