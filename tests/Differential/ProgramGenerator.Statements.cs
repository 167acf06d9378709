using System.Globalization;

namespace Go.Compiler.Tests.Differential;

/// <summary>Statements.</summary>
internal sealed partial class ProgramGenerator
{
    private const int MostLines = 16;

    private void Statements(int count, int depth)
    {
        for (int i = 0; i < count && _statements < MostLines; i++)
        {
            Statement(depth);
        }
    }

    private void Statement(int depth)
    {
        bool nested = depth > 0;
        switch (_random.Below(27))
        {
            case 0 or 1 or 2: Declare(AnyType()); break;
            case 3 or 4 or 5 or 6: Assign(); break;
            case 7: Exchange(); break;
            case 8: SliceStatement(); break;
            case 9: MapStatement(); break;
            case 10 when _scope.Count > 0: LogValue(_scope[^1].Type, _scope[^1].Name); break;
            case 11 when nested: If(depth); break;
            case 12 when nested: Switch(depth); break;
            case 13 when nested: TypeSwitch(depth); break;
            case 14 or 15 or 16 when nested && _loops < 2: Loop(depth); break;
            case 17 when nested && _loops < 2: RangeOverFunction(depth); break;
            case 18 when nested: Closure(depth); break;
            case 19 when nested && !_pure: Panicking(); break;
            case 20 when nested && _loops == 0 && _random.Chance(50): Goroutines(); break;
            case 21 when _functions.Count > 0 && _loops < 2: CallAny(); break;
            case 22 when nested && _loops == 0: Goto(depth); break;
            case 23: MethodStatement(); break;
            case 24 when _mayReturn && depth < 2: Block($"if {Dynamic(GoType.Bool, 2)}", Return); break;
            case 25 when nested: GenericStatement(); break;
            case 26: OperandOrder(); break;
            default: Assign(); break;
        }
    }

    private void Assign()
    {
        GoType type = _random.Chance(60) ? ScalarType() : AnyType();
        if (Path(type, writable: true) is not { } path)
        {
            Declare(type);
            return;
        }
        if (type.Kind == GoKind.Integer && _random.Chance(40))
        {
            string operation = _random.Pick("+", "-", "*", "&", "|", "^", "&^", "<<", ">>");
            Line(_random.Chance(20)
                ? path + _random.Pick("++", "--")
                : $"{path} {operation}= {(operation is "<<" or ">>" ? Count(type, 1) : Expression(type, 2))}");
            return;
        }
        Line($"{path} = {Expression(type, 3)}");
    }

    /// <summary>Several at once: operands before assignments.</summary>
    private void Exchange()
    {
        GoType type = AnyType(), other = ScalarType();
        if (Path(type, true) is { } a && Path(type, true) is { } b && a != b && type.Kind != GoKind.Slice && !Overlap(a, b))
        {
            Line($"{a}, {b} = {b}, {a}");
        }
        else if (Path(other, true) is { } c && Path(type, true) is { } d && !Overlap(c, d))
        {
            Line($"{c}, {d} = {Expression(other, 2)}, {Expression(type, 2)}");
        }
    }

