namespace Go.Compiler.FileSystem;

/// <summary>Questions that are put often.</summary>
public static class FileViewQuestions
{
    /// <summary>A file, or a link to one.</summary>
    public static bool FileExists(this IFileView view, string path) => view.KindOf(path) is EntryKind.File or EntryKind.LinkToFile;

    /// <summary>A folder, or a link to one.</summary>
    public static bool FolderExists(this IFileView view, string path) => view.KindOf(path) is EntryKind.Folder or EntryKind.LinkToFolder;

    /// <summary>The contents as text (UTF-8 or by its byte-order mark), by lines.</summary>
    public static IEnumerable<string> ReadLines(this IFileView view, string path)
    {
        using var reader = new StreamReader(new MemoryStream(view.Read(path)));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
