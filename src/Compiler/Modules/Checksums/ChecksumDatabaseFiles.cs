using Go.Compiler.Modules.Cache;

namespace Go.Compiler.Modules.Checksums;

/// <summary>
/// What is kept of a checksum database: lookups and tiles in the module cache, which may be lost, and the newest head that was seen beside
/// it, which is what lets us notice a database that changes its past. Both as the original go command keeps them.
/// </summary>
internal sealed class ChecksumDatabaseFiles(string cacheFolder, string stateFolder)
{
    /// <summary>A lookup or tile, or null.</summary>
    public byte[]? Read(string name, CancellationToken cancellation)
    {
        string path = Path.Combine(cacheFolder, name);
        return ModuleCache.Guard("reading", path, () => Written(FileLock.Read(path, cancellation)));
    }

    // A file that has just been made and not been written yet is empty, one whose writer came to a sudden end may have zeros only.
    private static byte[]? Written(byte[]? content) => content.AsSpan().ContainsAnyExcept((byte)0) ? content : null;

    /// <summary>Keeps a lookup or tile if that can be done.</summary>
    public void Write(string name, byte[] content)
    {
        try
        {
            ModuleCache.WriteAtomically(Path.Combine(cacheFolder, name), content);
        }
        catch (Exception e) when (FileLock.IsFailure(e))
        {
            return; // a copy of what can be had again: a full disk or a read-only cache only makes the next time slower
        }
    }

    /// <summary>The newest head that was seen of a database, as it was signed; empty at first.</summary>
    public byte[] ReadLatest(string database, CancellationToken cancellation)
    {
        string path = Latest(database);
        return ModuleCache.Guard("reading", path, () => Written(FileLock.Read(path, cancellation)) ?? []);
    }

    /// <summary>Replaces the newest head. False if it is no longer the one that was read.</summary>
    public bool WriteLatest(string database, byte[] old, byte[] latest, CancellationToken cancellation)
    {
        string path = Latest(database);
        return ModuleCache.Guard("writing", path, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using FileStream file = FileLock.Exclusive(path, cancellation);
            byte[] current = new byte[file.Length];
            file.ReadExactly(current);
            if (Written(current) is not null && !current.AsSpan().SequenceEqual(old))
            {
                return false;
            }
            FileLock.Replace(file, current, latest);
            return true;
        });
    }

    private string Latest(string database) => stateFolder.Length > 0 ? Path.Combine(stateFolder, database, "latest")
        : throw new ModuleException(Diagnostics.Catalogue.ChecksumDatabaseFailed, "could not locate sumdb file: missing $GOPATH");
}
