using Go.Compiler.FileSystem;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Packages;

/// <summary>
/// Which folders of Go's sources the tools are made of that are built when they are asked for: their packages, and what those import below
/// <c>cmd</c>.
/// </summary>
internal static class ToolSources
{
    /// <summary>
    /// Tools that read what builds make, or sources; not those whose work this compiler does itself, and not those that build Go.
    /// </summary>
    private static readonly string[] s_tools =
        ["addr2line", "buildid", "covdata", "cover", "fix", "go", "gofmt", "nm", "objdump", "pprof", "test2json", "trace", "vet"];

    /// <summary>The folders, sorted; also those with files to embed, which no package is in.</summary>
    public static IReadOnlyList<string> Folders(GorootStandardLibrary source)
    {
        var scanner = new ImportScanner(DiskFileView.Instance, source, tags: null);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var next = new Stack<string>(s_tools.Select(t => "cmd/" + t));
        while (next.TryPop(out string? folder))
        {
            if (!found.Add(folder) || scanner.Scan(source.PathOf(folder, "").TrimEnd(Path.DirectorySeparatorChar)) is not { } scanned)
            {
                continue;
            }
            AddData(source, folder, found);
            foreach (string import in scanned.Imports)
            {
                string path = import.StartsWith("cmd/", StringComparison.Ordinal) ? import : "cmd/vendor/" + import;
                if (source.Files(path).Count > 0)
                {
                    next.Push(path);
                }
            }
        }
        return [.. found];
    }

    private static void AddData(GorootStandardLibrary source, string folder, SortedSet<string> found)
    {
        foreach (string child in source.Folders(folder).Where(c => c != "testdata").Select(c => $"{folder}/{c}"))
        {
            if (!source.Files(child).Any(f => f.EndsWith(".go", StringComparison.Ordinal)) && source.Files(child).Count > 0)
            {
                found.Add(child);
                AddData(source, child, found);
            }
        }
    }
}
