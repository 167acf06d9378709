using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Go.Compiler.Images.MachO;
using Go.Compiler.Link;
using Go.Compiler.Objects;
using Go.Compiler.Platforms;
using Go.Compiler.Targets;
using Go.Compiler.Tests.Link;

namespace Go.Compiler.Tests.Images;

/// <summary>
/// Programs of macOS from hand-made objects: how they look, what the loader makes of them, and their signature. With <c>GO_BLESS=1</c> the
/// texts beside this source are written anew: read the difference before you keep it.
/// </summary>
public sealed class MachOImageTests
{
    private const string System = "/usr/lib/libSystem.B.dylib", Names = "/usr/lib/libresolv.9.dylib";

    [Theory]
    [InlineData("amd64")]
    [InlineData("arm64")]
    public void Small_programs_look_as_expected(string arch)
    {
        string text = MachOPrinter.Print(MachOFile.Read(Program(arch)), isFull: true);
        string name = Path.Combine("Golden", $"darwin-{arch}.txt");
        if (Environment.GetEnvironmentVariable("GO_BLESS") == "1")
        {
            File.WriteAllText(Path.Combine(Sources(), name), text);
        }
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Images", name)), text);
    }

    [Theory]
    [InlineData("amd64")]
    [InlineData("arm64")]
    public void The_loader_finds_every_address_and_no_other(string arch)
    {
        const ulong distance = 0x123_4000;
        MachOFile file = MachOFile.Read(Program(arch));
        ulong text = file.Segments[1].Sections[0].Address;
        MachOFile moved = MachOFile.Read(LinkFixture.Link(Options(arch) with { TextAddress = text + distance }, Objects(arch)));
        var loader = new MachOLoader(file, distance);
        Assert.Empty(loader.Problems);
        Assert.Empty(loader.DifferencesFrom(new MachOLoader(moved, 0)));
        ulong Symbol(string name) => file.Symbols().Single(s => s.Name == "_" + name).Value;
        Assert.Equal(Symbol("main.number") + 4 + distance, loader.Word(Symbol("main.pointer")));
        Assert.Equal(Symbol("main.number") + distance, loader.Word(Symbol("main.constant")));
        Assert.Equal(42ul, loader.Word(Symbol("main.number")));
        string[] bound = [.. file.Binds().Select(b => b.Symbol)];
        Assert.Equal(arch == "amd64" ? ["_exit", "_fdopendir$INODE64", "_answer"] : ["_exit", "_fdopendir", "_answer"], bound);
        Assert.Equal([2, 2, 1], file.Binds().Select(b => b.Library));
        Assert.Equal([Names, System, "/usr/lib/libnone.dylib"], file.Libraries);
    }

    [Theory]
    [InlineData("amd64")]
    [InlineData("arm64")]
    public void Code_reaches_libraries_through_stubs(string arch)
    {
        MachOFile file = MachOFile.Read(Program(arch));
        MachOSection stubs = file.Segments.SelectMany(s => s.Sections).Single(s => s.Name == "__symbol_stub1"),
            slots = file.Segments.SelectMany(s => s.Sections).Single(s => s.Name == "__got");
        Assert.Equal((ulong)(3 * 8), slots.Size);
        Assert.Equal(stubs.Size, 3 * stubs.Reserved2);
        var loader = new MachOLoader(file, 0);
        for (uint i = 0; i < 3; i++)
        {
            ulong stub = stubs.Address + (i * stubs.Reserved2);
            Assert.Equal(slots.Address + (i * 8), SlotOf(arch, loader.Memory(stub, (int)stubs.Reserved2), stub));
        }
        // The call in the entry: the stub of exit, which is the first by library and name.
        ulong entry = file.Symbols().Single(s => s.Name.StartsWith("__rt0_", StringComparison.Ordinal)).Value;
        Assert.Equal(stubs.Address, CallTarget(arch, loader.Memory(entry, 8), entry));
    }

    [Fact]
    public void The_signature_covers_every_byte_before_it()
    {
        byte[] file = Program("arm64");
        LoadCommand command = MachOFile.Read(file).Find(LoadCommandKind.CodeSignature)!.Value;
        uint offset = MachOFile.Read(file).Number(command, 8);
        Assert.Null(MachOFile.Read(file).VerifySignature());
        Assert.Equal(file.Length, (int)(offset + MachOFile.Read(file).Number(command, 12)));
        foreach (int at in (ReadOnlySpan<int>)[0x1000, (int)offset - 1, (int)offset / 2])
        {
            byte[] changed = [.. file];
            changed[at] ^= 1;
            Assert.Equal($"the signature is of other bytes than those at 0x{at & ~0xFFF:x}", MachOFile.Read(changed).VerifySignature());
        }
        Assert.Equal("it is not signed", MachOFile.Read(Program("amd64")).VerifySignature());
    }

    [Fact]
    public void The_build_id_stands_where_readers_look_for_it_and_makes_the_uuid()
    {
        LinkOptions options = Options("arm64") with { BuildId = "abc" };
        byte[] first = LinkFixture.Link(options, Objects("arm64")),
            second = LinkFixture.Link(options with { BuildId = "abd" }, Objects("arm64"));
        byte[] id = [0xFF, .. " Go build ID: \"abc\"\n "u8, 0xFF];
        Assert.True(first.AsSpan(0, 0x1000).IndexOf(id) > 0);
        MachOFile file = MachOFile.Read(first);
        Assert.False(file.Uuid.SequenceEqual(MachOFile.Read(second).Uuid));
        Assert.Equal((0x30, 0x80), (file.Uuid[6] & 0xF0, file.Uuid[8] & 0xC0));
        Assert.Null(file.VerifySignature());
        Assert.Null(MachOFile.Read(LinkFixture.Link(options with { SystemBuildId = "none" }, Objects("arm64"))).Find(LoadCommandKind.Uuid));
    }

