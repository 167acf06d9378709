using Go.Compiler.Arch.Amd64;
using Go.Compiler.Assembler;
using Go.Compiler.Backend;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Tests.Check;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Assembler;

/// <summary>Every assembly file of the standard library that linux/amd64 builds.</summary>
public sealed class StandardLibraryTests(StandardLibraryTests.Headers headers) : IClassFixture<StandardLibraryTests.Headers>
{
    /// <summary>go_asm.h of packages, made from their checked sources.</summary>
    public sealed class Headers
    {
        private readonly StandardLibrary _library = new();
        private readonly Layout _layout = new(Amd64Facts.Abi);
        private readonly Dictionary<string, string> _texts = [];

        public string Of(string package)
        {
            if (!_texts.TryGetValue(package, out string? text))
            {
                text = GoAsmHeader.Write(_library.Load(package)!.Package, _layout);
                _texts.Add(package, text);
            }
            return text;
        }
    }

    private static readonly string s_source = Path.Combine(GoSources.Root, "src");
    private static readonly Amd64AsmDialect s_dialect = new();

    private static readonly string[] s_files = """
        crypto/internal/boring/bcache/stub.s crypto/internal/boring/sig/sig_amd64.s crypto/internal/fips140/aes/aes_amd64.s crypto/internal/fips140/aes/ctr_amd64.s
        crypto/internal/fips140/aes/gcm/gcm_amd64.s crypto/internal/fips140/bigmod/nat_amd64.s crypto/internal/fips140/check/checktest/asm.s
        crypto/internal/fips140/check/checktest/asm_amd64.s crypto/internal/fips140/edwards25519/field/fe_amd64.s crypto/internal/fips140/nistec/p256_asm_amd64.s
        crypto/internal/fips140/sha256/sha256block_amd64.s crypto/internal/fips140/sha3/sha3_amd64.s crypto/internal/fips140/sha512/sha512block_amd64.s
        crypto/internal/fips140/subtle/xor_amd64.s crypto/md5/md5block_amd64.s crypto/sha1/sha1block_amd64.s hash/crc32/crc32_amd64.s internal/abi/abi_test.s
        internal/abi/stub.s internal/bytealg/compare_amd64.s internal/bytealg/count_amd64.s internal/bytealg/equal_amd64.s internal/bytealg/index_amd64.s
        internal/bytealg/indexbyte_amd64.s internal/chacha8rand/chacha8_amd64.s internal/cpu/cpu.s internal/cpu/cpu_x86.s internal/reflectlite/asm.s
        internal/runtime/atomic/atomic_amd64.s internal/runtime/gc/scan/expand_amd64.s internal/runtime/gc/scan/filter_amd64.s internal/runtime/gc/scan/scan_amd64.s
        internal/runtime/maps/memhash_amd64.s internal/runtime/maps/memhash_nosimd_amd64.s internal/runtime/startlinetest/func_amd64.s internal/runtime/sys/empty.s
        internal/runtime/syscall/linux/asm_linux_amd64.s math/big/arith_amd64.s math/dim_amd64.s math/exp_amd64.s math/floor_amd64.s math/hypot_amd64.s
        math/log_amd64.s os/signal/sig.s reflect/asm_amd64.s runtime/asm.s runtime/asm_amd64.s runtime/cgo/asm_amd64.s runtime/debug/debug.s runtime/ints.s
        runtime/memclr_amd64.s runtime/memmove_amd64.s runtime/preempt_amd64.s runtime/rt0_linux_amd64.s runtime/secret_amd64.s runtime/sys_linux_amd64.s
        runtime/test_amd64.s runtime/time_linux_amd64.s simd/archsimd/dummy.s sync/atomic/asm.s syscall/asm_linux_amd64.s
        vendor/golang.org/x/crypto/chacha20poly1305/chacha20poly1305_amd64.s vendor/golang.org/x/crypto/internal/poly1305/sum_amd64.s
        vendor/golang.org/x/sys/cpu/cpu_gc_x86.s
        """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    public static TheoryData<string> Files => [.. s_files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Files_assemble_without_errors(string file)
    {
        string path = Path.Combine(s_source, file), package = Path.GetDirectoryName(file)!;
        var table = new SourceFileTable();
        bool needsHeader = File.ReadAllText(path).Contains("go_asm.h", StringComparison.Ordinal);
        var options = new AssemblerOptions
        {
            PackagePath = package, Defines = ["GOOS_linux", "GOARCH_amd64", "GOAMD64_v1"], GoAsmHeader = needsHeader ? headers.Of(package) : "",
            AllowAbiSelectors = RuntimePackages.AllowsInternalAbiAssembly(package),
            FindInclude = name => new[] { Path.GetDirectoryName(path)!, Path.Combine(s_source, "runtime") }.Select(d => Path.Combine(d, name)).FirstOrDefault(File.Exists) is { } found
                ? table.Add(found, found, File.ReadAllBytes(found)) : null,
        };
        var sink = new DiagnosticSink();
        var output = new ObjectFile { PackagePath = package };
        SourceFile source = table.Add(path, path, File.ReadAllBytes(path));
        Go.Compiler.Assembler.Assembler.Assemble([source], s_dialect, Amd64Facts.Abi, options, output, sink);
        Assert.Equal("", string.Join("\n", sink.All.Select(d => $"{table.Resolve(d.Pos).Line}: {d.Message}")));
        Assert.Empty(ObjectVerifier.Verify(output));
        Assert.Equal(File.ReadLines(path).Any(l => l.StartsWith("TEXT", StringComparison.Ordinal) || l.StartsWith("GLOBL", StringComparison.Ordinal)), output.Symbols.Count > 0);
    }
}
