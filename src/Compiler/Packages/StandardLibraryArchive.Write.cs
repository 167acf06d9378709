using System.Buffers.Binary;
using System.Text;

namespace Go.Compiler.Packages;

public sealed partial class StandardLibraryArchive
{
    /// <summary>
    /// Packs the sources below a GOROOT folder: all of std but its tests and test data, and the tools that are built when they are asked
    /// for. Same sources, same bytes.
    /// </summary>
    public static void Write(string goroot, string file)
    {
        using var source = new GorootStandardLibrary(goroot);
        var folders = new List<string>();
        CollectFolders(source, "", folders);
        folders.AddRange(ToolSources.Folders(source).Where(f => source.Files(f).Any(IsPacked)));
        folders.Sort((a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)));

        using var text = new MemoryStream();
        using var folderRecords = new MemoryStream();
        using var fileRecords = new MemoryStream();
        text.Write(Encoding.UTF8.GetBytes(source.Version + "\0"));
        using FileStream output = File.Create(file);
        output.Write(new byte[HeaderLength]);
        int fileCount = 0;
        foreach (string folder in folders)
        {
            List<string> names = [.. source.Files(folder).Where(IsPacked)];
            WriteName(folderRecords, text, folder);
            WriteInt32(folderRecords, fileCount);
            WriteInt32(folderRecords, names.Count);
            foreach (string name in names)
            {
                byte[] content = source.Read(folder, name);
                WriteName(fileRecords, text, name);
                WriteInt64(fileRecords, output.Position);
                WriteInt32(fileRecords, content.Length);
                output.Write(content);
            }
            fileCount += names.Count;
        }
        long indexOffset = output.Position;
        folderRecords.WriteTo(output);
        fileRecords.WriteTo(output);
        text.WriteTo(output);
        long indexLength = output.Position - indexOffset;

        output.Position = 0;
        output.Write(Magic);
        WriteInt32(output, Format);
        WriteInt32(output, folders.Count);
        WriteInt64(output, indexOffset);
        WriteInt32(output, checked((int)indexLength));
        WriteInt32(output, checked((int)text.Length));
    }

    private static void CollectFolders(GorootStandardLibrary source, string folder, List<string> folders)
    {
        if (source.Files(folder).Any(IsPacked))
        {
            folders.Add(folder);
        }
        foreach (string child in source.Folders(folder))
        {
            if (child != "testdata" && !(folder.Length == 0 && child == "cmd") && !child.StartsWith('.'))
            {
                CollectFolders(source, folder.Length == 0 ? child : $"{folder}/{child}", folders);
            }
        }
    }

    private static bool IsPacked(string name) => !GoFileName.IsTest(name) && !name.StartsWith('.');

    private static void WriteName(Stream records, MemoryStream text, string name)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        WriteInt32(records, checked((int)text.Length));
        WriteInt32(records, bytes.Length);
        text.Write(bytes);
    }

    private static void WriteInt32(Stream stream, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void WriteInt64(Stream stream, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        stream.Write(bytes);
    }
}
