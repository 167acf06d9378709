using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Go.Compiler.Tests.Conformance.Scripts;

/// <summary>
/// A module proxy on the loopback that serves <see cref="ProxyModules"/> as the scripts expect: <c>/mod/PATH/@v/...</c>, and below it
/// <c>/mod/NUMBER/</c> for a proxy that answers with a status code, <c>/mod/invalid/</c> for one that answers nonsense,
/// <c>/mod/redirect/COUNT/</c> for one that sends elsewhere.
/// </summary>
internal sealed class ModuleProxy : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ProxyModules _modules;
    private readonly Thread _thread;

    public ModuleProxy(ProxyModules modules)
    {
        _modules = modules;
        Address = $"http://127.0.0.1:{FreePort()}";
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    public string Address { get; }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private void Serve()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext request;
            try
            {
                request = _listener.GetContext();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return; // disposed
            }
            ThreadPool.QueueUserWorkItem(_ => Answer(request));
        }
    }

    private void Answer(HttpListenerContext request)
    {
        using HttpListenerResponse response = request.Response;
        try
        {
            string path = Uri.UnescapeDataString(request.Request.RawUrl!.Split('?')[0]);
            (int status, byte[] body) = path.StartsWith("/mod/", StringComparison.Ordinal)
                ? Find(path["/mod/".Length..], response) : (404, NotFound);
            response.StatusCode = status;
            response.OutputStream.Write(body);
        }
        catch (Exception e) when (e is HttpListenerException or IOException)
        {
            response.Abort(); // the client has gone
        }
    }

    private static byte[] NotFound => "404 page not found\n"u8.ToArray();

    private (int Status, byte[] Body) Find(string path, HttpListenerResponse response)
    {
        string first = path.Split('/')[0], rest = path[Math.Min(path.Length, first.Length + 1)..];
        if (first == "invalid")
        {
            return (200, "invalid"u8.ToArray());
        }
        if (first == "redirect")
        {
            string count = rest.Split('/')[0];
            string target = rest[(count.Length + 1)..];
            int left = int.Parse(count, System.Globalization.CultureInfo.InvariantCulture);
            response.RedirectLocation = left <= 1 ? "/mod/" + target : $"/mod/redirect/{left - 1}/{target}";
            return (302, []);
        }
        if (int.TryParse(first, out int status) && status >= 200)
        {
            return (status, []);
        }
        if (path.EndsWith("/@latest", StringComparison.Ordinal))
        {
            string module = path[..^"/@latest".Length];
            return Latest(ProxyModules.Unescape(module)) is { } latest
                ? Entry(ProxyModules.Unescape(module), latest, "info") : (404, NotFound);
        }
        int at = path.IndexOf("/@v/", StringComparison.Ordinal);
        if (at < 0)
        {
            return (404, NotFound);
        }
        string name = ProxyModules.Unescape(path[..at]), file = Uri.UnescapeDataString(path[(at + "/@v/".Length)..]);
        int dot = file.LastIndexOf('.');
        return file == "list" ? List(name) : dot < 0
            ? (404, NotFound) : Entry(name, VersionOf(name, ProxyModules.Unescape(file[..dot])), file[(dot + 1)..]);
    }

    private (int, byte[]) List(string path)
    {
        string[] versions = [.. _modules.VersionsOf(path)];
        return versions.Length == 0 ? (404, NotFound)
            : (200, Encoding.UTF8.GetBytes(string.Concat(versions.Where(v => !IsPseudo(v) && FitsPath(path, v))
                .Order(StringComparer.Ordinal).Select(v => v + "\n"))));
    }

    /// <summary>
    /// The scripts count on what their own proxy answers, which is not the newest: in the order of the names, a version that is no earlier
    /// pseudo-version than those before counts as a prerelease, and one that is no earlier prerelease as a release.
    /// </summary>
    private string? Latest(string path)
    {
        string release = "", prerelease = "", pseudo = "";
        foreach (string version in _modules.VersionsOf(path))
        {
            if (IsPseudo(version) && IsEarlier(version, pseudo))
            {
                pseudo = version;
            }
            else if (version.Contains('-') && IsEarlier(version, prerelease))
            {
                prerelease = version;
            }
            else if (IsEarlier(version, release))
            {
                release = version;
            }
        }
        return release.Length > 0 ? release : prerelease.Length > 0 ? prerelease : pseudo.Length > 0 ? pseudo : null;
    }

    private static bool IsEarlier(string version, string than) => than.Length == 0 || VersionOrder.Instance.Compare(than, version) > 0;

    /// <summary>
    /// Whether a version may belong to a module with this path: from v2 on the path says so, or the version that it does not.
    /// </summary>
    private static bool FitsPath(string path, string version)
    {
        string major = version.Split('.')[0], last = path[(path.LastIndexOf('/') + 1)..];
        if (path.StartsWith("gopkg.in/", StringComparison.Ordinal))
        {
            return last.EndsWith("." + major, StringComparison.Ordinal);
        }
        bool isMajor = last.Length > 1 && last[0] == 'v' && last.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
        return isMajor ? last == major : major is "v0" or "v1" || version.EndsWith("+incompatible", StringComparison.Ordinal);
    }

    private static bool IsPseudo(string version)
    {
        string[] parts = version.Split('+')[0].Split('-');
        return parts.Length >= 3 && parts[^1].Length == 12 && parts[^2].Split('.')[^1].Length == 14;
    }

    /// <summary>A commit stands for the newest version that was made of it.</summary>
    private string VersionOf(string path, string version)
        => version.Length >= 4 && version.All(c => c is >= '0' and <= '9' or >= 'a' and <= 'f')
            ? _modules.VersionsOf(path).Where(v => HashOf(path, v) is { Length: > 0 } hash
                && (hash.StartsWith(version, StringComparison.Ordinal) || version.StartsWith(hash, StringComparison.Ordinal)))
                .OrderBy(v => v, VersionOrder.Instance).LastOrDefault(version)
            : version;

    private string HashOf(string path, string version)
    {
        if (IsPseudo(version))
        {
            return version.Split('+')[0].Split('-')[^1];
        }
        byte[]? info = _modules.Find(path, version)?.Files.FirstOrDefault(f => f.Name == ".info").Content;
        using var document = System.Text.Json.JsonDocument.Parse(info ?? "{}"u8.ToArray());
        return document.RootElement.TryGetProperty("Short", out System.Text.Json.JsonElement hash) ? hash.GetString() ?? "" : "";
    }

    private (int, byte[]) Entry(string path, string version, string kind)
    {
        if (_modules.Find(path, version) is not { } archive)
        {
            return (404, NotFound);
        }
        if (kind == "zip")
        {
            return (200, Zip(archive, path, version));
        }
        byte[]? entry = kind is "info" or "mod" ? archive.Files.FirstOrDefault(f => f.Name == "." + kind).Content : null;
        return entry is null ? (404, NotFound) : (200, entry);
    }

    private static byte[] Zip(TextArchive archive, string path, string version)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in archive.Files)
            {
                if (name is not (".info" or ".mod" or ".zip"))
                {
                    using Stream entry = zip.CreateEntry(name.StartsWith('/') ? name[1..] : $"{path}@{version}/{name}").Open();
                    entry.Write(content);
                }
            }
        }
        return bytes.ToArray();
    }

    public void Dispose()
    {
        _listener.Close();
        _thread.Join(TimeSpan.FromSeconds(5));
    }
}
