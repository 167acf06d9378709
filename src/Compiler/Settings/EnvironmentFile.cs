using System.Text;

namespace Go.Compiler.Settings;

/// <summary>
/// The lines <c>NAME=value</c> of a file as <c>go env -w</c> keeps it. What is no such line is ignored when read, and kept when written.
/// </summary>
public static class EnvironmentFile
{
    /// <summary>Stands for a line that is no more; no line holds a line break.</summary>
    private const string Removed = "\n";

    /// <summary>
    /// The settings of a file; none when it does not exist or cannot be read, as Go does it: a broken file must not make every command
    /// fail.
    /// </summary>
    public static Dictionary<string, string> Read(string path)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        string text;
        try
        {
            text = File.Exists(path) ? File.ReadAllText(path) : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return settings;
        }
        foreach (string line in text.Split('\n'))
        {
            int equals = line.IndexOf('=');
            if (equals > 0 && char.IsAsciiLetterUpper(line[0]))
            {
                settings[line[..equals]] = line[(equals + 1)..];
            }
        }
        return settings;
    }

    /// <summary>
    /// Sets and removes settings. Lines keep their places but for blocks of settings, which are sorted; of a name that stands there twice
    /// the last line stays. The file is replaced as a whole, so that whoever reads it at the same time sees the old or the new one.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static void Update(string path, IReadOnlyDictionary<string, string> set, IReadOnlySet<string> removed)
    {
        if (set.Count == 0 && !File.Exists(path))
        {
            throw new FileNotFoundException($"reading go env config: open {path}: no such file or directory");
        }
        List<string> lines = File.Exists(path) ? LinesOf(File.ReadAllText(path)) : [];
        RemoveEarlierCopies(lines);
        for (int i = 0; i < lines.Count; i++)
        {
            // What is taken out still ends a block, as for Go, whose files should come out the same.
            lines[i] = NameOf(lines[i]) is { } name && removed.Contains(name) ? Removed : lines[i];
        }
        var missing = new SortedDictionary<string, string>(set.ToDictionary(), StringComparer.Ordinal);
        for (int i = 0; i < lines.Count; i++)
        {
            if (NameOf(lines[i]) is { } name && missing.Remove(name, out string? value))
            {
                lines[i] = $"{name}={value}";
            }
        }
        lines.AddRange(missing.Select(s => $"{s.Key}={s.Value}"));
        SortBlocks(lines);
        Write(path, lines);
    }

    private static List<string> LinesOf(string text)
    {
        List<string> lines = [.. text.Split('\n')];
        if (lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }
        return lines;
    }

    private static void RemoveEarlierCopies(List<string> lines)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = lines.Count - 1; i >= 0; i--)
        {
            if (NameOf(lines[i]) is { } name && !seen.Add(name))
            {
                lines[i] = Removed;
            }
        }
    }

    private static void SortBlocks(List<string> lines)
    {
        int start = 0;
        for (int i = 0; i <= lines.Count; i++)
        {
            if (i == lines.Count || NameOf(lines[i]) is null)
            {
                lines.Sort(start, i - start, Comparer<string>.Create((a, b) => string.CompareOrdinal(NameOf(a), NameOf(b))));
                start = i + 1;
            }
        }
    }

    private static void Write(string path, List<string> lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string temporary = $"{path}.{Environment.ProcessId}.{Path.GetRandomFileName()}";
        try
        {
            File.WriteAllText(temporary, string.Concat(lines.Where(l => l != Removed).Select(l => l + "\n")), new UTF8Encoding(false));
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The name that a line sets; null when it sets none.</summary>
    private static string? NameOf(string line)
    {
        int equals = line.IndexOf('=');
        return equals <= 0 || line.AsSpan(0, equals).Contains('#') ? null : line[..equals];
    }
}
