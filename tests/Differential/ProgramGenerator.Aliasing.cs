namespace Go.Compiler.Tests.Differential;

/// <summary>
/// Programs of the subject <see cref="Subject.Aliasing"/>: structs in structs and arrays, reached by pointers to them, to their parts and
/// to their fields, that are one place in some calls and not in others; they are copied whole and in part, in place and through calls,
/// results, interfaces and closures; bytes are put together and taken apart. One pointer may be nil; a statement uses it for one operation.
/// </summary>
internal sealed partial class ProgramGenerator
{
    private string _inner = "", _outer = "";
    private GoField[] _parts = [];

    private void AliasingFile()
    {
        (_inner, _outer) = (Name("I"), Name("O"));
        GoType[] types = [.. GoType.Integers, GoType.Text, GoType.Float64, GoType.Bool, GoType.Float32, GoType.Any, GoType.Complex];
        _parts = [.. Enumerable.Range(0, 1 + _random.Below(5)).Select(i => new GoField("f" + (char)('a' + i), _random.Pick(types)))];
        Line($"type {_inner} struct {{ k uint16; {string.Join("; ", _parts.Select(p => $"{p.Name} {p.Type}"))} }}");
        string padding = _random.Pick("", "x int8; ", "x [3]byte; ", "x string; ");
        Line($"type {_outer} struct {{ {padding}w uint32; in {_inner}; list [3]{_inner}; n int; raw [16]byte }}");
        string twice = Name("t"), pass = Name("p"), global = Name("g");
        Line($"var {global} {_outer}");
        Line("//go:noinline");
        Line($"func {pass}(v {_outer}) {_outer} {{ v.n++; v.in, v.list[1] = v.list[1], v.in; return v }}");
        Line($"func {twice}(v {_inner}) ({_inner}, {_inner}) {{ w := v; w.k++; return v, w }}");
        Line($"func (v {_outer}) Read(i int) {_inner} {{ v.list[i].k += 5; return v.list[i] }}");
        Line($"func (v *{_outer}) Write(p *{_inner}) {{ v.in = *p; p.k++; v.list[0] = *p }}");
        string[] functions = [.. Enumerable.Range(0, 2 + _random.Below(2)).Select(_ => Name("F"))];
        foreach (string name in functions)
        {
            Line("");
            string parameters = $"p, q, z *{_outer}, r *{_inner}, s []{_inner}, v {_outer}, k *uint16, b []byte";
            Block($"func {name}({parameters}) (t uint64)", () =>
            {
                Line($"i, j := int(*k)%3, p.n&1; u := v; e := *r; _, _, _, _ = i, j, u, e");
                _statements = 0;
                for (int n = 4 + _random.Below(9); n > 0; n--)
                {
                    AliasingStatement(1, global, twice, pass);
                }
                Line($"Log({Note()}, u)");
                Line($"Log({Note()}, e)");
                Line("return t");
            });
        }
        Line("");
        Block($"func {_prefix}main()", () =>
        {
            foreach (string name in functions)
            {
                for (int call = 0; call < 4; call++)
                {
                    Block("", () => AliasingCall(name, global));
                }
            }
        });
    }

    private void AliasingCall(string name, string global)
    {
        string raw = "[16]byte{1, 2, 3, 254, 5, 6}";
        Line($"a := {_outer}{{w: {_random.Below(99999)}, n: {_random.Below(9)}, in: {InnerLiteral()}, raw: {raw}}}");
        Line($"for i := range a.list {{ a.list[i] = {InnerLiteral()}; a.list[i].k += uint16(i) }}");
        Line("c := a; c.n += 3; c.raw[2] = 77");
        string p = Place(), q = Place();
        string r = _random.Pick("&a.in", "&a.list[1]", "&c.in", "&c.list[0]", $"&{global}.in", $"new({InnerLiteral()})");
        string s = _random.Pick("a.list[:]", "c.list[:]", $"[]{_inner}{{{InnerLiteral()}, a.in, c.in}}");
        string k = _random.Pick("&a.in.k", "&c.list[2].k", "&a.list[1].k", "new(uint16)");
        string b = _random.Pick("a.raw[:]", "c.raw[:]", "make([]byte, 16)", "a.raw[:9]", "c.raw[:6]");
        string z = _random.Chance(15) ? "nil" : Place();
        string call = $"{name}({p}, {q}, {z}, {r}, {s}, {_random.Pick("a", "c")}, {k}, {b})";
        Block($"Guard({Note()}, func()", () => Line($"Log({Note()}, {call})"), ")");
        foreach (string value in (string[])["a", "c", global])
        {
            Line($"Log({Note()}, {value})");
        }

        string Place() => _random.Pick("&a", "&a", "&c", "&" + global);
    }

    private string InnerLiteral()
        => $"{_inner}{{{_random.Below(99)}, {string.Join(", ", _parts.Select(p => Literal(p.Type)))}}}";

    private string WholePlace() => _random.Pick("*p", "*q", "v", "u", "*p");

    private string InnerPlace() => _random.Pick("p.in", "q.in", "*r", "e", "v.in", "u.in", "p.list[i]", "q.list[j]", "p.list[1]",
        "s[i]", "s[0]", "v.list[i]", "u.list[2]");

    private string FieldPlace(string name)
    {
        string place = InnerPlace();
        return place[0] == '*' ? $"{place[1..]}.{name}" : $"{place}.{name}";
    }

