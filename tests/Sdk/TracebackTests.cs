using System.Text.RegularExpressions;

namespace Go.Sdk.Tests.Sdk;

/// <summary>What stacks of a running program say, against what the original toolchain's programs say: names, order, arguments.</summary>
public sealed partial class TracebackTests : IClassFixture<TracebackTests.Program>
{
    /// <summary>
    /// Each mode prints the stack of the main package's functions, innermost first, without files; a panic's value is printed first.
    /// </summary>
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

            func (v value) last() { printStack() }

            type smaller interface{ small() int }
            type laster interface{ last() }

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

            //go:noinline
            func live(a int, b int32, c [2]int8, d string, e float32) float32 {
            	printStack()
            	return float32(a+int(b)+int(c[a])+len(d)) + e
            }

            //go:noinline
            func inMemory(a [3]int, b int) int {
            	p := &b
            	printStack()
            	return a[*p-10]
            }

            // Nothing but the functions that are looked at stores in their spill places: no growth of the stack, no preemption.
            //
            //go:noinline
            func poison() (p [40]int) {
            	for i := range p {
            		p[i] = -1
            	}
            	return
            }

            //go:nosplit
            //go:noinline
            func half(a, b, c int16) int16 {
            	printStack()
            	return b
            }

            func main() {
            	switch os.Args[1] {
            	case "inlined":
            		var v smaller = &value{}
            		v.small()
            	case "last":
            		var v laster = &value{}
            		v.last()
            	case "called":
            		(*value).large(&value{})
            	case "interface":
            		protect(func() { smaller.small(nil) })
            	case "pointer":
            		protect(func() { (*value).small(nil) })
            	case "arguments":
            		live(1, -2, [2]int8{3, 4}, "five", 6.5)
            		inMemory([3]int{7, 8, 9}, 10)
            		poison()
            		half(11, 12, 13)
            	}
            }

            """).Run("build", "-o", "tracebacks").Expect(0);

        internal string[] Run(string mode)
        {
            string output = CommandResult.Run(_go.At("tracebacks"), [mode], _go.Root, timeout: TimeSpan.FromSeconds(180)).Expect(0).Output;
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }

        public void Dispose() => _go.Dispose();
    }

    private readonly Program _program;

    public TracebackTests(Program program) => _program = program;

    [Theory]
    [InlineData("inlined", "main.printStack", "main.value.small(...)", "main.main")]
    [InlineData("last", "main.printStack", "main.value.last(...)", "main.main")]
    [InlineData("called", "main.printStack", "main.value.large", "main.main")]
    public void Wrappers_that_call_their_method_are_not_seen(string mode, params string[] functions)
        => Assert.Equal(functions, Names(_program.Run(mode)));

    [Theory]
    [InlineData("interface", "runtime error: invalid memory address or nil pointer dereference", "main.smaller.small", "main.main.func1")]
    [InlineData("pointer", "value method main.value.small called using nil *value pointer", "main.(*value).small", "main.main.func2")]
    public void Wrappers_that_panic_are_seen(string mode, string value, params string[] functions)
    {
        string[] lines = _program.Run(mode);
        Assert.Equal(value, lines[0]);
        Assert.Equal(["main.printStack", "main.protect.func1", .. functions, "main.protect", "main.main"], Names(lines[1..]));
    }

    [Fact]
    public void Arguments_are_printed_and_doubtful_ones_marked()
    {
        string[] lines = [.. _program.Run("arguments")
            .Where(line => !line.StartsWith("main.printStack", StringComparison.Ordinal)
                && !line.StartsWith("main.main", StringComparison.Ordinal))];
        Assert.Equal(3, lines.Length);
        Assert.Matches(@"^main\.live\(0x1, 0xfffffffe, \{0x3, 0x4\}, \{0x[0-9a-f]+\??, 0x4\}, 0x40d00000\)$", lines[0]);
        Assert.Equal("main.inMemory({0x7, 0x8, 0x9}, 0xa)", lines[1]);
        Assert.Equal("main.half(0xffff?, 0xc, 0xffff?)", lines[2]);
    }

    /// <summary>Lines without argument values; those of inlined calls keep their dots.</summary>
    private static string[] Names(string[] lines) => [.. lines.Select(line => Arguments().Replace(line, ""))];

    [GeneratedRegex(@"\((?!\.\.\.\)$)[^()]*\)$")]
    private static partial Regex Arguments();
}
