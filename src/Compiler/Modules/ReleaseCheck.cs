using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Modules;

/// <summary>Whether the standard library at hand is new enough for a module.</summary>
internal static class ReleaseCheck
{
    /// <summary>
    /// The release of the sources (<c>go1.27.4</c>) as a version. Sources that do not say it are taken for the newest of their language.
    /// </summary>
    public static GoVersion RunningOf(string release)
        => release.StartsWith("go", StringComparison.Ordinal)
            && GoVersion.Parse(release[2..].Split('-', ' ')[0]) is { IsRelease: true } version
            ? version : GoVersion.Parse(GoRelease.Language + ".999")!.Value;
}
