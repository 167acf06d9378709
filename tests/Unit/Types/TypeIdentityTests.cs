using Go.Compiler.Syntax;
using Go.Compiler.Types;
using static Go.Compiler.Tests.Types.Build;

namespace Go.Compiler.Tests.Types;

public sealed class TypeIdentityTests
{
    private static void Same(GoType a, GoType b)
    {
        Assert.True(TypeIdentity.Identical(a, b));
        Assert.Equal(TypeIdentity.Comparer.GetHashCode(a), TypeIdentity.Comparer.GetHashCode(b));
        Assert.Equal(TypePrinter.LinkString(a), TypePrinter.LinkString(b));
    }

    private static void Differ(GoType a, GoType b)
    {
        Assert.False(TypeIdentity.Identical(a, b));
        Assert.NotEqual(TypePrinter.LinkString(a), TypePrinter.LinkString(b));
    }

    [Fact]
    public void Literals_are_compared_by_structure()
    {
        Same(Map(Str, Slice(Int)), Map(Str, Slice(Int)));
        Differ(Slice(Int), Array(1, Int));
        Differ(Array(2, Int), Array(1, Int));
        Differ(Chan(Int), Chan(Int, ChannelDirection.SendOnly));
        Same(Func([Int], Str), Func([Int], Str));
        Differ(Func([Slice(Int)]), Variadic([Slice(Int)]));
        Same(Slice(Universe.Byte), Slice(Basic(BasicKind.Uint8)));
    }

    [Fact]
    public void Struct_fields_names_packages_and_tags_count()
    {
        Same(Struct(Field("A", Int)), Struct(Field("A", Int, Other)));
        Differ(Struct(Field("a", Int)), Struct(Field("a", Int, Other)));
        Differ(Struct(Field("A", Int)), Struct(Field("B", Int)));
        Differ(new StructType([Field("A", Int)], ["x"]), Struct(Field("A", Int)));
        Assert.True(TypeIdentity.IdenticalIgnoringTags(new StructType([Field("A", Int)], ["x"]), Struct(Field("A", Int))));
        NamedType t = Named("TI1", Int);
        Differ(Struct(Embed(t)), Struct(Field("TI1", t)));
        Differ(Struct(Field("int", Int, Main, true)), Struct(Field("int", Int, Other, true)));
    }

    [Fact]
    public void Interfaces_are_compared_by_their_sets()
    {
        InterfaceType a = Interface(Method("M", Func([])), Method("N", Func([Int]))),
            b = Interface(Method("N", Func([Int])), Method("M", Func([])));
        Same(a, b);
        NamedType m = Named("TI2", Interface(Method("M", Func([]))));
        Same(a, new InterfaceType([Method("N", Func([Int]))], [m]));
        Differ(a, Interface(Method("M", Func([]))));
        Differ(Interface(Method("m", Func([]))), Interface(Method("m", Func([]), Other)));
    }

    [Fact]
    public void Self_referring_anonymous_interfaces_compare()
    {
        NamedType t = Named("TI3", null), u = Named("TI4", null);
        t.SetUnderlying(Interface(Method("m", Func([], Embedding(t)))));
        u.SetUnderlying(Interface(Method("m", Func([], Embedding(u)))));
        Assert.True(TypeIdentity.Identical(Embedding(t), Embedding(u)));
        Assert.Equal(TypePrinter.LinkString(Embedding(t)), TypePrinter.LinkString(Embedding(u)));
    }

    [Fact]
    public void Named_types_by_declaration_and_arguments()
    {
        NamedType g = Named("TI5", null);
        TypeParameter p = Parameter("P");
        g.TypeParameters = [p];
        g.SetUnderlying(Struct(Field("F", p)));
        Same(Instantiation.Instantiate(g, [Int]), Instantiation.Instantiate(g, [Int]));
        Assert.Same(Instantiation.Instantiate(g, [Slice(Int)]), Instantiation.Instantiate(g, [Slice(Int)]));
        Same(Instantiation.Instantiate(g, [Universe.Byte]), Instantiation.Instantiate(g, [Basic(BasicKind.Uint8)]));
        Differ(Instantiation.Instantiate(g, [Int]), Instantiation.Instantiate(g, [Str]));
        Differ(Named("TI6", Int), Named("TI7", Int));
    }

    [Fact]
    public void Generic_signatures_up_to_renaming()
    {
        SignatureType Make(string name, GoType? constraint)
        {
            TypeParameter p = Parameter(name, 0, constraint);
            return new SignatureType { TypeParameters = [p], Parameters = Tuple(p), Results = Tuple(Slice(p)) };
        }
        SignatureType a = Make("P", null), b = Make("Q", null), c = Make("P", Universe.Comparable);
        Assert.True(TypeIdentity.Identical(a, b));
        Assert.Equal(TypeIdentity.Comparer.GetHashCode(a), TypeIdentity.Comparer.GetHashCode(b));
        Assert.False(TypeIdentity.Identical(a, c));
    }
}
