using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using System.Text;

namespace Go.Compiler.Packages;

/// <summary>Finds the files that the patterns of <c>//go:embed</c> lines stand for (cmd/go's load: resolveEmbed).</summary>
internal sealed class EmbedResolver(SourceFolder folder, IReadOnlyList<string> outputFolders, EmbedItems items)
{
    /// <summary>
    /// The last pattern failed because it takes in a folder that builds write to, or the modules that they are made of: nobody means that.
    /// </summary>
    public bool FoundOutput { get; private set; }

    // Files and folders that the pattern in hand passes by for their names.
    private readonly SortedSet<string> _skipped = new(StringComparer.Ordinal);

    /// <summary>The files of one pattern, sorted; null with the reason, in Go's words, if it matches nothing usable.</summary>
    public EmbedPattern? Resolve(string pattern, out string? problem)
    {
        FoundOutput = false;
        bool withHidden = pattern.StartsWith("all:", StringComparison.Ordinal);
        string glob = withHidden ? pattern[4..] : pattern;
        if (!GlobPattern.IsValid(glob) || !IsValidPath(glob))
        {
            problem = "invalid pattern syntax";
            return null;
        }
        var names = new SortedSet<string>(StringComparer.Ordinal);
        _skipped.Clear();
        problem = null;
        foreach ((string name, bool isFolder) in Glob(glob))
        {
            problem = PlaceProblem(name, isFolder);
            if (problem is null && !isFolder && !folder.IsRegularFile(name))
            {
                problem = $"cannot embed irregular file {name}";
            }
            if (problem is not null)
            {
                return null;
            }
            if (!isFolder)
            {
                names.Add(name);
                continue;
            }
            int found = 0;
            problem = AddTree(name, withHidden, names, ref found);
            if (problem is null && found == 0)
            {
                problem = $"cannot embed directory {name}: contains no embeddable files";
            }
            if (problem is not null)
            {
                return null;
            }
        }
        if (names.Count == 0)
        {
            problem = "no matching files found";
            return null;
        }
        return new EmbedPattern(pattern, [.. names.Select(n => new EmbedFile(n, folder.PathOf(n), () => folder.Read(n)))], [.. _skipped]);
    }

    /// <summary>Not empty, not the folder itself, no empty, <c>.</c> or <c>..</c> elements.</summary>
    private static bool IsValidPath(string path) => path != "." && path.Split('/').All(e => e is not ("" or "." or ".."));

    private IEnumerable<(string Name, bool IsFolder)> Glob(string glob)
    {
        IEnumerable<string> parents = [""];
        string[] elements = glob.Split('/');
        for (int i = 0; i < elements.Length - 1; i++)
        {
            string element = elements[i];
            parents = parents.SelectMany(p => folder.Matching(p, element).Where(e => e.IsFolder).Select(e => Join(p, e.Name))).ToList();
        }
        foreach (string parent in parents)
        {
            foreach ((string name, bool isFolder) in folder.Matching(parent, elements[^1]))
            {
                yield return (Join(parent, name), isFolder);
            }
        }
    }

    private static string Join(string parent, string name) => parent.Length == 0 ? name : $"{parent}/{name}";

    /// <summary>Complains if a match, or a folder above it, is another module or has a name that no module can contain.</summary>
    private string? PlaceProblem(string name, bool isFolder)
    {
        string what = isFolder ? "directory" : "file";
        for (string at = name; at.Length > 0; at = at.Contains('/') ? at[..at.LastIndexOf('/')] : "")
        {
            if ((at != name || isFolder) && folder.HasNested(at, "go.mod"))
            {
                return $"cannot embed {what} {name}: in different module";
            }
            string element = at[(at.LastIndexOf('/') + 1)..];
            if (IsBadName(element))
            {
                return at == name ? $"cannot embed {what} {name}: invalid name {element}"
                    : $"cannot embed {what} {name}: in invalid directory {element}";
            }
        }
        return null;
    }

    private string? AddTree(string root, bool withHidden, SortedSet<string> names, ref int found)
    {
        if (outputFolders.Contains(folder.PathOf(root)))
        {
            FoundOutput = true;
            return $"cannot embed directory {root}: the build writes to it; name the files to embed";
        }
        if (outputFolders.Count > 0 && root[(root.LastIndexOf('/') + 1)..] == "vendor" && folder.HasNested(root, "modules.txt"))
        {
            FoundOutput = true;
            return $"cannot embed directory {root}: the modules of the build are in it; name the files to embed";
        }
        foreach (string name in folder.Files(root))
        {
            bool isHidden = name[0] is '.' or '_';
            if (IsBadName(name) && !isHidden)
            {
                return $"cannot embed file {root}/{name}: invalid name {name}";
            }
            string file = $"{root}/{name}";
            bool isTaken = !isHidden || withHidden || items.TakesHidden(folder.PathOf(file));
            if (IsBadName(name) || !isTaken || !folder.IsRegularFile(file))
            {
                if (!isTaken)
                {
                    _skipped.Add(file);
                }
                continue;
            }
            found++;
            names.Add(file);
        }
        foreach (string name in folder.Folders(root))
        {
            string child = $"{root}/{name}";
            bool isTaken = name[0] is not ('.' or '_') || withHidden || items.TakesHidden(folder.PathOf(child));
            if (IsBadName(name) || !isTaken || folder.HasNested(child, "go.mod"))
            {
                if (!isTaken)
                {
                    _skipped.Add(child);
                }
                continue;
            }
            if (AddTree(child, withHidden, names, ref found) is { } problem)
            {
                return problem;
            }
        }
        return null;
    }

    /// <summary>Names that a module's archive could not hold, and folders of version control.</summary>
    private static bool IsBadName(string name)
    {
        if (name is "" or ".bzr" or ".hg" or ".git" or ".svn" || name[^1] == '.' || ImportPaths.IsReservedOnWindows(name.Split('.')[0]))
        {
            return true;
        }
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (rune.IsAscii ? !char.IsAsciiLetterOrDigit((char)rune.Value) && !"!#$%&()+,-.=@[]^_{}~ ".Contains((char)rune.Value)
                : !Rune.IsLetter(rune))
            {
                return true;
            }
        }
        return false;
    }
}
