using System.Text.RegularExpressions;

namespace Go.Sdk.Tests.Sdk;

/// <summary><c>dotnet go test</c> on the command line: what it prints and how it ends.</summary>
public sealed partial class TestCommandTests : IDisposable
{
    private readonly GoCommand _go = new();

    public TestCommandTests() => _go
        .Write("ok/ok_test.go",
            "package ok\n\nimport (\n\t\"os\"\n\t\"testing\"\n)\n\nfunc TestGood(t *testing.T) {\n\tt.Log(\"logged\")\n\t_, err := os.Stat(\"ok_test.go\")\n\tif err != nil {\n\t\tt.Error(err)\n\t}\n}\n\nfunc BenchmarkX(b *testing.B) {\n\tfor b.Loop() {\n\t}\n}\n")
        .Write("none/none.go", "package none\n");

    public void Dispose() => _go.Dispose();

    [GeneratedRegex(@"\d+\.\d+s")]
    private static partial Regex Seconds();

    private string Output(int exitCode, params string[] arguments)
        => Seconds().Replace(_go.Run(["test", .. arguments]).Expect(exitCode).Output, "T");

    [Fact]
    public void What_cannot_be_loaded_is_told_under_the_package_whose_tests_need_it()
    {
        _go.Write("t1/p/p_test.go", "package p\n\nimport \"x\"\n").Write("t3/p/p_test.go", "package p\n\nimport \"example.com/app/bad\"\n")
            .Write("bad/bad.go", "package bad\n\nimport \"x\"\n")
            .Write("cycle/p.go", "package cycle\n\nimport \"example.com/app/cycle\"\n");
        string Error(string output, params string[] packages)
        {
            CommandResult result = _go.Run(["test", "-vet=off", "-o=/dev/null", .. packages]).Expect(1);
            Assert.Equal(output, result.Output);
            return NotInStd().Replace(result.Error, " is not in std");
        }
        Assert.Equal("# example.com/app/t3/p\nbad/bad.go:3:8: package x is not in std\n",
            Error("FAIL\texample.com/app/t3/p [setup failed]\nFAIL\n", "./t3/p"));
        Assert.Equal("# example.com/app/cycle\npackage example.com/app/cycle\n\timports example.com/app/cycle from p.go: import cycle not allowed\n",
            Error("FAIL\texample.com/app/cycle [setup failed]\nFAIL\n", "./cycle"));
        _go.Write("two/two.go", "package two\n\nimport (\n\t\"example.com/app/bad\"\n\t\"example.com/app/cycle\"\n)\n")
            .Write("two/two_test.go", "package two\n");
        Assert.Equal("# example.com/app/two\nbad/bad.go:3:8: package x is not in std\n# example.com/app/two\npackage example.com/app/two\n"
            + "\timports example.com/app/cycle from two.go\n\timports example.com/app/cycle from p.go: import cycle not allowed\n",
            Error("FAIL\texample.com/app/two [setup failed]\nFAIL\n", "./two"));
        Assert.Equal($"# .\nno Go files in {_go.Root}\n", Error("FAIL\t. [setup failed]\nFAIL\n", "."));
        // Programs that nobody keeps may have the same name.
        Assert.Equal("# example.com/app/t1/p\nt1/p/p_test.go:3:8: package x is not in std\n# example.com/app/t3/p\nbad/bad.go:3:8: package x is not in std\n",
            Error("FAIL\texample.com/app/t1/p [setup failed]\nFAIL\texample.com/app/t3/p [setup failed]\nFAIL\n", "./t1/p", "./t3/p"));
    }

    [Fact]
    public void An_error_is_not_told_again_of_the_package_with_its_tests()
    {
        _go.Write("a/a.go", "package a\n\nimport _ \"example.com/app/b\"\n").Write("b/b.go", "package b\n\nvar X = Y\n")
            .Write("b/b_test.go", "package b\n");
        Assert.Equal("# example.com/app/b\nb/b.go:3:9: undefined: Y\n", _go.Run("test", "-vet=off", "./a", "./b").Expect(1).Error);
    }

    [GeneratedRegex(@" is not in std \(.*?\)")]
    private static partial Regex NotInStd();

