using System.Text;
using System.Text.Json;

namespace Go.Compiler.FileSystem;

/// <summary>Why a text is not the JSON that it should be, in Go's words for the usual cases.</summary>
internal static class JsonProblem
{
    public static string Of(byte[] json, JsonException e)
    {
        string text = Encoding.UTF8.GetString(json).TrimStart();
        if (text.Length == 0 || IsAtEnd(json, e))
        {
            return "unexpected end of JSON input";
        }
        return !"{[\"-0123456789tfn".Contains(text[0]) ? $"invalid character '{text[0]}' looking for beginning of value"
            : e.LineNumber is { } line ? $"invalid JSON in line {line + 1}, byte {e.BytePositionInLine + 1}" : $"invalid JSON: {e.Message}";
    }

    /// <summary>Nothing but space follows the place where reading broke off.</summary>
    private static bool IsAtEnd(byte[] json, JsonException e)
    {
        if (e is not { LineNumber: { } line, BytePositionInLine: { } position })
        {
            return false;
        }
        int start = 0;
        for (; line > 0; line--)
        {
            start += json.AsSpan(start).IndexOf((byte)'\n') + 1;
        }
        return json.AsSpan(Math.Min(json.Length, start + (int)position)).TrimStart(" \t\r\n"u8).IsEmpty;
    }
}
