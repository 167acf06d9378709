using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Go.Compiler.Tests.Images;

/// <summary>
/// A PE image as text: headers, sections, imports, unwind data and base relocations. Reads by itself, with nothing of the compiler.
/// </summary>
internal sealed class PeImageText
{
    private static readonly string[] s_directories =
        ["export", "import", "resource", "exception", "certificate", "basereloc", "debug", "architecture", "globalptr", "tls",
            "loadconfig", "boundimport", "iat", "delayimport", "clr", "reserved"];

    // Fields of the optional header: name, offset, bytes.
    private static readonly (string Name, int At, int Size)[] s_optional =
    [
        ("magic", 0, 2), ("linker", 2, 1), ("linkerMinor", 3, 1), ("sizeOfCode", 4, 4), ("sizeOfInitializedData", 8, 4),
        ("sizeOfUninitializedData", 12, 4), ("entry", 16, 4),
        ("baseOfCode", 20, 4), ("imageBase", 24, 8), ("sectionAlignment", 32, 4), ("fileAlignment", 36, 4), ("osMajor", 40, 2),
        ("osMinor", 42, 2), ("imageMajor", 44, 2),
        ("imageMinor", 46, 2), ("subsystemMajor", 48, 2), ("subsystemMinor", 50, 2), ("win32Version", 52, 4), ("sizeOfImage", 56, 4),
        ("sizeOfHeaders", 60, 4), ("checksum", 64, 4),
        ("subsystem", 68, 2), ("dllCharacteristics", 70, 2), ("stackReserve", 72, 8), ("stackCommit", 80, 8), ("heapReserve", 88, 8),
        ("heapCommit", 96, 8), ("loaderFlags", 104, 4),
        ("directories", 108, 4),
    ];

    private readonly byte[] _file;
    private readonly StringBuilder _text = new();
    private readonly List<(string Name, uint Address, uint Size, uint Offset, uint FileSize)> _sections = [];
    private readonly int _head;

    private PeImageText(byte[] file)
    {
        _file = file;
        _head = (int)U32(0x3C);
    }

    public static string Print(byte[] file)
    {
        var image = new PeImageText(file);
        image.PrintHeaders();
        image.PrintImports();
        image.PrintUnwind();
        image.PrintRelocations();
        return image._text.ToString();
    }

