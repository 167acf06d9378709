using System.Security.Cryptography;

namespace Go.Compiler.Modules.Checksums;

/// <summary>A hash of 32 bytes in the log of a checksum database.</summary>
internal readonly struct LogHash : IEquatable<LogHash>
{
    public const int Size = 32;

    private readonly byte[] _bytes;

    public LogHash(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        _bytes = bytes.ToArray();
    }

    /// <summary>Hash of a record: a leaf (RFC 6962, section 2.1).</summary>
    public static LogHash OfRecord(ReadOnlySpan<byte> record) => new(SHA256.HashData([0, .. record]));

    /// <summary>Hash of an inner node.</summary>
    public static LogHash OfNode(LogHash left, LogHash right) => new(SHA256.HashData([1, .. left._bytes, .. right._bytes]));

    /// <summary>Reads base64, or null.</summary>
    public static LogHash? Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[Size + 1];
        return Convert.TryFromBase64String(text, bytes, out int length) && length == Size ? new LogHash(bytes[..Size]) : null;
    }

    public bool Equals(LogHash other) => _bytes.AsSpan().SequenceEqual(other._bytes);

    public override bool Equals(object? obj) => obj is LogHash other && Equals(other);

    public override int GetHashCode() => BitConverter.ToInt32(_bytes);

    public override string ToString() => Convert.ToBase64String(_bytes);

    public static bool operator ==(LogHash left, LogHash right) => left.Equals(right);

    public static bool operator !=(LogHash left, LogHash right) => !left.Equals(right);
}
