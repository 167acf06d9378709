namespace Go.Sdk.Tests.Sdk;

/// <summary>Statements are counted as the original counts them: the numbers here are what it gives for the same files.</summary>
public sealed class CoverageTests : IDisposable
{
    private readonly GoCommand _go = new();

    public CoverageTests() => _go.Write("main.go", """
            package main

            import (
            	"os"

            	"example.com/app/dep"
            )

            func main() {
            	if len(os.Args) > 3 {
            		println("many")
            	}
            	os.Exit(dep.Twice(2))
            }

            """)
        .Write("dep/dep.go",
            "package dep\n\nvar first = Twice(1)\n\nfunc Twice(x int) int { return 2 * x }\n\nfunc Unused() { println(first) }\n")
        .Write("dep/dep_test.go",
            "package dep\n\nimport \"testing\"\n\nfunc TestTwice(t *testing.T) {\n\tif Twice(2) != 4 {\n\t\tt.Fatal()\n\t}\n}\n");

    public void Dispose() => _go.Dispose();

    [Fact]
    public void Percentages_and_profiles_of_tests()
    {
        string output = _go.Run("test", "-coverprofile=p.out", "./...").Expect(0).Output;
        Assert.StartsWith("\texample.com/app\t\tcoverage: 0.0% of statements\nok  \texample.com/app/dep\t", output,
            StringComparison.Ordinal);
        Assert.EndsWith("s\tcoverage: 50.0% of statements\n", output, StringComparison.Ordinal);
        Assert.Equal(
            """
            mode: set
            example.com/app/main.go:10.2,10.22 1 0
            example.com/app/main.go:11.3,12.1 1 0
            example.com/app/main.go:13.2,13.23 1 0
            example.com/app/dep/dep.go:5.25,5.39 1 1
            example.com/app/dep/dep.go:7.17,7.33 1 0

            """, File.ReadAllText(_go.At("p.out")));
        Assert.Contains("dep.go:5:\tTwice\t\t100.0%\n", _go.Run("tool", "cover", "-func=p.out").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Packages_that_patterns_choose_are_counted_for_all_tests()
    {
        string output = _go.Run("test", "-covermode=atomic", "-coverpkg=./...", "./...").Expect(0).Output;
        Assert.Contains("coverage: 20.0% of statements in ./...\n", output, StringComparison.Ordinal);
        Assert.Contains("valid modes are", _go.Run("test", "-covermode=all", ".").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_leave_what_they_counted()
    {
        _go.Run("build", "-cover", "-o", "app", ".").Expect(0);
        string data = Directory.CreateDirectory(_go.At("data")).FullName;
        CommandResult.Run(_go.At("app"), [], _go.Root, new Dictionary<string, string> { ["GOCOVERDIR"] = data }).Expect(4);
        Assert.Equal("\texample.com/app\t\tcoverage: 66.7% of statements\n\texample.com/app/dep\t\tcoverage: 50.0% of statements\n",
            _go.Run("tool", "covdata", "percent", "-i", "data").Expect(0).Output);
        Assert.Contains("GOCOVERDIR not set, no coverage data emitted", CommandResult.Run(_go.At("app"), [], _go.Root).Expect(4).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_changes_nothing_and_is_told_of()
    {
        _go.Write("other.pgo", "");
        CommandResult named = _go.Run("build", "-pgo=other.pgo", "-o", "app", ".").Expect(0);
        Assert.Contains("-pgo has no meaning here: profiles do not guide the optimiser", named.Error, StringComparison.Ordinal);
        Assert.Contains($"build\t-pgo={_go.At("other.pgo")}\n", _go.Run("version", "-m", "app").Expect(0).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("-pgo=", Information("-pgo=off"), StringComparison.Ordinal);
        _go.Write("default.pgo", "");
        Assert.Contains($"build\t-pgo={_go.At("default.pgo")}\n", Information("-pgo=auto"), StringComparison.Ordinal);
        Assert.Contains("build\t-pgo=default.pgo\n", Information("-trimpath"), StringComparison.Ordinal);
        Assert.DoesNotContain("-pgo=", Information("-pgo=off"), StringComparison.Ordinal);
        string missing = _go.At("nothing.pgo");
        Assert.Equal($"# {missing}\npreprofile: error opening profile: open {missing}: no such file or directory\n",
            _go.Run("build", "-pgo=nothing.pgo", ".").Expect(1).Error);

        string Information(string flag)
        {
            _go.Run("build", flag, "-o", "app", ".").Expect(0);
            return _go.Run("version", "-m", "app").Expect(0).Output;
        }
    }
}