    /// <summary>The headers' fields by name, for comparing two images.</summary>
    public static SortedDictionary<string, string> Fields(byte[] file)
    {
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in Print(file).Split('\n'))
        {
            if (line.LastIndexOf(' ') is > 0 and var end && !line.StartsWith(' '))
            {
                fields[line[..end]] = line[(end + 1)..];
            }
            else if (line.Trim().Length > 0)
            {
                fields[line.Trim()] = "";
            }
        }
        return fields;
    }

    private uint U16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_file.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_file.AsSpan(at));

    private ulong U64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(_file.AsSpan(at));

    private void Line(string name, ulong value) => _text.Append(CultureInfo.InvariantCulture, $"{name} 0x{value:x}\n");

    private void PrintHeaders()
    {
        Line("signature", U32(_head));
        Line("machine", U16(_head + 4));
        int sections = (int)U16(_head + 6), optional = _head + 24;
        Line("timestamp", U32(_head + 8));
        Line("symbols", U32(_head + 16));
        Line("characteristics", U16(_head + 22));
        foreach ((string name, int at, int size) in s_optional)
        {
            Line(name, size switch { 1 => _file[optional + at], 2 => U16(optional + at), 4 => U32(optional + at),
                _ => U64(optional + at) });
        }
        int table = optional + (int)U16(_head + 20);
        for (int i = 0; i < sections; i++)
        {
            int at = table + (40 * i);
            string name = Encoding.ASCII.GetString(_file, at, 8).TrimEnd('\0');
            _sections.Add((name, U32(at + 12), U32(at + 8), U32(at + 20), U32(at + 16)));
            _text.Append(CultureInfo.InvariantCulture,
                $"section {name} address 0x{U32(at + 12):x} size 0x{U32(at + 8):x} file 0x{U32(at + 20):x} bytes 0x{U32(at + 16):x} flags 0x{U32(at + 36):x}\n");
        }
        for (int i = 0; i < s_directories.Length; i++)
        {
            (uint address, uint size) = Directory(i);
            if (size != 0)
            {
                _text.Append(CultureInfo.InvariantCulture, $"directory {s_directories[i]} in {SectionAt(address)} size 0x{size:x}\n");
            }
        }
    }

    private (uint Address, uint Size) Directory(int number) => (U32(_head + 24 + 112 + (8 * number)), U32(_head + 24 + 116 + (8 * number)));

    private string SectionAt(uint address) => _sections.Find(s => address >= s.Address && address < s.Address + s.Size).Name ?? "?";

    private int Offset(uint address)
    {
        (_, uint start, _, uint offset, _) = _sections.Find(s => address >= s.Address
            && address < s.Address + Math.Max(s.Size, s.FileSize));
        return (int)(address - start + offset);
    }

    private string Text(uint address)
    {
        int at = Offset(address), end = Array.IndexOf(_file, (byte)0, at);
        return Encoding.UTF8.GetString(_file, at, end - at);
    }

    private void PrintImports()
    {
        (uint address, uint size) = Directory(1);
        for (int at = size == 0 ? 0 : Offset(address); size != 0 && U32(at) != 0; at += 20)
        {
            _text.Append(CultureInfo.InvariantCulture, $"  import {Text(U32(at + 12))}\n");
            int names = Offset(U32(at)), slots = Offset(U32(at + 16));
            for (int i = 0; U64(names + (8 * i)) != 0; i++)
            {
                ulong name = U64(names + (8 * i));
                _text.Append(CultureInfo.InvariantCulture,
                    $"  import {Text(U32(at + 12))} {Text((uint)name + 2)}{(U64(slots + (8 * i)) == name ? "" : " slot differs")}\n");
            }
        }
    }

    /// <summary>How functions begin, and how many of each kind there are.</summary>
    private void PrintUnwind()
    {
        (uint address, uint size) = Directory(3);
        var kinds = new SortedDictionary<string, int>(StringComparer.Ordinal);
        uint last = 0;
        for (int i = 0; i < size; i += 12)
        {
            int row = Offset(address) + i;
            if (U32(row) < last || U32(row + 4) <= U32(row))
            {
                _text.Append(CultureInfo.InvariantCulture, $"  unwind out of order at 0x{U32(row):x}\n");
            }
            last = U32(row + 4);
            int info = Offset(U32(row + 8)), count = _file[info + 2];
            // Where in its code a function sets its frame up differs from one to the next; what it does there does not.
            var kind = new StringBuilder().Append(CultureInfo.InvariantCulture,
                $"version {_file[info] & 7} flags {_file[info] >> 3} frame {_file[info + 3]}");
            for (int c = 0; c < count; c++)
            {
                kind.Append(CultureInfo.InvariantCulture, $" {_file[info + 4 + (2 * c) + 1]:x2}");
            }
            kinds[kind.ToString()] = kinds.GetValueOrDefault(kind.ToString()) + 1;
        }
        foreach ((string kind, int count) in kinds)
        {
            _text.Append(CultureInfo.InvariantCulture, $"unwind {kind}: {count}\n");
        }
    }

    private void PrintRelocations()
    {
        (uint address, uint size) = Directory(5);
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        ulong imageBase = U64(_head + 24 + 24);
        for (int at = size == 0 ? 0 : Offset(address), end = at + (int)size; at < end; at += (int)U32(at + 4))
        {
            for (int entry = at + 8; entry < at + (int)U32(at + 4); entry += 2)
            {
                uint kind = U16(entry) >> 12, word = U32(at) + (U16(entry) & 0xFFF);
                if (kind == 0)
                {
                    continue;
                }
                // The end of a section is an address that tables hold, too.
                bool isInside = U64(Offset(word)) is var value && value > imageBase
                    && (SectionAt((uint)(value - imageBase)) != "?" || SectionAt((uint)(value - imageBase - 1)) != "?");
                string key = $"kind {kind} in {SectionAt(word)}{(isInside ? "" : " leads nowhere")}";
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }
        }
        foreach ((string key, int count) in counts)
        {
            _text.Append(CultureInfo.InvariantCulture, $"relocation {key}: {count}\n");
        }
    }
}
