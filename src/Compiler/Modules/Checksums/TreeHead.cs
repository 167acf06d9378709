using System.Globalization;
using System.Security.Cryptography;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Checksums;

/// <summary>How many records the log of a checksum database has, and the hash over all of them: a Merkle tree as in RFC 6962.</summary>
internal readonly record struct TreeHead(long Size, LogHash Hash)
{
    private const string FirstLine = "go.sum database tree";

    /// <summary>The head of the empty log.</summary>
    public static TreeHead Empty { get; } = new(0, new LogHash(SHA256.HashData([])));

    /// <summary>Reads the text of a signed note.</summary>
    /// <exception cref="ModuleException">It is malformed.</exception>
    public static TreeHead Parse(string text)
    {
        string[] lines = text.Split('\n');
        if (lines.Length < 4 || lines[0] != FirstLine || text.Length > 1_000_000 || LogHash.Parse(lines[2]) is not { } hash
            || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            || size.ToString(CultureInfo.InvariantCulture) != lines[1])
        {
            throw new ModuleException(Catalogue.ChecksumDatabaseFailed, "malformed tree note");
        }
        return new TreeHead(size, hash);
    }
}
