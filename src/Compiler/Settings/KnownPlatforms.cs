namespace Go.Compiler.Settings;

/// <summary>
/// The pairs of GOOS and GOARCH that Go knows, whether or not this compiler makes code for them, and the variable that refines each
/// architecture.
/// </summary>
public static class KnownPlatforms
{
    private static readonly Dictionary<string, string[]> s_architectures = new(StringComparer.Ordinal)
    {
        ["aix"] = ["ppc64"], ["android"] = ["386", "amd64", "arm", "arm64"], ["darwin"] = ["amd64", "arm64"], ["dragonfly"] = ["amd64"],
        ["freebsd"] = ["386", "amd64", "arm", "arm64"], ["illumos"] = ["amd64"], ["ios"] = ["amd64", "arm64"], ["js"] = ["wasm"],
        ["linux"] = ["386", "amd64", "arm", "arm64", "loong64", "mips", "mips64", "mips64le", "mipsle", "ppc64", "ppc64le", "riscv64",
            "s390x"],
        ["netbsd"] = ["386", "amd64", "arm", "arm64"], ["openbsd"] = ["386", "amd64", "arm", "arm64", "ppc64", "riscv64"],
        ["plan9"] = ["386", "amd64", "arm"],
        ["solaris"] = ["amd64"], ["wasip1"] = ["wasm"], ["windows"] = ["386", "amd64", "arm64"],
    };

    // Variable, its default, the values it may have; no values: free text.
    private static readonly Dictionary<string, (string Variable, string Default, string[] Values)> s_levels = new(StringComparer.Ordinal)
    {
        ["386"] = ("GO386", "sse2", ["sse2", "softfloat"]), ["amd64"] = ("GOAMD64", "v1", ["v1", "v2", "v3", "v4"]),
        ["arm"] = ("GOARM", "7", []),
        ["arm64"] = ("GOARM64", "v8.0", []), ["mips"] = ("GOMIPS", "hardfloat", ["hardfloat", "softfloat"]),
        ["mipsle"] = ("GOMIPS", "hardfloat", ["hardfloat", "softfloat"]),
        ["mips64"] = ("GOMIPS64", "hardfloat", ["hardfloat", "softfloat"]),
        ["mips64le"] = ("GOMIPS64", "hardfloat", ["hardfloat", "softfloat"]),
        ["ppc64"] = ("GOPPC64", "power8", ["power8", "power9", "power10"]),
        ["ppc64le"] = ("GOPPC64", "power8", ["power8", "power9", "power10"]),
        ["riscv64"] = ("GORISCV64", "rva20u64", ["rva20u64", "rva22u64", "rva23u64"]), ["wasm"] = ("GOWASM", "", []),
    };

    public static bool Contains(string os, string arch) => s_architectures.TryGetValue(os, out string[]? all) && all.Contains(arch);

    /// <summary>Whether the system tells programs with windows of their own from those for a console.</summary>
    public static bool HasWindowedPrograms(string os) => os == "windows";

    /// <summary>
    /// How many bytes a program's build id may have that the user gives (<c>-B</c>): as many as the system's files have room for.
    /// </summary>
    public static int LongestBuildId(string os) => os == "darwin" ? 16 : 32;

    /// <summary>The variable that refines an architecture, with its default; null when there is none.</summary>
    public static (string Variable, string Default)? LevelOf(string arch)
        => s_levels.TryGetValue(arch, out var level) ? (level.Variable, level.Default) : null;

    /// <summary>The level that the environment asks for; empty for architectures without one.</summary>
    /// <exception cref="SettingException">There is no such level.</exception>
    public static string Level(GoEnvironment environment, string arch)
    {
        if (!s_levels.TryGetValue(arch, out var level))
        {
            return "";
        }
        string value = environment.Get(level.Variable, level.Default);
        if (level.Values.Length > 0 && !level.Values.Contains(value))
        {
            throw new SettingException($"invalid {level.Variable}: must be {string.Join(", ", level.Values)}");
        }
        return value;
    }
}
