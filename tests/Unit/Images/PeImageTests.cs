using Go.Compiler.Link;
using Go.Compiler.Objects;
using Go.Compiler.Platforms;
using Go.Compiler.Tests.Link;

namespace Go.Compiler.Tests.Images;

/// <summary>PE images of hand-made objects, as text (contract 10.2).</summary>
public sealed class PeImageTests
{
    private static readonly Platform s_platform = SupportedPlatforms.Of(SupportedPlatforms.Find("windows", "amd64")!);

    private static LinkOptions Options() => LinkFixture.Options() with
    {
        Target = s_platform.Target, Image = s_platform.Image, Format = s_platform.ImageFormat, Relocator = s_platform.Relocator, Frames = s_platform.Frames, IsPositionIndependent = true,
        BuildId = "x/y",
    };

    /// <summary>push rbp; mov rbp, rsp; call [slot]; pop rbp; ret.</summary>
    private static LinkFixture Program()
    {
        var program = new LinkFixture();
        foreach ((string local, string remote, string library) in (ReadOnlySpan<(string, string, string)>)
            [("main._Sleep", "Sleep%1", "kernel32.dll"), ("main._Beep", "Beep%2", "kernel32.dll"), ("main._Unused", "Never%0", "other.dll"), ("main._Box", "MessageBoxW%4", "user32.dll")])
        {
            program.File.DynamicImports.Add(new DynamicImport(program.Ref(local), remote, library));
            program.Zero(local, SymbolKind.NoPointerBss, 8);
        }
        program.Function("_rt0_amd64_windows", [0xFF, 0x25, 0, 0, 0, 0, 0xC3],
            new Relocation(0, RelocationKind.Keep, program.Ref("main.frame", SymbolAbi.Internal), 0), new Relocation(0, RelocationKind.Keep, program.Ref("main.word"), 0),
            new Relocation(2, RelocationKind.PcRelative, program.Ref("main._Sleep"), 0));
        ObjectSymbol framed = program.Function("main.frame", SymbolAbi.Internal, SymbolFlags.None, 8, [0x55, 0x48, 0x89, 0xE5, 0xFF, 0x15, 0, 0, 0, 0, 0x5D, 0xC3],
            new Relocation(6, RelocationKind.PcRelative, program.Ref("main._Box"), 0), new Relocation(10, RelocationKind.Keep, program.Ref("main._Beep"), 0));
        var depth = new Go.Compiler.Code.PcValueTableBuilder(1);
        depth.Set(0, 0);
        depth.Set(1, 8);
        depth.Set(11, 0);
        framed.Function!.PcSp = depth.Finish(framed.Data.Length);
        program.Data("main.word", SymbolKind.NoPointerData, new byte[16], new Relocation(8, RelocationKind.Address, program.Ref("main.frame", SymbolAbi.Internal), 0));
        return program;
    }

    [Fact]
    public void Golden()
    {
        string text = PeImageText.Print(LinkFixture.Link(Options(), Program().File)), path = Path.Combine(AppContext.BaseDirectory, "Images", "Golden", "windows.txt");
        Assert.True(File.Exists(path) && File.ReadAllText(path) == text, text);
    }

    [Fact]
    public void Equal_objects_give_equal_images() => Assert.Equal(LinkFixture.Link(Options(), Program().File), LinkFixture.Link(Options() with { Parallelism = 1 }, Program().File));

    [Fact]
    public void Programs_with_windows_of_their_own_say_so()
    {
        SortedDictionary<string, string> console = PeImageText.Fields(LinkFixture.Link(Options(), Program().File));
        SortedDictionary<string, string> windowed = PeImageText.Fields(LinkFixture.Link(Options() with { IsWindowed = true }, Program().File));
        Assert.Equal(("0x3", "0x2"), (console["subsystem"], windowed["subsystem"]));
        Assert.Equal(["subsystem"], console.Where(f => windowed[f.Key] != f.Value).Select(f => f.Key));
    }

    [Fact]
    public void Stripped_programs_have_no_symbols_and_fixed_ones_no_relocations()
    {
        SortedDictionary<string, string> bare = PeImageText.Fields(LinkFixture.Link(Options() with { StripSymbols = true, IsPositionIndependent = false }, Program().File));
        Assert.Equal(("0x0", "0x23", "0x8100"), (bare["symbols"], bare["characteristics"], bare["dllCharacteristics"]));
        Assert.DoesNotContain(bare.Keys, k => k.StartsWith("directory basereloc", StringComparison.Ordinal) || k.StartsWith("section .symtab", StringComparison.Ordinal));
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
