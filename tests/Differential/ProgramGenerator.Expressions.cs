using System.Globalization;

namespace Go.Compiler.Tests.Differential;

/// <summary>
/// Expressions: without effects on variables, without panics. What is made of operators is never constant, so nothing overflows when
/// compiled.
/// </summary>
internal sealed partial class ProgramGenerator
{
    /// <summary>An expression that may be a literal.</summary>
    private string Expression(GoType type, int depth) => _random.Chance(depth <= 0 ? 40 : 12) ? Literal(type) : Dynamic(type, depth);

    /// <summary>An expression that the compiler of the language does not count as constant.</summary>
    private string Dynamic(GoType type, int depth)
    {
        if (depth <= 0 || _random.Chance(20))
        {
            return Leaf(type);
        }
        if (_random.Chance(8) && Call(type, depth) is { } call)
        {
            return call;
        }
        return type.Kind switch
        {
            GoKind.Integer => IntegerExpression(type, depth - 1),
            GoKind.Float => FloatExpression(type, depth - 1),
            GoKind.Complex => ComplexExpression(depth - 1),
            GoKind.Bool => BoolExpression(depth - 1),
            GoKind.Text => TextExpression(depth - 1),
            GoKind.Struct or GoKind.Array => _random.Chance(50) ? Leaf(type) : Composite(type, depth - 1),
            GoKind.Slice => SliceExpression(type, depth - 1),
            GoKind.Map => _random.Chance(60) ? Leaf(type) : MapLiteral(type, depth - 1),
            GoKind.Pointer => PointerExpression(type, depth - 1),
            GoKind.Any => $"any({Expression(_random.Pick(_types.Where(IsPlain).ToArray()), depth - 1)})",
            _ => InterfaceValue(depth - 1),
        };
    }

    /// <summary>What an <c>any</c> may hold here: comparable and printable.</summary>
    private static bool IsPlain(GoType type)
        => type is { IsComparable: true, IsPrintable: true, IsParameter: false } && type.Kind != GoKind.Any;

    private string Leaf(GoType type)
    {
        string text = Path(type, writable: false) is { } path && _random.Chance(85)
            ? Read(type, path) : $"{_random.Pick("V", "V", "H")}({Literal(type)})";
        return _random.Chance(4) && !_quiet && type.IsPrintable ? $"Tr({Note()}, {text})" : text;
    }

    /// <summary>A slice is read without its spare capacity.</summary>
    private static string Read(GoType type, string path) => type.Kind == GoKind.Slice ? $"Clip({path})" : path;

    /// <summary>A way from a variable in scope to a value of the type: fields, elements, pointers.</summary>
    private string? Path(GoType type, bool writable)
    {
        for (int attempt = 0; attempt < 12 && _scope.Count > 0; attempt++)
        {
            // The newest variables are the likeliest.
            Variable variable = _random.Chance(60) ? _scope[^(1 + _random.Below(Math.Min(5, _scope.Count)))] : _random.Pick(_scope);
            if (writable && (!variable.Assignable || (_pure && !variable.Local)))
            {
                continue;
            }
            if (Descend(variable.Name, variable.Type, type, writable, 3) is { } path)
            {
                return path;
            }
        }
        return null;
    }

    private string? Descend(string path, GoType from, GoType to, bool writable, int depth)
    {
        if (from.Is(to))
        {
            return path;
        }
        if (depth == 0)
        {
            return null;
        }
        switch (from.Kind)
        {
            case GoKind.Struct:
                GoField field = _random.Pick(from.Fields);
                return field.Name == "_" ? null : Descend($"{path}.{field.Name}", field.Type, to, writable, depth - 1);
            case GoKind.Array:
                string index = _random.Chance(50) ? _random.Below(from.Length).ToString(CultureInfo.InvariantCulture)
                    : $"uint({Small()})%{from.Length}";
                return Descend($"{path}[{index}]", from.Element!, to, writable, depth - 1);
            case GoKind.Pointer when !(writable && _pure):
                return Descend(from.Element!.Kind == GoKind.Struct && !from.Element.Is(to) ? path : $"(*{path})", from.Element, to,
                    writable, depth - 1);
            case GoKind.Slice when !writable && !ContainsPointer(from.Element!):
                return Descend($"At({path}, {Small()})", from.Element!, to, writable, depth - 1);
            case GoKind.Map when !writable && !ContainsPointer(from.Element!):
                return Descend($"{path}[{Plain(from.Key!)}]", from.Element!, to, writable, depth - 1);
            default:
                return null;
        }
    }

    /// <summary>A variable or literal.</summary>
    private string Plain(GoType type) => _scope.LastOrDefault(v => v.Type.Is(type))?.Name ?? Literal(type);

    /// <summary>An int to index with.</summary>
    private string Small()
    {
        string? path = _scope.LastOrDefault(v => v.Type.Is(GoType.Int))?.Name;
        return path is null || _random.Chance(30) ? $"V({_random.Below(8)})" : _random.Chance(50) ? path : $"{path}+{_random.Below(3)}";
    }

