using System.Text.Json;

namespace Go.Sdk.TestHost;

/// <summary>Tells each failure, one JSON object a line, to the build that started the host (task GoTest reads it).</summary>
internal sealed class FailureFile(string? path)
{
    private readonly Lock _lock = new();

    /// <summary>Adds a failure. An empty test name: the package's test program itself failed.</summary>
    public void Add(string package, string test, FailurePlace place)
    {
        if (path is null)
        {
            return;
        }
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("package", package);
            json.WriteString("test", test);
            json.WriteString("file", place.File);
            json.WriteNumber("line", place.Line);
            json.WriteString("message", place.Message);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        lock (_lock)
        {
            using FileStream file = File.Open(path, FileMode.Append, FileAccess.Write);
            stream.WriteTo(file);
        }
    }
}
