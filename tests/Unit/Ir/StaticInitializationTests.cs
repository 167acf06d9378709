using Go.Compiler.Constants;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ir;

public sealed class StaticInitializationTests
{
    private static StaticInitialization Run(string declarations, out IrPackage package)
    {
        package = BuiltPackage.From("package p\n" + declarations);
        return StaticInitialization.Run(package, BuiltPackage.Layout);
    }

    private static StaticValue ValueOf(StaticInitialization result, string name)
        => result.Values.Single(v => v.Variable.Name == name).Value;

    [Fact]
    public void Scalars_and_strings()
    {
        StaticInitialization result = Run("var a int8 = -3; var s = \"x\"; var z = 0; var f = 1.5", out IrPackage package);
        Assert.Equal("-3", ((StaticScalar)ValueOf(result, "a")).Value.ToString());
        Assert.Equal("x"u8.ToArray(), ((StaticString)ValueOf(result, "s")).Bytes);
        Assert.DoesNotContain(result.Values, v => v.Variable.Name == "z");
        Assert.Null(package.Init.Body);
    }

    [Fact]
    public void Literals_become_aggregates_slices_and_anonymous_variables()
    {
        StaticInitialization result = Run("type T struct { a int8; b *T; c []int16 }\nvar t = T{1, &T{a: 2}, []int16{0, 7}}\nvar p = &t.c",
            out IrPackage package);
        var t = (StaticAggregate)ValueOf(result, "t");
        Assert.Equal([0, 8, 16], t.Parts.Select(p => p.Offset));
        var pointer = (StaticPointer)t.Parts[1].Value;
        Assert.Equal("p..stmp_0", ((StaticVariable)pointer.Target).Symbol);
        var slice = (StaticSlice)t.Parts[2].Value;
        Assert.Equal((2, 2), (slice.Length, slice.Capacity));
        Assert.Equal([2], ((StaticAggregate)((StaticVariable)slice.Data.Target).Value).Parts.Select(p => p.Offset));
        var place = (StaticPointer)ValueOf(result, "p");
        Assert.Equal(("t", 16), (((StaticGlobal)place.Target).Variable.Name, place.Offset));
        Assert.Equal(2, result.Anonymous.Count);
        Assert.Null(package.Init.Body);
    }

    [Fact]
    public void New_variables_are_on_the_heap_and_zero_literals_are_not()
    {
        StaticInitialization result = Run("type T struct{ a int }\nvar n = new(T)\nvar l = &T{}", out IrPackage package);
        Assert.Equal(["l"], result.Values.Select(v => v.Variable.Name));
        Assert.NotNull(package.Init.Body);
    }

    [Fact]
    public void Interfaces_and_functions()
    {
        StaticInitialization result =
            Run("type E string\nfunc (E) Error() string { return \"\" }\nvar e = error(E(\"x\"))\nvar a any = e\nfunc g() {}\nvar f = g\nvar l = func() {}", out _);
        var e = (StaticInterface)ValueOf(result, "e");
        Assert.Equal("x"u8.ToArray(), ((StaticString)e.Value).Bytes);
        Assert.Same(e.Value, ((StaticInterface)ValueOf(result, "a")).Value);
        Assert.Equal("p.g", ((StaticFunction)ValueOf(result, "f")).Symbol);
        Assert.Equal("p.init.func1", ((StaticFunction)ValueOf(result, "l")).Symbol);
    }

    [Fact]
    public void Blank_fields_stay_zero_but_are_evaluated()
    {
        StaticInitialization result = Run("func g() int\nvar t = struct{ a, _, c int }{1, 2, 3}\nvar u = struct{ _, b int }{g(), 4}",
            out IrPackage package);
        Assert.Equal([0, 16], ((StaticAggregate)ValueOf(result, "t")).Parts.Select(p => p.Offset));
        Assert.Equal([8], ((StaticAggregate)ValueOf(result, "u")).Parts.Select(p => p.Offset));
        var evaluated = (IrAssign)Assert.Single(package.Init.Body!.Statements);
        Assert.Null(Assert.Single(evaluated.Targets));
    }

