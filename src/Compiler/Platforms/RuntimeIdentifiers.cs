namespace Go.Compiler.Platforms;

/// <summary>
/// .NET's runtime identifiers and Go's GOOS/GOARCH pairs. Known pairs without a back end yet are told apart from unknown identifiers.
/// </summary>
public static partial class RuntimeIdentifiers
{
    private static readonly (string Rid, string Os, string Arch)[] s_known =
    [
        ("linux-x64", "linux", "amd64"), ("linux-musl-x64", "linux", "amd64"),
        ("linux-arm64", "linux", "arm64"), ("linux-musl-arm64", "linux", "arm64"),
        ("win-x64", "windows", "amd64"), ("win-arm64", "windows", "arm64"),
        ("osx-x64", "darwin", "amd64"), ("osx-arm64", "darwin", "arm64"),
        ("linux-arm", "linux", "arm"), ("linux-x86", "linux", "386"), ("linux-s390x", "linux", "s390x"),
        ("linux-ppc64le", "linux", "ppc64le"), ("linux-riscv64", "linux", "riscv64"), ("linux-loongarch64", "linux", "loong64"),
        ("win-x86", "windows", "386"), ("freebsd-x64", "freebsd", "amd64"), ("freebsd-arm64", "freebsd", "arm64"),
        ("android-arm64", "android", "arm64"), ("browser-wasm", "js", "wasm"),
    ];

    /// <summary>GOOS and GOARCH of an identifier, or null when it is unknown.</summary>
    public static (string Os, string Arch)? Find(string rid)
    {
        foreach ((string name, string os, string arch) in s_known)
        {
            if (name == rid)
            {
                return (os, arch);
            }
        }
        return null;
    }

    /// <summary>Identifiers whose target exists, for messages.</summary>
    public static IReadOnlyList<string> Supported()
    {
        var list = new List<string>();
        foreach ((string rid, string os, string arch) in s_known)
        {
            if (SupportedPlatforms.Find(os, arch) is not null)
            {
                list.Add(rid);
            }
        }
        return list;
    }
}
