using System.Buffers.Binary;
using System.Text;

namespace Go.Compiler.VersionControl;

/// <summary>An entry of the index: a file as it was when it was last compared with the work tree.</summary>
/// <param name="Mode">As in trees: 100644, 100755, 120000 (link), 160000 (submodule), 40000 (a folder that a sparse work tree leaves out),
/// octal.</param>
/// <param name="Stage">Not 0: a conflict.</param>
/// <param name="IsTrusted">It counts as unchanged, whatever the work tree has (assume-unchanged, skip-worktree).</param>
/// <param name="IsPlanned">Only its name was added (intent-to-add).</param>
internal readonly record struct GitIndexEntry(string Path, int Mode, string Id, uint Seconds, uint Nanoseconds, uint Size, int Stage,
    bool IsTrusted, bool IsPlanned);

/// <summary>The index of a work tree (<c>gitformat-index</c>, versions 2 to 4).</summary>
internal sealed class GitIndexFile
{
    private const int EntryHead = 40;

    public required IReadOnlyList<GitIndexEntry> Entries { get; init; }

    /// <summary>The tree that the whole index is equal to, if it says so.</summary>
    public string? Tree { get; init; }

    /// <summary>When the file was written: entries that are not older may have been changed after they were noted.</summary>
    public DateTime Written { get; init; }

    /// <summary>Reads the file; an index that is not there has no entries.</summary>
    /// <exception cref="VersionControlException">It is damaged, or of another form.</exception>
    public static GitIndexFile Read(string file, int hashSize)
    {
        if (!File.Exists(file))
        {
            return new GitIndexFile { Entries = [] };
        }
        DateTime written = File.GetLastWriteTimeUtc(file);
        byte[] bytes = File.ReadAllBytes(file);
        try
        {
            return Parse(bytes, hashSize, written);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new VersionControlException($"{file} is damaged", e);
        }
    }

    private static GitIndexFile Parse(byte[] bytes, int hashSize, DateTime written)
    {
        uint version = Number(bytes, 4);
        if (!bytes.AsSpan(0, 4).SequenceEqual("DIRC"u8) || version is < 2 or > 4)
        {
            throw new VersionControlException($"index of the unknown version {version}");
        }
        var entries = new GitIndexEntry[Number(bytes, 8)];
        int at = 12;
        byte[] path = [];
        for (int i = 0; i < entries.Length; i++)
        {
            int start = at, flags = (int)BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + EntryHead + hashSize));
            int more = 0;
            at += EntryHead + hashSize + 2;
            if ((flags & 0x4000) != 0)
            {
                more = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
                at += 2;
            }
            path = version == 4 ? ReadCompressedPath(bytes, ref at, path) : ReadPath(bytes, ref at, start);
            entries[i] = new GitIndexEntry(
                Encoding.UTF8.GetString(path), (int)Number(bytes, start + 24),
                Convert.ToHexStringLower(bytes, start + EntryHead, hashSize), Number(bytes, start + 8),
                Number(bytes, start + 12), Number(bytes, start + 36), (flags >> 12) & 3, (flags & 0x8000) != 0
                    || (more & 0x4000) != 0, (more & 0x2000) != 0);
        }
        return new GitIndexFile { Entries = entries, Tree = ReadExtensions(bytes, at, hashSize), Written = written };
    }

    private static byte[] ReadPath(byte[] bytes, ref int at, int start)
    {
        int zero = Array.IndexOf(bytes, (byte)0, at);
        byte[] path = bytes[at..zero];
        at = start + ((zero - start + 8) & ~7); // at least one zero, up to a multiple of 8
        return path;
    }

    private static byte[] ReadCompressedPath(byte[] bytes, ref int at, byte[] previous)
    {
        int b = bytes[at++];
        int drop = b & 0x7F;
        while ((b & 0x80) != 0)
        {
            b = bytes[at++];
            drop = ((drop + 1) << 7) | (b & 0x7F);
        }
        int zero = Array.IndexOf(bytes, (byte)0, at);
        byte[] path = [.. previous.AsSpan(0, previous.Length - drop), .. bytes.AsSpan(at, zero - at)];
        at = zero + 1;
        return path;
    }

    /// <summary>
    /// The tree in the extension TREE, whose first record is that of the root. What is needed to read the index makes it unreadable here.
    /// </summary>
    private static string? ReadExtensions(byte[] bytes, int at, int hashSize)
    {
        string? tree = null;
        while (at + 8 <= bytes.Length - hashSize)
        {
            string name = Encoding.ASCII.GetString(bytes, at, 4);
            int size = (int)Number(bytes, at + 4), content = at + 8;
            if (name == "TREE")
            {
                int zero = Array.IndexOf(bytes, (byte)0, content), line = Array.IndexOf(bytes, (byte)'\n', zero);
                if (bytes[zero + 1] != '-')
                {
                    tree = Convert.ToHexStringLower(bytes, line + 1, hashSize);
                }
            }
            else if (char.IsAsciiLetterLower(name[0]) && name != "sdir")
            {
                throw new VersionControlException($"index with the extension {name}");
            }
            at = content + size;
        }
        return tree;
    }

    private static uint Number(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
}
