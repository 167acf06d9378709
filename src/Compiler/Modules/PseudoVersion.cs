using System.Globalization;

namespace Go.Compiler.Modules;

/// <summary>
/// Versions that stand for a commit without tag: <c>vX.0.0-yyyymmddhhmmss-abcdefabcdef</c> with no tag before it,
/// <c>vX.Y.Z-pre.0.yyyymmddhhmmss-abcdefabcdef</c> after <c>vX.Y.Z-pre</c>, and <c>vX.Y.(Z+1)-0.yyyymmddhhmmss-abcdefabcdef</c> after
/// <c>vX.Y.Z</c>.
/// </summary>
internal static class PseudoVersion
{
    private const string TimeFormat = "yyyyMMddHHmmss";

    /// <summary>Makes the version of a commit. <paramref name="older"/> is the newest tag before it, or empty.</summary>
    public static string Make(string major, string older, DateTimeOffset time, string revision)
    {
        string segment = $"{time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{revision}";
        string build = SemanticVersion.Build(older), canonical = SemanticVersion.Canonical(older);
        if (canonical.Length == 0)
        {
            return $"{(major.Length == 0 ? "v0" : major)}.0.0-{segment}";
        }
        if (SemanticVersion.Prerelease(canonical).Length > 0)
        {
            return $"{canonical}.0.{segment}{build}";
        }
        int dot = canonical.LastIndexOf('.') + 1;
        return $"{canonical[..dot]}{Increment(canonical[dot..])}-0.{segment}{build}";
    }

    /// <summary>Whether a version has the form of one.</summary>
    public static bool IsPseudo(string version)
    {
        // At least two dashes: before the prerelease part and before the commit. Most versions have none.
        int dash = version.AsSpan().IndexOf('-');
        return dash >= 0 && version.AsSpan(dash + 1).Contains('-') && SemanticVersion.IsValid(version)
            && TrySplit(version, out _, out _, out _, out _);
    }

    /// <summary>The time in a version of this form, or null.</summary>
    public static DateTimeOffset? Time(string version)
        => TrySplit(version, out _, out string stamp, out _, out _)
            && DateTimeOffset.TryParseExact(stamp, TimeFormat, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
                ? time : null;

    /// <summary>The start of a commit's name, 12 digits as a rule, or null.</summary>
    public static string? Revision(string version) => TrySplit(version, out _, out _, out string revision, out _) ? revision : null;

    /// <summary>
    /// The tag that the commit comes after, or empty if it comes after none; null if the version has not this form or names a tag that
    /// cannot be.
    /// </summary>
    public static string? Base(string version, out string? problem)
    {
        problem = null;
        if (!TrySplit(version, out string start, out _, out _, out string build))
        {
            problem = "syntax error";
            return null;
        }
        string prerelease = SemanticVersion.Prerelease(start);
        if (prerelease.Length == 0)
        {
            if (build.Length > 0)
            {
                // vX.0.0-time-commit has no base; +incompatible is allowed only after a tag that has it.
                problem = $"lacks base version, but has build metadata \"{build}\"";
                return null;
            }
            return "";
        }
        if (prerelease == "-0")
        {
            string withoutPrerelease = start[..^2];
            int dot = withoutPrerelease.LastIndexOf('.') + 1;
            if (Decrement(withoutPrerelease[dot..]) is not { } patch)
            {
                problem = $"version before {withoutPrerelease} would have negative patch number";
                return null;
            }
            return withoutPrerelease[..dot] + patch + build;
        }
        return start[..^2] + build;
    }

    // start: what stands before the time, "v1.2.3-0", "v1.2.3-pre.0" or "v1.0.0"; build: "+incompatible" or empty.
    private static bool TrySplit(string version, out string start, out string stamp, out string revision, out string build)
    {
        start = stamp = revision = "";
        build = SemanticVersion.Build(version);
        string text = version[..^build.Length];
        int dash = text.LastIndexOf('-');
        if (!SemanticVersion.IsValid(version) || dash < 0 || dash < TimeFormat.Length + 1)
        {
            return false;
        }
        revision = text[(dash + 1)..];
        int stampStart = dash - TimeFormat.Length;
        stamp = text[stampStart..dash];
        char separator = text[stampStart - 1];
        start = text[..(stampStart - 1)];
        if (revision.Length == 0 || revision.AsSpan().IndexOfAnyExcept(s_alphanumeric) >= 0
            || stamp.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return false;
        }
        string prerelease = SemanticVersion.Prerelease(start);
        return separator == '.' ? prerelease == "-0" || prerelease.EndsWith(".0", StringComparison.Ordinal)
            : separator == '-' && prerelease.Length == 0 && start.EndsWith(".0.0", StringComparison.Ordinal)
            && SemanticVersion.IsValid(start);
    }

    private static readonly System.Buffers.SearchValues<char> s_alphanumeric =
        System.Buffers.SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static string Increment(string number)
        => (System.Numerics.BigInteger.Parse(number, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);

    private static string? Decrement(string number)
    {
        var value = System.Numerics.BigInteger.Parse(number, CultureInfo.InvariantCulture);
        return value.IsZero ? null : (value - 1).ToString(CultureInfo.InvariantCulture);
    }
}
