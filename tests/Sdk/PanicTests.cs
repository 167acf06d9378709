using System.Text.RegularExpressions;

namespace Go.Sdk.Tests.Sdk;

/// <summary>
/// Programs that end badly say so as Go's do: the reason, the goroutine's functions with files and lines, and exit code 2.
/// </summary>
public sealed class PanicTests : IClassFixture<PanicTests.Program>
{
    public sealed class Program : IDisposable
    {
        private readonly GoCommand _go = new();

        public Program() => _go.Write("main.go", """
            package main

            import (
            	"errors"
            	"fmt"
            	"os"
            	"runtime/debug"
            )
            type custom struct{ code int }

            func (c custom) Error() string { return fmt.Sprint("custom ", c.code) }

            type node struct{ next *node }

            //go:noinline
            func deref(n *node) *node {
            	return n.next
            }

            //go:noinline
            func index(list []int, i int) int {
            	return list[i]
            }

            //go:noinline
            func divide(a, b int) int {
            	return a / b
            }

            //go:noinline
            func recurse(n int) int {
            	return recurse(n+1) + 1
            }

            func (c custom) fail() {
            	defer fmt.Println("deferred")
            	panic(c)
            }

            func again() {
            	defer func() {
            		panic(fmt.Sprint("again after ", recover()))
            	}()
            	panic("first")
            }

            func main() {
            	switch os.Args[1] {
            	case "text":
            		panic("boom")
            	case "error":
            		panic(errors.New("own error"))
            	case "custom":
            		custom{7}.fail()
            	case "nil":
            		deref(nil)
            	case "index":
            		index([]int{1, 2, 3}, len(os.Args)+3)
            	case "divide":
            		divide(1, len(os.Args)-2)
            	case "conversion":
            		var v any = "text"
            		fmt.Println(v.(int))
            	case "map":
            		var m map[string]int
            		m["a"] = 1
            	case "deadlock":
            		<-make(chan int)
            	case "overflow":
            		debug.SetMaxStack(1 << 20); recurse(0)
            	case "goroutine":
            		go func() { panic("elsewhere") }()
            		select {}
            	case "again":
            		again()
            	case "exit":
            		os.Exit(7)
            	}
            }

            """).Run("build", "-o", "panics").Expect(0);

        internal CommandResult Run(string mode)
            => CommandResult.Run(_go.At("panics"), [mode], _go.Root, timeout: TimeSpan.FromSeconds(180));

        internal string Source => _go.At("main.go");

        public void Dispose() => _go.Dispose();
    }

    private readonly Program _program;

    public PanicTests(Program program) => _program = program;

    [Theory]
    [InlineData("text", "panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\tmain.go:50 ")]
    [InlineData("error", "panic: own error\n\ngoroutine 1 [running]:\nmain.main()\n\tmain.go:52 ")]
    [InlineData("custom", "panic: custom 7\n\ngoroutine 1 [running]:\nmain.custom.fail(...)\n\tmain.go:37 ", "main.main()\n\tmain.go:54 ")]
    [InlineData("nil",
        "panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x", "goroutine 1 [running]:\nmain.deref(...)\n\tmain.go:17", "main.main()\n\tmain.go:56 ")]
    [InlineData("index",
        "panic: runtime error: index out of range [5] with length 3\n\ngoroutine 1 [running]:\nmain.index(...)\n\tmain.go:22 ",
        "main.main()\n\tmain.go:58 ")]
    [InlineData("divide", "panic: runtime error: integer divide by zero\n", "goroutine 1 [running]:\nmain.divide(...)\n\tmain.go:27 ",
        "main.main()\n\tmain.go:60 ")]
    [InlineData("conversion",
        "panic: interface conversion: interface {} is string, not int\n\ngoroutine 1 [running]:\nmain.main()\n\tmain.go:63 ")]
    [InlineData("map", "panic: assignment to entry in nil map\n\ngoroutine 1 [running]:\nmain.main()\n\tmain.go:66 ")]
    [InlineData("deadlock",
        "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\nmain.main()\n\tmain.go:68 ")]
    [InlineData("overflow", "runtime: goroutine stack exceeds 1048576-byte limit\n", "fatal error: stack overflow\n",
        "main.recurse(...)\n\tmain.go:3", "main.recurse(...)\n\tmain.go:32 ", "main.main()\n\tmain.go:70 ")]
    [InlineData("goroutine", "panic: elsewhere\n\ngoroutine ", " [running]:\nmain.main.func1()\n\tmain.go:72 ",
        "created by main.main in goroutine 1\n\tmain.go:72 ")]
    [InlineData("again",
        "panic: first [recovered]\n\tpanic: again after first\n\ngoroutine 1 [running]:\nmain.again.func1()\n\tmain.go:42 ",
        "main.again()\n\tmain.go:44 ", "main.main()\n\tmain.go:75 ")]
    public void The_trace_names_reason_functions_and_lines(string mode, params string[] parts)
    {
        CommandResult result = _program.Run(mode).Expect(2);
        string error = Normalize(result.Error);
        int at = 0;
        foreach (string part in parts)
        {
            int found = error.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"missing: {part}\nin:\n{error}");
            at = found + part.Length;
        }
    }

    [Fact]
    public void Exit_codes_of_the_program_are_its_own() => Assert.Equal("", _program.Run("exit").Expect(7).Error);

    /// <summary>
    /// The file without its folder, arguments of functions that are passed in registers without their (possibly stale) values.
    /// </summary>
    private string Normalize(string error)
        => Regex.Replace(error.Replace(_program.Source, "main.go", StringComparison.Ordinal),
            @"^(main\.(?:deref|index|divide|recurse|custom\.fail))\(.*\)$", "$1(...)", RegexOptions.Multiline);
}
