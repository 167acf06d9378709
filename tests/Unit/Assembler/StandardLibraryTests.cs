using System.Text;
using Go.Compiler.Arch.Amd64;
using Go.Compiler.Assembler;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Assembler;

/// <summary>Every assembly file of the standard library that linux/amd64 builds.</summary>
public sealed class StandardLibraryTests
{
    private static readonly string s_source = Path.Combine(GoSources.Root, "src");
    private static readonly Amd64AsmDialect s_dialect = new();

    /// <summary>Names that the files expect from go_asm.h (contract 9.6). Their values do not matter for whether a file assembles.</summary>
    private static readonly string[] s_headerNames = """
        g_m g_sched g_secret g_stack g_stackguard0 g_stackguard1 g_syscallsp gobuf_sp gobuf_pc gobuf_g gobuf_ctxt gobuf_bp m_g0 m_gsignal m_curg m_p m_tls m_morebuf m_cgoCallers
        m_cgoCallersUse m_ncgo m_procid m_vdsoPC m_vdsoSP stack_lo stack_hi p_wbBuf p_xRegs wbBuf_next wbBuf_end xRegPerP_scratch xRegPerP_cache moduledata_next const_stackGuard const_tlsSize
        const_avxSupported const_repmovsPreferred const_offsetX86HasAVX const_offsetX86HasAVX2 const_offsetX86HasAVX512 const_offsetX86HasERMS const_offsetX86HasRDTSCP const_offsetX86HasPOPCNT
        const_offsetX86HasSSE42 const_offsetX86HasAVX512VPCLMULQDQL
        """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

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
        var header = new StringBuilder();
        for (int i = 0; i < s_headerNames.Length; i++)
        {
            header.Append("#define ").Append(s_headerNames[i]).Append(' ').Append(i).Append('\n');
        }
        var options = new AssemblerOptions
        {
            PackagePath = package, Defines = ["GOOS_linux", "GOARCH_amd64", "GOAMD64_v1"], GoAsmHeader = header.ToString(),
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