    [Fact]
    public void Packages_are_reported_in_order_and_failures_end_with_status_1()
    {
        Assert.Equal("?   \texample.com/app/none\t[no test files]\nok  \texample.com/app/ok\tT\n", Output(0, "./..."));
        _go.Write("bad/bad_test.go", "package bad\n\nimport \"testing\"\n\nfunc TestBad(t *testing.T) { t.Fatal(\"because\") }\n")
            .Write("broken/b_test.go", "package broken\n\nimport \"testing\"\n\nfunc TestB(t *testing.T) { x := 1 }\n")
            .Write("wrong/w_test.go", "package wrong\n\nfunc TestW() {}\n");
        CommandResult result = _go.Run("test", "./...").Expect(1);
        Assert.Equal("""
            FAIL	example.com/app/wrong [setup failed]
            --- FAIL: TestBad (T)
                bad_test.go:5: because
            FAIL
            FAIL	example.com/app/bad	T
            FAIL	example.com/app/broken [build failed]
            ?   	example.com/app/none	[no test files]
            ok  	example.com/app/ok	T
            FAIL

            """.ReplaceLineEndings("\n"), Seconds().Replace(result.Output, "T"));
        Assert.Contains("broken/b_test.go:5:28: declared and not used: x\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("wrong/w_test.go:3:1: wrong signature for TestW, must be: func TestW(t *testing.T)\n", result.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Flags_reach_the_test_program()
    {
        Assert.Equal("=== RUN   TestGood\n    ok_test.go:9: logged\n--- PASS: TestGood (T)\nPASS\nok  \texample.com/app/ok\tT\n",
            Output(0, "-v", "./ok"));
        Assert.Equal("ok  \texample.com/app/ok\tT [no tests to run]\n", Output(0, "-run", "Nothing", "./ok"));
        Assert.Equal("TestGood\nBenchmarkX\nok  \texample.com/app/ok\tT\n", Output(0, "./ok", "-list=."));
        Assert.Matches("BenchmarkX.* ns/op", Output(0, "-bench=X", "-benchtime=1x", "./ok"));
        Assert.Contains("\"Action\":\"pass\",\"Package\":\"example.com/app/ok\",\"Test\":\"TestGood\"", Output(0, "-json", "./ok"),
            StringComparison.Ordinal);
        Assert.Equal("", Output(0, "-c", "-o", "x.test", "./ok"));
        Assert.Equal(["x.test"], _go.Products());
    }

    [Theory]
    [InlineData("-race", "-race is not supported on linux/amd64: there is no such detector")]
    [InlineData("-linkshared", "-linkshared: there are no shared libraries of Go code")]
    public void What_is_not_supported_is_said(string flag, string message)
        => Assert.Equal($"dotnet go test: error GO7020: {message}\n", _go.Run("test", flag, "./ok").Expect(2).Error);

    private const string Fuzzed = """
        package fuzzed

        import "testing"

        func parse(b []byte) {
        	if len(b) > 2 && b[0] == 'F' {
        		if b[1] == 'U' {
        			if b[2] == 'Z' {
        				panic("found")
        			}
        		}
        	}
        }

        func FuzzParse(f *testing.F) {
        	f.Add([]byte("seed"))
        	f.Fuzz(func(t *testing.T, b []byte) { parse(b) })
        }

        func FuzzOther(f *testing.F) {
        	f.Fuzz(func(t *testing.T, s string) {})
        }

        """;

    [Fact]
    public void Fuzzing_follows_new_ways_to_an_input_that_fails_and_keeps_it_as_a_test()
    {
        string cache = Directory.CreateDirectory(Path.Combine(_go.Root, "fuzz-cache")).FullName;
        var own = new Dictionary<string, string> { ["GOCACHE"] = cache, ["GO_SDK_CACHE"] = "" };
        _go.Write("fuzzed/f_test.go", Fuzzed);
        CommandResult found = _go.Run(own, ["test", "-vet=off", "-fuzz=FuzzParse", "-fuzztime=1000000x", "./fuzzed"]).Expect(1);
        Assert.Matches(@"--- FAIL: FuzzParse[^$]*testing\.go:\d+: panic: found[^$]*Failing input written to testdata/fuzz/FuzzParse/[0-9a-f]{16}\n", found.Output);
        Assert.DoesNotContain("\nFAIL\n\n", found.Output, StringComparison.Ordinal);
        string input = Assert.Single(Directory.GetFiles(Path.Combine(_go.Root, "fuzzed", "testdata", "fuzz", "FuzzParse")));
        Assert.StartsWith("go test fuzz v1\n[]byte(\"FUZ", File.ReadAllText(input), StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(cache, "fuzz", "example.com", "app", "fuzzed", "FuzzParse")));
        Assert.Contains($"--- FAIL: FuzzParse/{Path.GetFileName(input)}", _go.Run(own, ["test", "-vet=off", "./fuzzed"]).Expect(1).Output,
            StringComparison.Ordinal);
        _go.Run(own, ["clean", "-fuzzcache"]).Expect(0);
        Assert.False(Directory.Exists(Path.Combine(cache, "fuzz")));
    }

    [Theory]
    [InlineData("cannot use -fuzz flag with multiple packages", "./ok", "./none")]
    [InlineData("cannot use -coverprofile flag with -fuzz flag", "-coverprofile=c", "./ok")]
    [InlineData("cannot use -memprofile flag with -fuzz flag", "-memprofile=m", "./ok")]
    [InlineData("cannot use -fuzz flag on package outside the main module", "bytes")]
    [InlineData("cannot use -fuzz flag with multiple packages", "-memprofile=m", "./ok", "./none")]
    public void What_cannot_be_fuzzed_is_said_before_anything_is_built(string message, params string[] arguments)
        => Assert.Equal(message + "\n", _go.Run(["test", "-fuzz=Fuzz", .. arguments]).Expect(1).Error);

    [Theory]
    [InlineData("cpuprofile"), InlineData("memprofile"), InlineData("blockprofile"), InlineData("mutexprofile"), InlineData("trace")]
    public void A_profile_is_that_of_one_package(string flag)
        => Assert.Equal($"cannot use -{flag} flag with multiple packages\n",
            _go.Run("test", $"-{flag}=p.out", "./ok", "./none").Expect(1).Error);

    /// <summary>They are known before anything is run.</summary>
    [Fact]
    public void Packages_that_cannot_be_loaded_are_told_of_first()
    {
        var text = _go.Run("test", "-vet=off", "./none", "./nosuch").Expect(1);
        Assert.Equal("FAIL\t./nosuch [setup failed]\n?   \texample.com/app/none\t[no test files]\nFAIL\n", text.Output);
        var compiled = _go.Run("test", "-vet=off", "-c", "-o", _go.Root, "./nosuch").Expect(1);
        Assert.Equal("FAIL\t./nosuch [setup failed]\nFAIL\n", compiled.Output);
        var events = _go.Run("test", "-vet=off", "-json", "-c", "-o", _go.Root, "./nosuch").Expect(1);
        Assert.All(events.Output.TrimEnd('\n').Split('\n'), line => Assert.StartsWith("{", line, StringComparison.Ordinal));
        Assert.Contains("\"FailedBuild\":\"./nosuch\"", events.Output, StringComparison.Ordinal);
        var old = _go.Run(new Dictionary<string, string> { ["GODEBUG"] = "gotestjsonbuildtext=1" },
            ["test", "-vet=off", "-json", "./nosuch"]).Expect(1);
        Assert.StartsWith("# ./nosuch\nstat ", old.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("FailedBuild", old.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("build-output", old.Output, StringComparison.Ordinal);
    }

    /// <summary>As with Go's command, which puts itself in front of PATH: many a test starts it.</summary>
    [Fact]
    public void A_test_that_starts_go_finds_this_command()
    {
        _go.Write("go.mod", "module example.com/m\n\ngo 1.27\n").Write("m.go", "package m\n").Write("m_test.go", """
            package m

            import (
            	"os/exec"
            	"testing"
            )

            func TestGo(t *testing.T) {
            	out, err := exec.Command("go", "list", "-f", "{{.Name}}", ".").Output()
            	if err != nil || string(out) != "m\n" {
            		t.Fatal(string(out), err)
            	}
            }
            """);
        _go.Run("test", "-vet=off", ".").Expect(0);
    }
}
