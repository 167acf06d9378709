using System.Text.Json;

namespace Go.Sdk.Tasks.Containers;

/// <summary>
/// An image for one architecture as the Open Container Initiative's image format has it (image-spec 1.1): configuration, manifest and
/// layers.
/// </summary>
internal sealed class ContainerImage
{
    public const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>The system of images on scratch, in Go's word and the format's.</summary>
    public const string Os = "linux";
    public const string IndexType = "application/vnd.oci.image.index.v1+json";
    private const string ConfigurationType = "application/vnd.oci.image.config.v1+json";

    private ContainerImage(string architecture, byte[] configuration, byte[] manifest, IReadOnlyList<ImageLayer> layers)
    {
        Architecture = architecture;
        Configuration = configuration;
        Manifest = manifest;
        Layers = layers;
    }

    /// <summary>Go's name, which is the format's too.</summary>
    public string Architecture { get; }
    public byte[] Configuration { get; }
    public byte[] Manifest { get; }
    public IReadOnlyList<ImageLayer> Layers { get; }
    public string Digest => ImageLayer.DigestOf(Manifest);

    public static ContainerImage Of(string architecture, ImageSettings settings, IReadOnlyList<ImageLayer> layers)
    {
        byte[] configuration = Json(json => WriteConfiguration(json, architecture, settings, layers));
        byte[] manifest = Json(json =>
        {
            json.WriteNumber("schemaVersion", 2);
            json.WriteString("mediaType", ManifestType);
            json.WriteStartObject("config");
            WriteDescriptor(json, ConfigurationType, configuration.Length, ImageLayer.DigestOf(configuration));
            json.WriteEndObject();
            json.WriteStartArray("layers");
            foreach (ImageLayer layer in layers)
            {
                json.WriteStartObject();
                WriteDescriptor(json, ImageLayer.MediaType, layer.Content.Length, layer.Digest);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
        return new ContainerImage(architecture, configuration, manifest, layers);
    }

    /// <summary>The index of images of several architectures: whoever runs it takes the one for his.</summary>
    public static byte[] Index(IReadOnlyList<ContainerImage> images) => Json(json =>
    {
        json.WriteNumber("schemaVersion", 2);
        json.WriteString("mediaType", IndexType);
        json.WriteStartArray("manifests");
        foreach (ContainerImage image in images)
        {
            json.WriteStartObject();
            WriteDescriptor(json, ManifestType, image.Manifest.Length, image.Digest);
            json.WriteStartObject("platform");
            json.WriteString("architecture", image.Architecture);
            json.WriteString("os", Os);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    /// <summary>One JSON object without blanks: the same value is the same bytes.</summary>
    public static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream,
            new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    public static void WriteDescriptor(Utf8JsonWriter json, string mediaType, long size, string digest)
    {
        json.WriteString("mediaType", mediaType);
        json.WriteNumber("size", size);
        json.WriteString("digest", digest);
    }

    private static void WriteConfiguration(Utf8JsonWriter json, string architecture, ImageSettings settings,
        IReadOnlyList<ImageLayer> layers)
    {
        string created = settings.Created.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        json.WriteString("architecture", architecture);
        json.WriteString("os", Os);
        json.WriteString("created", created);
        json.WriteStartObject("config");
        json.WriteString("User", settings.User);
        WriteKeys(json, "ExposedPorts", settings.Ports);
        WriteStrings(json, "Env", settings.Environment);
        WriteStrings(json, "Entrypoint", settings.Entrypoint);
        WriteStrings(json, "Cmd", settings.Command);
        json.WriteString("WorkingDir", settings.WorkingDirectory);
        if (settings.Labels.Count > 0)
        {
            json.WriteStartObject("Labels");
            foreach ((string name, string value) in settings.Labels)
            {
                json.WriteString(name, value);
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteStartObject("rootfs");
        json.WriteString("type", "layers");
        WriteStrings(json, "diff_ids", [.. layers.Select(l => l.ContentDigest)]);
        json.WriteEndObject();
        json.WriteStartArray("history");
        foreach (ImageLayer layer in layers)
        {
            json.WriteStartObject();
            json.WriteString("created", created);
            json.WriteString("created_by", layer.Created);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            json.WriteStartArray(name);
            foreach (string value in values)
            {
                json.WriteStringValue(value);
            }
            json.WriteEndArray();
        }
    }

    private static void WriteKeys(Utf8JsonWriter json, string name, IReadOnlyList<string> keys)
    {
        if (keys.Count > 0)
        {
            json.WriteStartObject(name);
            foreach (string key in keys)
            {
                json.WriteStartObject(key);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
    }
}
