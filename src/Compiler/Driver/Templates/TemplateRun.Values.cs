using Go.Compiler.Modules;

namespace Go.Compiler.Driver.Templates;

internal sealed partial class TemplateRun
{
    private TemplateValue Value(TemplatePipeline pipeline, TemplateValue dot)
    {
        _node = pipeline;
        TemplateValue? value = null;
        foreach (TemplateCommand command in pipeline.Commands)
        {
            value = Command(command, value, dot);
        }
        foreach (string name in pipeline.Variables)
        {
            if (pipeline.Assigns)
            {
                Assign(name, value!.Value);
            }
            else
            {
                _variables.Add((name, value!.Value));
            }
        }
        return value!.Value;
    }

    /// <param name="piped">The value of the command before; null if there is none.</param>
    private TemplateValue Command(TemplateCommand command, TemplateValue? piped, TemplateValue dot)
    {
        TemplateNode first = command.Operands[0];
        IReadOnlyList<TemplateNode> arguments = [.. command.Operands.Skip(1)];
        switch (first)
        {
            case TemplateFields or TemplateChain or TemplateVariable { Names.Count: > 1 }:
                return Fields(first, arguments, piped, dot);
            case TemplateIdentifier identifier:
                return Function(identifier, command, arguments, piped, dot);
            case TemplatePipeline inner:
                RefuseArguments(first, arguments, piped);
                return Value(inner, dot);
        }
        _node = first;
        TemplateValue constant = first is TemplateVariable variable ? _variables[Find(variable.Names[0])].Value : default;
        RefuseArguments(first, arguments, piped);
        return first switch
        {
            TemplateVariable => constant,
            TemplateNil => throw Wrong("nil is not a command"),
            _ => Constant(first, dot),
        };
    }

    private void RefuseArguments(TemplateNode first, IReadOnlyList<TemplateNode> arguments, TemplateValue? piped)
    {
        if (arguments.Count > 0 || piped is not null)
        {
            throw Wrong($"can't give argument to non-function {first}");
        }
    }

    private TemplateValue Constant(TemplateNode node, TemplateValue dot)
    {
        _node = node;
        return node switch
        {
            TemplateDot => dot,
            TemplateTruth truth => TemplateValue.Of(truth.Value),
            TemplateString text => TemplateValue.Of(text.Value),
            TemplateNumber { Complex: { } complex } => new(TemplateType.Complex, complex),
            TemplateNumber { LooksLikeFloat: true } number => new(TemplateType.Float, number.Float),
            TemplateNumber { Integer: { } integer } => TemplateValue.Of(integer),
            TemplateNumber { IsUnsigned: true } => throw Wrong($"{node} overflows int"),
            TemplateNumber => default,
            _ => throw Wrong($"can't handle assignment of {node} to empty interface argument"),
        };
    }

    private TemplateValue Fields(TemplateNode node, IReadOnlyList<TemplateNode> arguments, TemplateValue? piped, TemplateValue dot)
    {
        _node = node;
        (TemplateValue value, IReadOnlyList<string> names) = node switch
        {
            TemplateFields fields => (dot, fields.Names),
            TemplateVariable variable => (_variables[Find(variable.Names[0])].Value, [.. variable.Names.Skip(1)]),
            TemplateChain { Inner: TemplateNil } => throw Wrong($"indirection through explicit nil in {node}"),
            TemplateChain chain => (Argument(chain.Inner, TemplateType.Value, dot), chain.Names),
            _ => throw new InvalidOperationException(node.ToString()),
        };
        for (int i = 0; i < names.Count - 1; i++)
        {
            value = Field(value, names[i], node, [], null, dot);
        }
        return Field(value, names[^1], node, arguments, piped, dot);
    }

    private TemplateValue Field(
        TemplateValue receiver, string name, TemplateNode node, IReadOnlyList<TemplateNode> arguments, TemplateValue? piped,
            TemplateValue dot)
    {
        if (receiver.Type is null)
        {
            return default;
        }
        string type = receiver.TypeName;
        (TemplateValue value, bool isNil) = receiver.Indirect();
        if (isNil && value.Kind == TemplateKind.Interface)
        {
            throw Wrong($"nil pointer evaluating {type}.{name}");
        }
        TemplateType named = value.Kind == TemplateKind.Pointer ? value.Type!.Element! : value.Type!;
        if (named.Method(name) is { } method)
        {
            return Call(method, value, node, arguments, piped, dot);
        }
        bool hasArguments = arguments.Count > 0 || piped is not null;
        if (named.Field(name) is { } field)
        {
            return isNil ? throw Wrong($"nil pointer evaluating {type}.{name}")
                : !char.IsUpper(name[0]) ? throw Wrong($"{name} is an unexported field of struct type {type}")
                : hasArguments ? throw Wrong($"{name} has arguments but cannot be invoked as function") : value.Field(field);
        }
        if (value.Kind == TemplateKind.Map)
        {
            return hasArguments ? throw Wrong($"{name} is not a method but has arguments")
                : value.Entries.FirstOrDefault(e => e.Key == name) is { Key: not null } entry ? value.Item(entry.Value) : default;
        }
        throw Wrong($"can't evaluate field {name} in type {type}");
    }

