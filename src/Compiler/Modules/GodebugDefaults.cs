using Go.Compiler.Modules;
using System.Text;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Modules;

/// <summary>
/// The GODEBUG settings a program starts with (internal/godebugs, cmd/go's load/godebug.go): those that give the behaviour of the main
/// module's Go version, then the go.mod file's and the main package's own.
/// </summary>
public static class GodebugDefaults
{
    // Name, minor version in which the default changed (0: never), value of the behaviour before. Sorted by name.
    private static readonly (string Name, int Changed, string Old)[] s_settings =
    [
        ("allowmultiplevcs", 0, ""), ("containermaxprocs", 25, "0"), ("cryptocustomrand", 26, "1"), ("dataindependenttiming", 0, ""),
        ("decoratemappings", 25, "0"),
        ("embedfollowsymlinks", 0, ""), ("execerrdot", 0, ""), ("fips140", 0, ""), ("fips140ems", 0, ""), ("gocachehash", 0, ""),
        ("gocachetest", 0, ""),
        ("gocacheverify", 0, ""), ("gotestjsonbuildtext", 24, "1"), ("htmlmetacontenturlescape", 0, ""), ("http2client", 0, ""),
        ("http2debug", 0, ""),
        ("http2server", 0, ""), ("httpcookiemaxnum", 24, "0"), ("httplaxcontentlength", 22, "1"), ("httpmuxgo121", 22, "1"),
        ("httpservecontentkeepheaders", 23, "1"),
        ("httpservecontentmaxranges", 26, "1"), ("installgoroot", 0, ""), ("jstmpllitinterp", 0, ""), ("multipartmaxheaders", 0, ""),
        ("multipartmaxparts", 0, ""),
        ("multipathtcp", 24, "0"), ("netdns", 0, ""), ("netedns0", 19, "0"), ("panicnil", 21, "1"), ("randautoseed", 0, ""),
        ("randseednop", 24, "0"),
        ("rsa1024min", 24, "0"), ("tarinsecurepath", 0, ""), ("tlsmaxrsasize", 0, ""), ("tlsmlkem", 24, "0"), ("tlssecpmlkem", 26, "0"),
        ("tlssha1", 25, "1"),
        ("tracebacklabels", 27, "0"), ("updatemaxprocs", 25, "0"), ("urlmaxqueryparams", 24, "0"), ("urlstrictcolons", 26, "0"),
        ("winreadlinkvolume", 23, "0"),
        ("winsymlink", 23, "0"), ("x509negativeserial", 23, "1"), ("x509rsacrt", 24, "0"), ("x509sha256skid", 25, "0"),
        ("x509sslcertoverrideplatform", 27, "0"),
        ("x509usefallbackroots", 0, ""), ("x509usepolicies", 24, "0"), ("zipinsecurepath", 0, ""),
    ];

    // Settings that are gone: name, minor version of their removal, the value that can no longer be asked for.
    private static readonly (string Name, int Removed, string[] Old)[] s_removed =
    [
        ("x509sha1", 24, ["1"]), ("tlskyber", 24, ["0"]), ("gotypesalias", 27, ["0"]), ("tlsunsafeekm", 27, ["1"]),
        ("tlsrsakex", 27, ["1"]), ("tls3des", 27, ["1"]),
        ("tls10server", 27, ["1"]), ("x509keypairleaf", 27, ["0"]), ("asynctimerchan", 27, ["1", "2"]),
    ];

    /// <summary>All known settings: name, version of the changed default (0: none), old value.</summary>
    public static IReadOnlyList<(string Name, int Changed, string Old)> Known => s_settings;

    /// <summary>Settings that were removed: name, version, values that are errors.</summary>
    public static IReadOnlyList<(string Name, int Removed, string[] Old)> Removed => s_removed;

    /// <summary>
    /// The text <c>k=v,k=v</c>, sorted by key, for a main package. Later settings win over earlier ones; a key <c>default</c> with a value
    /// such as <c>go1.21</c> replaces <paramref name="version"/>.
    /// </summary>
    public static string Compute(GoVersion version, IEnumerable<(string Key, string Value)> settings)
    {
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in settings)
        {
            own[key] = value;
        }
        if (own.Remove("default", out string? text) && GoVersion.Parse(text.StartsWith("go", StringComparison.Ordinal)
            ? text[2..] : text) is { } asked)
        {
            version = asked;
        }
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, int changed, string old) in s_settings)
        {
            if (version.Minor < changed)
            {
                all[name] = old;
            }
        }
        foreach (string key in own.Keys.Order(StringComparer.Ordinal))
        {
            all[key] = own[key];
        }
        return string.Join(',', all.Select(s => $"{s.Key}={s.Value}"));
    }

    /// <summary>Splits the arguments of a <c>//go:debug</c> line; on failure <paramref name="problem"/> says why.</summary>
    public static (string Key, string Value)? ParseDirective(string arguments, out string? problem)
    {
        int equals = arguments.IndexOf('=');
        if (equals < 0)
        {
            problem = "missing key=value";
            return null;
        }
        (string key, string value) = (arguments[..equals], arguments[(equals + 1)..]);
        problem = Problem("//go:debug setting", key, value);
        return problem is null ? (key, value) : null;
    }

    /// <summary>What is wrong with a setting, or null.</summary>
    /// <param name="what">What it stands in.</param>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="release">This release: <c>1.27.4</c>.</param>
    internal static string? Problem(string what, string key, string value, string release = GoRelease.Language)
    {
        if (key.AsSpan().IndexOfAny(' ', '\t') >= 0)
        {
            return "key contains space";
        }
        if (value.AsSpan().IndexOfAny(' ', '\t') >= 0)
        {
            return "value contains space";
        }
        if (key.Contains(',') || value.Contains(','))
        {
            return (key.Contains(',') ? "key" : "value") + " contains comma";
        }
        if (key == "default")
        {
            if (!value.StartsWith("go", StringComparison.Ordinal) || GoVersion.Parse(value[2..]) is not { } version)
            {
                return "value for default= must be goVERSION";
            }
            return version > ReleaseCheck.RunningOf("go" + release) ? $"default={value} too new (toolchain is go{release})" : null;
        }
        foreach ((string name, _, _) in s_settings)
        {
            if (name == key)
            {
                return null;
            }
        }
        foreach ((string name, int removed, string[] old) in s_removed)
        {
            if (name == key)
            {
                return Array.IndexOf(old, value) >= 0
                    ? $"removed GODEBUG \"{key}\" set to old value \"{value}\" (https://go.dev/doc/godebug#go-1{removed})" : null;
            }
        }
        return $"unknown {what} \"{key}\"";
    }
}
