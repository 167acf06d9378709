using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Go.Compiler.Build;

/// <summary>
/// A store on disk: key (SHA-256, hexadecimal) to bytes. Safe against parallel writers (temporary file, then rename), interruption
/// and damage: an entry carries its length and checksum, and one that does not match counts as missing and is written anew.
/// A cache that cannot be written slows builds down but never fails them; <see cref="WriteFailure"/> says why, once.
/// </summary>
public sealed class ContentCache(string directory)
{
    private const int HeaderSize = 8 + 8 + HashSize;
    private const int HashSize = SHA256.HashSizeInBytes;
    private static ReadOnlySpan<byte> Magic => "GoSdkC1\n"u8;
    private string? _writeFailure;

    public string Directory => directory;

    /// <summary>Why the first failed write failed, or null.</summary>
    public string? WriteFailure => _writeFailure;

    /// <summary>The entry's bytes, or null when there is none or it is damaged.</summary>
    public byte[]? TryRead(string key)
    {
        Span<byte> sum = stackalloc byte[HashSize];
        return Read(key, sum);
    }

    /// <summary>Stores an entry, replacing what is there.</summary>
    public void Write(string key, ReadOnlySpan<byte> content)
    {
        Span<byte> sum = stackalloc byte[HashSize];
        SHA256.HashData(content, sum);
        Write(key, content, sum);
    }

    /// <summary>The content whose SHA-256 is <paramref name="hash"/>, or null when it is missing or damaged.</summary>
    public byte[]? TryReadContent(ReadOnlySpan<byte> hash)
    {
        Span<byte> sum = stackalloc byte[HashSize];
        byte[]? content = Read(Convert.ToHexStringLower(hash), sum);
        return content is not null && sum.SequenceEqual(hash) ? content : null;
    }

    /// <summary>Stores content under its own SHA-256, which it returns. Content that is there already is not written again unless it may be damaged.</summary>
    public byte[] WriteContent(ReadOnlySpan<byte> content)
    {
        byte[] hash = SHA256.HashData(content);
        string key = Convert.ToHexStringLower(hash);
        if (!HasWhole(key, content.Length) || TryReadContent(hash) is null)
        {
            Write(key, content, hash);
        }
        return hash;
    }

    private bool HasWhole(string key, int length)
    {
        var file = new FileInfo(PathOf(key));
        return file.Exists && file.Length == HeaderSize + length;
    }

    private byte[]? Read(string key, Span<byte> sum)
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
        SHA256.HashData(content, sum);
        return sum.SequenceEqual(file.AsSpan(16, HashSize)) ? content.ToArray() : null;
    }

    private void Write(string key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> sum)
    {
        string path = PathOf(key);
        // Process numbers are not unique where containers share a cache.
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Span<byte> header = stackalloc byte[HeaderSize];
            Magic.CopyTo(header);
            BinaryPrimitives.WriteInt64LittleEndian(header[8..], content.Length);
            sum.CopyTo(header[16..]);
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                stream.Write(header);
                stream.Write(content);
            }
            File.Move(temporary, path, overwrite: true);
        }
        // EFBIG (a limit on file sizes) arrives as ArgumentOutOfRangeException.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            Interlocked.CompareExchange(ref _writeFailure, e is ArgumentOutOfRangeException ? "file too large" : e.Message, null);
            Discard(temporary);
        }
    }

    /// <summary>A leftover is never read; the first failure is the one to report.</summary>
    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    private string PathOf(string key) => Path.Combine(directory, key[..2], key);
}
