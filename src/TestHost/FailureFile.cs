using System.Text.Json;

namespace Go.Sdk.TestHost;

/// <summary>Tells each failure, one JSON object a line, to the build that started the host (task GoTest reads it).</summary>
internal sealed class FailureFile(string? path)
{
    private readonly Lock _lock = new();

    /// <summary>Adds a failure for which nothing but a setting of the project is to blame.</summary>
    public void AddSetting(string setting, string value, string message) => Write(json =>
    {
        json.WriteString("setting", setting);
        json.WriteString("value", value);
        json.WriteString("message", message);
    });

    /// <summary>Adds a failure. An empty test name: the package's test program itself failed.</summary>
    public void Add(string package, string test, FailurePlace place) => Write(json =>
    {
        json.WriteString("package", package);
        json.WriteString("test", test);
        json.WriteString("file", place.File);
        json.WriteNumber("line", place.Line);
        json.WriteString("message", place.Message);
    });

    private void Write(Action<Utf8JsonWriter> content)
    {
        if (path is null)
        {
            return;
        }
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            content(json);
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
