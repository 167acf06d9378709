using System.Buffers.Binary;
using System.Text;

namespace Go.Compiler.Images.MachO;

/// <summary>
/// A Mach-O file of 64 bits, little endian, as its load commands describe it. Its lists are read when they are asked for.
/// </summary>
public sealed class MachOFile
{
    private readonly byte[] _file;
    private readonly List<LoadCommand> _commands = [];
    private readonly List<MachOSegment> _segments = [];
    private readonly List<string> _libraries = [];

    private MachOFile(byte[] file) => _file = file;

    public uint Processor => Get32(4);
    public uint ProcessorKind => Get32(8);
    public uint FileKind => Get32(12);
    public uint Flags => Get32(24);

    public IReadOnlyList<LoadCommand> Commands => _commands;
    public IReadOnlyList<MachOSegment> Segments => _segments;

    /// <summary>The libraries to load, in the order in which their symbols name them, from 1.</summary>
    public IReadOnlyList<string> Libraries => _libraries;

    public ReadOnlySpan<byte> Bytes => _file;

    /// <summary>Whether a file says that it is one.</summary>
    public static bool IsOne(ReadOnlySpan<byte> file) => file.Length >= MachONumbers.HeaderSize
        && BinaryPrimitives.ReadUInt32LittleEndian(file) == MachONumbers.Magic64;

    /// <summary>
    /// Reads header and load commands. What leads out of the file is an <see cref="InvalidDataException"/>, here and in all that is read
    /// later.
    /// </summary>
    public static MachOFile Read(byte[] file)
    {
        if (!IsOne(file))
        {
            throw new InvalidDataException("no Mach-O file of 64 bits");
        }
        var result = new MachOFile(file);
        int at = MachONumbers.HeaderSize;
        for (uint i = 0; i < result.Get32(16); i++)
        {
            var command = new LoadCommand((LoadCommandKind)result.Get32(at), at, checked((int)result.Get32(at + 4)));
            if (command.Size < MachONumbers.CommandHeadSize)
            {
                throw new InvalidDataException($"load command {i} has size {command.Size}");
            }
            result.Range(at, command.Size);
            result._commands.Add(command);
            if (command.Kind == LoadCommandKind.Segment)
            {
                result._segments.Add(result.ReadSegment(at));
            }
            else if (command.Kind == LoadCommandKind.LoadLibrary)
            {
                result._libraries.Add(result.TextOf(command));
            }
            at += command.Size;
        }
        return result;
    }

    public LoadCommand? Find(LoadCommandKind kind)
    {
        foreach (LoadCommand command in _commands)
        {
            if (command.Kind == kind)
            {
                return command;
            }
        }
        return null;
    }

    /// <summary>A number of 32 bits in a load command.</summary>
    public uint Number(LoadCommand command, int offset) => Get32(command.Offset + offset);

    public ulong Number64(LoadCommand command, int offset) => Get64(command.Offset + offset);

    /// <summary>The name that a command of a library or of the loader ends in.</summary>
    public string TextOf(LoadCommand command)
    {
        int at = checked((int)Number(command, MachONumbers.CommandHeadSize));
        return Text(command.Offset + at, command.Size - at);
    }

    public ReadOnlySpan<byte> Uuid => Find(LoadCommandKind.Uuid) is { } uuid ? Range(uuid.Offset + MachONumbers.CommandHeadSize, 16)
        : default;

    /// <summary>Words that hold addresses, as index of the segment and offset.</summary>
    public IReadOnlyList<(int Segment, ulong Offset)> Rebases() => RebaseList.Read(LoaderList(8));

    public IReadOnlyList<MachOBind> Binds() => BindList.Read(LoaderList(16));

    /// <summary>The lists of weak and lazy binds and of exports, which programs of Go do not have.</summary>
    public bool HasOtherLoaderLists => Find(LoadCommandKind.DynamicLinkerInformation) is { } info
        && (Number(info, 28) != 0 || Number(info, 36) != 0 || Number(info, 44) != 0);

