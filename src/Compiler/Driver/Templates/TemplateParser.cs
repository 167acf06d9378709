using Go.Compiler.Modules;

namespace Go.Compiler.Driver.Templates;

/// <summary>Reads templates as <c>go list -f</c> takes them. Each template within another has a parser of its own, over the same
/// words.</summary>
internal sealed partial class TemplateParser
{
    private readonly TemplateWords _words;
    private readonly TemplateSet _set;
    private readonly Func<string, bool> _isFunction;
    private readonly List<string> _variables = ["$"];
    private int _actionLine, _ranges;

    private TemplateParser(TemplateWords words, TemplateSet set, Func<string, bool> isFunction)
        => (_words, _set, _isFunction) = (words, set, isFunction);

    /// <param name="isFunction">Whether there is a function of that name.</param>
    /// <exception cref="TemplateException">The template is wrong.</exception>
    public static TemplateSet Parse(string template, Func<string, bool> isFunction)
    {
        var set = new TemplateSet(template);
        var parser = new TemplateParser(new TemplateWords(TemplateScanner.Scan(template)), set, isFunction);
        parser.Add(TemplateSet.Main, parser.Whole());
        return set;
    }

    private TemplateException Wrong(string what) => new($"template: {TemplateSet.Main}:{_words.Line}: {what}");

    private TemplateException Unexpected(TemplateToken token, string context)
    {
        if (token.Kind != TemplateTokenKind.Error)
        {
            return Wrong($"unexpected {token} in {context}");
        }
        string action = token.Text.EndsWith(" action", StringComparison.Ordinal) ? "" : " in action";
        return Wrong(token.Text + (_actionLine != 0 && _actionLine != token.Line ? $"{action} started at {TemplateSet.Main}:{_actionLine}"
            : ""));
    }

    private void Expect(TemplateTokenKind kind, string context)
    {
        TemplateToken token = _words.NextWord();
        if (token.Kind != kind)
        {
            throw Unexpected(token, context);
        }
    }

    private void Add(string name, IReadOnlyList<TemplateNode> nodes)
    {
        if (!_set.Add(name, nodes))
        {
            throw Wrong($"template: multiple definition of template {GoText.Quote(name)}");
        }
    }

    /// <summary>The template outside of all definitions, which stand only there.</summary>
    private List<TemplateNode> Whole()
    {
        var nodes = new List<TemplateNode>();
        while (_words.Peek().Kind != TemplateTokenKind.End)
        {
            if (_words.Peek().Kind == TemplateTokenKind.Open)
            {
                int mark = _words.Mark;
                _words.Next();
                if (_words.NextWord() is { Kind: TemplateTokenKind.Keyword, Text: "define" })
                {
                    new TemplateParser(_words, _set, _isFunction).Definition();
                    continue;
                }
                _words.BackTo(mark);
            }
            TemplateNode node = TextOrAction();
            nodes.Add(node is TemplateEnd ? throw Wrong($"unexpected {node}") : node);
        }
        return nodes;
    }

    private void Definition()
    {
        const string context = "define clause";
        string name = Name(_words.NextWord(), context);
        Expect(TemplateTokenKind.Close, context);
        Add(name, Inner(context));
    }

    /// <summary>What a template within another consists of, with its end.</summary>
    private List<TemplateNode> Inner(string context)
    {
        List<TemplateNode> nodes = List(out TemplateEnd end);
        return end.Keyword == "end" ? nodes : throw Wrong($"unexpected {end} in {context}");
    }

    private string Name(TemplateToken token, string context)
        => token.Kind is TemplateTokenKind.String or TemplateTokenKind.RawString ? Unquoted(token) : throw Unexpected(token, context);

    private string Unquoted(TemplateToken token) => GoText.Unquote(token.Text) ?? throw Wrong("invalid syntax");

