using System.Globalization;
using System.IO.Compression;
using System.Text;
using Go.Compiler.Build;
using Go.Compiler.Packages;

namespace Go.Sdk.Tasks.Containers;

/// <summary>The time zone database of Go's own sources: package time/tzdata has it as a zip file in a string.</summary>
internal static class TimeZoneFiles
{
    /// <summary>Files by their paths in an image, where package time and every other program of the system look for them.</summary>
    /// <exception cref="InvalidDataException">The sources have no such database.</exception>
    public static SortedDictionary<string, ImageFile> Read(string standardLibrary)
    {
        using IStandardLibrary library = Builder.OpenStandardLibrary(standardLibrary);
        byte[] zip = Unquote(library.Read("time/tzdata", "zzipdata.go"));
        using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
        var files = new SortedDictionary<string, ImageFile>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in archive.Entries.Where(e => !e.FullName.EndsWith('/')))
        {
            using Stream stream = entry.Open();
            using var content = new MemoryStream();
            stream.CopyTo(content);
            byte[] bytes = content.ToArray();
            files["/usr/share/zoneinfo/" + entry.FullName] = ImageFile.Data(() => bytes);
        }
        return files;
    }

    /// <summary>The value of the interpreted string literals of a file, one after the other.</summary>
    private static byte[] Unquote(byte[] source)
    {
        string text = Encoding.Latin1.GetString(source);
        using var value = new MemoryStream(source.Length / 2);
        int i = text.IndexOf("zipdata", StringComparison.Ordinal);
        for (i = i < 0 ? text.Length : text.IndexOf('=', i); i < text.Length; i++)
        {
            if (text[i] != '"')
            {
                continue;
            }
            for (i++; i < text.Length && text[i] != '"'; i++)
            {
                value.WriteByte(text[i] == '\\' ? Escape(text, ref i) : (byte)text[i]);
            }
        }
        return value.ToArray();
    }

    /// <summary>The byte of an escape; the index moves on to its last character.</summary>
    private static byte Escape(string text, ref int i)
    {
        switch (text[++i])
        {
            case 'x':
                i += 2;
                return byte.Parse(text.AsSpan(i - 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            case >= '0' and <= '3':
                i += 2;
                return Convert.ToByte(text.Substring(i - 2, 3), 8);
            case 'a': return 7;
            case 'b': return 8;
            case 't': return 9;
            case 'n': return 10;
            case 'v': return 11;
            case 'f': return 12;
            case 'r': return 13;
            default: return (byte)text[i];
        }
    }
}
