using Go.Compiler.Arch.Amd64;
using Go.Compiler.Arch.Arm64;
using Go.Compiler.Assembler;
using Go.Compiler.Backend;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Targets;
using Go.Compiler.Tests.Check;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Assembler;

/// <summary>Every assembly file of the standard library that linux builds on amd64 and arm64.</summary>
public sealed class StandardLibraryTests(StandardLibraryTests.Headers headers) : IClassFixture<StandardLibraryTests.Headers>
{
    /// <summary>go_asm.h of packages, made from their checked sources.</summary>
    public sealed class Headers
    {
        private readonly StandardLibrary _amd64 = new();
        private readonly StandardLibrary _arm64 = new(Arm64Facts.With("linux"));
        private readonly Dictionary<(string, bool), string> _texts = [];

        public string Of(string package, bool isArm64)
        {
            if (!_texts.TryGetValue((package, isArm64), out string? text))
            {
                text = GoAsmHeader.Write((isArm64 ? _arm64 : _amd64).Load(package)!.Package,
                    new Layout(isArm64 ? Arm64Facts.Abi : Amd64Facts.Abi));
                _texts.Add((package, isArm64), text);
            }
            return text;
        }
    }

    private static readonly string s_source = Path.Combine(GoSources.Root, "src");
    private static readonly Amd64AsmDialect s_amd64 = new(Amd64ThreadLocal.InFs);
    private static readonly Arm64AsmDialect s_arm64 = new();

    public static TheoryData<string, string> Files
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string architecture in (string[])["amd64", "arm64"])
            {
                foreach (string file in StdAssemblyFiles.Of(architecture))
                {
                    data.Add(architecture, file);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Files_assemble_without_errors(string architecture, string file)
    {
        bool isArm64 = architecture == "arm64";
        AbiFacts abi = isArm64 ? Arm64Facts.Abi : Amd64Facts.Abi;
        string path = Path.Combine(s_source, file), package = Path.GetDirectoryName(file)!;
        var table = new SourceFileTable();
        bool needsHeader = File.ReadAllText(path).Contains("go_asm.h", StringComparison.Ordinal);
        var options = new AssemblerOptions
        {
            PackagePath = package, Defines = ["GOOS_linux", "GOARCH_" + architecture, "GOAMD64_v1"],
            GoAsmHeader = needsHeader ? headers.Of(package, isArm64) : "",
            AllowAbiSelectors = RuntimePackages.AllowsInternalAbiAssembly(package),
            FindInclude = name => new[] { Path.GetDirectoryName(path)!,
                Path.Combine(s_source, "runtime") }.Select(d => Path.Combine(d, name)).FirstOrDefault(File.Exists) is { } found
                ? table.Add(found, found, File.ReadAllBytes(found)) : null,
        };
        var sink = new DiagnosticSink();
        var output = new ObjectFile { PackagePath = package };
        SourceFile source = table.Add(path, path, File.ReadAllBytes(path));
        Go.Compiler.Assembler.Assembler.Assemble([source], isArm64 ? s_arm64 : s_amd64, abi, options, output, sink);
        Assert.Equal("", string.Join("\n", sink.All.Select(d => $"{table.Resolve(d.Pos).Line}: {d.Message}")));
        Assert.Empty(ObjectVerifier.Verify(output, abi.PcQuantum));
        Assert.Equal(File.ReadLines(path).Any(l => l.StartsWith("TEXT", StringComparison.Ordinal)
            || l.StartsWith("GLOBL", StringComparison.Ordinal)), output.Symbols.Count > 0);
    }
}
