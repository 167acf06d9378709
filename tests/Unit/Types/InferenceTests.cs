using Go.Compiler.Syntax;
using Go.Compiler.Types;
using static Go.Compiler.Tests.Types.Build;

namespace Go.Compiler.Tests.Types;

public sealed class InferenceTests
{
    private static string Solve(TypeParameter[] parameters, (GoType, GoType, bool)[] pairs, (TypeParameter, BasicType)[]? untyped = null,
        GoType?[]? partial = null, bool reverse = false)
    {
        IReadOnlyList<GoType>? r = Inference.Solve(parameters, partial ?? [], pairs, untyped ?? [], ByName, reverse,
            out InferenceFailure? failure);
        return r is null ? "error: " + failure!.Message : string.Join(", ", r.Select(t => TypePrinter.Print(t, ByName)));
    }

    [Fact]
    public void From_arguments()
    {
        TypeParameter k = Parameter("K"), v = Parameter("V", 1);
        Assert.Equal("string, []int", Solve([k, v], [(Map(k, v), Map(Str, Slice(Int)), true)]));
        NamedType m = Named("N1", Map(Str, Int));
        Assert.Equal("string, int", Solve([k, v], [(Map(k, v), m, true)]));
        Assert.Equal("int, int", Solve([k, v], [(k, Int, true), (Func([k], v), Func([Int], Int), true)]));
    }

    [Fact]
    public void Defined_types_and_directed_channels_win()
    {
        TypeParameter p = Parameter("P");
        NamedType f = Named("N2", Func([]));
        Assert.Equal("main.N2", Solve([p], [(p, Func([]), true), (p, f, true)]));
        Assert.Equal("main.N2", Solve([p], [(p, f, true), (p, Func([]), true)]));
        Assert.Equal("<-chan int", Solve([p], [(p, Chan(Int), true), (p, Chan(Int, ChannelDirection.ReceiveOnly), true)]));
    }

    [Fact]
    public void From_untyped_constants()
    {
        TypeParameter p = Parameter("P");
        Assert.Equal("float64", Solve([p], [], [(p, Basic(BasicKind.UntypedInt)), (p, Basic(BasicKind.UntypedFloat))]));
        Assert.Equal("rune", Solve([p], [], [(p, Basic(BasicKind.UntypedRune)), (p, Basic(BasicKind.UntypedInt))]));
        Assert.Equal("string", Solve([p], [(p, Str, true)], [(p, Basic(BasicKind.UntypedInt))]));
        Assert.Equal("error: mismatched types untyped string and untyped int (cannot infer P)",
            Solve([p], [], [(p, Basic(BasicKind.UntypedString)), (p, Basic(BasicKind.UntypedInt))]));
    }

    [Fact]
    public void From_constraints()
    {
        // func Map[S ~[]E, E any](S): E follows from S.
        TypeParameter s = Parameter("S"), e = Parameter("E", 1);
        s.Constraint = Union(Tilde(Slice(e)));
        NamedType ints = Named("N3", Slice(Int));
        Assert.Equal("main.N3, int", Solve([s, e], [(s, ints, true)]));
        // PT interface{ *T; Set(string) }: PT follows from T.
        TypeParameter t = Parameter("T"), pt = Parameter("PT", 1);
        pt.Constraint = Embedding(Pointer(t));
        Assert.Equal("int, *int", Solve([t, pt], [], partial: [Int, null]));
        // Methods of the constraint.
        TypeParameter x = Parameter("X"), y = Parameter("Y", 1);
        x.Constraint = Interface(Method("Get", Func([], y)));
        NamedType getter = Named("N4", Struct());
        AddMethod(getter, "Get", false, [], Str);
        Assert.Equal("main.N4, string", Solve([x, y], [(x, getter, true)]));
    }

    [Fact]
    public void From_interfaces_implemented_by_arguments()
    {
        TypeParameter p = Parameter("P");
        NamedType box = Named("N5", null);
        TypeParameter q = Parameter("Q");
        box.TypeParameters = [q];
        box.SetUnderlying(Interface(Method("Get", Func([], q))));
        NamedType impl = Named("N6", Struct());
        AddMethod(impl, "Get", false, [], Int);
        Assert.Equal("int", Solve([p], [(Instantiation.Instantiate(box, [p]), impl, true)]));
    }

    [Fact]
    public void Generic_function_values()
    {
        // apply[A, B](A, func(A) B) with id[T](T) T as argument.
        TypeParameter a = Parameter("A"), b = Parameter("B", 1), t = Parameter("T");
        SignatureType id = new() { TypeParameters = [t], Parameters = Tuple(t), Results = Tuple(t) };
        Assert.Equal("int, int, int", Solve([a, b, t], [(a, Int, true), (Func([a], b), id, true)]));
        // Reverse: var f func(int) int = id.
        Assert.Equal("int", Solve([t], [(Func([Int], Int), id, true)], reverse: true));
    }

    [Fact]
    public void Failures_are_worded_as_in_Go()
    {
        TypeParameter p = Parameter("P"), q = Parameter("Q", 1);
        Assert.Equal("error: cannot infer Q (declared at {position})", Solve([p, q], [(p, Int, true)]));
        Assert.Equal("error: type int of {argument} does not match []P (cannot infer P)", Solve([p], [(Slice(p), Int, true)]));
        Assert.Equal("error: type string of {argument} does not match inferred type int for P",
            Solve([p], [(p, Int, true), (p, Str, true)]));
        Assert.Equal("error: type int of {argument} does not match []P (cannot infer P and Q)", Solve([p, q], [(Slice(p), Int, true)]));
        TypeParameter c = Parameter("C", 0, Named("N7", Embedding(Union(Tilde(Slice(Int))))));
        Assert.Equal("error: C (type string) does not satisfy main.N7", Solve([c, p], [(c, Str, true)]));
        TypeParameter m = Parameter("M", 0, Named("N8", Interface(Method("F", Func([])))));
        Assert.Equal("error: M (type int) does not satisfy main.N8 (missing method F)", Solve([m, p], [(m, Int, true)]));
    }

    [Fact]
    public void Circular_types_end()
    {
        TypeParameter a = Parameter("A");
        a.Constraint = Embedding(Pointer(a));
        Assert.Equal("error: cannot infer A (declared at {position})", Solve([a], []));
        TypeParameter p = Parameter("P"), q = Parameter("Q", 1);
        p.Constraint = Embedding(Pointer(q));
        q.Constraint = Embedding(Func([p]));
        Assert.StartsWith("error: cannot infer", Solve([p, q], []), StringComparison.Ordinal);
    }

    [Fact]
    public void Renaming_separates_recursive_calls()
    {
        TypeParameter p = Parameter("P");
        (IReadOnlyList<TypeParameter> fresh, GoType type) = Inference.Rename([p], Slice(p));
        IReadOnlyList<GoType>? r = Inference.Solve(fresh, [], [(type, Slice(Slice(p)), true)], [], null, false, out _);
        Assert.Equal("[]P", TypePrinter.Print(Assert.Single(r!)));
    }
}
