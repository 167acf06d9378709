namespace Go.Compiler.Driver;

/// <summary>The flags of all of Go's commands: GOFLAGS may name any of them, and each command takes those that it has.</summary>
internal static class KnownFlags
{
    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal)
    {
        "C", "a", "asan", "asmflags", "buildmode", "buildvcs", "compiler", "cover", "covermode", "coverpkg", "coverprofile",
        "debug-actiongraph", "debug-runtime-trace",
        "debug-trace", "embeditems", "gccgoflags", "gcflags", "installsuffix", "json", "ldflags", "linkshared", "mod", "modcacherw",
        "modfile", "msan", "n", "o", "overlay", "p", "pgo",
        "pkgdir", "race", "tags", "toolexec", "trimpath", "v", "work", "x",
        // test
        "args", "artifacts", "bench", "benchmem", "benchtime", "blockprofile", "blockprofilerate", "c", "count", "cpu", "cpuprofile",
        "exec", "failfast", "fullpath", "fuzz",
        "fuzzcachedir", "fuzzminimizetime", "fuzztime", "i", "list", "memprofile", "memprofilerate", "mutexprofile",
        "mutexprofilefraction", "outputdir", "parallel", "run",
        "short", "shuffle", "skip", "testlogfile", "timeout", "trace", "vet", "vettool",
        // list, env, get, clean, mod, work, generate, fix, vet, doc, tool, version
        "all", "cache", "changed", "cmd", "compiled", "deps", "diff", "dropexclude", "dropgodebug", "dropreplace", "droprequire",
        "dropretract", "droptool",
        "dropuse", "e", "exclude", "export", "f", "find", "fix", "fixtool", "fmt", "fuzzcache", "go", "godebug", "graph", "http", "ignore",
        "insecure", "m", "modcache",
        "module", "print", "r", "reference", "replace", "require", "retract", "retracted", "reuse", "s", "short", "src", "std", "t",
        "test", "testcache", "tool", "toolchain",
        "u", "use", "versions", "vendor", "w",
    };

    public static bool Contains(string name)
        => s_names.Contains(name) || (name.StartsWith("test.", StringComparison.Ordinal) && s_names.Contains(name["test.".Length..]));
}
