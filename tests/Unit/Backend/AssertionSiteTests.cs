using Go.Compiler.Objects;
using Go.Compiler.Tests.Growth;

namespace Go.Compiler.Tests.Backend;

/// <summary>The caches of assertions to interfaces.</summary>
public sealed class AssertionSiteTests
{
    private readonly ObjectFile _file = ShapeCompilation.Compile(new SourceTree().Add("""
        type I interface{ M() int }
        //go:noinline
        func f(x any) (I, bool) { i, ok := x.(I); return i, ok }
        //go:noinline
        func g(x any) I { return x.(I) }
        func main() { f(nil); g(nil) }
        """));

    [Theory]
    [InlineData("main.f")]
    [InlineData("main.g")]
    public void The_search_and_the_call_that_fills_a_cache_name_the_same_one(string function)
    {
        string[] sites = SitesOf(function);
        Assert.Equal(2, sites.Length);
        Assert.Equal(sites[0], sites[1]);
    }

    [Fact]
    public void Every_assertion_has_a_cache_of_its_own() => Assert.NotEqual(SitesOf("main.f")[0], SitesOf("main.g")[0]);

    private string[] SitesOf(string function)
    {
        ObjectSymbol symbol = _file.Symbols.Single(s => _file.Names[s.Name.Index].Name == function && s.Kind == SymbolKind.Text);
        return [.. symbol.Relocations.Select(r => _file.Names[r.Target.Index].Name)
            .Where(n => n.Contains(".typeAssert.", StringComparison.Ordinal))];
    }
}
