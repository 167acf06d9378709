using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Go.Sdk.TestHost;

/// <summary>
/// The results of benchmarks as test programs print them, a line each: name, rounds, and any number of values with their units. Kept as
/// JSON for machines. Thread-safe.
/// </summary>
internal sealed partial class BenchmarkResults
{
    private readonly Lock _lock = new();
    private readonly List<(string Package, string Name, int Processors, long Rounds,
        IReadOnlyList<(double Value, string Unit)> Values)> _results = [];

    public void Add(string package, IEnumerable<string> output)
    {
        lock (_lock)
        {
            foreach (string line in output.SelectMany(o => o.Split('\n')))
            {
                if (Line().Match(line) is not { Success: true } match)
                {
                    continue;
                }
                string[] fields = match.Groups["values"].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                var values = new List<(double, string)>();
                for (int i = 0; i + 1 < fields.Length && double.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture,
                    out double value); i += 2)
                {
                    values.Add((value, fields[i + 1]));
                }
                int processors = match.Groups["processors"] is { Success: true } p
                    ? int.Parse(p.ValueSpan, CultureInfo.InvariantCulture) : 1;
                _results.Add((package, match.Groups["name"].Value, processors,
                    long.Parse(match.Groups["rounds"].ValueSpan, CultureInfo.InvariantCulture), values));
            }
        }
    }

    /// <summary>By package, in the order in which they ran; several runs of one benchmark stay several.</summary>
    public void Write(string file)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream,
            new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach ((string package, string name, int processors, long rounds,
                IReadOnlyList<(double Value, string Unit)> values) in _results.OrderBy(r => r.Package, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("Package", package);
                json.WriteString("Name", name);
                json.WriteNumber("Processors", processors);
                json.WriteNumber("Iterations", rounds);
                json.WriteStartObject("Values");
                foreach ((double value, string unit) in values)
                {
                    json.WriteNumber(unit, value);
                }
                json.WriteEndObject();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        stream.WriteByte((byte)'\n');
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, stream.ToArray());
    }

    [GeneratedRegex(@"^(?<name>Benchmark\S*?)(-(?<processors>[0-9]+))?\s+(?<rounds>[0-9]+)\s+(?<values>[0-9].*)$")]
    private static partial Regex Line();
}
