using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Checksums;

/// <summary>
/// The public key of a checksum database, written <c>NAME+HASH+KEY</c>, and the notes that it signs: text, an empty line, and lines
/// <c>— NAME BASE64</c> with the key's hash and the signature of the text.
/// </summary>
internal sealed class NoteVerifier
{
    private const byte Ed25519Algorithm = 1;
    private const int MaxSignatures = 100;

    private readonly byte[] _key;
    private readonly uint _hash;

    /// <summary>The database's name.</summary>
    public string Name { get; }

    private NoteVerifier(string name, uint hash, byte[] key) => (Name, _hash, _key) = (name, hash, key);

    /// <summary>Reads a key; on failure says why in Go's words.</summary>
    public static NoteVerifier? Parse(string text, out string? problem)
    {
        string[] parts = text.Split('+', 3);
        byte[] data = new byte[text.Length];
        problem = "malformed verifier id";
        if (parts.Length < 3 || parts[1].Length != 8
            || !uint.TryParse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint hash)
            || !Convert.TryFromBase64String(parts[2], data, out int length) || length == 0 || !IsValidName(parts[0]))
        {
            return null;
        }
        byte[] key = data[..length];
        if (hash != KeyHash(parts[0], key))
        {
            problem = "invalid verifier hash";
            return null;
        }
        if (key[0] != Ed25519Algorithm)
        {
            problem = "unknown verifier algorithm";
            return null;
        }
        if (key.Length != 1 + Ed25519.KeySize)
        {
            return null;
        }
        problem = null;
        return new NoteVerifier(parts[0], hash, key[1..]);
    }

    /// <summary>The number by which a signature says which key it is of.</summary>
    public static uint KeyHash(string name, ReadOnlySpan<byte> key)
    {
        byte[] digest = SHA256.HashData([.. Encoding.UTF8.GetBytes(name + "\n"), .. key]);
        return BinaryPrimitives.ReadUInt32BigEndian(digest);
    }

    private static bool IsValidName(string name)
        => name.Length > 0 && !name.Contains('+') && !name.Contains('\ufffd') && !name.Any(char.IsWhiteSpace);

    /// <summary>The text of a note with a good signature of this key.</summary>
    /// <exception cref="ModuleException">The note is malformed, is not signed with this key, or the signature is wrong.</exception>
    public string Open(ReadOnlySpan<byte> note)
    {
        string all = Text(note);
        int split = all.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !all.EndsWith('\n') || all.Length == split + 2)
        {
            throw Error("malformed note");
        }
        string text = all[..(split + 1)];
        string[] lines = all[(split + 2)..^1].Split('\n');
        bool isVerified = false;
        for (int i = 0; i < lines.Length; i++)
        {
            (string name, byte[] signature) = ParseSignature(lines[i]);
            if (i >= MaxSignatures)
            {
                throw Error("malformed note");
            }
            if (isVerified || name != Name || BinaryPrimitives.ReadUInt32BigEndian(signature) != _hash)
            {
                continue; // others may sign, too
            }
            if (!Ed25519.Verify(_key, Encoding.UTF8.GetBytes(text), signature.AsSpan(4)))
            {
                throw Error($"invalid signature for key {name}+{_hash:x8}");
            }
            isVerified = true;
        }
        return isVerified ? text : throw Error("note has no verifiable signatures");
    }

    private static (string Name, byte[] Signature) ParseSignature(string line)
    {
        const string Start = "— ";
        int space = line.IndexOf(' ', Math.Min(Start.Length, line.Length));
        if (!line.StartsWith(Start, StringComparison.Ordinal) || space < 0)
        {
            throw Error("malformed note");
        }
        string name = line[Start.Length..space];
        byte[] signature = new byte[line.Length];
        return IsValidName(name) && Convert.TryFromBase64String(line[(space + 1)..], signature, out int length) && length >= 5
            ? (name, signature[..length]) : throw Error("malformed note");
    }

    private static string Text(ReadOnlySpan<byte> note)
    {
        if (!System.Text.Unicode.Utf8.IsValid(note))
        {
            throw Error("malformed note");
        }
        string text = Encoding.UTF8.GetString(note);
        return text.Any(c => c < ' ' && c != '\n') ? throw Error("malformed note") : text;
    }

    private static ModuleException Error(string problem) => new(Catalogue.ChecksumDatabaseFailed, problem);
}
