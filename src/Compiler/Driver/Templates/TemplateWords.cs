namespace Go.Compiler.Driver.Templates;

/// <summary>The words of a template in turn. Messages name the line of the last one that was looked at.</summary>
internal sealed class TemplateWords(IReadOnlyList<TemplateToken> tokens)
{
    private int _seen;

    /// <summary>Where to come back to.</summary>
    public int Mark { get; private set; }

    public int Line => tokens[_seen].Line;

    public TemplateToken Peek()
    {
        _seen = Math.Max(_seen, Mark);
        return tokens[Mark];
    }

    public TemplateToken Next()
    {
        TemplateToken token = Peek();
        Mark = Math.Min(Mark + 1, tokens.Count - 1);
        return token;
    }

    /// <summary>As <see cref="Peek"/>, behind space.</summary>
    public TemplateToken PeekWord()
    {
        while (Peek().Kind == TemplateTokenKind.Space)
        {
            Next();
        }
        return Peek();
    }

    public TemplateToken NextWord()
    {
        PeekWord();
        return Next();
    }

    public void BackTo(int mark) => Mark = mark;
}
