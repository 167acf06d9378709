using Go.Compiler.Types;
using static Go.Compiler.Tests.Types.Build;

namespace Go.Compiler.Tests.Types;

public sealed class InstantiationTests
{
    private static NamedType List(string name)
    {
        // type List[T any] struct { next *List[T]; val T };  func (l *List[E]) Push(v E) *List[E]
        NamedType list = Named(name, null);
        TypeParameter t = Parameter("T");
        list.TypeParameters = [t];
        list.SetUnderlying(Struct(Field("next", Pointer(Instantiation.Instantiate(list, [t]))), Field("val", t)));
        TypeParameter e = Parameter("E");
        GoType receiver = Pointer(Instantiation.Instantiate(list, [e]));
        Function push = Method("Push", new SignatureType
        {
            Receiver = new Variable(default, Main, "l", receiver, VariableKind.Receiver),
            ReceiverTypeParameters = [e],
            Parameters = Tuple(e),
            Results = Tuple(receiver),
        });
        push.HasPointerReceiver = true;
        list.AddMethod(push);
        return list;
    }

    [Fact]
    public void Instances_expand_lazily()
    {
        NamedType list = List("I1"), ints = (NamedType)Instantiation.Instantiate(list, [Int]);
        Assert.Equal("struct{next *main.I1[int]; val int}", TypePrinter.Print(ints.Underlying));
        StructType s = (StructType)ints.Underlying;
        Assert.Same(ints, ((PointerType)s.Fields[0].Type!).Element);
        Assert.Same(((StructType)list.Underlying).Fields[1], s.Fields[1].Origin);
        Function push = Assert.Single(ints.Methods);
        Assert.Same(list.Methods[0], push.Origin);
        Assert.Equal("func (*main.I1[int]).Push(int) *main.I1[int]", TypePrinter.PrintObject(push));
        Assert.Equal("Push", Assert.Single(Lookup.MethodSet(Pointer(ints))).Method.Name);
        Assert.Empty(Lookup.MethodSet(ints));
    }

    [Fact]
    public void Instances_made_before_the_declaration_is_complete_catch_up()
    {
        NamedType g = Named("I2", null);
        TypeParameter t = Parameter("T");
        g.TypeParameters = [t];
        NamedType i = (NamedType)Instantiation.Instantiate(g, [Int]);
        Assert.Same(Universe.Invalid, i.Underlying);
        Assert.False(i.IsResolved);
        Assert.Empty(i.Methods);
        g.SetUnderlying(Slice(t));
        AddMethod(g, "Len", false, [], Int);
        Assert.Equal("[]int", TypePrinter.Print(i.Underlying));
        Assert.Single(i.Methods);
    }

    [Fact]
    public void Signatures_of_methods_are_made_when_the_origin_has_one()
    {
        NamedType g = Named("I3", Struct());
        g.TypeParameters = [Parameter("T")];
        Function m = new(default, Main, "M", null);
        g.AddMethod(m);
        Function im = ((NamedType)Instantiation.Instantiate(g, [Int])).Methods[0];
        Assert.Null(im.Type);
        int resolved = 0;
        m.Resolver = f =>
        {
            resolved++;
            f.Type = Func([], Str);
        };
        Assert.Equal("func() string", TypePrinter.Print(im.Signature));
        Assert.Equal(1, resolved);
    }

    [Fact]
    public void Substitution_keeps_unchanged_parts()
    {
        TypeParameter p = Parameter("P");
        GoType plain = Map(Str, Slice(Int));
        Assert.Same(plain, Instantiation.Substitute(plain, [p], [Int]));
        Assert.Equal("map[string]chan int", TypePrinter.Print(Instantiation.Substitute(Map(Str, Chan(p)), [p], [Int])));
        Assert.Equal("interface{M(int); ~[]int}", TypePrinter.Print(Instantiation.Substitute(
            new InterfaceType([Method("M", Func([p]))], [Union(Tilde(Slice(p)))]), [p], [Int])));
    }

