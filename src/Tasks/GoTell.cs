using System.Text.Json;
using Go.Compiler.Platforms;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// Tells people, or machines that read JSON, what the SDK knows: the targets that there are, or the settings of a project with where each
/// comes from.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class GoTell : GoTaskBase
{
    /// <summary><c>targets</c> or <c>settings</c>.</summary>
    [Required]
    public string What { get; set; } = "";

    /// <summary>Every property and item of <see cref="ProjectSettings"/> that is set; metadata Value says to what.</summary>
    public ITaskItem[] Settings { get; set; } = [];

    protected override void ExecuteCore()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream,
            new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            if (What == "targets")
            {
                WriteTargets(json);
            }
            else
            {
                WriteSettings(json);
            }
        }
        LogMessage(System.Text.Encoding.UTF8.GetString(stream.ToArray()), MessageImportance.High);
    }

    private static void WriteTargets(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (string identifier in RuntimeIdentifiers.Supported())
        {
            (string os, string arch) = RuntimeIdentifiers.Find(identifier)!.Value;
            json.WriteStartObject();
            json.WriteString("RuntimeIdentifier", identifier);
            json.WriteString("GOOS", os);
            json.WriteString("GOARCH", arch);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Properties that have a value: where the user set it, or that it is the SDK's own.</summary>
    private void WriteSettings(Utf8JsonWriter json)
    {
        var reader = new SettingsReader(Settings);
        HashSet<string> commandLine = BuildEngine is IBuildEngine6 engine
            ? new(engine.GetGlobalProperties().Keys, StringComparer.OrdinalIgnoreCase) : [];
        json.WriteStartArray();
        foreach (ProjectSetting setting in ProjectSettings.All.Where(s => s is { IsItem: false, IsInternal: false })
            .OrderBy(s => s.Name, StringComparer.Ordinal))
        {
            string value = reader.Text(setting.Name);
            if (value.Length == 0)
            {
                continue;
            }
            ProjectAssignment? place = UserText.PlaceOf(setting.Name, value);
            json.WriteStartObject();
            json.WriteString("Name", setting.Name);
            json.WriteString("Value", value);
            json.WriteString("Origin", commandLine.Contains(setting.Name) ? "command line" : place is not null
                ? $"{place.File}({place.Line},{place.Column})"
                : Environment.GetEnvironmentVariable(setting.Name) == value ? "environment" : "default");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
