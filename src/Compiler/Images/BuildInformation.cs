using System.Buffers.Binary;
using System.Text;
using Go.Compiler.Collections;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Images;

/// <summary>
/// What a Go program says of itself (contract 7.7): the version of Go that it was built with, and the text that debug.ReadBuildInfo parses.
/// </summary>
/// <param name="Version">Such as <c>go1.27.4</c>.</param>
/// <param name="Modules">Lines of path, modules and settings; empty when there is none.</param>
public sealed record BuildInformation(string Version, string Modules)
{
    private const string UnknownFormat = "unrecognized file format", NotGo = "not a Go executable";
    private const int FlagsAt = 15, PointerSizeAt = 14, PointersAt = 16;

    /// <summary>
    /// Looks it up in the file of a program of any system and processor; on failure <paramref name="problem"/> says why in Go's words.
    /// </summary>
    public static BuildInformation? Read(byte[] file, out string problem)
    {
        if (ProgramSegments.Read(file) is not { } program)
        {
            problem = UnknownFormat;
            return null;
        }
        problem = NotGo;
        if (Find(program) is not { } address)
        {
            return null;
        }
        ReadOnlySpan<byte> header = program.At(address);
        string version, modules;
        if ((header[FlagsAt] & BuildInfoFormat.InlineStringsFlag) != 0)
        {
            ReadOnlySpan<byte> rest = header[BuildInfoFormat.HeaderSize..];
            if (InlineText(ref rest) is not { } first || InlineText(ref rest) is not { } second)
            {
                return null;
            }
            (version, modules) = (first, second);
        }
        else
        {
            // As Go before 1.18 wrote it: two pointers to strings.
            int word = header[PointerSizeAt];
            bool isBigEndian = (header[FlagsAt] & 1) != 0;
            if (word is not (4 or 8))
            {
                return null;
            }
            version = TextBehind(program, Pointer(header[PointersAt..], word, isBigEndian), word, isBigEndian);
            modules = TextBehind(program, Pointer(header[(PointersAt + word)..], word, isBigEndian), word, isBigEndian);
        }
        if (version.Length == 0)
        {
            return null;
        }
        problem = "";
        return new BuildInformation(version, Unframed(modules));
    }

    /// <summary>The lines between the marks by which old readers find them in a program's memory.</summary>
    private static string Unframed(string modules)
    {
        const int mark = 16;
        // Latin-1 has a character for each byte: marks are no text.
        return modules.Length > 2 * mark && modules[^(mark + 1)] == '\n'
            ? Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(modules[mark..^mark])) : "";
    }

    private static ulong? Find(ProgramSegments program)
    {
        const int alignment = BuildInfoFormat.Alignment;
        (ulong start, ulong size) = program.Data;
        ulong address = (start + alignment - 1) / alignment * alignment;
        ReadOnlySpan<byte> data = program.At(address);
        ulong room = size < address - start ? 0 : size - (address - start);
        data = data[..(int)Math.Min((ulong)data.Length, room)];
        for (int at = 0; at + BuildInfoFormat.HeaderSize <= data.Length; at += alignment)
        {
            int found = data[at..].IndexOf(BuildInfoFormat.Magic);
            if (found < 0)
            {
                return null;
            }
            at += found;
            if (at % alignment == 0 && at + BuildInfoFormat.HeaderSize <= data.Length)
            {
                return address + (ulong)at;
            }
            at -= at % alignment;
        }
        return null;
    }

    private static string? InlineText(ref ReadOnlySpan<byte> at)
    {
        int start = 0;
        if (!Leb128.TryRead(at, ref start, out ulong length) || length > (ulong)(at.Length - start))
        {
            return null;
        }
        string text = Encoding.Latin1.GetString(at.Slice(start, (int)length));
        at = at[(start + (int)length)..];
        return text;
    }

    private static string TextBehind(ProgramSegments program, ulong address, int word, bool isBigEndian)
    {
        ReadOnlySpan<byte> header = program.At(address);
        if (header.Length < 2 * word)
        {
            return "";
        }
        ulong length = Pointer(header[word..], word, isBigEndian);
        ReadOnlySpan<byte> text = program.At(Pointer(header, word, isBigEndian));
        return (ulong)text.Length < length ? "" : Encoding.Latin1.GetString(text[..(int)length]);
    }

    private static ulong Pointer(ReadOnlySpan<byte> at, int word, bool isBigEndian) => (word, isBigEndian) switch
    {
        (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(at),
        (4, true) => BinaryPrimitives.ReadUInt32BigEndian(at),
        (_, false) => BinaryPrimitives.ReadUInt64LittleEndian(at),
        _ => BinaryPrimitives.ReadUInt64BigEndian(at),
    };
}
