using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Fetching;

/// <summary>
/// The connections to all servers, with or without verifying who they are; sends one request and says in Go's words why it failed.
/// </summary>
internal sealed class WebConnections : IDisposable
{
    private readonly HttpClient _client;
    // Why a host's certificate was refused: the exception has it only as text.
    private readonly ConcurrentDictionary<string, string> _refused = new();

    public FetchLimits Limits { get; }

    public WebConnections(FetchLimits limits, bool verifies)
    {
        Limits = limits;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = limits.Connect,
            AutomaticDecompression = DecompressionMethods.GZip,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            MaxConnectionsPerServer = 16,
        };
        handler.SslOptions.RemoteCertificateValidationCallback = verifies ? Verify : (_, _, _, _) => true;
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Sends a request and returns when the headers are there.</summary>
    /// <exception cref="ModuleException">It failed for good.</exception>
    /// <exception cref="TransientModuleException">It may work the next time.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string redacted, WebDeadline deadline)
    {
        try
        {
            HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token)
                .ConfigureAwait(false);
            deadline.Progress();
            return response;
        }
        catch (OperationCanceledException e)
        {
            throw new ModuleException(Catalogue.ModuleServerFailed, $"Get {GoText.Quote(redacted)}: {deadline.Explain()}", e);
        }
        catch (HttpRequestException e)
        {
            throw Failure(e, request.RequestUri!, redacted);
        }
    }

    /// <summary>Copies at most one byte more than the limit of an answer's body.</summary>
    public static async Task<long> CopyAsync(HttpResponseMessage response, string redacted, Stream destination, long maxSize,
        WebDeadline deadline)
    {
        long size = 0;
        byte[] buffer = new byte[1 << 16];
        try
        {
            using Stream body = await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
            for (int read; size <= maxSize && (read = await body.ReadAsync(buffer, deadline.Token).ConfigureAwait(false)) > 0;)
            {
                deadline.Progress();
                int kept = (int)Math.Min(read, maxSize + 1 - size);
                await destination.WriteAsync(buffer.AsMemory(0, kept), CancellationToken.None).ConfigureAwait(false);
                size += kept;
            }
            return size;
        }
        catch (OperationCanceledException e)
        {
            throw new ModuleException(Catalogue.ModuleServerFailed, $"read {GoText.Quote(redacted)}: {deadline.Explain()}", e);
        }
        catch (Exception e) when (e is HttpIOException or HttpRequestException or SocketException
            || (e is IOException && e.InnerException is SocketException or HttpIOException))
        {
            string problem = SocketError(e) == System.Net.Sockets.SocketError.ConnectionReset
                ? "connection reset by peer" : "unexpected EOF";
            throw new TransientModuleException(Catalogue.ModuleServerFailed, $"read {GoText.Quote(redacted)}: {problem}", e);
        }
        catch (InvalidDataException e)
        {
            throw new ModuleException(Catalogue.InvalidModuleServerResponse, $"read {GoText.Quote(redacted)}: gzip: invalid data", e);
        }
    }

    private Exception Failure(HttpRequestException e, Uri address, string redacted)
    {
        string start = $"Get {GoText.Quote(redacted)}: ";
        switch (e.HttpRequestError)
        {
            case HttpRequestError.NameResolutionError:
                return new ModuleException(Catalogue.ModuleServerFailed, $"{start}dial tcp: lookup {address.Host}: no such host", e);
            case HttpRequestError.SecureConnectionError when SocketError(e) is null:
                string problem = _refused.TryGetValue(address.IdnHost, out string? refusal)
                    ? $"tls: failed to verify certificate: {refusal}" : "tls: handshake failure";
                return new ModuleException(Catalogue.ModuleServerFailed, start + problem, e);
            case HttpRequestError.ConnectionError when SocketError(e) is { } error:
                string text = $"{start}dial tcp {address.Host}:{address.Port}: {Words(error)}";
                return error is System.Net.Sockets.SocketError.ConnectionReset or System.Net.Sockets.SocketError.TimedOut
                    ? new TransientModuleException(Catalogue.ModuleServerFailed, text, e)
                    : new ModuleException(Catalogue.ModuleServerFailed, text, e);
            case HttpRequestError.InvalidResponse:
                return new ModuleException(Catalogue.InvalidModuleServerResponse,
                    $"{start}net/http: HTTP/1.x transport connection broken: malformed HTTP response", e);
            default:
                string ended = SocketError(e) == System.Net.Sockets.SocketError.ConnectionReset ? "read: connection reset by peer" : "EOF";
                return new TransientModuleException(Catalogue.ModuleServerFailed, start + ended, e);
        }
    }

    private static SocketError? SocketError(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is SocketException socket)
            {
                return socket.SocketErrorCode;
            }
        }
        return null;
    }

    private static string Words(SocketError error) => error switch
    {
        System.Net.Sockets.SocketError.ConnectionRefused => "connect: connection refused",
        System.Net.Sockets.SocketError.ConnectionReset => "connect: connection reset by peer",
        System.Net.Sockets.SocketError.HostUnreachable => "connect: no route to host",
        System.Net.Sockets.SocketError.NetworkUnreachable => "connect: network is unreachable",
        System.Net.Sockets.SocketError.TimedOut => "i/o timeout",
        _ => $"connect: {error}",
    };

    private bool Verify(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }
        string host = (sender as SslStream)?.TargetHostName ?? "";
        X509ChainStatusFlags flags = chain is null ? 0
            : chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, s) => all | s.Status);
        _refused[host] = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? $"x509: certificate is not valid for {host}"
            : flags.HasFlag(X509ChainStatusFlags.NotTimeValid) ? "x509: certificate has expired or is not yet valid"
            : "x509: certificate signed by unknown authority";
        return false;
    }
}
