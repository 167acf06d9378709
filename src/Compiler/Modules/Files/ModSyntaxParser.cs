namespace Go.Compiler.Modules.Files;

/// <summary>
/// Parses the text of a go.mod or go.work file into lines and blocks, whatever their verbs, and gives each comment to what it is about.
/// </summary>
internal sealed class ModSyntaxParser
{
    private readonly ModSyntaxScanner _scanner;
    private readonly ModSyntaxFile _file;
    private ModToken _next;

    private ModSyntaxParser(string filePath, string text)
    {
        _scanner = new ModSyntaxScanner(text);
        _file = new ModSyntaxFile { FilePath = filePath };
        _next = _scanner.Next();
    }

    /// <exception cref="ModSyntaxException">The text breaks off.</exception>
    public static ModSyntaxFile Parse(string filePath, string text)
    {
        var parser = new ModSyntaxParser(filePath, text);
        parser.Statements();
        parser.AssignSuffixComments();
        return parser._file;
    }

    private ModToken Take()
    {
        ModToken token = _next;
        _next = _scanner.Next();
        return token;
    }

    private void Statements()
    {
        ModCommentBlock? pending = null;
        while (_next.Kind != ModTokenKind.End)
        {
            switch (_next.Kind)
            {
                case ModTokenKind.NewLine:
                    Take();
                    Flush(ref pending);
                    break;
                case ModTokenKind.Comment:
                    pending ??= new ModCommentBlock { Start = _next.Start, End = _next.Start };
                    pending.Before.Add(new ModComment(_next.Text, _next.Start, false));
                    Take();
                    break;
                default:
                    Statement();
                    if (pending is not null)
                    {
                        _file.Statements[^1].Before = pending.Before;
                        pending = null;
                    }
                    break;
            }
        }
        Flush(ref pending);
    }

    private void Flush(ref ModCommentBlock? comments)
    {
        if (comments is not null)
        {
            _file.Statements.Add(comments);
            comments = null;
        }
    }

    private void Statement()
    {
        ModToken first = Take();
        var tokens = new List<ModToken> { first };
        while (true)
        {
            ModToken token = Take();
            if (token.EndsLine)
            {
                _file.Statements.Add(LineOf(tokens, false));
                return;
            }
            if (token.Is('(') && _next.EndsLine)
            {
                _file.Statements.Add(Block(first.Start, tokens, token));
                return;
            }
            if (token.Is('(') && _next.Is(')'))
            {
                ModToken close = Take();
                if (_next.EndsLine)
                {
                    Take();
                    _file.Statements.Add(EmptyBlock(first.Start, tokens, token, close));
                    return;
                }
                tokens.Add(token);
                tokens.Add(close);
                continue;
            }
            tokens.Add(token);
        }
    }

    private static ModLine LineOf(List<ModToken> tokens, bool isInBlock)
    {
        var positions = new ModPosition[tokens.Count];
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = tokens[i].Start;
        }
        return new ModLine
        {
            Start = tokens[0].Start,
            End = tokens[^1].End,
            Tokens = [.. tokens.Select(t => t.Text)],
            Positions = positions,
            IsInBlock = isInBlock,
        };
    }

    private static ModParenthesis Parenthesis(ModToken token) => new(token.Text) { Start = token.Start, End = token.End };

    private static ModBlock EmptyBlock(ModPosition start, List<ModToken> tokens, ModToken open, ModToken close) => new()
    {
        Start = start,
        End = close.End,
        Tokens = [.. tokens.Select(t => t.Text)],
        Open = Parenthesis(open),
        Close = Parenthesis(close),
    };

    private ModBlock Block(ModPosition start, List<ModToken> tokens, ModToken open)
    {
        ModBlock block = EmptyBlock(start, tokens, open, open);
        var comments = new List<ModComment>();
        while (true)
        {
            switch (_next.Kind)
            {
                case ModTokenKind.EndOfLineComment:
                    Take();
                    break;
                case ModTokenKind.NewLine:
                    Take();
                    // One empty comment keeps any number of blank lines, none at the block's start.
                    if (comments.Count == 0 ? block.Lines.Count > 0 : comments[^1].Text.Length > 0)
                    {
                        comments.Add(new ModComment("", default, false));
                    }
                    break;
                case ModTokenKind.Comment:
                    comments.Add(new ModComment(_next.Text, _next.Start, false));
                    Take();
                    break;
                case ModTokenKind.End:
                    throw new ModSyntaxException(_scanner.Position,
                        $"syntax error (unterminated block started at {_file.FilePath}:{start.Line}:{start.Column})");
                case ModTokenKind.Punctuation when _next.Is(')'):
                    block.Close = Parenthesis(Take());
                    block.End = block.Close.End;
                    block.Close.Before = comments is [{ Text: "" }] ? [] : comments;
                    if (!_next.EndsLine)
                    {
                        throw new ModSyntaxException(_scanner.Position, "syntax error (expected newline after closing paren)");
                    }
                    Take();
                    return block;
                default:
                    ModLine line = BlockLine();
                    line.Before = comments;
                    comments = [];
                    block.Lines.Add(line);
                    break;
            }
        }
    }

    private ModLine BlockLine()
    {
        var tokens = new List<ModToken> { Take() };
        while (true)
        {
            ModToken token = Take();
            if (token.EndsLine)
            {
                return LineOf(tokens, true);
            }
            tokens.Add(token);
        }
    }

    /// <summary>A comment at a line's end is about the last thing before it that begins and ends on one line.</summary>
    private void AssignSuffixComments()
    {
        var nodes = new List<ModNode>();
        foreach (ModNode statement in _file.Statements)
        {
            if (statement is ModBlock block)
            {
                nodes.Add(block.Open);
                nodes.AddRange(block.Lines);
                nodes.Add(block.Close);
            }
            nodes.Add(statement);
        }
        List<ModComment> comments = _scanner.SuffixComments;
        int left = comments.Count;
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            ModNode node = nodes[i];
            if (node.Start.Line != node.End.Line)
            {
                continue;
            }
            int end = left;
            while (left > 0 && node.End.Offset <= comments[left - 1].Start.Offset)
            {
                left--;
            }
            node.Suffix.AddRange(comments[left..end]);
        }
        _file.Before.AddRange(comments[..left]);
    }
}
