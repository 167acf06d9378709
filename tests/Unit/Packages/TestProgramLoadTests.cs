using System.Text;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;

namespace Go.Compiler.Tests.Packages;

/// <summary>Which packages test programs are made of, and what their main packages say.</summary>
public sealed class TestProgramLoadTests
{
    private const string Mod = "module example.com/m\n\ngo 1.24\n";

    private static Workspace With(params (string, string)[] files)
    {
        var w = new Workspace([("go.mod", Mod), .. files]);
        foreach (string package in (string[])["os", "reflect", "testing", "testing/internal/testdeps"])
        {
            w.AddStandard($"{package}/x.go", $"package {package.Split('/')[^1]}\n");
        }
        return w;
    }

    private static (PackageGraph Graph, string[] Errors) Load(Workspace w, params string[] patterns)
    {
        var sink = new DiagnosticSink();
        PackageGraph graph = PackageLoader.Load(w.Options(patterns) with { Tests = true, ImplicitRoots = ["runtime"] }, w.Files, sink)!;
        return (graph, [.. sink.All.Select(d => DiagnosticRenderer.Gc(d, w.Files).Replace(w.Main, "~"))]);
    }

    private static PackageGraph LoadClean(Workspace w, params string[] patterns)
    {
        (PackageGraph graph, string[] errors) = Load(w, patterns);
        Assert.Empty(errors);
        return graph;
    }

    private static string[] Identities(PackageGraph graph) => [.. graph.Packages.Select(p => p.Identity).Where(i => i.Contains('.'))];

    private static string MainOf(PackageGraph graph)
        => Encoding.UTF8.GetString(graph.Tests.Single().Program!.GoFiles.Single().Source.Content);

    [Fact]
    public void Importers_of_the_package_under_test_are_compiled_again_for_it()
    {
        using Workspace w = With(
            ("p/p.go", "package p\n"), ("p/export_test.go", "package p\n\nimport \"fmt\"\n"),
            ("p/p_test.go", "package p_test\n\nimport (\n\t\"example.com/m/p\"\n\t\"example.com/m/q\"\n\t\"example.com/m/s\"\n)\n"),
            ("q/q.go", "package q\n\nimport \"example.com/m/r\"\n"), ("r/r.go", "package r\n\nimport \"example.com/m/p\"\n"),
                ("s/s.go", "package s\n"));
        PackageGraph graph = LoadClean(w, "./p");
        Assert.Equal(
            ["example.com/m/p [example.com/m/p.test]", "example.com/m/r [example.com/m/p.test]", "example.com/m/q [example.com/m/p.test]",
                "example.com/m/s",
                "example.com/m/p_test [example.com/m/p.test]", "example.com/m/p.test"], Identities(graph));
        LoadedPackage main = graph.Tests.Single().Program!;
        Assert.True(main.IsCommand);
        Assert.Equal("main", main.ImportPath);
        LoadedPackage tested = main.Imports["example.com/m/p"];
        Assert.Equal("example.com/m/p", tested.ImportPath);
        Assert.Equal(["p.go", "export_test.go"], tested.GoFiles.Select(f => f.Name));
        Assert.Equal(["fmt"], tested.Imports.Keys);
        Assert.Same(tested, main.Imports["example.com/m/p_test"].Imports["example.com/m/p"]);
        Assert.Same(tested, graph.FindForTest("example.com/m/r", "example.com/m/p")!.Imports["example.com/m/p"]);
        Assert.Null(graph.FindForTest("example.com/m/s", "example.com/m/p"));
    }

    [Fact]
    public void Without_test_files_in_the_package_nothing_is_compiled_again()
    {
        using Workspace w = With(("p/p.go", "package p\n"),
            ("p/p_test.go", "package p_test\n\nimport (\n\t\"example.com/m/p\"\n\t\"example.com/m/q\"\n)\n"),
            ("q/q.go", "package q\n\nimport \"example.com/m/p\"\n"));
        Assert.Equal(["example.com/m/p", "example.com/m/q", "example.com/m/p_test [example.com/m/p.test]", "example.com/m/p.test"],
            Identities(LoadClean(w, "./p")));
    }

    [Fact]
    public void Packages_of_the_test_program_itself_can_be_under_test()
    {
        using Workspace w = With();
        w.AddStandard("runtime/x_test.go", "package runtime\n").AddStandard("testing/x.go", "package testing\n\nimport \"runtime\"\n");
        PackageGraph graph = LoadClean(w, "runtime");
        LoadedPackage main = graph.Tests.Single().Program!;
        Assert.Same(main.Imports["runtime"], main.Imports["testing"].Imports["runtime"]);
        Assert.Equal("testing [runtime.test]", main.Imports["testing"].Identity);
        Assert.DoesNotContain("runtime", graph.Packages.Select(p => p.Identity));
    }

