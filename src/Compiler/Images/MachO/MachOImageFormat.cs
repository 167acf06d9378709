using System.Buffers.Binary;
using Go.Compiler.Collections;

namespace Go.Compiler.Images.MachO;

/// <summary>
/// 64-bit little-endian Mach-O: a program that the system's loader puts anywhere and binds to libraries (contract 10.3). Code and constants
/// without addresses are in the first segment with the headers, what the loader changes once is in __DATA_CONST, the tables of loader and
/// tools are in __LINKEDIT, which ends in the signature.
/// </summary>
public sealed partial class MachOImageFormat(MachOFacts facts) : IImageFormat
{
    private const string ZeroPage = "__PAGEZERO", Text = "__TEXT", Constants = "__DATA_CONST", Data = "__DATA", Tables = "__LINKEDIT";

    // How readers of files find Go's build id in formats that have no notes.
    private static readonly byte[] s_idStart = [0xFF, .. " Go build ID: \""u8], s_idEnd = [.. "\"\n "u8, 0xFF];

    /// <summary>The kind of the note with the system's build id, which is the UUID here.</summary>
    private const uint SystemIdKind = 3;

    /// <inheritdoc/>
    public bool Place(ImageModel model)
    {
        ulong page = PageOf(model), at = StartOf(model) + HeaderRoomOf(model), offset = HeaderRoomOf(model);
        string current = Text;
        foreach (ImageSection section in model.Sections)
        {
            if (SegmentOf(section.Protection) != current)
            {
                current = SegmentOf(section.Protection);
                (at, offset) = (Alignment.Up(at, page), Alignment.Up(offset, page));
                at = current == Data ? model.DataAddress ?? at : at;
            }
            ulong gap = Alignment.Up(at, (ulong)section.Alignment) - at;
            section.Address = at += gap;
            section.FileOffset = (long)(offset += gap);
            at += (ulong)section.Size;
            // Zero data is last: what follows it in the file is not in memory.
            offset += section.IsZero ? 0 : (ulong)section.Size;
        }
        model.LoadedSize = (long)Alignment.Up(offset, page);
        PlaceNotes(model);
        return HeaderSizeOf(model) <= HeaderRoomOf(model);
    }

    private static string SegmentOf(ImageProtection protection) => protection switch
    {
        ImageProtection.Execute or ImageProtection.ReadOnly => Text,
        ImageProtection.ReadOnlyAfterRelocation => Constants,
        _ => Data,
    };

    private static ulong PageOf(ImageModel model)
        => (ulong)(model.SegmentAlignment == 0 ? model.Facts.SegmentAlignment : model.SegmentAlignment);

    /// <summary>The address of the file's first byte: what is below belongs to no program.</summary>
    private ulong StartOf(ImageModel model) => model.TextAddress is { } text ? text - HeaderRoomOf(model)
        : Alignment.Up(model.Facts.BaseAddress, PageOf(model));

    /// <summary>Bytes before the first section: whole units of the usual room, so that many or long names of libraries fit too.</summary>
    private ulong HeaderRoomOf(ImageModel model)
    {
        // The system's tool for signatures puts a command of its own behind the others.
        const int spare = 256;
        return Alignment.Up(HeaderSizeOf(model) + spare, (ulong)model.Facts.HeaderRoom);
    }

    private ulong HeaderSizeOf(ImageModel model)
    {
        int notes = 0;
        foreach (ImageNote note in model.Notes)
        {
            notes += note.Kind == SystemIdKind ? 0 : s_idStart.Length + note.Size + s_idEnd.Length;
        }
        return (ulong)(MachONumbers.HeaderSize + CommandsSizeOf(model) + notes);
    }

    /// <summary>
    /// The system's id is the content of a command; Go's is at the end of the room for headers, where its readers look for it.
    /// </summary>
    private void PlaceNotes(ImageModel model)
    {
        long at = (long)HeaderRoomOf(model);
        foreach (ImageNote note in model.Notes)
        {
            if (note.Kind != SystemIdKind)
            {
                at -= note.Size + s_idEnd.Length;
                note.FileOffset = at;
                at -= s_idStart.Length;
            }
        }
    }

