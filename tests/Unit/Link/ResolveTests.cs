using Go.Compiler.Diagnostics;
using Go.Compiler.Link;
using Go.Compiler.Objects;

namespace Go.Compiler.Tests.Link;

public sealed class ResolveTests
{
    [Fact]
    public void An_undefined_symbol_is_reported_with_its_user()
    {
        var f = new LinkFixture();
        f.EntryKeeping("main.f");
        f.Function("main.f", new byte[8], new Relocation(1, RelocationKind.Call, f.Ref("other.G", SymbolAbi.Internal), 0));
        Assert.Equal(["GO6011 main.f: relocation target other.G not defined"], LinkFixture.Errors(f.File));
        f.Function("other.G", [0xC3]);
        Assert.Equal(["GO6011 main.f: relocation target other.G not defined for ABIInternal (but is defined for ABI0)"],
            LinkFixture.Errors(f.File));
    }

    [Fact]
    public void Undefined_symbols_of_dead_code_do_not_matter()
    {
        var f = new LinkFixture();
        f.EntryKeeping();
        f.Function("main.dead", new byte[8], new Relocation(1, RelocationKind.Call, f.Ref("nowhere.G"), 0));
        Assert.NotEmpty(f.Link());
    }

    [Fact]
    public void A_program_without_main_says_so()
    {
        var f = new LinkFixture();
        f.EntryKeeping("main.main");
        Assert.Equal(["GO6012 function main is undeclared in the main package"], LinkFixture.Errors(f.File));
    }

