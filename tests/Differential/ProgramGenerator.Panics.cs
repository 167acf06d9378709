namespace Go.Compiler.Tests.Differential;

/// <summary>Statements of which one operation may panic, and goroutines in patterns with one outcome.</summary>
internal sealed partial class ProgramGenerator
{
    private void Panicking()
    {
        string note = Note();
        if (_random.Chance(50))
        {
            Block($"Guard({note}, func()", () => Line(PanickingOperation()), ")");
            return;
        }
        Block("func()", () =>
        {
            Block("defer func()", () => { Line($"Caught({note}, recover())"); Assign(); }, "()");
            bool mayReturn = _mayReturn;
            _mayReturn = false;
            Assign();
            Line(PanickingOperation());
            Assign();
            _mayReturn = mayReturn;
        }, "()");
    }

    /// <summary>Operands come first into variables: nothing else in the statement can fail.</summary>
    private string PanickingOperation()
    {
        string x = Name("x"), y = Name("y"), log = $"Log({Note()}, ";
        GoType number = IntegerType();
        GoType element = ScalarType();
        string slice = $"{x} := {Converted(GoType.SliceOf(element), Expression(GoType.SliceOf(element), 2))}";
        string index = $"{y} := int({Dynamic(number, 1)}) & 7 - {_random.Below(2)}";
        string structure = _types.Last(t => t.Kind == GoKind.Struct).Name;
        switch (_random.Below(16))
        {
            case 0: return $"{x}, {y} := {Expression(number, 2)}, {Dynamic(number, 1)} & 1; {log}{x} {_random.Pick("/", "%")} {y})";
            case 1 or 2: return $"{slice}; {index}; {log}{x}[{y}])";
            case 3: return $"{slice}; {index}; {log}{x}[{y}:])";
            case 4: return $"{slice}; {index}; {log}{x}[:{y}])";
            case 5: return $"{slice}; {index}; {log}{x}[{y}:len({x}):len({x})])";
            case 6: return $"{x} := {Dynamic(GoType.Text, 2)}; {index}; {log}{x}[{y}])";
            case 7: return $"{x} := {Dynamic(GoType.Text, 2)}; {index}; {log}{x}[{y}:])";
            case 8: return $"{slice}; {y} := [{1 + _random.Below(4)}]{element}({x}); {log}{y})";
            case 9: return $"{x} := {Dynamic(GoType.Any, 2)}; {y} := {x}.({_random.Pick(_types.Where(IsPlain).ToArray())}); {log}{y})";
            case 10: return $"panic({Dynamic(_random.Pick(_types.Where(IsPlain).ToArray()), 2)})";
            case 11: return $"Fail({Small()})";
            case 12: return $"{x} := [4]{element}{{}}; {index}; {x}[{y}] = {Expression(element, 1)}; {log}{x})";
            case 13: return $"var {x} map[int]{element}; if {Dynamic(GoType.Bool, 1)} {{ {x} = map[int]{element}{{}} }}; {x}[{_random.Below(9)}] = {Literal(element)}; {log}len({x}))";
            case 14: return $"var {x} *{structure}; if {Dynamic(GoType.Bool, 1)} {{ {x} = new({structure}) }}; {y} := *{x}; _ = {y}";
            default: return $"{x} := int({Dynamic(number, 1)}) & 63 - {_random.Below(2)}; {log}{Dynamic(number, 1)} << {x})";
        }
    }

    private void Goroutines()
    {
        GoType type = ScalarType();
        string channel = Name("ch"), i = Name("i"), v = Name("e");
        int count = 1 + _random.Below(5);
        // Other goroutines leave no trace: the order of theirs is not fixed.
        _quiet = true;
        switch (_random.Below(3))
        {
            case 0: // A producer, buffered or not.
                Line($"{channel} := make(chan {type}{_random.Pick("", ", 2", ", 8")})");
                string value = Expression(type, 2);
                Block("go func()", () =>
                {
                    Line($"defer close({channel})");
                    Block($"for {i} := range {count}", () => Line($"_ = {i}; {channel} <- {value}"));
                }, "()");
                Line($"for {v} := range {channel} {{ Log({Note()}, {v}) }}");
                break;
            case 1: // Each worker a place of its own, joined before anybody looks.
                string places = Name("w");
                Line($"{channel}, {places} := make(chan int), make([]{type}, {count})");
                Line($"for {i} := range {count} {{ go func() {{ {places}[{i}] = {Expression(type, 2)}; {channel} <- {i} }}() }}");
                Line($"for range {count} {{ <-{channel} }}");
                Line($"Log({Note()}, {places})");
                break;
            default: // Selects with one way out.
                Line($"{channel} := make(chan {type}, 1)");
                Line($"select {{ case {v} := <-{channel}: Log({Note()}, {v}); default: Log({Note()}, \"empty\") }}");
                Line($"{channel} <- {Expression(type, 2)}");
                Line($"select {{ case {channel} <- {Expression(type, 1)}: Log({Note()}, \"sent\"); case {v}, ok := <-{channel}: Log({Note()}, {v}); Log({Note()}, ok) }}");
                Line($"close({channel})");
                Line($"{v}, ok{v} := <-{channel}");
                Line($"Log({Note()}, {v}); Log({Note()}, ok{v})");
                break;
        }
        _quiet = false;
    }
}
