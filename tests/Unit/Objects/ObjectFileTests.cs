using Go.Compiler.Code;
using Go.Compiler.Objects;

namespace Go.Compiler.Tests.Objects;

public sealed class ObjectFileTests
{
    internal static ObjectFile Sample()
    {
        var file = new ObjectFile { PackagePath = "example%2ecom/p" };
        file.Files.Add("p/a.go");
        file.Imports.Add("fmt");
        SymbolRef f = file.Reference("example%2ecom/p.F", SymbolAbi.Internal), v = file.Reference("example%2ecom/p.V");
        file.InitFunctions.Add(f);
        file.DynamicImports.Add(new DynamicImport(v, "Sleep%1", "system.dll"));
        file.DynamicImports.Add(new DynamicImport(default, "", "more.dll"));
        var sp = new PcValueTableBuilder(1);
        sp.Set(0, 0);
        var lines = new PcValueTableBuilder(1);
        lines.Set(0, -3);
        lines.Set(2, 7);
        file.Symbols.Add(new ObjectSymbol(f, SymbolKind.Text)
        {
            Flags = SymbolFlags.Nosplit | SymbolFlags.DupOk, Data = [0xE8, 0, 0, 0, 0, 0xC3], Size = 6,
            Relocations = [new Relocation(1, RelocationKind.Call, file.Reference("runtime.x", SymbolAbi.Internal), 0),
                new Relocation(1, RelocationKind.Keep, v, -9)],
            Function = new FunctionInfo
            {
                Args = int.MinValue, FrameSize = 0, StartLine = 40, DeferReturn = 3, PcSp = sp.Finish(6), PcLine = lines.Finish(6),
                PcData = [null, [2, 6, 0]],
                FuncData = [default, file.Reference("gclocals·1")], InlineTree = [new InlinedCall("p.g", 4, 12, true)],
            },
        });
        file.Symbols.Add(new ObjectSymbol(v, SymbolKind.Bss) { Size = 1 << 20, Alignment = 64, Pointers = new PointerMap([0b101], 3, 9),
            Flags = SymbolFlags.Variable });
        file.Symbols.Add(new ObjectSymbol(file.Reference("type:*p.T"), SymbolKind.TypeDescriptor) { Size = 56, Data = new byte[56],
            TypeString = "*p.T", Flags = SymbolFlags.Typelink });
        return file;
    }

    [Fact]
    public void Writing_and_reading_gives_the_same_text_and_bytes()
    {
        ObjectFile file = Sample();
        byte[] bytes = ObjectWriter.Write(file);
        ObjectFile back = ObjectReader.Read(bytes);
        Assert.Equal(ObjectPrinter.Print(file), ObjectPrinter.Print(back));
        Assert.Equal(bytes, ObjectWriter.Write(back));
        Assert.Equal(file.Reference("runtime.x", SymbolAbi.Internal), back.Reference("runtime.x", SymbolAbi.Internal));
        Assert.Equal(file.Names.Count, back.Names.Count);
    }

    [Fact]
    public void Every_damaged_byte_is_noticed()
    {
        byte[] bytes = ObjectWriter.Write(Sample());
        for (int i = 0; i < bytes.Length; i++)
        {
            if (i is >= 12 and < 16)
            {
                continue; // reserved
            }
            byte[] damaged = [.. bytes];
            damaged[i] ^= 0x10;
            Assert.Throws<ObjectFormatException>(() => ObjectReader.Read(damaged));
        }
    }

    [Fact]
    public void Every_truncation_is_noticed()
    {
        byte[] bytes = ObjectWriter.Write(Sample());
        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] cut = bytes[..length];
            Assert.Throws<ObjectFormatException>(() => ObjectReader.Read(cut));
        }
    }

    [Fact]
    public void Text_form()
    {
        string text = ObjectPrinter.Print(Sample());
        Assert.Contains("init example%2ecom/p.F<ABIInternal>\ndynamic example%2ecom/p.V Sleep%1 \"system.dll\"\ndynamic - - \"more.dll\"\n", text);
        Assert.Contains("example%2ecom/p.F<ABIInternal> Text [DupOk, Nosplit] size=6\n  0000  e8 00 00 00 00 c3\n  rel 0001 Call runtime.x<ABIInternal>\n  rel 0001 Keep example%2ecom/p.V-9\n", text);
        Assert.Contains("  pcline -3->2 7->6\n", text);
        Assert.Contains("  ptr 101 x9\n", text);
        Assert.Contains("  inline 0 p.g at 4 line=12 wrapper\n", text);
    }

    [Fact]
    public void The_sample_verifies() => Assert.Empty(ObjectVerifier.Verify(Sample()));

    [Fact]
    public void Dynamic_imports_have_both_names_or_none()
    {
        var file = new ObjectFile { PackagePath = "p" };
        file.DynamicImports.Add(new DynamicImport(file.Reference("p.a"), "", "a.dll"));
        file.DynamicImports.Add(new DynamicImport(default, "A", "b.dll"));
        file.DynamicImports.Add(new DynamicImport(new SymbolRef(9), "A", "b.dll"));
        Assert.Equal(
            ["dynamic import from \"a.dll\" is half one of a symbol", "dynamic import from \"b.dll\" is half one of a symbol",
                "dynamic import of A has a name out of range"],
            ObjectVerifier.Verify(file));
    }

    /// <summary>
    /// The runtime looks the caller up by the pc behind the call's: that of the next function, were the call the last byte.
    /// </summary>
    [Fact]
    public void Inlined_calls_are_never_at_the_last_byte()
    {
        ObjectFile file = Sample();
        FunctionInfo function = file.Symbols[0].Function!;
        function.InlineTree = [function.InlineTree[0] with { ParentPc = file.Symbols[0].Data.Length - 1 }];
        Assert.Equal(["example%2ecom/p.F<ABIInternal> inlines p.g at 5, outside itself"], ObjectVerifier.Verify(file));
    }

    [Fact]
    public void The_verifier_names_broken_symbols()
    {
        var file = new ObjectFile { PackagePath = "p" };
        file.Symbols.Add(new ObjectSymbol(file.Reference("p.a"), SymbolKind.ReadOnly)
        {
            Data = new byte[8], Size = 8,
            Relocations = [new Relocation(4, RelocationKind.Address, file.Reference("p.b"), 0),
                new Relocation(0, RelocationKind.Address, file.Reference("p.b"), 0)],
        });
        file.Symbols.Add(new ObjectSymbol(file.Reference("p.c"), SymbolKind.Text) { Data = [0xC3], Size = 1 });
        file.Symbols.Add(new ObjectSymbol(file.Reference("p.c"), SymbolKind.NoPointerData) { Data = [1], Size = 0,
            Pointers = new PointerMap([1], 1, 1) });
        Assert.Equal(
            [
                "p.a has a relocation outside itself at 4", "p.a has relocations out of order at 0", "p.c is code without function tables",
                "p.c is defined twice", "p.c has 1 bytes of data but size 0", "p.c has a pointer map but is in no section with pointers",
                "p.c has a pointer map that does not fit its size",
            ],
            ObjectVerifier.Verify(file));
    }
}
