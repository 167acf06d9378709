namespace Go.Compiler.Tests.Growth;

public static partial class Shapes
{
    private static string Lines(int count, Func<int, FormattableString> line)
        => string.Join('\n', Enumerable.Range(0, count).Select(i => FormattableString.Invariant(line(i))));

    /// <summary>Types that differ in nothing but their length.</summary>
    private static string Lengths(int count) => Lines(count, i => $"type t{i} struct {{ f [{i + 1}]int32 }}");

    private static IEnumerable<Shape> Further() =>
    [
        new("tags of fields", 1_000, n => Program().Add("type t struct {")
            .Each(n, i => $"F{i} int `json:\"f{i},omitempty\" xml:\"field-{i}\"`").Add("}")
            .InMain(t => t.Add("sinkAny = t{}"))) { Limit = 16_000 },
        new("embedded interfaces", 50, n => Program().Add("type i0 interface { M0() int }")
            .Each(n, i => $"type i{i + 1} interface {{ i{i}; M{i + 1}() int }}")
            .Add("type t struct { a int }").Each(n + 1, i => $"func (x *t) M{i}() int {{ return x.a + {i} }}")
            .InMain(t => t.Add($"var v i{n} = &t{{}}; sinkInt = v.M0(); var w i0 = v; sinkAny = w"))) { Limit = 400 },
        // A union has at most a hundred terms.
        new("constraints with unions", 50, n => Program().Add(Lengths(40))
            .Each(n, i => $"type c{i} interface {{ ~int | ~string | {string.Join(" | ", Enumerable.Range(0, 40).Select(k => "t" + k))} }}")
            .Each(n, i => $"func g{i}[T c{i}](x T) int {{ return {i} }}")
            .InMain(t => t.Each(n, i => $"sinkInt += g{i}({i}) + g{i}(t{i % 40}{{}})"))),
        new("function types of function types", 500, n => Program().Add("type f0 func() int")
            .Each(n, i => $"type f{i + 1} func(a f{i}, b func(int, f{i}) error) func() f{i}")
            .InMain(t => t.Add($"var v f{n}; sinkAny = v"))),
        new("switch on instances of a generic type", 300, n => Function(
            t => t.Add("switch x := x.(type) {").Each(n, i => $"case g[t{i}]: b += x.n + {i}").Add("}").Add("a = b"),
            Lengths(n) + "\ntype g[T any] struct { v T; n int }")),
        new("method expressions", 1_000, n => Program().Add("type t struct { a int }")
            .Each(n, i => $"func (x t) M{i}(b int) int {{ return x.a + b + {i} }}")
            .InMain(t => t.Add("v := t{sinkInt}").Each(n, i => $"sinkInt += t.M{i}(v, 1) + (*t).M{i}(&v, 2)"))),
        new("method values", 500, n => Program().Add("type t struct { a int }").Each(n, i => $"func (x *t) M{i}() {{ x.a += {i} }}")
            .InMain(t => t.Add("v := &t{sinkInt}").Each(n, i => $"sinkFunc = v.M{i}"))),
        new("labels of loops", 500, n => Function(
            t => t.Each(n, i => $$"""
                l{{i}}: for {
                    for { if a > b+{{i}} { break l{{i}} }; b++; if b > a*{{i + 2}} { continue l{{i}} }; break }
                    a++ }
                """))),
        new("switch on string that falls through", 1_000, n => Function(
            t => t.Add("switch s {")
                .Each(n, i => $"case \"key {i}\", \"other {i}\": b += {i}; {(i % 3 == 1 && i + 1 < n ? "fallthrough" : "a++")}")
                .Add("}").Add("a += b"))),
        new("files that import the same packages", 100, n =>
        {
            SourceTree tree = Program().InMain(t => t.Each(n, i => $"f{i}()"));
            foreach (string name in (string[])["p", "q", "r"])
            {
                tree.Open($"{name}/{name}.go").Add($"package {name}").Add("func F(a int) int { return a * 3 }");
            }
            for (int i = 0; i < n; i++)
            {
                tree.Open($"file{i}.go").Add("package main")
                    .Add("import (\"example.com/grown/p\"; \"example.com/grown/q\"; _ \"example.com/grown/r\")")
                    .Add($"func f{i}() {{ sinkInt += p.F({i}) + q.F({i}) }}");
            }
            return tree;
        }),
        new("chain of selectors", 100, n => Program().Add("type t0 struct { a int }")
            .Each(n, i => $"type t{i + 1} struct {{ f t{i}; b int }}").Add($"var v t{n}")
            .InMain(t => t.Put("sinkInt = v").Each(n, i => $".f", "").Add(".a"))) { Limit = 800 },
        new("constants of many digits", 300, n => Program().Add("const (").Add("c0 = 1")
            .Each(n, i => $"c{i + 1} = (c{i} << 7 + {i}) % (1<<400 + 7)").Add(")")
            .InMain(t => t.Add($"sinkInt = c{n} % 1000"))),
        new("loops over functions", 300, n => Function(t => t.Each(n, i => $"for v := range seq {{ if v > b {{ break }}; a += v + {i} }}"),
            "func seq(yield func(int) bool) { for i := range 3 { if !yield(i) { return } } }")),
        new("closures handed to a generic function", 300, n => Function(
            t => t.Each(n, i => $"a = apply(a, func(x int) int {{ return x*{i + 2} + b }})"),
            "func apply[T any](x T, f func(T) T) T { return f(f(x)) }")),
        new("sum of complex numbers", 1_000, n => Function(
            t => t.Add("c = c +").Each(n, i => $"c*complex({i}, 2) +").Add("c; a = int(real(c))"), "var c complex128")),
        new("comparisons of structs", 700, n => Function(
            t => t.Add("v := p{a, s, b}").Each(n, i => $"if v == (p{{a, s, {i}}}) {{ v.c++ }}").Add("a = v.c"),
            "type p struct { a int; s string; c int }")),
        new("structs as results and parameters", 1_000, n => Program().Add("type s struct { a [40]int; p *int }").Add("//go:noinline")
            .Put("func f(x int) (").Each(n, i => $"r{i} s", ", ").Add(") {").Each(n, i => $"r{i}.a[x] = {i}").Add("return }")
            .Add("//go:noinline")
            .Put("func g(").Each(n, i => $"r{i} s", ", ").Add(") {").Each(n, i => $"sinkInt += r{i}.a[1]").Add("sinkAny = r0.p }")
            .InMain(t => t.Add("g(f(1))"))),
        new("type parameters", 1_000, n => Program().Put("func g[").Each(n, i => $"T{i} any", ", ").Put("](")
            .Each(n, i => $"a{i} T{i}", ", ").Add(") { sinkAny = a0 }")
            .InMain(t => t.Put("g(").Each(n, i => $"{i}", ", ").Add(")"))),
        new("conversions between types", 1_000, n => Program()
            .Each(n, i => $"type t{i} int\nfunc (x t{i}) next() t{(i + 1) % n} {{ return t{(i + 1) % n}(x + {i}) }}")
            .InMain(t => t.Each(n, i => $"sinkInt += int(t{i}(sinkInt).next())"))),
        new("rune literals", 10_000, n => Program().Add("var table = []rune{")
            .Each(n, i => $"'\\u{0x3000 + i % 0x6000:x4}', 'x',").Add("}").InMain(t => t.Add("sinkInt = int(table[sinkInt])"))),
    ];
}
