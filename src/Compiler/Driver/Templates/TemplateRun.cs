using System.Runtime.CompilerServices;
using System.Text;
using Go.Compiler.Modules;

namespace Go.Compiler.Driver.Templates;

/// <summary>Runs a template over a value. Of what goes wrong it says where in the words of Go's package text/template.</summary>
internal sealed partial class TemplateRun
{
    private const int MaxDepth = 100_000;

    private readonly TemplateSet _set;
    private readonly TemplateFunctions _functions;
    private readonly StringBuilder _text;

    // Of the template that runs: those that it calls have their own.
    private List<(string Name, TemplateValue Value)> _variables = [];
    private string _name = TemplateSet.Main;
    private int _depth;
    private TemplateNode? _node;

    private TemplateRun(TemplateSet set, TemplateFunctions functions, StringBuilder text)
        => (_set, _functions, _text) = (set, functions, text);

    /// <summary>What a list was left by.</summary>
    private enum Exit
    {
        None,
        Break,
        Continue,
    }

    /// <param name="text">Gets what comes out, before an error too.</param>
    /// <exception cref="TemplateException">The template asks for what there is not.</exception>
    public static void Apply(TemplateSet set, TemplateFunctions functions, TemplateValue value, StringBuilder text)
        => new TemplateRun(set, functions, text).Whole(TemplateSet.Main, value);

    private TemplateException Wrong(string what)
        => new(_node is null ? $"template: {_name}: {what}"
            : $"template: {_set.Place(_node.At)}: executing {GoText.Quote(_name)} at <{_node}>: {what}");

    private void Whole(string name, TemplateValue value)
    {
        (List<(string, TemplateValue)> variables, string before) = (_variables, _name);
        (_variables, _name) = ([("$", value)], name);
        List(_set.Find(name)!, value);
        (_variables, _name) = (variables, before);
    }

    private Exit List(IReadOnlyList<TemplateNode> nodes, TemplateValue dot)
    {
        foreach (TemplateNode node in nodes)
        {
            if (Walk(node, dot) is var exit and not Exit.None)
            {
                return exit;
            }
        }
        return Exit.None;
    }

    private Exit Walk(TemplateNode node, TemplateValue dot)
    {
        _node = node;
        switch (node)
        {
            case TemplateText text:
                _text.Append(text.Text);
                break;
            case TemplateAction action:
                TemplateValue value = Value(action.Pipeline, dot);
                if (action.Pipeline.Variables.Count == 0)
                {
                    _node = node;
                    _text.Append(TemplateFormat.Print(Printable(value)));
                }
                break;
            case TemplateBlock { Keyword: "range" } range:
                return Scoped(() => Range(range, dot));
            case TemplateBlock block:
                return Scoped(() => Condition(block, dot));
            case TemplateJump jump:
                return jump.Keyword == "break" ? Exit.Break : Exit.Continue;
            case TemplateCall call:
                Call(call, dot);
                break;
        }
        return Exit.None;
    }

    private Exit Scoped(Func<Exit> body)
    {
        int variables = _variables.Count;
        Exit exit = body();
        _variables.RemoveRange(variables, _variables.Count - variables);
        return exit;
    }

    private Exit Condition(TemplateBlock block, TemplateValue dot)
    {
        TemplateValue value = Value(block.Pipeline, dot);
        return value.IsTrue ? List(block.Body, block.Keyword == "with" ? value : dot) : List(block.Otherwise ?? [], dot);
    }

    private Exit Range(TemplateBlock range, TemplateValue dot)
    {
        (TemplateValue value, bool isNil) = Value(range.Pipeline, dot).Indirect();
        IEnumerable<(TemplateValue Index, TemplateValue Item)> items = value.Kind switch
        {
            TemplateKind.Int or TemplateKind.Uint => Count(range, value),
            TemplateKind.Slice => value.Items.Select((item, i) => (TemplateValue.Of(i), value.Item(item))),
            TemplateKind.Map => value.Entries.Select(e => (TemplateValue.Of(e.Key), value.Item(e.Value))),
            TemplateKind.Invalid => [],
            _ => throw Wrong($"range can't iterate over {TemplateFormat.Print(isNil ? default : value)}"),
        };
        bool hasAny = false;
        int variables = _variables.Count;
        foreach ((TemplateValue index, TemplateValue item) in items)
        {
            hasAny = true;
            SetVariables(range.Pipeline, index, item);
            Exit exit = List(range.Body, item);
            _variables.RemoveRange(variables, _variables.Count - variables);
            if (exit == Exit.Break)
            {
                break;
            }
        }
        return hasAny ? Exit.None : List(range.Otherwise ?? [], dot);
    }

    private IEnumerable<(TemplateValue Index, TemplateValue Item)> Count(TemplateBlock range, TemplateValue value)
    {
        if (range.Pipeline.Variables.Count > 1)
        {
            throw Wrong($"can't use {TemplateFormat.Print(value)} to iterate over more than one variable");
        }
        return Numbers((long)value.Data!, value.Type!);

        static IEnumerable<(TemplateValue, TemplateValue)> Numbers(long count, TemplateType type)
        {
            for (long i = 0; i < count; i++)
            {
                yield return (default, new TemplateValue(type, i));
            }
        }
    }

    /// <summary>The variables of a range, which stand there with the whole value before.</summary>
    private void SetVariables(TemplatePipeline pipeline, TemplateValue index, TemplateValue item)
    {
        IReadOnlyList<string> names = pipeline.Variables;
        for (int i = 0; i < names.Count; i++)
        {
            TemplateValue value = i == names.Count - 1 ? item : index;
            if (pipeline.Assigns)
            {
                Assign(names[i], value);
            }
            else
            {
                _variables[^(names.Count - i)] = (names[i], value);
            }
        }
    }

    private void Assign(string name, TemplateValue value) => _variables[Find(name)] = (name, value);

    private int Find(string name)
    {
        int i = _variables.FindLastIndex(v => v.Name == name);
        return i >= 0 ? i : throw Wrong($"undefined variable: {name}");
    }

    private void Call(TemplateCall call, TemplateValue dot)
    {
        if (_set.Find(call.Name) is null)
        {
            throw Wrong($"template {GoText.Quote(call.Name)} not defined");
        }
        if (_depth == MaxDepth)
        {
            throw Wrong($"exceeded maximum template depth ({MaxDepth})");
        }
        TemplateValue value = call.Pipeline is null ? default : Value(call.Pipeline, dot);
        _depth++;
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            Whole(call.Name, value);
        }
        else
        {
            OnFreshStack(() => Whole(call.Name, value));
        }
        _depth--;
    }

    /// <summary>Templates may call each other deeper than one thread's stack goes.</summary>
    private static void OnFreshStack(Action body)
    {
        TemplateException? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                body();
            }
            catch (TemplateException e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            throw failure;
        }
    }

    /// <summary>What is printed for a value: a pointer's value rather than the pointer, unless that has a text.</summary>
    internal static TemplateValue Printable(TemplateValue value)
    {
        if (value.Kind == TemplateKind.Pointer)
        {
            value = value.Indirect().Value;
        }
        return value.Type is null ? TemplateValue.Of("<no value>")
            : value is { Type.IsTextOfPointer: true, IsAddressable: true } ? new TemplateValue(value.Type.Pointer, value.Data) : value;
    }
}
