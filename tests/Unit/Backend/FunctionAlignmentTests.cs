using Go.Compiler.Arch.Amd64;
using Go.Compiler.Objects;
using Go.Compiler.Tests.Growth;

namespace Go.Compiler.Tests.Backend;

/// <summary>Where functions may start: those with loops at lines of the processor's.</summary>
public sealed class FunctionAlignmentTests
{
    private readonly ObjectFile _file = ShapeCompilation.Compile(new SourceTree().Add("""
        //go:noinline
        func straight(x int) int { if x > 3 { return x * 5 }; return x }
        //go:noinline
        func counting(x int) int { s := 0; for i := 0; i < x; i++ { s += i * i }; return s }
        //go:noinline
        func jumping(x int) int { again: x *= 3; if x < 1000 { goto again }; return x }
        //go:noinline
        func endless(c chan int) { for { c <- 1 } }
        func main() { println(straight(1), counting(2), jumping(3)); endless(nil) }
        """));

    [Theory]
    [InlineData("main.straight", false)]
    [InlineData("main.main", false)]
    [InlineData("main.counting", true)]
    [InlineData("main.jumping", true)]
    [InlineData("main.endless", true)]
    public void Functions_with_loops_start_at_lines(string function, bool hasLoop)
    {
        ObjectSymbol symbol = _file.Symbols.Single(s => _file.Names[s.Name.Index].Name == function && s.Kind == SymbolKind.Text);
        Assert.Equal(hasLoop ? Amd64Facts.Abi.LoopAlignment : Amd64Facts.Abi.FunctionAlignment, symbol.Alignment);
    }

    [Fact]
    public void Lines_are_longer_than_what_functions_are_aligned_to_at_least()
        => Assert.Equal((64, 32), (Amd64Facts.Abi.LoopAlignment, Amd64Facts.Abi.FunctionAlignment));
}
