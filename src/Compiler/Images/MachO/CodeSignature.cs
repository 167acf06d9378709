using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Go.Compiler.Images.MachO;

/// <summary>
/// A signature without signer, as the kernel of arm64 Macs wants it of every program (cs_blobs.h): a hash of each page of the file up to
/// the signature. All numbers are big endian.
/// </summary>
internal static class CodeSignature
{
    private const uint EmbeddedSignature = 0xFADE_0CC0, CodeDirectory = 0xFADE_0C02, CodeDirectorySlot = 0;
    private const uint Version = 0x2_0400, Flags = 0x2_0002; // without signer, made by a linker
    private const ulong MainProgram = 1;
    private const int SuperBlobSize = 12, IndexEntrySize = 8, DirectorySize = 88;
    private const int PageBits = 12, PageSize = 1 << PageBits, HashSize = SHA256.HashSizeInBytes;
    private const byte Sha256Kind = 2;

    // Offsets in the directory.
    private const int FlagsAt = 12, HashesAt = 16, NameAt = 20, SpecialSlotsAt = 24, SlotsAt = 28, LimitAt = 32, HashSizeAt = 36,
    HashKindAt = 37, PageBitsAt = 39,
        TextOffsetAt = 64, TextSizeAt = 72, TextFlagsAt = 80;

    /// <summary>
    /// The name means nothing without a signer; it is the same for all programs, that their bytes do not depend on where they are written.
    /// </summary>
    private static ReadOnlySpan<byte> Name => "a.out\0"u8;

    /// <summary>Bytes of the signature of a file that has <paramref name="length"/> bytes before it.</summary>
    public static int Size(long length) => SuperBlobSize + IndexEntrySize + DirectorySize + Name.Length + (PagesOf(length) * HashSize);

    /// <summary>Signs what is before the signature in the file; the code is the file's first <paramref name="textSize"/> bytes.</summary>
    /// <param name="head">The first part of the file, in memory apart from the rest.</param>
    public static void Write(Span<byte> signature, ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest, ulong textSize)
    {
        long length = (long)head.Length + rest.Length;
        Put32(signature, 0, EmbeddedSignature);
        Put32(signature, 4, (uint)signature.Length);
        Put32(signature, 8, 1);
        Put32(signature, SuperBlobSize, CodeDirectorySlot);
        Put32(signature, SuperBlobSize + 4, SuperBlobSize + IndexEntrySize);
        Span<byte> directory = signature[(SuperBlobSize + IndexEntrySize)..];
        Put32(directory, 0, CodeDirectory);
        Put32(directory, 4, (uint)directory.Length);
        Put32(directory, 8, Version);
        Put32(directory, FlagsAt, Flags);
        Put32(directory, HashesAt, (uint)(DirectorySize + Name.Length));
        Put32(directory, NameAt, DirectorySize);
        Put32(directory, SlotsAt, (uint)PagesOf(length));
        Put32(directory, LimitAt, (uint)length);
        directory[HashSizeAt] = HashSize;
        directory[HashKindAt] = Sha256Kind;
        directory[PageBitsAt] = PageBits;
        BinaryPrimitives.WriteUInt64BigEndian(directory[TextOffsetAt..], 0);
        BinaryPrimitives.WriteUInt64BigEndian(directory[TextSizeAt..], textSize);
        BinaryPrimitives.WriteUInt64BigEndian(directory[TextFlagsAt..], MainProgram);
        Name.CopyTo(directory[DirectorySize..]);
        WriteHashes(directory[(DirectorySize + Name.Length)..], head, rest);
    }

    private static void WriteHashes(Span<byte> hashes, ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest)
    {
        Span<byte> page = stackalloc byte[PageSize];
        long length = (long)head.Length + rest.Length;
        for (long at = 0; at < length; at += PageSize, hashes = hashes[HashSize..])
        {
            int size = (int)Math.Min(PageSize, length - at);
            int inHead = (int)Math.Clamp(head.Length - at, 0, size);
            head.Slice((int)Math.Min(at, head.Length), inHead).CopyTo(page);
            rest.Slice((int)Math.Max(0, at - head.Length), size - inHead).CopyTo(page[inHead..]);
            SHA256.HashData(page[..size], hashes);
        }
    }

