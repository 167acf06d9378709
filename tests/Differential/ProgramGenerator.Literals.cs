using System.Globalization;

namespace Go.Compiler.Tests.Differential;

/// <summary>
/// Large composite literals of constants and calls, at package level and in functions: what becomes data, what a loop assigns, and what is
/// still code. The parts are of types of their own, which print without addresses.
/// </summary>
internal sealed partial class ProgramGenerator
{
    private string _state = "", _next = "", _struct = "", _box = "";

    private void Literals()
    {
        _state = Name("s");
        _next = Name("n");
        _struct = Name("T");
        _box = Name("B");
        Line($"var {_state} = 1");
        Block($"func {_next}(n int) int", () => Line($"{_state} = {_state}*3 + n & 0xffff; return {_state} & 255"));
        Line($"type {_struct} struct {{ A int; B string; C float32; D [2]int8; E any; F []int; _ int }}");
        // A pointer to one prints as its number.
        Line($"type {_box} int");
        Line($"func (b *{_box}) String() string {{ if b == nil {{ return \"-\" }}; return string(rune('a' + *b & 15)) }}");
        for (int i = 1 + _random.Below(3); i > 0; i--)
        {
            string type = LiteralType();
            string name = Name("l");
            if (_random.Chance(40))
            {
                Line($"var {name} = {LiteralOf(type, 5 + _random.Below(57))}");
                _literals.Add((name, ""));
            }
            else
            {
                Block($"func {name}() {type}", () => ReturnLiteral(type, LiteralOf(type, 5 + _random.Below(57))));
                _literals.Add((name + "()", type));
            }
        }
    }

    /// <summary>Returns a literal, from one of the places that it can be made in.</summary>
    private void ReturnLiteral(string type, string literal)
    {
        string place = Name("x");
        switch (_random.Below(8))
        {
            case 0:
                Line($"{place} := &{literal}; return *{place}");
                break;
            case 1:
                Line($"var {place} {type}; p := &{place}; *p = {literal}; return *p");
                break;
            case 2:
                Line($"{place} := struct {{ n int; v {type} }}{{{_next}(1), {literal}}}; return {place}.v");
                break;
            case 3:
                Line($"var {place} [2]{type}; i := {_next}(2) & 1; {place}[i] = {literal}; return {place}[i]");
                break;
            case 4:
                Line($"var {place} any = {literal}; return {place}.({type})");
                break;
            case 5:
                Line($"return func() ({place} {type}) {{ defer func() {{ _ = len({place}) }}(); {place} = {literal}; return }}()");
                break;
            default:
                Line($"return {literal}");
                break;
        }
    }

    private readonly List<(string Value, string Type)> _literals = [];

    /// <summary>Each value twice, with a change in between that must not show where a function makes it anew.</summary>
    private void LogLiterals()
    {
        foreach ((string value, string type) in _literals)
        {
            Line($"Log({Note()}, {value})");
            if (type.Length == 0)
            {
                continue;
            }
            string copy = Name("x");
            string key = type.StartsWith("map[string]", StringComparison.Ordinal) ? "\"k1\"" : "3";
            Line($"{copy} := {value}");
            Line($"{copy}[{key}] = {copy}[{(key == "3" ? "4" : "\"k2\"")}]");
            Line($"Log({Note()}, {copy})");
            Line($"Log({Note()}, {value})");
        }
    }

    private string LiteralType() => _random.Below(8) switch
    {
        0 => "[]" + PartType(2),
        1 => $"[{_random.Pick(5, 8, 60) + _random.Below(3)}]{PartType(2)}",
        2 => "map[int]" + PartType(2),
        3 => "map[string]" + PartType(2),
        4 => "[]" + _struct,
        5 => "map[string]" + _struct,
        6 => "map[any]" + PartType(1),
        _ => "map[int][]" + PartType(1),
    };

    private string PartType(int depth) => _random.Below(depth > 0 ? 10 : 6) switch
    {
        0 or 1 => "int",
        2 => "string",
        3 => "float32",
        4 => "any",
        5 => "*" + _box,
        6 => "[]" + PartType(depth - 1),
        7 => "[3]" + PartType(depth - 1),
        8 => "map[int]" + PartType(depth - 1),
        _ => _struct,
    };

    private string LiteralOf(string type, int count) => type + LiteralBody(type, count, _random.Pick(0, 0, 3, 30));

    /// <param name="dynamic">How many parts in a hundred are calls or variables.</param>
    private string LiteralBody(string type, int count, int dynamic)
    {
        if (type == _struct)
        {
            return $"{{A: {PartOf("int", dynamic)}, B: {PartOf("string", dynamic)}, C: {PartOf("float32", dynamic)}, D: [2]int8{{{_random.Below(9)}, {_random.Below(2)}}}, "
                + $"E: {PartOf("any", dynamic)}, F: {PartOf("[]int", dynamic)}}}";
        }
        int close = type.IndexOf(']', StringComparison.Ordinal);
        string element = type[(close + 1)..], key = type.StartsWith("map[", StringComparison.Ordinal) ? type[4..close] : "";
        count = type[1] is >= '0' and <= '9' ? Math.Min(count, int.Parse(type[1..close], CultureInfo.InvariantCulture)) : count;
        var parts = new List<string>();
        for (int i = 0; i < count; i++)
        {
            string text = i.ToString(CultureInfo.InvariantCulture);
            string before = key switch
            {
                "" => _random.Chance(5) ? text + ": " : "",
                "string" => $"\"k{text}\": ",
                _ => _random.Chance(dynamic / 4) ? $"{_next}({text}) & 7: " : text + ": ",
            };
            parts.Add(before + PartOf(element, dynamic));
        }
        return "{" + string.Join(", ", parts) + "}";
    }

    private string PartOf(string type, int dynamic)
    {
        string number = _random.Below(1000).ToString(CultureInfo.InvariantCulture);
        bool runs = _random.Chance(dynamic);
        switch (type)
        {
            case "int": return !runs ? number : _random.Chance(50) ? $"{_next}({number})" : _state;
            case "string": return runs ? $"string(rune('a' + {_next}({number})&15)) + \"x\"" : _random.Chance(10)
                ? "\"\"" : $"\"t{number}\"";
            case "float32": return runs ? $"float32({_next}({number}))" : number + ".5";
            case "any": return _random.Below(4) switch { 0 => PartOf("int", dynamic), 1 => PartOf("string", dynamic), 2 => "nil",
                _ => $"{_struct}{{A: {(runs ? $"{_next}({number})" : number)}}}" };
            case var pointer when pointer[0] == '*': return runs
                ? $"func() {type} {{ b := {type[1..]}({_next}({number})); return &b }}()" : _random.Chance(20)
                ? "nil" : $"new({type[1..]})";
            default: return type + LiteralBody(type, _random.Below(4), dynamic);
        }
    }
}
