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

    private static StaticValue ValueOf(StaticInitialization result, string name) => result.Values.Single(v => v.Variable.Name == name).Value;

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
        StaticInitialization result = Run("type T struct { a int8; b *T; c []int16 }\nvar t = T{1, &T{a: 2}, []int16{0, 7}}\nvar p = &t.c", out IrPackage package);
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
        StaticInitialization result = Run("type E string\nfunc (E) Error() string { return \"\" }\nvar e = error(E(\"x\"))\nvar a any = e\nfunc g() {}\nvar f = g\nvar l = func() {}", out _);
        var e = (StaticInterface)ValueOf(result, "e");
        Assert.Equal("x"u8.ToArray(), ((StaticString)e.Value).Bytes);
        Assert.Same(e.Value, ((StaticInterface)ValueOf(result, "a")).Value);
        Assert.Equal("p.g", ((StaticFunction)ValueOf(result, "f")).Symbol);
        Assert.Equal("p.init.func1", ((StaticFunction)ValueOf(result, "l")).Symbol);
    }

    [Fact]
    public void Blank_fields_stay_zero_but_are_evaluated()
    {
        StaticInitialization result = Run("func g() int\nvar t = struct{ a, _, c int }{1, 2, 3}\nvar u = struct{ _, b int }{g(), 4}", out IrPackage package);
        Assert.Equal([0, 16], ((StaticAggregate)ValueOf(result, "t")).Parts.Select(p => p.Offset));
        Assert.Equal([8], ((StaticAggregate)ValueOf(result, "u")).Parts.Select(p => p.Offset));
        var evaluated = (IrAssign)Assert.Single(package.Init.Body!.Statements);
        Assert.Null(Assert.Single(evaluated.Targets));
    }

    [Fact]
    public void Strings_are_joined()
    {
        StaticInitialization result = Run("func f(s string) string { return \"a\" + s }\nvar s = f(\"bc\"); var e = f(\"\")", out IrPackage package);
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
        StaticInitialization result = Run("type err struct{ s string }\nfunc (e *err) Error() string { return e.s }\nfunc make(s string) error { return &err{s} }\nvar e = make(\"x\")", out IrPackage package);
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
}
