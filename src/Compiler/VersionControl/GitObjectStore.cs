using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Go.Compiler.VersionControl;

/// <summary>The objects of a repository, by name: one file each, or in packs, here or in the stores that it borrows from.</summary>
internal sealed class GitObjectStore : IDisposable
{
    private readonly List<string> _folders = [];
    private readonly List<GitPack> _packs = [];
    private readonly HashSet<string> _shallow;

    /// <param name="commonFolder">The repository's folder, which its work trees share.</param>
    /// <param name="hashSize">Bytes in names: 20, or 32 in repositories of SHA-256.</param>
    public GitObjectStore(string commonFolder, int hashSize)
    {
        AddFolder(Path.Combine(commonFolder, "objects"));
        foreach (string folder in _folders)
        {
            string packs = Path.Combine(folder, "pack");
            if (Directory.Exists(packs))
            {
                _packs.AddRange(Directory.EnumerateFiles(packs, "*.idx").Order(StringComparer.Ordinal)
                    .Select(f => GitPack.Open(f, hashSize)));
            }
        }
        string shallow = Path.Combine(commonFolder, "shallow");
        _shallow = File.Exists(shallow) ? [.. File.ReadLines(shallow).Select(l => l.Trim())] : [];
    }

    public void Dispose() => _packs.ForEach(p => p.Dispose());

    private void AddFolder(string folder)
    {
        if (_folders.Contains(folder) || !Directory.Exists(folder))
        {
            return;
        }
        _folders.Add(folder);
        string alternates = Path.Combine(folder, "info", "alternates");
        if (File.Exists(alternates))
        {
            foreach (string line in File.ReadLines(alternates).Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
            {
                AddFolder(Path.GetFullPath(line, folder));
            }
        }
    }

    /// <exception cref="VersionControlException">There is no such object, or it is damaged.</exception>
    public GitObject Read(string id)
    {
        try
        {
            foreach (string folder in _folders)
            {
                string file = Path.Combine(folder, id[..2], id[2..]);
                if (File.Exists(file))
                {
                    return ReadLoose(file);
                }
            }
            byte[] name = Convert.FromHexString(id);
            foreach (GitPack pack in _packs)
            {
                if (pack.Find(name) is { } offset)
                {
                    return pack.Read(offset, Read);
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ArgumentOutOfRangeException or FormatException
            or IndexOutOfRangeException)
        {
            throw new VersionControlException($"object {id} is damaged: {e.Message}", e);
        }
        throw new VersionControlException($"object {id} is missing");
    }

    private static GitObject ReadLoose(string file)
    {
        using var inflater = new ZLibStream(File.OpenRead(file), CompressionMode.Decompress);
        using var all = new MemoryStream();
        inflater.CopyTo(all);
        ReadOnlySpan<byte> bytes = all.GetBuffer().AsSpan(0, (int)all.Length);
        int zero = bytes.IndexOf((byte)0), space = bytes.IndexOf((byte)' ');
        if (zero < 0 || space < 0 || space > zero)
        {
            throw new VersionControlException($"{file} is no object");
        }
        GitObjectType type = Encoding.ASCII.GetString(bytes[..space]) switch
        {
            "commit" => GitObjectType.Commit,
            "tree" => GitObjectType.Tree,
            "blob" => GitObjectType.Blob,
            "tag" => GitObjectType.Tag,
            var other => throw new VersionControlException($"{file}: object of the unknown type {other}"),
        };
        return new GitObject(type, bytes[(zero + 1)..].ToArray());
    }

    /// <exception cref="VersionControlException">There is no such commit, or it is damaged.</exception>
    public GitCommit Commit(string id)
    {
        GitObject found = Read(id);
        if (found.Type != GitObjectType.Commit)
        {
            throw new VersionControlException($"object {id} is no commit");
        }
        string tree = "";
        var parents = new List<string>();
        long time = 0;
        foreach (string line in HeadOf(found))
        {
            if (line.StartsWith("tree ", StringComparison.Ordinal))
            {
                tree = line[5..];
            }
            else if (line.StartsWith("parent ", StringComparison.Ordinal))
            {
                parents.Add(line[7..]);
            }
            else if (line.StartsWith("committer ", StringComparison.Ordinal))
            {
                string[] words = line.Split(' ');
                _ = long.TryParse(words[^2], NumberStyles.Integer, CultureInfo.InvariantCulture, out time);
            }
        }
        return new GitCommit(id, tree, _shallow.Contains(id) ? [] : parents, time);
    }

    /// <summary>The commit that a name stands for, through tags with a message of their own; null when it stands for no commit.</summary>
    public string? Peel(string id)
    {
        GitObject found = Read(id);
        while (found.Type == GitObjectType.Tag)
        {
            id = HeadOf(found).First(l => l.StartsWith("object ", StringComparison.Ordinal))[7..];
            found = Read(id);
        }
        return found.Type == GitObjectType.Commit ? id : null;
    }

    private static IEnumerable<string> HeadOf(GitObject found)
        => Encoding.UTF8.GetString(found.Content).Split('\n').TakeWhile(l => l.Length > 0);

    /// <summary>The entries of a tree: mode, name, object.</summary>
    /// <exception cref="VersionControlException">There is no such tree, or it is damaged.</exception>
    public List<(int Mode, string Name, string Id)> Tree(string id, int hashSize)
    {
        GitObject found = Read(id);
        if (found.Type != GitObjectType.Tree)
        {
            throw new VersionControlException($"object {id} is no tree");
        }
        var entries = new List<(int, string, string)>();
        byte[] content = found.Content;
        for (int at = 0; at < content.Length;)
        {
            int space = Array.IndexOf(content, (byte)' ', at), zero = space < 0 ? -1 : Array.IndexOf(content, (byte)0, space);
            if (zero < 0 || zero + hashSize >= content.Length + 1)
            {
                throw new VersionControlException($"tree {id} is damaged");
            }
            int mode = Convert.ToInt32(Encoding.ASCII.GetString(content, at, space - at), 8);
            entries.Add((mode, Encoding.UTF8.GetString(content, space + 1, zero - space - 1),
                Convert.ToHexStringLower(content, zero + 1, hashSize)));
            at = zero + 1 + hashSize;
        }
        return entries;
    }
}
