using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Go.Compiler.Objects;

/// <summary>
/// Bytes of an object file: magic (8), version u32, reserved u32, checksum u64 of the rest, then varint fields in the order of
/// <see cref="ObjectWriter"/>. All little endian, no absolute positions; equal objects give equal bytes.
/// </summary>
internal static class ObjectFormat
{
    /// <summary>Counts up with every change of the layout or of an enum's values.</summary>
    public const uint Version = 4;
    public const int HeaderSize = 24;
    public static ReadOnlySpan<byte> Magic => "GOSDKOBJ"u8;

    /// <summary>Guards against truncation and bit rot, not against malice. Four independent lanes keep it near memory speed.</summary>
    public static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        const ulong Prime1 = 0x9E3779B185EBCA87, Prime2 = 0xC2B2AE3D27D4EB4F;
        ulong a = Prime1, b = Prime2, c = ~Prime1, d = (ulong)bytes.Length * Prime2;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        int i = 0;
        for (; i + 4 <= words.Length; i += 4)
        {
            a = BitOperations.RotateLeft((a ^ words[i]) * Prime1, 29);
            b = BitOperations.RotateLeft((b ^ words[i + 1]) * Prime1, 29);
            c = BitOperations.RotateLeft((c ^ words[i + 2]) * Prime1, 29);
            d = BitOperations.RotateLeft((d ^ words[i + 3]) * Prime1, 29);
        }
        for (; i < words.Length; i++)
        {
            a = BitOperations.RotateLeft((a ^ words[i]) * Prime1, 31);
        }
        for (int k = words.Length * 8; k < bytes.Length; k++)
        {
            b = BitOperations.RotateLeft((b ^ bytes[k]) * Prime2, 11);
        }
        ulong hash = (a * Prime2) ^ BitOperations.RotateLeft(b, 17) ^ (c * Prime1) ^ BitOperations.RotateLeft(d, 41);
        hash = (hash ^ (hash >> 33)) * Prime1;
        return hash ^ (hash >> 29);
    }

    public static void WriteHeader(Span<byte> file)
    {
        Magic.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(file[12..], 0);
        BinaryPrimitives.WriteUInt64LittleEndian(file[16..], Checksum(file[HeaderSize..]));
    }

    /// <summary>The bytes after a valid header.</summary>
    public static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderSize || !file[..8].SequenceEqual(Magic))
        {
            throw new ObjectFormatException("not an object file");
        }
        if (BinaryPrimitives.ReadUInt32LittleEndian(file[8..]) != Version)
        {
            throw new ObjectFormatException("object file of another version");
        }
        if (BinaryPrimitives.ReadUInt64LittleEndian(file[16..]) != Checksum(file[HeaderSize..]))
        {
            throw new ObjectFormatException("object file is damaged");
        }
        return file[HeaderSize..];
    }
}
