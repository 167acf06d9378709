using System.Collections.Frozen;

namespace Go.Compiler.RuntimeContract;

/// <summary>
/// Names that packages of the standard library share among themselves by <c>//go:linkname</c>, and who may pull each: nobody else, whatever
/// the definition says.
/// </summary>
public static class ReservedLinknames
{
    /// <summary>Symbols that only their own package may pull, as space-separated names behind the package's path.</summary>
    private static readonly (string Package, string Names)[] s_own =
    [
        ("crypto/fips140", "isBypassed setBypass unsetBypass"),
        ("crypto/internal/fips140", "fatal getIndicator setIndicator"),
        ("crypto/internal/sysrand", "fatal"),
        ("crypto/rand", "fatal"),
        ("crypto/subtle", "setDITEnabled setDITDisabled"),
        ("internal/cpu", "riscvHWProbe sysctlbynameBytes sysctlbynameInt32"),
        ("internal/runtime/cgroup", "throw"),
        ("internal/runtime/maps", "errNilAssign fatal newarray newobject rand typedmemclr typedmemmove typeString"),
        ("internal/sync", "fatal runtime_canSpin runtime_doSpin runtime_nanotime runtime_Semrelease runtime_SemacquireMutex throw"),
        ("internal/synctest", "Run Wait acquire release inBubble IsInBubble associate disassociate isAssociated"),
        ("net", "newWindowsFile"),
        ("runtime", "mapaccess1 mapaccess1_fast32 mapaccess1_fast64 mapaccess1_faststr "
            + "mapdelete_fast32 mapdelete_fast64 mapdelete_faststr"),
        ("runtime/pprof", "runtime_goroutineLeakGC runtime_goroutineleakcount"),
        ("runtime/secret", "appendSignalStacks count dec eraseSecrets getStack inc"),
        ("runtime/trace", "runtime_readTrace runtime_traceClockUnitsPerSecond"),
        ("sync", "runtime_SemacquireWaitGroup"),
        ("sync_test", "runtime_blockUntilEmptyCleanupQueue"),
        ("syscall", "rawsyscalln runtimeClearenv syscalln"),
        ("testing/synctest", "testingSynctestTest"),
        ("time", "runtimeNow runtimeNano runtimeIsBubbled"),
        ("unique", "runtime_blockUntilEmptyCleanupQueue"),
    ];

    /// <summary>Symbols that one other package may pull; an empty path: none.</summary>
    private static readonly (string Symbol, string Package)[] s_others =
    [
        ("crypto/internal/rand.SetTestingReader", "testing/cryptotest"),
        ("go:fipsinfo", "crypto/internal/fips140/check"),
        ("runtime.addmoduledata", ""),
        ("runtime.getStaticuint64s", "reflect"),
        ("runtime.pprof_goroutineLeakProfileWithLabels", "runtime/pprof"),
        ("testing.checkParallel", "testing/cryptotest"),
    ];

    /// <summary>Symbol to the only package that may pull it; an empty path: none.</summary>
    public static FrozenDictionary<string, string> All { get; } = MakeReserved();

    private static FrozenDictionary<string, string> MakeReserved()
    {
        var reserved = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string package, string names) in s_own)
        {
            foreach (string name in names.Split(' '))
            {
                reserved.Add($"{package}.{name}", package);
            }
        }
        foreach ((string symbol, string package) in s_others)
        {
            reserved.Add(symbol, package);
        }
        return reserved.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
