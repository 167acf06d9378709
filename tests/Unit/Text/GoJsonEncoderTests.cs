using System.Text.Encodings.Web;
using System.Text.Json;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Unit.Text;

/// <summary>What encoding/json of Go writes for the same texts.</summary>
public sealed class GoJsonEncoderTests
{
    [Theory]
    [InlineData("plain é ñ 漢 😀 \u007f \u0085 \ufeff '`+", "plain é ñ 漢 😀 \u007f \u0085 \ufeff '`+")]
    [InlineData("<a> & \"b\" \\", """\u003ca\u003e \u0026 \"b\" \\""")]
    [InlineData("\0\u0001\u0007\b\t\n\u000b\f\r\u000e\u001b\u001f", """\u0000\u0001\u0007\b\t\n\u000b\f\r\u000e\u001b\u001f""")]
    [InlineData("\u2027\u2028\u2029\u202a", "\u2027\\u2028\\u2029\u202a")]
    public void Texts_are_escaped_as_Go_does(string text, string expected)
    {
        Assert.Equal(expected, GoJsonEncoder.Instance.Encode(text));
        string json = JsonSerializer.Serialize(text, new JsonSerializerOptions { Encoder = GoJsonEncoder.Instance });
        Assert.Equal($"\"{expected}\"", json);
        Assert.Equal(text, JsonSerializer.Deserialize<string>(json));
    }
}