    [Fact]
    public void A_program_under_test_is_a_package_like_any_other()
    {
        using Workspace w = With(("c/c.go", "package main\n\nfunc main() {}\n"),
            ("c/c_test.go", "package main_test\n\nimport _ \"example.com/m/c\"\n"));
        LoadedPackage tested = LoadClean(w, "./c").Tests.Single().Program!.Imports["example.com/m/c"];
        Assert.False(tested.IsCommand);
        Assert.Equal("example.com/m/c", tested.ImportPath);
    }

    [Fact]
    public void Packages_without_tests_are_only_compiled()
    {
        using Workspace w = With(("a/a.go", "package a\n"), ("b/b_test.go", "package b\n"), ("c/c.go", "package c\n"),
            ("c/c_test.go", "//go:build never\n\npackage c\n"), ("e/e.go", "//go:build never\n\npackage e\n"));
        PackageGraph graph = LoadClean(w, "./...");
        Assert.Equal([("example.com/m/a", false), ("example.com/m/b", true), ("example.com/m/c", false)],
            graph.Tests.Select(t => (t.FullPath, t.HasTestFiles)));
        Assert.Equal("example.com/m/a", graph.Tests[0].Program!.Identity);
    }

    [Fact]
    public void Main_registers_what_the_test_files_declare()
    {
        using Workspace w = With(
            ("p/p_test.go", """
                package p
                func TestA(t *testing.T) {}
                func Testable(n int) {}
                func Test(t *T) {}
                func Test_b(*testing.T) {}
                func BenchmarkA(b *testing.B) {}
                func FuzzA(f *testing.F) {}
                func (x T) TestMethod(n int) {}
                func helper() {}
                """),
            ("p/x_test.go", """"
                package p_test
                func TestMain(m *testing.M) {}
                func ExampleA() {
                    // Output:
                    // a "b"	c
                    //
                    //
                    //   d
                }
                func ExampleB() {
                    /* uNordered output: é
                     */
                }
                func ExampleC() {
                    // Output: no, there is another comment
                    x := 1 // Output: behind code
                    // Ouput
                }
                func ExampleD() {
                    f() // Output: not in the last group
                    // Output:
                }
                func ExampleE(n int) {
                    // Output: 1
                }
                """"));
        string text = MainOf(LoadClean(w, "./p"));
        Assert.Contains("_test \"example.com/m/p\"\n\t_xtest \"example.com/m/p_test\"\n", text, StringComparison.Ordinal);
        Assert.Contains("InternalTest{\n\t{\"TestA\", _test.TestA},\n\t{\"Test\", _test.Test},\n\t{\"Test_b\", _test.Test_b},\n}", text,
            StringComparison.Ordinal);
        Assert.Contains("InternalBenchmark{\n\t{\"BenchmarkA\", _test.BenchmarkA},\n}", text, StringComparison.Ordinal);
        Assert.Contains("InternalFuzzTarget{\n\t{\"FuzzA\", _test.FuzzA},\n}", text, StringComparison.Ordinal);
        Assert.Contains(
            "InternalExample{\n\t{\"ExampleA\", _xtest.ExampleA, \"a \\\"b\\\"\\U00000009c\\n\\n  d\\n\", false},\n\t{\"ExampleB\", _xtest.ExampleB, \"\\U000000e9\\n\", true},\n"
            + "\t{\"ExampleD\", _xtest.ExampleD, \"\", false},\n}", text, StringComparison.Ordinal);
        Assert.Contains("\t_xtest.TestMain(m)\n", text, StringComparison.Ordinal);
        Assert.Contains("testdeps.ModulePath = \"example.com/m\"\n\ttestdeps.ImportPath = \"example.com/m/p\"\n", text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Files_named_one_by_one_have_tests_too()
    {
        using Workspace w = With(("p/p.go", "package p\n"), ("p/a_test.go", "package p\n"), ("p/b_test.go", "package p\n"));
        LoadedPackage tested = LoadClean(w, "./p/p.go", "./p/b_test.go").Tests.Single().Program!.Imports["command-line-arguments"];
        Assert.Equal(["p.go", "b_test.go"], tested.GoFiles.Select(f => f.Name));
    }

    [Fact]
    public void Embedded_files_and_settings_of_test_files()
    {
        using Workspace w = With(
            ("p/p.go", "package p\n\nimport _ \"embed\"\n\n//go:embed a.txt\nvar a string\n"), ("p/a.txt", ""), ("p/b.txt", ""),
            ("p/c.txt", ""),
            ("p/b_test.go", "//go:debug panicnil=1\npackage p\n\nimport _ \"embed\"\n\n//go:embed b.txt\nvar b string\n"),
                ("p/c_test.go", "package p_test\n\nimport _ \"embed\"\n\n//go:embed c.txt\nvar c string\n"));
        LoadedPackage main = LoadClean(w, "./p").Tests.Single().Program!;
        Assert.Equal([("panicnil", "1")], main.GodebugSettings);
        Assert.Equal(["a.txt", "b.txt"], main.Imports["example.com/m/p"].EmbedPatterns.Select(e => e.Pattern));
        Assert.Equal(["c.txt"], main.Imports["example.com/m/p_test"].EmbedPatterns.Select(e => e.Pattern));
    }

    [Theory]
    [InlineData("func TestA(n int) {}", "p/p_test.go:4:1: wrong signature for TestA, must be: func TestA(t *testing.T)")]
    [InlineData("func TestA(t *testing.T) int { return 0 }",
        "p/p_test.go:4:1: wrong signature for TestA, must be: func TestA(t *testing.T)")]
    [InlineData("func TestA[E any](t *testing.T) {}",
        "p/p_test.go:4:1: wrong signature for TestA, test functions cannot have type parameters")]
    [InlineData("func BenchmarkA(t *testing.T) {}",
        "p/p_test.go:4:1: wrong signature for BenchmarkA, must be: func BenchmarkA(b *testing.B)")]
    [InlineData("func FuzzA() {}", "p/p_test.go:4:1: wrong signature for FuzzA, must be: func FuzzA(f *testing.F)")]
    [InlineData("func TestMain() {}", "p/p_test.go:4:1: wrong signature for TestMain, must be: func TestMain(m *testing.M)")]
    [InlineData("func TestA(", "p/p_test.go:5:1: syntax error: unexpected EOF, expected )")]
    public void Errors_spare_other_packages(string declaration, string expected)
    {
        using Workspace w = With(("a/a.go", "package a\n"), ("p/p_test.go", $"package p\n\nimport \"testing\"\n{declaration}\n"),
            ("z/z_test.go", "package z\n"));
        (PackageGraph graph, string[] errors) = Load(w, "./...");
        Assert.Equal("~/" + expected, errors[0]);
        Assert.Equal([true, false, true], graph.Tests.Select(t => t.Program is not null));
    }

    [Fact]
    public void A_cycle_through_test_files()
    {
        using Workspace w = With(
            ("p/p.go", "package p\n"), ("p/p_test.go", "package p\n\nimport \"example.com/m/q\"\n"),
                ("q/q.go", "package q\n\nimport \"example.com/m/r\"\n"), ("r/r.go", "package r\n\nimport \"example.com/m/p\"\n"));
        (PackageGraph graph, string[] errors) = Load(w, "./...");
        Assert.Equal(
            "package example.com/m/p\n\timports example.com/m/q from p_test.go\n\timports example.com/m/r from q.go\n\timports example.com/m/p from r.go: import cycle not allowed in test",
            Assert.Single(errors)[(errors[0].IndexOf(": ", StringComparison.Ordinal) + 2)..]);
        Assert.Equal([false, true, true], graph.Tests.Select(t => t.Program is not null));
    }

    [Fact]
    public void Only_test_files_are_nothing_to_import()
    {
        using Workspace w = With(("p/p_test.go", "package p_test\n\nimport _ \"example.com/m/p\"\n"),
            ("q/q.go", "package q\n\nimport _ \"example.com/m/p\"\n"));
        (PackageGraph graph, string[] errors) = Load(w, "./...");
        Assert.Equal(["~/p/p_test.go:3:8: package example.com/m/p: no non-test Go files in ~/p",
            "~/q/q.go:3:8: package example.com/m/p: no non-test Go files in ~/p"], errors.Order());
        Assert.Equal([false, false], graph.Tests.Select(t => t.Program is not null));
    }

    [Fact]
    public void Fuzzing_counts_in_what_tests_see_and_not_in_external_tests_or_what_only_the_engine_needs()
    {
        using Workspace w = With(
            ("p/p.go", "package p\n\nimport \"example.com/m/q\"\n"),
            ("p/in_test.go", "package p\n\nimport (\n\t\"testing\"\n\t\"example.com/m/r\"\n)\n"),
            ("p/out_test.go", "package p_test\n\nimport \"example.com/m/s\"\n"), ("q/q.go", "package q\n"), ("r/r.go", "package r\n"),
                ("s/s.go", "package s\n"));
        Assert.Equal(["example.com/m/p [example.com/m/p.test]", "example.com/m/q", "example.com/m/r", "example.com/m/s"],
            FuzzedPackages.Of(LoadClean(w, "./p")).Where(p => p != "runtime").Order(StringComparer.Ordinal));
    }
}
