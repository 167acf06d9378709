using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// Writes what a program is made of, in CycloneDX's JSON form, from the build information within it: its modules with versions and sums,
/// and the standard library. The same program gives the same bytes.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class GoBillOfMaterials : GoProgramTask
{
    [Required]
    public string Program { get; set; } = "";

    [Required]
    public string BomFile { get; set; } = "";

    public string Name { get; set; } = "";
    public string Version { get; set; } = "";
    public string SdkVersion { get; set; } = "";

    protected override void ExecuteCore()
    {
        if (Ask(["version", "-m", "-json", Program]) is not { } information)
        {
            return;
        }
        using JsonDocument document = JsonDocument.Parse(information);
        List<Part> parts = PartsOf(document.RootElement);
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Program)));
        string file = InProject(BomFile);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, Write(document.RootElement, parts, hash));
    }

    private sealed record Part(string Path, string Version, string Sum)
    {
        /// <summary>The package URL (purl) that scanners know modules by.</summary>
        public string Url
            => $"pkg:golang/{string.Join('/', Path.Split('/').Select(Uri.EscapeDataString))}{(Version.Length > 0 ? "@" + Uri.EscapeDataString(Version) : "")}";
    }

    private static List<Part> PartsOf(JsonElement information)
    {
        var parts = new List<Part>();
        foreach (JsonElement module in information.TryGetProperty("Deps", out JsonElement deps) && deps.ValueKind == JsonValueKind.Array
            ? deps.EnumerateArray() : [])
        {
            bool isReplaced = module.TryGetProperty("Replace", out JsonElement replaced) && replaced.ValueKind == JsonValueKind.Object;
            // A folder that stands for a module has no name of its own, and is no version of it.
            bool isFolder = isReplaced && Text(replaced, "Version") is "" or "(devel)";
            JsonElement counted = isReplaced ? replaced : module;
            string version = Text(counted, "Version") is "(devel)" ? "" : Text(counted, "Version");
            parts.Add(new Part(Text(isFolder ? module : counted, "Path"), version, Text(counted, "Sum")));
        }
        parts.Add(new Part("std", Text(information, "GoVersion").Replace("go", "", StringComparison.Ordinal), ""));
        return parts;
    }

    private byte[] Write(JsonElement information, List<Part> parts, string hash)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream,
            new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            var main = new Part(Text(information, "Path"), "v" + Version, "");
            json.WriteStartObject();
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.6");
            json.WriteString("serialNumber", "urn:uuid:" + new Guid(Convert.FromHexString(hash).AsSpan(0, 16), bigEndian: true)
                .ToString("D"));
            json.WriteNumber("version", 1);
            json.WriteStartObject("metadata");
            json.WriteStartObject("tools");
            json.WriteStartArray("components");
            WriteNamed(json, "application", "Go.Sdk", SdkVersion);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteStartObject("component");
            json.WriteString("type", "application");
            json.WriteString("bom-ref", main.Url);
            json.WriteString("name", Name);
            json.WriteString("version", Version);
            json.WriteString("purl", main.Url);
            json.WriteStartArray("hashes");
            json.WriteStartObject();
            json.WriteString("alg", "SHA-256");
            json.WriteString("content", hash);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("components");
            foreach (Part part in parts)
            {
                WritePart(json, part);
            }
            json.WriteEndArray();
            json.WriteStartArray("dependencies");
            json.WriteStartObject();
            json.WriteString("ref", main.Url);
            json.WriteStartArray("dependsOn");
            foreach (Part part in parts)
            {
                json.WriteStringValue(part.Url);
            }
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void WritePart(Utf8JsonWriter json, Part part)
    {
        json.WriteStartObject();
        json.WriteString("type", "library");
        json.WriteString("bom-ref", part.Url);
        json.WriteString("name", part.Path);
        if (part.Version.Length > 0)
        {
            json.WriteString("version", part.Version);
        }
        json.WriteString("purl", part.Url);
        if (part.Sum.Length > 0)
        {
            // A sum of go.sum is none of a file: CycloneDX has no kind of hash for it.
            json.WriteStartArray("properties");
            json.WriteStartObject();
            json.WriteString("name", "go.sum");
            json.WriteString("value", part.Sum);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    /// <summary>Begins a component; the caller ends it.</summary>
    private static void WriteNamed(Utf8JsonWriter json, string type, string name, string version)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("name", name);
        json.WriteString("version", version);
    }

    private static string Text(JsonElement element, string name)
        => element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
