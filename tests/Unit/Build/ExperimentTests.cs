using Go.Compiler.Build;
using Go.Compiler.Platforms;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Tests.Build;

/// <summary>GOEXPERIMENT: what is in force, and what programs see of it.</summary>
[Collection(ProgramCache.Collection)]
public sealed class ExperimentTests(ProgramCache cache)
{
    private static Experiments Parse(string setting) => Experiments.Parse(setting, SupportedPlatforms.LinuxAmd64, out _)!;

    [Theory]
    [InlineData("", "")]
    [InlineData("jsonv2", "")]
    [InlineData("nojsonv2", "nojsonv2")]
    [InlineData("nojsonv2,jsonv2", "")]
    [InlineData(",arenas,,loopvar,", "arenas,loopvar")]
    [InlineData("loopvar,arenas", "arenas,loopvar")]
    [InlineData("noregabi", "")]
    [InlineData("noregabiwrappers,noregabiargs", "")]
    [InlineData("none", "nodwarf5,nojsonv2,nogreenteagc,norandomizedheapbase64,nosizespecializedmalloc")]
    [InlineData("none,dwarf5", "nojsonv2,nogreenteagc,norandomizedheapbase64,nosizespecializedmalloc")]
    public void Settings_have_one_spelling(string setting, string expected) => Assert.Equal(expected, Parse(setting).ToString());

    [Theory]
    [InlineData("nosuch", "unknown GOEXPERIMENT such")]
    [InlineData("such", "unknown GOEXPERIMENT such")]
    [InlineData("JSONv2", "unknown GOEXPERIMENT JSONv2")]
    [InlineData(" jsonv2", "unknown GOEXPERIMENT  jsonv2")]
    [InlineData("nonone", "unknown GOEXPERIMENT none")]
    [InlineData("arenas,no", "unknown GOEXPERIMENT ")]
    public void Unknown_names_are_refused(string setting, string expected)
    {
        Assert.Null(Experiments.Parse(setting, SupportedPlatforms.LinuxAmd64, out string? problem));
        Assert.Equal(expected, problem);
    }

    /// <summary>A new release of the sources has a new list.</summary>
    [Fact]
    public void Names_are_those_of_the_sources()
    {
        string folder = Path.Combine(GoSources.Root, "src", "internal", "goexperiment");
        string[] there = [.. Directory.EnumerateFiles(folder, "exp_*_on.go")
            .Select(f => Path.GetFileName(f)["exp_".Length..^"_on.go".Length]).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(there);
        Assert.Equal(there, Parse(string.Join(',', there)).Enabled.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Programs_are_built_with_them()
    {
        using BuildWorkspace w = cache.NewWorkspace();
        w.Write("go.mod", "module example.com/m\n\ngo 1.21\n");
        w.Write("main.go",
            "package main\n\nimport \"runtime\"\n\nfunc main() {\n\tvar f func() int\n\tfor i := 0; i < 3; i++ {\n\t\tif i == 0 {\n\t\t\tf = func() int { return i }\n\t\t}\n\t}\n"
            + "\tprintln(f(), json, runtime.Version())\n}\n");
        w.Write("on.go", "//go:build goexperiment.jsonv2\n\npackage main\n\nconst json = 2\n");
        w.Write("off.go", "//go:build !goexperiment.jsonv2\n\npackage main\n\nconst json = 1\n");
        string version = File.ReadLines(Path.Combine(GoSources.Root, "VERSION")).First();
        Assert.Equal($"3 2 {version}", Run(w, ""));
        Assert.Equal($"0 1 {version}-X:loopvar,nojsonv2", Run(w, "loopvar,nojsonv2"));
        Assert.Equal($"3 2 {version}-X:nodwarf5,nogreenteagc", Run(w, "nogreenteagc,nodwarf5"));
        Assert.Equal($"3 2 {version}", Run(w, "jsonv2"));
    }

    /// <summary>Everything that may be on at once, and nothing of what may be off: each changes the runtime.</summary>
    [Theory]
    [InlineData("none")]
    [InlineData("staticlockranking,heapminimum512kib,arenas,newinliner,runtimefreegc,runtimesecret")]
    public void The_runtime_works_under_all_of_them(string setting)
    {
        using BuildWorkspace w = cache.NewWorkspace();
        w.Write("main.go", """
            package main

            import "runtime"

            type node struct {
            	next *node
            	data [40]byte
            }

            func main() {
            	done := make(chan int)
            	for i := range 8 {
            		go func() {
            			var list *node
            			var grown []int
            			m := map[int]*node{}
            			for j := range 20000 {
            				list = &node{next: list}
            				grown = append(grown, j)
            				m[j%100] = list
            				if j%1000 == 0 {
            					list = nil
            					runtime.GC()
            				}
            			}
            			done <- len(m) + len(grown) + i
            		}()
            	}
            	sum := 0
            	for range 8 {
            		sum += <-done
            	}
            	println(sum)
            }
            """);
        Assert.Equal("160828", Run(w, setting));
    }

    [Theory]
    [InlineData("simd,nojsonv2", "GO3051", "GOEXPERIMENT simd is not supported")]
    [InlineData("nosuch", "GO3050", "unknown GOEXPERIMENT such")]
    public void What_cannot_be_built_is_said(string setting, string code, string message)
    {
        using BuildWorkspace w = cache.NewWorkspace();
        w.Write("main.go", "package main\n\nfunc main() {}\n");
        BuildOutcome outcome = Builder.Build(w.Options(".") with { Experiments = setting }, null, CancellationToken.None);
        Assert.False(outcome.Succeeded);
        Assert.Equal((code, message), (outcome.Diagnostics[0].Code, outcome.Diagnostics[0].Message));
    }

    private static string Run(BuildWorkspace w, string experiments)
        => ProgramCache.Run(w, w.Options(".") with { Experiments = experiments });
}
