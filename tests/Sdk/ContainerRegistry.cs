using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Go.Sdk.Tests.Sdk;

/// <summary>
/// A container registry on this machine's own address for the length of a test: Debian's, fetched when it is not installed
/// (eng/get-program.sh).
/// </summary>
internal sealed class ContainerRegistry : IDisposable
{
    private readonly Process _process;
    private readonly string _folder = Directory.CreateTempSubdirectory("go-registry-").FullName;

    public ContainerRegistry()
    {
        string program = CommandResult.Run(Path.Combine(Repository.Root, "eng", "get-program.sh"), ["docker-registry", "docker-registry"],
            Repository.Root).Expect(0).Output.Trim();
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            Address = "127.0.0.1:" + ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        string settings = Path.Combine(_folder, "config.yml");
        File.WriteAllText(settings,
            $"version: 0.1\nlog:\n  level: error\nstorage:\n  filesystem:\n    rootdirectory: {_folder}/data\nhttp:\n  addr: {Address}\n");
        _process = Process.Start(new ProcessStartInfo(program, ["serve", settings]) { RedirectStandardOutput = true,
            RedirectStandardError = true })!;
        WaitUntilItAnswers();
    }

    /// <summary>Host and port.</summary>
    public string Address { get; }

    /// <summary>A manifest or blob, with the registry's name for it.</summary>
    public (byte[] Content, string Digest, string Type) Get(string path)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{Address}/v2/{path}");
        request.Headers.TryAddWithoutValidation("Accept",
            "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, */*");
        using HttpResponseMessage answer = client.Send(request);
        answer.EnsureSuccessStatusCode();
        using var content = new MemoryStream();
        answer.Content.ReadAsStream().CopyTo(content);
        return (content.ToArray(), answer.Headers.GetValues("Docker-Content-Digest").Single(),
            answer.Content.Headers.ContentType!.MediaType!);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void WaitUntilItAnswers()
    {
        using var client = new HttpClient();
        for (long end = Environment.TickCount64 + 60_000; ;)
        {
            try
            {
                client.Send(new HttpRequestMessage(HttpMethod.Get, $"http://{Address}/v2/")).Dispose();
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited && Environment.TickCount64 < end)
            {
                Thread.Sleep(50);
            }
        }
    }
}
