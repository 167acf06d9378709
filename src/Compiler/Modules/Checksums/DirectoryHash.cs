using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Checksums;

/// <summary>
/// The hash <c>h1:</c> of a set of files: SHA-256, in base64, of the sorted lines <c>HEX-OF-SHA-256  NAME\n</c>. How files are packed, and
/// their times, do not count.
/// </summary>
internal static class DirectoryHash
{
    public const string Prefix = "h1:";

    /// <summary>Whether the text is a whole hash; a file that its writer did not finish is none.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> text) => text.Length == Prefix.Length + 44 && !text.Contains((byte)0);

    /// <summary>The hash that go.sum has for a go.mod file.</summary>
    public static string OfGoMod(ReadOnlySpan<byte> content)
    {
        byte[] digest = SHA256.HashData(content);
        return OfLines([("go.mod", digest)]);
    }

    /// <summary>
    /// The hash of a module's zip file. Bytes are read as far as entries' sizes say; contents are checked against their checksums.
    /// </summary>
    /// <exception cref="InvalidDataException">It is no zip file, or damaged.</exception>
    public static string OfZip(string zipPath, CancellationToken cancellation)
    {
        using ZipArchive zip = ZipFile.OpenRead(zipPath);
        var files = new List<(string, byte[])>(zip.Entries.Count);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            ZipContent.Read(entry, hash.AppendData);
            files.Add((entry.FullName, hash.GetHashAndReset()));
        }
        return OfLines(files);
    }

    /// <summary>The hash of a folder's files under the names <c>prefix/…</c>.</summary>
    public static string OfFolder(string folder, string prefix, CancellationToken cancellation)
    {
        var files = new List<(string, byte[])>();
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            cancellation.ThrowIfCancellationRequested();
            string name = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
            using FileStream stream = File.OpenRead(file);
            files.Add((prefix + "/" + name, SHA256.HashData(stream)));
        }
        return OfLines(files);
    }

    private static string OfLines(List<(string Name, byte[] Digest)> files)
    {
        files.Sort((a, b) => CompareBytes(a.Name, b.Name));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, byte[] digest) in files)
        {
            if (name.Contains('\n'))
            {
                throw new ModuleException(Catalogue.InvalidModuleZip, "dirhash: filenames with newlines are not supported");
            }
            hash.AppendData(Encoding.UTF8.GetBytes($"{Convert.ToHexStringLower(digest)}  {name}\n"));
        }
        return Prefix + Convert.ToBase64String(hash.GetHashAndReset());
    }

    // Order of UTF-8, which differs from that of UTF-16 only above the basic plane.
    private static int CompareBytes(string a, string b)
    {
        int order = string.CompareOrdinal(a, b);
        return order == 0 || (IsBasic(a) && IsBasic(b))
            ? order : Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));

        static bool IsBasic(string text) => text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0;
    }
}
