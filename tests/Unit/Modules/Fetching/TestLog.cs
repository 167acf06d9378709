using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Checksums;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Go.Compiler.Tests.Modules.Fetching;

/// <summary>
/// A checksum database of a test's own: a log of records, and a key that signs its head. Hashes are computed by the definition in RFC 6962.
/// </summary>
internal sealed class TestLog
{
    private readonly Ed25519PrivateKeyParameters _key;
    private readonly List<(string Lookup, string Text)> _records = [];

    public TestLog(string name = "sum.example.com", byte seed = 7)
    {
        Name = name;
        _key = new Ed25519PrivateKeyParameters(Enumerable.Repeat(seed, 32).ToArray());
        byte[] key = [1, .. _key.GeneratePublicKey().GetEncoded()];
        KeyHash = NoteVerifier.KeyHash(name, key);
        Key = $"{name}+{KeyHash:x8}+{Convert.ToBase64String(key)}";
    }

    public string Name { get; }

    public string Key { get; }

    public uint KeyHash { get; }

    public int Size => _records.Count;

    public void Add(ModuleVersion module, string zipHash, string goModHash)
        => _records.Add(($"lookup/{ModulePaths.Escape(module.Path)}@{ModulePaths.Escape(module.Version)}",
            $"{module.Path} {module.Version} {zipHash}\n{module.Path} {module.Version}/go.mod {goModHash}\n"));

    public void Fill(int size)
    {
        while (Size < size)
        {
            Add(new("example.com/fill", $"v1.0.{Size}"), "h1:x", "h1:y");
        }
    }

    /// <summary>What the database has at a path, of the log as it was with so many records.</summary>
    public byte[]? Read(string path, int? size = null)
    {
        int count = size ?? Size;
        int record = _records.FindIndex(0, count, r => r.Lookup == path);
        if (record >= 0)
        {
            return [.. Encoding.UTF8.GetBytes($"{record}\n{_records[record].Text}\n"), .. Sign(count)];
        }
        string[] parts = path.Split('/');
        if (path == "latest" || parts is not ["tile", "8", ..])
        {
            return path == "latest" ? Sign(count) : path == "supported" ? [] : null;
        }
        int row = int.Parse(parts[2]), width = parts[^2].EndsWith(".p", StringComparison.Ordinal) ? int.Parse(parts[^1]) : 256;
        string digits = string.Concat(parts[3..(width == 256 ? parts.Length : parts.Length - 1)]).Replace("x", "").Replace(".p", "");
        long first = long.Parse(digits) * 256;
        int span = 1 << (8 * row);
        return (first + width) * span > count ? null
            : [.. Enumerable.Range(0, width).SelectMany(i => Hash((int)(first + i) * span, (int)(first + i + 1) * span))];
    }

    public byte[] Sign(int size) => Sign($"go.sum database tree\n{size}\n{Convert.ToBase64String(Hash(0, size))}\n");

    public byte[] Sign(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var signer = new Ed25519Signer();
        signer.Init(forSigning: true, _key);
        signer.BlockUpdate(bytes, 0, bytes.Length);
        byte[] signature = [0, 0, 0, 0, .. signer.GenerateSignature()];
        BinaryPrimitives.WriteUInt32BigEndian(signature, KeyHash);
        return [.. bytes, .. Encoding.UTF8.GetBytes($"\n— {Name} {Convert.ToBase64String(signature)}\n")];
    }

    private byte[] Hash(int from, int to)
    {
        if (to == from)
        {
            return SHA256.HashData([]);
        }
        if (to == from + 1)
        {
            return SHA256.HashData([0, .. Encoding.UTF8.GetBytes(_records[from].Text)]);
        }
        int half = 1;
        while (half * 2 < to - from)
        {
            half *= 2;
        }
        return SHA256.HashData([1, .. Hash(from, from + half), .. Hash(from + half, to)]);
    }
}
