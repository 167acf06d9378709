using Go.Compiler.Types;
using static Go.Compiler.Tests.Types.Build;

namespace Go.Compiler.Tests.Types;

public sealed class LookupTests
{
    [Fact]
    public void Fields_and_methods_are_promoted_by_depth()
    {
        NamedType inner = Named("L1", Struct(Field("X", Int), Field("Y", Int)));
        AddMethod(inner, "M", false, []);
        AddMethod(inner, "P", true, []);
        NamedType outer = Named("L2", Struct(Field("X", Str), Embed(inner)));
        Assert.Equal([0], Lookup.FieldOrMethod(outer, false, Main, "X").Path);
        Assert.Equal([1, 1], Lookup.FieldOrMethod(outer, false, Main, "Y").Path);
        LookupResult m = Lookup.FieldOrMethod(outer, false, Main, "M");
        Assert.Equal([1, 0], m.Path);
        Assert.False(m.Indirect);
        Assert.True(Lookup.FieldOrMethod(outer, false, Main, "P").WrongPointer);
        Assert.NotNull(Lookup.FieldOrMethod(outer, true, Main, "P").Object);
        Assert.NotNull(Lookup.FieldOrMethod(Pointer(outer), false, Main, "P").Object);
        Assert.True(Lookup.FieldOrMethod(Struct(Embed(Pointer(inner))), false, Main, "P").Indirect);
        Assert.Null(Lookup.FieldOrMethod(Pointer(Pointer(outer)), false, Main, "M").Object);
    }

    [Fact]
    public void Same_depth_is_ambiguous()
    {
        NamedType a = Named("L3", Struct(Field("X", Int))), b = Named("L4", Struct(Field("X", Int)));
        LookupResult r = Lookup.FieldOrMethod(Struct(Embed(a), Embed(b)), false, Main, "X");
        Assert.Null(r.Object);
        Assert.True(r.Ambiguous);
        // The same type twice at one depth is ambiguous too, through different routes.
        NamedType x = Named("L5", Struct(Embed(a))), y = Named("L6", Struct(Embed(a)));
        Assert.True(Lookup.FieldOrMethod(Struct(Embed(x), Embed(y)), false, Main, "X").Ambiguous);
        Assert.DoesNotContain(Lookup.MethodSet(Struct(Embed(x), Embed(y))), m => m.Method.Name == "X");
    }

    [Fact]
    public void Unexported_names_belong_to_a_package()
    {
        StructType s = Struct(Field("x", Int, Other));
        Assert.Null(Lookup.FieldOrMethod(s, false, Main, "x").Object);
        Assert.NotNull(Lookup.FieldOrMethod(s, false, Other, "x").Object);
        Assert.NotNull(Lookup.FieldOrMethod(s, false, Main, "X", foldCase: true).Object);
    }

    [Fact]
    public void Named_pointer_types_have_no_methods_and_interfaces_behind_pointers_neither()
    {
        NamedType t = Named("L7", Struct(Field("F", Int)));
        AddMethod(t, "M", false, []);
        NamedType p = Named("L8", Pointer(t));
        Assert.Null(Lookup.FieldOrMethod(p, true, Main, "M").Object);
        Assert.NotNull(Lookup.FieldOrMethod(p, true, Main, "F").Object);
        Assert.Null(Lookup.FieldOrMethod(Pointer(Universe.Error), false, Main, "Error").Object);
        Assert.NotNull(Lookup.FieldOrMethod(Universe.Error, false, Main, "Error").Object);
        Assert.Empty(Lookup.MethodSet(p));
    }

    [Fact]
    public void Recursive_embedding_ends()
    {
        NamedType t = Named("L9", null);
        t.SetUnderlying(Struct(Embed(Pointer(t)), Field("V", Int)));
        Assert.Null(Lookup.FieldOrMethod(t, false, Main, "Missing").Object);
        Assert.Equal([1], Lookup.FieldOrMethod(t, false, Main, "V").Path);
    }

