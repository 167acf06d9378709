using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Go.Compiler.Images;

namespace Go.Compiler.Link;

/// <summary>
/// The build ids of an image: Go's, a text that tells programs apart, and the one of the system, made from it. Unless the user says what
/// they are, they come from the image itself, so that equal programs have equal ids whatever a build found done already.
/// </summary>
internal static class BuildIds
{
    private const uint GoKind = 4, SystemKind = 3;

    // Like those of Go's: hashes of 15 bytes in 20 letters, for the link, the main package, its contents, and the program's contents.
    private const int HashBytes = 15, HashLetters = 20, Parts = 4;
    private const int MadeSize = (Parts * HashLetters) + Parts - 1;

    /// <summary>The notes that the image has room for.</summary>
    public static List<ImageNote> NotesOf(LinkOptions options)
    {
        var notes = new List<ImageNote>();
        int size = options.BuildId is null ? MadeSize : Encoding.UTF8.GetByteCount(options.BuildId);
        if (size > 0)
        {
            notes.Add(new ImageNote(".note.go.buildid", "Go", GoKind, size));
        }
        int systemSize = options.SystemBuildId switch
        {
            "none" => 0,
            null or "gobuildid" => size > 0 ? options.Format.SystemIdSize : 0,
            var digits => (digits.Length - 2) / 2,
        };
        if (systemSize > 0)
        {
            notes.Add(new ImageNote(".note.gnu.build-id", "GNU", SystemKind, systemSize));
        }
        return notes;
    }

    /// <summary>Writes the contents, when all the rest of the file stands.</summary>
    public static void Write(LinkOptions options, ImageModel image, Span<byte> loaded, ReadOnlySpan<byte> rest)
    {
        byte[] id = [];
        foreach (ImageNote note in image.Notes)
        {
            byte[] content;
            if (note.Kind == GoKind)
            {
                id = content = options.BuildId is { } given ? Encoding.UTF8.GetBytes(given) : Made(loaded, rest);
            }
            else
            {
                content = options.SystemBuildId is { } digits && digits != "gobuildid" ? Convert.FromHexString(digits.AsSpan(2))
                    : SystemIdOf(options.Format, id);
            }
            if (note.FileOffset < 0)
            {
                continue;
            }
            content.CopyTo(loaded[(int)note.FileOffset..]);
        }
    }

    private static byte[] SystemIdOf(IImageFormat format, byte[] id)
    {
        byte[] hash = SHA256.HashData(id)[..format.SystemIdSize];
        format.MarkSystemId(hash);
        return hash;
    }

    private static byte[] Made(ReadOnlySpan<byte> loaded, ReadOnlySpan<byte> rest)
    {
        using var image = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        image.AppendData(loaded);
        image.AppendData(rest);
        byte[] hash = image.GetHashAndReset();
        var id = new StringBuilder(MadeSize);
        for (int part = 0; part < Parts; part++)
        {
            byte[] own = SHA256.HashData([.. hash, (byte)part]);
            id.Append(CultureInfo.InvariantCulture, $"{(part == 0 ? "" : "/")}{Base64Url.EncodeToString(own.AsSpan(0, HashBytes))}");
        }
        return Encoding.ASCII.GetBytes(id.ToString());
    }
}
