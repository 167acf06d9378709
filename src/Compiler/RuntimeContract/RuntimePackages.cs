using System.Collections.Frozen;

namespace Go.Compiler.RuntimeContract;

/// <summary>Packages with rules of their own (mirrors cmd/internal/objabi/pkgspecial.go).</summary>
public static class RuntimePackages
{
    private static readonly FrozenSet<string> s_runtime = FrozenSet.ToFrozenSet(
    [
        "runtime", "runtime/race",
        "internal/runtime/atomic", "internal/runtime/cgroup", "internal/runtime/exithook", "internal/runtime/gc",
        "internal/runtime/gc/scan", "internal/runtime/maps", "internal/runtime/math", "internal/runtime/sys",
        "internal/runtime/syscall/linux", "internal/runtime/syscall/windows", "internal/abi", "internal/bytealg", "internal/byteorder",
        "internal/chacha8rand", "internal/coverage/rtcov", "internal/cpu", "internal/goarch", "internal/godebugs", "internal/goexperiment",
        "internal/goos", "internal/profilerecord", "internal/strconv", "internal/stringslite",
    ]);

    private static readonly FrozenSet<string> s_internalAbiAssembly = FrozenSet.ToFrozenSet(
    [
        "runtime", "reflect", "syscall", "internal/bytealg", "internal/chacha8rand", "internal/runtime/syscall/linux",
        "internal/runtime/syscall/windows", "internal/runtime/startlinetest", "internal/runtime/maps",
    ]);

    /// <summary>Compiled under the rules for the runtime: no implicit heap allocation, no asynchronous preemption (contract 2.4).</summary>
    public static bool IsRuntime(string path) => s_runtime.Contains(path);

    /// <summary>Assembly in this package may define and call <c>&lt;ABIInternal&gt;</c> symbols (contract 1.6).</summary>
    public static bool AllowsInternalAbiAssembly(string path) => s_internalAbiAssembly.Contains(path);
}
