using Go.Compiler.Syntax;
using Go.Compiler.Types;
using static Go.Compiler.Tests.Types.Build;

namespace Go.Compiler.Tests.Types;

public sealed class TypeSetTests
{
    private static string Terms(GoType constraint) => TypeTerms.Print(TypeSets.Of((InterfaceType)constraint.Underlying).Terms, null);

    [Fact]
    public void Unions_are_normalised()
    {
        NamedType my = Named("TS1", Int);
        Assert.Equal("~int | string", Terms(Embedding(Union(Exactly(Int), Exactly(Str), Tilde(Int), Exactly(my)))));
        Assert.Equal("𝓤", Terms(Embedding(Union(Exactly(Int), Exactly(Universe.Any)))));
        Assert.Equal("∅", Terms(Embedding(Union(Tilde(my)))));
    }

    [Fact]
    public void Embedded_elements_intersect()
    {
        NamedType my = Named("TS2", Int);
        Assert.Equal("main.TS2", Terms(Embedding(Union(Tilde(Int)), my)));
        Assert.Equal("∅", Terms(Embedding(Int, Str)));
        Assert.Equal("int", Terms(Embedding(Universe.Comparable, Union(Exactly(Int), Exactly(Slice(Int))))));
        Assert.True(TypeSets.Of(Embedding(Universe.Comparable)).IsComparable);
    }

    [Fact]
    public void Methods_are_sorted_exported_first()
    {
        InterfaceType inner = Interface(Method("b", Func([])), Method("Z", Func([])));
        TypeSet set = TypeSets.Of(new InterfaceType([Method("a", Func([])), Method("A", Func([]))], [inner]));
        Assert.Equal("A Z a b", string.Join(' ', set.Methods.Select(m => m.Name)));
        Assert.True(set.IsMethodSet);
    }

    [Fact]
    public void Duplicate_methods_are_reported()
    {
        List<string> errors = [];
        InterfaceType bad = new([Method("M", Func([Int]))], [Interface(Method("M", Func([])))]);
        TypeSets.Of(bad, (_, message, code) => errors.Add(code + ":" + message));
        Assert.Equal(["DuplicateDecl:duplicate method M", ":other declaration of method M"], errors);
        errors.Clear();
        TypeSets.Of(new InterfaceType([Method("M", Func([]))], [Interface(Method("M", Func([])))]), (_, m, _) => errors.Add(m));
        Assert.Empty(errors);
    }

    [Fact]
    public void Invalid_embedding_cycles_end()
    {
        NamedType t = Named("TS3", null);
        t.SetUnderlying(new InterfaceType([Method("M", Func([]))], [t]));
        Assert.Equal("M", Assert.Single(TypeSets.Of((InterfaceType)t.Underlying).Methods).Name);
    }

    [Fact]
    public void Core_types()
    {
        NamedType ints = Named("TS4", Slice(Int));
        Assert.Equal("[]int", TypePrinter.Print(TypeSets.CoreType(Parameter("P", 0, Union(Exactly(ints), Tilde(Slice(Int)))))!));
        Assert.Null(TypeSets.CoreType(Parameter("P", 0, Union(Exactly(Int), Exactly(Str)))));
        Assert.Null(TypeSets.CoreType(Parameter("P")));
        GoType channel = TypeSets.CoreType(Parameter("P", 0, Union(Exactly(Chan(Int)), Exactly(Chan(Int, ChannelDirection.ReceiveOnly)))))!;
        Assert.Equal("<-chan int", TypePrinter.Print(channel));
        Assert.Null(TypeSets.CoreType(Parameter("P", 0,
            Union(Exactly(Chan(Int, ChannelDirection.SendOnly)), Exactly(Chan(Int, ChannelDirection.ReceiveOnly)))), out string cause));
        Assert.Equal("channels chan<- int and <-chan int have conflicting directions", cause);
        Assert.Same(Universe.String, TypeSets.CoreStringType(Parameter("P", 0, Union(Tilde(Slice(Universe.Byte)), Tilde(Str)))));
    }

    [Fact]
    public void Predicates_hold_for_all_terms()
    {
        TypeParameter number = Parameter("P", 0, Union(Tilde(Int), Tilde(Basic(BasicKind.Float64))));
        Assert.True(TypePredicates.All(number, BasicInfo.Numeric));
        Assert.False(TypePredicates.All(number, BasicInfo.Integer));
        Assert.False(TypePredicates.Is(number, BasicInfo.Numeric));
        Assert.False(TypePredicates.All(Parameter("P"), BasicInfo.Numeric));
        Assert.False(TypePredicates.HasNil(number));
        Assert.True(TypePredicates.HasNil(Parameter("P", 0, Union(Tilde(Slice(Int)), Tilde(Pointer(Int))))));
    }

    [Fact]
    public void Comparability()
    {
        Assert.True(TypePredicates.IsComparable(Universe.Any));
        Assert.False(TypePredicates.IsComparable(Universe.Any, dynamic: false));
        Assert.False(TypePredicates.IsComparable(Slice(Int)));
        Assert.Equal("struct containing []int cannot be compared", TypePredicates.IncomparableCause(Struct(Field("A", Slice(Int)))));
        Assert.False(TypePredicates.IsComparable(Array(3, Func([]))));
        Assert.True(TypePredicates.IsComparable(Parameter("P", 0, Universe.Comparable)));
        Assert.Equal("incomparable types in type set", TypePredicates.IncomparableCause(Parameter("P")));
        NamedType node = Named("TS5", null);
        node.SetUnderlying(Struct(Field("Next", Pointer(node)), Field("V", Int)));
        Assert.True(TypePredicates.IsComparable(node));
    }
}
