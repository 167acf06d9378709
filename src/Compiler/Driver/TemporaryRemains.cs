using System.Globalization;
using System.Net.Sockets;
using Go.Compiler.Settings;
using Go.Compiler.Text;

namespace Go.Compiler.Driver;

/// <summary>
/// Removal of what killed processes left in the system's temporary folder: the folders of <see cref="Locations.TemporaryFolder"/>, and the
/// files through which debuggers reach a .NET process, which its runtime makes before any code of ours runs.
/// </summary>
internal static class TemporaryRemains
{
    private const string Purpose = "dotnet-go-";
    private const string SocketStart = "dotnet-diagnostic-", SocketEnd = "-socket", PipeStart = "clr-debug-pipe-";

    /// <summary>Endpoints looked at in one call: a folder full of them must not slow a build down.</summary>
    private const int MaxEndpoints = 256;

    /// <summary>Removes what dead processes left.</summary>
    public static void RemoveAbandoned(GoEnvironment environment)
    {
        string folder = Path.GetTempPath();
        AbandonedFiles.RemoveFolders(folder, Purpose);
        if (environment.Get("GOTMPDIR") is { Length: > 0 } configured)
        {
            AbandonedFiles.RemoveFolders(configured, Purpose);
        }
        if (!OperatingSystem.IsWindows()) // endpoints are no files there
        {
            RemoveEndpoints(folder);
        }
    }

    /// <summary>Removes the files through which debuggers reached processes that have ended.</summary>
    internal static void RemoveEndpoints(string folder)
    {
        try
        {
            int left = MaxEndpoints;
            foreach (string socket in Directory.EnumerateFiles(folder, SocketStart + "*" + SocketEnd))
            {
                if (left-- == 0)
                {
                    return;
                }
                string process = Path.GetFileName(socket)[SocketStart.Length..^SocketEnd.Length]; // number, dash, time of its start
                if (ProcessIn(process) is { } number && !AbandonedFiles.IsRunning(number) && !Answers(socket))
                {
                    Delete(socket);
                    Delete(Path.Combine(folder, $"{PipeStart}{process}-in"));
                    Delete(Path.Combine(folder, $"{PipeStart}{process}-out"));
                }
            }
            RemovePipes(folder, left);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    /// <summary>Pipes without a socket tell nothing of a process in another container: their age must.</summary>
    private static void RemovePipes(string folder, int left)
    {
        foreach (FileInfo pipe in new DirectoryInfo(folder).EnumerateFiles(PipeStart + "*"))
        {
            if (left-- <= 0)
            {
                return;
            }
            string process = pipe.Name[PipeStart.Length..];
            process = process[..Math.Max(process.LastIndexOf('-'), 0)];
            if (DateTime.UtcNow - pipe.LastWriteTimeUtc > TimeSpan.FromDays(1) && ProcessIn(process) is { } number
                && !AbandonedFiles.IsRunning(number)
                && !File.Exists(Path.Combine(folder, SocketStart + process + SocketEnd)))
            {
                Delete(pipe.FullName);
            }
        }
    }

    private static int? ProcessIn(string text)
        => text.IndexOf('-') is > 0 and var dash && int.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture,
            out int number) ? number : null;

    /// <summary>Whether anybody listens, be it in another container that shares the folder. When in doubt somebody does.</summary>
    private static bool Answers(string path)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }

    private static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return; // somebody else's
        }
    }
}