    private ReadOnlySpan<byte> LoaderList(int at)
        => Find(LoadCommandKind.DynamicLinkerInformation) is { } info ? Range(Number(info, at), Number(info, at + 4)) : default;

    public MachOSymbol[] Symbols()
    {
        if (Find(LoadCommandKind.SymbolTable) is not { } table)
        {
            return [];
        }
        (uint offset, uint count, uint names, uint namesSize) = (Number(table, 8), Number(table, 12), Number(table, 16), Number(table, 20));
        ReadOnlySpan<byte> rows = Range(offset, (long)count * MachONumbers.SymbolSize);
        Range(names, namesSize);
        var symbols = new MachOSymbol[count];
        for (int i = 0; i < symbols.Length; i++, rows = rows[MachONumbers.SymbolSize..])
        {
            uint name = BinaryPrimitives.ReadUInt32LittleEndian(rows);
            if (name >= namesSize)
            {
                throw new InvalidDataException($"the name of symbol {i} is not in the table of names");
            }
            symbols[i] = new MachOSymbol(
                Text(names + name, namesSize - name), rows[4], rows[5], BinaryPrimitives.ReadUInt16LittleEndian(rows[6..]),
                BinaryPrimitives.ReadUInt64LittleEndian(rows[8..]));
        }
        return symbols;
    }

    /// <summary>Indexes of symbols, for stubs and symbol pointers.</summary>
    public uint[] IndirectSymbols()
    {
        if (Find(LoadCommandKind.DynamicSymbolTable) is not { } table)
        {
            return [];
        }
        var indexes = new uint[Number(table, 60)];
        ReadOnlySpan<byte> rows = Range(Number(table, 56), (long)indexes.Length * 4);
        for (int i = 0; i < indexes.Length; i++)
        {
            indexes[i] = BinaryPrimitives.ReadUInt32LittleEndian(rows[(i * 4)..]);
        }
        return indexes;
    }

    /// <summary>What is wrong with the signature of the code; null: nothing.</summary>
    public string? VerifySignature()
        => Find(LoadCommandKind.CodeSignature) is { } command ? CodeSignature.Verify(_file, Number(command, 8), Number(command, 12))
            : "it is not signed";

    /// <summary>What the signature says of itself.</summary>
    public string? DescribeSignature()
        => Find(LoadCommandKind.CodeSignature) is { } command ? CodeSignature.Describe(Range(Number(command, 8), Number(command, 12)))
            : null;

    private MachOSegment ReadSegment(int at)
    {
        var sections = new List<MachOSection>();
        for (uint i = 0; i < Get32(at + 64); i++)
        {
            int row = at + MachONumbers.SegmentSize + checked((int)(i * MachONumbers.SectionSize));
            sections.Add(new MachOSection(Text(row, MachONumbers.NameSize), Text(row + 16, MachONumbers.NameSize), Get64(row + 32),
                Get64(row + 40), Get32(row + 48), Get32(row + 52),
                Get32(row + 64), Get32(row + 68), Get32(row + 72)));
        }
        return new MachOSegment(Text(at + 8, MachONumbers.NameSize), Get64(at + 24), Get64(at + 32), Get64(at + 40), Get64(at + 48),
            Get32(at + 56), Get32(at + 60), Get32(at + 68), sections);
    }

    /// <summary>Up to a NUL, or all of the room.</summary>
    private string Text(long offset, long room)
    {
        ReadOnlySpan<byte> bytes = Range(offset, room);
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    private ReadOnlySpan<byte> Range(long offset, long size)
        => offset < 0 || size < 0 || offset > _file.Length || size > _file.Length - offset
            ? throw new InvalidDataException($"0x{size:x} bytes at 0x{offset:x} are not in the file")
            : _file.AsSpan((int)offset, (int)size);

    private uint Get32(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(Range(offset, 4));
    private ulong Get64(long offset) => BinaryPrimitives.ReadUInt64LittleEndian(Range(offset, 8));
}
