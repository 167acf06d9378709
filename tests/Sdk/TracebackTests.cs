using System.Text.RegularExpressions;

namespace Go.Sdk.Tests.Sdk;

/// <summary>What stacks of a running program say, against what the original toolchain's programs say: names, order, arguments.</summary>
public sealed partial class TracebackTests : IClassFixture<TracebackTests.Program>
{
    /// <summary>Each mode prints the stack of the main package's functions, innermost first, without files; a panic's value is printed first.</summary>
    public sealed class Program : IDisposable
    {
        private readonly GoCommand _go = new();

        public Program() => _go.Write("main.go", """
            package main

            import (
            	"fmt"
            	"os"
            	"runtime"
            	"strings"
            )

            type value struct{ n int }

            func (v value) small() int { printStack(); return v.n }

            //go:noinline
            func (v value) large() int { printStack(); return v.n }

            type smaller interface{ small() int }

            func printStack() {
            	buffer := make([]byte, 1<<16)
            	for _, line := range strings.Split(string(buffer[:runtime.Stack(buffer, false)]), "\n") {
            		if strings.HasPrefix(line, "main.") {
            			fmt.Println(line)
            		}
            	}
            }

            func protect(f func()) {
            	defer func() {
            		fmt.Println(recover())
            		printStack()
            	}()
            	f()
            }

            func main() {
            	switch os.Args[1] {
            	case "inlined":
            		var v smaller = &value{}
            		v.small()
            	case "called":
            		(*value).large(&value{})
            	case "interface":
            		protect(func() { smaller.small(nil) })
            	case "pointer":
            		protect(func() { (*value).small(nil) })
            	}
            }

            """).Run("build", "-o", "tracebacks").Expect(0);

        internal string[] Run(string mode)
        {
            string output = CommandResult.Run(_go.At("tracebacks"), [mode], _go.Root, timeout: TimeSpan.FromSeconds(60)).Expect(0).Output;
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }

        public void Dispose() => _go.Dispose();
    }

    private readonly Program _program;

    public TracebackTests(Program program) => _program = program;

    [Theory]
    [InlineData("inlined", "main.printStack", "main.value.small(...)", "main.main")]
    [InlineData("called", "main.printStack", "main.value.large", "main.main")]
    public void Wrappers_that_call_their_method_are_not_seen(string mode, params string[] functions) => Assert.Equal(functions, Names(_program.Run(mode)));

    [Theory]
    [InlineData("interface", "runtime error: invalid memory address or nil pointer dereference", "main.smaller.small", "main.main.func1")]
    [InlineData("pointer", "value method main.value.small called using nil *value pointer", "main.(*value).small", "main.main.func2")]
    public void Wrappers_that_panic_are_seen(string mode, string value, params string[] functions)
    {
        string[] lines = _program.Run(mode);
        Assert.Equal(value, lines[0]);
        Assert.Equal(["main.printStack", "main.protect.func1", .. functions, "main.protect", "main.main"], Names(lines[1..]));
    }

    /// <summary>Lines without argument values; those of inlined calls keep their dots.</summary>
    private static string[] Names(string[] lines) => [.. lines.Select(line => Arguments().Replace(line, ""))];

    [GeneratedRegex(@"\((?!\.\.\.\)$)[^()]*\)$")]
    private static partial Regex Arguments();
}
