using Go.Compiler.Collections;
using Go.Compiler.Images;

namespace Go.Compiler.Link;

/// <summary>Sections of the image in address order (contract 7.1, 10.1); the value indexes <see cref="LinkSession.Sections"/>.</summary>
internal enum SectionId : byte
{
    None, Text, Stubs, ReadOnly, FunctionTables, RelocatedReadOnly, Types, FunctionValues, ImportSlots, BuildInfo, FipsInfo, Module,
    NoPointerData, Data, Bss, NoPointerBss, Count,
}

/// <summary>Bytes the linker made itself, at a fixed place of a section. They may still change until relocation copies them.</summary>
internal readonly record struct SectionBlob(long Offset, byte[] Bytes);

/// <summary>A section while it is filled: its symbols in address order, and generated blobs.</summary>
internal sealed class LinkSection(string name, ImageProtection protection, bool isZero, ImageSectionRole role = ImageSectionRole.None)
{
    public ImageSection Image { get; } = new(name, protection) { IsZero = isZero, Role = role };
    public List<int> Symbols { get; set; } = [];
    public List<SectionBlob> Blobs { get; } = [];

    /// <summary>How many symbols at the end of <see cref="Symbols"/> are the <see cref="CryptographicModule"/>'s.</summary>
    public int ModuleSymbols { get; set; }

    /// <summary>Offsets between which the <see cref="CryptographicModule"/>'s symbols lie; equal when there are none.</summary>
    public long ModuleStart { get; set; }
    public long ModuleEnd { get; set; }

    /// <summary>Reserves room at the end and returns its offset.</summary>
    public long Reserve(long size, int alignment)
    {
        long at = Alignment.Up(Image.Size, alignment);
        Image.Size = at + size;
        Image.Alignment = Math.Max(Image.Alignment, alignment);
        return at;
    }

    public long AddBlob(byte[] bytes, int alignment)
    {
        long at = Reserve(bytes.Length, alignment);
        Blobs.Add(new SectionBlob(at, bytes));
        return at;
    }
}
