using Go.Compiler.Diagnostics;
using Go.Compiler.Link;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Tests.Link;

public sealed class LinkerTests
{
    [Fact]
    public void A_program_runs_and_exits_with_the_value_of_its_variable()
    {
        var f = new LinkFixture();
        byte[] main = [0xE8, 0, 0, 0, 0, 0x89, 0xC7, .. LinkFixture.Exit];
        f.Function(LinkFixture.Entry, main, new Relocation(1, RelocationKind.Call, f.Ref("main.value"), 0));
        f.Function("main.value", [0x8B, 0x05, 0, 0, 0, 0, 0xC3], new Relocation(2, RelocationKind.PcRelative, f.Ref("main.answer"), 0));
        f.Data("main.answer", SymbolKind.NoPointerData, [42, 0, 0, 0]);
        f.Zero("main.big", SymbolKind.NoPointerBss, 1 << 20);
        byte[] image = f.Link();
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(42, LinkFixture.Execute(image));
        }
        Assert.Empty(new RuntimeTables(image).Check());
    }

    [Fact]
    public void Function_tables_answer_as_the_runtime_asks()
    {
        var f = new LinkFixture();
        f.EntryKeeping("main.a", "runtime.goexit", "main.asm");
        ObjectSymbol a = f.Function("main.a", new byte[300]);
        a.Function!.PcData = [null, [2, 100, 3, 200, 1, 0]];
        a.Function.FuncData = [default, f.Ref("locals")];
        a.Function.InlineTree = [new InlinedCall("main.inlined", 4, 77, false)];
        f.Data("locals", SymbolKind.FuncData, [1, 0, 0, 0, 0, 0, 0, 0]);
        f.Function("runtime.goexit", SymbolAbi.Abi0, SymbolFlags.Nosplit | SymbolFlags.TopFrame, 0, [0x90, 0xCC]);
        f.Function("main.asm", SymbolAbi.Abi0, SymbolFlags.Nosplit | SymbolFlags.Assembly | SymbolFlags.SpWrite | SymbolFlags.Wrapper, 0,
            new byte[5000]);
        f.Function("main.dead", [0xC3]);
        var tables = new RuntimeTables(f.Link());
        Assert.Empty(tables.Check());
        Assert.Equal(4, tables.Functions);
        ulong at = tables.Symbols["main.a"];
        Assert.Equal("main.a", tables.FunctionAt(at + 299));
        Assert.Equal(("main/file.go", 10), tables.LineOf(at));
        Assert.Equal(("main/file.go", 11), tables.LineOf(at + 150));
        Assert.Equal(0, tables.PcData(at, PcDataId.StackMapIndex, 99));
        Assert.Equal(-2, tables.PcData(at, PcDataId.StackMapIndex, 100));
        Assert.Equal(-1, tables.PcData(at, PcDataId.UnsafePoint, 0));
        Assert.Equal(1, tables.At(tables.FuncData(at, FuncDataId.LocalsPointerMaps))[0]);
        Assert.Equal(0UL, tables.FuncData(at, FuncDataId.ArgsPointerMaps));
        Assert.Equal(77, tables.At(tables.FuncData(at, FuncDataId.InlineTree))[12]);
        Assert.Equal(8, tables.FuncId(tables.Symbols["runtime.goexit"]));
        Assert.Equal((byte)FuncFlags.TopFrame, tables.Flags(tables.Symbols["runtime.goexit"]));
        Assert.Equal(FuncTables.FuncIdWrapper, tables.FuncId(tables.Symbols["main.asm"]));
        Assert.Equal((byte)(FuncFlags.Assembly | FuncFlags.SpWrite), tables.Flags(tables.Symbols["main.asm"]));
        Assert.DoesNotContain("main.dead", tables.Symbols.Keys);
    }

    [Fact]
    public void Pointer_programs_describe_data_and_bss()
    {
        var f = new LinkFixture();
        f.EntryKeeping("main.d1", "main.d2", "main.b1", "main.b2", "main.b3");
        ObjectSymbol d1 = f.Data("main.d1", SymbolKind.Data, new byte[24]);
        d1.Pointers = new PointerMap([0b101], 3, 1);
        d1.Alignment = 8;
        ObjectSymbol d2 = f.Data("main.d2", SymbolKind.Data, new byte[20]);
        d2.Alignment = 8;
        f.Zero("main.b1", SymbolKind.Bss, 24 * 1000, new PointerMap([0b010], 3, 1000)).Alignment = 8;
        f.Zero("main.b2", SymbolKind.Bss, 8 * 10_000).Alignment = 8;
        f.Zero("main.b3", SymbolKind.Bss, 16, new PointerMap([0b11], 2, 1)).Alignment = 8;
        var tables = new RuntimeTables(f.Link());
        Assert.Empty(tables.Check());
        Assert.Equal([true, false, true, false, false, false], tables.PointerBits(ModuleData.GcData));
        List<bool> bss = tables.PointerBits(ModuleData.GcBss);
        for (int i = 0; i < 3000; i++)
        {
            Assert.Equal(i % 3 == 1, bss[i]);
        }
        Assert.All(bss[3000..13000], Assert.False);
        Assert.Equal([true, true], bss[13000..]);
    }

    [Fact]
    public void A_link_can_be_cancelled()
    {
        var f = new LinkFixture();
        f.EntryKeeping();
        Assert.Throws<OperationCanceledException>(()
            => Linker.Link([f.File], LinkFixture.Options() with { Cancellation = new CancellationToken(canceled: true) },
                new DiagnosticSink()));
    }

    [Fact]
    public void Variables_without_size_share_the_address_of_allocations_without_size()
    {
        var f = new LinkFixture();
        f.EntryKeeping("main.a", "main.b", "main.word", RuntimeCalls.ZeroBase);
        f.Zero("main.a", SymbolKind.NoPointerBss, 0);
        f.Zero("main.word", SymbolKind.NoPointerBss, 8);
        f.Zero(RuntimeCalls.ZeroBase, SymbolKind.NoPointerBss, 8);
        f.Zero("main.b", SymbolKind.NoPointerBss, 0);
        var tables = new RuntimeTables(f.Link());
        Assert.Equal(tables.Symbols[RuntimeCalls.ZeroBase], tables.Symbols["main.a"]);
        Assert.Equal(tables.Symbols[RuntimeCalls.ZeroBase], tables.Symbols["main.b"]);
        Assert.NotEqual(tables.Symbols[RuntimeCalls.ZeroBase], tables.Symbols["main.word"]);
    }

    [Fact]
    public void Typelinks_are_sorted_by_their_utf8_text_and_itabs_end_the_section()
    {
        var f = new LinkFixture();
        string[] strings = ["[]\U0001F600", "[]\uFFFD", "*b", "*a", "map[string]int"];
        var keep = new List<string> { "go:itab.x" };
        foreach (string s in strings)
        {
            f.Name("name." + s, s);
            ObjectSymbol d = f.Data("type:" + s, SymbolKind.TypeDescriptor, new byte[56],
                new Relocation(40, RelocationKind.TypeOffset, f.Ref("name." + s), 0));
            d.Data[23] = 22;
            d.Flags = SymbolFlags.Typelink;
            d.TypeString = s;
            keep.Add("type:" + s);
        }
        byte[] inter = new byte[80];
        inter[23] = 20;
        inter[64] = 2;
        f.Data("type:I", SymbolKind.TypeDescriptor, inter);
        f.Data("go:itab.x", SymbolKind.Itab, new byte[40], new Relocation(0, RelocationKind.Address, f.Ref("type:I"), 0));
        f.EntryKeeping([.. keep]);
        var tables = new RuntimeTables(f.Link());
        Assert.Empty(tables.Check());
        Assert.Equal(["*a", "*b", "[]\uFFFD", "[]\U0001F600", "map[string]int"], tables.TypelinkNames);
        Assert.Equal(1, tables.Itabs);
    }

    [Fact]
    public void The_image_does_not_depend_on_threads_or_repetition()
    {
        var f = new LinkFixture();
        var keep = new List<string>();
        for (int i = 0; i < 2000; i++)
        {
            f.Function("main.f" + i, new byte[20 + i % 7],
                new Relocation(4, RelocationKind.Call, f.Ref("main.f" + (i * 7 + 1) % 2000, SymbolAbi.Abi0), 0)).Flags = 0;
            keep.Add("main.f" + i);
        }
        f.EntryKeeping([.. keep]);
        byte[] one = LinkFixture.Link(LinkFixture.Options(1), f.File), many = LinkFixture.Link(LinkFixture.Options(8), f.File);
        Assert.Equal(one, many);
        Assert.Equal(one, LinkFixture.Link(LinkFixture.Options(8), ObjectReader.Read(ObjectWriter.Write(f.File))));
    }

    [Fact]
    public void A_seed_gives_functions_another_order_and_an_alignment_is_kept()
    {
        var f = new LinkFixture();
        string[] names = [.. Enumerable.Range(0, 50).Select(i => $"main.f{i}")];
        foreach (string name in names)
        {
            f.Function(name, new byte[20]);
        }
        f.EntryKeeping(names);
        string[] OrderOf(LinkOptions options)
        {
            var tables = new RuntimeTables(LinkFixture.Link(options, f.File));
            Assert.Empty(tables.Check());
            return [.. names.OrderBy(name => tables.Symbols[name])];
        }
        string[] one = OrderOf(LinkFixture.Options() with { LayoutSeed = 1 });
        Assert.Equal(names, OrderOf(LinkFixture.Options()));
        Assert.NotEqual(names, one);
        Assert.Equal(one, OrderOf(LinkFixture.Options(8) with { LayoutSeed = 1 }));
        Assert.NotEqual(one, OrderOf(LinkFixture.Options() with { LayoutSeed = 2 }));
        var aligned = new RuntimeTables(LinkFixture.Link(LinkFixture.Options() with { FunctionAlignment = 256 }, f.File));
        Assert.All(names, name => Assert.Equal(0UL, aligned.Symbols[name] % 256));
    }

    [Fact]
    public void Stripping_leaves_the_program_and_drops_the_names()
    {
        var f = new LinkFixture();
        f.EntryKeeping();
        byte[] full = f.Link(), stripped = LinkFixture.Link(LinkFixture.Options() with { StripSymbols = true }, f.File);
        Assert.Contains(LinkFixture.Entry, new RuntimeTables(full).Symbols.Keys);
        Assert.Empty(new RuntimeTables(stripped).Symbols);
        Assert.True(stripped.Length < full.Length);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_a_problem_not_a_crash()
    {
        var f = new LinkFixture();
        f.EntryKeeping();
        Assert.False(new Go.Compiler.Images.LinkedImage(f.Link(), []).TryWriteTo("/proc/no-such-folder/x", out string problem));
        Assert.NotEqual("", problem);
    }

    [Fact]
    public void Counters_of_edges_are_side_by_side_between_their_bounds()
    {
        var f = new LinkFixture();
        f.EntryKeeping(LinkerSymbols.EdgeCounters, LinkerSymbols.EdgeCountersEnd, "main..edges.0", "main.other", "main..edges.1",
            "main..edges.2", RuntimeCalls.ZeroBase);
        foreach ((string name, int size) in (ReadOnlySpan<(string, int)>)[("main..edges.0", 3), ("main..edges.1", 40),
            ("main..edges.2", 1)])
        {
            ObjectSymbol counters = f.Zero(name, SymbolKind.NoPointerBss, size);
            counters.Flags = SymbolFlags.EdgeCounters;
            counters.Alignment = 1;
        }
        f.Zero("main.other", SymbolKind.NoPointerBss, 8);
        f.Zero(RuntimeCalls.ZeroBase, SymbolKind.NoPointerBss, 8);
        f.Zero(LinkerSymbols.EdgeCounters, SymbolKind.NoPointerBss, 0);
        f.Zero(LinkerSymbols.EdgeCountersEnd, SymbolKind.NoPointerBss, 0);
        IReadOnlyDictionary<string, ulong> symbols = new RuntimeTables(f.Link()).Symbols;
        ulong start = symbols[LinkerSymbols.EdgeCounters];
        Assert.Equal([start, start + 3, start + 43, start + 44],
            ((string[])["main..edges.0", "main..edges.1", "main..edges.2", LinkerSymbols.EdgeCountersEnd]).Select(n => symbols[n]));
        Assert.True(symbols["main.other"] < start);
    }
}
