using System.Formats.Tar;

namespace Go.Sdk.Tasks.Containers;

/// <summary>
/// An image in a file: the layout of the Open Container Initiative in an archive (image-layout 1.0), with the file <c>manifest.json</c> by
/// which <c>docker load</c> and <c>podman load</c> of any age find the image.
/// </summary>
internal static class ImageArchive
{
    /// <param name="images">One, or one for each architecture.</param>
    public static void Write(string file, IReadOnlyList<ContainerImage> images, string repository, IReadOnlyList<string> tags,
        DateTimeOffset time)
    {
        var entries = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (ContainerImage image in images)
        {
            foreach (byte[] blob in (ReadOnlySpan<byte[]>)[image.Manifest, image.Configuration, .. image.Layers.Select(l => l.Content)])
            {
                entries[Name(ImageLayer.DigestOf(blob))] = blob;
            }
        }
        byte[] top = images.Count == 1 ? images[0].Manifest : ContainerImage.Index(images);
        string topType = images.Count == 1 ? ContainerImage.ManifestType : ContainerImage.IndexType;
        entries[Name(ImageLayer.DigestOf(top))] = top;
        entries["oci-layout"] = ContainerImage.Json(json => json.WriteString("imageLayoutVersion", "1.0.0"));
        entries["index.json"] = LayoutIndex(top, topType, repository, tags);
        if (images.Count == 1)
        {
            entries["manifest.json"] = LoadManifest(images[0], repository, tags);
        }
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        string temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            Write(temporary, entries, time);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void Write(string file, SortedDictionary<string, byte[]> entries, DateTimeOffset time)
    {
        using FileStream stream = File.Create(file);
        using var writer = new TarWriter(stream, TarEntryFormat.Ustar);
        foreach ((string name, byte[] content) in entries)
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { ModificationTime = time,
                Mode = (UnixFileMode)Convert.ToInt32("644", 8), DataStream = new MemoryStream(content) });
        }
    }

    private static string Name(string digest) => "blobs/" + digest.Replace(':', '/');

    private static byte[] LayoutIndex(byte[] top, string type, string repository, IReadOnlyList<string> tags) => ContainerImage.Json(json =>
    {
        json.WriteNumber("schemaVersion", 2);
        json.WriteString("mediaType", ContainerImage.IndexType);
        json.WriteStartArray("manifests");
        foreach (string tag in tags)
        {
            json.WriteStartObject();
            ContainerImage.WriteDescriptor(json, type, top.Length, ImageLayer.DigestOf(top));
            json.WriteStartObject("annotations");
            json.WriteString("io.containerd.image.name", $"docker.io/library/{repository}:{tag}");
            json.WriteString("org.opencontainers.image.ref.name", tag);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static byte[] LoadManifest(ContainerImage image, string repository, IReadOnlyList<string> tags)
    {
        byte[] inner = ContainerImage.Json(json =>
        {
            json.WriteString("Config", Name(ImageLayer.DigestOf(image.Configuration)));
            json.WriteStartArray("RepoTags");
            foreach (string tag in tags)
            {
                json.WriteStringValue($"{repository}:{tag}");
            }
            json.WriteEndArray();
            json.WriteStartArray("Layers");
            foreach (ImageLayer layer in image.Layers)
            {
                json.WriteStringValue(Name(layer.Digest));
            }
            json.WriteEndArray();
        });
        return [(byte)'[', .. inner, (byte)']'];
    }
}
