using System.IO.Compression;
using System.IO.Hashing;

namespace Go.Compiler.Modules.Checksums;

/// <summary>Reads entries of zip files without believing what they say of themselves.</summary>
internal static class ZipContent
{
    /// <summary>Hands out an entry's bytes part by part.</summary>
    /// <exception cref="InvalidDataException">There are more or fewer bytes than the entry says, or their checksum is another.</exception>
    public static void Read(ZipArchiveEntry entry, Action<byte[], int, int> consume)
    {
        using Stream content = entry.Open();
        var crc = new Crc32();
        byte[] buffer = new byte[(int)Math.Clamp(entry.Length + 1, 1, 1 << 16)];
        long size = 0;
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            size += read;
            if (size > entry.Length)
            {
                throw new InvalidDataException($"uncompressed size of file {entry.FullName} is larger than declared size ({entry.Length} bytes)");
            }
            crc.Append(buffer.AsSpan(0, read));
            consume(buffer, 0, read);
        }
        if (size != entry.Length)
        {
            throw new InvalidDataException($"{entry.FullName}: unexpected EOF");
        }
        if (crc.GetCurrentHashAsUInt32() != entry.Crc32)
        {
            throw new InvalidDataException($"{entry.FullName}: zip: checksum error");
        }
    }
}
