using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Go.Compiler.Text;

namespace Go.Compiler.Modules.Fetching;

/// <summary>The <c>.info</c> files of proxies and of the module cache.</summary>
internal static class RevisionJson
{
    // As the original go command writes them, so that it finds nothing to rewrite.
    private static readonly string[] s_originFields = ["VCS", "URL", "Subdir", "Hash", "TagPrefix", "TagSum", "Ref", "RepoSum"];

    /// <exception cref="JsonException">It is no JSON object, or has other types.</exception>
    public static ModuleRevision Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("not an object");
        }
        string version = "";
        string? origin = null;
        DateTimeOffset? time = null;
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            bool isNull = property.Value.ValueKind == JsonValueKind.Null;
            if (property.Name.Equals("Version", StringComparison.OrdinalIgnoreCase) && !isNull)
            {
                version = String(property.Value);
            }
            else if (property.Name.Equals("Time", StringComparison.OrdinalIgnoreCase) && !isNull)
            {
                time = DateTimeOffset.TryParse(String(property.Value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
                    out DateTimeOffset parsed)
                    ? parsed : throw new JsonException("Time is no time");
            }
            else if (property.Name.Equals("Origin", StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind == JsonValueKind.Object)
            {
                origin = property.Value.GetRawText();
            }
        }
        return new ModuleRevision(version, time) { Origin = origin };

        static string String(JsonElement value)
            => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new JsonException("not a string");
    }

    /// <summary>The file as it stands in the cache: without what says when to ask again, which never changes for a version.</summary>
    public static byte[] Format(ModuleRevision revision)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = GoJsonEncoder.Instance }))
        {
            writer.WriteStartObject();
            writer.WriteString("Version", revision.Version);
            writer.WriteString("Time", FormatTime(revision.Time));
            if (revision.Origin is not null)
            {
                WriteOrigin(writer, revision);
            }
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A time as Go's JSON has it; none is the year 1.</summary>
    public static string FormatTime(DateTimeOffset? time)
    {
        DateTimeOffset value = time ?? DateTimeOffset.MinValue;
        string format = value.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF";
        string zone = value.Offset == TimeSpan.Zero ? "Z" : value.ToString("zzz", CultureInfo.InvariantCulture);
        return value.ToString(format, CultureInfo.InvariantCulture) + zone;
    }

    private static void WriteOrigin(Utf8JsonWriter writer, ModuleRevision revision)
    {
        using JsonDocument origin = JsonDocument.Parse(revision.Origin!);
        writer.WriteStartObject("Origin");
        foreach (string field in s_originFields)
        {
            bool isKept = field is not ("TagPrefix" or "TagSum" or "RepoSum")
                && !(field == "Ref" && PseudoVersion.IsPseudo(revision.Version));
            if (isKept && origin.RootElement.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.String
                && value.GetString()!.Length > 0)
            {
                writer.WriteString(field, value.GetString());
            }
        }
        writer.WriteEndObject();
    }
}
