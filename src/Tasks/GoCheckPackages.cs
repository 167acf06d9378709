using System.Text.Json;
using Go.Compiler.Diagnostics;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// Finds libraries of .NET among the packages that a project references: NuGet restores them, and no Go code can use them. Packages
/// that bring targets, tools or native programs are what such references are for.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class GoCheckPackages : GoTaskBase
{
    /// <summary>The packages that the project references.</summary>
    [Required]
    public ITaskItem[] References { get; set; } = [];

    /// <summary>What NuGet restored.</summary>
    [Required]
    public string AssetsFile { get; set; } = "";

    protected override void ExecuteCore()
    {
        string file = Path.GetFullPath(AssetsFile, Path.GetDirectoryName(ProjectFile)!);
        if (!File.Exists(file))
        {
            return;
        }
        HashSet<string> libraries;
        try
        {
            using JsonDocument assets = JsonDocument.Parse(File.ReadAllBytes(file));
            libraries = LibrariesIn(assets.RootElement);
        }
        catch (JsonException e)
        {
            LogError(Catalogue.InputOutputFailed, $"{AssetsFile} cannot be read ({e.Message}): run dotnet restore --force", file);
            return;
        }
        foreach (ITaskItem reference in References.Where(r => libraries.Contains(r.ItemSpec)))
        {
            // What a file for many projects references is meant for the others.
            if (UserText.PlaceOfItem("PackageReference", reference.ItemSpec) is { } place && place.File == ProjectFile)
            {
                string message = ForeignSettings.OfPackage(reference.ItemSpec);
                Log(Catalogue.ForeignSetting.Severity, Catalogue.ForeignSetting.Code, message, place.File, place.Line, place.Column);
            }
        }
    }

    /// <summary>
    /// Ids of the packages that give a project something to compile with: <c>targets / FRAMEWORK / ID/VERSION / compile / PATH</c>.
    /// </summary>
    private static HashSet<string> LibrariesIn(JsonElement assets)
    {
        var libraries = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (!assets.TryGetProperty("targets", out JsonElement targets))
        {
            return libraries;
        }
        foreach (JsonProperty package in targets.EnumerateObject().SelectMany(t => t.Value.EnumerateObject()))
        {
            if (package.Value.TryGetProperty("compile", out JsonElement files) && files.EnumerateObject().Any(IsAssembly))
            {
                libraries.Add(package.Name.Split('/')[0]);
            }
        }
        return libraries;
    }

    private static bool IsAssembly(JsonProperty file) => Path.GetExtension(file.Name) == ".dll";
}
