using System.Text;
using Go.Compiler.Testing;

namespace Go.Compiler.Driver;

/// <summary>What programs of tests print, one after the other: several may run at once.</summary>
internal sealed class TestOutputWriter(TextWriter output)
{
    private readonly Lock _lock = new();

    /// <summary>Writes an event as a line of JSON.</summary>
    public void Event(TestEvent e)
    {
        lock (_lock)
        {
            output.Write(TestEventJson.Write(e) + "\n");
            output.Flush();
        }
    }

    /// <summary>Writes text as it comes; characters may be cut in two.</summary>
    public void Text(ReadOnlySpan<byte> bytes, Decoder decoder)
    {
        var characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        int count = decoder.GetChars(bytes, characters, flush: false);
        lock (_lock)
        {
            output.Write(characters, 0, count);
            output.Flush();
        }
    }

    /// <summary>The last line of a text that ends with a line break.</summary>
    public static ReadOnlySpan<byte> LastLine(ReadOnlySpan<byte> text) => text[(text[..^1].LastIndexOf((byte)'\n') + 1)..];
}
