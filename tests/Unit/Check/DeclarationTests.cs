using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Check;

public sealed class DeclarationTests
{
    [Fact]
    public void Duplicate_declarations_name_the_other_one()
        => Assert.Equal(["2:5: x redeclared in this block\n\t1:15: other declaration of x"],
            Checked.Body("var x int\nvar x string").Errors);

    [Fact]
    public void Objects_are_shared_by_files_and_ordered()
    {
        Checked c = Checked.Sources("package p; var b = a", "package p; var a = 1; func f() {}");
        Assert.Empty(c.Errors);
        Assert.Equal((1, 2, 3), (c.Object("b").Order, c.Object("a").Order, c.Object("f").Order));
    }

    [Theory]
    [InlineData("type T T", "1:16: invalid recursive type: T refers to itself")]
    [InlineData("type T struct { f [2]T }", "1:16: invalid recursive type: T refers to itself")]
    [InlineData("type A B; type B A", "1:16: invalid recursive type A\n\t1:16: A refers to B\n\t1:26: B refers to A")]
    [InlineData("type A struct { b B }; type B struct { a A }",
        "1:16: invalid recursive type A\n\t1:16: A refers to B\n\t1:39: B refers to A")]
    [InlineData("type T[P any] struct { f *T[P] }", null)]
    [InlineData("type T struct { next *T; f func(T) T; m map[string]T }", null)]
    [InlineData("type T [len(x)]int; var x T", "1:16: invalid recursive type T\n\t1:16: T refers to x\n\t1:35: x refers to T")]
    public void Recursive_types(string declarations, string? error)
        => Assert.Equal(error is null ? [] : [error], Checked.Body(declarations).Errors);

    [Fact]
    public void Constants_repeat_implicitly_with_iota()
    {
        Checked c = Checked.Body("const ( a = 1 << iota; b; _; d; e, f = iota, iota * 10; g, h )");
        Assert.Empty(c.Errors);
        string Value(string name) => ((ConstantObject)c.Object(name)).Value.ToString();
        Assert.Equal(["1", "2", "8", "4", "40", "5", "50"], new[] { "a", "b", "d", "e", "f", "g", "h" }.Select(Value));
    }

    [Fact]
    public void Errors_in_repeated_constants_are_at_the_constant()
        => Assert.Equal(["3:2: cannot use 255 + iota (untyped int constant 256) as uint8 value in constant declaration (overflows)"],
            Checked.Source("package p; const (\n\ta uint8 = 255 + iota\n\tb\n)").Errors);

    [Fact]
    public void Method_of_an_alias_belongs_to_the_aliased_type()
    {
        Checked c = Checked.Body("type T struct{}; type A = *T; func (a A) m() {}");
        Assert.Empty(c.Errors);
        Function m = Assert.Single(((NamedType)c.Object("T").Type!).Methods);
        Assert.True(m.HasPointerReceiver);
    }

    [Theory]
    [InlineData("func (int) m() {}", "1:17: cannot define new methods on non-local type int")]
    [InlineData("type P *int; func (P) m() {}", "1:30: invalid receiver type P (pointer or interface type)")]
    [InlineData("type T struct { m int }; func (T) m() {}", "1:45: field and method with the same name m\n\t1:27: other declaration of m")]
    [InlineData("type T[P any] int; func (T[A, B]) m() {}", "1:36: receiver declares 2 type parameters, but receiver base type declares 1")]
    public void Receivers(string declarations, string error) => Assert.Equal([error], Checked.Body(declarations).Errors);

    [Fact]
    public void Generic_methods_have_their_own_type_parameters()
    {
        Checked c = Checked.Body("type T[A any] struct{ a A }; func (t *T[X]) M[B any](f func(X) B) B { return f(t.a) }; var v = (&T[int]{}).M(func(int) string { return \"\" })");
        Assert.Empty(c.Errors);
        Assert.Equal("string", c.Object("v").Type!.ToString());
    }

    [Fact]
    public void Local_types_are_numbered_by_name()
    {
        Checked c = Checked.Body("func f() { type T int; { type T string; _ = T(\"\") }; var _ T }; func g[P any]() { type T []P; var x T; _ = x }");
        Assert.Empty(c.Errors);
        TypeName inG = ((NamedType)c.Info.ObjectOf((NameSyntax)c.Expression("x"))!.Type!).Name;
        Assert.Equal(3, inG.LocalIndex);
        Assert.Equal("P", Assert.Single(inG.EnclosingTypeParameters).Name.Name);
    }

    [Fact]
    public void Initialisation_follows_dependencies_through_functions()
    {
        Checked c = Checked.Body("var a = f(); var b = 1; var x, y = g(); func f() int { return h() }; func h() int { return b + y }; func g() (int, int) { return b, 2 }");
        Assert.Empty(c.Errors);
        Assert.Equal(["b", "x,y", "a"], c.Info.InitOrder.Select(i => string.Join(',', i.Lhs.Select(v => v.Name))));
    }

    [Theory]
    [InlineData("var x = x", "1:15: initialization cycle: x refers to itself")]
    [InlineData("var x = f(); func f() int { return x }", "1:15: initialization cycle for x\n\t1:15: x refers to f\n\t1:29: f refers to x")]
    public void Initialisation_cycles(string declarations, string error) => Assert.Equal([error], Checked.Body(declarations).Errors);

    [Fact]
    public void Instantiation_without_end_is_found()
        => Assert.Equal(["1:18: instantiation cycle:\n\t1:31: P instantiated as *P"], Checked.Body("func f[P any]() { f[*P]() }").Errors);
}
