using Go.Compiler.Collections;

namespace Go.Compiler.Images.MachO;

/// <summary>
/// The words that the loader sets to addresses of other libraries' symbols: again a program for a small machine (mach-o/loader.h,
/// BIND_OPCODE).
/// </summary>
internal static class BindList
{
    private const int WordSize = 8;
    private const byte OpcodeMask = 0xF0, ImmediateMask = 0x0F, Pointer = 1;
    private const byte Done = 0x00, SetLibrary = 0x10, SetFarLibrary = 0x20, SetSpecialLibrary = 0x30, SetSymbol = 0x40, SetKind = 0x50,
    SetAddend = 0x60, SetPlace = 0x70,
        Skip = 0x80, Bind = 0x90, BindAndSkip = 0xA0, BindAndSkipWords = 0xB0, BindEvery = 0xC0;
    private const byte AnyLibrary = 0xFE; // -2

    /// <summary>The list for neighbouring words of one segment, each of its own symbol.</summary>
    /// <param name="words">Libraries count from 1 as the load commands name them; 0: any that has the symbol.</param>
    public static byte[] Write(int segment, ulong offset, IReadOnlyList<(int Library, string Symbol)> words)
    {
        var list = new ByteWriter();
        int library = int.MinValue;
        for (int i = 0; i < words.Count; i++)
        {
            if (i == 0)
            {
                list.Byte(SetKind | Pointer);
                list.Byte((byte)(SetPlace | segment));
                list.Unsigned(offset);
            }
            if (words[i].Library != library)
            {
                library = words[i].Library;
                WriteLibrary(list, library);
            }
            list.Byte(SetSymbol);
            list.TerminatedText(words[i].Symbol);
            list.Byte(Bind); // and on to the next word
        }
        list.Byte(Done);
        return list.ToArray();
    }

    private static void WriteLibrary(ByteWriter list, int library)
    {
        if (library == 0)
        {
            list.Byte(SetSpecialLibrary | (AnyLibrary & ImmediateMask));
        }
        else if (library <= ImmediateMask)
        {
            list.Byte((byte)(SetLibrary | library));
        }
        else
        {
            list.Byte(SetFarLibrary);
            list.Unsigned((ulong)library);
        }
    }

    /// <summary>The words, in the order of the list.</summary>
    public static List<MachOBind> Read(ReadOnlySpan<byte> bytes)
    {
        var binds = new List<MachOBind>();
        var list = new UlebReader(bytes);
        var at = new MachOBind(-1, 0, 0, "", 0, 0);
        while (!list.IsAtEnd)
        {
            byte code = list.Byte();
            int immediate = code & ImmediateMask;
            switch (code & OpcodeMask)
            {
                case Done:
                    return binds;
                case SetLibrary:
                    at = at with { Library = immediate };
                    break;
                case SetFarLibrary:
                    at = at with { Library = (int)list.Unsigned() };
                    break;
                case SetSpecialLibrary:
                    at = at with { Library = immediate == 0 ? 0 : (sbyte)(OpcodeMask | immediate) };
                    break;
                case SetSymbol:
                    at = at with { Symbol = list.Text(), Flags = immediate };
                    break;
                case SetKind:
                    if (immediate != Pointer)
                    {
                        throw new InvalidDataException($"bind of kind {immediate}");
                    }
                    break;
                case SetAddend:
                    at = at with { Addend = list.Signed() };
                    break;
                case SetPlace:
                    at = at with { Segment = immediate, Offset = list.Unsigned() };
                    break;
                case Skip:
                    at = at with { Offset = at.Offset + list.Unsigned() };
                    break;
                case Bind:
                    at = Add(binds, at, 1, WordSize);
                    break;
                case BindAndSkip:
                    at = Add(binds, at, 1, WordSize + list.Unsigned());
                    break;
                case BindAndSkipWords:
                    at = Add(binds, at, 1, WordSize + ((ulong)immediate * WordSize));
                    break;
                case BindEvery:
                    ulong count = list.Unsigned();
                    at = Add(binds, at, count, WordSize + list.Unsigned());
                    break;
                default:
                    throw new InvalidDataException($"bind code 0x{code:x2}");
            }
        }
        return binds;
    }

    private static MachOBind Add(List<MachOBind> binds, MachOBind at, ulong count, ulong step)
    {
        const int most = 1 << 28;
        if (count > most || binds.Count > most)
        {
            throw new InvalidDataException("too many binds");
        }
        for (ulong i = 0; i < count; i++)
        {
            binds.Add(at);
            at = at with { Offset = at.Offset + step };
        }
        return at;
    }
}
