using Go.Compiler.Modules;

namespace Go.Compiler.Build;

/// <summary>
/// What a program of a project says of its version: in variables that it has for that, by the names that release tools use, and as its
/// module's version.
/// </summary>
internal static class ProjectStamps
{
    public const string Version = "main.version", Commit = "main.commit", Date = "main.date";

    /// <summary>Wishes: a program without such variables has nothing to say.</summary>
    public static IEnumerable<Link.LinkVariable> VariablesOf(BuildOptions options, VersionStamp? stamp)
    {
        if (options.Project is not { } project || options.Tests)
        {
            yield break;
        }
        foreach ((string name, string value) in (IEnumerable<(string, string)>)[
            (Version, project.Version), (Commit, Known(project.Revision, "vcs.revision", stamp)),
                (Date, Known(project.Time, "vcs.time", stamp))])
        {
            if (value.Length > 0)
            {
                yield return new Link.LinkVariable(name, value, IsOptional: true, IsWish: true);
            }
        }
    }

    /// <summary>The version of the main module; null when the project gives none, or none that modules can have.</summary>
    public static string? ModuleVersion(BuildOptions options)
        => options.Project is { Version: { Length: > 0 } version } && SemanticVersion.IsValid("v" + version) ? "v" + version : null;

    private static string Known(string given, string setting, VersionStamp? stamp)
    {
        if (given.Length > 0 || stamp is null)
        {
            return given;
        }
        foreach ((string name, string value) in stamp.Settings)
        {
            if (name == setting)
            {
                return value;
            }
        }
        return "";
    }
}