    /// <summary>
    /// Two paths from one variable may be one place: which value stays would still be fixed, but not through a pointer being replaced
    /// meanwhile.
    /// </summary>
    private static bool Overlap(string a, string b)
        => Root(a) == Root(b) && (a.Contains('[', StringComparison.Ordinal) || b.Contains('[', StringComparison.Ordinal)
            || a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal));

    private static string Root(string path) => path.TrimStart('(', '*').Split('.', '[', ')')[0];

    private void SliceStatement()
    {
        Variable[] slices = [.. _scope.Where(v => v.Type.Kind == GoKind.Slice && v.Assignable && v.Local)];
        if (slices.Length == 0)
        {
            Declare(GoType.SliceOf(ScalarType()));
            return;
        }
        Variable s = _random.Pick(slices);
        GoType element = s.Type.Element!;
        switch (_random.Below(6))
        {
            case 0 or 1:
                Line($"if len({s.Name}) < 40 {{ {s.Name} = append({s.Name}, {Expression(element, 2)}, {Expression(element, 1)}) }}");
                break;
            case 2:
                Line($"if len({s.Name}) < 20 {{ {s.Name} = append({s.Name}, {Leaf(s.Type)}...) }}");
                break;
            case 3 when !_pure:
                Line($"Log({Note()}, copy({s.Name}, {Leaf(s.Type)}))");
                break;
            case 4 when !_pure:
                string index = $"{Small()}";
                Line($"if i := uint({index}); i < uint(len({s.Name})) {{ {s.Name}[i] = {Expression(element, 2)} }}");
                break;
            case 5 when !_pure && !ContainsPointer(element):
                Line($"clear({s.Name})");
                break;
            default:
                Line($"{s.Name} = Part({s.Name}, {Small()}, {Small()})");
                break;
        }
    }

    private void MapStatement()
    {
        Variable[] maps = [.. _scope.Where(v => v.Type.Kind == GoKind.Map && !_pure)];
        if (maps.Length == 0)
        {
            Declare(GoType.MapOf(KeyType(), ScalarType()));
            return;
        }
        Variable m = _random.Pick(maps);
        GoType key = m.Type.Key!, element = m.Type.Element!;
        switch (_random.Below(6))
        {
            case 0 or 1: Line($"if len({m.Name}) < 30 {{ {m.Name}[{Expression(key, 1)}] = {Expression(element, 2)} }}"); break;
            case 2: Line($"delete({m.Name}, {Expression(key, 1)})"); break;
            case 3 when element.Kind == GoKind.Integer: Line($"if len({m.Name}) < 30 {{ {m.Name}[{Leaf(key)}] {_random.Pick("+=", "*=", "^=", "-=")} {Expression(element, 1)} }}"); break;
            case 3 when element.Kind == GoKind.Text: Line($"if len({m.Name}) < 30 {{ {m.Name}[{Leaf(key)}] += \"x\" }}"); break;
            case 4:
                Block($"if v, ok := {m.Name}[{Expression(key, 1)}]; ok", () => LogValue(element, "v"),
                    $" else {{ Log({Note()}, ok) ; _ = v }}");
                break;
            default:
                Block($"for _, k := range Keys({m.Name})", () => LogValue(key, "k"));
                break;
        }
    }

    private void If(int depth)
    {
        if (_random.Chance(25))
        {
            GoType type = ScalarType();
            string name = Name("t");
            Block($"if {name} := {Dynamic(type, 2)}; {name} == {Expression(type, 1)}", () => Statements(2, depth - 1));
            return;
        }
        Block($"if {Dynamic(GoType.Bool, 3)}", () => Statements(1 + _random.Below(3), depth - 1));
        if (_random.Chance(50))
        {
            // The block above ended a line; "else" must follow its brace.
            _text.Length--;
            _text.Append(' ');
            int indent = _indent;
            _indent = 0;
            string header = _random.Chance(40) ? $"else if {DynamicAt(indent, GoType.Bool)}" : "else";
            _text.Append(header).Append(" {\n");
            _indent = indent + 1;
            int count = _scope.Count;
            Statements(1 + _random.Below(2), depth - 1);
            _scope.RemoveRange(count, _scope.Count - count);
            _indent = indent;
            Line("}");
        }
    }

    private string DynamicAt(int indent, GoType type)
    {
        _indent = indent;
        return Dynamic(type, 2);
    }

    private void Switch(int depth)
    {
        GoType type = _random.Pick(GoType.Text, IntegerType(), IntegerType(), GoType.Int);
        bool tagless = _random.Chance(25) || type.IsParameter;
        Block(tagless ? "switch" : $"switch {Dynamic(type, 2)}", () =>
        {
            var used = new HashSet<string>(StringComparer.Ordinal);
            int clauses = 1 + _random.Below(6), fallback = _random.Below(clauses + 2);
            for (int i = 0; i < clauses; i++)
            {
                if (i == fallback)
                {
                    Clause("default:", depth, i < clauses - 1);
                    continue;
                }
                var values = new List<string>();
                for (int v = 1 + _random.Below(3); v > 0; v--)
                {
                    string value = tagless ? Dynamic(GoType.Bool, 2) : type.Kind == GoKind.Text
                        ? _random.Pick(s_texts) : _random.Chance(60) ? $"{type}({_random.Below(12)})" : Literal(type);
                    if (used.Add(value))
                    {
                        values.Add(value);
                    }
                }
                if (values.Count > 0)
                {
                    Clause($"case {string.Join(", ", values)}:", depth, i < clauses - 1);
                }
                else if (i == clauses - 1)
                {
                    Line("case " + (tagless ? "false" : Leaf(type)) + ":");
                }
            }
        });
    }

    private void Clause(string header, int depth, bool another)
    {
        Line(header);
        int count = _scope.Count;
        _indent++;
        Statements(1 + _random.Below(2), depth - 1);
        if (another && _random.Chance(15) && _statements < MostLines)
        {
            Line("fallthrough");
        }
        else if (_random.Chance(10))
        {
            Line("break");
        }
        _indent--;
        _scope.RemoveRange(count, _scope.Count - count);
    }

    private void TypeSwitch(int depth)
    {
        string value = Dynamic(GoType.Any, 2);
        if (_random.Chance(30))
        {
            GoType type = _random.Pick(_types.Where(IsPlain).ToArray());
            string name = Name("t");
            Line($"{name}, ok{name} := {value}.({type})");
            Line($"Log({Note()}, ok{name})");
            Line($"_ = {name}");
            _scope.Add(new Variable(name, type, Assignable: true, Local: true));
            return;
        }
        string x = Name("x");
        Block($"switch {x} := {value}.(type)", () =>
        {
            var used = new HashSet<string>(StringComparer.Ordinal);
            int count = _scope.Count;
            for (int i = 1 + _random.Below(4); i > 0; i--)
            {
                GoType type = _random.Pick(_types.Where(t => IsPlain(t) || t.Kind == GoKind.Interface).ToArray());
                if (used.Add(type.Name))
                {
                    Line($"case {type.Name}:");
                    _scope.Add(new Variable(x, type, Assignable: true, Local: true));
                    _indent++;
                    Line($"_ = {x}");
                    Statements(2, depth - 1);
                    _indent--;
                    _scope.RemoveRange(count, _scope.Count - count);
                }
            }
            Line(_random.Chance(50) ? "case nil:" : $"case error, []{_random.Pick(GoType.Integers)}:");
            Line($"\tLog({Note()}, {x} == nil)");
            Line("default:");
            Line($"\tLog({Note()}, {x})");
        });
    }

    private void Return()
    {
        Line(_results.Count == 0 ? "return" : $"return {string.Join(", ", _results.Select(r => Expression(r, 2)))}");
    }

    private string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
