namespace Go.Compiler.Tests.Differential;

/// <summary>
/// Programs of the subject <see cref="Subject.Loops"/>: counters of all widths up to their ends, in both directions and steps; indices that
/// are the counter, beside it, from the end or from two loops; expressions, fields and lengths that do not change, and some that do; loops
/// that clear, copy and exchange. A statement has at most one operation that can panic, so what was stored before it is always the same.
/// </summary>
internal sealed partial class ProgramGenerator
{
    private const int MostElements = 13;

    /// <summary>What an index may be made of: the counters around, as ints.</summary>
    private readonly List<string> _counters = [];

    private GoType _element = GoType.Int, _word = GoType.Int;

    private void CountingFile()
    {
        int functions = 2 + _random.Below(3);
        string record = Name("R"), global = Name("g"), change = Name("c");
        _element = _random.Pick(GoType.Integers);
        _word = _random.Pick(GoType.Integers);
        Line($"type {record} struct {{ n int; w {_word}; s []{_element}; a [{MostElements}]{_element}; m [4][4]{_word} }}");
        Line($"var {global} {_word} = {_random.Below(100)}");
        Line("//go:noinline");
        Line($"func {change}(r *{record}) {{ r.n++; {global} += r.w }}");
        var names = new List<string>();
        for (int i = 0; i < functions; i++)
        {
            string name = Name("F");
            names.Add(name);
            Line("");
            string parameters = $"s, d []{_element}, a *[{MostElements}]{_element}, r *{record}, n int, x, y {_word}, text string";
            Block($"func {name}({parameters}) (t {_word})", () =>
            {
                _statements = 0;
                Line("fuel := 400");
                for (int l = 1 + _random.Below(2); l > 0; l--)
                {
                    CountingLoop(2, global, $"{change}(r)");
                }
                Line("_, _ = s, d");
                Line("if fuel < 0 { t++ }");
                Line("return t");
            });
        }
        Line("");
        Block($"func {_prefix}main()", () =>
        {
            foreach (string name in names)
            {
                for (int call = 0; call < 4; call++)
                {
                    Block("", () => CountingCall(name, record, global));
                }
            }
        });
    }

    private void CountingCall(string name, string record, string global)
    {
        string slice = $"make([]{_element}, {Number(_random.Below(MostElements))})";
        Line($"r := &{record}{{n: {_random.Below(20) - 4}, w: V[{_word}]({_random.Below(40)}), s: {slice}}}");
        string elements = string.Join(", ", Enumerable.Range(0, _random.Below(MostElements)).Select(_ => Number(_random.Below(120))));
        Line($"s := []{_element}{{{elements}}}");
        Line($"d := {_random.Pick("s", "r.s", "r.a[:]", slice, "s[len(s)/2:]", "Clip(s[:len(s)/2])")}");
        string array = _random.Pick("r.a", $"[{MostElements}]{_element}{{1, 2, 3, 5: 7, {MostElements - 1}: 9}}");
        Line($"b := {array}");
        string place = _random.Pick("&r.a", "&b");
        string numbers = $"V({_random.Below(16) - 2}), V[{_word}]({_random.Below(120)}), H[{_word}]({_random.Below(9)})";
        string text = _random.Pick("\"\"", "\"héllo, wörld\"", "\"abc\\xffd\"", "string(rune('a'+r.n&7)) + \"xyz\"");
        Block($"Guard({Note()}, func()", () => Line($"Log({Note()}, {name}(s, d, {place}, r, {numbers}, {text}))"), ")");
        foreach (string value in (string[])["s", "d", "*r", "b", global])
        {
            Line($"Log({Note()}, {value})");
        }
    }

    private void CountingLoop(int depth, string global, string change)
    {
        string i = Name("i");
        string limit = Limit();
        GoType type = _random.Pick(GoType.Integers);
        int step = 1 + _random.Below(4) * _random.Below(2);
        string index = $"int({i})";
        bool spends = true, changes = limit == "r.n";
        string header;
        switch (_random.Below(12))
        {
            case 0: (header, index, spends) = ($"for {i} := 0; {i} < {limit}; {i}++", i, false); break;
            case 1: (header, index) = ($"for {i} := {_random.Pick("0", "1", "n")}; {i} < {limit}; {i} += {step}", i); break;
            case 2: (header, index) = ($"for {i} := {limit} - 1; {i} >= 0; {i} -= {step}", i); break;
            case 3: (header, index, spends) = ($"for {i} := range {limit}", i, false); break;
            case 4:
                (header, index, spends) = ($"for {i}, e := range {_random.Pick("s", "d", "a", "r.a", "r.s")}", $"({i}+int(e)&1)", false);
                break;
            case 5: header = $"for {i} := {type}({limit}); {i} > {_random.Below(3)}; {i} -= {step}"; break;
            case 6: header = $"for {i} := {type}(x); {i} != {type}(y); {i}++"; break;
            case 7: header = $"for {i} := {type}(x)|{type}(n); {i} != 0; {i} {_random.Pick(">>= 1", "/= 3", "&= " + i + " - 1")}"; break;
            case 8:
                header = $"for {i} := ^{type}(0) - {type}({_random.Below(6)}); {i} <= ^{type}(0) && {i} > {_random.Below(2)}; {i}++";
                break;
            case 9: (header, index) = ($"for {i}, j := 0, {limit} - 1; {i} < j; {i}, j = {i}+1, j-1", _random.Pick(i, "j", i)); break;
            case 10: (header, index) = ($"for {i} := 0; {i} * {i} <= n; {i}++", i); break;
            default: (header, index, spends) = ($"for {i}, e := range text", $"({i}+int(e)%3)", false); break;
        }
        _counters.Add(index);
        Block(header, () =>
        {
            Line($"_ = {i}");
            if (header.Contains(", e :=", StringComparison.Ordinal))
            {
                Line("_ = e");
            }
            if (spends || changes)
            {
                Line($"if fuel--; fuel < 0 {{ break }}");
            }
            if (header.Contains(", j :=", StringComparison.Ordinal) && _random.Chance(50))
            {
                string of = _random.Pick("s", "d", "a", "r.a");
                Line($"if j < len({of}) {{ {of}[{i}], {of}[j] = {of}[j], {of}[{i}] }}");
            }
            for (int k = 1 + _random.Below(3); k > 0; k--)
            {
                CountingStatement(depth, global, change);
            }
        });
        _counters.RemoveAt(_counters.Count - 1);
    }

