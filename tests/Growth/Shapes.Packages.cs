namespace Go.Compiler.Tests.Growth;

public static partial class Shapes
{
    private static IEnumerable<Shape> Packages() =>
    [
        new("files of a package", 100, n =>
        {
            SourceTree tree = Program().InMain(t => t.Each(n, i => $"f{i}()"));
            for (int i = 0; i < n; i++)
            {
                tree.Open($"file{i}.go").Add("package main").Add($"func f{i}() {{ sinkInt += {i} }}");
            }
            return tree;
        }),
        new("packages side by side", 50, n =>
        {
            SourceTree tree = new SourceTree().Add("import (").Each(n, i => $"\"example.com/grown/p{i}\"").Add(")")
                .InMain(t => t.Each(n, i => $"p{i}.F()"));
            for (int i = 0; i < n; i++)
            {
                tree.Open($"p{i}/p.go").Add($"package p{i}").Add("var v int").Add($"func F() {{ v += {i} }}");
            }
            return tree;
        }),
        new("packages in a chain", 50, n =>
        {
            SourceTree tree = new SourceTree().Add($"import \"example.com/grown/p{n}\"").InMain(t => t.Add($"println(p{n}.F().X)"));
            tree.Open("p0/p.go").Add("package p0").Add("type T struct { X int }").Add("func F() T { return T{1} }");
            for (int i = 1; i <= n; i++)
            {
                tree.Open($"p{i}/p.go").Add($"package p{i}").Add($"import \"example.com/grown/p{i - 1}\"")
                    .Add($"type T struct {{ P *p{i - 1}.T; X int }}").Add($"func F() T {{ v := p{i - 1}.F(); return T{{&v, v.X + 1}} }}");
            }
            return tree;
        }) { Limit = 400 },
        new("embedded files", 500, n =>
        {
            SourceTree tree = new SourceTree().Add("import \"embed\"").Add("//go:embed data").Add("var files embed.FS")
                .InMain(t => t.Add("_, err := files.ReadFile(\"data/file0.txt\"); println(err == nil)"));
            for (int i = 0; i < n; i++)
            {
                tree.Open($"data/file{i}.txt").Add($"file {i}");
            }
            return tree;
        }),
        new("line directives", 2_000, n => Function(t => t.Each(n, i => $"//line file{i % 10}.go:{i * 2 + 1}\na = g(a, {i})"),
            "//go:noinline\nfunc g(a, b int) int { return a }")),
        new("inlined calls with line directives", 1_000,
            n => Function(t => t.Each(n, i => $"//line file{i % 10}.go:{i * 2 + 1}\na = g(a, {i})"),
                "func h(a int) int { if a > 5 { println(a) }; return a * 3 }\nfunc g(a, b int) int { return h(a) + b }")),
        new("comments", 50_000, n => Program().Each(n, i => $"// comment {i}").InMain(t => t.Add("sinkInt++"))),
        new("imported names", 1_000, n =>
        {
            SourceTree tree = new SourceTree().Add("import \"example.com/grown/p\"").InMain(t => t.Each(n, i => $"p.V += p.F{i}(p.C{i})"));
            tree.Open("p/p.go").Add("package p").Add("var V int")
                .Each(n, i => $"const C{i} = {i}\nfunc F{i}(a int) int {{ return a + V + {i} }}");
            return tree;
        }),
    ];
}
