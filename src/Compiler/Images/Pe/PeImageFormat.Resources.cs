using Go.Compiler.Collections;

namespace Go.Compiler.Images.Pe;

/// <summary>
/// Resources: a tree of three levels - kind, name, language - whose tables come first, then a row per resource, then their contents.
/// </summary>
public sealed partial class PeImageFormat
{
    private const int TableHead = 16, TableRow = 8, ResourceRow = 16, ContentAlignment = 8;
    private const uint IsTable = 0x8000_0000;

    private static void AddResources(ImageModel model, PeFile file)
    {
        if (model.Resources.Count == 0)
        {
            return;
        }
        List<ImageResource> all = [.. model.Resources];
        all.Sort(static (a, b) => (a.Kind, a.Name, a.Language).CompareTo((b.Kind, b.Name, b.Language)));
        var kinds = new List<(int First, int End)>();
        var names = new List<(int First, int End)>();
        Group(all, static (a, b) => a.Kind == b.Kind, kinds);
        Group(all, static (a, b) => a.Kind == b.Kind && a.Name == b.Name, names);
        int nameTables = TableHead + (kinds.Count * TableRow), languageTables = nameTables + (kinds.Count * TableHead)
            + (names.Count * TableRow);
        int rows = languageTables + (names.Count * TableHead) + (all.Count * TableRow), contents = rows + (all.Count * ResourceRow),
        size = contents;
        foreach (ImageResource resource in all)
        {
            size = Alignment.Up(size, ContentAlignment) + resource.Content.Length;
        }
        byte[] bytes = new byte[size];
        WriteTables(all, kinds, names, bytes, nameTables, languageTables, rows);
        int at = contents;
        for (int i = 0; i < all.Count; i++)
        {
            at = Alignment.Up(at, ContentAlignment);
            Put32(bytes, rows + (i * ResourceRow), file.NextAddress + (uint)at);
            Put32(bytes, rows + (i * ResourceRow) + 4, (uint)all[i].Content.Length);
            all[i].Content.CopyTo(bytes, at);
            at += all[i].Content.Length;
        }
        PeSection section = file.Add(".rsrc", bytes, InitializedData | Readable);
        file.SetDirectory(PeDirectory.Resources, section.Address, section.Size);
    }

    /// <summary>Ranges of neighbours that belong together.</summary>
    private static void Group(List<ImageResource> all, Func<ImageResource, ImageResource, bool> areOne, List<(int First, int End)> groups)
    {
        for (int first = 0, i = 1; i <= all.Count; i++)
        {
            if (i == all.Count || !areOne(all[i], all[first]))
            {
                groups.Add((first, i));
                first = i;
            }
        }
    }

    private static void WriteTables(
        List<ImageResource> all, List<(int First, int End)> kinds, List<(int First, int End)> names, byte[] bytes, int nameTables,
        int languageTables, int rows)
    {
        Put16(bytes, 14, (ushort)kinds.Count);
        int kindRow = TableHead, nameTable = nameTables, languageTable = languageTables, name = 0;
        foreach ((int first, int end) in kinds)
        {
            Put32(bytes, kindRow, all[first].Kind);
            Put32(bytes, kindRow + 4, IsTable | (uint)nameTable);
            kindRow += TableRow;
            int nameRow = nameTable + TableHead;
            for (; name < names.Count && names[name].First < end; name++)
            {
                Put32(bytes, nameRow, all[names[name].First].Name);
                Put32(bytes, nameRow + 4, IsTable | (uint)languageTable);
                nameRow += TableRow;
                Put16(bytes, languageTable + 14, (ushort)(names[name].End - names[name].First));
                int languageRow = languageTable + TableHead;
                for (int i = names[name].First; i < names[name].End; i++)
                {
                    Put32(bytes, languageRow, all[i].Language);
                    Put32(bytes, languageRow + 4, (uint)(rows + (i * ResourceRow)));
                    languageRow += TableRow;
                }
                languageTable = languageRow;
            }
            Put16(bytes, nameTable + 14, (ushort)((nameRow - nameTable - TableHead) / TableRow));
            nameTable = nameRow;
        }
    }
}
