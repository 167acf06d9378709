using System.Text;

namespace Go.Compiler.Modules;

/// <summary>
/// Rules for module paths: what they may hold, their major version suffix, and their spelling in file names and addresses.
/// </summary>
internal static class ModulePaths
{
    /// <summary>What is wrong with a module's path that is downloaded, in Go's words, or null.</summary>
    public static string? Problem(string path)
    {
        if (ImportPaths.Problem(path, isModule: true) is { } problem)
        {
            return problem;
        }
        int slash = path.IndexOf('/');
        string first = slash < 0 ? path : path[..slash];
        if (first.Length == 0)
        {
            return "leading slash";
        }
        if (!first.Contains('.'))
        {
            return "missing dot in first path element";
        }
        foreach (char c in first)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('-' or '.'))
            {
                return $"invalid char '{c}' in first path element";
            }
        }
        return SplitMajor(path) is null ? "invalid version" : null;
    }

    /// <summary><see cref="Problem"/> as Go's whole sentence.</summary>
    public static string? Malformed(string path)
        => Problem(path) is { } problem ? $"malformed module path {GoText.Quote(path)}: {problem}" : null;

    /// <summary>
    /// The path before its major version suffix, and the suffix (<c>/v2</c>, <c>.v3</c> at gopkg.in, or empty); null if the suffix cannot
    /// be one.
    /// </summary>
    public static (string Prefix, string Major)? SplitMajor(string path)
    {
        if (path.StartsWith("gopkg.in/", StringComparison.Ordinal))
        {
            return SplitGopkgIn(path);
        }
        int start = path.Length;
        while (start > 0 && (char.IsAsciiDigit(path[start - 1]) || path[start - 1] == '.'))
        {
            start--;
        }
        if (start <= 1 || start == path.Length || path[start - 1] != 'v' || path[start - 2] != '/')
        {
            return (path, "");
        }
        string major = path[(start - 2)..];
        return major.Contains('.') || major.Length <= 2 || major[2] == '0' || major == "/v1" ? null : (path[..(start - 2)], major);
    }

    private static (string Prefix, string Major)? SplitGopkgIn(string path)
    {
        int start = path.Length - (path.EndsWith("-unstable", StringComparison.Ordinal) ? "-unstable".Length : 0);
        while (start > 0 && char.IsAsciiDigit(path[start - 1]))
        {
            start--;
        }
        if (start <= 1 || path[start - 1] != 'v' || path[start - 2] != '.')
        {
            return null;
        }
        string major = path[(start - 2)..];
        return major.Length <= 2 || (major[2] == '0' && major != ".v0") ? null : (path[..(start - 2)], major);
    }

    /// <summary>What is wrong with a version for a path with this major suffix, in Go's words, or null.</summary>
    public static string? MajorProblem(string version, string pathMajor)
    {
        string major = pathMajor.StartsWith(".v", StringComparison.Ordinal) && pathMajor.EndsWith("-unstable", StringComparison.Ordinal)
            ? pathMajor[..^"-unstable".Length] : pathMajor;
        // An old error in pseudo-versions of gopkg.in's v1 modules stands in many go.mod files.
        if (major == ".v1" && version.StartsWith("v0.0.0-", StringComparison.Ordinal))
        {
            return null;
        }
        string actual = SemanticVersion.Major(version);
        if (major.Length == 0)
        {
            return actual is "v0" or "v1" || SemanticVersion.Build(version) == "+incompatible" ? null
                : $"{InvalidVersion(version)}: should be v0 or v1, not {actual}";
        }
        return actual == major[1..] ? null : $"{InvalidVersion(version)}: should be {major[1..]}, not {actual}";
    }

    /// <summary>The start of Go's sentence about a version that cannot be.</summary>
    public static string InvalidVersion(string version)
        => PseudoVersion.IsPseudo(version) ? $"invalid pseudo-version {GoText.Quote(version)}" : $"invalid version {GoText.Quote(version)}";

    /// <summary><c>v2</c> of the suffixes <c>/v2</c> and <c>.v2-unstable</c>; empty where there is none.</summary>
    public static string MajorPrefix(string pathMajor)
        => pathMajor.Length == 0 ? "" : pathMajor.EndsWith("-unstable", StringComparison.Ordinal)
            ? pathMajor[1..^"-unstable".Length] : pathMajor[1..];

    /// <summary>
    /// A path or version as it stands in file names and proxies' addresses: each capital is an exclamation mark and the small letter, so
    /// that names that differ in case only stay apart on file systems that ignore it. Null if the text cannot be spelled so.
    /// </summary>
    public static string? Escape(string text)
    {
        int capitals = 0;
        foreach (char c in text)
        {
            if (c == '!' || !char.IsAscii(c))
            {
                return null;
            }
            capitals += char.IsAsciiLetterUpper(c) ? 1 : 0;
        }
        if (capitals == 0)
        {
            return text;
        }
        var escaped = new StringBuilder(text.Length + capitals);
        foreach (char c in text)
        {
            escaped.Append(char.IsAsciiLetterUpper(c) ? $"!{char.ToLowerInvariant(c)}" : c.ToString());
        }
        return escaped.ToString();
    }

    /// <summary>A version or query as it stands in file names, or null if it has characters that such names may not have.</summary>
    public static string? EscapeVersion(string version)
        => version.Contains('/') || ImportPaths.FileProblem(version) is not null ? null : Escape(version);

    /// <summary>The inverse of <see cref="Escape"/>, or null.</summary>
    public static string? Unescape(string escaped)
    {
        var text = new StringBuilder(escaped.Length);
        for (int i = 0; i < escaped.Length; i++)
        {
            char c = escaped[i];
            if (c == '!')
            {
                if (++i == escaped.Length || !char.IsAsciiLetterLower(escaped[i]))
                {
                    return null;
                }
                text.Append(char.ToUpperInvariant(escaped[i]));
            }
            else if (!char.IsAscii(c) || char.IsAsciiLetterUpper(c))
            {
                return null;
            }
            else
            {
                text.Append(c);
            }
        }
        return text.ToString();
    }
}
