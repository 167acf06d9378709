using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Go.Compiler.Tests.Modules.Fetching;

/// <summary>What a test's server sends: after <see cref="Send"/> bytes it stops and hangs or hangs up.</summary>
internal sealed record LoopbackAnswer(int Status, byte[] Body)
{
    public string Reason { get; init; } = "";

    public List<string> Headers { get; init; } = [];

    /// <summary>What Content-Length says; null: the truth.</summary>
    public int? Length { get; init; }

    /// <summary>How much of the body is sent; null: all.</summary>
    public int? Send { get; init; }

    /// <summary>Keeps the connection open and silent after what is sent; with -1 before the status line.</summary>
    public bool Hangs { get; init; }

    public static LoopbackAnswer Text(int status, string text, string type = "text/plain; charset=utf-8")
        => new(status, Encoding.UTF8.GetBytes(text)) { Headers = [$"Content-Type: {type}"] };
}

/// <summary>A web server on the loopback address that can misbehave.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<string, LoopbackAnswer?> _answer;

    public LoopbackServer(Func<string, LoopbackAnswer?> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = AcceptAsync();
    }

    public string Address { get; }

    /// <summary>Paths in the order of requests.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_end.IsCancellationRequested)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            return;
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                NetworkStream stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } request)
                {
                    while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 })
                    {
                    }
                    string path = request.Split(' ')[1];
                    Requests.Enqueue(path);
                    if (!await SendAsync(stream, _answer(Uri.UnescapeDataString(path)) ?? LoopbackAnswer.Text(404, "not found")))
                    {
                        return;
                    }
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            return;
        }
    }

    private async Task<bool> SendAsync(NetworkStream stream, LoopbackAnswer answer)
    {
        if (answer.Send != -1)
        {
            string reason = answer.Reason.Length > 0 ? answer.Reason : ((HttpStatusCode)answer.Status).ToString();
            var head = new StringBuilder($"HTTP/1.1 {answer.Status} {reason}\r\nContent-Length: {answer.Length ?? answer.Body.Length}\r\n");
            answer.Headers.ForEach(h => head.Append(h).Append("\r\n"));
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), _end.Token);
            await stream.WriteAsync(answer.Body.AsMemory(0, Math.Min(answer.Send ?? answer.Body.Length, answer.Body.Length)), _end.Token);
        }
        if (answer.Hangs)
        {
            await Task.Delay(Timeout.Infinite, _end.Token);
        }
        return answer.Send is null && answer.Length is null;
    }
}
