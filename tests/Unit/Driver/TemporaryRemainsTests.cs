using System.Diagnostics;
using System.Net.Sockets;
using Go.Compiler.Driver;

namespace Go.Compiler.Tests.Driver;

public sealed class TemporaryRemainsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("rem-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static int DeadProcess()
    {
        using Process process = Process.Start("true");
        process.WaitForExit();
        return process.Id;
    }

    /// <summary>The files of a process with that number and start, and the socket that listens.</summary>
    private (string[] Files, Socket Listener) Endpoint(int process, int start)
    {
        string[] files = [.. ((string[])[$"dotnet-diagnostic-{process}-{start}-socket", $"clr-debug-pipe-{process}-{start}-in",
            $"clr-debug-pipe-{process}-{start}-out"])
            .Select(f => Path.Combine(_directory, f))];
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(files[0]));
        listener.Listen();
        Process.Start("mkfifo", files[1..]).WaitForExit();
        return (files, listener);
    }

    [Fact]
    public void Endpoints_go_when_nobody_answers()
    {
        (string[] files, Socket listener) = Endpoint(DeadProcess(), 1);
        // A process in another container may have the number of none here.
        TemporaryRemains.RemoveEndpoints(_directory);
        Assert.All(files, f => Assert.True(File.Exists(f), f));
        // An orderly end removes the file; a kill leaves it without anybody who listens.
        string kept = files[0] + ".kept";
        File.Move(files[0], kept);
        listener.Dispose();
        File.Move(kept, files[0]);
        TemporaryRemains.RemoveEndpoints(_directory);
        Assert.All(files, f => Assert.False(File.Exists(f), f));
    }

    [Fact]
    public void Endpoints_of_the_living_stay()
    {
        (string[] files, Socket listener) = Endpoint(Environment.ProcessId, 1);
        listener.Dispose();
        File.WriteAllText(files[0], "");
        TemporaryRemains.RemoveEndpoints(_directory);
        Assert.All(files, f => Assert.True(File.Exists(f), f));
    }

    [Fact]
    public void Pipes_without_a_socket_go_by_age()
    {
        string pipe = Path.Combine(_directory, $"clr-debug-pipe-{DeadProcess()}-7-in");
        File.WriteAllText(pipe, "");
        TemporaryRemains.RemoveEndpoints(_directory);
        Assert.True(File.Exists(pipe));
        File.SetLastWriteTimeUtc(pipe, DateTime.UtcNow - TimeSpan.FromHours(25));
        TemporaryRemains.RemoveEndpoints(_directory);
        Assert.False(File.Exists(pipe));
    }
}
