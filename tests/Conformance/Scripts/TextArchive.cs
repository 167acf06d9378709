using System.Text;

namespace Go.Compiler.Tests.Conformance.Scripts;

/// <summary>Go's text archives: a comment, then files, each after a line <c>-- NAME --</c>. A last line without its end gets one.</summary>
internal sealed class TextArchive
{
    private TextArchive(string comment, IReadOnlyList<(string Name, byte[] Content)> files)
    {
        Comment = comment;
        Files = files;
    }

    public string Comment { get; }

    public IReadOnlyList<(string Name, byte[] Content)> Files { get; }

    public static TextArchive Read(string path) => Parse(File.ReadAllBytes(path));

    public static TextArchive Parse(ReadOnlySpan<byte> text)
    {
        var files = new List<(string, byte[])>();
        string comment = "";
        string? name = null;
        int start = 0;
        for (int at = 0; at <= text.Length;)
        {
            int length = at < text.Length ? text[at..].IndexOf((byte)'\n') : -1;
            int next = length < 0 ? text.Length : at + length + 1;
            string? marked = at < text.Length ? NameIn(text[at..next]) : null;
            if (marked is not null || at >= text.Length)
            {
                byte[] content = WithEnd(text[start..at]);
                if (name is null)
                {
                    comment = Encoding.UTF8.GetString(content);
                }
                else
                {
                    files.Add((name, content));
                }
                (name, start) = (marked, next);
            }
            if (at >= text.Length)
            {
                break;
            }
            at = next;
        }
        return new TextArchive(comment, files);
    }

    private static string? NameIn(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd("\r\n"u8);
        if (line.Length < 7 || !line.StartsWith("-- "u8) || !line.EndsWith(" --"u8))
        {
            return null;
        }
        string name = Encoding.UTF8.GetString(line[3..^3]).Trim();
        return name.Length > 0 ? name : null;
    }

    private static byte[] WithEnd(ReadOnlySpan<byte> content)
        => content.Length == 0 || content[^1] == (byte)'\n' ? content.ToArray() : [.. content, (byte)'\n'];
}
