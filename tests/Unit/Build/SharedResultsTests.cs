using Go.Compiler.Build;
using Go.Compiler.Objects;
using Go.Compiler.Platforms;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Targets;

namespace Go.Compiler.Tests.Build;

/// <summary>
/// Packages that are the same on several systems are compiled once for all of them; what shows the system is compiled for each.
/// </summary>
public sealed class SharedResultsTests : IDisposable
{
    private readonly BuildWorkspace _w = new();

    public void Dispose() => _w.Dispose();

    [Fact]
    public void A_second_system_compiles_only_what_differs()
    {
        _w.Write("same/same.go", "package same\n\nfunc Twice(n int) int { return 2 * n }\n");
        _w.Write("user/user.go", "package user\n\nimport \"example.com/m/same\"\n\nfunc Four() int { return same.Twice(2) }\n");
        _w.Write("files/files_linux.go", "package files\n\nconst Name = \"linux\"\n");
        _w.Write("files/files_darwin.go", "package files\n\nconst Name = \"darwin\"\n");
        _w.Write("named/named.go", "package named\n\nimport \"example.com/m/files\"\n\nfunc Name() string { return files.Name }\n");
        _w.Write("asm/asm.go", "package asm\n\nfunc F()\n");
        _w.Write("asm/asm.s", "TEXT ·F(SB), 4, $0-0\n\tRET\n");
        Target mac = SupportedPlatforms.Find("darwin", "amd64")!, arm = SupportedPlatforms.Find("linux", "arm64")!;
        BuildOptions options = _w.Options("./...");
        Assert.Equal(["/asm", "/files", "/named", "/same", "/user"], _w.Compiled(options).Order());
        Assert.Equal(["/asm", "/files", "/named"], _w.Compiled(options with { Target = mac }).Order());
        Assert.Equal(["/asm", "/files", "/named", "/same", "/user"], _w.Compiled(options with { Target = arm }).Order());
        foreach (Target target in (Target[])[options.Target, mac, arm])
        {
            Assert.Empty(_w.Compile(options with { Target = target }).CompiledPackages);
        }
    }

    [Fact]
    public void What_shows_the_system_is_seen_in_the_result()
    {
        Assert.False(PackageKey.ShowsSystem(false, Code(file => new Relocation(0, RelocationKind.Call, file.Reference("p.g"), 0))));
        Assert.True(PackageKey.ShowsSystem(false, Code(_ => new Relocation(0, RelocationKind.TlsOffset, default, 0))));
        Assert.True(PackageKey.ShowsSystem(false, Code(file
            => new Relocation(0, RelocationKind.PcRelative, file.Reference(LinkerSymbols.ThreadLocalG), 0))));
        ObjectFile imports = Code(file => new Relocation(0, RelocationKind.Call, file.Reference("p.g"), 0));
        imports.DynamicImports.Add(new DynamicImport(imports.Reference("p.g"), "g", "library"));
        Assert.True(PackageKey.ShowsSystem(false, imports));
        Assert.True(PackageKey.ShowsSystem(true, Code(file => new Relocation(0, RelocationKind.Call, file.Reference("p.g"), 0))));
    }

    /// <summary>
    /// Functions that assembly of other packages may call find g in thread-local storage: the way there differs between systems of one
    /// architecture.
    /// </summary>
    [Fact]
    public void Code_with_an_entry_for_assembly_is_made_for_each_system()
    {
        _w.Write("linked/linked.go", "package linked\n\nimport _ \"unsafe\"\n\n//go:linkname Called\nfunc Called() int { return 7 }\n");
        _w.Write("plain/plain.go", "package plain\n\nfunc Called() int { return 7 }\n");
        BuildOptions options = _w.Options("./linked", "./plain"),
            mac = options with { Target = SupportedPlatforms.Find("darwin", "amd64")! };
        Assert.Equal(["example.com/m/linked", "example.com/m/plain"], OwnCompiled(options));
        Assert.Equal(["example.com/m/linked"], OwnCompiled(mac));
        Assert.Empty(OwnCompiled(options));
        Assert.Empty(OwnCompiled(mac));

        // With real machine code, unlike the workspace's own builds.
        string[] OwnCompiled(BuildOptions o)
        {
            BuildOutcome outcome = Builder.Build(o, null, CancellationToken.None);
            Assert.True(outcome.Succeeded, string.Join('\n', outcome.Diagnostics.Select(d => d.Message)));
            return [.. outcome.CompiledPackages.Where(p => p.StartsWith("example.com", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)];
        }
    }

    private static ObjectFile Code(Func<ObjectFile, Relocation> relocation)
    {
        var file = new ObjectFile { PackagePath = "p" };
        file.Symbols.Add(new ObjectSymbol(file.Reference("p.f"), SymbolKind.Text) { Data = new byte[8], Size = 8,
            Relocations = [relocation(file)] });
        return file;
    }
}
