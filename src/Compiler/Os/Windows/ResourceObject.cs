using System.Buffers.Binary;
using Go.Compiler.Images;

namespace Go.Compiler.Os.Windows;

/// <summary>
/// The resources of an object file in COFF's format that holds nothing else, as resource compilers write them (<c>.syso</c>): a tree of
/// kinds, names and languages in section
/// <c>.rsrc</c> or <c>.rsrc$01</c>, whose leaves point to contents there or in <c>.rsrc$02</c> by relocations.
/// </summary>
internal static class ResourceObject
{
    private const int HeaderSize = 20, SectionSize = 40, SymbolSize = 18, RelocationSize = 10, DirectorySize = 16, EntrySize = 8,
    LeafSize = 16;
    private const uint Below = 0x80000000; // the entry leads to a directory; of a name: it is a text

    private readonly record struct Section(string Name, int Offset, int Size, int Relocations, int RelocationCount);

    /// <summary>Null when the file is for another machine, holds anything else, or names resources by texts.</summary>
    public static IReadOnlyList<ImageResource>? Of(byte[] file, ushort machine)
    {
        try
        {
            return Read(file, machine);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null; // it ends too early, or points beyond its end
        }
    }

    private static List<ImageResource>? Read(byte[] file, ushort machine)
    {
        if (file.Length < HeaderSize || UInt16(file, 0) != machine)
        {
            return null;
        }
        int symbols = Int32(file, 8), sectionsAt = HeaderSize + UInt16(file, 16);
        var sections = new Section[UInt16(file, 2)];
        Section? tree = null;
        for (int i = 0; i < sections.Length; i++)
        {
            int at = sectionsAt + (i * SectionSize);
            string name = System.Text.Encoding.ASCII.GetString(file.AsSpan(at, 8)).TrimEnd('\0');
            sections[i] = new Section(name, Int32(file, at + 20), Int32(file, at + 16), Int32(file, at + 24), UInt16(file, at + 32));
            if (name is ".rsrc" or ".rsrc$01")
            {
                tree ??= sections[i];
            }
            else if (name != ".rsrc$02" && sections[i].Size > 0)
            {
                return null;
            }
        }
        if (tree is not { } root)
        {
            return null;
        }
        // By place in the tree's section: where the contents are that the relocation leads to.
        var targets = new Dictionary<int, int>();
        for (int i = 0; i < root.RelocationCount; i++)
        {
            int at = root.Relocations + (i * RelocationSize), symbol = symbols + (Int32(file, at + 4) * SymbolSize);
            int section = UInt16(file, symbol + 12);
            if (section < 1 || section > sections.Length)
            {
                return null;
            }
            targets[Int32(file, at)] = sections[section - 1].Offset + Int32(file, symbol + 8);
        }
        var resources = new List<ImageResource>();
        var seen = new HashSet<int>();
        foreach ((uint kind, int names) in Entries(file, root, 0))
        {
            if (!seen.Add(names))
            {
                return null; // a directory in two places: a tree has none
            }
            foreach ((uint name, int languages) in Entries(file, root, Lower(names)))
            {
                if (!seen.Add(languages))
                {
                    return null;
                }
                foreach ((uint language, int leaf) in Entries(file, root, Lower(languages)))
                {
                    if (((kind | name | language) & Below) != 0 || leaf < 0 || leaf + LeafSize > root.Size
                        || !targets.TryGetValue(leaf, out int content))
                    {
                        return null;
                    }
                    byte[] bytes = file.AsSpan(content + Int32(file, root.Offset + leaf), Int32(file, root.Offset + leaf + 4)).ToArray();
                    resources.Add(new ImageResource((ushort)kind, (ushort)name, (ushort)language, bytes));
                }
            }
        }
        return resources;
    }

    private static int Lower(int entry) => entry < 0 ? entry & int.MaxValue : throw new ArgumentOutOfRangeException(nameof(entry));

    /// <summary>Name and offset of each entry of a directory; the offset is negative where it leads to another one.</summary>
    private static List<(uint Name, int Offset)> Entries(byte[] file, Section tree, int directory)
    {
        int at = tree.Offset + directory, count = UInt16(file, at + 12) + UInt16(file, at + 14);
        var entries = new List<(uint, int)>();
        for (int i = 0; i < count; i++)
        {
            int entry = at + DirectorySize + (i * EntrySize);
            entries.Add(((uint)Int32(file, entry), Int32(file, entry + 4)));
        }
        return entries;
    }

    private static int UInt16(byte[] file, int at) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at, 2));

    private static int Int32(byte[] file, int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at, 4));
}
