using System.Globalization;
using Go.Compiler.Backend;
using Go.Compiler.Build;
using Go.Compiler.Platforms;
using Go.Compiler.Ssa;

namespace Go.Compiler.Tests.Build;

/// <summary>
/// The same result whether imports were compiled in this build or read back from the cache (all of std: eng/cache-trial.sh).
/// </summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly BuildWorkspace _w = new();

    public RoundTripTests()
    {
        // Types of several variables that are identical, and one object only after they have been read back.
        _w.Write("leaf/leaf.go", """
            package leaf

            type Curve interface{ Name() string }

            type nist struct{ name string }

            func (n *nist) Name() string { return n.name }

            var a = &nist{"a"}
            var b = &nist{"b"}

            func A() Curve { return a }
            func B() Curve { return b }

            type List[T any] struct{ items []struct{ Value T } }

            func (l *List[T]) Add(v T) { l.items = append(l.items, struct{ Value T }{v}) }
            func (l *List[T]) All() []struct{ Value T } { return l.items }

            type Pair struct{ items []int; a, b int }

            func (p *Pair) Sum() int { return p.a + p.b }
            func (p *Pair) Get(i int) int { if i < 0 { return p.a }; return p.items[i] + p.b }

            /*line other.go:7:3*/ func Small(n int) int { if n < 0 { panic("negative") }; return n + 1 }

            """);
        _w.Write("main.go", """
            package main

            import (
            	"errors"
            	"example.com/m/leaf"
            )

            var errNone = errors.New("none")

            func number(c leaf.Curve) (int, error) {
            	switch c {
            	case leaf.A():
            		return leaf.Small(0), nil
            	case leaf.B():
            		return leaf.Small(1), nil
            	}
            	return 0, errNone
            }

            func pairs(p, q *leaf.Pair, i int) int { return p.Sum() + q.Sum() + p.Get(i) + q.Get(i + 1) }

            func main() {
            	println(pairs(new(leaf.Pair), new(leaf.Pair), -1))
            	var l leaf.List[*struct{ X int }]
            	l.Add(&struct{ X int }{3})
            	for _, e := range l.All() {
            		println(e.Value.X)
            	}
            	println(number(leaf.B()))
            	var any1, any2 any = l.All(), []struct{ Value *struct{ X int } }(nil)
            	_, ok := any1.([]struct{ Value *struct{ X int } })
            	println(ok, any2 != nil)
            }

            """);
    }

    public void Dispose() => _w.Dispose();

    /// <summary>
    /// The emitter of arm64 pairs loads, where nothing begins between them: columns, which are not kept, must not count as a beginning.
    /// </summary>
    [Theory]
    [InlineData("amd64")]
    [InlineData("arm64")]
    public void Programs_come_out_the_same_both_ways(string architecture)
    {
        BuildOptions options = _w.Options(".") with
        {
            Target = SupportedPlatforms.Find("linux", architecture)!, DebugFlags = ["roundtrip"],
            Output = Path.Combine(_w.Source, "program"),
        };
        BuildOutcome outcome = Builder.Build(options, null, CancellationToken.None);
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Diagnostics.Select(d => d.Message)));
        Assert.Contains("example.com/m/leaf", outcome.CompiledPackages);
    }

    /// <summary>Its "code" depends on how often it was asked.</summary>
    private sealed class Unsteady : ICodeGenerator
    {
        private static int s_calls;
        private readonly TextCodeGenerator _steady = new();

        public bool Verify { get; set; }

        public CompiledFunction Generate(SsaFunction function)
        {
            CompiledFunction code = _steady.Generate(function);
            if (function.Symbol.Name == "example.com/m/leaf.A")
            {
                code.Code[0] = (byte)Interlocked.Increment(ref s_calls);
            }
            return code;
        }
    }

    [Fact]
    public void A_difference_is_found()
    {
        BuildOptions options = _w.Options("./leaf") with { DebugFlags = ["roundtrip"] };
        var services = new BuildServices { Cache = null, NewCodeGenerator = _ => new Unsteady() };
        BuildOutcome outcome = new BuildRun(options, services, null, CancellationToken.None).Run();
        Assert.Contains("the code depends on whether imports were compiled or read back", Assert.Single(outcome.Diagnostics).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Inside MSBuild the compiler runs under the user's culture.</summary>
    [Fact]
    public void The_culture_makes_no_difference()
    {
        BuildOptions options = _w.Options(".") with { CacheDirectory = null, Output = Path.Combine(_w.Source, "plain") };
        Assert.True(Builder.Build(options, null, CancellationToken.None).Succeeded);
        CultureInfo before = CultureInfo.CurrentCulture;
        var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        odd.NumberFormat.NegativeSign = "minus";
        odd.NumberFormat.PositiveSign = "plus";
        odd.NumberFormat.NumberDecimalSeparator = "~";
        odd.NumberFormat.NumberGroupSeparator = "!";
        odd.NumberFormat.NaNSymbol = odd.NumberFormat.PositiveInfinitySymbol = "?";
        try
        {
            CultureInfo.CurrentCulture = odd;
            Assert.True(Builder.Build(options with { Output = Path.Combine(_w.Source, "odd") }, null, CancellationToken.None).Succeeded);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        Assert.Equal(File.ReadAllBytes(Path.Combine(_w.Source, "plain")), File.ReadAllBytes(Path.Combine(_w.Source, "odd")));
    }
}
