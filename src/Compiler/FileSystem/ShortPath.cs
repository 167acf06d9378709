namespace Go.Compiler.FileSystem;

/// <summary>Paths as users are shown them.</summary>
internal static class ShortPath
{
    /// <summary>A path from a folder on where that is shorter than the path itself, which may be relative, too.</summary>
    public static string Of(string path, string workingDirectory)
    {
        if (!Path.IsPathRooted(path))
        {
            return path;
        }
        string relative = Path.GetRelativePath(workingDirectory, path);
        return relative.Length < path.Length ? relative : path;
    }
}
