using System.Globalization;

namespace Go.Compiler.Tests.Conformance.Scripts;

/// <summary>Semantic versions in order (semver.org, section 11); build metadata does not count.</summary>
internal sealed class VersionOrder : IComparer<string>
{
    public static readonly VersionOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        (string[] Numbers, string Pre) a = Parts(x!), b = Parts(y!);
        for (int i = 0; i < 3; i++)
        {
            int c = Number(a.Numbers, i).CompareTo(Number(b.Numbers, i));
            if (c != 0)
            {
                return c;
            }
        }
        return a.Pre.Length == 0 || b.Pre.Length == 0
            ? (a.Pre.Length == 0 ? 1 : 0) - (b.Pre.Length == 0 ? 1 : 0) : ComparePrerelease(a.Pre.Split('.'), b.Pre.Split('.'));
    }

    private static int ComparePrerelease(string[] a, string[] b)
    {
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            bool isNumber = long.TryParse(a[i], out long left), isOtherNumber = long.TryParse(b[i], out long right);
            int c = isNumber && isOtherNumber ? left.CompareTo(right) : isNumber != isOtherNumber
                ? (isNumber ? -1 : 1) : string.CompareOrdinal(a[i], b[i]);
            if (c != 0)
            {
                return c;
            }
        }
        return a.Length.CompareTo(b.Length);
    }

    private static (string[] Numbers, string Pre) Parts(string version)
    {
        string core = version.TrimStart('v').Split('+')[0];
        int dash = core.IndexOf('-');
        return ((dash < 0 ? core : core[..dash]).Split('.'), dash < 0 ? "" : core[(dash + 1)..]);
    }

    private static long Number(string[] numbers, int i)
        => i < numbers.Length && long.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out long n) ? n : 0;
}
