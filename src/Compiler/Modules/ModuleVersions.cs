namespace Go.Compiler.Modules;

/// <summary>Rules for module versions: semantic versions with a <c>v</c>, whose major number is in the path from v2 on.</summary>
internal static class ModuleVersions
{
    /// <summary>What is wrong with a version for a module path, or null.</summary>
    public static string? Problem(string path, string version)
    {
        if (MajorOf(version) is not { } major)
        {
            return "must be of the form v1.2.3";
        }
        string? inPath = MajorInPath(path);
        if (inPath is null)
        {
            return major is "v0" or "v1" || version.EndsWith("+incompatible", StringComparison.Ordinal) ? null : $"should be v0 or v1, not {major}";
        }
        return major == inPath || (path.StartsWith("gopkg.in/", StringComparison.Ordinal) && major == "v0" && inPath == "v1") ? null : $"should be {inPath}, not {major}";
    }

    /// <summary><c>v2</c> of <c>v2.3.4-pre+build</c>, or null if it is no complete semantic version.</summary>
    private static string? MajorOf(string version)
    {
        if (!version.StartsWith('v'))
        {
            return null;
        }
        int end = version.AsSpan().IndexOfAny('-', '+');
        string[] numbers = (end < 0 ? version : version[..end])[1..].Split('.');
        bool ok = numbers.Length == 3 && (end < 0 || end + 1 < version.Length);
        foreach (string number in numbers)
        {
            ok &= number.Length > 0 && number.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 && (number.Length == 1 || number[0] != '0');
        }
        return ok ? "v" + numbers[0] : null;
    }

    private static string? MajorInPath(string path)
    {
        int separator = path.StartsWith("gopkg.in/", StringComparison.Ordinal) ? path.LastIndexOf('.') : path.LastIndexOf('/');
        string last = separator < 0 ? "" : path[(separator + 1)..];
        bool isMajor = last.Length >= 2 && last[0] == 'v' && last[1] != '0' && last.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
        return isMajor && (last != "v1" || path.StartsWith("gopkg.in/", StringComparison.Ordinal)) ? last : null;
    }
}
