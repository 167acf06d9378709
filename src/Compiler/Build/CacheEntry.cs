using System.Globalization;
using System.Text;

namespace Go.Compiler.Build;

/// <summary>
/// What the cache knows of one compilation: where its parts are stored. Packages whose parts come out the same share them, so an edit that
/// leaves the interface as it was leaves the keys of importers as they were.
/// </summary>
/// <param name="Package">The package's import path: variants for tests that come out the same share what is stored.</param>
/// <param name="InterfaceHash">What importers depend on: goes into their keys. Empty for programs, which nobody imports.</param>
/// <param name="Interface">The interface part; null for programs.</param>
/// <param name="Code">The code part.</param>
/// <param name="References">Packages that the interface mentions, sorted.</param>
internal sealed record CacheEntry(string Package, byte[] InterfaceHash, CachedPart? Interface, CachedPart Code,
    IReadOnlyList<string> References)
{
    /// <summary>Counts up with every change of this record, of the files that hold it or of what goes into keys.</summary>
    public const int Version = 2;
    private const string None = "-";
    private const int FixedLines = 5;

    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        text.Append(CompilerIdentity.Text).Append('\n').Append(Package).Append('\n');
        text.Append(Interface is null ? None : Convert.ToHexStringLower(InterfaceHash)).Append('\n');
        foreach (CachedPart? part in (CachedPart?[])[Interface, Code])
        {
            text.Append(part is null ? None : string.Create(CultureInfo.InvariantCulture, $"{part.Name} {part.Size}")).Append('\n');
        }
        foreach (string path in References)
        {
            text.Append(path).Append('\n');
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The record, or null when the bytes are none of this compiler's about that package.</summary>
    public static CacheEntry? Parse(byte[] bytes, string package)
    {
        string[] lines = Encoding.UTF8.GetString(bytes).Split('\n');
        if (lines.Length <= FixedLines || lines[^1].Length != 0 || lines[0] != CompilerIdentity.Text || lines[1] != package
            || ParsePart(lines[4]) is not { } code)
        {
            return null;
        }
        string[] references = lines[FixedLines..^1];
        if (lines[2] == None && lines[3] == None)
        {
            return new CacheEntry(package, [], null, code, references);
        }
        return IsHash(lines[2]) && ParsePart(lines[3]) is { } part
            ? new CacheEntry(package, Convert.FromHexString(lines[2]), part, code, references) : null;
    }

    private static CachedPart? ParsePart(string line)
    {
        int space = line.IndexOf(' ');
        return space > 0 && IsHash(line[..space]) && long.TryParse(line.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture,
            out long size)
            ? new CachedPart(line[..space], size) : null;
    }

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
