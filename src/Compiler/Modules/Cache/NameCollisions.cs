using System.Text;

namespace Go.Compiler.Modules.Cache;

/// <summary>Finds names that are one name on file systems that ignore case, and names that are used twice.</summary>
internal sealed class NameCollisions
{
    private readonly Dictionary<string, (string Name, bool IsFolder)> _seen = [];

    /// <summary>Adds a name and the folders above it. What is wrong, in Go's words, or null.</summary>
    public string? Add(string name, bool isFolder)
    {
        for (string current = name; ; isFolder = true)
        {
            string folded = Fold(current);
            if (!_seen.TryGetValue(folded, out (string Name, bool IsFolder) other))
            {
                _seen.Add(folded, (current, isFolder));
            }
            else if (other.Name != current)
            {
                return $"case-insensitive file name collision: {GoText.Quote(other.Name)} and {GoText.Quote(current)}";
            }
            else if (other.IsFolder != isFolder)
            {
                return $"entry {GoText.Quote(current)} is both a file and a directory";
            }
            else if (!isFolder)
            {
                return $"multiple entries for file {GoText.Quote(current)}";
            }
            else
            {
                return null; // and so are the folders above
            }
            int slash = current.LastIndexOf('/');
            if (slash < 0)
            {
                return null;
            }
            current = current[..slash];
        }
    }

    // Simple case folding: letters that are equal but for case, in any script, become one.
    private static string Fold(string name)
    {
        if (name.AsSpan().IndexOfAnyInRange('A', 'Z') < 0 && Ascii.IsValid(name))
        {
            return name;
        }
        var folded = new StringBuilder(name.Length);
        foreach (Rune rune in name.EnumerateRunes())
        {
            folded.Append(Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)).ToString());
        }
        return folded.ToString();
    }
}
