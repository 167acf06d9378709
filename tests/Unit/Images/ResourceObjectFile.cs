using System.Buffers.Binary;
using System.Text;

namespace Go.Compiler.Tests.Link;

/// <summary>
/// Makes object files of Windows with resources, as resource compilers write them: one section, or one for the tree and one for the
/// contents.
/// </summary>
internal static class ResourceObjectFile
{
    private const int Header = 20, Section = 40, Relocation = 10, Leaf = 16;

    /// <summary>A file with one resource.</summary>
    /// <param name="isSplit">Tree and contents are sections of their own.</param>
    public static byte[] Of(ushort machine, ushort kind, ushort name, ushort language, byte[] content, bool isSplit = false,
        string extraSection = "")
    {
        int sections = (isSplit ? 2 : 1) + (extraSection.Length > 0 ? 1 : 0), start = Header + (sections * Section);
        byte[] tree = new byte[(3 * 24) + Leaf];
        uint[] names = [kind, name, language];
        for (int level = 0; level < 3; level++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(tree.AsSpan((level * 24) + 14), 1);
            BinaryPrimitives.WriteUInt32LittleEndian(tree.AsSpan((level * 24) + 16), names[level]);
            BinaryPrimitives.WriteUInt32LittleEndian(tree.AsSpan((level * 24) + 20),
                level < 2 ? 0x80000000 | (uint)((level + 1) * 24) : 72);
        }
        BinaryPrimitives.WriteInt32LittleEndian(tree.AsSpan(72), isSplit ? 0 : tree.Length);
        BinaryPrimitives.WriteInt32LittleEndian(tree.AsSpan(76), content.Length);
        int relocations = start + tree.Length + content.Length, symbols = relocations + Relocation;
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write(machine);
        writer.Write((ushort)sections);
        writer.Write(0);
        writer.Write(symbols);
        writer.Write(1);
        writer.Write(0); // no optional header, no characteristics
        WriteSection(writer, isSplit ? ".rsrc$01" : ".rsrc", start, isSplit ? tree.Length : tree.Length + content.Length, relocations, 1);
        if (isSplit)
        {
            WriteSection(writer, ".rsrc$02", start + tree.Length, content.Length, 0, 0);
        }
        if (extraSection.Length > 0)
        {
            WriteSection(writer, extraSection, start, 4, 0, 0);
        }
        writer.Write(tree);
        writer.Write(content);
        writer.Write(72);
        writer.Write(0);
        writer.Write((ushort)3);
        writer.Write(Encoding.ASCII.GetBytes(".rsrc\0\0\0"));
        writer.Write(0);
        writer.Write((ushort)(isSplit ? 2 : 1));
        writer.Write(new byte[4]);
        return file.ToArray();
    }

    private static void WriteSection(BinaryWriter writer, string name, int offset, int size, int relocations, ushort relocationCount)
    {
        writer.Write(Encoding.ASCII.GetBytes(name.PadRight(8, '\0')));
        writer.Write(0);
        writer.Write(0);
        writer.Write(size);
        writer.Write(offset);
        writer.Write(relocations);
        writer.Write(0);
        writer.Write(relocationCount);
        writer.Write((ushort)0);
        writer.Write(0x40000040);
    }
}
