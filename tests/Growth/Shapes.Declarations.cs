namespace Go.Compiler.Tests.Growth;

public static partial class Shapes
{
    private static SourceTree InMain(this SourceTree tree, Action<SourceTree> body)
    {
        tree.Add("func main() {");
        body(tree);
        return tree.Add("}");
    }

    private static IEnumerable<Shape> Declarations() =>
    [
        new("functions", 1_500, n => Program().Each(n,
            i => $"func f{i}(a, b int) int {{ if a > b {{ return f{(i + 1) % n}(b, a) }}; return a + {i} }}")
                .InMain(t => t.Add("sinkInt = f0(1, 2)"))),
        new("functions that call the one before", 1_500,
            n => Program().Add("func f0(a int) int { return a }").Each(n, i => $"func f{i + 1}(a int) int {{ return f{i}(a) + 1 }}")
            .InMain(t => t.Add($"sinkInt = f{n}(1)"))),
        new("types with a method", 700, n => Program()
            .Each(n, i => $"type t{i} struct {{ a int; s string }}\nfunc (x *t{i}) M() int {{ return x.a + {i} }}")
            .InMain(t => t.Each(n, i => $"sinkAny = &t{i}{{}}"))),
        new("methods of one type", 1_000, n => Program().Add("type t struct { a int }")
            .Each(n, i => $"func (x *t) M{i}() int {{ return x.a + {i} }}").InMain(t => t.Add("sinkAny = &t{}"))),
        new("fields of a struct", 1_000, n => Program().Add("type t struct {").Each(n, i => $"f{i} int; s{i} string").Add("}")
            .Add("var v t")
            .InMain(t => t.Each(n, i => $"v.f{i} = len(v.s{i})").Add("sinkAny = v"))),
        new("struct equality and hash", 500, n => Program().Add("type t struct {").Each(n, i => $"f{i} int; s{i} string; g{i} float64")
            .Add("}").Add("var v, w t").Add("var m = map[t]int{}")
            .InMain(t => t.Add("truth = v == w; sinkInt = m[v]"))),
        new("literal of a large struct", 1_000, n => Program().Add("type t struct {").Each(n, i => $"f{i} int; s{i} string").Add("}")
            .InMain(t => t.Add("sinkAny = t{").Each(n, i => $"f{i}: {i}, s{i}: \"text {i}\",").Add("}"))),
        new("embedding chain", 100, n => Program().Add("type t0 struct { a int }").Add("func (x t0) M() int { return x.a }")
            .Each(n, i => $"type t{i + 1} struct {{ t{i} }}")
            .InMain(t => t.Add($"sinkAny = t{n}{{}}; sinkInt = t{n}{{}}.M() + t{n}{{}}.a"))) { Limit = 800 },
        new("embedded types side by side", 200, n => Program()
            .Each(n, i => $"type t{i} struct {{ f{i} int }}\nfunc (x *t{i}) M{i}() int {{ return x.f{i} }}").Add("type all struct {")
            .Each(n, i => $"t{i}").Add("}")
            .InMain(t => t.Add("var v all").Each(n, i => $"sinkInt += v.f{i} + v.M{i}()").Add("sinkAny = &v"))) { Limit = 6_400 },
        new("parameters", 300, n => Program().Add("//go:noinline").Add("func f(").Each(n, i => $"a{i} int,").Add(") int { return 0 +")
            .Each(n, i => $"a{i} +").Add("0 }")
            .InMain(t => t.Add("sinkInt = f(").Each(n, i => $"{i},").Add(")"))),
        new("results", 300, n => Program().Add("//go:noinline").Add("func f(x int) (").Each(n, i => $"a{i} int,").Put("last int) { return ")
            .Each(n, i => $"x + {i},").Add("x }")
            .InMain(t => t.Each(n + 1, i => $"v{i}", ", ").Add(" := f(1)").Each(n + 1, i => $"sinkInt += v{i}"))),
        new("instances of a generic function", 300, n => Program()
            .Add("func g[T any](a T, l []T) []T { for range 3 { l = append(l, a) }; return l }")
            .Each(n, i => $"type t{i} struct {{ f [{i + 1}]int32 }}")
            .InMain(t => t.Each(n, i => $"sinkAny = g(t{i}{{}}, nil)"))),
        new("instances of a generic type", 200, n => Program().Add("type g[T any] struct { v T; next *g[T] }")
            .Add("func (x *g[T]) M() T { if x.next != nil { return x.next.v }; return x.v }")
            .Each(n, i => $"type t{i} struct {{ f [{i + 1}]int32 }}").InMain(t => t.Each(n, i => $"sinkAny = &g[t{i}]{{}}"))),
        new("methods of an interface", 300, n => Program().Add("type i interface {").Each(n, i => $"M{i}() int").Add("}")
            .Add("type t struct { a int }").Each(n, i => $"func (x *t) M{i}() int {{ return x.a + {i} }}")
            .InMain(t => t.Add("var v i = &t{}; sinkAny = v").Each(n, i => $"sinkInt += v.M{i}()"))),
        new("interfaces and types that implement them", 60,
            n => Program().Each(n, i => $"type i{i} interface {{ M{i}() int; N() }}")
            .Each(n, i => $"type t{i} struct {{ a int }}\nfunc (x *t{i}) M{i}() int {{ return x.a }}\nfunc (x *t{i}) N() {{}}")
            .InMain(t => t.Each(n, i => $"{{ var v i{i} = &t{i}{{}}; v.N(); sinkAny = v }}"))),
        new("package variables", 3_000, n => Program().Each(n, i => $"var v{i} = {i}").InMain(t => t.Each(n, i => $"sinkInt += v{i}"))),
        new("package variables initialised by calls", 1_000,
            n => Program().Add("//go:noinline").Add("func f(i int) int { return i }").Each(n, i => $"var v{i} = f({i})")
            .InMain(t => t.Add("sinkInt += v0"))),
        new("initialisation chain", 1_000, n => Program().Add("//go:noinline").Add("func f(i int) int { return i }").Add("var v0 = f(1)")
            .Each(n, i => $"var v{i + 1} = f(v{i})").InMain(t => t.Add($"sinkInt += v{n}"))),
        new("initialisation chain, in reverse", 1_000,
            n => Program().Add("//go:noinline").Add("func f(i int) int { return i }").Each(n, i => $"var v{n - i} = f(v{n - i - 1})")
            .Add("var v0 = f(1)").InMain(t => t.Add($"sinkInt += v{n}"))),
        new("initialisation through functions", 700,
            n => Program().Each(n, i => $"var v{i} = f{i}()\n//go:noinline\nfunc f{i}() int {{ return v{i + 1} + 1 }}")
            .Add($"var v{n} = len(sinkString)").InMain(t => t.Add("sinkInt += v0"))),
        new("init functions", 500, n => Program().Each(n, i => $"func init() {{ sinkInt += {i} }}").InMain(t => t.Add("sinkInt++"))),
        new("type declarations that refer to each other", 1_000,
            n => Program().Each(n, i => $"type t{i} struct {{ a *t{(i + 1) % n}; b []t{(i * 7) % n}; c func(t{(i * 3) % n}) }}")
            .InMain(t => t.Add("sinkAny = &t0{}"))),
        new("aliases", 1_000, n => Program().Add("type a0 = int").Each(n, i => $"type a{i + 1} = a{i}")
            .InMain(t => t.Add($"var v a{n} = 2; sinkInt = int(v)"))) { Limit = 8_000 },
    ];
}
