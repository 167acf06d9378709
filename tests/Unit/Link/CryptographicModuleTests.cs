using System.Buffers.Binary;
using System.Security.Cryptography;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Tests.Link;

/// <summary>The record by which the cryptographic module checks its own code and data.</summary>
public sealed class CryptographicModuleTests
{
    private const string Path = "crypto/internal/fips140/aes";
    private static readonly string[] s_inside = [Path + ".f", Path + ".table", Path + ".count", Path + ".pointer"];

    private static readonly string[] s_outside =
    [
        "main.f", "main.table", "main.count", "main.pointer", Path + ".typeAssert.0", "crypto/internal/fips140test.x",
        "crypto/internal/fips140deps.y", Path + "_test.z",
    ];

    private static ObjectFile[] Program(bool reversed)
    {
        var main = new LinkFixture();
        main.EntryKeeping([LinkerSymbols.FipsInfo, .. s_inside, .. s_outside, "local<>" + Path + "/a.s"]);
        main.Zero(LinkerSymbols.FipsInfo, SymbolKind.NoPointerBss, FipsInfoFormat.Size);
        foreach ((string name, SymbolKind kind) in ((string, SymbolKind)[])[("main.table", SymbolKind.ReadOnly),
            ("main.count", SymbolKind.NoPointerData), ("main.pointer", SymbolKind.Data)])
        {
            main.Data(name, kind, [1, 2, 3, 4, 5, 6, 7, 8]);
        }
        main.Function("main.f", new byte[40]);
        main.Data("crypto/internal/fips140test.x", SymbolKind.NoPointerData, [1]);
        main.Data("crypto/internal/fips140deps.y", SymbolKind.NoPointerData, [1]);
        var module = new LinkFixture(Path);
        module.Function(Path + ".f", new byte[50]);
        module.Data(Path + ".table", SymbolKind.ReadOnly, new byte[33]);
        module.Data(Path + ".count", SymbolKind.NoPointerData, [1]);
        module.Data(Path + ".pointer", SymbolKind.Data, new byte[8],
            new Relocation(0, RelocationKind.Address, module.Ref(Path + ".count"), 0));
        module.Data(Path + ".typeAssert.0", SymbolKind.Data, new byte[24]).Flags = SymbolFlags.RuntimeCache;
        module.Data("local<>" + Path + "/a.s", SymbolKind.NoPointerData, [7, 7, 7]).Flags = SymbolFlags.FileLocal;
        var test = new LinkFixture(Path + "_test");
        test.Data(Path + "_test.z", SymbolKind.NoPointerData, [1]);
        return reversed ? [test.File, main.File, module.File] : [module.File, main.File, test.File];
    }

    [Theory, InlineData(false), InlineData(true)]
    public void The_record_tells_where_the_module_is_and_the_sum_of_its_bytes(bool reversed)
    {
        var tables = new RuntimeTables(LinkFixture.Link(LinkFixture.Options(), Program(reversed)));
        Assert.Empty(tables.Check());
        ulong address = tables.Symbols[LinkerSymbols.FipsInfo];
        ReadOnlySpan<byte> record = tables.At(address)[..FipsInfoFormat.Size];
        Assert.Equal("\u00ff Go fipsinfo \u00ff\0", System.Text.Encoding.Latin1.GetString(record[..16]));
        Assert.Equal(address, Word(record, 48));
        using var sum = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, new byte[32]);
        sum.AppendData("go fips object v1\n"u8);
        for (int i = 0; i < 4; i++)
        {
            (ulong start, ulong end) = (Word(record, 56 + 16 * i), Word(record, 64 + 16 * i));
            var length = new byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(length, end - start);
            sum.AppendData(length);
            sum.AppendData(tables.At(start)[..(int)(end - start)]);
            Assert.InRange(tables.Symbols[s_inside[i]], start, end - 1);
            foreach (string outside in s_outside)
            {
                Assert.False(tables.Symbols[outside] >= start && tables.Symbols[outside] < end, outside);
            }
        }
        Assert.InRange(tables.Symbols["local<>" + Path + "/a.s"], Word(record, 88), Word(record, 96) - 1);
        Assert.Equal(sum.GetHashAndReset(), record[16..48].ToArray());
        Assert.Equal(Word(record, 56), tables.Symbols["go:textfipsstart"]);
        Assert.Equal(Word(record, 112), tables.Symbols["go:datafipsend"]);
    }

    [Fact]
    public void A_program_without_the_check_has_no_record()
    {
        var f = new LinkFixture(Path);
        f.EntryKeeping(Path + ".f");
        f.Function(Path + ".f", new byte[50]);
        Assert.DoesNotContain("go:textfipsstart", new RuntimeTables(f.Link()).Symbols.Keys);
    }

    private static ulong Word(ReadOnlySpan<byte> record, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(record[offset..]);
}
