using System.Security.Cryptography;
using System.Text;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver.Tools;

/// <summary>
/// Programs that a command of Go's starts (tests, generators) find the <c>go</c> that started them before all others. Here that is this
/// command under the name <c>go</c>: a link in a folder of its own, below the cache.
/// </summary>
internal static class GoOnPath
{
    /// <summary>PATH with such a folder in front, or null when this process is not the command line (nothing could be linked to).</summary>
    public static string? PathFor(GoEnvironment environment)
        => FolderFor(environment) is not { } folder ? null : environment.OfOperatingSystem("PATH") is { Length: > 0 } path
            ? folder + Path.PathSeparator + path : folder;

    /// <summary>The folder; null when there can be none.</summary>
    public static string? FolderFor(GoEnvironment environment)
    {
        string own = Path.Combine(Path.GetFullPath(Locations.StandardLibrary(environment)), "bin");
        if (File.Exists(Path.Combine(own, "go")))
        {
            return own;
        }
        string command = Path.Combine(AppContext.BaseDirectory, "dotnet-go");
        if (OperatingSystem.IsWindows() || !File.Exists(command))
        {
            return null;
        }
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(command)))[..12];
        string folder = Path.Combine(Locations.CacheDirectory(environment), "tools", "go-" + key), link = Path.Combine(folder, "go");
        if (new FileInfo(link).LinkTarget != command)
        {
            Directory.CreateDirectory(folder);
            string temporary = Path.Combine(folder, $"go.{Environment.ProcessId}.tmp");
            File.CreateSymbolicLink(temporary, command);
            File.Move(temporary, link, overwrite: true);
        }
        return folder;
    }
}
