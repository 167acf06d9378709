using System.IO.Compression;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Cache;

/// <summary>A file that is to be put into a module's zip. The name is relative to the module.</summary>
internal readonly record struct ModuleZipFile(string Name, long Size, bool IsRegular, Func<Stream> Open);

/// <summary>
/// Makes the zip of a module from the files of its folder in a repository: what belongs to nested modules, vendor folders, and what is no
/// regular file, is left out; names and sizes must follow the rules of <see cref="ModuleZip"/>. The hash of the zip is that of the
/// original's; its bytes are not.
/// </summary>
internal static class ModuleZipWriter
{
    /// <exception cref="ModuleException">A file breaks a rule.</exception>
    public static void Write(ModuleVersion module, IReadOnlyList<ModuleZipFile> files, Stream destination, CancellationToken cancellation)
    {
        List<ModuleZipFile> kept = Choose(module, files);
        using var zip = new ZipArchive(destination, ZipArchiveMode.Create, leaveOpen: true);
        foreach (ModuleZipFile file in kept)
        {
            cancellation.ThrowIfCancellationRequested();
            using Stream entry = zip.CreateEntry($"{module.Path}@{module.Version}/{file.Name}", CompressionLevel.Fastest).Open();
            using Stream content = file.Open();
            content.CopyTo(entry);
        }
    }

    private static List<ModuleZipFile> Choose(ModuleVersion module, IReadOnlyList<ModuleZipFile> files)
    {
        var nested = new HashSet<string>(StringComparer.Ordinal);
        GoVersion? go = null;
        foreach (ModuleZipFile file in files.Where(f => f.IsRegular
            && FileName(f.Name).Equals("go.mod", StringComparison.OrdinalIgnoreCase)))
        {
            int slash = file.Name.LastIndexOf('/');
            if (slash >= 0)
            {
                nested.Add(file.Name[..slash]);
            }
            else if (file.Name == "go.mod")
            {
                go = GoVersionOf(file);
            }
        }
        bool isVendorListOut = go is { } version && version.CompareTo(s_vendorListOut) >= 0;
        var kept = new List<ModuleZipFile>();
        var collisions = new NameCollisions();
        var problems = new List<string>();
        long left = ModuleZip.MaxSize;
        foreach (ModuleZipFile file in files)
        {
            if (IsVendored(file.Name, isVendorListOut) || IsNested(file.Name, nested) || file.Name == ".hg_archival.txt")
            {
                continue;
            }
            string? problem = ModuleZip.NameProblem(file.Name)
                ?? (file.Name.Equals("go.mod", StringComparison.OrdinalIgnoreCase) && file.Name != "go.mod"
                    ? "go.mod files must have lowercase names" : null)
                ?? collisions.Add(file.Name, isFolder: false)
                ?? (file.Name is "go.mod" or "LICENSE" && file.IsRegular && file.Size > ModuleZip.MaxSmallFile
                    ? $"{file.Name} file too large (max size is {ModuleZip.MaxSmallFile} bytes)" : null);
            if (problem is not null)
            {
                problems.Add($"{file.Name}: {problem}");
            }
            else if (file.IsRegular)
            {
                kept.Add(file);
                left -= file.Size;
            }
        }
        string? all = left < 0 ? $"module source tree too large (max size is {ModuleZip.MaxSize} bytes)" : problems.Count > 0
            ? string.Join('\n', problems) : null;
        return all is null ? kept : throw new ModuleException(Catalogue.InvalidModuleZip,
            $"{module.Path}@{module.Version}: create zip: {all}");
    }

    private static readonly GoVersion s_vendorListOut = GoVersion.Parse("1.24")!.Value;

    private static string FileName(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static GoVersion? GoVersionOf(ModuleZipFile file)
    {
        using var reader = new StreamReader(file.Open());
        try
        {
            return GoModFile.ParseLax("go.mod", reader.ReadToEnd()).Go;
        }
        catch (Files.ModFileException)
        {
            return null; // whoever reads the module will say so
        }
    }

    private static bool IsNested(string name, HashSet<string> nested)
    {
        for (int slash = name.LastIndexOf('/'); slash > 0; slash = name.LastIndexOf('/', slash - 1))
        {
            if (nested.Contains(name[..slash]))
            {
                return true;
            }
        }
        return false;
    }

    // Packages in vendor folders are left out. Before Go 1.24, for folders that are not at the root, the name was looked at in the wrong
    // place: kept, for the hashes.
    private static bool IsVendored(string name, bool isSince124)
    {
        const string Folder = "vendor/", Inner = "/vendor/";
        if (isSince124 && name == "vendor/modules.txt")
        {
            return true;
        }
        int inner = name.IndexOf(Inner, StringComparison.Ordinal);
        int start = name.StartsWith(Folder, StringComparison.Ordinal) ? Folder.Length : inner < 0 ? -1 : isSince124
            ? inner + Inner.Length : Inner.Length;
        return start >= 0 && name.AsSpan(Math.Min(start, name.Length)).Contains('/');
    }
}