    [Fact]
    public void Signatures_lose_their_parameters()
    {
        TypeParameter p = Parameter("P"), q = Parameter("Q", 1);
        SignatureType f = new() { TypeParameters = [p, q], Parameters = Tuple(p, Slice(q)), Results = Tuple(Map(p, q)) };
        SignatureType i = (SignatureType)Instantiation.Instantiate(f, [Str, Int]);
        Assert.Equal("func(string, []int) map[string]int", TypePrinter.Print(i));
        Assert.Equal("func[P, Q any](P, []Q) map[P]Q", TypePrinter.Print(f));
    }

    [Fact]
    public void Generic_aliases()
    {
        TypeParameter p = Parameter("P");
        TypeName name = new(default, Main, "IA", null) { IsAlias = true };
        AliasType a = new(name, Map(Str, p)) { TypeParameters = [p] };
        GoType i = Instantiation.Instantiate(a, [Int]);
        Assert.Equal("main.IA[int]", TypePrinter.Print(i));
        Assert.Equal("map[string]int", TypePrinter.Print(AliasType.Unalias(i)));
        Assert.True(TypeIdentity.Identical(i, Map(Str, Int)));
        TypeParameter q = Parameter("Q");
        Assert.Equal("map[string]bool", TypePrinter.Print(AliasType.Unalias(Instantiation.Substitute(Instantiation.Instantiate(a, [q]),
            [q], [Universe.Bool]))));
    }

    [Fact]
    public void Local_types_depend_on_the_parameters_of_their_function()
    {
        TypeParameter p = Parameter("P");
        NamedType local = new(new TypeName(default, Main, "loc", null) { LocalIndex = 2, EnclosingTypeParameters = [p] });
        local.SetUnderlying(Struct(Field("F", p)));
        Assert.True(Instantiation.MentionsTypeParameter(local));
        NamedType ints = (NamedType)Instantiation.Substitute(local, [p], [Int]);
        Assert.Equal("struct{F int}", TypePrinter.Print(ints.Underlying));
        Assert.False(Instantiation.MentionsTypeParameter(ints));
        Assert.Equal("main.loc[int]", TypePrinter.RuntimeString(ints));
        Assert.Equal("main.loc[int]·2", TypePrinter.LinkString(ints));
        Assert.Same(ints, Instantiation.Substitute(local, [p], [Int]));
    }

    [Fact]
    public void Methods_with_type_parameters_get_their_own_per_instance()
    {
        NamedType g = Named("I4", Struct());
        g.TypeParameters = [Parameter("T")];
        TypeParameter r = Parameter("R"), m = Parameter("M", 0, Union(Tilde(Pointer(r))));
        Function f = Method("Do", new SignatureType
        {
            Receiver = new Variable(default, Main, "", Instantiation.Instantiate(g, [r]), VariableKind.Receiver),
            ReceiverTypeParameters = [r], TypeParameters = [m], Parameters = Tuple(m), Results = Tuple(r),
        });
        g.AddMethod(f);
        NamedType ints = (NamedType)Instantiation.Instantiate(g, [Int]);
        Assert.Equal("func[M ~*int](M) int", TypePrinter.Print(ints.Methods[0].Signature));
        Assert.NotSame(m, ints.Methods[0].Signature.TypeParameters[0]);
        Assert.Empty(Lookup.MethodSet(ints));
    }

    [Fact]
    public void Verify_substitutes_constraints()
    {
        TypeParameter s = Parameter("S"), e = Parameter("E", 1);
        s.Constraint = Union(Tilde(Slice(e)));
        Assert.Equal(-1, Instantiation.Verify([s, e], [Slice(Int), Int], out _));
        Assert.Equal(0, Instantiation.Verify([s, e], [Slice(Int), Str], out string cause));
        Assert.Equal("[]int does not satisfy ~[]string ([]int missing in ~[]string)", cause);
    }

    [Fact]
    public void Expansion_is_safe_from_many_threads()
    {
        NamedType list = List("I5");
        for (int round = 0; round < 20; round++)
        {
            GoType argument = Array(round, Int);
            GoType[] seen = new GoType[64];
            Parallel.For(0, seen.Length, i =>
            {
                NamedType t = (NamedType)Instantiation.Instantiate(list, [argument]);
                seen[i] = t.Underlying;
                Assert.Equal("Push", t.Methods[0].Name);
                Assert.NotNull(t.Methods[0].Signature);
            });
            Assert.All(seen, s => Assert.Same(seen[0], s));
        }
    }
}