    [Fact]
    public void Strings_are_joined()
    {
        StaticInitialization result = Run("func f(s string) string { return \"a\" + s }\nvar s = f(\"bc\"); var e = f(\"\")",
            out IrPackage package);
        Assert.Equal("abc"u8.ToArray(), ((StaticString)ValueOf(result, "s")).Bytes);
        Assert.Equal("a"u8.ToArray(), ((StaticString)ValueOf(result, "e")).Bytes);
        Assert.Null(package.Init.Body);
    }

    /// <summary>The linker may replace a string variable's value (contract 7.8).</summary>
    [Fact]
    public void String_variables_are_never_copied()
    {
        StaticInitialization result = Run("var s = \"x\"; var t = s; var n = 1; var m = n", out IrPackage package);
        Assert.DoesNotContain(result.Values, v => v.Variable.Name == "t");
        Assert.Equal("1", ((StaticScalar)ValueOf(result, "m")).Value.ToString());
        Assert.Single(package.Init.Body!.Statements);
    }

    [Fact]
    public void Calls_of_trivial_constructors_are_followed()
    {
        StaticInitialization result =
            Run("type err struct{ s string }\nfunc (e *err) Error() string { return e.s }\nfunc make(s string) error { return &err{s} }\nvar e = make(\"x\")", out IrPackage package);
        var pointer = (StaticPointer)((StaticInterface)ValueOf(result, "e")).Value;
        Assert.IsType<StaticAggregate>(((StaticVariable)pointer.Target).Value);
        Assert.Null(package.Init.Body);
    }

    [Fact]
    public void Only_the_dynamic_elements_of_a_literal_are_assigned()
    {
        StaticInitialization result = Run("func g() int\nvar a = [3]struct{ x, y int }{{1, 2}, {3, g()}}", out IrPackage package);
        Assert.Equal([0, 16], ((StaticAggregate)ValueOf(result, "a")).Parts.Select(p => p.Offset));
        Assert.Equal("func p.init() {\n  p.a[1].y = p.g()\n}\n", IrPrinter.Print(package.Init));
    }

    /// <summary>A function that ran before may have changed the variable that is copied.</summary>
    [Fact]
    public void Nothing_is_copied_after_a_call_that_may_have_changed_it()
    {
        StaticInitialization result = Run("var n = 1\nvar x = g()\nfunc g() int { n = 2; return 0 }\nvar m = n", out IrPackage package);
        Assert.DoesNotContain(result.Values, v => v.Variable.Name == "m");
        Assert.Equal(2, package.Init.Body!.Statements.Count);
    }

    private static string Entries(int count, Func<int, string> entry) => string.Join(", ", Enumerable.Range(0, count).Select(entry));

