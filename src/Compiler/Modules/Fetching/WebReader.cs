using System.Net;
using System.Net.Http.Headers;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Fetching;

/// <summary>
/// Reads what addresses with http, https and file have. Failures that may pass are tried again; servers that hang, drip or send too much
/// are left; redirections never lead from a secure address to an insecure one. Thread-safe.
/// </summary>
internal sealed class WebReader(FetchLimits limits, ICredentialSource credentials, Action<string>? trace = null) : IDisposable
{
    private const string UserAgent = "Go.Sdk/1 (go command)";
    private const int MaxRedirects = 10;

    // Made on first use: a build whose modules are all in the cache needs no network code.
    private readonly Lazy<WebConnections> _secure = new(() => new WebConnections(limits, verifies: true));
    private readonly Lazy<WebConnections> _insecure = new(()
        => new WebConnections(limits with { Whole = TimeSpan.FromSeconds(5) }, verifies: false));

    public void Dispose()
    {
        foreach (Lazy<WebConnections> connections in (ReadOnlySpan<Lazy<WebConnections>>)[_secure, _insecure])
        {
            if (connections.IsValueCreated)
            {
                connections.Value.Dispose();
            }
        }
    }

    /// <summary>All bytes that an address has.</summary>
    /// <exception cref="ModuleException">There is nothing, it cannot be had, or it is larger than the limit.</exception>
    public byte[] Read(string address, long maxSize, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        return Copy(address, content, maxSize, cancellation) <= maxSize ? content.ToArray()
            : throw new ModuleException(Catalogue.InvalidModuleServerResponse,
                $"reading {WebAddress.Redact(address)}: response too large (limit is {maxSize} bytes)");
    }

    /// <summary>
    /// Writes what an address has into a stream that is empty, and again empty before every new attempt; at most one byte more than the
    /// limit. Returns the size.
    /// </summary>
    public long Copy(string address, Stream destination, long maxSize, CancellationToken cancellation)
    {
        if (address.StartsWith("file:", StringComparison.Ordinal))
        {
            return CopyFile(address, destination, maxSize, cancellation);
        }
        CheckPassword(address, isInsecureAllowed: false);
        return Repeat(cancellation, () =>
        {
            destination.SetLength(0);
            return Task.Run(() => CopyAsync(_secure.Value, address, destination, maxSize, cancellation), cancellation).GetAwaiter()
                .GetResult();
        });
    }

    /// <summary>
    /// The page at an address without scheme, whatever its status: https, and if that fails and <paramref name="isInsecure"/> says so,
    /// without verifying certificates and then plain http. Returns the address that answered, too.
    /// </summary>
    public WebPage ReadPage(string host, bool isInsecure, CancellationToken cancellation)
    {
        try
        {
            return Page(isInsecure ? _insecure.Value : _secure.Value, "https://" + host, cancellation);
        }
        catch (ModuleException) when (isInsecure)
        {
            return Page(_secure.Value, "http://" + host, cancellation);
        }
    }

    private WebPage Page(WebConnections connections, string address, CancellationToken cancellation)
    {
        const int MaxPage = 4 << 20;
        return Repeat(cancellation, () => Task.Run(async () =>
        {
            using var deadline = new WebDeadline(connections.Limits, cancellation);
            using HttpResponseMessage response = await SendAsync(connections, address, deadline).ConfigureAwait(false);
            using var content = new MemoryStream();
            await WebConnections.CopyAsync(response, WebAddress.Redact(address), content, MaxPage, deadline).ConfigureAwait(false);
            byte[] page = content.ToArray();
            return new WebPage(address, (int)response.StatusCode, WebErrors.Status(response) + WebErrors.Detail(response, page), page);
        }, cancellation).GetAwaiter().GetResult());
    }

    private async Task<long> CopyAsync(WebConnections connections, string address, Stream destination, long maxSize,
        CancellationToken cancellation)
    {
        using var deadline = new WebDeadline(connections.Limits, cancellation);
        using HttpResponseMessage response = await SendAsync(connections, address, deadline).ConfigureAwait(false);
        string redacted = WebAddress.Redact(address);
        return response.StatusCode == HttpStatusCode.OK
            ? await WebConnections.CopyAsync(response, redacted, destination, maxSize, deadline).ConfigureAwait(false)
            : throw await WebErrors.OfStatusAsync(response, redacted, deadline).ConfigureAwait(false);
    }

