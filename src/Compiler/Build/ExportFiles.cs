using System.Security.Cryptography;
using Go.Compiler.ExportData;
using Go.Compiler.Objects;
using Go.Compiler.Packages;
using Go.Compiler.Settings;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Build;

/// <summary>
/// Files of compiled packages for tools that read Go's export data (<c>go list -export</c>): beside the cache, under a hash of all that
/// they are made from.
/// </summary>
internal static class ExportFiles
{
    /// <summary>
    /// Files of the build's packages by identity: of those that were named, or of all. Programs, and builds without a cache, have none.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Write(CompileSession session, bool withDependencies)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        CompileSession readBack = session.ReadingBack();
        foreach (LoadedPackage package in withDependencies ? session.Graph.Packages : session.Graph.Roots)
        {
            if (FileOf(session, readBack, package) is { } file)
            {
                files.Add(package.Identity, file);
            }
        }
        return files;
    }

    /// <summary>The file of one package that is ready; null where there can be none. Not for several threads at once.</summary>
    /// <param name="readBack">The session as <see cref="CompileSession.ReadingBack"/> gives it.</param>
    public static string? FileOf(CompileSession session, CompileSession readBack, LoadedPackage package)
    {
        if (package.IsCommand || session.Find(package) is not { Entry: not null } compiled || session.Services.Cache is not { } cache)
        {
            return null;
        }
        string key = KeyOf(session, compiled), file = Path.Combine(Folder(cache.Directory), key + ".a");
        if (!IsWhole(cache, key, file))
        {
            byte[] content = PackageArchive.Write(HeaderOf(session), ExportDataOf(readBack, package), null);
            WriteWhole(file, content);
            cache.Write(CacheKind.Export, key, SHA256.HashData(content));
        }
        return file;
    }

    /// <summary>
    /// The file that <c>go tool compile -o</c> asks for: the export data, and the code part in this compiler's own format.
    /// </summary>
    public static byte[] ArchiveOf(CompileSession session, LoadedPackage package)
    {
        byte[] exportData = package.IsCommand ? UnifiedWriter.Write(new Package(package.ImportPath, package.Name), session.Sources)
            : ExportDataOf(session.ReadingBack(), package);
        return PackageArchive.Write(HeaderOf(session), exportData, ObjectWriter.Write(session.ObjectOf(session.Find(package)!)));
    }

    /// <summary>
    /// Always made from what the interface parts say, never from objects that were compiled in this build: those know more.
    /// </summary>
    private static byte[] ExportDataOf(CompileSession readBack, LoadedPackage package)
        => UnifiedWriter.Write(TypesOf(readBack, package), readBack.Sources, readBack.LoadInterface(package.Identity));

    private static string HeaderOf(CompileSession session)
    {
        Targets.Target target = session.Options.Target;
        string level = KnownPlatforms.LevelOf(target.Arch) is { } known ? $" {known.Variable}={known.Default}" : "";
        return $"{target.Os} {target.Arch} {session.Library.Version}{level}";
    }

    private static Package TypesOf(CompileSession session, LoadedPackage package)
        => session.TypesFor(package).Find(FrontEnd.PathOf(session, package)) ?? session.Load(package);

    /// <summary>Objects of dependencies are written along, with their places.</summary>
    private static string KeyOf(CompileSession session, CompiledPackage package)
    {
        using var key = new KeyHasher("export");
        key.Text(HeaderOf(session));
        foreach (string path in package.VisibleInterfaces!.Keys.Order(StringComparer.Ordinal))
        {
            key.Text(path);
            key.Text((path == package.Loaded.ImportPath ? package : session.Find(path, package.Loaded)!).Entry!.Interface!.Name);
        }
        return Convert.ToHexStringLower(key.Finish());
    }

    /// <summary>
    /// Where the files are. Readers of other programs know their names for a while: the trimming goes by when they were last asked for.
    /// </summary>
    internal static string Folder(string cache) => Path.Combine(cache, "export");

    /// <summary>The file is there with the contents that were written, and is marked as in use.</summary>
    private static bool IsWhole(ContentCache cache, string key, string file)
    {
        try
        {
            if (!File.Exists(file) || cache.TryRead(CacheKind.Export, key) is not { } hash)
            {
                return false;
            }
            using (FileStream stream = File.OpenRead(file))
            {
                if (!SHA256.HashData(stream).AsSpan().SequenceEqual(hash))
                {
                    return false;
                }
            }
            cache.Mark(key);
            ContentCache.Mark(new FileInfo(file));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Readers may look at any time, and others may be writing the same.</summary>
    private static void WriteWhole(string file, byte[] content)
    {
        string temporary = AbandonedFiles.NameFor(file);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (Directory.Exists(file))
        {
            Directory.Delete(file, recursive: true);
        }
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, file, overwrite: true);
    }
}
