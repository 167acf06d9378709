using Go.Compiler.Ir;
using Go.Compiler.Ssa;

namespace Go.Compiler.Tests.Ssa;

/// <summary>Which parts of composite literals become data, and what code is left.</summary>
public sealed class LiteralTests
{
    private const string Pairs = "type pair struct { name string; n int }\n//go:noinline\nfunc next() int { return 1 }\n";

    private static string PairList(int count, Func<int, string> number)
        => string.Join(", ", Enumerable.Range(0, count).Select(i => $"{{\"p{i}\", {number(i)}}}"));

    private static int Instructions(SsaFunction f) => f.Order.Sum(id => f[id].Instructions.Count);

    [Fact]
    public void Constants_of_a_slice_are_copied_from_data()
    {
        SsaFunction f = PassTests.Compile(Pairs + $"func f() []pair {{ return []pair{{{PairList(10, i => i.ToString())}}} }}");
        Assert.Equal("""
            func main.f() Pointer I64 I64
            b1:
              v9 = GlobalAddress.Pointer {type:[10]main.pair}
              v10 = CallStatic {runtime.newobject} v9
              v4 = Extract.Pointer [0] v10
              v5 = GlobalAddress.Pointer {data [10]main.pair}
              Move [240] {[10]main.pair} v4 v5 #FreshMemory
              v7 = Const.I64 [10]
              v8 = Const.I64 [10]
              return v4 v7 v8
            """, Text(f));
    }

    [Fact]
    public void A_table_of_constants_is_assigned_by_a_loop()
    {
        string entries = string.Join(", ", Enumerable.Range(0, 30).Select(i => $"\"k{i}\": {i}"));
        Assert.Equal("""
            func main.f() Pointer
            b1:
              v2 = Const.I64 [30]
              v25 = GlobalAddress.Pointer {type:map[string]int}
              v26 = Const.Pointer [0]
              v27 = CallStatic {runtime.makemap64} v25 v2 v26
              v3 = Extract.Pointer [0] v27
              v4 = GlobalAddress.Pointer {data [30]string}
              v5 = GlobalAddress.Pointer {data [30]int}
              v6 = Const.I64 [0]
              jump b2
            b2: <- b1 b4
              v7 = Phi.I64 v6 v22
              v8 = Const.I64 [4]
              v9 = Shl.I64 [1] v7 v8
              v10 = AddPointer.Pointer v4 v9
              v11 = Load.Pointer v10
              v12 = Load.I64 [8] v10 #Length
              v13 = GlobalAddress.Pointer {type:map[string]int}
              v14 = CallStatic {runtime.mapassign_faststr} v13 v3 v11 v12
              v15 = Extract.Pointer [0] v14
              v16 = Const.I64 [3]
              v17 = Shl.I64 [1] v7 v16
              v18 = AddPointer.Pointer v5 v17
              v19 = Load.I64 v18
              Store v15 v19
              v21 = Const.I64 [1]
              v22 = Add.I64 v7 v21
              v23 = Const.I64 [30]
              v24 = LtS.I8 v22 v23
              if v24 b4 b3 likely
            b4: <- b2
              jump b2
            b3: <- b2
              return v3
            """, Text(PassTests.Compile($"func f() map[string]int {{ return map[string]int{{{entries}}} }}")));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(10_000)]
    public void The_code_of_constants_does_not_grow_with_them(int count)
        => Assert.InRange(Instructions(PassTests.Compile(Pairs
            + $"func f() []pair {{ return []pair{{{PairList(count, i => i.ToString())}}} }}")), 5, 9);

    [Fact]
    public void Parts_that_are_not_constant_are_stored_into_the_copy()
    {
        SsaFunction f = PassTests.Compile(Pairs
            + $"func f(x int) []pair {{ return []pair{{{PairList(20, i => i % 10 == 3 ? "x" : i.ToString())}}} }}");
        Assert.Equal((1, 2), (PassTests.Count(f, Op.Move), PassTests.Count(f, Op.Store)));
    }

    [Theory]
    [InlineData(1, "0", 0)]
    [InlineData(3, "0", 1)]
    [InlineData(3, "next()", 0)]
    public void Few_constants_are_stores_fewer_where_nothing_else_is_in_the_array(int count, string first, int copies)
    {
        string pairs = PairList(count, i => i == 0 ? first : i.ToString());
        Assert.Equal(copies, PassTests.Count(PassTests.Compile(Pairs + $"func f() []pair {{ return []pair{{{pairs}}} }}"), Op.Move));
    }

    [Fact]
    public void A_copy_of_data_needs_no_write_barrier()
        => Assert.Equal(0, PassTests.Count(PassTests.Compile(Pairs
            + $"func f() []pair {{ return []pair{{{PairList(20, i => i.ToString())}}} }}"), Op.WriteBarrierFlag));

    [Fact]
    public void Computed_entries_come_after_the_loop()
    {
        string entries = string.Join(", ", Enumerable.Range(0, 100).Select(i => $"\"k{i}\": {i}"));
        SsaFunction f = PassTests.Compile(Pairs
            + $"func f() map[string]int {{ return map[string]int{{\"first\": next(), {entries}, \"last\": next()}} }}");
        Assert.Equal(["runtime.makemap64", "runtime.mapassign_faststr", "main.next", "runtime.mapassign_faststr", "main.next",
            "runtime.mapassign_faststr"], BoxTests.Calls(f));
    }

    [Fact]
    public void A_short_map_has_no_loop()
        => Assert.Single(PassTests.Compile("func f() map[string]int { return map[string]int{\"a\": 1, \"b\": 2} }").Order);

    [Fact]
    public void A_generic_literal_has_the_data_of_its_instance()
    {
        SsaFunction f =
            new GoProgram("package main\nfunc g[T ~int8 | ~int]() []T { return []T{1, 2, 3, 4, 5, 6, 7, 8, 9, 10} }\nvar sink any\nfunc main() { sink = g[int8]() }\n")["main.main"];
        StaticDataSymbol data = Assert.Single(f.Order.SelectMany(id => f[id].Instructions).Select(v => f[v].Aux)
            .OfType<StaticDataSymbol>());
        Assert.Equal("[10]int8", data.Value.Type.ToString());
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], ((StaticAggregate)data.Value).Parts.Select(p => p.Offset));
    }

    private static string Text(SsaFunction f) => SsaPrinter.Print(f).TrimEnd('\n');
}
