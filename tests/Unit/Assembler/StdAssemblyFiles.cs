namespace Go.Compiler.Tests.Assembler;

/// <summary>Every assembly file of the standard library that linux builds.</summary>
internal static class StdAssemblyFiles
{
    private const string Amd64 = """
        crypto/internal/boring/bcache/stub.s crypto/internal/boring/sig/sig_amd64.s crypto/internal/fips140/aes/aes_amd64.s
        crypto/internal/fips140/aes/ctr_amd64.s crypto/internal/fips140/aes/gcm/gcm_amd64.s crypto/internal/fips140/bigmod/nat_amd64.s
        crypto/internal/fips140/check/checktest/asm.s crypto/internal/fips140/check/checktest/asm_amd64.s
        crypto/internal/fips140/edwards25519/field/fe_amd64.s crypto/internal/fips140/nistec/p256_asm_amd64.s
        crypto/internal/fips140/sha256/sha256block_amd64.s crypto/internal/fips140/sha3/sha3_amd64.s
        crypto/internal/fips140/sha512/sha512block_amd64.s crypto/internal/fips140/subtle/xor_amd64.s crypto/md5/md5block_amd64.s
        crypto/sha1/sha1block_amd64.s hash/crc32/crc32_amd64.s internal/abi/abi_test.s internal/abi/stub.s
        internal/bytealg/compare_amd64.s internal/bytealg/count_amd64.s internal/bytealg/equal_amd64.s internal/bytealg/index_amd64.s
        internal/bytealg/indexbyte_amd64.s internal/chacha8rand/chacha8_amd64.s internal/cpu/cpu.s internal/cpu/cpu_x86.s
        internal/reflectlite/asm.s internal/runtime/atomic/atomic_amd64.s internal/runtime/gc/scan/expand_amd64.s
        internal/runtime/gc/scan/filter_amd64.s internal/runtime/gc/scan/scan_amd64.s internal/runtime/maps/memhash_amd64.s
        internal/runtime/maps/memhash_nosimd_amd64.s internal/runtime/startlinetest/func_amd64.s internal/runtime/sys/empty.s
        internal/runtime/syscall/linux/asm_linux_amd64.s math/big/arith_amd64.s math/dim_amd64.s math/exp_amd64.s math/floor_amd64.s
        math/hypot_amd64.s math/log_amd64.s os/signal/sig.s reflect/asm_amd64.s runtime/asm.s runtime/asm_amd64.s
        runtime/cgo/asm_amd64.s runtime/debug/debug.s runtime/ints.s runtime/memclr_amd64.s runtime/memmove_amd64.s
        runtime/preempt_amd64.s runtime/rt0_linux_amd64.s runtime/secret_amd64.s runtime/sys_linux_amd64.s runtime/test_amd64.s
        runtime/time_linux_amd64.s simd/archsimd/dummy.s sync/atomic/asm.s syscall/asm_linux_amd64.s
        vendor/golang.org/x/crypto/chacha20poly1305/chacha20poly1305_amd64.s vendor/golang.org/x/crypto/internal/poly1305/sum_amd64.s
        vendor/golang.org/x/sys/cpu/cpu_gc_x86.s
        """;

    private const string Arm64 = """
        crypto/internal/boring/bcache/stub.s crypto/internal/boring/sig/sig_other.s crypto/internal/fips140/aes/aes_arm64.s
        crypto/internal/fips140/aes/ctr_arm64.s crypto/internal/fips140/aes/gcm/gcm_arm64.s crypto/internal/fips140/bigmod/nat_arm64.s
        crypto/internal/fips140/check/checktest/asm.s crypto/internal/fips140/check/checktest/asm_arm64.s
        crypto/internal/fips140/nistec/p256_asm_arm64.s crypto/internal/fips140/sha256/sha256block_arm64.s
        crypto/internal/fips140/sha3/sha3_arm64.s crypto/internal/fips140/sha512/sha512block_arm64.s
        crypto/internal/fips140/subtle/xor_arm64.s crypto/md5/md5block_arm64.s crypto/sha1/sha1block_arm64.s hash/crc32/crc32_arm64.s
        internal/abi/abi_test.s internal/abi/stub.s internal/bytealg/compare_arm64.s internal/bytealg/count_arm64.s
        internal/bytealg/equal_arm64.s internal/bytealg/index_arm64.s internal/bytealg/indexbyte_arm64.s
        internal/chacha8rand/chacha8_arm64.s internal/cpu/cpu.s internal/cpu/cpu_arm64.s internal/reflectlite/asm.s
        internal/runtime/atomic/atomic_arm64.s internal/runtime/maps/memhash_arm64.s internal/runtime/sys/dit_arm64.s
        internal/runtime/sys/empty.s internal/runtime/syscall/linux/asm_linux_arm64.s math/big/arith_arm64.s math/dim_arm64.s
        math/exp_arm64.s math/floor_arm64.s os/signal/sig.s reflect/asm_arm64.s runtime/asm.s runtime/asm_arm64.s
        runtime/atomic_arm64.s runtime/cgo/asm_arm64.s runtime/debug/debug.s runtime/ints.s runtime/memclr_arm64.s
        runtime/memmove_arm64.s runtime/preempt_arm64.s runtime/rt0_linux_arm64.s runtime/secret_arm64.s runtime/sys_linux_arm64.s
        runtime/tls_arm64.s simd/archsimd/dummy.s sync/atomic/asm.s syscall/asm_linux_arm64.s
        vendor/golang.org/x/crypto/chacha20/chacha_arm64.s vendor/golang.org/x/sys/cpu/cpu_arm64.s
        """;

    public static string[] Of(string architecture)
        => (architecture == "amd64" ? Amd64 : Arm64).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
