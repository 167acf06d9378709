using Go.Compiler.Collections;
using Go.Compiler.Types;
using static Go.Compiler.Tests.Types.Build;

namespace Go.Compiler.Tests.Types;

public sealed class LayoutTests
{
    private static readonly Layout s_layout = new(Amd64);
    private static readonly NamedType s_marker = Named("nih", Struct(), new Package("internal/runtime/sys", "sys"));

    [Theory]
    [InlineData(BasicKind.Bool, 1, 1, 0)]
    [InlineData(BasicKind.Int16, 2, 2, 0)]
    [InlineData(BasicKind.Float32, 4, 4, 0)]
    [InlineData(BasicKind.Complex64, 8, 4, 0)]
    [InlineData(BasicKind.Complex128, 16, 8, 0)]
    [InlineData(BasicKind.Uintptr, 8, 8, 0)]
    [InlineData(BasicKind.String, 16, 8, 8)]
    [InlineData(BasicKind.UnsafePointer, 8, 8, 8)]
    public void Basic_types(BasicKind kind, long size, int align, long pointers)
    {
        Assert.Equal(size, s_layout.SizeOf(Basic(kind)));
        Assert.Equal(align, s_layout.AlignOf(Basic(kind)));
        Assert.Equal(pointers, s_layout.PointerBytes(Basic(kind)));
    }

    [Fact]
    public void Structs_are_aligned_and_padded()
    {
        StructType s = Struct(Field("a", Universe.Bool), Field("b", Int), Field("c", Basic(BasicKind.Int16)), Field("p", Pointer(Int)),
            Field("d", Universe.Bool));
        Assert.Equal([0, 8, 16, 24, 32], s_layout.FieldOffsets(s));
        Assert.Equal(40, s_layout.SizeOf(s));
        Assert.Equal(32, s_layout.PointerBytes(s));
        // A trailing zero-sized field is padded, a leading one is not.
        Assert.Equal(16, s_layout.SizeOf(Struct(Field("a", Int), Field("z", Struct()))));
        Assert.Equal(8, s_layout.SizeOf(Struct(Field("z", Struct()), Field("a", Int))));
        Assert.Equal(0, s_layout.SizeOf(Struct(Field("z", Struct()), Field("y", Array(0, Int)))));
        Assert.Equal(8, s_layout.AlignOf(Struct(Field("y", Array(0, Int)))));
    }

    [Fact]
    public void Pointer_words()
    {
        EntityList<long> words = [];
        s_layout.PointerWords(Struct(Field("n", Int), Field("i", Universe.Any), Field("s", Array(2, Str)), Field("f", Func([]))), 10,
            words);
        Assert.Equal([12, 13, 15, 17], words);
        Assert.Equal(16, s_layout.PointerBytes(Universe.Any));
    }

    [Fact]
    public void Direct_interfaces()
    {
        Assert.True(s_layout.IsDirectInterface(Pointer(Int)));
        Assert.True(s_layout.IsDirectInterface(Map(Int, Int)));
        Assert.True(s_layout.IsDirectInterface(Struct(Field("z", Struct()), Field("p", Pointer(Int)))));
        Assert.True(s_layout.IsDirectInterface(Array(1, Func([]))));
        Assert.False(s_layout.IsDirectInterface(Int));
        Assert.False(s_layout.IsDirectInterface(Str));
    }

    [Fact]
    public void Pointers_outside_the_heap_are_integers()
    {
        NamedType span = Named("LY1", null);
        span.SetUnderlying(Struct(Field("_", s_marker), Field("next", Pointer(span)), Field("heap", Pointer(Int))));
        Assert.True(s_layout.IsNotInHeap(span));
        Assert.True(s_layout.IsNotInHeap(Array(2, span)));
        Assert.False(s_layout.IsNotInHeap(Pointer(span)));
        Assert.Equal(0, s_layout.PointerBytes(Pointer(span)));
        Assert.Equal(0, s_layout.PointerBytes(Slice(span)));
        Assert.False(s_layout.IsDirectInterface(Pointer(span)));
        Assert.Equal(ScalarKind.I64, s_layout.Components(Pointer(span))![0].Kind);
        EntityList<long> words = [];
        s_layout.PointerWords(span, 0, words);
        Assert.Equal([1], words);
    }

    [Fact]
    public void Components_flatten_values()
    {
        string Flat(GoType t) => s_layout.Components(t) is { } c
            ? string.Join(' ', c.Select(x => $"{x.Offset}:{x.Kind}{(x.Signed ? "+" : "")}")) : "memory";
        Assert.Equal("0:I8 8:Pointer 16:I64+ 24:I64 32:Pointer",
            Flat(Struct(Field("a", Universe.Bool), Field("s", Str), Field("i", Universe.Error))));
        Assert.Equal("0:I16+ 2:I16", Flat(Struct(Field("_", Basic(BasicKind.Int16)), Field("b", Basic(BasicKind.Uint16)))));
        Assert.Equal("0:F32 4:F32", Flat(Basic(BasicKind.Complex64)));
        Assert.Equal("0:Pointer 8:I64+ 16:I64+", Flat(Slice(Int)));
        Assert.Equal("0:I64+", Flat(Array(1, Int)));
        Assert.Equal("", Flat(Struct()));
        Assert.Equal("", Flat(Array(5, Struct())));
        Assert.Equal("memory", Flat(Array(2, Int)));
        Assert.Equal("memory", Flat(Struct([.. Enumerable.Range(0, 11).Select(i => Field("f" + i, Int))])));
        Assert.Equal(10, s_layout.Components(Struct([.. Enumerable.Range(0, 10).Select(i => Field("f" + i, Int))]))!.Count);
    }

    [Fact]
    public void Impossible_sizes_are_negative()
    {
        Assert.Equal(-1, s_layout.SizeOf(Array(long.MaxValue, Int)));
        Assert.Equal(-1, s_layout.SizeOf(Struct(Field("a", Array(1L << 49, Universe.Byte)), Field("b", Array(1L << 50, Universe.Byte)))));
        Assert.Equal(0, s_layout.SizeOf(Array(long.MaxValue, Struct())));
    }

    [Fact]
    public void Layouts_of_two_targets_do_not_mix()
    {
        Layout narrow = new(Amd64 with { PointerSize = 4, MaxAlignment = 4 });
        StructType s = Struct(Field("p", Pointer(Int)), Field("q", Int));
        Assert.Equal(8, narrow.SizeOf(s));
        Assert.Equal(16, s_layout.SizeOf(s));
        Assert.Equal(8, narrow.SizeOf(s));
    }
}
