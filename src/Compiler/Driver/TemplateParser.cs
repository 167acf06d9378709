using System.Globalization;
using System.Text;

namespace Go.Compiler.Driver;

/// <summary>Reads templates as <c>go list -f</c> takes them. Not among them: templates that define others, <c>break</c> and <c>continue</c>.</summary>
internal sealed class TemplateParser
{
    private readonly string _template;
    private readonly List<(string Text, bool IsAction)> _parts = [];
    private int _part;

    // The action being read.
    private string _action = "";
    private int _at;

    private TemplateParser(string template)
    {
        _template = template;
        Split();
    }

    /// <exception cref="UsageException">The template is wrong, or has what is not supported.</exception>
    public static IReadOnlyList<TemplateNode> Parse(string template)
    {
        var parser = new TemplateParser(template);
        IReadOnlyList<TemplateNode> nodes = parser.List(out string end);
        return end.Length == 0 ? nodes : throw parser.Wrong($"unexpected {{{{{end}}}}}");
    }

    private UsageException Wrong(string what) => new($"-f {_template}: {what}");

    /// <summary>Texts and actions in turn; a dash inside the braces takes the space beside them away.</summary>
    private void Split()
    {
        bool isTrimming = false;
        for (int i = 0; i <= _template.Length;)
        {
            int open = _template.IndexOf("{{", i, StringComparison.Ordinal);
            string text = open < 0 ? _template[i..] : _template[i..open];
            text = isTrimming ? text.TrimStart() : text;
            if (open < 0)
            {
                _parts.Add((text, false));
                return;
            }
            int close = EndOfAction(open + 2);
            string action = _template[(open + 2)..close];
            if (action.Length > 1 && action[0] == '-' && char.IsWhiteSpace(action[1]))
            {
                (text, action) = (text.TrimEnd(), action[1..]);
            }
            isTrimming = action.Length > 1 && action[^1] == '-' && char.IsWhiteSpace(action[^2]);
            _parts.Add((text, false));
            action = (isTrimming ? action[..^1] : action).Trim();
            if (!action.StartsWith("/*", StringComparison.Ordinal))
            {
                _parts.Add((action, true));
            }
            i = close + 2;
        }
    }

    /// <summary>Where the action's braces close: those within quotes do not count.</summary>
    private int EndOfAction(int at)
    {
        char quote = '\0';
        for (; at < _template.Length; at++)
        {
            char c = _template[at];
            if (quote != '\0')
            {
                at += c == '\\' && quote == '"' ? 1 : 0;
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '`')
            {
                quote = c;
            }
            else if (c == '}' && at + 1 < _template.Length && _template[at + 1] == '}')
            {
                return at;
            }
        }
        throw Wrong("unclosed action");
    }

    /// <summary>Nodes up to the action that ends the list: <c>end</c>, or <c>else</c> with what follows it; empty at the template's end.</summary>
    private List<TemplateNode> List(out string end)
    {
        var nodes = new List<TemplateNode>();
        while (_part < _parts.Count)
        {
            (string text, bool isAction) = _parts[_part++];
            if (!isAction)
            {
                if (text.Length > 0)
                {
                    nodes.Add(new TemplateText(text));
                }
                continue;
            }
            string keyword = text.Split((char[]?)null, 2)[0];
            switch (keyword)
            {
                case "end" or "else":
                    end = text;
                    return nodes;
                case "if" or "with" or "range":
                    nodes.Add(Block(keyword, text[keyword.Length..]));
                    break;
                case "define" or "template" or "block" or "break" or "continue":
                    throw UsageException.NotSupported($"-f: {{{{{keyword}}}}} is not supported");
                default:
                    nodes.Add(new TemplateAction(PipelineOf(text)));
                    break;
            }
        }
        end = "";
        return nodes;
    }

    private TemplateBlock Block(string keyword, string condition)
    {
        TemplatePipeline pipeline = PipelineOf(condition);
        List<TemplateNode> body = List(out string end);
        IReadOnlyList<TemplateNode> otherwise = [];
        if (end.StartsWith("else", StringComparison.Ordinal))
        {
            string rest = end[4..].Trim(), next = rest.Split((char[]?)null, 2)[0];
            if (next is "if" or "with")
            {
                return new TemplateBlock(keyword, pipeline, body, [Block(next, rest[next.Length..])]); // one end closes both
            }
            otherwise = List(out end);
        }
        return end == "end" ? new TemplateBlock(keyword, pipeline, body, otherwise) : throw Wrong($"{{{{{keyword}}}}} has no {{{{end}}}}");
    }