    private string Limit() => _random.Below(9) switch
    {
        0 => "n",
        1 or 2 => "len(s)",
        3 => "len(d)",
        4 => "min(n, len(s))",
        5 => "r.n",
        6 when _counters.Count > 0 => _counters[^1],
        7 => $"(n & {_random.Pick(7, 15)})",
        _ => Number(_random.Below(MostElements) + 1),
    };

    private string Index() => _random.Below(10) switch
    {
        0 => $"{Counter()}+1",
        1 => $"{Counter()}-1",
        2 => $"len(s)-1-{Counter()}",
        3 => $"{Counter()}*2",
        4 => $"({Counter()}+n)&7",
        5 => $"uint({Counter()})%{MostElements}",
        6 when _counters.Count > 1 => $"{_counters[0]}*3+{_counters[1]}",
        _ => Counter(),
    };

    private string Counter() => _random.Pick(_counters);

    private string Sequence() => _random.Pick("s", "s", "d", "a", "r.a", "r.s");

    /// <summary>A number that cannot panic, but for the place to read from where the statement has no other operation that can.</summary>
    private string Quantity(GoType type, string? read = null) => _random.Below(11) switch
    {
        0 => $"{type}(x*y)",
        1 => $"{type}(x*{_random.Below(9)}+y)",
        2 => $"{type}(len(s)*n)",
        3 => $"{type}(r.w)",
        4 => $"{type}({Counter()})",
        5 => $"{type}({Counter()}*n)",
        6 => $"{type}(r.a[uint({Counter()})%{MostElements}])",
        7 => $"{type}(r.m[{Counter()}&3][n&3])",
        8 => $"{type}(x>>(y&7))",
        _ => read is null ? $"{type}({_random.Below(100)})" : $"{type}({read})",
    };

    private void CountingStatement(int depth, string global, string change)
    {
        string operation = _random.Pick("+", "-", "^", "|", "*", "&^");
        string element = $"{Sequence()}[{Index()}]";
        switch (_random.Below(15))
        {
            case 0 or 1: Line($"t {operation}= {Quantity(_word, element)}"); break;
            case 2: Line($"t {operation}= {_word}({element})"); break;
            case 3: Line($"{element} {operation}= {Quantity(_element)}"); break;
            case 4: Line($"{element} = {Quantity(_element)}"); break;
            case 5: Line($"{element} = 0"); break;
            case 6:
                string condition = $"{Quantity(_word, element)} {_random.Pick("<", ">", "==", "!=", "<=")} {_random.Pick("t", "x", "y")}";
                Line($"if {condition} {{ {_random.Pick("t++", "continue", "break", "r.n--", "t ^= x")} }}");
                break;
            case 7: Line($"r.m[{Counter()}&3][{Counter()}&1] {operation}= {Quantity(_word)}"); break;
            case 8: Line(_random.Pick(change, $"{global} {operation}= t", "r.w += t", $"t += {global}")); break;
            case 9: Line($"t {_random.Pick("/", "%")}= {_random.Pick("y", "(x | 1)", "r.w", "3", "10")}"); break;
            case 10:
                string shorter = "if len(s) > 2 { s = s[1:] }", longer = "s = Clip(append(Clip(s), 1))[:min(len(s)+1, 20)]";
                Line(_random.Pick(shorter, longer, "d = s", "x += y", "n--", "copy(d, s)", "copy(s[len(s)/2:], s)"));
                break;
            case 11: Line($"if {Counter()} < len({_random.Pick("s", "d")}) && {Counter()} >= 0 {{ t += {_word}(s[{Counter()}]) }}"); break;
            case 12: Line($"d = s[min({Counter()}&15, len(s)):]"); break;
            case 13 when depth > 1: CountingLoop(depth - 1, global, change); break;
            default: Line($"t = t*{_random.Below(9)} + {Quantity(_word)}"); break;
        }
    }
}
