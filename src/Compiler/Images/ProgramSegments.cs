using System.Buffers.Binary;
using System.Text;

namespace Go.Compiler.Images;

/// <summary>A range of a program's memory and where its bytes are in the file.</summary>
internal readonly record struct ProgramSegment(ulong Address, ulong FileOffset, ulong FileSize);

/// <summary>
/// What must be known of a program of any system to look something up in its memory: which part of the file is at which address, and where
/// data that is written begins.
/// </summary>
internal sealed class ProgramSegments
{
    private readonly byte[] _file;
    private readonly bool _isBigEndian;
    private readonly List<ProgramSegment> _segments = [];

    private ProgramSegments(byte[] file, bool isBigEndian)
    {
        _file = file;
        _isBigEndian = isBigEndian;
    }

    /// <summary>Where the build information is to be looked for; size 0: nowhere.</summary>
    public (ulong Address, ulong Size) Data { get; private set; }

    /// <summary>Reads the head of a file; null when it is no program of a known format.</summary>
    public static ProgramSegments? Read(byte[] file)
    {
        try
        {
            return file.Length < 16 ? null
                : file.AsSpan().StartsWith("\u007fELF"u8) ? ReadElf(file)
                : file.AsSpan().StartsWith("MZ"u8) ? ReadPe(file)
                : BinaryPrimitives.ReadUInt32BigEndian(file) switch
                {
                    0xFEEDFACE or 0xFEEDFACF => ReadMachO(file, isBigEndian: true),
                    0xCEFAEDFE or 0xCFFAEDFE => ReadMachO(file, isBigEndian: false),
                    0x000001EB or 0x00008A97 or 0x00000647 => ReadPlan9(file),
                    >= 0x01DF0000 and <= 0x01DFFFFF or >= 0x01F70000 and <= 0x01F7FFFF => ReadXcoff(file),
                    _ => null,
                };
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            return null; // cut off, or numbers that lead out of the file
        }
    }

    /// <summary>The bytes from an address to the end of what is in the file there; empty when nothing is.</summary>
    public ReadOnlySpan<byte> At(ulong address)
    {
        foreach (ProgramSegment s in _segments)
        {
            if (address >= s.Address && address - s.Address < s.FileSize && s.FileOffset <= (ulong)_file.Length)
            {
                ulong length = Math.Min(s.FileSize, (ulong)_file.Length - s.FileOffset), skip = address - s.Address;
                return skip >= length ? default : _file.AsSpan((int)(s.FileOffset + skip), (int)(length - skip));
            }
        }
        return default;
    }

