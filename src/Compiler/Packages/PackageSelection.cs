using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Packages;

/// <summary>Whether a pattern of flags that are for some packages (<c>-gcflags</c>, <c>-coverpkg</c>) fits a package.</summary>
internal static class PackageSelection
{
    /// <param name="module">The package's; null for the standard library.</param>
    /// <param name="tools">Paths of the tools of the main modules.</param>
    public static bool Matches(string pattern, string path, string directory, ModuleInfo? module, IReadOnlySet<string> tools,
        string workingDirectory) => pattern switch
    {
        "all" => true,
        "std" => module is null,
        "work" => module is { IsMain: true },
        "tool" => tools.Contains(path),
        "cmd" => module is null && path.StartsWith("cmd/", StringComparison.Ordinal),
        _ when pattern is "." or ".." || pattern.StartsWith("./", StringComparison.Ordinal)
            || pattern.StartsWith("../", StringComparison.Ordinal)
            => IsBelow(pattern, directory, workingDirectory),
        _ => PathPattern.Matches(pattern, path),
    };

    private static bool IsBelow(string pattern, string directory, string workingDirectory)
    {
        if (!Path.IsPathRooted(directory))
        {
            return false; // in an archive
        }
        int dots = pattern.IndexOf("...", StringComparison.Ordinal), slash = dots < 0 ? -1 : pattern.LastIndexOf('/', dots);
        string folder = dots < 0 ? pattern : pattern[..slash];
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder, workingDirectory));
        string below = Path.GetRelativePath(root, directory).Replace(Path.DirectorySeparatorChar, '/');
        if (dots < 0)
        {
            return below == ".";
        }
        return below != ".." && !below.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(below)
            && PathPattern.Matches(pattern[(slash + 1)..], below);
    }
}
