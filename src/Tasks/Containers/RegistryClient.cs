using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Go.Sdk.Tasks.Containers;

/// <summary>Pushes images to a registry by the Open Container Initiative's distribution protocol (distribution-spec 1.1).</summary>
internal sealed class RegistryClient : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Uri _registry;
    private readonly string _repository;
    private readonly (string User, string Password)? _credentials;
    private AuthenticationHeaderValue? _authorization;

    /// <param name="registry">Host, and a port if it is not the usual one.</param>
    public RegistryClient(string registry, string repository, (string User, string Password)? credentials)
    {
        _registry = new Uri($"{(IsInsecure(registry) ? "http" : "https")}://{registry}/");
        _repository = repository;
        _credentials = credentials;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Pushes a blob unless the registry has it; true when it was sent.</summary>
    /// <exception cref="HttpRequestException">The registry cannot be reached or refuses.</exception>
    public async Task<bool> PushBlobAsync(byte[] content, CancellationToken cancellation)
    {
        string digest = ImageLayer.DigestOf(content);
        using HttpResponseMessage known = await SendAsync(() => new HttpRequestMessage(HttpMethod.Head, At($"blobs/{digest}")),
            cancellation).ConfigureAwait(false);
        if (known.IsSuccessStatusCode)
        {
            return false;
        }
        using HttpResponseMessage started = await SendAsync(() => new HttpRequestMessage(HttpMethod.Post, At("blobs/uploads/")),
            cancellation).ConfigureAwait(false);
        await EnsureAsync(started, "starting an upload", cancellation).ConfigureAwait(false);
        var location = new Uri(_registry, started.Headers.Location
            ?? throw new HttpRequestException("the registry does not say where to upload to"));
        var target = new Uri(location + (location.Query.Length > 0 ? "&" : "?") + "digest=" + Uri.EscapeDataString(digest));
        using HttpResponseMessage sent = await SendAsync(()
            => new HttpRequestMessage(HttpMethod.Put, target) { Content = Body(content, "application/octet-stream") }, cancellation)
                .ConfigureAwait(false);
        await EnsureAsync(sent, $"uploading {digest}", cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Pushes a manifest or an index by a tag, or by its digest.</summary>
    /// <exception cref="HttpRequestException">The registry cannot be reached or refuses.</exception>
    public async Task PushManifestAsync(byte[] content, string mediaType, string reference, CancellationToken cancellation)
    {
        using HttpResponseMessage sent = await SendAsync(()
            => new HttpRequestMessage(HttpMethod.Put, At("manifests/" + reference)) { Content = Body(content, mediaType) }, cancellation)
                .ConfigureAwait(false);
        await EnsureAsync(sent, $"pushing {reference}", cancellation).ConfigureAwait(false);
    }

    private Uri At(string path) => new(_registry, $"v2/{_repository}/{path}");

    private static ByteArrayContent Body(byte[] content, string type)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue(type);
        return body;
    }

    /// <summary>Sends a request; when the registry asks who is there, tells it and sends again.</summary>
    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> request, CancellationToken cancellation)
    {
        for (bool isSecond = false; ; isSecond = true)
        {
            using HttpRequestMessage message = request();
            message.Headers.Authorization = _authorization;
            HttpResponseMessage response = await _http.SendAsync(message, cancellation).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.Unauthorized || isSecond
                || await AuthorizeAsync(response, cancellation).ConfigureAwait(false) is not { } authorization)
            {
                return response;
            }
            _authorization = authorization;
            response.Dispose();
        }
    }

    private async Task<AuthenticationHeaderValue?> AuthorizeAsync(HttpResponseMessage refusal, CancellationToken cancellation)
    {
        AuthenticationHeaderValue? basic = _credentials is var (user, password)
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))) : null;
        AuthenticationHeaderValue? challenge = refusal.Headers.WwwAuthenticate.FirstOrDefault(c
            => c.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase));
        if (challenge?.Parameter is not { } parameters)
        {
            return basic;
        }
        Dictionary<string, string> values = Parameters(parameters);
        if (!values.TryGetValue("realm", out string? realm))
        {
            return basic;
        }
        string scope = values.GetValueOrDefault("scope", $"repository:{_repository}:pull,push");
        string service = values.TryGetValue("service", out string? name) ? "&service=" + Uri.EscapeDataString(name) : "";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{realm}?scope={Uri.EscapeDataString(scope)}{service}");
        request.Headers.Authorization = basic;
        using HttpResponseMessage answer = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
        await EnsureAsync(answer, "asking for a token", cancellation).ConfigureAwait(false);
        using JsonDocument document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
        string? token = document.RootElement.TryGetProperty("token", out JsonElement t)
            || document.RootElement.TryGetProperty("access_token", out t) ? t.GetString() : null;
        return token is null ? null : new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary><c>name="value",name="value"</c>; commas within quotes belong to the value.</summary>
    private static Dictionary<string, string> Parameters(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < text.Length;)
        {
            int equals = text.IndexOf('=', i);
            if (equals < 0)
            {
                break;
            }
            string name = text[i..equals].Trim(' ', ',');
            bool isQuoted = equals + 1 < text.Length && text[equals + 1] == '"';
            int start = isQuoted ? equals + 2 : equals + 1;
            int end = text.IndexOf(isQuoted ? '"' : ',', start);
            end = end < 0 ? text.Length : end;
            values[name] = text[start..end];
            i = end + 1;
        }
        return values;
    }

    private static async Task EnsureAsync(HttpResponseMessage response, string what, CancellationToken cancellation)
    {
        if (!response.IsSuccessStatusCode)
        {
            string body = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            throw new HttpRequestException($"{what}: {(int)response.StatusCode} {response.ReasonPhrase}{(body.Length > 0 ? ": " + body[..Math.Min(body.Length, 300)].ReplaceLineEndings(" ") : "")}");
        }
    }

    /// <summary>
    /// Registries of this machine, and those that the variable of .NET's own containers names, are spoken to without TLS.
    /// </summary>
    private static bool IsInsecure(string registry)
    {
        string host = registry.StartsWith('[') ? registry[..(registry.IndexOf(']') + 1)] : registry.Split(':')[0];
        return host is "localhost" or "[::1]" || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address))
            || (Environment.GetEnvironmentVariable("DOTNET_CONTAINER_INSECURE_REGISTRIES") ?? "").Split(';', ',')
            .Contains(registry, StringComparer.OrdinalIgnoreCase);
    }
}