    /// <inheritdoc/>
    public byte[] Finish(ImageModel model, Span<byte> loaded)
    {
        List<SegmentLayout> segments = SegmentsOf(model);
        var tables = new LinkTables(model, segments, facts);
        SegmentLayout last = segments[^1];
        last.Size = last.FileSize = (ulong)tables.Size;
        WriteHeaders(model, segments, tables, loaded);
        foreach (ImageNote note in model.Notes)
        {
            if (note.Kind != SystemIdKind)
            {
                s_idStart.CopyTo(loaded[((int)note.FileOffset - s_idStart.Length)..]);
                s_idEnd.CopyTo(loaded[((int)note.FileOffset + note.Size)..]);
            }
        }
        return tables.ToArray();
    }

    /// <inheritdoc/>
    public void Seal(ImageModel model, Span<byte> loaded, Span<byte> rest)
    {
        if (!facts.IsSigned)
        {
            return;
        }
        // The command of the signature is the last one.
        int commands = (int)BinaryPrimitives.ReadUInt32LittleEndian(loaded[20..]);
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(loaded[(MachONumbers.HeaderSize + commands - DataCommandSize + 8)..]);
        int start = (int)(offset - loaded.Length);
        CodeSignature.Write(rest[start..], loaded, rest[..start], SegmentsOf(model)[1].Size);
    }

    /// <inheritdoc/>
    public int SystemIdSize => UuidSize;

    /// <summary>A UUID made from a hash says so by its version and variant (RFC 4122, 4.1).</summary>
    public void MarkSystemId(Span<byte> id)
    {
        id[6] = (byte)((id[6] & 0x0F) | 0x30);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
    }

    private List<SegmentLayout> SegmentsOf(ImageModel model)
    {
        ulong start = StartOf(model), page = PageOf(model);
        var segments = new List<SegmentLayout>
        {
            new(ZeroPage, 0, 0, 0) { Size = start },
            new(Text, MachONumbers.ReadAccess | MachONumbers.ExecuteAccess, MachONumbers.ReadAccess | MachONumbers.WriteAccess
                | MachONumbers.ExecuteAccess, 0) { Address = start },
            new(Constants, MachONumbers.ReadAccess | MachONumbers.WriteAccess, MachONumbers.ReadAccess | MachONumbers.WriteAccess,
                MachONumbers.ReadOnlySegment),
            new(Data, MachONumbers.ReadAccess | MachONumbers.WriteAccess, MachONumbers.ReadAccess | MachONumbers.WriteAccess, 0),
        };
        ulong end = start;
        foreach (ImageSection section in model.Sections)
        {
            if (section.Size == 0)
            {
                continue;
            }
            SegmentLayout segment = Find(segments, SegmentOf(section.Protection));
            if (segment.Sections.Count == 0 && segment.Name != Text)
            {
                (segment.Address, segment.FileOffset) = (section.Address, (ulong)section.FileOffset);
            }
            segment.Sections.Add(section);
            segment.Size = section.End - segment.Address;
            segment.FileSize = section.IsZero ? segment.FileSize : (ulong)section.FileOffset + (ulong)section.Size - segment.FileOffset;
            end = section.End;
        }
        // The first segment ends where a page does: the next one is mapped from the page behind it.
        segments[1].Size = segments[1].FileSize = Alignment.Up(Math.Max(segments[1].Size, HeaderRoomOf(model)), page);
        segments.RemoveAll(static s => s.Size == 0);
        segments.Add(new SegmentLayout(Tables, MachONumbers.ReadAccess, MachONumbers.ReadAccess, 0)
        {
            Address = Math.Max(Alignment.Up(end, page), start + segments[1].Size), FileOffset = (ulong)model.LoadedSize,
        });
        return segments;
    }

    private static SegmentLayout Find(List<SegmentLayout> segments, string name)
    {
        foreach (SegmentLayout segment in segments)
        {
            if (segment.Name == name)
            {
                return segment;
            }
        }
        throw Diagnostics.Unexpected.Value(name);
    }
}
