using Go.Compiler.Objects;

namespace Go.Compiler.Tests.Link;

/// <summary>
/// Which methods survive (contract 11): type T has methods M and N and unexported x; each method's code is T.M, T.N, T.x.
/// </summary>
public sealed class ReachTests
{
    private const int TypeSize = 48, InterfaceSize = 80;
    private static readonly string[] s_methods = ["M", "N", "x"];

    private static LinkFixture Program(SymbolFlags entryFlags, params Relocation[] markers)
    {
        var f = new LinkFixture();
        ObjectSymbol entry = f.Function(LinkFixture.Entry, [0x31, 0xFF, .. LinkFixture.Exit], markers);
        entry.Flags |= entryFlags;
        AddTypes(f);
        return f;
    }

    private static void AddTypes(LinkFixture f)
    {
        var relocations = new List<Relocation>();
        int table = TypeSize + 16;
        for (int i = 0; i < s_methods.Length; i++)
        {
            string m = s_methods[i];
            f.Name("name." + m, m);
            f.Function("T." + m, [0xC3]);
            relocations.Add(new Relocation(table + 16 * i, RelocationKind.TypeOffset, f.Ref("name." + m), 0));
            relocations.Add(new Relocation(table + 16 * i + 4, RelocationKind.MethodOffset, f.Ref("type:func" + m), 0));
            relocations.Add(new Relocation(table + 16 * i + 8, RelocationKind.MethodOffset, f.Ref("T." + m), 0));
            relocations.Add(new Relocation(table + 16 * i + 12, RelocationKind.MethodOffset, f.Ref("T." + m), 0));
            f.Data("type:func" + m, SymbolKind.TypeDescriptor, new byte[56]);
        }
        f.Data("type:T", SymbolKind.TypeDescriptor, new byte[table + 16 * s_methods.Length], [.. relocations]);
        f.Data("type:box", SymbolKind.TypeDescriptor, new byte[56], new Relocation(48, RelocationKind.Address, f.Ref("type:T"), 0));
        f.Data("type:I", SymbolKind.TypeDescriptor, new byte[InterfaceSize + 8],
            new Relocation(56, RelocationKind.Address, f.Ref("type:I"), InterfaceSize),
            new Relocation(InterfaceSize, RelocationKind.TypeOffset, f.Ref("name.N"), 0),
            new Relocation(InterfaceSize + 4, RelocationKind.TypeOffset, f.Ref("type:funcN"), 0));
        f.Data("go:itab.T,I", SymbolKind.Itab, new byte[32], new Relocation(0, RelocationKind.Address, f.Ref("type:I"), 0),
            new Relocation(8, RelocationKind.Address, f.Ref("type:T"), 0), new Relocation(24, RelocationKind.WeakAddress, f.Ref("T.N"), 0));
        f.Function("runtime.unreachableMethod", SymbolAbi.Internal, SymbolFlags.None, 0, [0xC3]);
    }

    private static string Kept(LinkFixture f)
    {
        var tables = new RuntimeTables(f.Link());
        return string.Join(' ', s_methods.Where(m => tables.Symbols.ContainsKey("T." + m)));
    }

    private static Relocation Mark(LinkFixture f, RelocationKind kind, string target, long addend = 0)
        => new(0, kind, f.Ref(target), addend);

    private static LinkFixture With(SymbolFlags flags, params (RelocationKind Kind, string Target)[] markers)
    {
        LinkFixture f = Program(flags);
        f.File.Symbols[0].Relocations = [.. markers.Select(m => Mark(f, m.Kind, m.Target))];
        return f;
    }

    [Fact]
    public void A_type_that_reaches_no_interface_keeps_nothing()
        => Assert.Equal("", Kept(With(SymbolFlags.ReflectMethod, (RelocationKind.Keep, "type:T"))));

    [Fact]
    public void A_conversion_alone_keeps_nothing()
        => Assert.Equal("", Kept(With(SymbolFlags.None, (RelocationKind.Keep, "type:T"), (RelocationKind.UseInInterface, "type:T"))));

    [Fact]
    public void An_interface_call_keeps_methods_of_that_name_and_type()
        => Assert.Equal("N", Kept(With(SymbolFlags.None,
            (RelocationKind.Keep, "type:T"), (RelocationKind.UseInInterface, "type:T"), (RelocationKind.Keep, "type:I"),
                (RelocationKind.UseInterfaceMethod, "type:I"))));

    [Fact]
    public void Reflection_keeps_the_exported_ones()
        => Assert.Equal("M N", Kept(With(SymbolFlags.ReflectMethod, (RelocationKind.Keep, "type:T"),
            (RelocationKind.UseInInterface, "type:T"))));

    [Fact]
    public void A_named_method_keeps_that_one_exported_or_not()
        => Assert.Equal("x", Kept(With(SymbolFlags.None, (RelocationKind.Keep, "type:T"), (RelocationKind.UseInInterface, "type:T"),
            (RelocationKind.UseNamedMethod, "x"))));

