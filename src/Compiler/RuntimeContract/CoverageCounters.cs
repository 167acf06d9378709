using System.Security.Cryptography;
using System.Text;

namespace Go.Compiler.RuntimeContract;

/// <summary>
/// Counters of statements: variables of packages, all of a program side by side between <c>runtime.covctrs</c> and <c>runtime.ecovctrs</c>,
/// where the runtime reads them (internal/coverage/cfile, emitCounterData).
/// </summary>
public static class CoverageCounters
{
    private const string Start = "goCover_";
    private const int HashLength = 6;

    /// <summary>
    /// Packages that run before anything is registered have numbers of their own (internal/coverage/pkid.go, rtPkgs), in this order.
    /// </summary>
    public static IReadOnlyList<string> RuntimePackages { get; } =
    [
        "internal/asan", "internal/byteorder", "internal/coverage/rtcov", "internal/cpu", "internal/bytealg", "internal/goarch",
        "internal/abi", "internal/chacha8rand", "internal/godebugs", "internal/goexperiment", "internal/goos", "internal/msan",
        "internal/profilerecord", "internal/race", "internal/runtime/atomic", "internal/runtime/exithook", "internal/runtime/gc",
        "internal/runtime/math", "internal/runtime/sys", "internal/runtime/maps", "internal/runtime/syscall/linux",
        "internal/runtime/syscall/windows", "internal/runtime/cgroup", "internal/strconv", "internal/stringslite", "runtime",
    ];

    /// <summary>What the names of a package's counters, and of the variables beside them, start with.</summary>
    public static string PrefixOf(string symbolPath)
        => $"{Start}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(symbolPath)).AsSpan(0, HashLength))}_";

    /// <summary>Whether a variable of a package is a counter: the prefix, an underscore, and a number.</summary>
    public static bool IsCounter(string symbolPath, string variable)
        => variable.StartsWith(Start, StringComparison.Ordinal) && char.IsAsciiDigit(variable[^1])
            && variable.StartsWith(PrefixOf(symbolPath) + "_", StringComparison.Ordinal);

    /// <summary>The fixed number of a package; -1: the runtime gives it one.</summary>
    public static int NumberOf(string path)
    {
        for (int i = 0; i < RuntimePackages.Count; i++)
        {
            if (RuntimePackages[i] == path)
            {
                return -i - 2;
            }
        }
        return -1;
    }
}
