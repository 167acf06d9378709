namespace Go.Compiler.Driver;

/// <summary>
/// The folder that the command works in, by the name that the caller came to it by: the shell says in <c>PWD</c> which links led there, and
/// the system's own answer has lost them.
/// </summary>
internal static class WorkingFolder
{
    private const int MaxLinks = 255;

    public static string Current => Of(Directory.GetCurrentDirectory(), Environment.GetEnvironmentVariable("PWD") ?? "");

    /// <param name="here">Where the process is, without links.</param>
    /// <param name="named">What it is said to be called; counts if it leads to the same folder.</param>
    internal static string Of(string here, string named)
    {
        if (named == here || !named.StartsWith('/'))
        {
            return here;
        }
        string clean = Path.TrimEndingDirectorySeparator(Path.GetFullPath(named));
        return WithoutLinks(clean) == here ? clean : here;
    }

    /// <summary>Where a path leads in the end; null if its links go in circles.</summary>
    private static string? WithoutLinks(string path)
    {
        string at = "/";
        var rest = new Stack<string>(path.Split('/').Reverse());
        int links = 0;
        while (rest.TryPop(out string? element))
        {
            if (element is "" or ".")
            {
                continue;
            }
            if (element == "..")
            {
                at = Path.GetDirectoryName(at) ?? "/";
                continue;
            }
            string next = Path.Combine(at, element);
            if (new DirectoryInfo(next).LinkTarget is not { } target)
            {
                at = next;
                continue;
            }
            if (++links > MaxLinks)
            {
                return null;
            }
            at = target.StartsWith('/') ? "/" : at;
            foreach (string part in target.Split('/').Reverse())
            {
                rest.Push(part);
            }
        }
        return at;
    }
}
