using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Go.Sdk.Tasks.Containers;

/// <summary>
/// A layer of a container image: an archive of files, compressed. The same files make the same bytes: every entry has the same time,
/// nobody's name, and entries are in order.
/// </summary>
internal sealed class ImageLayer
{
    public const string MediaType = "application/vnd.oci.image.layer.v1.tar+gzip";

    private ImageLayer(string created, byte[] content, string contentDigest)
    {
        Created = created;
        Content = content;
        Digest = DigestOf(content);
        ContentDigest = contentDigest;
    }

    /// <summary>What it holds, for the image's history.</summary>
    public string Created { get; }

    /// <summary>The compressed archive.</summary>
    public byte[] Content { get; }

    /// <summary>Of the compressed archive: its name in registries.</summary>
    public string Digest { get; }

    /// <summary>Of the archive itself (<c>diff_id</c>).</summary>
    public string ContentDigest { get; }

    public static string DigestOf(ReadOnlySpan<byte> content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    /// <param name="created">What it holds, for people.</param>
    /// <param name="files">By their absolute paths in the image; folders on the way are added.</param>
    /// <param name="time">The time of every file.</param>
    public static ImageLayer Of(string created, IReadOnlyDictionary<string, ImageFile> files, DateTimeOffset time)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Gnu, leaveOpen: true))
        {
            var folders = new HashSet<string>(StringComparer.Ordinal);
            foreach ((string path, ImageFile file) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                string name = path.TrimStart('/');
                for (int slash = name.IndexOf('/'); slash > 0; slash = name.IndexOf('/', slash + 1))
                {
                    if (folders.Add(name[..slash]))
                    {
                        Write(writer, new GnuTarEntry(TarEntryType.Directory, name[..slash] + "/"), ImageFile.FolderMode, time);
                    }
                }
                if (file.Content is null)
                {
                    folders.Add(name);
                    Write(writer, new GnuTarEntry(TarEntryType.Directory, name + "/"), file.Mode, time);
                }
                else
                {
                    Write(writer, new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(file.Content()) },
                        file.Mode, time);
                }
            }
        }
        ReadOnlySpan<byte> bytes = archive.GetBuffer().AsSpan(0, (int)archive.Length);
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }
        return new ImageLayer(created, compressed.ToArray(), DigestOf(bytes));
    }

    private static void Write(TarWriter writer, GnuTarEntry entry, UnixFileMode mode, DateTimeOffset time)
    {
        (entry.Mode, entry.ModificationTime, entry.AccessTime, entry.ChangeTime, entry.Uid, entry.Gid, entry.UserName,
            entry.GroupName) = (mode, time, time, time, 0, 0, "", "");
        writer.WriteEntry(entry);
    }
}