    private TemplatePipeline PipelineOf(string text)
    {
        (_action, _at) = (text, 0);
        TemplatePipeline pipeline = Pipeline();
        SkipSpace();
        return _at == _action.Length ? pipeline : throw Wrong($"unexpected {_action[_at..]} in {{{{{text}}}}}");
    }

    private TemplatePipeline Pipeline()
    {
        List<string> variables = Declaration();
        var commands = new List<TemplateCommand>();
        do
        {
            var operands = new List<TemplateOperand>();
            for (SkipSpace(); _at < _action.Length && _action[_at] is not ('|' or ')'); SkipSpace())
            {
                operands.Add(Operand());
            }
            commands.Add(operands.Count > 0 ? new TemplateCommand(operands) : throw Wrong($"missing value in {{{{{_action}}}}}"));
        }
        while (Take('|'));
        return new TemplatePipeline(variables, commands);
    }

    /// <summary><c>$x :=</c>, <c>$x =</c> or <c>$i, $x :=</c> before a pipeline; nothing is read if there is none.</summary>
    private List<string> Declaration()
    {
        int start = _at;
        var variables = new List<string>();
        do
        {
            SkipSpace();
            if (_at >= _action.Length || _action[_at] != '$')
            {
                break;
            }
            _at++;
            variables.Add("$" + Word());
            SkipSpace();
        }
        while (Take(','));
        if (variables.Count > 0 && (Take(':') | Take('=')))
        {
            Take('=');
            return variables;
        }
        _at = start;
        return [];
    }

    private TemplateOperand Operand()
    {
        char c = _action[_at];
        switch (c)
        {
            case '(':
                _at++;
                TemplatePipeline inner = Pipeline();
                return Take(')') ? new(TemplateOperandKind.Pipeline, inner, Fields()) : throw Wrong("unclosed left paren");
            case '.':
                return _at + 1 < _action.Length && char.IsLetter(_action[_at + 1])
                    ? new(TemplateOperandKind.Dot, null, Fields()) : Skip(new TemplateOperand(TemplateOperandKind.Dot, null, []));
            case '$':
                _at++;
                return new(TemplateOperandKind.Variable, "$" + Word(), Fields());
            case '"' or '`':
                return new(TemplateOperandKind.Literal, Quoted(c), []);
            case '-' or '+' or (>= '0' and <= '9'):
                return new(TemplateOperandKind.Literal, Number(), []);
        }
        string word = Word();
        return word switch
        {
            "" => throw Wrong($"unexpected {_action[_at..]} in {{{{{_action}}}}}"),
            "true" => new(TemplateOperandKind.Literal, true, []),
            "false" => new(TemplateOperandKind.Literal, false, []),
            "nil" => new(TemplateOperandKind.Literal, null, []),
            _ => new(TemplateOperandKind.Function, word, Fields()),
        };
    }

    private TemplateOperand Skip(TemplateOperand operand)
    {
        _at++;
        return operand;
    }

    private List<string> Fields()
    {
        var fields = new List<string>();
        while (_at + 1 < _action.Length && _action[_at] == '.' && (char.IsLetter(_action[_at + 1]) || _action[_at + 1] == '_'))
        {
            _at++;
            fields.Add(Word());
        }
        return fields;
    }

    private string Word()
    {
        int start = _at;
        while (_at < _action.Length && (char.IsLetterOrDigit(_action[_at]) || _action[_at] == '_'))
        {
            _at++;
        }
        return _action[start.._at];
    }

    private object Number()
    {
        int start = _at++;
        string digits = _action[start] + Word();
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw Wrong($"bad number: {digits}");
    }

    private string Quoted(char quote)
    {
        var text = new StringBuilder();
        for (_at++; _at < _action.Length; _at++)
        {
            char c = _action[_at];
            if (c == quote)
            {
                _at++;
                return text.ToString();
            }
            if (c == '\\' && quote == '"' && _at + 1 < _action.Length)
            {
                c = _action[++_at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '"' => '"', '\\' => '\\', var other => throw Wrong($"unknown escape \\{other}") };
            }
            text.Append(c);
        }
        throw Wrong("unterminated quoted string");
    }

    private void SkipSpace()
    {
        while (_at < _action.Length && char.IsWhiteSpace(_action[_at]))
        {
            _at++;
        }
    }

    private bool Take(char c)
    {
        SkipSpace();
        bool isThere = _at < _action.Length && _action[_at] == c;
        _at += isThere ? 1 : 0;
        return isThere;
    }
}
