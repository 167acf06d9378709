using System.Buffers.Binary;
using Go.Compiler.Collections;

namespace Go.Compiler.Images.Pe;

/// <summary>
/// PE32+ (contract 10.2): three sections hold the linker's, by what their pages may be used for; behind them, in the file and in memory,
/// stand those that only the system and tools read. Addresses in tables count from the image's base. Partials: Headers, Imports, Tables,
/// Symbols, Resources.
/// </summary>
public sealed partial class PeImageFormat(PeFacts facts) : IImageFormat
{
    private const int SectionAlignment = 0x1000, FileAlignment = 0x200;
    private const int StubSize = 0x80, SignatureSize = 4, FileHeaderSize = 20, OptionalHeaderSize = 240, SectionHeaderSize = 40,
    MaxSections = 16;
    private const int HeadersSize = StubSize + SignatureSize + FileHeaderSize + OptionalHeaderSize + (MaxSections * SectionHeaderSize);
    private const uint Code = 0x20, InitializedData = 0x40, Discardable = 0x0200_0000, Executable = 0x2000_0000, Readable = 0x4000_0000,
    Writable = 0x8000_0000;
    private const int LoadConfigurationSize = 0x140, LoadConfigurationFlags = 0x90;
    private const uint NoSecurityCookie = 0x800; // IMAGE_GUARD_SECURITY_COOKIE_UNUSED
    private const string LoadConfiguration = ".loadcfg";

    // What tools look for in a file of any format: text between two bytes that are none.
    private static readonly byte[] s_buildIdStart = [0xFF, .. " Go build ID: \""u8], s_buildIdEnd = [.. "\"\n "u8, 0xFF];

