using System.Globalization;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Modules;

/// <summary>A Go version as go.mod writes it: <c>1.21</c>, <c>1.21.3</c>, <c>1.22rc1</c>. Ordered: 1.21 &lt; 1.21rc1 &lt; 1.21.0.</summary>
public readonly record struct GoVersion : IComparable<GoVersion>
{
    /// <summary>Language of modules whose go.mod has no go line.</summary>
    public static GoVersion Unstated { get; } = new("1.16");

    /// <summary>The language of this release.</summary>
    public static GoVersion Newest { get; } = new(GoRelease.Language);

    private GoVersion(string text) => Text = text;

    /// <summary>Without a leading <c>go</c>.</summary>
    public string Text { get; }

    /// <summary>The language version for the checker: <c>go1.21</c>.</summary>
    public string Language
    {
        get
        {
            (int major, int minor, _, _, _) = Parts;
            // The first one has no second number in Go's messages.
            return (major, minor) == (1, 0) ? "go1" : string.Create(CultureInfo.InvariantCulture, $"go{major}.{minor}");
        }
    }

    /// <summary>A release or a candidate for one, not only a language: <c>1.21.0</c>, <c>1.22rc1</c>.</summary>
    public bool IsRelease => Parts is { Patch: >= 0 } or { Kind.Length: > 0 };

    /// <summary>N of 1.N.</summary>
    public int Minor => Parts.Minor;

    /// <summary>Reads <c>major.minor[.patch][prerelease]</c>; numbers without leading zeros.</summary>
    public static GoVersion? Parse(string text)
    {
        var version = new GoVersion(text);
        return version.TryParts(out _) ? version : null;
    }

    private (int Major, int Minor, int Patch, string Kind, int Pre) Parts
        => TryParts(out (int, int, int, string, int) parts) ? parts : default;

    private bool TryParts(out (int Major, int Minor, int Patch, string Kind, int Pre) parts)
    {
        parts = (0, 0, -1, "", 0);
        ReadOnlySpan<char> rest = Text;
        if (!Number(ref rest, out parts.Major) || parts.Major == 0 || !Dot(ref rest) || !Number(ref rest, out parts.Minor))
        {
            return false;
        }
        if (Dot(ref rest) && !Number(ref rest, out parts.Patch))
        {
            return false;
        }
        if (rest.Length == 0)
        {
            return true;
        }
        int letters = rest.IndexOfAnyExceptInRange('a', 'z');
        if (letters <= 0)
        {
            return false;
        }
        parts.Kind = rest[..letters].ToString();
        rest = rest[letters..];
        return rest.IndexOfAnyExceptInRange('0', '9') < 0
            && int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out parts.Pre);
    }

    private static bool Dot(ref ReadOnlySpan<char> rest)
    {
        if (!rest.StartsWith("."))
        {
            return false;
        }
        rest = rest[1..];
        return true;
    }

    private static bool Number(ref ReadOnlySpan<char> rest, out int value)
    {
        int end = rest.IndexOfAnyExceptInRange('0', '9');
        ReadOnlySpan<char> digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        value = 0;
        if (digits.Length == 0 || (digits.Length > 1 && digits[0] == '0'))
        {
            return false;
        }
        // What is larger is newer than anything that there will be.
        value = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue;
        return true;
    }

    public int CompareTo(GoVersion other)
    {
        (int, int, int, int, string, int) Key((int Major, int Minor, int Patch, string Kind, int Pre) p)
            // A release candidate comes after the bare language version and before the first release.
            // Before 1.21 there was no such version: 1.20 was the first release.
            => (p.Major, p.Minor, p.Patch >= 0 || (p.Kind.Length == 0 && p.Minor < 21) ? 2 : p.Kind.Length > 0 ? 1 : 0,
                Math.Max(p.Patch, 0), p.Kind, p.Pre);
        var (a, b) = (Key(Parts), Key(other.Parts));
        int c = (a.Item1, a.Item2, a.Item3, a.Item4).CompareTo((b.Item1, b.Item2, b.Item3, b.Item4));
        c = c != 0 ? c : string.CompareOrdinal(a.Item5, b.Item5);
        return c != 0 ? c : a.Item6.CompareTo(b.Item6);
    }

    public static bool operator <(GoVersion a, GoVersion b) => a.CompareTo(b) < 0;
    public static bool operator >(GoVersion a, GoVersion b) => a.CompareTo(b) > 0;
    public static bool operator <=(GoVersion a, GoVersion b) => a.CompareTo(b) <= 0;
    public static bool operator >=(GoVersion a, GoVersion b) => a.CompareTo(b) >= 0;
    public override string ToString() => Text;
}