    [Fact]
    public void Equal_programs_have_equal_bytes_on_any_number_of_threads()
        => Assert.Equal(LinkFixture.Link(Options("arm64") with { Parallelism = 1 }, Objects("arm64")),
            LinkFixture.Link(Options("arm64") with { Parallelism = 4 }, Objects("arm64")));

    [Fact]
    public void Stripped_programs_keep_the_symbols_of_libraries()
    {
        MachOFile file = MachOFile.Read(LinkFixture.Link(Options("arm64") with { StripSymbols = true }, Objects("arm64")));
        Assert.Equal(["_answer", "_exit", "_fdopendir"], file.Symbols().Select(s => s.Name));
        Assert.Equal([1u, 2u, 0u, 1u, 2u, 0u], file.IndirectSymbols());
    }

    [Fact]
    public void Many_libraries_take_as_much_room_as_they_need()
    {
        ObjectFile program = Objects("arm64");
        for (int i = 0; i < 400; i++)
        {
            program.DynamicImports.Add(new DynamicImport(default, "", $"/usr/lib/library_with_a_long_name_{i}.dylib"));
        }
        MachOFile file = MachOFile.Read(LinkFixture.Link(Options("arm64"), program));
        Assert.Equal(403, file.Libraries.Count);
        Assert.Empty(new MachOLoader(file, 0x4000).Problems);
        Assert.Null(file.VerifySignature());
    }

    private static string Sources([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private static byte[] Program(string arch) => LinkFixture.Link(Options(arch), Objects(arch));

    private static LinkOptions Options(string arch)
    {
        Target target = SupportedPlatforms.Find("darwin", arch)!;
        Platform platform = SupportedPlatforms.Of(target);
        return new LinkOptions
        {
            Target = target, Image = platform.Image, Format = platform.ImageFormat, Relocator = platform.Relocator, Parallelism = 2,
            IsPositionIndependent = true, BuildId = "test",
        };
    }

    private static ObjectFile Objects(string arch)
    {
        var program = new LinkFixture();
        Relocation[] kept = [.. new[] { "main.pointer", "main.constant", "main.zero", "libc_fdopendir",
            "libc_answer" }.Select(n => new Relocation(0, RelocationKind.Keep, program.Ref(n), 0))];
        var call = new Relocation(arch == "amd64" ? 1 : 0, RelocationKind.Call, program.Ref("libc_exit"), 0);
        byte[] code = arch == "amd64" ? [0xE8, 0, 0, 0, 0, 0xCC, 0xCC, 0xCC] : [0, 0, 0, 0x94, 0, 0, 0, 0];
        program.Function($"_rt0_{arch}_darwin", code, [.. kept, call]);
        byte[] number = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(number, 42);
        program.Data("main.number", SymbolKind.NoPointerData, number);
        program.Data("main.pointer", SymbolKind.Data, new byte[8],
            new Relocation(0, RelocationKind.Address, program.Ref("main.number"), 4));
        program.Data("main.constant", SymbolKind.ReadOnly, new byte[8],
            new Relocation(0, RelocationKind.Address, program.Ref("main.number"), 0));
        program.Zero("main.zero", SymbolKind.NoPointerBss, 64);
        foreach ((string local, string remote, string library) in new[]
        {
            ("libc_answer", "answer", Names), ("libc_fdopendir", "fdopendir", System), ("libc_exit", "exit", System),
            ("libc_unused", "unused", System), ("", "", "/usr/lib/libnone.dylib"),
        })
        {
            program.File.DynamicImports.Add(new DynamicImport(local.Length == 0 ? default : program.Ref(local), remote, library));
        }
        return program.File;
    }

    /// <summary>The slot that a stub jumps through, from its instructions.</summary>
    private static ulong SlotOf(string arch, ReadOnlySpan<byte> stub, ulong at)
    {
        if (arch == "amd64")
        {
            Assert.Equal([0xFF, 0x25], stub[..2].ToArray());
            return at + 6 + (ulong)BinaryPrimitives.ReadInt32LittleEndian(stub[2..]);
        }
        uint page = BinaryPrimitives.ReadUInt32LittleEndian(stub), load = BinaryPrimitives.ReadUInt32LittleEndian(stub[4..]),
            jump = BinaryPrimitives.ReadUInt32LittleEndian(stub[8..]);
        Assert.Equal((0x9000_0010u, 0xF940_0210u, 0xD61F_0200u), (page & 0x9F00_001F, load & 0xFFC0_03FF, jump));
        long pages = (int)((((page >> 5) & 0x7FFFF) << 2 | (page >> 29) & 3) << 11) >> 11;
        return (at & ~0xFFFul) + (ulong)(pages << 12) + (((load >> 10) & 0xFFF) << 3);
    }

    private static ulong CallTarget(string arch, ReadOnlySpan<byte> code, ulong at)
        => arch == "amd64" ? at + 5 + (ulong)BinaryPrimitives.ReadInt32LittleEndian(code[1..])
            : at + (ulong)((long)((int)(BinaryPrimitives.ReadUInt32LittleEndian(code) << 6) >> 6) << 2);
}
