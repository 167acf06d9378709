using System.Buffers;
using System.Text;
using System.Text.Json;
using Go.Compiler.Text;

namespace Go.Compiler.Testing;

/// <summary>Writes events as <c>go test -json</c> does: one object a line, absent fields left out.</summary>
public static class TestEventJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = GoJsonEncoder.Instance };

    /// <summary>The object, without line break.</summary>
    public static string Write(TestEvent e)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            if (e.Time is { } time)
            {
                string zone = time.Offset == TimeSpan.Zero ? "'Z'" : "zzz";
                json.WriteString("Time", time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF" + zone,
                    System.Globalization.CultureInfo.InvariantCulture));
            }
            bool isBuild = e.Action is TestAction.BuildOutput or TestAction.BuildFail;
            // In the order of Go's fields, which differs between the two kinds.
            WriteText(json, "ImportPath", isBuild ? e.Package : "", isBuild);
            json.WriteString("Action", NameOf(e.Action));
            WriteText(json, "Package", isBuild ? "" : e.Package, false);
            WriteText(json, "Test", e.Test, false);
            if (e.Elapsed is { } elapsed)
            {
                json.WriteNumber("Elapsed", elapsed);
            }
            WriteText(json, "Output", e.Output, e.Action is TestAction.Output or TestAction.BuildOutput);
            WriteText(json, "OutputType", e.OutputType, false);
            WriteText(json, "FailedBuild", e.FailedBuild, false);
            WriteText(json, "Key", e.Key, false);
            WriteText(json, e.Action == TestAction.Artifacts ? "Path" : "Value", e.Value, false);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The action's name in Go's format.</summary>
    public static string NameOf(TestAction action) => action switch
    {
        TestAction.Continue => "cont",
        TestAction.Attribute => "attr",
        TestAction.BuildOutput => "build-output",
        TestAction.BuildFail => "build-fail",
        _ => action.ToString().ToLowerInvariant(),
    };

    private static void WriteText(Utf8JsonWriter json, string name, string value, bool always)
    {
        if (always || value.Length > 0)
        {
            json.WriteString(name, value);
        }
    }
}
