namespace Go.Compiler.Modules;

/// <summary>
/// Rules for module versions: semantic versions with a <c>v</c>, whose major number is in the path from v2 on, and Go versions for the
/// modules <c>go</c> and <c>toolchain</c>, which stand for the lines of that name.
/// </summary>
internal static class ModuleVersions
{
    /// <summary>The version of what is not selected.</summary>
    public const string None = "none";

    /// <summary>The two modules that are not modules.</summary>
    public static bool IsToolchain(string path) => path is "go" or "toolchain";

    /// <summary>Compares two versions of a module. What is none is less than all that are.</summary>
    public static int Compare(string path, string a, string b) => path switch
    {
        "go" => CompareGo(a, b),
        "toolchain" => CompareGo(OfToolchain(a), OfToolchain(b)),
        _ => SemanticVersion.Compare(a, b),
    };

    /// <summary>Compares as <see cref="Compare"/>, but the main module, which has no version, is above all others.</summary>
    public static int CompareSelected(string path, string a, string b)
        => a.Length == 0 || b.Length == 0 ? (a.Length == 0).CompareTo(b.Length == 0) : Compare(path, a, b);

    /// <summary>Compares Go versions without a leading <c>go</c>.</summary>
    public static int CompareGo(string a, string b) => (GoVersion.Parse(a), GoVersion.Parse(b)) switch
    {
        ({ } x, { } y) => x.CompareTo(y),
        var (x, y) => x.HasValue.CompareTo(y.HasValue),
    };

    /// <summary>The Go version in a toolchain's name (<c>go1.21.3-custom</c>), or empty; a bare version is itself.</summary>
    public static string OfToolchain(string name)
    {
        if (GoVersion.Parse(name) is not null)
        {
            return name;
        }
        if (!name.StartsWith("go", StringComparison.Ordinal) || name.AsSpan().IndexOfAny('\\', '/') >= 0)
        {
            return "";
        }
        int end = name.AsSpan().IndexOfAny(' ', '\t', '-');
        string version = end < 0 ? name[2..] : name[2..end];
        return GoVersion.Parse(version) is null ? "" : version;
    }

    /// <summary>Orders modules by path and version; files of a version (<c>v1.0.0/go.mod</c>) come after it.</summary>
    public static int Order(ModuleVersion a, ModuleVersion b)
    {
        int c = string.CompareOrdinal(a.Path, b.Path);
        if (c != 0)
        {
            return c;
        }
        (string versionA, string fileA) = Cut(a.Version);
        (string versionB, string fileB) = Cut(b.Version);
        c = versionA == versionB ? 0 : Compare(a.Path, versionA, versionB);
        c = c != 0 ? c : string.CompareOrdinal(fileA, fileB);
        return c != 0 ? c : string.CompareOrdinal(versionA, versionB);

        static (string, string) Cut(string version)
        {
            int slash = version.IndexOf('/');
            return slash < 0 ? (version, "") : (version[..slash], version[slash..]);
        }
    }

    public static bool IsValid(string path, string version) => path switch
    {
        "go" => GoVersion.Parse(version) is not null,
        "toolchain" => OfToolchain(version).Length > 0,
        _ => SemanticVersion.IsValid(version),
    };

    /// <summary>Whether a valid version names a series: <c>v1</c>, <c>v1.2</c>, or of Go <c>1.21</c>.</summary>
    public static bool IsPrefix(string path, string version) => path switch
    {
        "go" => IsLanguage(version),
        "toolchain" => IsLanguage(OfToolchain(version)),
        _ => version.AsSpan().IndexOfAny('-', '+') < 0 && version.Count(c => c == '.') < 2,
    };

    /// <summary>A language of Go and not a release; of languages before 1.21 the first release has the same name.</summary>
    public static bool IsLanguage(string version) => GoVersion.Parse(version) is { Minor: >= 21 } v && v.Language == "go" + version;

    public static bool IsPrerelease(string path, string version) => path switch
    {
        "go" => version.Any(char.IsAsciiLetter),
        "toolchain" => OfToolchain(version).Any(char.IsAsciiLetter),
        _ => SemanticVersion.Prerelease(version).Length > 0,
    };

    /// <summary><c>v1.2</c> of <c>v1.2.3</c>; <c>1.21</c> of <c>1.21.3</c>.</summary>
    public static string MajorMinor(string path, string version) => path switch
    {
        "go" => GoVersion.Parse(version)?.Language[2..] ?? "",
        "toolchain" => GoVersion.Parse(OfToolchain(version))?.Language ?? "",
        _ => SemanticVersion.MajorMinor(version),
    };

    /// <summary>
    /// The version that a replacement without one stands for, given the path's <c>v2</c> or nothing: earlier than any real commit.
    /// </summary>
    public static string Zero(string major) => $"{(major.Length == 0 ? "v0" : major)}.0.0-00010101000000-000000000000";

    public static bool IsZero(string version) => version == Zero(SemanticVersion.Major(version));

    /// <summary>What is wrong with a version for a module path, or null.</summary>
    public static string? Problem(string path, string version)
    {
        if (SemanticVersion.CanonicalModule(version).Length == 0)
        {
            return "must be of the form v1.2.3";
        }
        return ModulePaths.SplitMajor(path) is { } split ? MajorProblem(version, split.Major) : "malformed module path";
    }

    /// <summary>What is wrong with a version's major number beside that of the path, or null: <c>should be v2, not v1</c>.</summary>
    public static string? MajorProblem(string version, string pathMajor)
    {
        string? sentence = ModulePaths.MajorProblem(version, pathMajor);
        return sentence?[(sentence.LastIndexOf(": ", StringComparison.Ordinal) + 2)..];
    }
}
