using System.Text;
using System.Text.Json;

namespace Go.Sdk.Tasks;

/// <summary>
/// A file of errors, one JSON object a line, that the projects of a build add to: what failed, for machines that decide what to do about
/// it.
/// </summary>
internal static class FailureList
{
    private const int Attempts = 50;

    public static void Add(string file, string code, string message, string place, int line, int column)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("Category", FailureCategory.Of(code));
            json.WriteString("Code", code);
            json.WriteString("File", place);
            json.WriteNumber("Line", line);
            json.WriteNumber("Column", column);
            json.WriteString("Message", message);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                File.AppendAllText(file, Encoding.UTF8.GetString(stream.ToArray()));
                return;
            }
            catch (IOException) when (attempt < Attempts)
            {
                Thread.Sleep(10); // another project adds to it
            }
        }
    }
}