    [Fact]
    public void Two_definitions_are_an_error_unless_shared()
    {
        LinkFixture a = new(), b = new("b");
        a.EntryKeeping("x.T");
        ObjectSymbol first = a.Data("x.T", SymbolKind.ReadOnly, [1]), second = b.Data("x.T", SymbolKind.ReadOnly, [2]);
        Assert.Equal(["GO6010 duplicated definition of symbol x.T, from main and b"], LinkFixture.Errors(a.File, b.File));
        first.Flags = second.Flags = SymbolFlags.DupOk;
        var tables = new RuntimeTables(LinkFixture.Link(LinkFixture.Options(), a.File, b.File));
        Assert.Equal(1, tables.At(tables.Symbols["x.T"])[0]);
        first.Flags = SymbolFlags.DupOk;
        second.Flags = SymbolFlags.None;
        tables = new RuntimeTables(LinkFixture.Link(LinkFixture.Options(), a.File, b.File));
        Assert.Equal(2, tables.At(tables.Symbols["x.T"])[0]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Content_wins_over_a_mere_declaration(bool declarationFirst)
    {
        LinkFixture go = new("runtime"), asm = new();
        go.Zero("runtime.staticuint64s", SymbolKind.NoPointerBss, 16);
        asm.Data("runtime.staticuint64s", SymbolKind.ReadOnly, [7, 0, 0, 0, 0, 0, 0, 0]).Flags = SymbolFlags.Assembly;
        asm.EntryKeeping("runtime.staticuint64s");
        ObjectFile[] objects = declarationFirst ? [go.File, asm.File] : [asm.File, go.File];
        var tables = new RuntimeTables(LinkFixture.Link(LinkFixture.Options(), objects));
        Assert.Equal(7, tables.At(tables.Symbols["runtime.staticuint64s"])[0]);
    }

    [Fact]
    public void Link_variables_replace_static_strings()
    {
        var f = new LinkFixture();
        f.EntryKeeping("main.version", "m/a%2ev2.name", "main.other");
        f.Zero("main.version", SymbolKind.Bss, 16, new PointerMap([1], 2, 1)).Flags |= SymbolFlags.StringVariable;
        f.Zero("m/a%2ev2.name", SymbolKind.Bss, 16, new PointerMap([1], 2, 1)).Flags |= SymbolFlags.StringVariable;
        f.Zero("main.other", SymbolKind.Bss, 16, new PointerMap([1], 2, 1));
        LinkOptions options = LinkFixture.Options() with { Variables = [new("main.version", "old"), new("main.version", "1=2"),
            new("m/a.v2.name", "n")] };
        var tables = new RuntimeTables(LinkFixture.Link(options, f.File));
        Assert.Equal("1=2", Text(tables, "main.version"));
        Assert.Equal("n", Text(tables, "m/a%2ev2.name"));
        Assert.Equal(["GO5002 main.other: cannot set with -X: not a var of type string"],
            LinkFixture.Errors(options with { Variables = [new("main.other", "x")] }, f.File));
        Assert.Equal(["GO5001 no variable main.versoin to set (did you mean main.version?)"],
            LinkFixture.Errors(options with { Variables = [new("main.versoin", "x")] }, f.File));
    }

    [Theory]
    [InlineData(1_000_000_000, 2_000_000_001, "GO6014 main.b: symbol too large (2000000001 bytes)")]
    [InlineData(1_000_000_000, 1_500_000_000, "GO6014 too much data, last section .noptrbss (")]
    public void Data_that_code_cannot_reach_is_an_error_that_names_it(long first, long second, string message)
    {
        var f = new LinkFixture();
        f.EntryKeeping("main.a", "main.b");
        f.Zero("main.a", SymbolKind.Bss, first);
        f.Zero("main.b", SymbolKind.NoPointerBss, second);
        Assert.StartsWith(message, Assert.Single(LinkFixture.Errors(f.File)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_optional_link_variable_that_does_not_exist_is_a_warning()
    {
        var f = new LinkFixture();
        f.EntryKeeping();
        var sink = new DiagnosticSink();
        Assert.NotNull(Linker.Link([f.File], LinkFixture.Options() with { Variables = [new("main.none", "x", IsOptional: true)] }, sink));
        Assert.Equal(["GO5013 Warning no variable main.none to set"],
            sink.All.Select(d => $"{d.Code} {d.Descriptor.Severity} {d.Message}"));
    }

    [Fact]
    public void Init_order_follows_the_records_names()
    {
        // The measured order of contract section 8: a.v2, a-b, a, a/sub, aa, n, ya, ax.
        string[] paths = ["m/a", "m/a-b", "m/a%2ev2", "m/a/sub", "m/aa", "m/n", "m/ya", "m/ax"];
        var objects = new List<ObjectFile>();
        var main = new LinkFixture();
        foreach (string path in paths)
        {
            var f = new LinkFixture(path);
            f.Function(path + ".init.0", SymbolAbi.Internal, SymbolFlags.None, 0, [0xC3]);
            f.File.InitFunctions.Add(f.Ref(path + ".init.0", SymbolAbi.Internal));
            if (path == "m/ax")
            {
                f.File.Imports.Add("m/ya");
            }
            f.File.Imports.Add("m/leaf");
            objects.Add(f.File);
            main.File.Imports.Add(path);
        }
        objects.Add(new LinkFixture("m/leaf").File);
        main.EntryKeeping();
        objects.Add(main.File);
        byte[] image = LinkFixture.Link(LinkFixture.Options(), [.. objects]);
        var tables = new RuntimeTables(image);
        Assert.Empty(tables.Check());
        int count = (int)tables.Field(RuntimeContract.ModuleData.InitTasks + 8);
        var order = new List<string>();
        for (int i = 0; i < count; i++)
        {
            ulong task = BitConverter.ToUInt64(tables.At(tables.Field(RuntimeContract.ModuleData.InitTasks) + (ulong)(8 * i)));
            order.Add(tables.Symbols.First(s => s.Value == task
                && s.Key.EndsWith("..inittask", StringComparison.Ordinal)).Key.Replace("..inittask", "", StringComparison.Ordinal));
        }
        Assert.Equal(["m/a%2ev2", "m/a-b", "m/a", "m/a/sub", "m/aa", "m/n", "m/ya", "m/ax"], order);
    }

    private static string Text(RuntimeTables tables, string variable)
    {
        ReadOnlySpan<byte> header = tables.At(tables.Symbols[variable]);
        int length = (int)BitConverter.ToInt64(header[8..]);
        return System.Text.Encoding.UTF8.GetString(tables.At(BitConverter.ToUInt64(header))[..length]);
    }
}