    private ulong Number(ulong offset, int size)
    {
        ReadOnlySpan<byte> at = _file.AsSpan(checked((int)offset), size);
        return size switch
        {
            2 => _isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at),
            4 => _isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at),
            _ => _isBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(at) : BinaryPrimitives.ReadUInt64LittleEndian(at),
        };
    }

    private string Name(ulong offset, int room)
    {
        ReadOnlySpan<byte> at = _file.AsSpan(checked((int)offset));
        at = at[..Math.Min(room, at.Length)];
        int end = at.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? at : at[..end]);
    }

    private static ProgramSegments ReadElf(byte[] file)
    {
        var program = new ProgramSegments(file, file[5] == 2);
        bool is64 = file[4] == 2;
        int word = is64 ? 8 : 4;
        ulong segments = program.Number(is64 ? 32u : 28u, word), sections = program.Number(is64 ? 40u : 32u, word);
        ulong counts = is64 ? 54u : 42u;
        (ulong size, ulong count) = (program.Number(counts, 2), program.Number(counts + 2, 2));
        for (ulong i = 0; i < count; i++)
        {
            ulong at = segments + (i * size), flags = program.Number(at + (is64 ? 4u : 24u), 4);
            if (program.Number(at, 4) != 1)
            {
                continue; // only what is loaded
            }
            ulong offset = program.Number(at + (is64 ? 8u : 4u), word), address = program.Number(at + (is64 ? 16u : 8u), word);
            ulong inFile = program.Number(at + (is64 ? 32u : 16u), word), inMemory = program.Number(at + (is64 ? 40u : 20u), word);
            program._segments.Add(new ProgramSegment(address, offset, inFile));
            if ((flags & 3) == 2 && program.Data.Size == 0)
            {
                program.Data = (address, inMemory); // written, not run
            }
        }
        program.FindElfSection(is64, word, sections, counts + 4);
        return program;
    }

    private void FindElfSection(bool is64, int word, ulong sections, ulong counts)
    {
        (ulong size, ulong count, ulong names) = (Number(counts, 2), Number(counts + 2, 2), Number(counts + 4, 2));
        if (sections == 0 || names >= count)
        {
            return;
        }
        ulong strings = Number(sections + (names * size) + (is64 ? 24u : 16u), word);
        for (ulong i = 0; i < count; i++)
        {
            ulong at = sections + (i * size);
            if (Name(strings + Number(at, 4), 64) == ".go.buildinfo")
            {
                Data = (Number(at + (is64 ? 16u : 12u), word), Number(at + (is64 ? 32u : 20u), word));
                return;
            }
        }
    }

    private static ProgramSegments? ReadPe(byte[] file)
    {
        var program = new ProgramSegments(file, isBigEndian: false);
        ulong head = program.Number(0x3C, 4);
        if (program.Number(head, 4) != 0x4550)
        {
            return null;
        }
        ulong count = program.Number(head + 6, 2), optional = program.Number(head + 20, 2), start = head + 24;
        bool is64 = program.Number(start, 2) == 0x20B;
        ulong imageBase = program.Number(start + (is64 ? 24u : 28u), is64 ? 8 : 4);
        for (ulong i = 0; i < count; i++)
        {
            ulong at = start + optional + (i * 40);
            ulong memorySize = program.Number(at + 8, 4), address = imageBase + program.Number(at + 12, 4),
            size = program.Number(at + 16, 4), offset = program.Number(at + 20, 4);
            // Initialised data, read and written, however aligned: what Go's linker calls .data.
            const uint data = 0xC000_0040, alignment = 0x00F0_0000;
            program._segments.Add(new ProgramSegment(address, offset, size));
            if (program.Data.Size == 0 && size != 0 && (program.Number(at + 36, 4) & ~alignment) == data)
            {
                program.Data = (address, Math.Max(memorySize, 1));
            }
        }
        return program;
    }

    private static ProgramSegments ReadMachO(byte[] file, bool isBigEndian)
    {
        var program = new ProgramSegments(file, isBigEndian);
        bool is64 = file[isBigEndian ? 3 : 0] == 0xCF;
        int word = is64 ? 8 : 4;
        ulong count = program.Number(16, 4), at = is64 ? 32u : 28u;
        (ulong Address, ulong Size) written = default, own = default;
        for (ulong i = 0; i < count; i++)
        {
            ulong kind = program.Number(at, 4), length = program.Number(at + 4, 4);
            if (kind == (is64 ? 0x19u : 1u))
            {
                ulong address = program.Number(at + 24, word), size = program.Number(at + 24 + (ulong)word, word);
                ulong offset = program.Number(at + 24 + (2 * (ulong)word), word),
                inFile = program.Number(at + 24 + (3 * (ulong)word), word);
                ulong protections = at + 24 + (4 * (ulong)word), sections = program.Number(protections + 8, 4);
                program._segments.Add(new ProgramSegment(address, offset, inFile));
                if (written.Size == 0 && address != 0 && inFile != 0 && program.Number(protections, 4) == 3
                    && program.Number(protections + 4, 4) == 3)
                {
                    written = (address, size);
                }
                for (ulong s = 0; s < sections; s++)
                {
                    ulong section = protections + 16 + (s * (is64 ? 80u : 68u));
                    if (program.Name(section, 16) == "__go_buildinfo")
                    {
                        own = (program.Number(section + 32, word), program.Number(section + 32 + (ulong)word, word));
                    }
                }
            }
            at += length;
        }
        program.Data = own.Size != 0 ? own : written;
        return program;
    }

    private static ProgramSegments ReadXcoff(byte[] file)
    {
        var program = new ProgramSegments(file, isBigEndian: true);
        bool is64 = file[1] == 0xF7;
        int word = is64 ? 8 : 4;
        ulong count = program.Number(2, 2), optional = program.Number(16, 2), start = (is64 ? 24u : 20u) + optional;
        for (ulong i = 0; i < count; i++)
        {
            ulong at = start + (i * (is64 ? 72u : 40u));
            ulong address = program.Number(at + 8 + (ulong)word, word), size = program.Number(at + 8 + (2 * (ulong)word), word);
            program._segments.Add(new ProgramSegment(address, program.Number(at + 8 + (3 * (ulong)word), word), size));
            if (program.Name(at, 8) == ".data")
            {
                program.Data = (address, size);
            }
        }
        return program;
    }

    /// <summary>Header, code, data, one behind the other; data begins at the next multiple of the page size.</summary>
    private static ProgramSegments ReadPlan9(byte[] file)
    {
        var program = new ProgramSegments(file, isBigEndian: true);
        bool is64 = (program.Number(0, 4) & 0x8000) != 0;
        ulong text = program.Number(4, 4), data = program.Number(8, 4), head = is64 ? 40u : 32u, page = is64 ? 0x200000u : 0x1000u;
        ulong start = is64 ? 0x200000u : 0x1000u, address = (start + head + text + page - 1) / page * page;
        program._segments.Add(new ProgramSegment(start, 0, head + text));
        program._segments.Add(new ProgramSegment(address, head + text, data));
        program.Data = (address, data);
        return program;
    }
}
