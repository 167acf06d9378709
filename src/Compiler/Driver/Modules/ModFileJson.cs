using System.Text;
using System.Text.Json;
using Go.Compiler.Modules;
using Go.Compiler.Text;

namespace Go.Compiler.Driver.Modules;

/// <summary>go.mod and go.work files as <c>edit -json</c> prints them.</summary>
internal static class ModFileJson
{
    private static string Write(Action<Utf8JsonWriter> body)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, IndentCharacter = '\t', IndentSize = 1, Encoder = GoJsonEncoder.Instance };
        using (var json = new Utf8JsonWriter(stream, options))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is { Length: > 0 })
        {
            json.WriteString(name, value);
        }
    }

    private static void List<T>(Utf8JsonWriter json, string name, IReadOnlyCollection<T> items, Action<T> write)
    {
        if (items.Count == 0)
        {
            return;
        }
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Module(Utf8JsonWriter json, ModuleVersion module)
    {
        json.WriteString("Path", module.Path);
        Optional(json, "Version", module.Version);
    }

    private static void Replacement(Utf8JsonWriter json, ReplacedModule replaced)
    {
        json.WriteStartObject("Old");
        Module(json, replaced.Old);
        json.WriteEndObject();
        json.WriteStartObject("New");
        Module(json, replaced.New);
        json.WriteEndObject();
    }

    private static void Setting(Utf8JsonWriter json, string key, string value)
    {
        json.WriteString("Key", key);
        json.WriteString("Value", value);
    }

    public static string Of(GoModFile file) => Write(json =>
    {
        json.WriteStartObject("Module");
        json.WriteString("Path", file.ModulePath);
        Optional(json, "Deprecated", file.Deprecated);
        json.WriteEndObject();
        Optional(json, "Go", file.Go?.Text);
        Optional(json, "Toolchain", file.Toolchain);
        List(json, "GoDebug", file.Godebugs, g => Setting(json, g.Key, g.Value));
        List(json, "Require", file.Requirements, r =>
        {
            Module(json, r.Module);
            if (r.IsIndirect)
            {
                json.WriteBoolean("Indirect", true);
            }
        });
        List(json, "Exclude", file.Exclusions, x => Module(json, x.Module));
        List(json, "Replace", file.Replacements, r => Replacement(json, r));
        List(json, "Retract", file.Retractions, r =>
        {
            Optional(json, "Low", r.Low);
            Optional(json, "High", r.High);
            Optional(json, "Rationale", r.Rationale);
        });
        List(json, "Tool", file.Tools, t => json.WriteString("Path", t));
        List(json, "Ignore", file.Ignored, i => json.WriteString("Path", i));
    });

    public static string Of(GoWorkFile file) => Write(json =>
    {
        Optional(json, "Go", file.Go?.Text);
        Optional(json, "Toolchain", file.Toolchain);
        List(json, "Godebug", file.Godebugs, g => Setting(json, g.Key, g.Value));
        List(json, "Use", file.Uses, u => json.WriteString("DiskPath", u.Path));
        List(json, "Replace", file.Replacements, r => Replacement(json, r));
    });
}
