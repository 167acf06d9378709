using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>Tells how large the parts of a program are that its packages bring, as JSON: by its symbol table, the largest first.</summary>
[MSBuildMultiThreadableTask]
public sealed class GoSizeReport : GoProgramTask
{
    [Required]
    public string Program { get; set; } = "";

    protected override void ExecuteCore()
    {
        if (Ask(["tool", "nm", "-size", Program]) is not { } symbols)
        {
            return;
        }
        var packages = new Dictionary<string, (long Code, long Data)>(StringComparer.Ordinal);
        foreach (string line in symbols.Split('\n'))
        {
            // address, size, kind, name; what is only declared has neither of the first two
            string[] fields = line.Split((char[]?)null, 4, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 4 || !long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out long size)
                || fields[2] is "b" or "B")
            {
                continue; // of zeroed data the file holds nothing
            }
            string package = SymbolPackage.Of(fields[3].Trim());
            (long code, long data) = packages.GetValueOrDefault(package);
            packages[package] = fields[2] is "t" or "T" ? (code + size, data) : (code, data + size);
        }
        LogMessage(Text(packages), MessageImportance.High);
    }

    private string Text(Dictionary<string, (long Code, long Data)> packages)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream,
            new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("File", Program);
            json.WriteNumber("Bytes", new FileInfo(Program).Length);
            json.WriteStartArray("Packages");
            foreach ((string package, (long code, long data)) in packages.OrderByDescending(p => p.Value.Code + p.Value.Data)
                .ThenBy(p => p.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("Package", package);
                json.WriteNumber("Bytes", code + data);
                json.WriteNumber("Code", code);
                json.WriteNumber("Data", data);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
