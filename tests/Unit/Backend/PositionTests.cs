using Go.Compiler.Arch.Amd64;
using Go.Compiler.Backend;
using Go.Compiler.Ssa;
using Go.Compiler.Tests.Ir;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Backend;

/// <summary>Which function and line an instruction belongs to: what stack traces and runtime.FuncForPC show.</summary>
public sealed class PositionTests
{
    private static CompiledFunction Compile(string source, string symbol)
    {
        SsaFunction function = NativeCode.Ssa("package p\n" + source).Single(f => f.Symbol.Name == symbol);
        return Amd64Machine.New(BuiltPackage.Layout, Amd64ThreadLocal.InFs).Generate(function);
    }

    [Fact]
    public void The_entry_belongs_to_the_function_itself()
    {
        CompiledFunction g = Compile("func f(n int) int { return n % 2 }\nfunc g(n int) int { return f(n) }", "p.g");
        Assert.Contains(g.Positions, p => p.InlineIndex >= 0);
        Assert.Equal(-1, g.Positions.Where(p => p.Pc == 0).Last().InlineIndex);
    }

    /// <summary>The caller dereferences the nil pointer, though the instruction that faults is the inlined callee's.</summary>
    [Fact]
    public void An_access_that_checks_for_nil_is_where_the_check_is()
    {
        CompiledFunction f = Compile("type T struct{ a int }\nfunc (t *T) set() { t.a = 3 }\nfunc f(t *T) {\n\t(*t).set()\n}", "p.f");
        Assert.All(f.Positions, p => Assert.Equal(-1, p.InlineIndex));
        Assert.Contains(f.Positions, p => p.Pos.Line == 5);
    }

    [Fact]
    public void Deferred_calls_run_at_the_closing_brace()
    {
        CompiledFunction f = Compile("func g()\nfunc f() {\n\tdefer g()\n\tg()\n}", "p.f");
        (int _, Pos pos, int _) = f.Positions.Last(p => p.Pc <= f.DeferReturn);
        Assert.Equal(6, pos.Line);
    }

    [Fact]
    public void A_call_of_a_method_is_at_its_parenthesis()
    {
        CompiledFunction f = Compile("type A interface{ M() }\nfunc f(a A) {\n\ta.\n\t\tM()\n}", "p.f");
        Assert.DoesNotContain(f.Positions, p => p.Pos.Line == 4);
        Assert.Contains(f.Positions, p => p.Pos.Line == 5);
    }

    /// <summary>
    /// Where a debugger stops that was told to at a case: the comparison of a switch that is searched belongs to the case too.
    /// </summary>
    [Theory]
    [InlineData("int", "1", "30", "500", "7000", "90000")]
    [InlineData("string", "\".htm\"", "\".eot\"", "\".svg\"", "\".ttf\"", "\".woff2\"")]
    public void A_comparison_of_a_switch_is_at_its_case(string type, params string[] constants)
    {
        string cases = string.Concat(constants.Select((c, i) => $"\tcase {c}:\n\t\treturn {i + 10}\n"));
        CompiledFunction f = Compile($"func f(x {type}) int {{\n\tswitch x {{\n{cases}\t}}\n\treturn 0\n}}", "p.f");
        Assert.All(constants, (_, i) => Assert.Contains(f.Positions, p => p.Pos.Line == 4 + 2 * i));
    }
}
