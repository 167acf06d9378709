using System.Runtime.CompilerServices;
using Go.Compiler.Link;
using Go.Compiler.Objects;
using Go.Compiler.Platforms;
using Go.Compiler.Tests.Link;

namespace Go.Compiler.Tests.Images;

/// <summary>
/// PE images of hand-made objects, as text (contract 10.2). With <c>GO_BLESS=1</c> the texts beside this source are written anew: read the
/// difference before you keep it.
/// </summary>
public sealed class PeImageTests
{
    private static LinkOptions Options(string arch = "amd64")
    {
        Platform platform = SupportedPlatforms.Of(SupportedPlatforms.Find("windows", arch)!);
        return LinkFixture.Options() with
        {
            Target = platform.Target, Image = platform.Image, Format = platform.ImageFormat, Relocator = platform.Relocator,
            Frames = platform.Frames, IsPositionIndependent = true, BuildId = "x/y",
        };
    }

    private static LinkFixture Program(string arch = "amd64")
    {
        var program = new LinkFixture();
        foreach ((string local, string remote, string library) in (ReadOnlySpan<(string, string, string)>)
            [("main._Sleep", "Sleep%1", "kernel32.dll"), ("main._Beep", "Beep%2", "kernel32.dll"), ("main._Unused", "Never%0", "other.dll"),
             ("main._Box", "MessageBoxW%4", "user32.dll")])
        {
            program.File.DynamicImports.Add(new DynamicImport(program.Ref(local), remote, library));
            program.Zero(local, SymbolKind.NoPointerBss, 8);
        }
        AddFunctions(program, arch);
        program.Data("main.word", SymbolKind.NoPointerData, new byte[16],
            new Relocation(8, RelocationKind.Address, program.Ref("main.frame", SymbolAbi.Internal), 0));
        return program;
    }

    /// <summary>
    /// The entry, which jumps through a slot, and a function that calls through one: on amd64 with a frame (push rbp; mov rbp, rsp;
    /// call [slot]; pop rbp; ret), on arm64 with the slot's address from two instructions (adrp; ldr; blr; ret).
    /// </summary>
    private static void AddFunctions(LinkFixture program, string arch)
    {
        bool isAmd64 = arch == "amd64";
        (byte[] entry, byte[] caller) = isAmd64
            ? ((byte[])[0xFF, 0x25, 0, 0, 0, 0, 0xC3], (byte[])[0x55, 0x48, 0x89, 0xE5, 0xFF, 0x15, 0, 0, 0, 0, 0x5D, 0xC3])
            : (Instructions(0x90000010, 0xF9400210, 0xD61F0200), Instructions(0x90000010, 0xF9400210, 0xD63F0200, 0xD65F03C0));
        RelocationKind reach = isAmd64 ? RelocationKind.PcRelative : RelocationKind.AddressPair;
        program.Function($"_rt0_{arch}_windows", entry,
            new Relocation(0, RelocationKind.Keep, program.Ref("main.frame", SymbolAbi.Internal), 0),
            new Relocation(0, RelocationKind.Keep, program.Ref("main.word"), 0),
            new Relocation(isAmd64 ? 2 : 0, reach, program.Ref("main._Sleep"), 0));
        ObjectSymbol framed = program.Function("main.frame", SymbolAbi.Internal, SymbolFlags.None, isAmd64 ? 8 : 0, caller,
            new Relocation(isAmd64 ? 6 : 0, reach, program.Ref("main._Box"), 0),
            new Relocation(isAmd64 ? 10 : 8, RelocationKind.Keep, program.Ref("main._Beep"), 0));
        if (isAmd64)
        {
            var depth = new Go.Compiler.Code.PcValueTableBuilder(1);
            depth.Set(0, 0);
            depth.Set(1, 8);
            depth.Set(11, 0);
            framed.Function!.PcSp = depth.Finish(framed.Data.Length);
        }
    }

    private static byte[] Instructions(params ReadOnlySpan<uint> words)
        => System.Runtime.InteropServices.MemoryMarshal.AsBytes(words).ToArray();

    [Theory]
    [InlineData("amd64")]
    [InlineData("arm64")]
    public void Small_programs_look_as_expected(string arch)
    {
        string text = PeImageText.Print(LinkFixture.Link(Options(arch), Program(arch).File));
        string name = Path.Combine("Golden", $"windows-{arch}.txt");
        if (Environment.GetEnvironmentVariable("GO_BLESS") == "1")
        {
            File.WriteAllText(Path.Combine(Sources(), name), text);
        }
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Images", name)), text);
    }

    private static string Sources([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [Fact]
    public void Equal_objects_give_equal_images()
        => Assert.Equal(LinkFixture.Link(Options(), Program().File), LinkFixture.Link(Options() with { Parallelism = 1 }, Program().File));

    [Fact]
    public void Programs_with_windows_of_their_own_say_so()
    {
        SortedDictionary<string, string> console = PeImageText.Fields(LinkFixture.Link(Options(), Program().File));
        SortedDictionary<string, string> windowed = PeImageText.Fields(LinkFixture.Link(Options() with { IsWindowed = true },
            Program().File));
        Assert.Equal(("0x3", "0x2"), (console["subsystem"], windowed["subsystem"]));
        Assert.Equal(["subsystem"], console.Where(f => windowed[f.Key] != f.Value).Select(f => f.Key));
    }

    [Fact]
    public void Stripped_programs_have_no_symbols_and_fixed_ones_no_relocations()
    {
        SortedDictionary<string, string> bare = PeImageText.Fields(LinkFixture.Link(Options()
            with { StripSymbols = true, IsPositionIndependent = false }, Program().File));
        Assert.Equal(("0x0", "0x23", "0x8100"), (bare["symbols"], bare["characteristics"], bare["dllCharacteristics"]));
        Assert.DoesNotContain(bare.Keys, k => k.StartsWith("directory basereloc", StringComparison.Ordinal)
            || k.StartsWith("section .symtab", StringComparison.Ordinal));
    }

    /// <summary>Tools find the build id by the words around it, wherever it is.</summary>
    [Fact]
    public void The_build_id_stands_in_the_headers()
    {
        byte[] image = LinkFixture.Link(Options(), Program().File);
        byte[] expected = [0xFF, .. " Go build ID: \"x/y\"\n "u8, 0xFF];
        Assert.InRange(image.AsSpan().IndexOf(expected), 0x400, 0x600);
        string longId = new('a', 4000);
        SortedDictionary<string, string> fields = PeImageText.Fields(LinkFixture.Link(Options() with { BuildId = longId }, Program().File));
        Assert.Equal(("0x1400", "0x2000"), (fields["sizeOfHeaders"], fields["baseOfCode"]));
    }

    [Fact]
    public void Content_of_the_program_itself_is_no_import()
    {
        LinkFixture program = Program();
        program.File.Symbols.RemoveAll(s => program.File.Names[s.Name.Index].Name == "main._Sleep");
        program.Data("main._Sleep", SymbolKind.NoPointerData, [1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.DoesNotContain("Sleep", PeImageText.Print(LinkFixture.Link(Options(), program.File)), StringComparison.Ordinal);
    }
}
