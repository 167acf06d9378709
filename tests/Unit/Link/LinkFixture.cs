using System.Text;
using Go.Compiler.Code;
using Go.Compiler.Diagnostics;
using Go.Compiler.Images;
using Go.Compiler.Link;
using Go.Compiler.Objects;
using Go.Compiler.Platforms;

namespace Go.Compiler.Tests.Link;

/// <summary>Hand-made objects for linker tests.</summary>
internal sealed class LinkFixture(string package = "main")
{
    public const string Entry = "_rt0_amd64_linux";

    /// <summary>mov eax, 60; syscall: exit with the code in edi.</summary>
    public static readonly byte[] Exit = [0xB8, 60, 0, 0, 0, 0x0F, 0x05];

    public ObjectFile File { get; } = new() { PackagePath = package };

    public SymbolRef Ref(string name, SymbolAbi abi = SymbolAbi.Abi0) => File.Reference(name, abi);

    public ObjectSymbol Function(string name, byte[] code, params Relocation[] relocations)
        => Function(name, SymbolAbi.Abi0, SymbolFlags.Nosplit, 0, code, relocations);

    public ObjectSymbol Function(string name, SymbolAbi abi, SymbolFlags flags, int frame, byte[] code, params Relocation[] relocations)
    {
        if (File.Files.Count == 0)
        {
            File.Files.Add(package + "/file.go");
        }
        var depth = new PcValueTableBuilder(1);
        depth.Set(0, frame);
        var file = new PcValueTableBuilder(1);
        file.Set(0, 0);
        var lines = new PcValueTableBuilder(1);
        lines.Set(0, 0);
        lines.Set(code.Length / 2, 1);
        var symbol = new ObjectSymbol(Ref(name, abi), SymbolKind.Text)
        {
            Flags = flags, Data = code, Size = code.Length, Relocations = relocations,
            Function = new FunctionInfo { StartLine = 10, PcSp = depth.Finish(code.Length), PcFile = file.Finish(code.Length),
                PcLine = lines.Finish(code.Length) },
        };
        File.Symbols.Add(symbol);
        return symbol;
    }

    public ObjectSymbol Data(string name, SymbolKind kind, byte[] data, params Relocation[] relocations)
    {
        var symbol = new ObjectSymbol(Ref(name), kind) { Data = data, Size = data.Length, Relocations = relocations };
        File.Symbols.Add(symbol);
        return symbol;
    }

    public ObjectSymbol Zero(string name, SymbolKind kind, long size, PointerMap? pointers = null)
    {
        var symbol = new ObjectSymbol(Ref(name), kind) { Size = size, Pointers = pointers, Flags = SymbolFlags.Variable };
        File.Symbols.Add(symbol);
        return symbol;
    }

    /// <summary>An entry that keeps symbols alive and exits with code 0.</summary>
    public void EntryKeeping(params string[] names)
    {
        var relocations = new List<Relocation>();
        foreach (string name in names)
        {
            relocations.Add(new Relocation(0, RelocationKind.Keep, Ref(name), 0));
        }
        Function(Entry, [0x31, 0xFF, .. Exit], [.. relocations]);
    }

    /// <summary>A type name symbol: flags (1 = exported), length, text.</summary>
    public void Name(string symbol, string text)
        => Data(symbol, SymbolKind.TypeName, [(byte)(char.IsUpper(text[0]) ? 1 : 0), (byte)Encoding.UTF8.GetByteCount(text),
            .. Encoding.UTF8.GetBytes(text)]).Alignment = 1;

    public static LinkOptions Options(int threads = 2)
    {
        Platform platform = SupportedPlatforms.Of(SupportedPlatforms.LinuxAmd64);
        return new LinkOptions
        {
            Target = SupportedPlatforms.LinuxAmd64, Image = platform.Image, Format = platform.ImageFormat, Relocator = platform.Relocator,
            Parallelism = threads, AllSymbols = true,
        };
    }

    public static byte[] Link(LinkOptions options, params ObjectFile[] objects)
    {
        foreach (ObjectFile file in objects)
        {
            Assert.Empty(ObjectVerifier.Verify(file));
        }
        var sink = new DiagnosticSink();
        LinkedImage? image = Linker.Link(objects, options, sink);
        Assert.Empty(sink.All.Select(d => d.Message));
        return image!.ToArray();
    }

    public byte[] Link() => Link(Options(), File);

    public static List<string> Errors(params ObjectFile[] objects) => Errors(Options(), objects);

    public static List<string> Errors(LinkOptions options, params ObjectFile[] objects)
    {
        var sink = new DiagnosticSink();
        Assert.Null(Linker.Link(objects, options, sink));
        return [.. sink.All.Select(d => d.Code + " " + d.Message)];
    }

    /// <summary>Writes the image to a file, runs it, and gives its exit code.</summary>
    public static int Execute(byte[] image)
    {
        string path = Path.Combine(Path.GetTempPath(), "golink-" + Guid.NewGuid().ToString("N"));
        Assert.True(new LinkedImage(image, []).TryWriteTo(path, out string problem), problem);
        HostExecutables.AwaitStartable(path);
        try
        {
            using var process = System.Diagnostics.Process.Start(path);
            Assert.True(process.WaitForExit(10000));
            return process.ExitCode;
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }
}
