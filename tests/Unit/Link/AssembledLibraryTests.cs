using Go.Compiler.Arch.Amd64;
using Go.Compiler.Assembler;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Tests.Assembler;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Link;

/// <summary>Real assembled code of the runtime and its neighbours, linked with stubs in place of what Go code defines.</summary>
public sealed class AssembledLibraryTests(StandardLibraryTests.Headers headers) : IClassFixture<StandardLibraryTests.Headers>
{
    private static readonly string s_source = Path.Combine(GoSources.Root, "src");

    private static readonly (string Package, string[] Files)[] s_packages =
    [
        ("internal/bytealg", ["compare_amd64.s", "count_amd64.s", "equal_amd64.s", "index_amd64.s", "indexbyte_amd64.s"]),
        ("internal/cpu", ["cpu.s", "cpu_x86.s"]),
        ("internal/runtime/atomic", ["atomic_amd64.s"]),
        ("internal/runtime/syscall/linux", ["asm_linux_amd64.s"]),
        ("runtime", ["asm.s", "asm_amd64.s", "ints.s", "memclr_amd64.s", "memmove_amd64.s", "preempt_amd64.s", "rt0_linux_amd64.s",
            "sys_linux_amd64.s", "time_linux_amd64.s"]),
        ("sync/atomic", ["asm.s"]),
    ];

    private ObjectFile Assemble(string package, string[] files)
    {
        string folder = Path.Combine(s_source, package);
        var table = new SourceFileTable();
        var options = new AssemblerOptions
        {
            PackagePath = package, Defines = ["GOOS_linux", "GOARCH_amd64", "GOAMD64_v1"], GoAsmHeader = headers.Of(package, false),
            AllowAbiSelectors = RuntimePackages.AllowsInternalAbiAssembly(package),
            FindInclude = name => new[] { folder, Path.Combine(s_source, "runtime") }.Select(d => Path.Combine(d, name))
                .FirstOrDefault(File.Exists) is { } found
                ? table.Add(found, found, File.ReadAllBytes(found)) : null,
        };
        var sink = new DiagnosticSink();
        var output = new ObjectFile { PackagePath = package };
        SourceFile[] sources = [.. files.Select(f => table.Add(f, package + "/" + f, File.ReadAllBytes(Path.Combine(folder, f))))];
        Go.Compiler.Assembler.Assembler.Assemble(sources, new Amd64AsmDialect(Amd64ThreadLocal.InFs), Amd64Facts.Abi, options, output,
            sink);
        Assert.Empty(sink.All.Select(d => d.Message));
        return output;
    }

    [Fact]
    public void The_runtimes_assembly_links_and_its_tables_hold()
    {
        var objects = new List<ObjectFile>();
        var defined = new HashSet<SymbolKey>();
        var stubs = new LinkFixture("stubs");
        var all = new List<SymbolKey>();
        foreach ((string package, string[] files) in s_packages)
        {
            ObjectFile file = Assemble(package, files);
            objects.Add(file);
            foreach (ObjectSymbol s in file.Symbols)
            {
                defined.Add(file.Names[s.Name.Index]);
                all.Add(file.Names[s.Name.Index]);
            }
        }
        foreach (ObjectFile file in objects)
        {
            foreach (SymbolKey key in file.Names.Skip(1))
            {
                if (defined.Add(key) && key.Name is not (LinkerSymbols.FirstModuleData or LinkerSymbols.LastModuleDataPointer))
                {
                    stubs.Function(key.Name, key.Abi, SymbolFlags.None, 0, [0xC3]);
                }
            }
        }
        stubs.Function("keep", SymbolAbi.Abi0, SymbolFlags.Nosplit, 0, [0xC3],
            [.. all.Select(k => new Relocation(0, RelocationKind.Keep, stubs.Ref(k.Name, k.Abi), 0))]);
        byte[] image = LinkFixture.Link(LinkFixture.Options() with { EntrySymbol = "keep" }, [.. objects, stubs.File]);
        var tables = new RuntimeTables(image);
        Assert.Empty(tables.Check());
        Assert.True(tables.Functions > 300, $"{tables.Functions} functions");
        ulong entry = tables.Symbols["runtime.rt0_go"];
        Assert.Equal(16, tables.FuncId(entry));
        Assert.NotEqual(0, tables.Flags(entry) & (byte)FuncFlags.TopFrame);
        Assert.EndsWith("runtime/asm_amd64.s", tables.LineOf(entry).File);
    }
}
