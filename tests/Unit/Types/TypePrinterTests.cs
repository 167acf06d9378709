using Go.Compiler.Constants;
using Go.Compiler.Syntax;
using Go.Compiler.Types;
using static Go.Compiler.Tests.Types.Build;

namespace Go.Compiler.Tests.Types;

public sealed class TypePrinterTests
{
    [Fact]
    public void Runtime_strings()
    {
        NamedType e = Named("PE", Struct()), t = Named("T", Struct(), Other), g = Named("G", null);
        g.TypeParameters = [Parameter("A"), Parameter("B", 1)];
        g.SetUnderlying(Struct());
        Assert.Equal("map[string]int", TypePrinter.RuntimeString(Map(Str, Int)));
        Assert.Equal("func(int, ...interface {}) (error, error)",
            TypePrinter.RuntimeString(Variadic([Int, Slice(Universe.Any)], Universe.Error, Universe.Error)));
        Assert.Equal("chan (<-chan int)", TypePrinter.RuntimeString(Chan(Chan(Int, ChannelDirection.ReceiveOnly))));
        Assert.Equal("chan<- <-chan int", TypePrinter.RuntimeString(Chan(Chan(Int, ChannelDirection.ReceiveOnly),
            ChannelDirection.SendOnly)));
        Assert.Equal("main.G[string,m.com/q/dd%2ex.T]", TypePrinter.RuntimeString(Instantiation.Instantiate(g, [Str, t])));
        StructType s = new([Embed(t), Field("A", Int), Field("b", Slice(e)), Field("C", Struct())], [null, "tag"]);
        Assert.Equal("struct { dd.T; A int \"tag\"; b []main.PE; C struct {} }", TypePrinter.RuntimeString(s));
        InterfaceType i = Interface(Method("x", Func([])), Method("m", Func([]), Other), Method("N", Func([Int], Str)),
            Method("M", Func([t])));
        Assert.Equal("*interface { M(dd.T); N(int) string; dd.m(); main.x() }", TypePrinter.RuntimeString(Pointer(i)));
        Assert.Equal(
            "main.G[struct { A int; main.b m.com/q/dd%2ex.T },interface { M() }]",
            TypePrinter.RuntimeString(Instantiation.Instantiate(g,
                [Struct(Field("A", Int), Field("b", t)), Interface(Method("M", Func([])))])));
        Assert.Equal("[]uint8", TypePrinter.RuntimeString(Slice(Universe.Byte)));
        Assert.Equal("unsafe.Pointer", TypePrinter.RuntimeString(Universe.UnsafePointer));
    }

    [Fact]
    public void Link_strings_use_paths()
    {
        NamedType t = Named("T2", Struct(), Other);
        Assert.Equal("func(*m.com/q/dd%2ex.T2) error", TypePrinter.LinkString(Func([Pointer(t)], Universe.Error)));
        NamedType local = new(new TypeName(default, Main, "loc", null) { LocalIndex = 2 });
        Assert.Equal("main.loc·2", TypePrinter.LinkString(local));
        Assert.Equal("main.loc", TypePrinter.RuntimeString(local));
    }

    [Theory]
    [InlineData("a/b", "a/b")]
    [InlineData("m/a.v2", "m/a%2ev2")]
    [InlineData("m.com/a", "m.com/a")]
    [InlineData("a b/é", "a%20b/%c3%a9")]
    [InlineData("x.y", "x%2ey")]
    public void Paths_are_escaped(string path, string expected) => Assert.Equal(expected, TypePrinter.EscapePath(path));

    [Fact]
    public void Messages()
    {
        NamedType t = Named("T3", Struct(), Other);
        Assert.Equal("func(x int, y ...dd.T3) (n int, err error)", TypePrinter.Print(
            new SignatureType
            {
                Parameters = new TupleType([Par("x", Int), Par("y", Slice(t))]),
                Results = new TupleType([Par("n", Int), Par("err", Universe.Error)]), IsVariadic = true,
            },
            ByName));
        Assert.Equal("struct{T3; A int \"k:\\\"v\\\"\"}",
            TypePrinter.Print(new StructType([Embed(t), Field("A", Int)], [null, "k:\"v\""]), _ => ""));
        Assert.Equal("interface{~int | string}", TypePrinter.Print(Embedding(Union(Tilde(Int), Exactly(Str)))));
        TypeParameter p = Parameter("P", 0, Union(Tilde(Int))), q = Parameter("Q", 1, p.Constraint), r = Parameter("R", 2);
        Assert.Equal("[P, Q ~int, R any]", TypePrinter.PrintTypeParameters([p, q, r]));
        Assert.Equal("unsafe.Pointer", TypePrinter.Print(Universe.UnsafePointer));
        Assert.Equal("map[string]any", TypePrinter.Print(Map(Str, Universe.Any)));
    }

    private static Variable Par(string name, GoType type) => new(default, Main, name, type, VariableKind.Parameter);

    [Fact]
    public void Objects()
    {
        NamedType t = Named("PO1", Struct(Field("F", Int)));
        Function m = AddMethod(t, "M", true, [Int]);
        Assert.Equal("func (*main.PO1).M(int)", TypePrinter.PrintObject(m));
        Assert.Equal("type main.PO1 struct{F int}", TypePrinter.PrintObject(t.Name));
        Assert.Equal("field F int", TypePrinter.PrintObject(((StructType)t.Underlying).Fields[0]));
        ConstantObject c = new(default, Main, "PO2", Int, ConstantValue.Of(1));
        Main.Scope.Insert(c);
        Assert.Equal("const PO2 int", TypePrinter.PrintObject(c, _ => ""));
        Assert.Equal("type any = interface{}", TypePrinter.PrintObject(Universe.Any.Name));
        Assert.Equal("builtin len", TypePrinter.PrintObject(Universe.Scope.Lookup("len")!));
    }
}