    /// <inheritdoc/>
    public ImageExamination Examine(byte[] file)
    {
        const int headAt = 0x3C;
        if (file.Length < StubSize || !file.AsSpan().StartsWith("MZ"u8)
            || BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(headAt)) is var at && (at < 0 || at > file.Length - HeadersSize)
            || !file.AsSpan(at).StartsWith("PE\0\0"u8))
        {
            return new ImageExamination("it is no PE file");
        }
        int machine = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at + SignatureSize));
        return machine != facts.Machine
            ? new ImageExamination($"its head says processor 0x{machine:x}, and programs of this target have 0x{facts.Machine:x}")
            : new ImageExamination(null, "position independent");
    }

    /// <inheritdoc/>
    public bool Place(ImageModel model)
    {
        if (model.FormatSections.Count == 0)
        {
            model.FormatSections.Add(new ImageSection(LoadConfiguration, ImageProtection.ReadOnly) { Size = LoadConfigurationSize,
                Alignment = 8 });
        }
        long headers = PlaceNotes(model);
        ulong at = BaseOf(model), offset = (ulong)headers;
        at += offset;
        int current = -1;
        long fileEnd = headers;
        foreach (ImageSection section in InAddressOrder(model))
        {
            if (PartOf(section) != current)
            {
                (at, offset) = (Alignment.Up(at, SectionAlignment), Alignment.Up(offset, FileAlignment));
                at = section.Protection == ImageProtection.Writable && model.DataAddress is { } data ? Alignment.Up(data, SectionAlignment)
                    : at;
                current = PartOf(section);
            }
            ulong aligned = Alignment.Up(at, (ulong)section.Alignment);
            section.FileOffset = (long)(offset += aligned - at);
            section.Address = at = aligned;
            at += (ulong)section.Size;
            offset += (ulong)section.Size;
            if (!section.IsZero)
            {
                fileEnd = section.FileOffset + section.Size;
            }
        }
        model.LoadedSize = (long)Alignment.Up((ulong)fileEnd, FileAlignment);
        return true;
    }

    /// <inheritdoc/>
    public int SystemIdSize => 0;

    /// <inheritdoc/>
    public void MarkSystemId(Span<byte> id)
    {
        // There is none.
    }

    /// <inheritdoc/>
    public void Seal(ImageModel model, Span<byte> loaded, Span<byte> rest)
    {
        // The checksum stays 0: only drivers need one.
    }

    /// <inheritdoc/>
    public byte[] Finish(ImageModel model, Span<byte> loaded)
    {
        ulong start = BaseOf(model);
        var file = new PeFile(start, model.LoadedSize);
        AddParts(model, file);
        WriteLoadConfiguration(model, loaded, file);
        AddUnwind(model, file);
        AddImports(model, loaded, file);
        AddRelocations(model, file);
        AddSymbols(model, file);
        AddResources(model, file);
        WriteHeaders(model, loaded, file);
        return file.Trailer;
    }

    /// <summary>The address of the file's first byte; code begins at the next multiple of a section's alignment.</summary>
    private static ulong BaseOf(ImageModel model) => model.TextAddress is { } text ? text - SectionAlignment : model.Facts.BaseAddress;

    /// <summary>Go's build id goes behind the headers, between the words by which tools find it. Returns the size of all that.</summary>
    private static long PlaceNotes(ImageModel model)
    {
        long size = HeadersSize;
        foreach (ImageNote note in model.Notes)
        {
            note.FileOffset = -1;
            if (note.Owner == "Go")
            {
                note.FileOffset = size + s_buildIdStart.Length;
                size += s_buildIdStart.Length + note.Size + s_buildIdEnd.Length;
            }
        }
        return (long)Alignment.Up((ulong)size, FileAlignment);
    }

    /// <summary>The linker's sections and the format's own behind those of their part.</summary>
    private static List<ImageSection> InAddressOrder(ImageModel model)
    {
        var all = new List<ImageSection>(model.Sections.Count + model.FormatSections.Count);
        for (int part = 0; part < s_parts.Length; part++)
        {
            AddOfPart(model.Sections, part, all);
            AddOfPart(model.FormatSections, part, all);
        }
        return all;
    }

    private static void AddOfPart(IReadOnlyList<ImageSection> from, int part, List<ImageSection> to)
    {
        foreach (ImageSection section in from)
        {
            if (PartOf(section) == part)
            {
                to.Add(section);
            }
        }
    }

    private static readonly (string Name, uint Characteristics)[] s_parts =
        [(".text", Code | Executable | Readable), (".rdata", InitializedData | Readable), (".data", InitializedData | Readable | Writable)];

    /// <summary>The loader changes words of pages that the program may only read, so those need no section of their own.</summary>
    private static int PartOf(ImageSection section) => section.Protection switch
    {
        ImageProtection.Execute => 0,
        ImageProtection.Writable => 2,
        _ => 1,
    };

    private static void AddParts(ImageModel model, PeFile file)
    {
        List<ImageSection> sections = InAddressOrder(model);
        for (int first = 0; first < sections.Count;)
        {
            int part = PartOf(sections[first]), end = first;
            long fileEnd = sections[first].FileOffset;
            for (; end < sections.Count && PartOf(sections[end]) == part; end++)
            {
                fileEnd = sections[end].IsZero ? fileEnd : sections[end].FileOffset + sections[end].Size;
            }
            long offset = sections[first].FileOffset / FileAlignment * FileAlignment;
            ulong address = sections[first].Address / SectionAlignment * SectionAlignment;
            file.AddLoaded(s_parts[part].Name, address, sections[end - 1].End, offset, (long)Alignment.Up((ulong)fileEnd, FileAlignment),
                s_parts[part].Characteristics);
            first = end;
        }
    }

    private static void WriteLoadConfiguration(ImageModel model, Span<byte> loaded, PeFile file)
    {
        ImageSection section = model.FormatSections[0];
        Span<byte> at = loaded.Slice((int)section.FileOffset, LoadConfigurationSize);
        Put32(at, 0, LoadConfigurationSize);
        Put32(at, LoadConfigurationFlags, NoSecurityCookie);
        file.SetDirectory(PeDirectory.LoadConfiguration, file.Relative(section.Address), LoadConfigurationSize);
    }
    private static void Put16(Span<byte> at, int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(at[offset..], value);
    private static void Put32(Span<byte> at, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(at[offset..], value);
    private static void Put64(Span<byte> at, int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(at[offset..], value);
}