    private string? Call(GoType type, int depth)
    {
        if (_quiet || _inMethod)
        {
            return null;
        }
        foreach (Variable v in _scope.Where(v => v.Type.Methods.Count > 0 && v.Type.Methods[0].Result.Is(type)))
        {
            if (_random.Chance(50))
            {
                return $"{v.Name}.{v.Type.Methods[0].Name}({Expression(v.Type.Methods[0].Parameter, depth - 2)})";
            }
        }
        GoFunction[] fitting = [.. _functions.Where(f => f.Pure && f.Results.Count == 1 && f.Results[0].Is(type))];
        return fitting.Length == 0 || _loops > 1 ? null : CallOf(_random.Pick(fitting), depth - 2);
    }

    private string CallOf(GoFunction function, int depth)
        => $"{function.Name}({string.Join(", ", function.Parameters.Select(p => Expression(p, depth)))})";

    private string BoolExpression(int depth)
    {
        GoType type = _random.Below(4) switch { 0 => AnyType(), 1 => GoType.Int, _ => ScalarType() };
        switch (_random.Below(5))
        {
            case 0: return $"({Dynamic(GoType.Bool, depth)} && {Expression(GoType.Bool, depth)})";
            case 1: return $"({Dynamic(GoType.Bool, depth)} || {Expression(GoType.Bool, depth)})";
            case 2: return $"!{Dynamic(GoType.Bool, depth)}";
        }
        if (type.IsComparable && !(type.IsNumber || type.Kind == GoKind.Text))
        {
            return $"({Dynamic(type, depth)} {_random.Pick("==", "!=")} {Dynamic(type, depth)})";
        }
        if (!type.IsComparable)
        {
            type = GoType.Int;
        }
        return $"({Dynamic(type, depth)} {_random.Pick("==", "!=", "<", "<=", ">", ">=")} {Expression(type, depth)})";
    }

    private string TextExpression(int depth) => _random.Below(9) switch
    {
        0 or 1 => $"Cut({Dynamic(GoType.Text, depth)} + {Expression(GoType.Text, depth)})",
        2 => $"Sub({Dynamic(GoType.Text, depth)}, {Small()}, {Small()})",
        3 => $"string(rune({Dynamic(IntegerType(), depth)}))",
        4 => $"string([]byte({Dynamic(GoType.Text, depth)}))",
        5 => $"string([]rune({Dynamic(GoType.Text, depth)}))",
        6 => $"string([]byte{{{Dynamic(GoType.Byte, depth)}, {Expression(GoType.Byte, depth)}}})",
        7 => $"{_random.Pick("min", "max")}({Dynamic(GoType.Text, depth)}, {Expression(GoType.Text, depth)})",
        _ => Leaf(GoType.Text),
    };

    private string Composite(GoType type, int depth)
    {
        if (type.Kind == GoKind.Array)
        {
            if (_random.Chance(30) && !ContainsPointer(type))
            {
                return $"{type}{{{type.Length - 1}: {Expression(type.Element!, depth - 1)}}}";
            }
            return $"{type}{{{string.Join(", ", Enumerable.Range(0, type.Length).Select(_ => Expression(type.Element!, depth - 1)))}}}";
        }
        GoField[] fields = [.. type.Fields.Where(f => f.Name != "_" && (ContainsPointer(f.Type) || _random.Chance(80)))];
        return $"{type}{{{string.Join(", ", fields.Select(f => $"{f.Name}: {Expression(f.Type, depth - 1)}"))}}}";
    }

    /// <summary>Pointers and interfaces inside are never nil: their zero value would not do.</summary>
    private static bool ContainsPointer(GoType type) => type.Kind switch
    {
        GoKind.Pointer or GoKind.Interface => true,
        GoKind.Array => ContainsPointer(type.Element!),
        GoKind.Struct => type.Fields.Any(f => ContainsPointer(f.Type)),
        _ => false,
    };

    private string SliceExpression(GoType type, int depth) => _random.Below(6) switch
    {
        0 or 1 => $"{type}{{{string.Join(", ", Enumerable.Range(0, _random.Below(5)).Select(_ => Expression(type.Element!, depth - 1)))}}}",
        2 => $"Part({Leaf(type)}, {Small()}, {Small()})",
        3 when type.Element!.Is(GoType.Byte) => $"Clip([]byte({Dynamic(GoType.Text, depth)}))",
        4 when !ContainsPointer(type.Element!) => $"make({type}, {_random.Below(6)}, {6 + _random.Below(3)})[:{_random.Below(7)}:6]",
        5 => $"Clip(append({Leaf(type)}, {Expression(type.Element!, depth - 1)}))",
        _ => Leaf(type),
    };

    private string PointerExpression(GoType type, int depth) => type.Element!.Kind switch
    {
        GoKind.Struct or GoKind.Array when _random.Chance(40) => $"&{Composite(type.Element, depth)}",
        _ when _random.Chance(50) => $"new({Converted(type.Element, Dynamic(type.Element, depth))})",
        _ => Leaf(type),
    };

    private string InterfaceValue(int depth)
    {
        GoType type = _random.Pick(_types.Where(t => t.Methods.Count > 0 && t.Kind != GoKind.Interface).ToArray());
        string value = Converted(type, Expression(type, depth));
        return type.Kind == GoKind.Integer || _random.Chance(50) ? $"{_interface}({value})" : $"{_interface}(new({value}))";
    }
}
