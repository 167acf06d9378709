namespace Go.Sdk.Tests;

/// <summary>The repository's files as the tests see them.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Compiler => Path.Combine(Root, "src", "Compiler");

    /// <summary>C# files below a folder, without build output, sorted.</summary>
    public static IReadOnlyList<string> Sources(string folder) => Files(folder, "*.cs");

    /// <summary>Files below a folder, without build output, sorted.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern = "*")
    {
        var files = new List<string>();
        foreach (string f in Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(folder, f);
            if (!relative.Split(Path.DirectorySeparatorChar).Any(p => p is "bin" or "obj"))
            {
                files.Add(f);
            }
        }
        files.Sort(string.CompareOrdinal);
        return files;
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            if (File.Exists(Path.Combine(d.FullName, "GoSdk.sln")))
            {
                return d.FullName;
            }
        }
        throw new InvalidOperationException("GoSdk.sln was not found above the test's folder");
    }
}