    private void AliasingStatement(int depth, string global, string twice, string pass)
    {
        GoField part = _random.Pick(_parts);
        string number = _random.Pick("p.w", "q.w", "v.w", "u.w", $"{global}.w");
        switch (_random.Below(26))
        {
            case 0: Line($"{WholePlace()} = {WholePlace()}"); break;
            case 1 or 2 or 3: Line($"{InnerPlace()} = {InnerPlace()}"); break;
            case 4: Line($"{InnerPlace()}, {InnerPlace()} = {InnerPlace()}, {InnerPlace()}"); break;
            case 5 or 6: Line($"{FieldPlace(part.Name)} = {FieldPlace(part.Name)}"); break;
            case 7:
                string to = $"{FieldPlace(part.Name)}, {FieldPlace(part.Name)}";
                Line($"{to} = {FieldPlace(part.Name)}, {FieldPlace(part.Name)}");
                break;
            case 8: Line($"{FieldPlace("k")} {_random.Pick("+", "^", "*")}= {FieldPlace("k")}"); break;
            case 9: Line($"{number} = {number}*3 + uint32({FieldPlace("k")})"); break;
            case 10: Line($"t = t*31 + uint64({_random.Pick("p.n", "q.n", "v.n", number, FieldPlace("k"), "*k")})"); break;
            case 11: Line(_random.Pick("*k++", "p.n--", "q.n += p.n", "*k = q.in.k", "p.n, q.n = q.n+1, p.n")); break;
            case 12: Line($"{_random.Pick("p", "q")}.list = {_random.Pick("p", "q", "v", "u")}.list"); break;
            case 13: Line($"{WholePlace()} = {pass}({WholePlace()})"); break;
            case 14: Line($"{InnerPlace()}, {InnerPlace()} = {twice}({InnerPlace()})"); break;
            case 15: Line($"{InnerPlace()} = {_random.Pick("p", "q", "v", "u")}.Read({_random.Pick("i", "j", "2")})"); break;
            case 16: Line($"{_random.Pick("p", "q", "u")}.Write({_random.Pick("r", "&q.in", "&p.list[0]", "&e", "&s[i]")})"); break;
            case 17: Line($"if {InnerPlace()} == {InnerPlace()} {{ t += 5 }}"); break;
            case 18: Line($"if x := any({InnerPlace()}); x == any({InnerPlace()}) {{ {InnerPlace()} = x.({_inner}) }}"); break;
            case 19:
                string range = _random.Pick("p.list", "&p.list", "q.list", "s");
                Line($"for o, x := range {range} {{ {_random.Pick("p", "q")}.list[2-o] = x }}");
                break;
            case 20: Bytes(); break;
            case 21: Line(_random.Pick("z.n++", "t += uint64(z.w)", "z.in.k = 3", "t += uint64(z.list[i].k)")); break;
            case 24:
                Line(_random.Pick("copy(s, p.list[1:])", "copy(p.list[1:], q.list[:])", "copy(p.raw[3:], q.raw[:])", "clear(s[:1])"));
                break;
            case 22: Line($"{InnerPlace()} = {InnerLiteral()}"); break;
            case 23 when depth > 0: AliasingBlock(depth, global, twice, pass); break;
            default: Line($"func() {{ {InnerPlace()} = {InnerPlace()}; {FieldPlace("k")}++ }}()"); break;
        }
    }

    private void AliasingBlock(int depth, string global, string twice, string pass)
    {
        string condition = $"if {FieldPlace("k")} < {FieldPlace("k")}";
        string header = _random.Pick("for i := range 3", condition, "for x := 0; x < 4; x++", "for p.n = 0; p.n < 3; p.n++");
        // Whatever else assigns p.n would keep such a loop from its end.
        string fuel = header.StartsWith("for p.n", StringComparison.Ordinal) ? Name("m") : "";
        if (fuel.Length > 0)
        {
            Line($"{fuel} := 9");
        }
        Block(header, () =>
        {
            if (header.Contains(" i ", StringComparison.Ordinal))
            {
                Line("_ = i");
            }
            if (fuel.Length > 0)
            {
                Line($"if {fuel}--; {fuel} < 0 {{ break }}");
            }
            for (int n = 1 + _random.Below(3); n > 0; n--)
            {
                AliasingStatement(depth - 1, global, twice, pass);
            }
        });
    }

    /// <summary>Numbers put together of bytes and taken apart, in both orders, with holes and with another store in between.</summary>
    private void Bytes()
    {
        int width = _random.Pick(2, 4, 8);
        int at = _random.Below(16 - width - 6);
        bool up = _random.Chance(50);
        string x = Name("x");
        if (_random.Chance(50))
        {
            // All of them are there: which of several checks fails first is left open.
            string from = _random.Pick("p.raw", "q.raw");
            IEnumerable<string> bytes = Enumerable.Range(0, width).Select(i => $"uint64({from}[{at + i}])<<{8 * (up ? i : width - 1 - i)}");
            Line($"t ^= {string.Join(" | ", bytes)}");
            return;
        }
        string b = _random.Pick("b", "p.raw", "q.raw");
        Line($"{x} := {_random.Pick("t", "uint64(p.w)", "uint64(q.n)", "t*0x9e3779b97f4a7c15")}");
        int disturbed = _random.Chance(40) ? _random.Below(width) : -1;
        for (int i = 0; i < width; i++)
        {
            if (i == disturbed)
            {
                Line(_random.Pick($"{b}[{at}] ^= 1", "p.raw[3]++", "t += uint64(q.raw[4])", "p.n++"));
            }
            Line($"{b}[{at + i}] = byte({x} >> {8 * (up ? i : width - 1 - i)})");
        }
    }
}