    // Follows redirections; credentials go to the first host only, and on its refusal are asked for anew.
    private async Task<HttpResponseMessage> SendAsync(WebConnections connections, string address, WebDeadline deadline)
    {
        bool isSecure = address.StartsWith("https:", StringComparison.Ordinal);
        HttpResponseMessage response = await FollowAsync(connections, address, deadline).ConfigureAwait(false);
        if (isSecure && (int)response.StatusCode is >= 400 and < 500 && credentials.Ask(address, response, deadline.Cancellation))
        {
            response.Dispose();
            response = await FollowAsync(connections, address, deadline).ConfigureAwait(false);
        }
        return response;
    }

    private async Task<HttpResponseMessage> FollowAsync(WebConnections connections, string first, WebDeadline deadline)
    {
        string address = first;
        for (int redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
            AddCredentials(request, first, address);
            trace?.Invoke($"# get {WebAddress.Redact(address)}");
            long start = System.Diagnostics.Stopwatch.GetTimestamp();
            HttpResponseMessage response = await connections.SendAsync(request, WebAddress.Redact(address), deadline).ConfigureAwait(false);
            trace?.Invoke(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"# get {WebAddress.Redact(address)}: {WebErrors.Status(response)} ({System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds:F3}s)"));
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            {
                return response;
            }
            response.Dispose();
            string next = new Uri(new Uri(address), location).AbsoluteUri;
            string? problem = first.StartsWith("https:", StringComparison.Ordinal) && !next.StartsWith("https:", StringComparison.Ordinal)
                    ? $"redirected from secure URL {WebAddress.Redact(address)} to insecure URL {WebAddress.Redact(next)}"
                : redirects + 1 >= MaxRedirects ? $"stopped after {MaxRedirects} redirects"
                : !next.StartsWith("http", StringComparison.Ordinal)
                ? $"unsupported protocol scheme {GoText.Quote(new Uri(next).Scheme)}" : null;
            address = problem is null ? next : throw new ModuleException(Catalogue.ModuleServerFailed,
                $"Get {GoText.Quote(WebAddress.Redact(next))}: {problem}");
        }
    }

    private void AddCredentials(HttpRequestMessage request, string first, string address)
    {
        if (request.RequestUri!.UserInfo.Length > 0)
        {
            byte[] bytes = System.Text.Encoding.UTF8.GetBytes(Uri.UnescapeDataString(request.RequestUri.UserInfo));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(bytes));
        }
        else if (address.StartsWith("https:", StringComparison.Ordinal) && new Uri(first).Authority == request.RequestUri.Authority)
        {
            credentials.Add(address, request.Headers);
        }
    }

    private static void CheckPassword(string address, bool isInsecureAllowed)
    {
        if (!isInsecureAllowed && address.StartsWith("http:", StringComparison.Ordinal) && new Uri(address).UserInfo.Length > 0)
        {
            throw new ModuleException(Catalogue.InvalidModuleSetting,
                $"refusing to pass credentials to insecure URL: {WebAddress.Redact(address)}");
        }
    }

    private T Repeat<T>(CancellationToken cancellation, Func<T> attempt)
    {
        for (int i = 0; ; i++)
        {
            try
            {
                return attempt();
            }
            catch (TransientModuleException e) when (i < limits.Backoff.Count)
            {
                cancellation.WaitHandle.WaitOne(e.RetryAfter ?? limits.Backoff[i]);
                cancellation.ThrowIfCancellationRequested();
            }
            catch (TransientModuleException e)
            {
                throw e.Permanent();
            }
        }
    }

    private static long CopyFile(string address, Stream destination, long maxSize, CancellationToken cancellation)
    {
        string path = new Uri("file:///" + address["file://".Length..].TrimStart('/')).LocalPath;
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            byte[] buffer = new byte[(int)Math.Clamp(file.Length + 1, 1, 1 << 16)];
            long size = 0;
            for (int read; size <= maxSize && (read = file.Read(buffer)) > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                destination.Write(buffer, 0, read);
                size += read;
            }
            return size;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModuleException(Catalogue.ModuleNotFound, $"reading {address}: no such file or directory", e) { IsNotFound = true };
        }
        catch (UnauthorizedAccessException e)
        {
            string problem = Directory.Exists(path) ? "is a directory" : "permission denied";
            throw new ModuleException(Catalogue.ModuleServerFailed, $"reading {address}: {problem}", e);
        }
    }
}
