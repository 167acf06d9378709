using System.Globalization;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Targets;

namespace Go.Compiler.Packages;

/// <summary>The build tags that hold for a target and the user's own tags, and the file names they select. Immutable.</summary>
public sealed class BuildTags
{
    // Systems and architectures whose names are recognised in file names, past and future ones included (internal/syslist).
    private static readonly HashSet<string> s_knownSystems =
        ["aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd", "openbsd", "plan9",
            "solaris", "wasip1", "windows", "zos"];

    private static readonly HashSet<string> s_knownArchitectures =
    [
        "386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "loong64", "mips", "mipsle", "mips64", "mips64le", "mips64p32",
        "mips64p32le",
        "ppc", "ppc64", "ppc64le", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64", "wasm",
    ];

    private static readonly HashSet<string> s_unixSystems =
        ["aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "linux", "netbsd", "openbsd", "solaris"];

    private readonly HashSet<string> _tags;

    /// <summary>
    /// Tags of the target (system, architecture, <c>unix</c>, what its record implies), compiler <c>gc</c>, releases up to ours,
    /// experiments in force (null: the usual ones), and <paramref name="custom"/>. <c>cgo</c> does not hold.
    /// </summary>
    public BuildTags(Target target, IEnumerable<string> custom, Experiments? experiments = null)
    {
        _tags = [target.Os, target.Arch, "gc", .. target.ImpliedTags, .. custom];
        if (s_unixSystems.Contains(target.Os))
        {
            _tags.Add("unix");
        }
        // Systems that are a kind of another one.
        string? general = target.Os switch { "android" => "linux", "illumos" => "solaris", "ios" => "darwin", _ => null };
        if (general is not null)
        {
            _tags.Add(general);
        }
        for (int minor = 1; minor <= GoRelease.Minor; minor++)
        {
            _tags.Add("go1." + minor.ToString(CultureInfo.InvariantCulture));
        }
        foreach (string experiment in (experiments ?? Experiments.UsualFor(target)).Enabled)
        {
            _tags.Add("goexperiment." + experiment);
        }
    }

    /// <summary>All tags that hold, sorted.</summary>
    public IReadOnlyList<string> All => [.. _tags.Order(StringComparer.Ordinal)];

    public bool Contains(string tag) => _tags.Contains(tag == "boringcrypto" ? "goexperiment.boringcrypto" : tag);

    /// <summary>
    /// Whether a file's name lets it take part: <c>x_GOOS</c>, <c>x_GOARCH</c>, <c>x_GOOS_GOARCH</c>, each also before <c>_test</c>, must
    /// match the target. The part up to the first underscore says nothing, so <c>linux.go</c> is for everybody.
    /// </summary>
    public bool MatchesFileName(string fileName)
    {
        int dot = fileName.IndexOf('.');
        string name = dot < 0 ? fileName : fileName[..dot];
        int underscore = name.IndexOf('_');
        if (underscore < 0)
        {
            return true;
        }
        string[] parts = name[underscore..].Split('_');
        int count = parts[^1] == "test" ? parts.Length - 1 : parts.Length;
        if (count >= 2 && s_knownSystems.Contains(parts[count - 2]) && s_knownArchitectures.Contains(parts[count - 1]))
        {
            return Contains(parts[count - 1]) && Contains(parts[count - 2]);
        }
        return count < 1 || (!s_knownSystems.Contains(parts[count - 1]) && !s_knownArchitectures.Contains(parts[count - 1]))
            || Contains(parts[count - 1]);
    }
}
