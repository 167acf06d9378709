using System.Text;

namespace Go.Compiler.Driver;

/// <summary>
/// Runs a template over a value. Values are texts, truth values, numbers (long), times (<see cref="TemplateTime"/>), lists
/// (<see cref="IReadOnlyList{T}"/> of values), null, and records with fields (<see cref="TemplateRecord"/>).
/// </summary>
internal sealed class TemplateRun
{
    private readonly StringBuilder _text = new();
    private readonly List<(string Name, object? Value)> _variables = [];

    private TemplateRun()
    {
    }

    /// <exception cref="UsageException">The template asks for a field or function that there is not.</exception>
    public static string Apply(IReadOnlyList<TemplateNode> template, TemplateRecord value)
    {
        var run = new TemplateRun();
        run._variables.Add(("$", value));
        run.List(template, value);
        return run._text.ToString();
    }

    private void List(IReadOnlyList<TemplateNode> nodes, object? dot)
    {
        int variables = _variables.Count;
        foreach (TemplateNode node in nodes)
        {
            switch (node)
            {
                case TemplateText text:
                    _text.Append(text.Text);
                    break;
                case TemplateAction action:
                    object? value = Value(action.Pipeline, dot);
                    if (action.Pipeline.Variables.Count == 0)
                    {
                        _text.Append(TemplateFunctions.Print(value));
                    }
                    Declare(action.Pipeline.Variables, value);
                    break;
                case TemplateBlock block:
                    Block(block, dot);
                    break;
            }
        }
        _variables.RemoveRange(variables, _variables.Count - variables);
    }

    private void Declare(IReadOnlyList<string> names, params ReadOnlySpan<object?> values)
    {
        // Of two variables and one value, it is the second that has it: a range's index comes first.
        for (int i = 0; i < names.Count; i++)
        {
            _variables.Add((names[i], values[values.Length - names.Count + i]));
        }
    }

    private void Block(TemplateBlock block, object? dot)
    {
        object? value = Value(block.Pipeline, dot);
        int variables = _variables.Count;
        if (!TemplateFunctions.IsTrue(value))
        {
            Declare(block.Pipeline.Variables, null, value);
            List(block.Otherwise, dot);
        }
        else if (block.Keyword == "range")
        {
            IReadOnlyList<object?> items = value as IReadOnlyList<object?> ?? throw new UsageException($"-f: range can't iterate over {TemplateFunctions.Print(value)}");
            for (int i = 0; i < items.Count; i++)
            {
                Declare(block.Pipeline.Variables, (long)i, items[i]);
                List(block.Body, items[i]);
                _variables.RemoveRange(variables, _variables.Count - variables);
            }
        }
        else
        {
            Declare(block.Pipeline.Variables, null, value);
            List(block.Body, block.Keyword == "with" ? value : dot);
        }
        _variables.RemoveRange(variables, _variables.Count - variables);
    }

    private object? Value(TemplatePipeline pipeline, object? dot)
    {
        object? value = null;
        bool isFirst = true;
        foreach (TemplateCommand command in pipeline.Commands)
        {
            value = isFirst ? Command(command, [], dot) : Command(command, [value], dot);
            isFirst = false;
        }
        return value;
    }

    private object? Command(TemplateCommand command, object?[] piped, object? dot)
    {
        TemplateOperand first = command.Operands[0];
        if (first.Kind == TemplateOperandKind.Function)
        {
            string name = (string)first.Value!;
            // These two leave off as soon as the answer is clear: what follows may make sense only then.
            if (name is "and" or "or" && piped.Length == 0)
            {
                return AndOr(command.Operands, name == "or", dot);
            }
            object?[] arguments = [.. command.Operands.Skip(1).Select(o => Operand(o, dot)), .. piped];
            return Fields(TemplateFunctions.Call(name, arguments), first.Fields);
        }
        if (first.Fields is [.., "Format"] && Operand(Parent(first), dot) is TemplateTime time)
        {
            object?[] layout = [.. command.Operands.Skip(1).Select(o => Operand(o, dot)), .. piped];
            return layout is [string text] ? time.Format(text)
                : throw new UsageException($"-f: wrong number of args for Format: want 1 got {layout.Length}");
        }
        if (command.Operands.Count > 1 || piped.Length > 0)
        {
            throw new UsageException($"-f: can't give argument to non-function {TemplateFunctions.Print(Operand(first, dot))}");
        }
        return Operand(first, dot);
    }

    /// <summary>What the last field is asked of.</summary>
    private static TemplateOperand Parent(TemplateOperand operand) => operand with { Fields = [.. operand.Fields.SkipLast(1)] };

    private object? AndOr(IReadOnlyList<TemplateOperand> operands, bool isOr, object? dot)
    {
        object? value = null;
        for (int i = 1; i < operands.Count; i++)
        {
            value = Operand(operands[i], dot);
            if (TemplateFunctions.IsTrue(value) == isOr)
            {
                break;
            }
        }
        return value;
    }

    private object? Operand(TemplateOperand operand, object? dot)
    {
        object? value = operand.Kind switch
        {
            TemplateOperandKind.Dot => dot,
            TemplateOperandKind.Variable => Variable((string)operand.Value!),
            TemplateOperandKind.Pipeline => Value((TemplatePipeline)operand.Value!, dot),
            TemplateOperandKind.Function => TemplateFunctions.Call((string)operand.Value!, []),
            _ => operand.Value,
        };
        return Fields(value, operand.Fields);
    }

    private static object? Fields(object? value, IReadOnlyList<string> fields)
    {
        foreach (string field in fields)
        {
            value = value is TemplateRecord record ? record.Field(field) : throw new UsageException($"-f: can't evaluate field {field} in {TemplateFunctions.Print(value)}");
        }
        return value;
    }

    private object? Variable(string name)
    {
        int i = _variables.FindLastIndex(v => v.Name == name);
        return i >= 0 ? _variables[i].Value : throw new UsageException($"-f: undefined variable {name}");
    }
}
