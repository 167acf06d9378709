using System.Text;

namespace Go.Compiler.Modules.Files;

/// <summary>Prints a file in the standard layout: what the go command writes, byte for byte.</summary>
internal sealed class ModSyntaxPrinter
{
    private readonly StringBuilder _text = new();
    private readonly List<ModComment> _suffix = [];
    private int _margin;

    public static byte[] Format(ModSyntaxFile file)
    {
        var printer = new ModSyntaxPrinter();
        printer.File(file);
        StringBuilder text = printer._text;
        while (text.Length > 0 && text[^1] == '\n' && (text.Length == 1 || text[^2] == '\n'))
        {
            text.Length--;
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private void File(ModSyntaxFile file)
    {
        WholeLines(file.Before);
        for (int i = 0; i < file.Statements.Count; i++)
        {
            ModNode statement = file.Statements[i];
            Node(statement);
            if (statement is not ModCommentBlock)
            {
                NewLine();
            }
            WholeLines(statement.After);
            if (i + 1 < file.Statements.Count)
            {
                NewLine();
            }
        }
    }

    private void WholeLines(List<ModComment> comments)
    {
        foreach (ModComment comment in comments)
        {
            _text.Append(comment.Text.Trim());
            NewLine();
        }
    }

    private void Node(ModNode node)
    {
        if (node.Before.Count > 0)
        {
            Trim();
            if (_text.Length > 0 && _text[^1] != '\n')
            {
                _text.Append('\n');
            }
            _text.Append('\t', _margin);
            WholeLines(node.Before);
        }
        switch (node)
        {
            case ModParenthesis parenthesis:
                _text.Append(parenthesis.Text);
                break;
            case ModLine line:
                Tokens(line.Tokens);
                break;
            case ModBlock block:
                Tokens(block.Tokens);
                _text.Append(' ');
                Node(block.Open);
                _margin++;
                foreach (ModLine line in block.Lines)
                {
                    NewLine();
                    Node(line);
                }
                _margin--;
                NewLine();
                Node(block.Close);
                break;
        }
        _suffix.AddRange(node.Suffix);
    }

    private void Tokens(List<string> tokens)
    {
        bool needsSpace = false;
        foreach (string token in tokens)
        {
            if (needsSpace && token is not ("," or ")" or "]" or "}"))
            {
                _text.Append(' ');
            }
            _text.Append(token);
            needsSpace = token is not ("(" or "[" or "{");
        }
    }

    /// <summary>Ends the line with the comments that wait for that.</summary>
    private void NewLine()
    {
        for (int i = 0; i < _suffix.Count; i++)
        {
            if (i > 0)
            {
                Trim();
                _text.Append('\n').Append('\t', _margin);
            }
            _text.Append(i == 0 ? " " : "").Append(_suffix[i].Text.Trim());
        }
        _suffix.Clear();
        Trim();
        bool isBlank = _text.Length == 0 || (_text.Length >= 2 && _text[^1] == '\n' && _text[^2] == '\n');
        if (!isBlank)
        {
            _text.Append('\n');
        }
        _text.Append('\t', _margin);
    }

    private void Trim()
    {
        while (_text.Length > 0 && _text[^1] is ' ' or '\t')
        {
            _text.Length--;
        }
    }
}
