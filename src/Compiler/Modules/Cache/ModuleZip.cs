using System.IO.Compression;
using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Checksums;

namespace Go.Compiler.Modules.Cache;

/// <summary>
/// Zip files of modules: every entry lies below <c>PATH@VERSION/</c> under a name that any file system takes, no two names fold to one, and
/// sizes have limits. A zip that breaks a rule is refused as a whole, before anything of it is unpacked.
/// </summary>
internal static class ModuleZip
{
    /// <summary>Largest zip file, and largest sum of the sizes in it.</summary>
    public const long MaxSize = 500 << 20;

    /// <summary>Largest go.mod and LICENSE file.</summary>
    public const long MaxSmallFile = 16 << 20;

    /// <summary>Checks all entries by what the directory of the zip says.</summary>
    /// <exception cref="ModuleException">A rule is broken, or it is no zip file.</exception>
    public static void Check(ModuleVersion module, string zipPath)
    {
        using ZipArchive zip = Open(module, zipPath);
        Check(module, zipPath, zip);
    }

    /// <summary>Checks that all entries lie where they should, as is done with every zip that arrives.</summary>
    public static void CheckPrefix(ModuleVersion module, string zipPath)
    {
        using ZipArchive zip = Open(module, zipPath);
        string prefix = Prefix(module);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (!entry.FullName.StartsWith(prefix, StringComparison.Ordinal))
            {
                throw new ModuleException(Catalogue.InvalidModuleZip, $"zip for {prefix[..^1]} has unexpected file {entry.FullName}");
            }
        }
    }

    /// <summary>Unpacks a zip into an empty or new folder. Files become read-only. On failure the caller removes what is there.</summary>
    public static void Unpack(ModuleVersion module, string zipPath, string folder, CancellationToken cancellation)
    {
        using ZipArchive zip = Open(module, zipPath);
        Check(module, zipPath, zip);
        int prefix = Prefix(module).Length;
        Directory.CreateDirectory(folder);
        string? lastParent = null;
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.FullName.Length == prefix || entry.FullName.EndsWith('/'))
            {
                continue;
            }
            string target = Path.Combine(folder, entry.FullName[prefix..]);
            string parent = Path.GetDirectoryName(target)!;
            if (parent != lastParent)
            {
                Directory.CreateDirectory(parent);
                lastParent = parent;
            }
            try
            {
                using FileStream file = new(target, NewReadOnlyFile());
                ZipContent.Read(entry, file.Write);
            }
            catch (InvalidDataException e)
            {
                throw Invalid(zipPath, InvalidWords(e));
            }
        }
    }

    private static FileStreamOptions NewReadOnlyFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None,
            BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        }
        return options;
    }

    private static string Prefix(ModuleVersion module) => $"{module.Path}@{module.Version}/";

    private static ModuleException Invalid(string zipPath, string problem)
        => new(Catalogue.InvalidModuleZip, $"unzip {zipPath}: {problem}");

    /// <summary>What is wrong with a damaged zip, in Go's words where .NET has only a key.</summary>
    public static string InvalidWords(Exception e) => e.Message.Contains(' ') ? e.Message : "zip: not a valid zip file";

    private static ZipArchive Open(ModuleVersion module, string zipPath)
    {
        long size = new FileInfo(zipPath).Length;
        if (size > MaxSize)
        {
            throw Invalid(zipPath, $"module zip file is too large ({size} bytes; limit is {MaxSize} bytes)");
        }
        ZipArchive? zip = null;
        try
        {
            zip = ZipFile.OpenRead(zipPath);
            _ = zip.Entries.Count; // reads the directory
            return zip;
        }
        catch (InvalidDataException)
        {
            zip?.Dispose();
            throw new ModuleException(Catalogue.InvalidModuleZip, $"{module.Path}@{module.Version}: zip: not a valid zip file");
        }
    }

    private static void Check(ModuleVersion module, string zipPath, ZipArchive zip)
    {
        var problems = new StringBuilder();
        var collisions = new NameCollisions();
        string prefix = Prefix(module);
        long left = MaxSize;
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (!entry.FullName.StartsWith(prefix, StringComparison.Ordinal))
            {
                Add(entry, $"path does not have prefix {GoText.Quote(prefix)}");
                continue;
            }
            string name = entry.FullName[prefix.Length..];
            bool isFolder = name.EndsWith('/');
            name = isFolder ? name[..^1] : name;
            if (name.Length == 0 && !isFolder)
            {
                continue;
            }
            if (NameProblem(name) is { } problem)
            {
                Add(entry, problem);
            }
            else if (collisions.Add(name, isFolder) is { } collision)
            {
                Add(entry, collision);
            }
            else if (!isFolder && FileProblem(name, entry) is { } fileProblem)
            {
                Add(entry, fileProblem);
            }
            else if (!isFolder && (left -= entry.Length) < 0)
            {
                throw Invalid(zipPath, $"total uncompressed size of module contents too large (max size is {MaxSize} bytes)");
            }
        }
        if (problems.Length > 0)
        {
            throw Invalid(zipPath, problems.ToString());
        }

        void Add(ZipArchiveEntry entry, string problem) => problems.Append(problems.Length == 0 ? "" : "\n").Append(entry.FullName)
            .Append(": ").Append(problem);
    }

    /// <summary>What is wrong with a file's or folder's name in a module, or null.</summary>
    public static string? NameProblem(string name)
    {
        if (!IsClean(name))
        {
            return "file path is not clean";
        }
        return ImportPaths.FileProblem(name) is { } problem ? $"malformed file path {GoText.Quote(name)}: {problem}" : null;
    }

    private static bool IsClean(string name)
    {
        if (name.Length == 0)
        {
            return false;
        }
        string[] elements = name.Split('/');
        for (int i = 0; i < elements.Length; i++)
        {
            // A path that starts at the root, or with "..", is clean, and refused for that.
            bool climbs = elements[i] == ".." && Array.TrueForAll(elements[..i], e => e == "..");
            if ((elements[i].Length == 0 && i > 0) || (elements[i] == "." && name != ".") || (elements[i] == ".." && !climbs))
            {
                return false;
            }
        }
        return true;
    }

    private static string? FileProblem(string name, ZipArchiveEntry entry)
    {
        const int TypeMask = 0xf000, RegularFile = 0x8000;
        int type = (entry.ExternalAttributes >> 16) & TypeMask;
        if (type is not (0 or RegularFile))
        {
            return "not a regular file";
        }
        string last = name[(name.LastIndexOf('/') + 1)..];
        if (last.Equals("go.mod", StringComparison.OrdinalIgnoreCase))
        {
            if (last != name)
            {
                return "go.mod file not in module root directory";
            }
            if (name != "go.mod")
            {
                return "go.mod files must have lowercase names";
            }
        }
        return name is "go.mod" or "LICENSE" && entry.Length > MaxSmallFile
            ? $"{name} file too large (max size is {MaxSmallFile} bytes)" : null;
    }
}
