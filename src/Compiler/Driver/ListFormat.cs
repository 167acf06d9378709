using System.Text;

namespace Go.Compiler.Driver;

/// <summary>
/// The part of Go's templates that <c>list -f</c> takes: text, <c>{{.Field}}</c> and <c>{{join .Field "separator"}}</c>.
/// </summary>
internal sealed class ListFormat
{
    private sealed record Part(string Text, string Field, string? Separator);

    private readonly List<Part> _parts = [];

    /// <exception cref="UsageException">The template has more than that.</exception>
    public ListFormat(string template)
    {
        for (int i = 0; i < template.Length;)
        {
            int open = template.IndexOf("{{", i, StringComparison.Ordinal);
            if (open < 0)
            {
                _parts.Add(new Part(template[i..], "", null));
                break;
            }
            int close = template.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                throw new UsageException($"-f {template}: unclosed action");
            }
            _parts.Add(new Part(template[i..open], "", null));
            _parts.Add(ActionOf(template[(open + 2)..close].Trim()));
            i = close + 2;
        }
    }

    private static Part ActionOf(string action)
    {
        string rest = action.StartsWith("join ", StringComparison.Ordinal) ? action[5..].Trim() : action;
        int space = rest.IndexOf(' ');
        string field = space < 0 ? rest : rest[..space];
        string? separator = null;
        if (rest != action)
        {
            string quoted = space < 0 ? "" : rest[space..].Trim();
            separator = quoted.Length >= 2 && quoted[0] is '"' or '`' && quoted[^1] == quoted[0] ? Unquoted(quoted) : throw Unknown(action);
        }
        else if (space >= 0)
        {
            throw Unknown(action);
        }
        return field.Length > 1 && field[0] == '.' && field.AsSpan(1).IndexOfAnyExcept(s_letters) < 0 ? new Part("", field[1..], separator) : throw Unknown(action);
    }

    private static readonly System.Buffers.SearchValues<char> s_letters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static string Unquoted(string quoted) => quoted[0] == '`' ? quoted[1..^1] : quoted[1..^1].Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal);

    private static UsageException Unknown(string action) => UsageException.NotSupported($"-f: {{{{{action}}}}} is not supported; known are {{{{.Field}}}} and {{{{join .Field \"separator\"}}}}");

    /// <summary>The text for one package.</summary>
    /// <exception cref="UsageException">There is no such field.</exception>
    public string Apply(PackageDescription package)
    {
        var text = new StringBuilder();
        foreach (Part part in _parts)
        {
            text.Append(part.Text);
            if (part.Field.Length > 0)
            {
                text.Append(package.Find(part.Field) switch
                {
                    string[] list => part.Separator is null ? $"[{string.Join(' ', list)}]" : string.Join(part.Separator, list),
                    bool truth => truth ? "true" : "false",
                    string value => value,
                    _ => throw UsageException.NotSupported($"-f: there is no field {part.Field}"),
                });
            }
        }
        return text.ToString();
    }
}
