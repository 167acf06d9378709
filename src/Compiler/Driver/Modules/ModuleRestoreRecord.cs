using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Go.Compiler.FileSystem;
using Go.Compiler.Modules;

namespace Go.Compiler.Driver.Modules;

/// <summary>
/// What a restore was asked, what it read and looked for, and what it brought; a text file, a fact a line, words separated by tabs:
/// <c>for HASH-OF-SETTINGS</c>, <c>read HASH LENGTH TICKS PATH</c>, <c>probe KIND PATH</c>, <c>list FILTER HASH FOLDER</c>, <c>brought FOLDER</c>.
/// </summary>
internal sealed class ModuleRestoreRecord
{
    private const string FirstLine = "go modules restored: 1";

    private readonly List<string[]> _facts = [];

    /// <summary>The folders in the module cache.</summary>
    public List<string> Folders { get; } = [];

    public static ModuleRestoreRecord Of(ModuleSettings settings, string directory, RecordingFileView view, IReadOnlyList<string> folders)
    {
        var record = new ModuleRestoreRecord();
        record._facts.Add(["for", HashOf(settings, directory)]);
        foreach (RecordedRead read in view.Reads)
        {
            record._facts.Add(["read", read.Hash, Text(read.Stamp.Length), Text(read.Stamp.Ticks), read.Path]);
        }
        record._facts.AddRange(view.Probes.Select(p => (string[])["probe", Text((int)p.Kind), p.Path]));
        record._facts.AddRange(view.Listings.Select(l => (string[])["list", Text((int)l.Filter), l.Hash, l.Folder]));
        record.Folders.AddRange(folders);
        return record;
    }

    /// <summary>The record in a file, or null if there is none of this form.</summary>
    public static ModuleRestoreRecord? Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // the first restore, or as good as that
        }
        if (lines.Length == 0 || lines[0] != FirstLine)
        {
            return null;
        }
        var record = new ModuleRestoreRecord();
        foreach (string[] fact in lines.Skip(1).Select(l => l.Split('\t')))
        {
            if (fact[0] == "brought")
            {
                record.Folders.Add(fact[^1]);
            }
            else
            {
                record._facts.Add(fact);
            }
        }
        return record;
    }

    public void Write(string path)
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        foreach (string[] fact in _facts)
        {
            text.AppendJoin('\t', fact).Append('\n');
        }
        Folders.ForEach(f => text.Append("brought\t").Append(f).Append('\n'));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllText(temporary, text.ToString());
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Whether a restore would find every answer as it was, and every folder where it was brought.</summary>
    public bool IsCurrent(ModuleSettings settings, string directory)
        => _facts.Count > 0 && _facts[0] is ["for", var asked] && asked == HashOf(settings, directory) && _facts.Skip(1).All(IsAsItWas) && Folders.TrueForAll(Directory.Exists);

    private static bool IsAsItWas(string[] fact) => fact switch
    {
        ["read", var hash, var length, var ticks, var path] => IsSameFile(path, hash, length, ticks),
        ["probe", var kind, var path] => Text((int)DiskFileView.Instance.KindOf(path)) == kind,
        ["list", var filter, var hash, var folder] => RecordingFileView.HashOf(DiskFileView.Instance.List(folder, (EntryFilter)int.Parse(filter, CultureInfo.InvariantCulture))) == hash,
        _ => false, // of another version, or damaged
    };

    // A file that is as long and as old as it was has not been written; else its content decides.
    private static bool IsSameFile(string path, string hash, string length, string ticks)
    {
        FileStamp stamp = FileStamp.Of(path);
        return stamp.Length >= 0 && ((Text(stamp.Length) == length && Text(stamp.Ticks) == ticks) || Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) == hash);
    }

    private static string HashOf(ModuleSettings settings, string directory)
    {
        // Of a record every property counts; the list has no text of its own.
        string text = $"{settings with { ReferencedModules = [] }}\n{string.Join('\n', settings.ReferencedModules)}\n{directory}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
