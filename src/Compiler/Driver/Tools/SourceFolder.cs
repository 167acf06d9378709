using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Go.Compiler.Build;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;
using Go.Compiler.Settings;
using Go.Compiler.Text;

namespace Go.Compiler.Driver.Tools;

/// <summary>
/// Go's sources as a GOROOT folder, for programs that read files: the folder that there is, else what the archive holds, unpacked beside
/// the cache when it is first asked for. It is whole or not there: it gets its name when all of it has been written.
/// </summary>
internal static class SourceFolder
{
    public static string Find(GoEnvironment environment)
    {
        string library = Path.GetFullPath(Locations.StandardLibrary(environment));
        if (Directory.Exists(library))
        {
            return library;
        }
        string parent = CacheTrimming.SourceFolder(Locations.CacheDirectory(environment)), folder = Path.Combine(parent, KeyOf(library));
        if (!Directory.Exists(folder))
        {
            Unpack(library, folder);
            RemoveOld(parent, folder);
        }
        return folder;
    }

    /// <summary>
    /// The same for tools that start <c>go</c> where GOROOT has it (<c>cover -func</c>): the folder that there is if it has one, else one
    /// beside the cache whose <c>go</c> is this command.
    /// </summary>
    public static string WithCommand(GoEnvironment environment)
    {
        string sources = Find(environment), command = Path.Combine("bin", "go");
        if (File.Exists(Path.Combine(sources, command)) || OperatingSystem.IsWindows() || Environment.ProcessPath is not { } own)
        {
            return sources;
        }
        string start = Path.GetFileNameWithoutExtension(own) == "dotnet"
            ? $"exec '{own}' exec '{Path.Combine(AppContext.BaseDirectory, "dotnet-go.dll")}'" : $"exec '{own}'";
        string text = $"#!/bin/sh\n{start} \"$@\"\n";
        string parent = CacheTrimming.SourceFolder(Locations.CacheDirectory(environment));
        string folder = Path.Combine(parent, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{sources}\n{text}")))[..16]);
        if (!Directory.Exists(folder))
        {
            string temporary = AbandonedFiles.NameFor(folder);
            Directory.CreateDirectory(Path.Combine(temporary, "bin"));
            foreach (string entry in Directory.EnumerateFileSystemEntries(sources).Where(e => Path.GetFileName(e) != "bin"))
            {
                File.CreateSymbolicLink(Path.Combine(temporary, Path.GetFileName(entry)), entry);
            }
            File.WriteAllText(Path.Combine(temporary, command), text);
            File.SetUnixFileMode(Path.Combine(temporary, command),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            HostExecutables.AwaitStartable(Path.Combine(temporary, command));
            Publish(temporary, folder);
        }
        return folder;
    }

    private static string KeyOf(string library)
    {
        var information = new FileInfo(library);
        string text = string.Create(CultureInfo.InvariantCulture, $"{library}\n{information.Length}\n{information.LastWriteTimeUtc.Ticks}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    private static void Unpack(string library, string folder)
    {
        string temporary = AbandonedFiles.NameFor(folder);
        using (IStandardLibrary archive = Builder.OpenStandardLibrary(library))
        {
            UnpackFolder(archive, "", Path.Combine(temporary, "src"));
            File.WriteAllText(Path.Combine(temporary, "VERSION"), archive.Version + "\n");
        }
        Publish(temporary, folder);
    }

    private static void Publish(string temporary, string folder)
    {
        try
        {
            Directory.Move(temporary, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(temporary, recursive: true); // somebody else was quicker, with the same
        }
    }

    private static void UnpackFolder(IStandardLibrary archive, string name, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in archive.Files(name))
        {
            File.WriteAllBytes(Path.Combine(folder, file), archive.Read(name, file));
        }
        foreach (string child in archive.Folders(name))
        {
            UnpackFolder(archive, name.Length == 0 ? child : $"{name}/{child}", Path.Combine(folder, child));
        }
    }

    /// <summary>Sources of archives that have been replaced, and what was left half done.</summary>
    private static void RemoveOld(string parent, string current)
    {
        AbandonedFiles.RemoveIn(parent);
        foreach (string folder in Directory.EnumerateDirectories(parent))
        {
            if (folder != current && DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder) > TimeSpan.FromDays(30))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
