using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Fetching;

namespace Go.Compiler.Tests.Modules.Fetching;

/// <summary>A proxy on the loopback address that answers well, or badly in every way that servers know.</summary>
[Collection(ClockCollection.Name)]
public sealed class ProxyServerTests : IDisposable
{
    private static readonly CancellationToken s_none = CancellationToken.None;
    private static readonly FetchLimits s_limits = new() { Idle = TimeSpan.FromMinutes(2),
        Backoff = [TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)] };
    private readonly TestModules _modules = new();
    private readonly ModuleVersion _hello;
    private readonly LoopbackServer _server;
    private Func<string, LoopbackAnswer?> _answer;

    public ProxyServerTests()
    {
        _hello = _modules.PublishHello();
        _answer = Files;
        _server = new LoopbackServer(path => _answer(path));
    }

    public void Dispose()
    {
        _server.Dispose();
        _modules.Dispose();
    }

    private ModuleSettings Settings => _modules.Settings with { Proxy = _server.Address };

    private LoopbackAnswer? Files(string path)
    {
        string file = _modules.Proxy + path;
        return File.Exists(file) ? new LoopbackAnswer(200, File.ReadAllBytes(file)) : null;
    }

    private ModuleException Failure(ModuleSettings? settings = null, FetchLimits? limits = null)
    {
        using ModuleSource source = _modules.Source(settings ?? Settings, limits ?? s_limits);
        ModuleException e = Assert.Throws<ModuleException>(() => source.Directory(_hello, s_none));
        Assert.False(Directory.Exists(source.Cache.Folder(_hello)));
        Assert.Empty(Directory.EnumerateFiles(_modules.Cache, "*.zip*", SearchOption.AllDirectories));
        return e;
    }

    [Fact]
    public void Module_comes_over_http()
    {
        using ModuleSource source = _modules.Source(Settings, s_limits);
        Assert.NotEmpty(source.GoMod(_hello, s_none));
        Assert.Equal("v1.2.0", source.Revision(_hello.Path, "v1.2.0", s_none).Version);
        Assert.Equal(["v1.2.0"], source.Versions(_hello.Path, "", s_none));
        Assert.True(File.Exists(Path.Combine(source.Directory(_hello, s_none), "hello.go")));
        Assert.Equal(["/example.com/%21hello/@v/v1.2.0.mod", "/example.com/%21hello/@v/v1.2.0.info", "/example.com/%21hello/@v/list",
            "/example.com/%21hello/@v/v1.2.0.zip"], _server.Requests);
    }

    [Theory]
    [InlineData(404, true)]
    [InlineData(410, true)]
    [InlineData(403, false)]
    [InlineData(500, false)]
    public void Next_proxy_is_asked_after_not_found_only(int status, bool isAsked)
    {
        _answer = _ => LoopbackAnswer.Text(status, "no");
        using ModuleSource source = _modules.Source(Settings with { Proxy = $"{_server.Address},file://{_modules.Proxy}" }, s_limits);
        if (isAsked)
        {
            Assert.NotEmpty(source.GoMod(_hello, s_none));
        }
        else
        {
            Assert.Equal(Catalogue.ModuleServerFailed, Assert.Throws<ModuleException>(() => source.GoMod(_hello, s_none)).Descriptor);
        }
        using ModuleSource bar = _modules.Source(Settings
            with { Proxy = $"{_server.Address}|file://{_modules.Proxy}", CacheDirectory = _modules.Cache + "2" }, s_limits);
        Assert.NotEmpty(bar.GoMod(_hello, s_none));
    }

    [Fact]
    public void What_the_proxy_says_is_shown()
    {
        _answer = _ => LoopbackAnswer.Text(404, "not found: example.com/Hello@v1.2.0: invalid version\n\tunknown revision\n\nsecret")
            with { Reason = "Not Found" };
        ModuleException e = Failure();
        Assert.Equal(Catalogue.ModuleNotFound, e.Descriptor);
        Assert.Equal($"example.com/Hello@v1.2.0: reading {_server.Address}/example.com/%21hello/@v/v1.2.0.zip: 404 Not Found\n\tserver response:\n\tnot found: example.com/Hello@v1.2.0: invalid version\n\t\tunknown revision", e.Message);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/plain; charset=latin1")]
    public void Other_than_plain_text_is_not_shown(string type)
    {
        _answer = _ => LoopbackAnswer.Text(403, "<html>", type) with { Reason = "Forbidden" };
        Assert.EndsWith("403 Forbidden", Failure().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_that_passes_is_tried_again()
    {
        int failures = 0;
        _answer = path => failures++ < 2 ? LoopbackAnswer.Text(503, "busy") : Files(path);
        using ModuleSource source = _modules.Source(Settings, s_limits);
        Assert.NotEmpty(source.GoMod(_hello, s_none));
        Assert.Equal(3, _server.Requests.Count);
    }

    [Fact]
    public void Failure_that_stays_is_an_error_with_the_status()
    {
        _answer = _ => LoopbackAnswer.Text(500, "broken") with { Reason = "Internal Server Error" };
        ModuleException e = Failure();
        Assert.Equal(Catalogue.ModuleServerFailed, e.Descriptor);
        Assert.EndsWith("v1.2.0.zip: 500 Internal Server Error\n\tserver response: broken", e.Message, StringComparison.Ordinal);
        Assert.Equal(3, _server.Requests.Count);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(0)]
    public void Answer_that_is_cut_off_is_an_error(int length)
    {
        _answer = path => Files(path)! with { Send = length };
        ModuleException e = Failure();
        Assert.Equal(Catalogue.ModuleServerFailed, e.Descriptor);
        Assert.EndsWith($"read \"{_server.Address}/example.com/%21hello/@v/v1.2.0.zip\": unexpected EOF", e.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_that_is_shorter_than_it_says_is_no_zip()
    {
        _answer = path => Files(path)! with { Length = 100, Send = 100 };
        Assert.Equal(Catalogue.InvalidModuleZip, Failure().Descriptor);
    }

    [Theory]
    [InlineData(-1, "Get ")]
    [InlineData(20, "read ")]
    public void Server_that_hangs_is_left(int sent, string start)
    {
        _answer = path => Files(path)! with { Send = sent, Hangs = true };
        ModuleException e = Failure(limits: s_limits with { Idle = TimeSpan.FromSeconds(2) });
        Assert.Equal(Catalogue.ModuleServerFailed, e.Descriptor);
        Assert.EndsWith($"{start}\"{_server.Address}/example.com/%21hello/@v/v1.2.0.zip\": timeout: no data for 2s", e.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Server_that_hangs_is_left_at_once_when_the_user_cancels()
    {
        _answer = path => Files(path)! with { Send = -1, Hangs = true };
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        using ModuleSource source = _modules.Source(Settings);
        Assert.ThrowsAny<OperationCanceledException>(() => source.Directory(_hello, cancellation.Token));
        _answer = Files;
        Assert.True(Directory.Exists(source.Directory(_hello, s_none)));
    }

    [Fact]
    public void Redirection_is_followed_but_not_in_a_circle()
    {
        _answer = path => path.StartsWith("/there", StringComparison.Ordinal)
            ? Files(path["/there".Length..]) : new LoopbackAnswer(302, []) { Headers = [$"Location: {_server.Address}/there{path}"] };
        using (ModuleSource source = _modules.Source(Settings, s_limits))
        {
            Assert.NotEmpty(source.GoMod(_hello, s_none));
        }
        _answer = path => new LoopbackAnswer(302, []) { Headers = ["Location: " + path] };
        Assert.EndsWith("stopped after 10 redirects", Failure().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_listening_is_an_error_that_says_so()
    {
        string address = _server.Address;
        _server.Dispose();
        ModuleException e = Failure();
        Assert.Equal(Catalogue.ModuleServerFailed, e.Descriptor);
        Assert.Equal($"example.com/Hello@v1.2.0: Get \"{address}/example.com/%21hello/@v/v1.2.0.zip\": dial tcp {address["http://".Length..]}: connect: connection refused", e.Message);
    }

    [Fact]
    public void Plain_http_where_tls_is_expected_is_an_error()
    {
        ModuleException e = Failure(Settings with { Proxy = _server.Address.Replace("http:", "https:") });
        Assert.Equal(Catalogue.ModuleServerFailed, e.Descriptor);
        Assert.Contains("Get \"https://127.0.0.1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Garbage_instead_of_http_is_an_error()
    {
        _answer = _ => new LoopbackAnswer(200, []) { Reason = "x\r\n\u0001bad header\r\n" };
        Assert.Contains($"Get \"{_server.Address}", Failure().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Password_in_the_address_goes_to_https_only_and_never_into_a_message()
    {
        ModuleException e = Failure(Settings with { Proxy = _server.Address.Replace("http://", "http://user:secret@") });
        Assert.Contains("refusing to pass credentials to insecure URL: http://user:xxxxx@127.0.0.1", e.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public void Private_modules_do_not_reach_the_proxy()
    {
        ModuleException e = Failure(Settings with { Private = "example.com", VersionControl = "private:off" });
        Assert.DoesNotContain(_server.Address, e.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public void Netrc_is_read()
    {
        IReadOnlyList<NetrcEntry> entries = Netrc.Parse("""
            # a comment
            machine incomplete
            password none

            machine api.github.com
              login user
              password pwd

            machine incomlete.host
              login justlogin

            machine test.host
            login user2
            password pwd2

            machine oneline login user3 password pwd3

            macdef ftp
              machine hidden login a password b

            machine last login user4 password pwd4
            default login anonymous password x
            """);
        Assert.Equal(["api.github.com user pwd", "test.host user2 pwd2", "oneline user3 pwd3", "last user4 pwd4"],
            entries.Select(e => $"{e.Machine} {e.Login} {e.Password}"));
    }

    [Fact]
    public void Answers_of_credential_commands_are_read()
    {
        Assert.Equal(["https://example.com Authorization=Basic a", "https://example.org/x Authorization=Basic a",
            "https://example.net Authorization=b|X=c"],
            CredentialCommand.Parse("https://example.com\nhttps://example.org/x\n\nAuthorization: Basic a\n\nhttps://example.net\n\nAuthorization: b\nX:  c \n\n")!
                .Select(c => $"{c.Prefix} {string.Join('|', c.Headers.Select(h => $"{h.Key}={h.Value}"))}"));
        Assert.Empty(CredentialCommand.Parse("")!);
        Assert.Null(CredentialCommand.Parse("https://example.com\n"));
        Assert.Null(CredentialCommand.Parse("no address\n\nA: b\n\n"));
        Assert.Null(CredentialCommand.Parse("https://example.com\n\nno header\n\n"));
    }

    [Fact]
    public void Credential_command_is_run_and_its_headers_hold_for_the_prefix()
    {
        string script = Path.Combine(_modules.Root, "auth with blank.sh");
        File.WriteAllText(script, "#!/bin/sh\nprintf 'https://example.com/a\\n\\nAuthorization: token %s\\n\\n' \"${1:-first}\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var credentials = new Credentials($"'{script}'; netrc");
        Assert.Equal("token first", Added("https://example.com/a/b/@v/list"));
        Assert.Null(Added("https://example.com/b"));
        using var refusal = new HttpResponseMessage(System.Net.HttpStatusCode.Unauthorized);
        Assert.True(credentials.Ask("https://example.com/a/x", refusal, s_none));
        Assert.Equal("token https://example.com/a/x", Added("https://example.com/a/x"));

        string? Added(string address)
        {
            using var request = new HttpRequestMessage();
            credentials.Add(address, request.Headers);
            return request.Headers.TryGetValues("Authorization", out IEnumerable<string>? values) ? string.Join(' ', values) : null;
        }
    }

    [Theory]
    [InlineData("off;netrc", "GOAUTH=off cannot be combined with other authentication commands (GOAUTH=off;netrc)")]
    [InlineData("netrc;;", "GOAUTH encountered an empty command (GOAUTH=netrc;;)")]
    [InlineData("git", "GOAUTH=git dir method requires an absolute path to the git working directory")]
    [InlineData("git relative", "GOAUTH=git dir method requires an absolute path to the git working directory, dir is not absolute")]
    [InlineData("git /no/such/folder", "GOAUTH=git encountered an error; cannot stat /no/such/folder: no such file or directory")]
    public void Malformed_settings_are_errors(string setting, string message)
    {
        using var request = new HttpRequestMessage();
        ModuleException e = Assert.Throws<ModuleException>(() => new Credentials(setting).Add("https://example.com", request.Headers));
        Assert.Equal((Catalogue.InvalidModuleSetting, message), (e.Descriptor, e.Message));
    }
}
