using System.Buffers.Binary;
using System.Security.Cryptography;
using Go.Compiler.Collections;
using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

/// <summary>
/// Parts of the interface in file order. All but <see cref="Positions"/> and <see cref="Files"/> are under the interface hash.
/// </summary>
internal enum Section : byte
{
    /// <summary>Package path, name, version, flags, imports.</summary>
    Package,
    /// <summary>End offset of each string in <see cref="StringData"/>, u32 each.</summary>
    StringEnds, StringData,
    /// <summary>Path (string) of each package referred to, u32 each.</summary>
    PackageReferences,
    /// <summary>Start of each type in <see cref="TypeData"/>, u32 each.</summary>
    TypeStarts, TypeData,
    /// <summary>Per object of this package: name (string), local index, kind, start in <see cref="ObjectData"/>; four u32.</summary>
    Objects, ObjectData,
    /// <summary>Package-level objects in ordinal order of their names, u32 each.</summary>
    Scope,
    /// <summary>Per object of another package: package reference, name (string), local index; three u32.</summary>
    ForeignObjects,
    /// <summary>Start of each function body in <see cref="BodyData"/>, u32 each.</summary>
    BodyStarts, BodyData,
    /// <summary>Per position slot: file, line, column; three u32.</summary>
    Positions,
    /// <summary>Display paths and line directives of the source files.</summary>
    Files,
}

internal enum ObjectKind : byte { Constant, DefinedType, Alias, Variable, Function }

internal enum TypeTag : byte
{
    Named, NamedInstance, Alias, AliasInstance, Pointer, Slice, Array, Map, Channel, Struct, Tuple, Signature, Interface, Union, Parameter,
}

/// <summary>
/// Bytes of an interface part: magic (8), version u32, section count u32, end of each section u32, interface hash (32), hash of the rest
/// (32), then the sections. Little endian; numbers inside data are varints.
/// </summary>
internal static class ExportFormat
{
    /// <summary>Counts up with every change of the format or of an enum's values, those of the bound tree included.</summary>
    public const uint Version = 1;

    public const int SectionCount = (int)Section.Files + 1;
    public const int HashSize = 32;
    public const int HeaderSize = 16 + 4 * SectionCount + 2 * HashSize;
    private const int HashOffset = 16 + 4 * SectionCount;
    private static ReadOnlySpan<byte> Magic => "GOSDKEXP"u8;

    /// <summary>Types with fixed numbers: what the universe predeclares.</summary>
    public static IReadOnlyList<GoType> KnownTypes { get; } = Known();

    private static List<GoType> Known()
    {
        List<GoType> types = [];
        for (BasicKind k = BasicKind.Invalid; k <= BasicKind.UntypedNil; k++)
        {
            types.Add(Universe.Basic(k));
        }
        types.AddRange([Universe.Byte, Universe.Rune, Universe.Any, Universe.Error, Universe.Comparable, Universe.EmptyInterface,
            TupleType.Empty]);
        return types;
    }

    public static ExportedPackage Assemble(IReadOnlyList<ByteWriter> sections)
    {
        int total = HeaderSize;
        int hashed = 0;
        for (int i = 0; i < SectionCount; i++)
        {
            total += sections[i].Length;
            hashed += i < (int)Section.Positions ? sections[i].Length : 0;
        }
        byte[] bytes = new byte[total];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), SectionCount);
        int end = HeaderSize;
        for (int i = 0; i < SectionCount; i++)
        {
            sections[i].Written.CopyTo(bytes.AsSpan(end));
            end += sections[i].Length;
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16 + 4 * i), end);
        }
        byte[] hash = HashOfInterface(bytes, HeaderSize + hashed);
        hash.CopyTo(bytes, HashOffset);
        SHA256.HashData(bytes.AsSpan(HeaderSize + hashed)).CopyTo(bytes, HashOffset + HashSize);
        return new ExportedPackage(bytes, hash);
    }

    // Section ends are under the hash too, those of the sections that are not hashed excepted.
    private static byte[] HashOfInterface(ReadOnlySpan<byte> bytes, int end)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(bytes[..(16 + 4 * (int)Section.Positions)]);
        hash.AppendData(bytes[HeaderSize..end]);
        return hash.GetHashAndReset();
    }

    /// <summary>Checks header and hashes; gives the start and end of every section.</summary>
    public static (int Start, int End)[] Open(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderSize || !bytes[..8].SequenceEqual(Magic))
        {
            throw new ExportDataException("not an interface part");
        }
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) != Version
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) != SectionCount)
        {
            throw new ExportDataException("interface part of another version");
        }
        var sections = new (int Start, int End)[SectionCount];
        int start = HeaderSize;
        for (int i = 0; i < SectionCount; i++)
        {
            int end = BinaryPrimitives.ReadInt32LittleEndian(bytes[(16 + 4 * i)..]);
            if (end < start || end > bytes.Length)
            {
                throw new ExportDataException("interface part with damaged sections");
            }
            sections[i] = (start, end);
            start = end;
        }
        int hashed = sections[(int)Section.Positions].Start;
        if (start != bytes.Length
            || !HashOfInterface(bytes, hashed).AsSpan().SequenceEqual(bytes.Slice(HashOffset, HashSize))
            || !SHA256.HashData(bytes[hashed..]).AsSpan().SequenceEqual(bytes.Slice(HashOffset + HashSize, HashSize)))
        {
            throw new ExportDataException("interface part with wrong hash");
        }
        return sections;
    }

    /// <summary>The interface hash in a header, without any check of the rest.</summary>
    public static ReadOnlySpan<byte> HashIn(ReadOnlySpan<byte> bytes)
        => bytes.Length >= HeaderSize ? bytes.Slice(HashOffset, HashSize) : throw new ExportDataException("not an interface part");
}
