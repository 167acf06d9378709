using System.Xml.Linq;

namespace Go.Sdk.Tests.Sdk;

/// <summary>dotnet test on Go projects.</summary>
public sealed class DotnetTestTests
{
    private const string Tests = """
        package main

        import (
        	"fmt"
        	"os"
        	"testing"
        )

        func TestGood(t *testing.T) {}

        func TestBad(t *testing.T) {
        	t.Log("only a log")
        	t.Run("one two", func(t *testing.T) {
        		t.Errorf("want %d\ngot %d", 3, 4)
        	})
        	t.Run("fine", func(t *testing.T) {})
        }

        func TestShort(t *testing.T) {
        	if testing.Short() {
        		t.Skip("not today")
        	}
        }

        func TestFolder(t *testing.T) {
        	if _, err := os.Stat("main_test.go"); err != nil {
        		t.Fatal(err)
        	}
        }

        func ExampleNone() {
        	fmt.Println("x")
        	// Output: x
        }

        func BenchmarkNothing(b *testing.B) {
        	for b.Loop() {
        	}
        }

        """;

    private static ProjectFolder WithTests()
        => new ProjectFolder().Restored().Write("main.go", "package main\n\nfunc main() {}\n").Write("main_test.go", Tests)
        .Write("library/library.go", "package library\n")
        .Write("library/library_test.go", "package library_test\n\nimport \"testing\"\n\nfunc TestGood(t *testing.T) {}\n")
        .Write("untested/untested.go", "package untested\n");

    private static CommandResult Test(ProjectFolder project, params string[] arguments) => project.Dotnet(["test", .. arguments]);

    [Fact]
    public void Failures_are_errors_with_file_and_line_and_the_report_has_them()
    {
        using ProjectFolder project = WithTests();
        CommandResult first = Test(project, "--logger", "trx", "-p:GoTestShort=true", "-bl").Expect(1);
        BuildLog log = BuildLog.Read(project.Root, "msbuild.binlog");
        Assert.Contains("main_test.go(14,0): GO7101", log.Errors);
        Assert.Equal(["GoBuild", "GoTest"], log.GoTasks.Where(t => t is "GoBuild" or "GoTest"));
        Assert.DoesNotContain("_GoCompileTests", log.Skipped.Keys);
        string file = Path.Combine(project.Root, "main_test.go");
        Assert.Contains($"{file}(14): error GO7101: example.com/app.TestBad/one_two: want 3", first.Output, StringComparison.Ordinal);
        Assert.Contains("total: 8", first.Output, StringComparison.Ordinal);
        Assert.Contains("failed: 2", first.Output, StringComparison.Ordinal);
        Assert.Contains("skipped: 1", first.Output, StringComparison.Ordinal);

        List<XElement> results = [.. XDocument.Load(Path.Combine(project.Root, "TestResults", "app.trx")).Descendants()
            .Where(e => e.Name.LocalName == "UnitTestResult")];
        XElement bad = results.Single(r => r.Attribute("testName")!.Value == "TestBad/one_two");
        Assert.Equal("Failed", bad.Attribute("outcome")!.Value);
        Assert.Equal("want 3\ngot 4", bad.Descendants().Single(e => e.Name.LocalName == "Message").Value.ReplaceLineEndings("\n"));
        Assert.Equal($"   at example.com/app.TestBad/one_two() in {file}:line 14",
            bad.Descendants().Single(e => e.Name.LocalName == "StackTrace").Value);
        Assert.Equal("NotExecuted", results.Single(r => r.Attribute("testName")!.Value == "TestShort").Attribute("outcome")!.Value);
        Assert.Equal(2, results.Count(r => r.Attribute("testName")!.Value == "TestGood" && r.Attribute("outcome")!.Value == "Passed"));

        CommandResult again = Test(project, "--no-restore", "-v:n", "--filter", "ClassName=example.com/app&Name!=TestBad",
            "-p:GoBenchmark=.").Expect(0);
        Assert.Contains("up to date: nothing that the last build read", again.Output, StringComparison.Ordinal);
        Assert.Contains("total: 5", again.Output, StringComparison.Ordinal);
        Assert.Matches(@"BenchmarkNothing.*ns/op", again.Output);

        CommandResult list = Test(project, "--no-build", "--list-tests", "--blame").Expect(0);
        Assert.Contains("warning GO8101: --blame is not supported", list.Output, StringComparison.Ordinal);
        Assert.Contains("found 7 test(s)", list.Output, StringComparison.Ordinal);

        project.Dotnet("clean").Expect(0);
        Assert.Empty(Directory.GetFiles(project.Root, "*.test", SearchOption.AllDirectories));
    }

    private const string FuzzTests = """
        package main

        import "testing"

        func FuzzPair(f *testing.F) {
        	f.Add(byte(0), byte(0))
        	f.Fuzz(func(t *testing.T, a, b byte) {
        		if a > 100 {
        			if b > 200 {
        				t.Errorf("pair %v", a > b)
        			}
        		}
        	})
        }

        func FuzzPeace(f *testing.F) {
        	f.Fuzz(func(t *testing.T, s string) {})
        }

        func FuzzForever(f *testing.F) {
        	f.Fuzz(func(t *testing.T, b byte) {
        		if b > 3 {
        			select {}
        		}
        	})
        }

        """;

