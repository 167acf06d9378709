using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Go.Compiler.Text;

namespace Go.Compiler.Build;

/// <summary>
/// A store on disk. Records lie under the key of what they are about, and carry it; parts of packages lie under the SHA-256 of their own
/// file, which says what they are and of which package. Nothing that is exchanged, cut short, changed or of another kind can therefore be
/// taken for what was asked for: it counts as missing and is written anew, over whatever lies in its place. Safe against parallel writers
/// (temporary file, then rename), interruption, and removal by others at any time. A cache that cannot be written slows builds down but
/// never fails them; <see cref="WriteFailure"/> says why, once.
/// </summary>
internal sealed class ContentCache(string directory)
{
    private const int HashSize = SHA256.HashSizeInBytes;
    private const int PartHeader = 8 + 4 + 4 + 8;
    private const int RecordHeader = 8 + 4 + 4 + 8 + HashSize + HashSize;

    /// <summary>Files in use are marked so, but no more often than that: a mark costs a write.</summary>
    private static readonly TimeSpan s_markInterval = TimeSpan.FromHours(1);
    private static ReadOnlySpan<byte> RecordMagic => "GoSdkR2\n"u8;
    private static ReadOnlySpan<byte> PartMagic => "GoSdkP2\n"u8;
    private string? _writeFailure;
    private long _written;

    public string Directory => directory;

    /// <summary>Why the first failed write failed, or null.</summary>
    public string? WriteFailure => _writeFailure;

    /// <summary>Bytes that this object has added to the store.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>The record of that kind under the key (SHA-256, hexadecimal), or null when there is none or it is damaged.</summary>
    public byte[]? TryRead(CacheKind kind, string key)
    {
        Span<byte> header = stackalloc byte[RecordHeader];
        if (ReadFile(PathOf(key), RecordHeader, header, expected: -1) is not { } content)
        {
            return null;
        }
        Span<byte> whole = stackalloc byte[RecordHeader];
        WriteRecordHeader(whole, kind, key, content);
        return header.SequenceEqual(whole) ? content : null;
    }

    /// <summary>Stores a record, replacing what is there.</summary>
    public void Write(CacheKind kind, string key, ReadOnlySpan<byte> content)
    {
        byte[] header = new byte[RecordHeader];
        WriteRecordHeader(header, kind, key, content);
        WriteFile(key, header, content);
    }

    /// <summary>Contents of a part of a package, or null when it is missing or damaged.</summary>
    public byte[]? TryReadPart(CacheKind kind, string package, CachedPart part)
    {
        byte[] expected = PartHeaderOf(kind, package, -1), header = new byte[expected.Length];
        if (ReadFile(PathOf(part.Name), header.Length, header, part.Size) is not { } content)
        {
            return null;
        }
        BinaryPrimitives.WriteInt64LittleEndian(expected.AsSpan(16), content.Length);
        return header.AsSpan().SequenceEqual(expected) && NameOf(header, content) == part.Name ? content : null;
    }

    /// <summary>Stores a part. One that is there already is not written again unless it is damaged.</summary>
    public CachedPart WritePart(CacheKind kind, string package, ReadOnlySpan<byte> content)
    {
        byte[] header = PartHeaderOf(kind, package, content.Length);
        var part = new CachedPart(NameOf(header, content), header.Length + content.Length);
        if (TryReadPart(kind, package, part) is null)
        {
            WriteFile(part.Name, header, content);
        }
        else
        {
            Has(part); // marks it
        }
        return part;
    }

