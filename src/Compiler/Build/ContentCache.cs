using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Go.Compiler.Build;

/// <summary>
/// A content-addressed store on disk: key (SHA-256, hexadecimal) to bytes. Safe against parallel writers (temporary file, then rename), interruption
/// and damage: an entry carries its length and checksum, and one that does not match counts as missing and is written anew.
/// A cache that cannot be written slows builds down but never fails them; <see cref="WriteFailure"/> says why, once.
/// </summary>
public sealed class ContentCache(string directory)
{
    private const int HeaderSize = 8 + 8 + 32;
    private static ReadOnlySpan<byte> Magic => "GoSdkC1\n"u8;
    private string? _writeFailure;

    /// <summary>Why the first failed write failed, or null.</summary>
    public string? WriteFailure => _writeFailure;

    /// <summary>The entry's bytes, or null when there is none or it is damaged.</summary>
    public byte[]? TryRead(string key)
    {
        byte[] file;
        try
        {
            file = File.ReadAllBytes(PathOf(key));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        if (file.Length < HeaderSize || !file.AsSpan(0, 8).SequenceEqual(Magic) || BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(8)) != file.Length - HeaderSize)
        {
            return null;
        }
        ReadOnlySpan<byte> content = file.AsSpan(HeaderSize);
        Span<byte> sum = stackalloc byte[32];
        SHA256.HashData(content, sum);
        return sum.SequenceEqual(file.AsSpan(16, 32)) ? content.ToArray() : null;
    }

    /// <summary>Stores an entry, replacing what is there.</summary>
    public void Write(string key, ReadOnlySpan<byte> content)
    {
        string path = PathOf(key);
        string temporary = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Span<byte> header = stackalloc byte[HeaderSize];
            Magic.CopyTo(header);
            BinaryPrimitives.WriteInt64LittleEndian(header[8..], content.Length);
            SHA256.HashData(content, header[16..]);
            using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                stream.Write(header);
                stream.Write(content);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Interlocked.CompareExchange(ref _writeFailure, e.Message, null);
            try
            {
                File.Delete(temporary);
            }
            catch (Exception d) when (d is IOException or UnauthorizedAccessException)
            {
                // The leftover is named after this process and is never read.
            }
        }
    }

    private string PathOf(string key) => Path.Combine(directory, key[..2], key);
}