    [Fact]
    public void A_fuzz_test_is_fuzzed_and_the_input_that_fails_is_kept()
    {
        using ProjectFolder project = new ProjectFolder().Restored().Write("main.go", "package main\n\nfunc main() {}\n")
            .Write("main_test.go", FuzzTests)
            .Write("library/library_test.go", "package library\n\nimport \"testing\"\n\nfunc TestGood(t *testing.T) {}\n");
        CommandResult several = Test(project, "-p:GoFuzz=FuzzP", "-p:GoFuzzTime=10x").Expect(1);
        Assert.Contains("error GO7065: property GoFuzz is 'FuzzP'; more than one fuzz test has such a name: example.com/app.FuzzPair, example.com/app.FuzzPeace", several.Output, StringComparison.Ordinal);
        Assert.Contains("error GO7007: property GoFuzzTime is 'long'; want a duration",
            Test(project, "-p:GoFuzz=FuzzPair", "-p:GoFuzzTime=long").Expect(1).Output, StringComparison.Ordinal);

        CommandResult found = Test(project, "--no-restore", "-p:GoFuzz=FuzzPair", "-p:GoFuzzTime=1000000x", "-p:GoCacheDir=cache")
            .Expect(1);
        string input = Assert.Single(Directory.GetFiles(Path.Combine(project.Root, "testdata", "fuzz", "FuzzPair")));
        Assert.Contains($"{Path.Combine(project.Root, "main_test.go")}(10): error GO7101: example.com/app.FuzzPair: pair ", found.Output,
            StringComparison.Ordinal);
        Assert.Contains($"failing input written to {input}; to run it again: dotnet test -p:GoTestRun=FuzzPair/{Path.GetFileName(input)}",
            found.Output, StringComparison.Ordinal);
        Assert.Contains("now fuzzing with", found.Output, StringComparison.Ordinal);
        Assert.Contains("total: 4", found.Output, StringComparison.Ordinal);

        Assert.Contains($"error GO7101: example.com/app.FuzzPair/{Path.GetFileName(input)}: pair",
            Test(project, "--no-restore").Expect(1).Output, StringComparison.Ordinal);

        // What does not come back is ended after a minute, whatever time there is, and its input kept.
        CommandResult forever = Test(project, "--no-restore", "-p:GoFuzz=FuzzForever", "-p:GoFuzzTime=1000000x", "-p:GoTestRun=FuzzForever",
            "-p:GoCacheDir=cache").Expect(1);
        Assert.Matches("error GO7101: example.com/app.FuzzForever: .*fuzzing process hung or terminated unexpectedly", forever.Output);
        Assert.Single(Directory.GetFiles(Path.Combine(project.Root, "testdata", "fuzz", "FuzzForever")));
    }

    [Fact]
    public void Build_does_not_compile_tests_and_tests_that_do_not_compile_are_errors()
    {
        using ProjectFolder project = WithTests();
        project.Write("main_test.go", "package main\n\nimport \"testing\"\n\nfunc TestX(t *testing.T) { undefined() }\n");
        project.Build().Expect(0);
        Assert.Contains("main_test.go(5,28): error GO2075: undefined: undefined", Test(project, "--no-restore").Expect(1).Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("func TestMain(m *testing.M) { os.Exit(3) }",
        "error GO7102: example.com/app: the test program ended (exit status 3), but no test failed")]
    [InlineData("func TestExit(t *testing.T) { os.Exit(3) }",
        "error GO7101: example.com/app.TestExit: the test program ended (exit status 3) before this test did")]
    [InlineData("func TestPanic(t *testing.T) {\n\tvar m map[string]int\n\tm[os.Args[0]] = 1\n}",
        "main_test.go(10): error GO7101: example.com/app.TestPanic: panic: assignment to entry in nil map")]
    public void A_test_program_that_dies_has_failed(string function, string expected)
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", "package main\n\nfunc main() {}\n")
            .Write("main_test.go", $"package main\n\nimport (\n\t\"os\"\n\t\"testing\"\n)\n\n{function}\n");
        Assert.Contains(expected, Test(project).Expect(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_without_tests_says_so_and_succeeds()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", "package main\n\nfunc main() {}\n");
        Assert.Contains("no test files", Test(project).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_testing_platform_as_runner_gives_the_same()
    {
        using ProjectFolder project = WithTests();
        string json = File.ReadAllText(Path.Combine(project.Root, "global.json")).TrimEnd().TrimEnd('}');
        project.Write("global.json", json + """, "test": { "runner": "Microsoft.Testing.Platform" } }""");
        CommandResult none = Test(project, "--no-build");
        Assert.True(none.ExitCode != 0);
        Assert.Contains("error GO7061: the tests are not built", none.Output + none.Error, StringComparison.Ordinal);
        CommandResult result = Test(project, "--report-trx").Expect(2);
        Assert.Contains("total: 8", result.Output, StringComparison.Ordinal);
        Assert.Contains("failed: 2", result.Output, StringComparison.Ordinal);
        Assert.Contains("main_test.go:14", result.Output, StringComparison.Ordinal);
        Assert.Contains("line 14", File.ReadAllText(Path.Combine(project.Root, "TestResults", "app.trx")), StringComparison.Ordinal);
        Assert.Contains("total: 1", Test(project, "--filter", "FullyQualifiedName=example.com/app/library.TestGood").Expect(0).Output,
            StringComparison.Ordinal);
        Assert.Equal("", project.Dotnet("run").Expect(0).Output);
    }

    [Fact]
    public void The_sample_with_tests_passes()
    {
        string folder = Path.Combine(Repository.Root, "samples", "collections");
        Assert.Contains("failed: 0", CommandResult.Dotnet(folder, "test").Expect(0).Output, StringComparison.Ordinal);
    }
}
