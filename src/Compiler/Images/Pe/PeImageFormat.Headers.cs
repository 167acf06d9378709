using System.Text;
using Go.Compiler.Collections;

namespace Go.Compiler.Images.Pe;

/// <summary>The headers: of DOS with a program that says it is none, of the file, of the image, and the section table.</summary>
public sealed partial class PeImageFormat
{
    private const ushort ExecutableImage = 2, LargeAddresses = 0x20, RelocationsStripped = 1;
    private const ushort HighEntropy = 0x20, DynamicBase = 0x40, NoExecution = 0x100, TerminalServer = 0x8000;
    private const ushort Windowed = 2, Console = 3;
    private const ushort SystemVersion = 10, LinkerVersion = 3;
    private const int StubCode = 0x40, StubText = 0x0E;

    private void WriteHeaders(ImageModel model, Span<byte> loaded, PeFile file)
    {
        WriteStub(loaded);
        int at = StubSize;
        "PE\0\0"u8.CopyTo(loaded[at..]);
        at += SignatureSize;
        Span<byte> header = loaded[at..];
        Put16(header, 0, facts.Machine);
        Put16(header, 2, (ushort)file.Sections.Count);
        Put32(header, 8, file.SymbolOffset); // the time of the build, before it, stays 0: equal sources give equal files
        Put32(header, 12, file.SymbolCount);
        Put16(header, 16, OptionalHeaderSize);
        Put16(header, 18, (ushort)(ExecutableImage | LargeAddresses | (model.IsPositionIndependent ? 0 : RelocationsStripped)));
        at += FileHeaderSize;
        WriteOptionalHeader(model, loaded.Slice(at, OptionalHeaderSize), file);
        at += OptionalHeaderSize;
        foreach (PeSection section in file.Sections)
        {
            WriteSection(loaded.Slice(at, SectionHeaderSize), section);
            at += SectionHeaderSize;
        }
        foreach (ImageNote note in model.Notes)
        {
            if (note.FileOffset >= 0)
            {
                s_buildIdStart.CopyTo(loaded[(int)(note.FileOffset - s_buildIdStart.Length)..]);
                s_buildIdEnd.CopyTo(loaded[(int)(note.FileOffset + note.Size)..]);
            }
        }
    }

    /// <summary>The header that DOS reads, and a program for it.</summary>
    private static void WriteStub(Span<byte> file)
    {
        "MZ"u8.CopyTo(file);
        Put16(file, 0x02, 0x90);   // bytes of the last page of 512
        Put16(file, 0x04, 3);      // pages
        Put16(file, 0x08, 4);      // paragraphs of this header
        Put16(file, 0x0C, 0xFFFF); // paragraphs of memory at most
        Put16(file, 0x10, 0x8B);   // stack pointer
        Put16(file, 0x18, StubCode); // relocations, of which there are none
        Put32(file, 0x3C, StubSize);
        // push cs; pop ds; mov dx, text; mov ah, 9 (print to the dollar sign); int 21h; mov ax, 4C01h (end, code 1); int 21h
        ReadOnlySpan<byte> code = [0x0E, 0x1F, 0xBA, StubText, 0, 0xB4, 0x09, 0xCD, 0x21, 0xB8, 0x01, 0x4C, 0xCD, 0x21];
        code.CopyTo(file[StubCode..]);
        "This program needs Windows on 64 bits.\r\n$"u8.CopyTo(file[(StubCode + StubText)..]);
    }

    private static void WriteOptionalHeader(ImageModel model, Span<byte> header, PeFile file)
    {
        PeSection text = Find(file, ".text"), data = Find(file, ".data");
        Put16(header, 0, 0x20B);
        header[2] = (byte)LinkerVersion;
        Put32(header, 4, text.FileSize);
        Put32(header, 8, data.FileSize);
        Put32(header, 16, file.Relative(model.Entry));
        Put32(header, 20, text.Address);
        Put64(header, 24, BaseOf(model));
        Put32(header, 32, SectionAlignment);
        Put32(header, 36, FileAlignment);
        Put16(header, 40, SystemVersion);
        Put16(header, 44, 1); // of the image
        Put16(header, 48, SystemVersion);
        Put32(header, 56, file.NextAddress);
        Put32(header, 60, (uint)Alignment.Up((ulong)HeadersEnd(model), FileAlignment));
        Put16(header, 68, model.IsWindowed ? Windowed : Console);
        Put16(header, 70, (ushort)(TerminalServer | NoExecution | (model.IsPositionIndependent ? DynamicBase | HighEntropy : 0)));
        // Stack and heap: reserved, and committed at once. A stack of 2 MiB is what threads in C have to themselves (contract 10.2).
        Put64(header, 72, 0x20_0000);
        Put64(header, 80, 0x1000);
        Put64(header, 88, 0x10_0000);
        Put64(header, 96, 0x1000);
        Put32(header, 108, (uint)file.Directories.Length);
        for (int i = 0; i < file.Directories.Length; i++)
        {
            Put32(header, 112 + (8 * i), file.Directories[i].Address);
            Put32(header, 116 + (8 * i), file.Directories[i].Size);
        }
    }

    private static long HeadersEnd(ImageModel model)
    {
        long end = HeadersSize;
        foreach (ImageNote note in model.Notes)
        {
            end = Math.Max(end, note.FileOffset < 0 ? 0 : note.FileOffset + note.Size + s_buildIdEnd.Length);
        }
        return end;
    }

    private static PeSection Find(PeFile file, string name)
    {
        foreach (PeSection section in file.Sections)
        {
            if (section.Name == name)
            {
                return section;
            }
        }
        return default;
    }

    private static void WriteSection(Span<byte> row, PeSection section)
    {
        Encoding.ASCII.GetBytes(section.Name, row);
        Put32(row, 8, section.Size);
        Put32(row, 12, section.Address);
        Put32(row, 16, section.FileSize);
        Put32(row, 20, section.FileOffset);
        Put32(row, 36, section.Characteristics);
    }
}