    private TemplateValue Function(
        TemplateIdentifier node, TemplateNode command, IReadOnlyList<TemplateNode> arguments, TemplateValue? piped, TemplateValue dot)
    {
        _node = node;
        return Call(_functions.Find(node.Name)!, null, command, arguments, piped, dot);
    }

    private TemplateValue Call(TemplateFunction function, TemplateValue? receiver, TemplateNode node, IReadOnlyList<TemplateNode> arguments,
        TemplateValue? piped,
        TemplateValue dot)
    {
        IReadOnlyList<TemplateType> parameters = function.Parameters;
        int given = arguments.Count + (piped is null ? 0 : 1), least = parameters.Count - (function.IsVariadic ? 1 : 0);
        if (given < least || (given > least && !function.IsVariadic))
        {
            throw Wrong(function.IsVariadic ? $"wrong number of args for {function.Name}: want at least {least} got {arguments.Count}"
                : $"wrong number of args for {function.Name}: want {parameters.Count} got {given}");
        }
        if (receiver is null && function.Name is "and" or "or")
        {
            return AndOr(arguments, piped, function.Name == "or", dot);
        }
        TemplateType TypeOf(int i) => parameters[Math.Min(i, parameters.Count - 1)];
        List<TemplateValue> values = receiver is { } r ? [r] : [];
        for (int i = 0; i < arguments.Count; i++)
        {
            values.Add(Argument(arguments[i], TypeOf(i), dot));
        }
        if (piped is { } last)
        {
            values.Add(Fitting(last, TypeOf(arguments.Count)));
        }
        if (receiver is null && function.Name == "call")
        {
            // There are no functions among the values.
            string callee = arguments.Count > 0 ? arguments[0].ToString() : TemplateFormat.Print(values[0]);
            _node = node;
            string problem = values[0].Type is { } type ? $"non-function {callee} of type {type.Name}" : "call of nil";
            throw Wrong("error calling call: " + problem);
        }
        try
        {
            return function.Body([.. values]);
        }
        catch (TemplateException e)
        {
            _node = node;
            throw Wrong($"error calling {function.Name}: {e.Message}");
        }
    }

    /// <summary>These leave off as soon as the answer is clear: what follows may make sense only then.</summary>
    private TemplateValue AndOr(IReadOnlyList<TemplateNode> arguments, TemplateValue? piped, bool isOr, TemplateValue dot)
    {
        TemplateValue value = default;
        foreach (TemplateNode argument in arguments)
        {
            value = Argument(argument, TemplateType.Value, dot);
            if (value.IsTrue == isOr)
            {
                return value;
            }
        }
        return piped ?? value;
    }

    private TemplateValue Argument(TemplateNode node, TemplateType type, TemplateValue dot)
    {
        _node = node;
        switch (node)
        {
            case TemplateDot:
                return Fitting(dot, type);
            case TemplateNil:
                return type.Kind is TemplateKind.Slice or TemplateKind.Map or TemplateKind.Pointer ? new(type, null)
                    : type == TemplateType.Any || type == TemplateType.Value ? default : throw Wrong($"cannot assign nil to {type.Name}");
            case TemplateVariable { Names.Count: 1 } variable:
                return Fitting(_variables[Find(variable.Names[0])].Value, type);
            case TemplateFields or TemplateVariable or TemplateChain:
                return Fitting(Fields(node, [], null, dot), type);
            case TemplatePipeline pipeline:
                return Fitting(Value(pipeline, dot), type);
            case TemplateIdentifier identifier:
                return Fitting(Function(identifier, identifier, [], null, dot), type);
        }
        return type.Kind switch
        {
            _ when type == TemplateType.Any || type == TemplateType.Value => Constant(node, dot),
            TemplateKind.String => node is TemplateString text ? TemplateValue.Of(text.Value)
                : throw Wrong($"expected string; found {node}"),
            _ => throw Wrong($"can't handle {node} for arg of type {type.Name}"),
        };
    }

    /// <summary>The value as an argument for a parameter of this type.</summary>
    private TemplateValue Fitting(TemplateValue value, TemplateType type)
    {
        if (type == TemplateType.Any || type == TemplateType.Value || value.Type == type)
        {
            return value;
        }
        return value.Type is null
            ? type.Kind is TemplateKind.Slice or TemplateKind.Map or TemplateKind.Pointer ? new(type, null)
                : throw Wrong($"invalid value; expected {type.Name}")
            : value.Kind == TemplateKind.Pointer && value.Type.Element == type
                ? value.Data is null ? throw Wrong($"dereference of nil pointer of type {type.Name}") : value.Indirect().Value
            : throw Wrong($"wrong type for value; expected {type.Name}; got {value.TypeName}");
    }
}
