using System.Runtime.CompilerServices;
using Go.Compiler.Link;
using Go.Compiler.Objects;
using Go.Compiler.Platforms;
using Go.Compiler.Tests.Link;

namespace Go.Compiler.Tests.Images;

/// <summary>
/// ELF images of hand-made objects, as text (contract 10.1). With <c>GO_BLESS=1</c> the texts beside this source are written anew: read the
/// difference before you keep it.
/// </summary>
public sealed class ElfImageTests
{
    [Theory]
    [InlineData("amd64", false)]
    [InlineData("amd64", true)]
    [InlineData("arm64", false)]
    [InlineData("arm64", true)]
    public void Small_programs_look_as_expected(string arch, bool isMoved)
    {
        string text = ElfImageText.Print(LinkFixture.Link(Options(arch) with { IsPositionIndependent = isMoved }, Objects(arch)));
        string name = Path.Combine("Golden", $"linux-{arch}{(isMoved ? "-pie" : "")}.txt");
        if (Environment.GetEnvironmentVariable("GO_BLESS") == "1")
        {
            File.WriteAllText(Path.Combine(Sources(), name), text);
        }
        else
        {
            Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Images", name)), text);
        }
    }

    private static string Sources([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    internal static LinkOptions Options(string arch)
    {
        Platform platform = SupportedPlatforms.Of(SupportedPlatforms.Find("linux", arch)!);
        return LinkFixture.Options() with
        {
            Target = platform.Target, Image = platform.Image, Format = platform.ImageFormat, Relocator = platform.Relocator,
            BuildId = "test",
        };
    }

    private static ObjectFile Objects(string arch)
    {
        var program = new LinkFixture();
        string[] kept = ["main.number", "main.pointer", "main.constant", "main.zero"];
        byte[] code = arch == "amd64" ? [0xE8, 0, 0, 0, 0, 0xCC, 0xCC, 0xCC] : [0, 0, 0, 0x94, 0, 0, 0, 0];
        program.Function($"_rt0_{arch}_linux", code,
            [.. kept.Select(n => new Relocation(0, RelocationKind.Keep, program.Ref(n), 0)),
             new Relocation(arch == "amd64" ? 1 : 0, RelocationKind.Call, program.Ref("main.end"), 0)]);
        program.Function("main.end", new byte[8]);
        program.Data("main.number", SymbolKind.NoPointerData, [42, 0, 0, 0, 0, 0, 0, 0]);
        program.Data("main.pointer", SymbolKind.Data, new byte[8],
            new Relocation(0, RelocationKind.Address, program.Ref("main.number"), 4));
        program.Data("main.constant", SymbolKind.ReadOnly, new byte[8],
            new Relocation(0, RelocationKind.Address, program.Ref("main.number"), 0));
        program.Zero("main.zero", SymbolKind.NoPointerBss, 64);
        return program.File;
    }
}
