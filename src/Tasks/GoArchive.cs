using System.Formats.Tar;
using System.IO.Compression;
using Go.Compiler.Diagnostics;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>Puts the files of a folder into a compressed archive, the same files always into the same bytes.</summary>
[MSBuildMultiThreadableTask]
public sealed class GoArchive : GoTaskBase
{
    [Required]
    public string Folder { get; set; } = "";

    /// <summary><c>.tar.gz</c> or, for Windows, <c>.zip</c>.</summary>
    [Required]
    public string ArchiveFile { get; set; } = "";

    /// <summary>The folder in the archive.</summary>
    [Required]
    public string Name { get; set; } = "";

    protected override void ExecuteCore()
    {
        DateTimeOffset time = long.TryParse(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), out long seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        string[] files = [.. Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        if (files.Length == 0)
        {
            LogError(Catalogue.InputOutputFailed, $"there is nothing to put into {ArchiveFile}");
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(ArchiveFile))!);
        string temporary = $"{ArchiveFile}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = File.Create(temporary))
            {
                if (ArchiveFile.EndsWith(".zip", StringComparison.Ordinal))
                {
                    WriteZip(stream, files, time);
                }
                else
                {
                    WriteTar(stream, files, time);
                }
            }
            File.Move(temporary, ArchiveFile, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
        LogMessage($"{Path.GetFileName(ArchiveFile)}: {files.Length} files", MessageImportance.High);
    }

    private string NameOf(string file) => $"{Name}/{Path.GetRelativePath(Folder, file).Replace('\\', '/')}";

    private void WriteZip(Stream stream, string[] files, DateTimeOffset time)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach (string file in files)
        {
            ZipArchiveEntry entry = archive.CreateEntry(NameOf(file));
            entry.LastWriteTime = time;
            using Stream content = entry.Open();
            content.Write(File.ReadAllBytes(file));
        }
    }

    private void WriteTar(Stream stream, string[] files, DateTimeOffset time)
    {
        using var compressed = new GZipStream(stream, CompressionLevel.Optimal);
        using var writer = new TarWriter(compressed, TarEntryFormat.Gnu);
        foreach (string file in files)
        {
            using FileStream content = File.OpenRead(file);
            bool isProgram = OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & UnixFileMode.UserExecute) != 0;
            writer.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, NameOf(file))
            {
                DataStream = content, ModificationTime = time, AccessTime = time, ChangeTime = time,
                Mode = (UnixFileMode)Convert.ToInt32(isProgram ? "755" : "644", 8),
            });
        }
    }
}
