using System.Diagnostics;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Tests.Build;

/// <summary>Test programs built from Go's own package testing, and run.</summary>
public sealed class TestProgramTests
{
    private static (int ExitCode, string Output) Run(string program, string folder)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, ["-test.v"]) { RedirectStandardOutput = true,
            WorkingDirectory = folder })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    [Fact]
    public void Tests_see_what_test_files_export_and_others_do_not()
    {
        using var w = new BuildWorkspace();
        w.Write("p/p.go", "package p\n\ntype T struct{ n int }\n\nfunc New(n int) T { return T{n} }\n");
        w.Write("p/export_test.go", "package p\n\nfunc (t T) N() int { return t.n }\n");
        w.Write("p/p_test.go", """
            package p_test

            import (
                "fmt"
                "runtime"
                "testing"

                "example.com/m/p"
                "example.com/m/q"
            )

            // Longer than its pointers, many times.
            var table [100]struct {
                name string
                rest [30]int
            }

            func TestN(t *testing.T) {
                if !testing.Testing() || q.Make().N() != 7 || p.New(1).N() != 1 {
                    t.Error("wrong")
                }
                table[3].name = t.Name()
                if runtime.GOROOT() == "" {
                    t.Error("the program does not know GOROOT")
                }
                if big := map[string][300]int64{"a": {299: 4}}; big["a"][299] != 4 || big["b"][299] != 0 {
                    t.Error("large elements")
                }
            }

            func ExampleNew() {
                fmt.Println(q.Make())
                // Output: {7}
            }
            """);
        w.Write("q/q.go", "package q\n\nimport \"example.com/m/p\"\n\nfunc Make() p.T { return p.New(7) }\n");
        w.Write("r/r_test.go",
            "package r\n\nimport (\n\t\"testing\"\n\n\t\"example.com/m/q\"\n)\n\nfunc TestR(t *testing.T) { _ = q.Make() }\n");
        w.Write("bad/bad_test.go", "package bad\n\nimport \"testing\"\n\nfunc TestX(t *testing.T) { x }\n");
        BuildOptions options = w.Options() with { Tests = true, Output = w.Source + "/out/" };
        BuildOutcome outcome = Builder.Build(options, null, CancellationToken.None);
        Assert.False(outcome.Succeeded);
        Assert.All(outcome.Diagnostics, d => Assert.Equal(w.Source + "/bad/bad_test.go",
            DiagnosticRenderer.PlaceOf(d, outcome.Sources).Item1));
        Assert.Equal([("bad", null, true, true), ("p", "p.test", true, false), ("q", null, false, false), ("r", "r.test", true, false)],
            outcome.TestPrograms.Select(p => (p.ImportPath["example.com/m/".Length..], Path.GetFileName(p.File), p.HasTestFiles,
                p.Failed)));
        Assert.Contains("example.com/m/q [example.com/m/p.test]", outcome.CompiledPackages);
        Assert.Contains("example.com/m/q", outcome.CompiledPackages);

        // A file is for one package, whether the others have tests or not.
        BuildOutcome refused = Builder.Build(options with { Patterns = ["./p", "./q"], Output = w.Source + "/x.test" }, null,
            CancellationToken.None);
        Assert.Equal(["with multiple packages, -o must refer to a directory or /dev/null"], refused.Diagnostics.Select(d => d.Message));

        (int exitCode, string output) = Run(outcome.TestPrograms[1].File!, outcome.TestPrograms[1].Directory);
        Assert.Contains("--- PASS: TestN", output, StringComparison.Ordinal);
        Assert.Contains("--- PASS: ExampleNew", output, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
        Assert.Equal(0, Run(outcome.TestPrograms[3].File!, outcome.TestPrograms[3].Directory).ExitCode);

        // Everything comes from the cache; the tests of r never saw the methods that test files of p add.
        Assert.DoesNotContain(Builder.Build(options, null, CancellationToken.None).CompiledPackages,
            p => !p.Contains("bad", StringComparison.Ordinal));
        w.Write("r/r_test.go",
            "package r\n\nimport (\n\t\"testing\"\n\n\t\"example.com/m/q\"\n)\n\nfunc TestR(t *testing.T) { q.Make().N() }\n");
        Assert.True(Builder.Build(options, null, CancellationToken.None).TestPrograms[3].Failed);
    }
}
