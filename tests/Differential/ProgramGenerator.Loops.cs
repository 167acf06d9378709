namespace Go.Compiler.Tests.Differential;

/// <summary>Loops of all forms; each goes round a small fixed number of times.</summary>
internal sealed partial class ProgramGenerator
{
    private void Loop(int depth)
    {
        string label = _random.Chance(25) ? Name("L") : "";
        string i = Name("i"), v = Name("e");
        bool usesLabel = label.Length > 0;
        if (usesLabel)
        {
            Line(label + ":");
        }
        GoType counter = IntegerType();
        Variable[] sequences = [.. _scope.Where(s => s.Type.Kind is GoKind.Slice or GoKind.Array && s.Local)];
        int rounds = 1 + _random.Below(7);
        switch (_random.Below(8))
        {
            case 0: Body($"for {i} := {counter}(0); {i} < {rounds}; {i}++", label, depth, (i, counter)); break;
            case 1: Body($"for {i} := {counter}({rounds}); {i} > 0; {i}--", label, depth, (i, counter)); break;
            case 2: Body($"for {i}, {v} := 0, {Dynamic(counter, 2)}; {i} < {rounds * 3}; {i}, {v} = {i}+3, {v}+{counter}({_random.Below(5)})", label, depth, (i, GoType.Int), (v, counter)); break;
            case 3 when !counter.IsParameter: Body($"for {i} := range {counter}({rounds})", label, depth, (i, counter)); break;
            case 4 when sequences.Length > 0: RangeOver(_random.Pick(sequences), i, v, label, depth); break;
            case 5 when sequences.Length > 0: IndexLoop(_random.Pick(sequences), i, label, depth); break;
            case 6: Body($"for {i}, {v} := range {Dynamic(GoType.Text, 2)}", label, depth, (i, GoType.Int), (v, GoType.Rune)); break;
            default: Body($"for {i} := range {Number(rounds)}", label, depth, (i, GoType.Int)); break;
        }
    }

    private void RangeOver(Variable s, string i, string v, string label, int depth)
    {
        string over = s.Type.Kind == GoKind.Array && _random.Chance(40) ? $"&{s.Name}" : s.Name;
        if (_random.Chance(70))
        {
            Body($"for {i}, {v} := range {over}", label, depth, (i, GoType.Int), (v, s.Type.Element!));
        }
        else
        {
            Body($"for {i} := range {over}", label, depth, (i, GoType.Int));
        }
    }

    /// <summary>Elements by index, as written by hand: nobody changes the slice meanwhile.</summary>
    private void IndexLoop(Variable s, string i, string label, int depth)
    {
        int at = _scope.IndexOf(s);
        _scope[at] = s with { Assignable = false };
        int step = 1 + _random.Below(2);
        string header = _random.Below(4) switch
        {
            0 => $"for {i} := len({s.Name}) - 1; {i} >= 0; {i}--",
            1 => $"for {i} := 0; {i} < len({s.Name}); {i} += {step}",
            2 => $"for {i} := 1; {i} <= len({s.Name}); {i}++",
            _ => $"for {i} := range len({s.Name})",
        };
        string index = header.Contains("<= len", StringComparison.Ordinal) ? i + "-1" : i;
        GoType element = s.Type.Element!;
        Body(header, label, depth, () =>
        {
            _scope.Add(new Variable($"{s.Name}[{index}]", element, Assignable: s.Assignable && !(_pure && s.Type.Kind == GoKind.Slice),
                Local: true));
            if (element.Kind == GoKind.Integer && s.Assignable && !_pure && index == i)
            {
                Line($"if {i} > 0 {{ {s.Name}[{i}] {_random.Pick("+", "^", "-")}= {s.Name}[{i}-1] }}");
            }
        }, (i, GoType.Int));
        at = _scope.FindIndex(v => v.Name == s.Name);
        _scope[at] = s;
    }

    private void Body(string header, string label, int depth, params (string Name, GoType Type)[] variables)
        => Body(header, label, depth, null, variables);

    private void Body(string header, string label, int depth, Action? first, params (string Name, GoType Type)[] variables)
    {
        _loops++;
        Block(header, () =>
        {
            foreach ((string name, GoType type) in variables)
            {
                Line($"_ = {name}");
                _scope.Add(new Variable(name, type, Assignable: false, Local: true));
            }
            first?.Invoke();
            if (label.Length > 0)
            {
                _labels.Add(label);
            }
            Statements(1 + _random.Below(3), depth - 1);
            _labels.Remove(label);
            if (_labels.Count > 0 && _random.Chance(40))
            {
                Block($"if {Dynamic(GoType.Bool, 2)}", () => Line($"{_random.Pick("break", "continue")} {_random.Pick(_labels)}"));
            }
            if (label.Length > 0)
            {
                Block("for range 3", () =>
                {
                    Block($"if {Dynamic(GoType.Bool, 2)}", () => Line($"{_random.Pick("break", "continue")} {label}"));
                    Statements(1, 0);
                });
            }
            else if (_random.Chance(30))
            {
                Block($"if {Dynamic(GoType.Bool, 2)}", () => Line(_random.Pick("break", "continue")));
            }
            if (_random.Chance(40))
            {
                Statements(1, depth - 1);
            }
        });
        _loops--;
    }

    private void RangeOverFunction(int depth)
    {
        GoType counter = IntegerType();
        string i = Name("i"), v = Name("e");
        Variable[] slices = [.. _scope.Where(s => s.Type.Kind == GoKind.Slice)];
        int rounds = 1 + _random.Below(6);
        switch (_random.Below(4))
        {
            case 0 when slices.Length > 0:
                Variable s = _random.Pick(slices);
                Body($"for {i}, {v} := range Backward({s.Name})", "", depth, (i, GoType.Int), (v, s.Type.Element!));
                break;
            case 1:
                Body($"for {i} := range Filter(Count({counter}(0), {rounds}), func(a {counter}) bool {{ return a&1 == {counter}({_random.Below(2)}) }})", "", depth, (i, counter));
                break;
            case 2:
                string list = Name("l");
                GoType type = ScalarType();
                Line($"{list} := (*List[{type}])(nil).Prepend({Expression(type, 2)}).Prepend({Expression(type, 2)})");
                Body($"for {v} := range {list}.All()", "", depth, (v, type));
                break;
            default:
                Body($"for {i} := range Count({counter}(1), {rounds})", "", depth, (i, counter));
                break;
        }
    }

    /// <summary>A loop made of labels and jumps.</summary>
    private void Goto(int depth)
    {
        string n = Name("n"), again = Name("again"), done = Name("done");
        Line($"{n} := 0");
        Line($"{again}:");
        Line($"{n}++");
        _loops++;
        Block($"if {n} < {2 + _random.Below(5)}", () =>
        {
            _scope.Add(new Variable(n, GoType.Int, Assignable: false, Local: true));
            Statements(2, depth - 1);
            Line($"if {Dynamic(GoType.Bool, 2)} {{ goto {done} }}");
            Line($"goto {again}");
        });
        _loops--;
        Line($"{done}:");
        Line($"Log({Note()}, {n})");
    }
}
