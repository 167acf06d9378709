using System.Text;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Cache;

/// <summary>
/// The module cache in the layout of the original go command, which may use it at the same time: <c>cache/download/PATH/@v</c> has what was
/// downloaded (<c>VERSION.info .mod .zip .ziphash .lock</c> and <c>list</c>: the layout of a proxy), <c>PATH@VERSION</c> the unpacked
/// files.
/// </summary>
/// <remarks>
/// A folder of unpacked files counts only without <c>VERSION.partial</c> beside a <c>VERSION.ziphash</c>; other files appear by renaming,
/// whole or not at all.
/// </remarks>
internal sealed class ModuleCache
{
    /// <summary>GOMODCACHE; absolute.</summary>
    public string Root { get; }

    private ModuleException? _full;

    /// <summary>Folders of unpacked files stay writable.</summary>
    public bool IsWritable { get; }

    /// <exception cref="ModuleException">The folder is relative or no folder.</exception>
    public ModuleCache(string root, bool isWritable)
    {
        if (root.Length == 0)
        {
            throw new ModuleException(Catalogue.ModuleCacheUnusable, "module cache not found: neither GOMODCACHE nor GOPATH is set");
        }
        if (!Path.IsPathRooted(root))
        {
            throw new ModuleException(Catalogue.ModuleCacheUnusable,
                $"GOMODCACHE entry is relative; must be absolute path: {GoText.Quote(root)}.\n");
        }
        if (System.IO.File.Exists(root))
        {
            throw new ModuleException(Catalogue.ModuleCacheUnusable,
                $"could not create module cache: {GoText.Quote(root)} is not a directory");
        }
        Root = root;
        IsWritable = isWritable;
    }

    /// <summary>The proxy-like part of the cache.</summary>
    public string Downloads => Path.Combine(Root, "cache", "download");

    /// <summary>The folder <c>@v</c> of a module.</summary>
    /// <exception cref="ModuleException">The path is malformed.</exception>
    public string DownloadFolder(string modulePath)
    {
        if (ModulePaths.Malformed(modulePath) is { } malformed)
        {
            throw new ModuleException(Catalogue.InvalidModulePath, malformed);
        }
        return Path.Combine(Downloads, ModulePaths.Escape(modulePath)!, "@v");
    }

    /// <summary>A version's file below <c>@v</c>.</summary>
    /// <exception cref="ModuleException">The path is malformed or the version is not canonical.</exception>
    public string File(ModuleVersion module, string suffix)
        => Path.Combine(DownloadFolder(module.Path), EscapeVersion(module) + "." + suffix);

    /// <summary>Where a version's files are, or would be.</summary>
    /// <exception cref="ModuleException">The path is malformed or the version is not canonical.</exception>
    public string Folder(ModuleVersion module)
    {
        _ = DownloadFolder(module.Path);
        return Path.Combine(Root, ModulePaths.Escape(module.Path) + "@" + EscapeVersion(module));
    }

    private static string EscapeVersion(ModuleVersion module)
    {
        string canonical = SemanticVersion.CanonicalModule(module.Version);
        if (canonical.Length == 0 || canonical != module.Version || ModulePaths.EscapeVersion(module.Version) is not { } escaped)
        {
            string kind = canonical.Length == 0 ? "non-semver" : "non-canonical";
            throw new ModuleException(Catalogue.InvalidModuleVersion, $"{kind} module version {GoText.Quote(module.Version)}");
        }
        return escaped;
    }

    /// <summary>Whether the cache has a file about a version.</summary>
    public bool Has(ModuleVersion module, string suffix) => System.IO.File.Exists(File(module, suffix));

    /// <summary>Whether a version is unpacked and whole.</summary>
    public bool IsUnpacked(ModuleVersion module)
        => Directory.Exists(Folder(module)) && !System.IO.File.Exists(File(module, "partial"))
            && System.IO.File.Exists(File(module, "ziphash"));

    /// <summary>Waits until the zip and the folder of a version are ours to change.</summary>
    public FileStream LockVersion(ModuleVersion module, CancellationToken cancellation)
    {
        string path = File(module, "lock");
        return Change("creating", path, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return FileLock.Exclusive(path, cancellation);
        });
    }

    /// <summary>Waits for the lock that the original go command takes while it changes go.mod and go.sum files.</summary>
    public FileStream LockSide(CancellationToken cancellation)
    {
        string path = Path.Combine(Root, "cache", "lock");
        return Guard("creating", path, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return FileLock.Exclusive(path, cancellation);
        });
    }

    /// <summary>All bytes of a version's file, or null if there is none.</summary>
    public byte[]? Read(ModuleVersion module, string suffix)
    {
        string path = File(module, suffix);
        try
        {
            return System.IO.File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileLock.Failure("reading", path, e);
        }
    }

    /// <summary>Writes a version's file, whole or not at all. A go.mod file is also put on the module's list.</summary>
    public void Write(ModuleVersion module, string suffix, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        string path = File(module, suffix);
        Change("writing", path, () =>
        {
            WriteAtomically(path, content.Span);
            return 0;
        });
        if (suffix == "mod")
        {
            UpdateList(module, cancellation);
        }
    }

    /// <summary>Writes beside the file and renames.</summary>
    public static void WriteAtomically(string path, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = TemporaryName(path);
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1))
            {
                file.Write(content);
            }
            System.IO.File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            System.IO.File.Delete(temporary);
            throw;
        }
    }

    /// <summary>A name beside a file that the original go command knows for a leftover, too.</summary>
    public static string TemporaryName(string path) => $"{path}{Random.Shared.Next(1_000_000_000)}.tmp";

    /// <summary>Lists the versions of a module whose go.mod files are here, for whoever serves the cache as a proxy.</summary>
    public void UpdateList(ModuleVersion module, CancellationToken cancellation)
    {
        string folder = DownloadFolder(module.Path), path = Path.Combine(folder, "list");
        Change("writing", path, () =>
        {
            using FileStream list = FileLock.Exclusive(path, cancellation);
            var versions = new List<string>();
            foreach (string file in Directory.EnumerateFiles(folder, "*.mod"))
            {
                string version = Path.GetFileNameWithoutExtension(file);
                if (version.Length > 0 && SemanticVersion.CanonicalModule(version) == version)
                {
                    versions.Add(version);
                }
            }
            versions.Sort(SemanticVersion.CompareTotal);
            byte[] content = Encoding.UTF8.GetBytes(string.Concat(versions.Select(v => v + "\n")));
            byte[] old = new byte[list.Length];
            list.ReadExactly(old);
            if (!content.AsSpan().SequenceEqual(old))
            {
                FileLock.Replace(list, old, content);
            }
            return 0;
        });
    }

    /// <summary>
    /// Runs something that writes to the cache. After the disk was full nothing is tried any more: what comes then fails for the same
    /// reason, in the same words.
    /// </summary>
    public T Change<T>(string what, string path, Func<T> action)
    {
        CheckRoom();
        try
        {
            return Guard(what, path, action);
        }
        catch (ModuleException e) when (FileLock.IsFull(e.InnerException))
        {
            throw Interlocked.CompareExchange(ref _full, e, null) ?? e;
        }
    }

    /// <exception cref="ModuleException">The disk was full before.</exception>
    public void CheckRoom()
    {
        if (Volatile.Read(ref _full) is { } full)
        {
            throw new ModuleException(full.Descriptor, full.Message, full.InnerException);
        }
    }

    /// <summary>Runs something that touches files of the cache; failures say which.</summary>
    public static T Guard<T>(string what, string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (FileLock.IsFailure(e))
        {
            throw FileLock.Failure(what, path, e);
        }
    }
}
