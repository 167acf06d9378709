namespace Go.Compiler.Tests.Growth;

public static partial class Shapes
{
    private static SourceTree Function(Action<SourceTree> body, string before = "")
    {
        SourceTree tree = Program().Add(before).Add("func f(a, b int, s string, x any) int {");
        body(tree);
        return tree.Add("return a").Add("}").Add("func main() { sinkInt = f(sinkInt, 2, sinkString, sinkAny) }");
    }

    private static IEnumerable<Shape> Statements() =>
    [
        new("assignments to locals", 4_000, n => Function(t => t.Each(n, i => $"a, b = b+{i}, a^{i}"))),
        new("assignments to a variable in memory", 4_000, n => Function(t => t.Each(n, i => $"sinkInt += a * {i}"))),
        new("variables", 2_000, n => Function(t => t.Each(n, i => $"v{i} := a + {i}; if b > {i} {{ v{i}++ }}").Each(n, i => $"a += v{i}"))),
        new("variables whose address is taken", 1_000,
            n => Function(t => t.Each(n, i => $"v{i} := a + {i}; use(&v{i})").Each(n, i => $"a += v{i}"),
                "//go:noinline\nfunc use(p *int) { *p++ }")),
        new("calls", 3_000, n => Function(t => t.Each(n, i => $"a = g(a, {i})"), "//go:noinline\nfunc g(a, b int) int { return a }")),
        new("calls that are inlined", 2_000, n => Function(t => t.Each(n, i => $"a = g(a, {i})"),
            "func h(a int) int { if a > 5 { return a + 1 }; return a * 3 }\nfunc g(a, b int) int { return h(a) + b }")),
        new("if statements", 2_000, n => Function(t => t.Each(n, i => $"if a > b+{i} {{ a++ }} else {{ b += 2 }}"))),
        new("if-else chain", 1_000, n => Function(t => t.Each(n, i => $"if a == {i * 3} {{ b += {i} }} else ").Add("{ a = b }"),
            "")) { Limit = 8_000 },
        new("early returns", 1_000, n => Function(t => t.Each(n, i => $"if a == {i * 3} && s != \"\" {{ return b + {i} }}"))),
        new("for loops in a row", 700, n => Function(t => t.Each(n, i => $"for i := 0; i < b+{i}; i++ {{ a += i }}"))),
        new("range loops in a row", 500, n => Function(t => t.Each(n, i => $"for i, c := range s {{ a += i + int(c) }}"))),
        new("loops in loops with many statements", 500,
            n => Function(t => t.Add("for i := range b { for j := range b {").Each(n, i => $"if i == j+{i} {{ a += i }}; b ^= a")
                .Add("} }"))),
        new("switch on int", 4_000, n => Function(t => t.Add("switch a {").Each(n, i => $"case {i * 3}: b += {i}").Add("}").Add("a = b"))),
        new("switch on string", 2_000, n => Function(t => t.Add("switch s {").Each(n, i => $"case \"key {i}\": b += {i}").Add("}")
            .Add("a = b"))),
        new("switch on type", 500, n => Function(t => t.Add("switch x.(type) {").Each(n, i => $"case t{i}: b += {i}").Add("}")
            .Add("a = b"), string.Join('\n', Enumerable.Range(0, n).Select(i => $"type t{i} struct {{ f int }}")))),
        new("switch on interfaces", 300, n => Function(t => t.Add("switch x := x.(type) {").Each(n, i => $"case t{i}: b += x.M{i}()")
            .Add("}").Add("a = b"), string.Join('\n', Enumerable.Range(0, n).Select(i => $"type t{i} interface {{ M{i}() int }}")))),
        new("switch without a tag", 1_000, n => Function(t => t.Add("switch {").Each(n, i => $"case a > {i * 3} && b < {i}: b += {i}")
            .Add("}").Add("a = b"))),
        new("labels and gotos", 2_000, n => Function(t => t.Each(n, i => $"l{i}: if a > b+{i} {{ a -= 3; goto l{(i * 7919) % n} }}"))),
        new("labels and gotos forward", 2_000, n => Function(t
            => t.Each(n, i => $"l{i}: if a > b+{i} {{ a -= 3; goto l{Math.Min(n, i + 1 + i % 50)} }}; if a == b {{ goto l{i + 1} }}")
            .Add("if a == b { goto l0 }").Add($"l{n}:"))),
        new("select cases", 500, n => Function(t => t.Add("select {").Each(n, i => $"case a = <-c{i}: b += {i}").Add("}"),
            string.Join('\n', Enumerable.Range(0, n).Select(i => $"var c{i} chan int")))) { Limit = 32_000 },
        new("defers", 500, n => Function(t => t.Each(n, i => $"if a > {i} {{ defer g({i}) }}"),
            "//go:noinline\nfunc g(a int) { sinkInt += a }")),
        new("go statements", 500, n => Function(t => t.Each(n, i => $"go g({i}, s)"),
            "//go:noinline\nfunc g(a int, s string) { sinkInt += a }")),
        new("bounds checks", 1_500, n => Function(t => t.Each(n, i => $"a += int(s[a+{i}])"))),
        new("stores of pointers", 1_000, n => Function(t => t.Add("p := list").Each(n, i => $"p.next = &node{{v: {i}}}; p = p.next"),
            "type node struct { v int; next *node }\nvar list = new(node)")),
        new("appends", 700, n => Function(t => t.Add("var l []int").Each(n, i => $"l = append(l, a+{i})").Add("a = len(l)"))),
        new("map assignments", 1_000, n => Function(t => t.Add("m := map[string]int{}").Each(n, i => $"m[\"key {i}\"] = a + {i}")
            .Add("a = len(m)"))),
        new("closures", 700, n => Function(t => t.Each(n, i => $"sinkFunc = func() {{ a += {i}; b++ }}"))),
        new("closures called in a row", 500, n => Function(t => t.Each(n, i => $"func() {{ a += {i}; if b > a {{ b = g(a) }} }}()"),
            "//go:noinline\nfunc g(a int) int { return a }")),
        new("prints", 500, n => Function(t => t.Each(n, i => $"println(a, {i}, s, \"text\")"))),
        new("composite locals", 700, n => Function(t => t.Each(n, i => $"v{i} := p{{a, b, [3]int{{{i}, a}}}}; a += v{i}.l[b&1]"),
            "type p struct { x, y int; l [3]int }")),
    ];
}
