using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Cache;
using Go.Compiler.Modules.Checksums;

namespace Go.Compiler.Modules.Fetching;

// Zips: how one comes into the cache, and is unpacked.
internal sealed partial class ModuleSource
{
    private void CheckZipHash(ModuleVersion module, CancellationToken cancellation)
    {
        string? hash = CachedZipHash(module, cancellation);
        if (hash is null)
        {
            // Its writer came to a sudden end; the zip says what should stand there.
            string zip = _cache.File(module, "zip");
            using FileStream locked = _cache.LockVersion(module, cancellation);
            ModuleCache.Guard("reading", zip, () =>
            {
                WriteZipHash(module, zip, _cache.File(module, "ziphash"), cancellation);
                return 0;
            });
            return;
        }
        _verifier.Check(module, hash, cancellation);
    }

    // With the version's lock. The zip gets its name only after its hash has been verified, so that whatever has the name is good.
    private void Download(ModuleVersion module, string zip, string hash, CancellationToken cancellation)
    {
        foreach (string leftover in System.IO.Directory.EnumerateFiles(Path.GetDirectoryName(zip)!, Path.GetFileName(zip) + "*.tmp"))
        {
            File.Delete(leftover);
        }
        if (File.Exists(zip))
        {
            WriteZipHash(module, zip, hash, cancellation);
            return;
        }
        string temporary = ModuleCache.TemporaryName(zip);
        try
        {
            using (FileStream file = new(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1 << 16))
            {
                Fetch(module.Path, cancellation, r =>
                {
                    file.SetLength(0);
                    r.Zip(module.Version, file, cancellation);
                    return 0;
                });
            }
            ModuleZip.CheckPrefix(module, temporary);
            WriteZipHash(module, temporary, hash, cancellation);
            _cache.UpdateList(module, cancellation); // whoever wrote go.mod may have come to a sudden end before
            File.Move(temporary, zip, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private void WriteZipHash(ModuleVersion module, string zip, string hashFile, CancellationToken cancellation)
    {
        string hash;
        try
        {
            hash = DirectoryHash.OfZip(zip, cancellation);
        }
        catch (InvalidDataException e)
        {
            throw new ModuleException(Catalogue.InvalidModuleZip, $"{module.Path}@{module.Version}: {ModuleZip.InvalidWords(e)}", e);
        }
        _verifier.Check(module, hash, cancellation);
        FileLock.Write(hashFile, Encoding.ASCII.GetBytes(hash), cancellation);
    }

    private string Unpack(ModuleVersion module, string zip, CancellationToken cancellation)
    {
        string folder = _cache.Folder(module), partial = _cache.File(module, "partial");
        using FileStream locked = _cache.LockVersion(module, cancellation);
        if (_cache.IsUnpacked(module))
        {
            return folder; // by another process meanwhile
        }
        ModuleZip.Check(module, zip);
        return _cache.Change("unzip", zip, () =>
        {
            string parent = Path.GetDirectoryName(folder)!;
            System.IO.Directory.CreateDirectory(parent);
            ReadOnlyFolders.Remove(folder);
            File.WriteAllBytes(partial, []);
            try
            {
                ModuleZip.Unpack(module, zip, folder, cancellation);
            }
            catch
            {
                ReadOnlyFolders.Remove(folder);
                File.Delete(partial);
                throw;
            }
            if (!_cache.IsWritable)
            {
                ReadOnlyFolders.Protect(folder);
            }
            File.Delete(partial);
            return folder;
        });
    }
}