    /// <summary>Whether a part is there in its size, and marks it as in use. Its contents are looked at when they are read.</summary>
    public bool Has(CachedPart part)
    {
        try
        {
            var file = new FileInfo(PathOf(part.Name));
            if (!file.Exists || file.Length != part.Size)
            {
                return false;
            }
            Mark(file);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Marks a record as in use.</summary>
    public void Mark(string key) => Mark(new FileInfo(PathOf(key)));

    /// <summary>Marks any file of the cache as in use: the trimming removes those first that were used longest ago.</summary>
    internal static void Mark(FileInfo file)
    {
        try
        {
            if (file.Exists && DateTime.UtcNow - file.LastWriteTimeUtc > s_markInterval)
            {
                file.LastWriteTimeUtc = DateTime.UtcNow;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return; // it has gone, or the cache cannot be written
        }
    }

    private static string NameOf(ReadOnlySpan<byte> header, ReadOnlySpan<byte> content)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] PartHeaderOf(CacheKind kind, string package, long length)
    {
        byte[] name = Encoding.UTF8.GetBytes(package);
        byte[] header = new byte[PartHeader + name.Length];
        PartMagic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), (uint)kind);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), name.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), length);
        name.CopyTo(header, PartHeader);
        return header;
    }

    /// <summary>Magic, kind, 0, length, key, checksum of all that and of the content.</summary>
    private static void WriteRecordHeader(Span<byte> header, CacheKind kind, string key, ReadOnlySpan<byte> content)
    {
        header.Clear();
        RecordMagic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], (uint)kind);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], content.Length);
        Convert.FromHexString(key).CopyTo(header[24..]);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header[..(RecordHeader - HashSize)]);
        hash.AppendData(content);
        hash.GetHashAndReset(header[(RecordHeader - HashSize)..]);
    }

    /// <summary>
    /// A file's content behind a header of known size; null when it cannot be read, or is not as long as expected (-1: any).
    /// </summary>
    private static byte[]? ReadFile(string path, int headerSize, Span<byte> header, long expected)
    {
        try
        {
            // What is no plain file (a folder, a pipe, a link) has another length, and is never opened.
            var file = new FileInfo(path);
            if (!file.Exists || file.Length < headerSize || file.Length > Array.MaxLength || expected >= 0 && file.Length != expected)
            {
                return null;
            }
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (stream.Length != file.Length)
            {
                return null;
            }
            byte[] content = GC.AllocateUninitializedArray<byte>((int)file.Length - headerSize);
            stream.ReadExactly(header);
            stream.ReadExactly(content);
            return content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The second attempt is made after whatever lies in the way has been removed.</summary>
    private void WriteFile(string key, ReadOnlySpan<byte> header, ReadOnlySpan<byte> content)
    {
        if (TryWriteFile(key, header, content) is null)
        {
            return;
        }
        MakeRoom(key);
        if (TryWriteFile(key, header, content) is { } problem)
        {
            Interlocked.CompareExchange(ref _writeFailure, problem, null);
        }
    }

    /// <summary>Null, or why it failed.</summary>
    private string? TryWriteFile(string key, ReadOnlySpan<byte> header, ReadOnlySpan<byte> content)
    {
        string path = PathOf(key), temporary = AbandonedFiles.NameFor(Path.Combine(TemporaryFolder(directory), key));
        try
        {
            System.IO.Directory.CreateDirectory(TemporaryFolder(directory));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                stream.Write(header);
                stream.Write(content);
            }
            File.Move(temporary, path, overwrite: true);
            Interlocked.Add(ref _written, header.Length + content.Length);
            return null;
        }
        // EFBIG (a limit on file sizes) arrives as ArgumentOutOfRangeException.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            Discard(temporary);
            return e is ArgumentOutOfRangeException ? "file too large" : e.Message;
        }
    }

    /// <summary>
    /// Below the cache's folder every name is ours: a folder in the place of an entry, or a file in the place of a folder, is damage.
    /// </summary>
    private void MakeRoom(string key)
    {
        string path = PathOf(key);
        try
        {
            if (System.IO.Directory.Exists(path))
            {
                System.IO.Directory.Delete(path, recursive: true);
            }
            foreach (string folder in (string[])[Path.GetDirectoryName(path)!, TemporaryFolder(directory)])
            {
                if (File.Exists(folder))
                {
                    File.Delete(folder);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return; // the second attempt says why it cannot be
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

    /// <summary>Files on their way into a cache.</summary>
    internal static string TemporaryFolder(string directory) => Path.Combine(directory, "tmp");

    /// <summary>The file of a record or a part.</summary>
    public string PathOf(string key) => Path.Combine(directory, key[..2], key);
}
