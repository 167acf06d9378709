using System.Text.Json;
using System.Text.RegularExpressions;

namespace Go.Sdk.Tests.Sdk;

/// <summary>
/// The rules of CycloneDX 1.6 for the parts of the format that lists of parts here use: what must be there, what values have which form,
/// and that references lead somewhere.
/// </summary>
internal static partial class CycloneDxRules
{
    private static readonly HashSet<string> s_top = ["bomFormat", "specVersion", "serialNumber", "version", "metadata", "components",
        "dependencies"];
    private static readonly HashSet<string> s_component = ["type", "bom-ref", "name", "version", "purl", "hashes", "properties"];
    private static readonly HashSet<string> s_types = ["application", "framework", "library", "container", "platform", "operating-system",
        "device", "device-driver", "firmware", "file", "machine-learning-model", "data", "cryptographic-asset"];

    public static void Check(JsonElement bom)
    {
        Only(bom, s_top);
        Assert.Equal("CycloneDX", bom.GetProperty("bomFormat").GetString());
        Assert.Equal("1.6", bom.GetProperty("specVersion").GetString());
        Assert.Matches(SerialNumber(), bom.GetProperty("serialNumber").GetString());
        Assert.True(bom.GetProperty("version").GetInt32() >= 1);
        JsonElement metadata = bom.GetProperty("metadata");
        Only(metadata, ["tools", "component"]);
        var references = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonElement tool in metadata.GetProperty("tools").GetProperty("components").EnumerateArray())
        {
            Component(tool, references);
        }
        Component(metadata.GetProperty("component"), references);
        foreach (JsonElement component in bom.GetProperty("components").EnumerateArray())
        {
            Component(component, references);
        }
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonElement dependency in bom.GetProperty("dependencies").EnumerateArray())
        {
            Only(dependency, ["ref", "dependsOn"]);
            Assert.True(told.Add(dependency.GetProperty("ref").GetString()!), "one entry for each");
            Assert.Contains(dependency.GetProperty("ref").GetString()!, references);
            string[] on = [.. dependency.GetProperty("dependsOn").EnumerateArray().Select(d => d.GetString()!)];
            Assert.Equal(on.Distinct(), on);
            Assert.All(on, d => Assert.Contains(d, references));
        }
    }

    private static void Component(JsonElement component, HashSet<string> references)
    {
        Only(component, s_component);
        Assert.Contains(component.GetProperty("type").GetString()!, s_types);
        Assert.NotEqual("", component.GetProperty("name").GetString());
        if (component.TryGetProperty("bom-ref", out JsonElement reference))
        {
            Assert.NotEqual("", reference.GetString());
            Assert.True(references.Add(reference.GetString()!), $"{reference} is there twice");
        }
        if (component.TryGetProperty("version", out JsonElement version))
        {
            Assert.InRange(version.GetString()!.Length, 1, 1024);
        }
        if (component.TryGetProperty("purl", out JsonElement url))
        {
            Assert.Matches(PackageUrl(), url.GetString());
        }
        foreach (JsonElement hash in component.TryGetProperty("hashes", out JsonElement hashes) ? hashes.EnumerateArray() : default)
        {
            Only(hash, ["alg", "content"]);
            Assert.Equal("SHA-256", hash.GetProperty("alg").GetString());
            Assert.Matches("^[0-9a-f]{64}$", hash.GetProperty("content").GetString());
        }
        foreach (JsonElement property in component.TryGetProperty("properties", out JsonElement properties)
            ? properties.EnumerateArray() : default)
        {
            Only(property, ["name", "value"]);
        }
    }

    /// <summary>The schema allows no others.</summary>
    private static void Only(JsonElement element, IReadOnlyCollection<string> names)
        => Assert.All(element.EnumerateObject(), p => Assert.Contains(p.Name, names));

    [GeneratedRegex("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
    private static partial Regex SerialNumber();

    /// <summary>Of type golang: no segment is empty, "." or "..".</summary>
    [GeneratedRegex(@"^pkg:golang/(?!\.{0,2}(/|@|$))[^/@\s]+(/(?!\.{0,2}(/|@|$))[^/@\s]+)*(@[^/@\s]+)?$")]
    private static partial Regex PackageUrl();
}