    private List<TemplateNode> List(out TemplateEnd end)
    {
        var nodes = new List<TemplateNode>();
        while (_words.PeekWord().Kind != TemplateTokenKind.End)
        {
            TemplateNode node = TextOrAction();
            if (node is TemplateEnd last)
            {
                end = last;
                return nodes;
            }
            nodes.Add(node);
        }
        throw Wrong("unexpected EOF");
    }

    private TemplateNode TextOrAction()
    {
        TemplateToken token = _words.NextWord();
        switch (token.Kind)
        {
            case TemplateTokenKind.Text:
                return new TemplateText(token.At, token.Text);
            case TemplateTokenKind.Open:
                _actionLine = token.Line;
                TemplateNode node = Action();
                _actionLine = 0;
                return node;
            default:
                throw Unexpected(token, "input");
        }
    }

    private TemplateNode Action()
    {
        TemplateToken token = _words.PeekWord();
        string keyword = token.Kind == TemplateTokenKind.Keyword ? token.Text : "";
        switch (keyword)
        {
            case "if" or "with" or "range":
                _words.NextWord();
                return Block(keyword);
            case "template" or "block":
                _words.NextWord();
                return keyword == "block" ? InnerBlock() : Call();
            case "break" or "continue":
                _words.NextWord();
                Expect(TemplateTokenKind.Close, $"{{{{{keyword}}}}}");
                return _ranges > 0 ? new TemplateJump(token.At, keyword) : throw Wrong($"{{{{{keyword}}}}} outside {{{{range}}}}");
            case "end":
                _words.NextWord();
                Expect(TemplateTokenKind.Close, "end");
                return new TemplateEnd(token.At, keyword);
            case "else":
                _words.NextWord();
                if (!IsNext("if") && !IsNext("with"))
                {
                    Expect(TemplateTokenKind.Close, "else");
                }
                return new TemplateEnd(token.At, keyword);
            default:
                return new TemplateAction(token.At, Pipeline("command", TemplateTokenKind.Close));
        }
    }

    private bool IsNext(string keyword) => _words.PeekWord() is { Kind: TemplateTokenKind.Keyword } token && token.Text == keyword;

    private TemplateBlock Block(string keyword)
    {
        int variables = _variables.Count;
        TemplatePipeline pipeline = Pipeline(keyword, TemplateTokenKind.Close);
        _ranges += keyword == "range" ? 1 : 0;
        List<TemplateNode> body = List(out TemplateEnd end);
        _ranges -= keyword == "range" ? 1 : 0;
        List<TemplateNode>? otherwise = null;
        if (end.Keyword == "else")
        {
            // One end closes both.
            if (keyword != "range" && _words.Peek() is { Kind: TemplateTokenKind.Keyword } next && next.Text == keyword)
            {
                _words.Next();
                otherwise = [Block(keyword)];
            }
            else
            {
                otherwise = List(out end);
                _ = end.Keyword == "end" ? end : throw Wrong($"expected end; found {end}");
            }
        }
        _variables.RemoveRange(variables, _variables.Count - variables);
        return new TemplateBlock(pipeline.At, keyword, pipeline, body, otherwise);
    }

    private TemplateCall Call()
    {
        const string context = "template clause";
        TemplateToken token = _words.NextWord();
        string name = Name(token, context);
        if (_words.PeekWord().Kind != TemplateTokenKind.Close)
        {
            return new TemplateCall(token.At, name, Pipeline(context, TemplateTokenKind.Close));
        }
        _words.NextWord();
        return new TemplateCall(token.At, name, null);
    }

    /// <summary>A template that is defined where it is called.</summary>
    private TemplateCall InnerBlock()
    {
        const string context = "block clause";
        TemplateToken token = _words.NextWord();
        string name = Name(token, context);
        TemplatePipeline pipeline = Pipeline(context, TemplateTokenKind.Close);
        var inner = new TemplateParser(_words, _set, _isFunction);
        inner.Add(name, inner.Inner(context));
        return new TemplateCall(token.At, name, pipeline);
    }
}
