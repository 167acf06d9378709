namespace Go.Compiler.Tests.Growth;

public static partial class Shapes
{
    private static IEnumerable<Shape> Expressions() =>
    [
        new("sum of ints", 5_000, n => Function(t => t.Add("a = b +").Each(n, i => $"a*{i} +").Add("b"))),
        new("sum of strings", 2_000, n => Function(t => t.Add("sinkString =").Each(n, i => $"s + \"text {i}\" +").Add("s"))),
        new("sum of string variables", 2_000, n => Function(t => t.Add("sinkString =").Each(n, i => $"s +").Add("s"))),
        new("sums of strings in a row", 1_000, n => Function(t => t.Each(n, i => $"s += \"text {i}\" + sinkString"))),
        new("sum of floats", 3_000, n => Function(t => t.Add("g = g +").Each(n, i => $"g*{i}.5 +").Add("g"), "var g float64")),
        new("chain of &&", 2_000, n => Function(t => t.Add("truth =").Each(n, i => $"a != {i} &&").Add("b > 2"))),
        new("chain of || as a condition", 2_000, n => Function(t => t.Add("if").Each(n, i => $"a == {i} || s == \"text {i}\" ||")
            .Add("b > 2 { b++ }").Add("a = b"))),
        new("comparisons of strings", 1_500, n => Function(t => t.Each(n, i => $"if s == \"text number {i}\" {{ b++ }}").Add("a = b"))),
        new("nested calls", 300, n => Function(t => t.Put("a = ").Each(n, i => $"g(", "").Put("b").Each(n, i => $", {i})", "").Add(""),
            "//go:noinline\nfunc g(a, b int) int { return a }")) { Limit = 4_800 },
        new("nested parentheses", 500, n => Function(t => t.Put("a = ").Each(n, i => $"({i} ^ ", "").Put("b").Each(n, i => $")", "")
            .Add(""))) { Limit = 4_000 },
        new("call with many arguments", 500, n => Function(t => t.Add("g(").Each(n, i => $"a+{i},").Add(")"),
            "//go:noinline\nfunc g(l ...int) { sinkInt += len(l) }")),
        new("method chain", 500, n => Function(t => t.Put("var v c; a = int(v").Each(n, i => $".m({i})", "").Add(")"),
            "type c int\n//go:noinline\nfunc (x c) m(i int) c { return x }")) { Limit = 4_000 },
        new("conversions to interfaces", 1_000, n => Function(t => t.Each(n, i => $"sinkAny = a + {i}"))),
        new("type assertions", 500, n => Function(t => t.Each(n,
            i => $"if v, ok := x.(interface{{ M{i}() int }}); ok {{ a += v.M{i}() }}"))),
        new("field reads through pointers", 1_500, n
            => Function(t => t.Each(n, i => $"a += p.next.v + {i}; p = p.next"),
                "type node struct { v int; next *node }\nvar p = new(node)")),
        new("constant expressions", 4_000, n => Program().Add("const (").Add("c0 = 1").Each(n, i => $"c{i + 1} = c{i} ^ {i}").Add(")")
            .Add($"func main() {{ sinkInt = c{n} }}")),
        new("iota constants", 8_000, n => Program().Add("type e int").Add("const (").Add("c0 e = iota").Each(n, i => $"c{i + 1}").Add(")")
            .Add($"func main() {{ sinkInt = int(c{n}) }}")),
        new("division and remainder", 1_000, n => Function(t => t.Each(n, i => $"a += b / {i + 3} + a % {i + 5}"))),
    ];
}
