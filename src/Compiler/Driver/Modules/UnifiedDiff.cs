using System.Globalization;
using System.Text;

namespace Go.Compiler.Driver.Modules;

/// <summary>
/// The difference of two texts in the unified form, as the go command shows it: what stands once in both texts is kept together.
/// </summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>Empty if the texts are equal.</summary>
    public static string Of(string oldName, string oldText, string newName, string newText)
    {
        if (oldText == newText)
        {
            return "";
        }
        string[] x = Lines(oldText), y = Lines(newText);
        var text = new StringBuilder($"diff {oldName} {newName}\n--- {oldName}\n+++ {newName}\n");
        (int X, int Y) done = default, chunk = default, count = default;
        var lines = new List<string>();
        foreach ((int mx, int my) in Anchors(x, y))
        {
            if (mx < done.X)
            {
                continue; // already part of a match
            }
            (int X, int Y) start = (mx, my), end = start;
            while (start.X > done.X && start.Y > done.Y && x[start.X - 1] == y[start.Y - 1])
            {
                start = (start.X - 1, start.Y - 1);
            }
            while (end.X < x.Length && end.Y < y.Length && x[end.X] == y[end.Y])
            {
                end = (end.X + 1, end.Y + 1);
            }
            for (int i = done.X; i < start.X; i++, count.X++)
            {
                lines.Add("-" + x[i]);
            }
            for (int i = done.Y; i < start.Y; i++, count.Y++)
            {
                lines.Add("+" + y[i]);
            }
            bool isLast = end.X == x.Length && end.Y == y.Length;
            if (!isLast && (end.X - start.X < Context || (lines.Count > 0 && end.X - start.X < 2 * Context)))
            {
                for (; start.X < end.X; start = (start.X + 1, start.Y + 1), count = (count.X + 1, count.Y + 1))
                {
                    lines.Add(" " + x[start.X]);
                }
                done = end;
                continue;
            }
            if (lines.Count > 0)
            {
                int n = Math.Min(end.X - start.X, Context);
                for (int i = 0; i < n; i++, count = (count.X + 1, count.Y + 1))
                {
                    lines.Add(" " + x[start.X + i]);
                }
                Flush(text, chunk, count, lines);
                (count, done) = (default, (start.X + n, start.Y + n));
            }
            if (isLast)
            {
                break;
            }
            chunk = (end.X - Context, end.Y - Context);
            for (int i = chunk.X; i < end.X; i++, count = (count.X + 1, count.Y + 1))
            {
                lines.Add(" " + x[i]);
            }
            done = end;
        }
        return text.ToString();
    }

    private static void Flush(StringBuilder text, (int X, int Y) chunk, (int X, int Y) count, List<string> lines)
    {
        int startX = count.X > 0 ? chunk.X + 1 : chunk.X, startY = count.Y > 0 ? chunk.Y + 1 : chunk.Y;
        text.Append(CultureInfo.InvariantCulture, $"@@ -{startX},{count.X} +{startY},{count.Y} @@\n");
        foreach (string line in lines)
        {
            text.Append(line);
        }
        lines.Clear();
    }

    private static string[] Lines(string text)
    {
        var lines = new List<string>();
        for (int at = 0; at < text.Length;)
        {
            int end = text.IndexOf('\n', at);
            lines.Add(end < 0 ? text[at..] + "\n\\ No newline at end of file\n" : text[at..(end + 1)]);
            at = end < 0 ? text.Length : end + 1;
        }
        return [.. lines];
    }

    /// <summary>The longest increasing run of lines that stand once in each text, between both starts and both ends.</summary>
    private static List<(int X, int Y)> Anchors(string[] x, string[] y)
    {
        var unique = x.GroupBy(l => l, StringComparer.Ordinal).Where(g => g.Count() == 1).Select(g => g.Key)
            .ToHashSet(StringComparer.Ordinal);
        unique.IntersectWith(y.GroupBy(l => l, StringComparer.Ordinal).Where(g => g.Count() == 1).Select(g => g.Key));
        var indexInY = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < y.Length; i++)
        {
            indexInY[y[i]] = i;
        }
        (int X, int Y)[] pairs = [.. x.Select((line, i) => (line, i)).Where(l => unique.Contains(l.line))
            .Select(l => (l.i, indexInY[l.line]))];
        int[] tails = new int[pairs.Length], previous = new int[pairs.Length];
        int length = 0;
        for (int i = 0; i < pairs.Length; i++)
        {
            int at = Array.BinarySearch(tails, 0, length, i, Comparer<int>.Create((a, b) => pairs[a].Y.CompareTo(pairs[b].Y)));
            at = at < 0 ? ~at : at;
            previous[i] = at > 0 ? tails[at - 1] : -1;
            tails[at] = i;
            length = Math.Max(length, at + 1);
        }
        var anchors = new List<(int X, int Y)> { (x.Length, y.Length) };
        for (int i = length > 0 ? tails[length - 1] : -1; i >= 0; i = previous[i])
        {
            anchors.Add(pairs[i]);
        }
        anchors.Add((0, 0));
        anchors.Reverse();
        return anchors;
    }
}
