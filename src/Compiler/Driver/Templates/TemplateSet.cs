using System.Text;

namespace Go.Compiler.Driver.Templates;

/// <summary>A template with those that it defines, by their names.</summary>
internal sealed class TemplateSet(string text)
{
    /// <summary>The name of the template itself.</summary>
    public const string Main = "main";

    private readonly Dictionary<string, IReadOnlyList<TemplateNode>> _templates = new(StringComparer.Ordinal);

    public string Text => text;

    public IReadOnlyList<TemplateNode>? Find(string name) => _templates.GetValueOrDefault(name);

    /// <summary>Adds a template; of two with the same name one has to be empty. False if neither is.</summary>
    public bool Add(string name, IReadOnlyList<TemplateNode> nodes)
    {
        bool isFree = Find(name) is not { } other || IsEmpty(other);
        if (isFree)
        {
            _templates[name] = nodes;
        }
        return isFree || IsEmpty(nodes);
    }

    private static bool IsEmpty(IReadOnlyList<TemplateNode> nodes)
        => nodes.All(n => n is TemplateText t && string.IsNullOrWhiteSpace(t.Text));

    /// <summary>Line, and bytes from its start.</summary>
    public string Place(int at)
    {
        int start = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        return $"{Main}:{1 + text.AsSpan(0, at).Count('\n')}:{Encoding.UTF8.GetByteCount(text.AsSpan(start, at - start))}";
    }
}
