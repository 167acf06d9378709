namespace Go.Compiler.Tests.Growth;

public static partial class Shapes
{
    private static IEnumerable<Shape> Literals() =>
    [
        new("array of int, package level", 20_000, n => Program().Add("var table = [...]int{").Each(n, i => $"{i * 7},").Add("}")
            .Add("func main() { sinkInt = table[sinkInt] }")),
        new("slice of int, in a function", 20_000, n => Program().Add("func main() {").Add("sinkAny = []int{").Each(n, i => $"{i * 7},")
            .Add("}").Add("}")),
        new("array of int, local", 10_000, n => Program().Add("func main() {").Add("table := [...]int{").Each(n, i => $"{i * 7},").Add("}")
            .Add("sinkInt = table[sinkInt]").Add("}")),
        new("slice of string, package level", 8_000,
            n => Program().Add("var table = []string{").Each(n, i => $"\"text {i}\",").Add("}")
            .Add("func main() { sinkString = table[sinkInt] }")),
        new("slice of structs, in a function", 3_000,
            n => Program().Add("type s struct { name string; a, b int }").Add("func make() []s { return []s{")
            .Each(n, i => $"{{\"name {i}\", {i}, {i % 3}}},").Add("} }").Add("func main() { sinkAny = make() }")),
        new("slice of structs with calls, in a function", 1_000,
            n => Program().Add("type s struct { name string; a, b int }").Add("//go:noinline").Add("func f(i int) int { return i }")
            .Add("func make() []s { return []s{").Each(n, i => $"{{\"name {i}\", f({i}), {i % 3}}},").Add("} }")
            .Add("func main() { sinkAny = make() }")),
        new("slice of pointers to structs, package level", 3_000,
            n => Program().Add("type s struct { name string; next *s }").Add("var table = []*s{")
            .Each(n, i => $"{{name: \"name {i}\", next: &s{{name: \"next {i}\"}}}},").Add("}").Add("func main() { sinkAny = table }")),
        new("slice of any, in a function", 2_000, n => Program().Add("func main() {").Add("sinkAny = []any{")
            .Each(n, i => $"{i}, \"text {i}\",").Add("}").Add("}")),
        new("map[int]int, package level", 4_000, n => Program().Add("var table = map[int]int{").Each(n, i => $"{i}: {i * 7},").Add("}")
            .Add("func main() { sinkInt = table[sinkInt] }")),
        new("map[int]string, package level", 4_000, n => Program().Add("var table = map[int]string{").Each(n, i => $"{i}: \"text {i}\",")
            .Add("}").Add("func main() { sinkString = table[sinkInt] }")),
        new("map[string]string, in a function", 3_000,
            n => Program().Add("func main() {").Add("sinkAny = map[string]string{").Each(n, i => $"\"key {i}\": \"text {i}\",").Add("}")
            .Add("}")),
        new("map[string]struct, package level", 2_000,
            n => Program().Add("type s struct { name string; a, b int }").Add("var table = map[string]s{")
            .Each(n, i => $"\"key {i}\": {{\"name {i}\", {i}, 1}},").Add("}").Add("func main() { sinkAny = table }")),
        new("map[string][]struct, package level", 1_000,
            n => Program().Add("type s struct { name string; a, b int }").Add("var table = map[string][]s{")
            .Each(n, i => $"\"key {i}\": {{{{\"name {i}\", {i}, 1}}, {{\"other {i}\", {i}, 2}}}},").Add("}")
            .Add("func main() { sinkAny = table }")),
        new("map[string]any of calls, package level", 1_000,
            n => Program().Add("//go:noinline").Add("func f(i int) int { return i }").Add("var table = map[string]any{")
            .Each(n, i => $"\"key {i}\": f({i}),").Add("}").Add("func main() { sinkAny = table }")),
        new("map[string]func, package level", 1_000,
            n => Program().Add("var table = map[string]func() int{").Each(n, i => $"\"key {i}\": func() int {{ return {i} + sinkInt }},")
            .Add("}")
            .Add("func main() { sinkAny = table }")),
        new("maps inside a map", 500, n => Program().Add("var table = map[string]map[string]int{")
            .Each(n, i => $"\"key {i}\": {{\"a\": {i}, \"b\": 2, \"c\": 3}},").Add("}").Add("func main() { sinkAny = table }")),
        new("map variables, package level", 300, n => Program().Each(n, i => $"var table{i} = map[string]int{{\"a\": {i}, \"b\": 2}}")
            .Add("func main() {").Each(n, i => $"sinkAny = table{i}").Add("}")),
        new("nested literals, package level", 1_000,
            n => Program().Add("type t struct { kids []t; name string }").Add("var root = t{name: \"root\", kids: []t{")
            .Each(n, i => $"{{name: \"a\", kids: []t{{{{name: \"b{i}\"}}, {{name: \"c\", kids: []t{{{{name: \"d\"}}}}}}}}}},").Add("}}")
            .Add("func main() { sinkAny = root }")),
        new("string constant of many lines", 20_000,
            n => Program().Add("const text = \"\" +").Each(n, i => $"\"line {i} of the text\\n\" +").Add("\"end\"")
            .Add("func main() { sinkString = text }")) { Limit = 40_000 },
        new("raw string", 200_000, n => Program().Add("const text = `").Each(n, i => $"line {i}").Add("`")
            .Add("func main() { sinkString = text }")),
        new("bytes of a string, package level", 20_000,
            n => Program().Add("var text = []byte(`").Each(n, i => $"line {i}").Add("`)").Add("func main() { sinkAny = text }")),
    ];
}
