using System.Buffers.Binary;

namespace Go.Compiler.Ssa;

/// <summary>Integers as constants hold them: 64 bits, of which a value's kind has the lower ones.</summary>
internal static class ScalarBits
{
    /// <summary>As <see cref="Op.Const"/> holds it.</summary>
    public static long SignExtended(long bits, ValueKind kind) => kind switch
    {
        ValueKind.I8 => (sbyte)bits,
        ValueKind.I16 => (short)bits,
        ValueKind.I32 => (int)bits,
        _ => bits,
    };

    /// <summary>What a comparison of two constants of a kind comes to; null for comparisons of floats.</summary>
    public static bool? Compare(Op comparison, long x, long y, ValueKind kind) => comparison switch
    {
        Op.Eq => x == y,
        Op.Ne => x != y,
        Op.LtS => x < y,
        Op.LeS => x <= y,
        Op.LtU => (ulong)ZeroExtended(x, kind) < (ulong)ZeroExtended(y, kind),
        Op.LeU => (ulong)ZeroExtended(x, kind) <= (ulong)ZeroExtended(y, kind),
        _ => null,
    };

    public static long ZeroExtended(long bits, ValueKind kind) => kind switch
    {
        ValueKind.I8 => (byte)bits,
        ValueKind.I16 => (ushort)bits,
        ValueKind.I32 => (uint)bits,
        _ => bits,
    };

    /// <summary>What a load of the kind finds in memory that is little-endian.</summary>
    public static long In(ReadOnlySpan<byte> bytes, ValueKind kind) => kind switch
    {
        ValueKind.I8 => (sbyte)bytes[0],
        ValueKind.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        ValueKind.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
    };
}