    /// <summary>Checks the hash of every page; null when all is well, otherwise what is wrong.</summary>
    public static string? Verify(ReadOnlySpan<byte> file, long offset, long size)
    {
        if (offset < 0 || size < SuperBlobSize + IndexEntrySize || offset + size > file.Length)
        {
            return "the signature is not in the file";
        }
        ReadOnlySpan<byte> signature = file.Slice((int)offset, (int)size);
        uint blobs = Get32(signature, 8);
        if (Get32(signature, 0) != EmbeddedSignature || Get32(signature, 4) > signature.Length
            || blobs > (signature.Length - SuperBlobSize) / IndexEntrySize)
        {
            return "the signature is damaged";
        }
        for (int i = 0; i < blobs; i++)
        {
            uint at = Get32(signature, SuperBlobSize + (i * IndexEntrySize) + 4);
            if (Get32(signature, SuperBlobSize + (i * IndexEntrySize)) == CodeDirectorySlot)
            {
                return at > signature.Length - DirectorySize ? "the signature is damaged"
                    : VerifyDirectory(file[..(int)offset], signature[(int)at..]);
            }
        }
        return "the signature has no hashes of the code";
    }

    private static string? VerifyDirectory(ReadOnlySpan<byte> code, ReadOnlySpan<byte> directory)
    {
        uint hashes = Get32(directory, HashesAt), slots = Get32(directory, SlotsAt), limit = Get32(directory, LimitAt);
        if (Get32(directory, 0) != CodeDirectory || directory[HashKindAt] != Sha256Kind || directory[HashSizeAt] != HashSize
            || directory[PageBitsAt] != PageBits)
        {
            return "the signature has no SHA-256 hashes of pages of 4 KiB";
        }
        if (limit > code.Length || slots != PagesOf(limit) || hashes > directory.Length
            || slots > (directory.Length - (int)hashes) / HashSize)
        {
            return "the signature is damaged";
        }
        Span<byte> hash = stackalloc byte[HashSize];
        for (int page = 0; page < slots; page++)
        {
            int at = page << PageBits;
            SHA256.HashData(code[at..(int)Math.Min(at + PageSize, limit)], hash);
            if (!hash.SequenceEqual(directory.Slice((int)hashes + (page * HashSize), HashSize)))
            {
                return $"the signature is of other bytes than those at 0x{at:x}";
            }
        }
        return limit == code.Length ? null : "the signature does not cover all of the file before it";
    }

    /// <summary>What it says of itself, as text, for printers; the hashes are left out.</summary>
    public static string Describe(ReadOnlySpan<byte> signature)
    {
        ReadOnlySpan<byte> directory = signature[(int)Get32(signature, SuperBlobSize + 4)..];
        ReadOnlySpan<byte> name = directory[(int)Get32(directory, NameAt)..];
        return $"blobs {Get32(signature, 8)} length {Get32(signature, 4)} version 0x{Get32(directory, 8):x} "
            + $"flags 0x{Get32(directory, FlagsAt):x} "
            + $"identifier {Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)])} special {Get32(directory, SpecialSlotsAt)} "
            + $"slots {Get32(directory, SlotsAt)} "
            + $"limit {Get32(directory, LimitAt)} hash {directory[HashKindAt]}/{directory[HashSizeAt]} page {directory[PageBitsAt]} "
            + $"text {BinaryPrimitives.ReadUInt64BigEndian(directory[TextOffsetAt..])}"
            + $"+{BinaryPrimitives.ReadUInt64BigEndian(directory[TextSizeAt..])} "
            + $"flags {BinaryPrimitives.ReadUInt64BigEndian(directory[TextFlagsAt..])}";
    }

    private static int PagesOf(long length) => (int)((length + PageSize - 1) >> PageBits);
    private static uint Get32(ReadOnlySpan<byte> at, int offset) => BinaryPrimitives.ReadUInt32BigEndian(at[offset..]);
    private static void Put32(Span<byte> at, int offset, uint value) => BinaryPrimitives.WriteUInt32BigEndian(at[offset..], value);
}
