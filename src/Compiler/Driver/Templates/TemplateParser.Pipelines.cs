using System.Runtime.CompilerServices;
using Go.Compiler.Modules;

namespace Go.Compiler.Driver.Templates;

internal sealed partial class TemplateParser
{
    private const int MaxParens = 10_000;

    private int _parens;

    private TemplatePipeline Pipeline(string context, TemplateTokenKind end)
    {
        int at = _words.PeekWord().At;
        List<string> variables = Declaration(context, out bool assigns);
        var commands = new List<TemplateCommand>();
        while (true)
        {
            TemplateToken token = _words.PeekWord();
            if (token.Kind == end)
            {
                _words.Next();
                break;
            }
            if (!BeginsOperand(token))
            {
                _words.Next();
                throw Unexpected(token, context);
            }
            commands.Add(Command());
        }
        if (commands.Count == 0)
        {
            throw Wrong($"missing value for {context}");
        }
        int still = commands.FindIndex(1, c => c.Operands[0] is TemplateTruth or TemplateDot or TemplateNil or TemplateNumber
            or TemplateString);
        return still < 0 ? new TemplatePipeline(at, variables, assigns, commands)
            : throw Wrong($"non executable command in pipeline stage {still + 1}");
    }

    private static bool BeginsOperand(TemplateToken token) => token.Kind switch
    {
        TemplateTokenKind.Truth or TemplateTokenKind.CharacterConstant or TemplateTokenKind.Complex or TemplateTokenKind.Field
            or TemplateTokenKind.Identifier
            or TemplateTokenKind.Number or TemplateTokenKind.RawString or TemplateTokenKind.String or TemplateTokenKind.Variable
                or TemplateTokenKind.OpenParen => true,
        TemplateTokenKind.Keyword => token.Text is "." or "nil",
        _ => false,
    };

    /// <summary><c>$x :=</c>, <c>$x =</c> or, of a range, <c>$i, $x :=</c> before a pipeline; nothing is read if there is none.</summary>
    private List<string> Declaration(string context, out bool assigns)
    {
        var variables = new List<string>();
        assigns = false;
        while (_words.PeekWord() is { Kind: TemplateTokenKind.Variable } variable)
        {
            int mark = _words.Mark;
            _words.Next();
            TemplateToken next = _words.PeekWord();
            bool isComma = next is { Kind: TemplateTokenKind.Character, Text: "," };
            if (!isComma && next.Kind is not (TemplateTokenKind.Assign or TemplateTokenKind.Declare))
            {
                _words.BackTo(mark);
                break;
            }
            _words.Next();
            variables.Add(variable.Text);
            _variables.Add(variable.Text);
            if (!isComma)
            {
                assigns = next.Kind == TemplateTokenKind.Assign;
                break;
            }
            if (context != "range" || variables.Count > 1)
            {
                throw Wrong($"too many declarations in {context}");
            }
            if (_words.PeekWord().Kind is not (TemplateTokenKind.Variable or TemplateTokenKind.Close or TemplateTokenKind.CloseParen))
            {
                throw Wrong("range can only initialize variables");
            }
        }
        return variables;
    }

    private TemplateCommand Command()
    {
        int at = _words.PeekWord().At;
        var operands = new List<TemplateNode>();
        while (true)
        {
            _words.PeekWord();
            if (Operand() is { } operand)
            {
                operands.Add(operand);
            }
            TemplateToken token = _words.Peek();
            if (token.Kind is not (TemplateTokenKind.Close or TemplateTokenKind.CloseParen))
            {
                _words.Next();
            }
            if (token.Kind == TemplateTokenKind.Space)
            {
                continue;
            }
            if (token.Kind is not (TemplateTokenKind.Close or TemplateTokenKind.CloseParen or TemplateTokenKind.Pipe))
            {
                throw Unexpected(token, "operand");
            }
            return operands.Count > 0 ? new TemplateCommand(at, operands) : throw Wrong("empty command");
        }
    }

    /// <summary>A term, and the fields that are asked of it; null if there is none.</summary>
    private TemplateNode? Operand()
    {
        TemplateNode? term = Term();
        if (term is null || _words.Peek().Kind != TemplateTokenKind.Field)
        {
            return term;
        }
        int at = _words.Peek().At;
        var names = new List<string>();
        while (_words.Peek().Kind == TemplateTokenKind.Field)
        {
            names.Add(_words.Next().Text[1..]);
        }
        return term switch
        {
            TemplateFields fields => new TemplateFields(at, [.. fields.Names, .. names]),
            TemplateVariable variable => new TemplateVariable(at, [.. variable.Names, .. names]),
            TemplateTruth or TemplateString or TemplateNumber or TemplateNil or TemplateDot
                => throw Wrong($"unexpected . after term {GoText.Quote(term.ToString())}"),
            _ => new TemplateChain(at, term, names),
        };
    }

    private TemplateNode? Term()
    {
        TemplateToken token = _words.PeekWord();
        if (!BeginsOperand(token))
        {
            return null;
        }
        _words.Next();
        switch (token.Kind)
        {
            case TemplateTokenKind.Identifier:
                return _isFunction(token.Text) ? new TemplateIdentifier(token.At, token.Text)
                    : throw Wrong($"function {GoText.Quote(token.Text)} not defined");
            case TemplateTokenKind.Keyword:
                return token.Text == "." ? new TemplateDot(token.At) : new TemplateNil(token.At);
            case TemplateTokenKind.Variable:
                return _variables.Contains(token.Text) ? new TemplateVariable(token.At, [token.Text])
                    : throw Wrong($"undefined variable {GoText.Quote(token.Text)}");
            case TemplateTokenKind.Field:
                return new TemplateFields(token.At, [token.Text[1..]]);
            case TemplateTokenKind.Truth:
                return new TemplateTruth(token.At, token.Text == "true");
            case TemplateTokenKind.OpenParen:
                return Parenthesized();
            case TemplateTokenKind.String or TemplateTokenKind.RawString:
                return new TemplateString(token.At, token.Text, Unquoted(token));
            default:
                return Number(token);
        }
    }

    private TemplatePipeline Parenthesized()
    {
        if (_parens >= MaxParens || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Wrong("max expression depth exceeded");
        }
        _parens++;
        TemplatePipeline pipeline = Pipeline("parenthesized pipeline", TemplateTokenKind.CloseParen);
        _parens--;
        return pipeline;
    }

    private TemplateNumber Number(TemplateToken token)
    {
        try
        {
            return TemplateNumber.Parse(token);
        }
        catch (FormatException e)
        {
            throw Wrong(e.Message);
        }
    }
}
