using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Go.Compiler.Build;

/// <summary>
/// What a build took: in all, by phase (summed over workers) and for each package that was compiled. JSON, for whoever keeps such figures.
/// </summary>
internal sealed class TimingReport(string file)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly ConcurrentDictionary<string, TimeSpan> _packages = new(StringComparer.Ordinal);

    public void Compiled(string package, TimeSpan time) => _packages[package] = time;

    /// <param name="output">The program; null when there is none.</param>
    public void Write(IReadOnlyList<(string Phase, TimeSpan Time)> phases, int packages, string? output)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("Seconds", Seconds(Stopwatch.GetElapsedTime(_start)));
            json.WriteNumber("Packages", packages);
            json.WriteNumber("Compiled", _packages.Count);
            if (output is not null && File.Exists(output))
            {
                json.WriteNumber("ProgramBytes", new FileInfo(output).Length);
            }
            WriteTimes(json, "Phases", phases);
            WriteTimes(json, "CompiledPackages", _packages.OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal)
                .Select(p => (p.Key, p.Value)));
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        ProgramLinker.WriteReport(file, Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static void WriteTimes(Utf8JsonWriter json, string name, IEnumerable<(string Name, TimeSpan Time)> times)
    {
        json.WriteStartArray(name);
        foreach ((string what, TimeSpan time) in times)
        {
            json.WriteStartObject();
            json.WriteString("Name", what);
            json.WriteNumber("Seconds", Seconds(time));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 4);
}