    [Fact]
    public void Method_sets()
    {
        NamedType t = Named("L10", Struct(Field("F", Int)));
        AddMethod(t, "Value", false, []);
        AddMethod(t, "Pointer", true, []);
        AddMethod(t, "a", false, []);
        Assert.Equal("Value a", Names(t));
        Assert.Equal("Pointer Value a", Names(Pointer(t)));
        // Promotion through a value, a pointer and an interface; a field hides a deeper method.
        Assert.Equal("Value a", Names(Struct(Embed(t))));
        Assert.Equal("Pointer Value a", Names(Pointer(Struct(Embed(t)))));
        Assert.Equal("Pointer Value a", Names(Struct(Embed(Pointer(t)))));
        Assert.Equal("Error", Names(Struct(Field("error", Universe.Error, Main, true))));
        Assert.Equal("a", Names(Struct(Embed(t), Field("Value", Int))));
        MethodEntry e = Lookup.MethodSet(Struct(Field("Z", Int), Embed(Pointer(t))))[0];
        Assert.Equal([1], e.Path);
        Assert.True(e.Indirect);
    }

    private static string Names(GoType t) => string.Join(' ', Lookup.MethodSet(t).Select(m => m.Method.Name));

    [Fact]
    public void Missing_methods_are_explained()
    {
        InterfaceType want = Interface(Method("Read", Func([Slice(Universe.Byte)], Int)));
        NamedType target = Named("Reader", want), t = Named("L11", Struct());
        Assert.Equal("L11 does not implement Reader (missing method Read)", Cause(t, target));
        AddMethod(t, "read", false, [Slice(Universe.Byte)], Int);
        Assert.Equal("L11 does not implement Reader (missing method Read)\n\t\thave read([]byte) int\n\t\twant Read([]byte) int",
            Cause(t, target));
        NamedType u = Named("L12", Struct());
        AddMethod(u, "Read", true, [Slice(Universe.Byte)], Int);
        Assert.Equal("L12 does not implement Reader (method Read has pointer receiver)", Cause(u, target));
        Assert.True(Lookup.Implements(Pointer(u), target, false, out _));
        NamedType v = Named("L13", Struct());
        AddMethod(v, "Read", false, [], Int);
        Assert.Equal("L13 does not implement Reader (wrong type for method Read)\n\t\thave Read() int\n\t\twant Read([]byte) int",
            Cause(v, target));
        Assert.Equal("L14 does not implement Reader (L14.Read is a field, not a method)",
            Cause(Named("L14", Struct(Field("Read", Int))), target));
        Assert.Equal("*Reader does not implement Reader (type *Reader is pointer to interface, not interface)",
            Cause(Pointer(target), target));
        Assert.Equal("int does not implement string (string is not an interface)", Cause(Int, Str));
    }

    private static string Cause(GoType type, GoType target, bool constraint = false)
    {
        Assert.False(Lookup.Implements(type, target, constraint, out string cause, _ => ""));
        return cause;
    }

    [Fact]
    public void Constraints_are_explained()
    {
        NamedType my = Named("L15", Int);
        NamedType c = Named("C1", Embedding(Union(Exactly(Int), Exactly(Str))));
        Assert.Equal("L15 does not satisfy C1 (possibly missing ~ for int in C1)", Cause(my, c, true));
        Assert.Equal("bool does not satisfy C1 (bool missing in int | string)", Cause(Universe.Bool, c, true));
        Assert.Equal("func() does not satisfy comparable", Cause(Func([]), Universe.Comparable, true));
        Assert.True(Lookup.Implements(Universe.Any, Universe.Comparable, true, out _));
        Assert.Equal("any does not implement comparable", Cause(Universe.Any, Universe.Comparable));
        Assert.Equal("cannot satisfy E (empty type set)", Cause(Int, Named("E", Embedding(Int, Str)), true));
        TypeParameter p = Parameter("P", 0, Union(Tilde(Int), Exactly(Str)));
        Assert.Equal("P does not satisfy C1", Cause(p, c, true));
    }
}
