using System.Text;

namespace Go.Compiler.Build;

/// <summary>
/// What the cache knows of one compilation: the hashes under which its parts are stored. Packages whose parts come out the same share them, so
/// an edit that leaves the interface as it was leaves the keys of importers as they were.
/// </summary>
/// <param name="InterfaceHash">What importers depend on: goes into their keys.</param>
/// <param name="InterfaceContent">Where the interface part is stored; empty for programs, which nobody imports.</param>
/// <param name="CodeContent">Where the code part is stored.</param>
/// <param name="References">Packages that the interface mentions, sorted.</param>
internal sealed record CacheEntry(byte[] InterfaceHash, byte[] InterfaceContent, byte[] CodeContent, IReadOnlyList<string> References)
{
    /// <summary>Counts up with every change of this record or of what goes into keys.</summary>
    public const int Version = 1;

    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        foreach (byte[] hash in (byte[][])[InterfaceHash, InterfaceContent, CodeContent])
        {
            text.Append(Convert.ToHexStringLower(hash)).Append('\n');
        }
        foreach (string path in References)
        {
            text.Append(path).Append('\n');
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The record, or null when the bytes are none.</summary>
    public static CacheEntry? Parse(byte[] bytes)
    {
        string[] lines = Encoding.UTF8.GetString(bytes).Split('\n');
        if (lines.Length < 4 || lines[^1].Length != 0)
        {
            return null;
        }
        try
        {
            byte[] interfaceHash = Convert.FromHexString(lines[0]), interfaceContent = Convert.FromHexString(lines[1]), codeContent = Convert.FromHexString(lines[2]);
            return interfaceContent.Length is 0 or 32 && codeContent.Length == 32 ? new CacheEntry(interfaceHash, interfaceContent, codeContent, lines[3..^1]) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