    [Fact]
    public void Use_spreads_from_a_type_to_its_parts_whatever_the_order()
    {
        Assert.Equal("M N", Kept(With(SymbolFlags.ReflectMethod, (RelocationKind.Keep, "type:box"),
            (RelocationKind.UseInInterface, "type:box"))));
        Assert.Equal("M N", Kept(With(SymbolFlags.ReflectMethod, (RelocationKind.UseInInterface, "type:box"),
            (RelocationKind.Keep, "type:T"), (RelocationKind.Keep, "type:box"))));
    }

    [Fact]
    public void A_marker_on_an_itab_means_its_type_and_dead_slots_point_to_unreachableMethod()
    {
        LinkFixture f = With(SymbolFlags.None, (RelocationKind.Keep, "go:itab.T,I"), (RelocationKind.UseInInterface, "go:itab.T,I"),
            (RelocationKind.UseNamedMethod, "M"));
        var tables = new RuntimeTables(f.Link());
        Assert.Equal("M", Kept(f));
        Assert.Equal(tables.Symbols["runtime.unreachableMethod"], BitConverter.ToUInt64(tables.At(tables.Symbols["go:itab.T,I"] + 24)));
        ReadOnlySpan<byte> n = tables.At(tables.Symbols["type:T"] + 48 + 16 + 16);
        Assert.Equal(-1, BitConverter.ToInt32(n[8..]));
        Assert.Equal(-1, BitConverter.ToInt32(n[12..]));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Memory_profiling_is_off_when_nobody_can_read_profiles(bool readable, byte expected)
    {
        var f = new LinkFixture();
        f.Zero("runtime.disableMemoryProfiling", SymbolKind.NoPointerBss, 1);
        f.Zero("runtime.other", SymbolKind.NoPointerBss, 64);
        f.Function("runtime.memProfileInternal", SymbolAbi.Internal, SymbolFlags.None, 0, [0xC3]);
        ObjectSymbol entry = f.Function(LinkFixture.Entry, [0x31, 0xFF, .. LinkFixture.Exit],
            Mark(f, RelocationKind.Keep, "runtime.disableMemoryProfiling"), Mark(f, RelocationKind.Keep, "runtime.other"));
        if (readable)
        {
            entry.Relocations = [.. entry.Relocations, new Relocation(0, RelocationKind.Keep,
                f.Ref("runtime.memProfileInternal", SymbolAbi.Internal), 0)];
        }
        var tables = new RuntimeTables(f.Link());
        ulong variable = tables.Symbols["runtime.disableMemoryProfiling"];
        byte value = variable >= tables.Field(RuntimeContract.ModuleData.NoPtrBss) ? (byte)0 : tables.At(variable)[0];
        Assert.Equal(expected, value);
    }

    /// <summary>init calls the initializer of map a, which is filled with the address of map b, and that of map b.</summary>
    [Theory]
    [InlineData("", "runtime.mapinitnoop runtime.mapinitnoop")]
    [InlineData("b", "runtime.mapinitnoop map.init.b")]
    [InlineData("a", "map.init.a map.init.b")]
    public void A_map_initializer_lives_as_long_as_its_map(string used, string called)
    {
        const int callSize = 5;
        var f = new LinkFixture();
        byte[] call = [0xE8, 0, 0, 0, 0];
        var calls = new Relocation[] { new(1, RelocationKind.Call, f.Ref("map.init.a", SymbolAbi.Internal), 0),
            new(1 + callSize, RelocationKind.Call, f.Ref("map.init.b", SymbolAbi.Internal), 0) };
        f.Function(LinkFixture.Entry, [.. call, .. call, 0x31, 0xFF, .. LinkFixture.Exit],
            [.. used.Length == 0 ? [] : new[] { Mark(f, RelocationKind.Keep, used) }, .. calls]);
        f.Function("map.init.a", SymbolAbi.Internal, SymbolFlags.MapInitializer | SymbolFlags.Nosplit, 0, [0xC3],
            Mark(f, RelocationKind.Keep, "b"));
        f.Function("map.init.b", SymbolAbi.Internal, SymbolFlags.MapInitializer | SymbolFlags.Nosplit, 0, [0xC3]);
        f.Function("runtime.mapinitnoop", SymbolAbi.Internal, SymbolFlags.Nosplit, 0, [0xC3]);
        foreach (string map in (string[])["a", "b"])
        {
            f.Zero(map, SymbolKind.Bss, 8, new PointerMap([1], 1, 1)).Relocations = [new Relocation(0, RelocationKind.Keep,
                f.Ref("map.init." + map, SymbolAbi.Internal), 0)];
        }
        Assert.Empty(ObjectVerifier.Verify(f.File));

        var tables = new RuntimeTables(f.Link());

        ulong entry = tables.Symbols[LinkFixture.Entry];
        string[] targets = [.. Enumerable.Range(1, 2).Select(i => entry + (ulong)(callSize * i))
            .Select(next => next + (ulong)BitConverter.ToInt32(tables.At(next - sizeof(int))))
            .Select(target => tables.Symbols.Single(s => s.Value == target && !s.Key.EndsWith("text", StringComparison.Ordinal)).Key)];
        Assert.Equal(called, string.Join(' ', targets));
        Assert.Equal(targets.Contains("map.init.a"), tables.Symbols.ContainsKey("map.init.a"));
        Assert.Equal(targets.Contains("map.init.b"), tables.Symbols.ContainsKey("map.init.b"));
    }
}
