using System.Text.RegularExpressions;
using Go.Compiler.Diagnostics;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>Looks at what a package is called before NuGet does, whose errors have neither code nor place.</summary>
[MSBuildMultiThreadableTask]
public sealed partial class GoCheckPackage : GoTaskBase
{
    /// <summary>NuGet's own limit.</summary>
    private const int MaxIdLength = 100;

    private static readonly string[] s_versions = ["PackageVersion", "Version", "VersionPrefix", "VersionSuffix"];
    private static readonly string[] s_ids = ["PackageId", "AssemblyName"];

    [Required]
    public string PackageId { get; set; } = "";

    [Required]
    public string PackageVersion { get; set; } = "";

    /// <summary>Nothing is packed, and nothing said.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>NuGet can read the version.</summary>
    [Output]
    public bool IsVersion { get; set; }

    protected override void ExecuteCore()
    {
        IsVersion = Version().IsMatch(PackageVersion);
        if (IsQuiet)
        {
            return;
        }
        if (!IsVersion)
        {
            Tell(s_versions, PackageVersion, "a version such as 1.2.3 or 1.2.3-beta.1 for a package");
        }
        if (!Id().IsMatch(PackageId) || PackageId.Length > MaxIdLength)
        {
            Tell(s_ids, PackageId, $"at most {MaxIdLength} letters, digits, dots, dashes and underscores for a package");
        }
    }

    /// <summary>
    /// At the first of the properties that somebody sets: the others have their value from it, or from the project's name.
    /// </summary>
    private void Tell(string[] settings, string value, string wanted)
    {
        IReadOnlyDictionary<string, string>? given = (BuildEngine as IBuildEngine6)?.GetGlobalProperties();
        string setting = Array.Find(settings, s => given?.ContainsKey(s) == true)
            ?? Array.Find(settings, s => UserText.PlaceOf(s, value) is not null) ?? settings[0];
        LogAtSetting(Catalogue.InvalidProperty, setting, value, $"property {setting} is '{value}'; want {wanted}");
    }

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+){0,3}(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$")]
    private static partial Regex Version();

    [GeneratedRegex(@"^\w+([.-]\w+)*$")]
    private static partial Regex Id();
}
