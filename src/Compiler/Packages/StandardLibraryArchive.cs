using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Go.Compiler.Packages;

/// <summary>
/// The standard library in one file, read in place. Layout, little-endian:
/// header (magic "GOSTDLIB", u32 format, u32 folder count, u64 index offset, u32 index length, u32 text length), file contents, index.
/// The index: folder records sorted by name {u32 name offset, u32 name length, u32 first file, u32 file count}, then file records, sorted
/// by name within their folder {u32 name offset, u32 name length, u64 content offset, u32 content length}, then the names' text, which
/// starts with the version and a NUL. Opening reads the index as it is; nothing is decoded before it is asked for.
/// </summary>
public sealed partial class StandardLibraryArchive : IStandardLibrary
{
    private const int HeaderLength = 32, FolderRecord = 16, FileRecord = 20, Format = 1;

    private static ReadOnlySpan<byte> Magic => "GOSTDLIB"u8;

    private readonly SafeFileHandle _file;
    private readonly byte[] _index;
    private readonly int _folderCount;
    private readonly int _textStart;

    /// <summary>Opens an archive; throws <see cref="InvalidDataException"/> if the file is none.</summary>
    public StandardLibraryArchive(string path)
    {
        _file = File.OpenHandle(path, options: FileOptions.RandomAccess);
        Span<byte> header = stackalloc byte[HeaderLength];
        if (RandomAccess.Read(_file, header, 0) != HeaderLength || !header.StartsWith(Magic)
            || BinaryPrimitives.ReadInt32LittleEndian(header[8..]) != Format)
        {
            _file.Dispose();
            throw new InvalidDataException($"{path} is not an archive of Go's standard library");
        }
        _folderCount = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
        _index = new byte[BinaryPrimitives.ReadInt32LittleEndian(header[24..])];
        ReadExactly(_index, BinaryPrimitives.ReadInt64LittleEndian(header[16..]));
        _textStart = _index.Length - BinaryPrimitives.ReadInt32LittleEndian(header[28..]);
        ReadOnlySpan<byte> text = _index.AsSpan(_textStart);
        Version = Encoding.UTF8.GetString(text[..text.IndexOf((byte)0)]);
    }

    public string Version { get; }

    public void Dispose() => _file.Dispose();

    public IReadOnlyList<string> Files(string folder)
    {
        if (FindFolder(folder) is not { } found)
        {
            return [];
        }
        (int first, int count) = FilesOf(found);
        var names = new string[count];
        for (int i = 0; i < count; i++)
        {
            names[i] = Encoding.UTF8.GetString(FileName(first + i));
        }
        return names;
    }

    public IReadOnlyList<string> Folders(string folder)
    {
        var names = new List<string>();
        string prefix = folder.Length == 0 ? "" : folder + "/";
        for (int i = LowerBound(_folderCount, FolderName, Encoding.UTF8.GetBytes(prefix)); i < _folderCount; i++)
        {
            string name = Encoding.UTF8.GetString(FolderName(i));
            if (!name.StartsWith(prefix, StringComparison.Ordinal))
            {
                break;
            }
            string child = name[prefix.Length..].Split('/')[0];
            if (child.Length > 0 && (names.Count == 0 || names[^1] != child))
            {
                names.Add(child);
            }
        }
        // "a-b" sorts before "a/b", so equal names need not be neighbours.
        return [.. names.Distinct().Order(StringComparer.Ordinal)];
    }

    public byte[] Read(string folder, string name)
    {
        if (FindFolder(folder) is { } found)
        {
            (int first, int count) = FilesOf(found);
            byte[] wanted = Encoding.UTF8.GetBytes(name);
            int i = LowerBound(count, k => FileName(first + k), wanted);
            if (i < count && FileName(first + i).SequenceEqual(wanted))
            {
                ReadOnlySpan<byte> record = FileAt(first + i);
                byte[] content = GC.AllocateUninitializedArray<byte>(BinaryPrimitives.ReadInt32LittleEndian(record[16..]));
                ReadExactly(content, BinaryPrimitives.ReadInt64LittleEndian(record[8..]));
                return content;
            }
        }
        throw new FileNotFoundException($"no file {folder}/{name} in the archive of the standard library");
    }

    public string PathOf(string folder, string name) => name.Length == 0 ? "$GOROOT/src/" + folder : $"$GOROOT/src/{folder}/{name}";

    private delegate ReadOnlySpan<byte> NameOf(int index);

    private int? FindFolder(string folder)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(folder);
        int i = LowerBound(_folderCount, FolderName, wanted);
        return i < _folderCount && FolderName(i).SequenceEqual(wanted) ? i : null;
    }

    /// <summary>Index of the first name that is not less than the wanted one.</summary>
    private static int LowerBound(int count, NameOf nameOf, ReadOnlySpan<byte> wanted)
    {
        int low = 0, high = count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (nameOf(middle).SequenceCompareTo(wanted) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    private (int First, int Count) FilesOf(int folder)
    {
        ReadOnlySpan<byte> record = _index.AsSpan(folder * FolderRecord, FolderRecord);
        return (BinaryPrimitives.ReadInt32LittleEndian(record[8..]), BinaryPrimitives.ReadInt32LittleEndian(record[12..]));
    }

    private ReadOnlySpan<byte> FileAt(int file) => _index.AsSpan((_folderCount * FolderRecord) + (file * FileRecord), FileRecord);

    private ReadOnlySpan<byte> FolderName(int folder) => TextOf(_index.AsSpan(folder * FolderRecord, FolderRecord));

    private ReadOnlySpan<byte> FileName(int file) => TextOf(FileAt(file));

    private ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> record)
        => _index.AsSpan(_textStart + BinaryPrimitives.ReadInt32LittleEndian(record), BinaryPrimitives.ReadInt32LittleEndian(record[4..]));

    private void ReadExactly(Span<byte> buffer, long offset)
    {
        while (buffer.Length > 0)
        {
            int read = RandomAccess.Read(_file, buffer, offset);
            if (read == 0)
            {
                throw new EndOfStreamException("the archive of the standard library is cut short");
            }
            buffer = buffer[read..];
            offset += read;
        }
    }
}