    [Fact]
    public void Entries_of_a_map_become_tables_with_static_variables()
    {
        StaticInitialization result =
            Run($"type S struct {{ a int; b string }}\nvar m = map[string][]S{{{Entries(20, i => $"\"k{i}\": {{{{{i}, \"b\"}}}}")}}}",
                out IrPackage package);
        MapTable table = Assert.Single(result.Tables);
        Assert.Equal((0, 20), (table.Before, table.Count));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => i * 16L), ((StaticAggregate)table.Keys).Parts.Select(p => p.Offset));
        Assert.All(((StaticAggregate)table.Values).Parts,
            p => Assert.Equal((1, 1), (((StaticSlice)p.Value).Length, ((StaticSlice)p.Value).Capacity)));
        Assert.Equal(20, result.Anonymous.Count);
        Assert.Empty(LiteralIn(package.Functions[^1].Body!).Entries);
    }

    private static IrMapLiteral LiteralIn(IrBlock body) => (IrMapLiteral)((IrAssign)Assert.Single(body.Statements)).Values[0];

    [Fact]
    public void Maps_that_are_wholly_data_have_functions_of_their_own_which_init_calls_in_order()
    {
        string entries = Entries(9, i => $"{i}: {i}");
        StaticInitialization result =
            Run($"func g() int\nvar a = map[int]int{{{entries}}}\nvar x = g()\nvar b = map[int]int{{{entries}, 9: g()}}\nvar c = map[int]int{{{entries}}}", out IrPackage package);
        Assert.Equal([("a", "p.map.init.0"), ("c", "p.map.init.1")],
            result.MapInitializers.Select(m => (m.Key.Name, RuntimeContract.SymbolNames.Of(m.Value))));
        Assert.Equal(["p.map.init.0", "p.map.init.1"], package.Functions.Where(f => f.IsMapInitializer).Select(f => f.Symbol));
        Assert.Equal(["map.init.0", "x", "b", "map.init.1"], package.Init.Body!.Statements.Select(s => s switch
        {
            IrAssign { Targets: [IrGlobalRef g] } => g.Variable.Name,
            IrExpressionStatement { X: IrCall { Callee: IrFunctionRef f } } => f.Function.Name,
            _ => s.GetType().Name,
        }));
    }

    [Fact]
    public void Entries_that_run_stay_between_tables_in_order()
    {
        StaticInitialization result =
            Run($"func g() int\nvar m = map[any]int{{{Entries(10, i => $"{i}: {i}")}, g(): 1, {Entries(10, i => $"{i + 20}: g()")}, {Entries(12, i => $"{i + 40}: {i}")}}}", out IrPackage package);
        IrMapLiteral literal = LiteralIn(package.Init.Body!);
        Assert.Equal(11, literal.Entries.Count);
        Assert.Equal([(0, 10), (11, 12)], literal.Tables.Select(t => (t.Before, t.Count)));
        Assert.Equal(literal.Tables, result.Tables);
    }

    [Fact]
    public void A_map_under_another_name_is_filled_in_place()
    {
        StaticInitialization result =
            Run($"import _ \"unsafe\"\n//go:linkname m other.m\nvar m = map[int]int{{{Entries(9, i => $"{i}: {i}")}}}",
                out IrPackage package);
        Assert.Empty(result.MapInitializers);
        Assert.Empty(LiteralIn(package.Init.Body!).Entries);
    }

    /// <summary>As with the original: it shows only when a key that is computed is equal to a constant one.</summary>
    [Theory]
    [InlineData("int", 30, 0)]
    [InlineData("int", 10, 0)]
    [InlineData("any", 30, 1)]
    public void Many_constants_come_before_what_is_computed(string key, int count, int before)
    {
        StaticInitialization result = Run($"func g() int\nvar m = map[{key}]int{{g(): -1, {Entries(count, i => $"{i}: {i}")}}}", out _);
        Assert.Equal((before, count), (Assert.Single(result.Tables).Before, result.Tables[0].Count));
    }

    [Fact]
    public void Few_entries_are_assigned_one_by_one()
        => Assert.Empty(Run($"var m = map[int]int{{{Entries(8, i => $"{i}: {i}")}}}", out _).Tables);

    [Fact]
    public void Slices_and_pointers_with_computed_parts_are_static_but_for_these()
    {
        StaticInitialization result =
            Run("type S struct { a int; l []int; p *S }\nfunc g() int\nvar s = []S{{a: 1, l: []int{2, g()}}, {p: &S{a: g(), l: []int{3}}}}", out IrPackage package);
        var slice = (StaticSlice)ValueOf(result, "s");
        Assert.Equal([0, 40], ((StaticAggregate)((StaticVariable)slice.Data.Target).Value).Parts.Select(p => p.Offset));
        Assert.Equal(4, result.Anonymous.Count);
        string[] lines = IrPrinter.Print(package.Init).Split('\n');
        Assert.Equal(["p..stmp_1[1] = p.g()", "p..stmp_2.a = p.g()"],
            lines.Select(l => l.Trim()).Where(l => l.Contains("p.g()", StringComparison.Ordinal)));
    }
}
