namespace Go.Compiler.Modules;

/// <summary>
/// Semantic versions as Go writes them: with a leading <c>v</c>, where <c>v1</c> and <c>v1.2</c> are short for <c>v1.0.0</c> and
/// <c>v1.2.0</c>. Versions stay strings; nothing here allocates unless it must.
/// </summary>
internal static class SemanticVersion
{
    /// <summary>Whether the text is a version.</summary>
    public static bool IsValid(string version) => Split(version, out _);

    /// <summary><c>vMAJOR.MINOR.PATCH[-PRERELEASE]</c>, without build part; empty if the text is no version.</summary>
    public static string Canonical(string version)
    {
        if (!Split(version, out Parts parts))
        {
            return "";
        }
        string full = parts.Numbers == 3 ? version : version[..parts.CoreEnd] + (parts.Numbers == 2 ? ".0" : ".0.0");
        return parts.Numbers == 3 && parts.PrereleaseEnd < version.Length ? version[..parts.PrereleaseEnd] : full;
    }

    /// <summary>As <see cref="Canonical"/>, but <c>+incompatible</c> stays: the form of versions in the module cache.</summary>
    public static string CanonicalModule(string version)
    {
        string canonical = Canonical(version);
        return Build(version) == "+incompatible" ? canonical + "+incompatible" : canonical;
    }

    /// <summary><c>v2</c> of <c>v2.1.0</c>; empty if the text is no version.</summary>
    public static string Major(string version) => Split(version, out Parts parts) ? version[..parts.MajorEnd] : "";

    /// <summary><c>v2.1</c> of <c>v2.1.0</c>; empty if the text is no version.</summary>
    public static string MajorMinor(string version)
        => !Split(version, out Parts parts) ? "" : parts.Numbers == 1 ? version[..parts.MajorEnd] + ".0" : version[..parts.MinorEnd];

    /// <summary><c>-pre</c> of <c>v2.1.0-pre+meta</c>.</summary>
    public static string Prerelease(string version) => Split(version, out Parts parts) ? version[parts.CoreEnd..parts.PrereleaseEnd] : "";

    /// <summary><c>+meta</c> of <c>v2.1.0-pre+meta</c>.</summary>
    public static string Build(string version) => Split(version, out Parts parts) ? version[parts.PrereleaseEnd..] : "";

    /// <summary>Order of precedence; build parts do not count, and what is no version comes before all that are.</summary>
    public static int Compare(string left, string right)
    {
        bool leftValid = Split(left, out Parts a), rightValid = Split(right, out Parts b);
        if (!leftValid || !rightValid)
        {
            return leftValid.CompareTo(rightValid);
        }
        int order = CompareNumber(left.AsSpan(1, a.MajorEnd - 1), right.AsSpan(1, b.MajorEnd - 1));
        order = order != 0 ? order : CompareNumber(a.Minor(left), b.Minor(right));
        order = order != 0 ? order : CompareNumber(a.Patch(left), b.Patch(right));
        return order != 0 ? order : ComparePrerelease(left.AsSpan(a.CoreEnd, a.PrereleaseEnd - a.CoreEnd),
            right.AsSpan(b.CoreEnd, b.PrereleaseEnd - b.CoreEnd));
    }

    /// <summary>Order of precedence, then by text: a total order for lists.</summary>
    public static int CompareTotal(string left, string right)
    {
        int order = Compare(left, right);
        return order != 0 ? order : string.CompareOrdinal(left, right);
    }

    // Where the parts end: MajorEnd <= MinorEnd <= CoreEnd <= PrereleaseEnd. Numbers says how many of the three were written.
    private struct Parts
    {
        public int MajorEnd;
        public int MinorEnd;
        public int CoreEnd;
        public int PrereleaseEnd;
        public int Numbers;

        public readonly ReadOnlySpan<char> Minor(string version)
            => Numbers < 2 ? "0" : version.AsSpan(MajorEnd + 1, MinorEnd - MajorEnd - 1);

        public readonly ReadOnlySpan<char> Patch(string version)
            => Numbers < 3 ? "0" : version.AsSpan(MinorEnd + 1, CoreEnd - MinorEnd - 1);
    }

    private static bool Split(string version, out Parts parts)
    {
        parts = default;
        if (version.Length < 2 || version[0] != 'v')
        {
            return false;
        }
        int at = 0;
        for (int number = 1; number <= 3; number++)
        {
            int end = NumberEnd(version, at + 1);
            if (end < 0)
            {
                return false;
            }
            parts.Numbers = number;
            parts.MajorEnd = number == 1 ? end : parts.MajorEnd;
            parts.MinorEnd = number <= 2 ? end : parts.MinorEnd;
            parts.CoreEnd = parts.PrereleaseEnd = at = end;
            if (at == version.Length)
            {
                return true;
            }
            if (version[at] != '.')
            {
                break;
            }
        }
        // A short version has neither prerelease nor build part.
        if (parts.Numbers != 3)
        {
            return false;
        }
        if (version[at] == '-')
        {
            at = IdentifiersEnd(version, at + 1, isPrerelease: true);
            if (at < 0)
            {
                return false;
            }
            parts.PrereleaseEnd = at;
        }
        if (at < version.Length && version[at] == '+')
        {
            at = IdentifiersEnd(version, at + 1, isPrerelease: false);
        }
        return at == version.Length;
    }

    private static int NumberEnd(string version, int start)
    {
        int end = start;
        while (end < version.Length && char.IsAsciiDigit(version[end]))
        {
            end++;
        }
        return end == start || (version[start] == '0' && end > start + 1) ? -1 : end;
    }

    private static int IdentifiersEnd(string version, int start, bool isPrerelease)
    {
        int first = start, at = start;
        for (; ; at++)
        {
            bool ends = at == version.Length || version[at] is '.' or '+';
            if (!ends && !char.IsAsciiLetterOrDigit(version[at]) && version[at] != '-')
            {
                return -1;
            }
            if (ends)
            {
                ReadOnlySpan<char> identifier = version.AsSpan(first, at - first);
                bool hasLeadingZero = isPrerelease && identifier.Length > 1 && identifier[0] == '0'
                    && identifier.IndexOfAnyExceptInRange('0', '9') < 0;
                if (identifier.Length == 0 || hasLeadingZero)
                {
                    return -1;
                }
                if (at == version.Length || version[at] == '+')
                {
                    return at;
                }
                first = at + 1;
            }
        }
    }

    private static int CompareNumber(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
        => left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);

    // A version without prerelease part comes after all that have one; identifiers of digits come before others.
    private static int ComparePrerelease(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            return (left.Length == 0).CompareTo(right.Length == 0);
        }
        while (left.Length > 0 && right.Length > 0)
        {
            ReadOnlySpan<char> a = NextIdentifier(ref left), b = NextIdentifier(ref right);
            bool aIsNumber = a.IndexOfAnyExceptInRange('0', '9') < 0, bIsNumber = b.IndexOfAnyExceptInRange('0', '9') < 0;
            int order = aIsNumber != bIsNumber ? bIsNumber.CompareTo(aIsNumber) : aIsNumber ? CompareNumber(a, b) : a.SequenceCompareTo(b);
            if (order != 0)
            {
                return order;
            }
        }
        return left.Length.CompareTo(right.Length);
    }

    private static ReadOnlySpan<char> NextIdentifier(ref ReadOnlySpan<char> rest)
    {
        rest = rest[1..];
        int end = rest.IndexOf('.');
        ReadOnlySpan<char> identifier = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[end..];
        return identifier;
    }
}
