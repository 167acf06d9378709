using System.Globalization;
using System.Text;

namespace Go.Compiler.Link;

/// <summary>
/// What the program holds, a line each, sorted: name, size in bytes, and what it was reached from first, between tabs. The last is empty
/// where reaching begins. Lines that begin with <c>#</c> are for people.
/// </summary>
internal static class ReachReport
{
    public static string Text(LinkSession session, int[] reachedFrom, int reflecting)
    {
        var lines = new List<string>(reachedFrom.Length);
        for (int id = 1; id < reachedFrom.Length; id++)
        {
            if (session.IsReachable(id) && session.Definitions[id] is { } definition)
            {
                string from = reachedFrom[id] == 0 ? "" : session.NameOf(reachedFrom[id]);
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{session.NameOf(id)}\t{definition.Size}\t{from}"));
            }
        }
        lines.Sort(StringComparer.Ordinal);
        var text = new StringBuilder("# what the program holds, its size in bytes, and what it was reached from first\n");
        if (reflecting != 0)
        {
            text.Append("# ").Append(session.NameOf(reflecting)).Append(" looks up methods by names that only the running program knows:")
                .Append(" all exported methods of types that get into interfaces stay\n");
        }
        foreach (string line in lines)
        {
            text.Append(line).Append('\n');
        }
        return text.ToString();
    }
}
