using System.Text.Json;

namespace Go.Sdk.Tests.Sdk;

/// <summary>What changes touch, what results are known already, and what failed: for machines that decide what to do next.</summary>
public sealed class ChangeTests
{
    private static void Git(ProjectFolder project, params string[] arguments)
        => CommandResult.Run("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main", .. arguments],
            project.Root).Expect(0);

    [Fact]
    public void Packages_that_a_change_touches_are_told()
    {
        using ProjectFolder project = new ProjectFolder(prefix: "go-sdk-test ä ").Restored();
        project.Write("main.go", "package main\n\nimport \"example.com/app/a\"\n\nfunc main() { a.F() }\n")
            .Write("a/a.go", "package a\n\nimport \"example.com/app/b\"\n\nfunc F() { b.F() }\n")
            .Write("b/b.go", "package b\n\nimport _ \"embed\"\n\n//go:embed data/ü.txt\nvar text string\n\nfunc F() { println(text) }\n")
            .Write("b/data/ü.txt", "one\n")
            .Write("c/c.go", "package c\n").Write("c/c_test.go", "package c\n\nimport _ \"example.com/app/b\"\n")
            .Write("d/d.go", "package d\n").Write(".gitignore", "bin/\nobj/\n");
        CommandResult Affected(string since = "HEAD") => project.Dotnet("msbuild", "-nologo", "-t:GoAffected", "-p:GoSince=" + since);
        Assert.Contains("app.goproj : error GO7049: git rev-parse failed, so that nothing can be said of changes since 'HEAD'",
            Affected().Expect(1).Output, StringComparison.Ordinal);
        Git(project, "init", "-q");
        Git(project, "add", ".");
        Git(project, "commit", "-q", "-m", "first");
        // Version control is asked for what the program says of itself.
        project.Build("--no-restore", "-p:GoBuildVcs=true").Expect(0);
        string head = CommandResult.Run("git", ["rev-parse", "HEAD"], project.Root).Expect(0).Output.Trim();
        string said = project.Dotnet("msbuild", "-nologo", "-t:GoBinaryInfo").Expect(0).Output;
        Assert.Contains(head, said, StringComparison.Ordinal);
        Assert.Contains("vcs.modified", said, StringComparison.Ordinal);
        Assert.False(JsonDocument.Parse(Affected().Expect(0).Output).RootElement.GetProperty("IsAffected").GetBoolean());
        project.Write("b/data/ü.txt", "two\n");
        Dictionary<string, string> touched = JsonDocument.Parse(Affected().Expect(0).Output).RootElement.GetProperty("Packages")
            .EnumerateArray()
            .ToDictionary(p => p.GetProperty("Package").GetString()!, p => p.GetProperty("Reason").GetString()!);
        Assert.Equal(new Dictionary<string, string> { ["example.com/app"] = "imports", ["example.com/app/a"] = "imports",
            ["example.com/app/b"] = "changed", ["example.com/app/c"] = "tests" }, touched);
        project.Write("b/data/ü.txt", "one\n").Write("d/new.go", "package d\n");
        JsonElement only = Assert.Single(JsonDocument.Parse(Affected().Expect(0).Output).RootElement.GetProperty("Packages")
            .EnumerateArray());
        Assert.Equal("example.com/app/d", only.GetProperty("Package").GetString());
        Assert.Contains("app.goproj : error GO7049: git diff failed, so that nothing can be said of changes since 'nowhere'",
            Affected("nowhere").Expect(1).Output, StringComparison.Ordinal);
        Assert.Contains("app.goproj : error GO7007: GoAffected needs to know since when", Affected("").Expect(1).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Results_of_tests_are_known_and_benchmarks_and_failures_are_written_down()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("app.go", "package app\n\nfunc F() int { return 1 }\n").Write("app_test.go", """
            package app

            import (
            	"os"
            	"testing"
            )

            func TestF(t *testing.T) {
            	if _, err := os.ReadFile("data.txt"); err != nil || F() != 1 {
            		t.Fatal(err, F())
            	}
            }

            func BenchmarkF(b *testing.B) {
            	for b.Loop() {
            		F()
            	}
            	b.ReportMetric(7, "things/op")
            }
            """).Write("app.goproj", "<Project Sdk=\"Go.Sdk\"><PropertyGroup><OutputType>Library</OutputType></PropertyGroup></Project>").Write("data.txt", "x");
        File.SetLastWriteTimeUtc(Path.Combine(project.Root, "data.txt"), DateTime.UtcNow.AddMinutes(-1));
        CommandResult Test(params string[] arguments) => project.Dotnet(["test", "-p:GoTestCache=true", .. arguments]);
        Assert.DoesNotContain("(cached)", Test().Expect(0).Output, StringComparison.Ordinal);
        string known = Test("--no-restore").Expect(0).Output;
        Assert.Contains("ok  \texample.com/app\t(cached)", known, StringComparison.Ordinal);
        Assert.Matches("(?m)passed.* TestF|succeeded: 1|Passed: +1", known);
        Assert.DoesNotContain("(cached)", Test("--no-restore", "-p:GoTestCount=1").Expect(0).Output, StringComparison.Ordinal);

        // A file that the test asked for is gone: it runs, and fails, and that is written down.
        File.Delete(Path.Combine(project.Root, "data.txt"));
        Assert.Contains("error GO7101", Test("--no-restore", "-p:GoFailureFile=out/failures.jsonl").Expect(1).Output,
            StringComparison.Ordinal);
        project.Write("app.go", "package app\n\nfunc F() int { return \"\" }\n");
        project.Dotnet("build", "--no-restore", "-p:GoFailureFile=out/failures.jsonl").Expect(1);
        JsonElement[] failures = [.. File.ReadAllLines(Path.Combine(project.Root, "out", "failures.jsonl"))
            .Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.Equal(["test", "types"], failures.Select(f => f.GetProperty("Category").GetString()));
        Assert.Equal((Path.Combine(project.Root, "app.go"), 3),
            (failures[1].GetProperty("File").GetString(), failures[1].GetProperty("Line").GetInt32()));

        project.Write("app.go", "package app\n\nfunc F() int { return 1 }\n").Write("data.txt", "x");
        Test("--no-restore", "-p:GoBenchmark=.", "-p:GoBenchmarkFile=out/bench.json", "-p:GoTestRun=none").Expect(0);
        JsonElement benchmark = Assert.Single(JsonDocument.Parse(File.ReadAllText(Path.Combine(project.Root, "out",
            "bench.json"))).RootElement.EnumerateArray());
        Assert.Equal(("example.com/app", "BenchmarkF"),
            (benchmark.GetProperty("Package").GetString(), benchmark.GetProperty("Name").GetString()));
        Assert.Equal(7, benchmark.GetProperty("Values").GetProperty("things/op").GetDouble());
        Assert.True(benchmark.GetProperty("Values").GetProperty("ns/op").GetDouble() > 0
            && benchmark.GetProperty("Iterations").GetInt64() > 0);
    }

    [Theory]
    [InlineData("GO1001", "syntax")]
    [InlineData("GO2001", "types")]
    [InlineData("GO3004", "packages")]
    [InlineData("GO3061", "supply-chain")]
    [InlineData("GO3084", "supply-chain")]
    [InlineData("GO5001", "link")]
    [InlineData("GO6011", "link")]
    [InlineData("GO7041", "project")]
    [InlineData("GO7101", "test")]
    [InlineData("GO9001", "internal")]
    [InlineData("GV0001", "analysis")]
    [InlineData("NU1101", "project")]
    public void Failures_have_categories(string code, string category) => Assert.Equal(category, Go.Sdk.Tasks.FailureCategory.Of(code));

    [Fact]
    public void Generators_find_the_tools_of_the_project()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", "package main\n\nfunc main() { println(made) }\n")
            .Write("cmd/makemade/main.go",
                "package main\n\nimport \"os\"\n\nfunc main() { os.WriteFile(\"made.go\", []byte(\"package main\\n\\nconst made = \\\"by a tool\\\"\\n\"), 0o666) }\n")
            .Write("app.goproj", """
            <Project Sdk="Go.Sdk">
              <PropertyGroup>
                <GoGenerateMode>build</GoGenerateMode>
              </PropertyGroup>
              <ItemGroup>
                <GoTool Include="example.com/app/cmd/makemade" />
                <GoGenerator Include="made" Command="makemade" Inputs="go.mod" Outputs="made.go" />
              </ItemGroup>
            </Project>
            """);
        project.Build().Expect(0);
        Assert.Equal("by a tool\n", project.Run().Expect(0).Error);
        project.Write("app.goproj",
            "<Project Sdk=\"Go.Sdk\">\n  <ItemGroup>\n    <GoTool Include=\"example.com/app/cmd/none\" />\n  </ItemGroup>\n</Project>\n");
        Assert.Matches(@"app\.goproj\(3,5\): error GO[0-9]{4}: .*cmd/none", project.Dotnet("msbuild", "-t:GoBuildTools").Expect(1).Output);
    }
}
