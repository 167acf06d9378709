using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Fetching;

namespace Go.Compiler.Tests.Modules.Fetching;

/// <summary>
/// Modules that go.sum does not know, looked up in a checksum database on the loopback address: good, forged, forked and damaged ones.
/// </summary>
public sealed class ChecksumDatabaseTests : IDisposable
{
    private static readonly CancellationToken s_none = CancellationToken.None;
    private static readonly FetchLimits s_once = new() { Backoff = [] };
    private readonly TestModules _modules = new();
    private readonly TestLog _log = new();
    private readonly LoopbackServer _server;
    private readonly ModuleVersion _hello;
    private Func<string, byte[]?> _read;

    public ChecksumDatabaseTests()
    {
        _hello = _modules.PublishHello();
        _read = path => _log.Read(path);
        _server = new LoopbackServer(path => _read(path[1..]) is { } body ? new LoopbackAnswer(200, body) : null);
    }

    public void Dispose()
    {
        _server.Dispose();
        _modules.Dispose();
    }

    private ModuleSettings Settings
        => _modules.Settings with { SumDatabase = $"{_log.Key} {_server.Address}",
            SumDatabaseDirectory = Path.Combine(_modules.Root, "sumdb") };

    private string Latest => Path.Combine(_modules.Root, "sumdb", _log.Name, "latest");

    private ModuleException Refusal()
    {
        using ModuleSource source = _modules.Source(Settings, s_once);
        ModuleException e = Assert.Throws<ModuleException>(() => source.Directory(_hello, s_none));
        Assert.False(Directory.Exists(source.Cache.Folder(_hello)));
        Assert.Empty(_modules.Of(_hello));
        return e;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1000)]
    public void Module_in_the_log_is_accepted_and_the_head_is_kept(int size)
    {
        _log.Fill(size / 2);
        _log.Add(_hello, TestModules.HelloHash, TestModules.HelloGoModHash);
        _log.Fill(size);
        using (ModuleSource source = _modules.Source(Settings, s_once))
        {
            source.GoMod(_hello, s_none);
            Assert.True(Directory.Exists(source.Directory(_hello, s_none)));
        }
        Assert.Equal(_log.Sign(size), File.ReadAllBytes(Latest));
        Assert.Single(_server.Requests, "/lookup/example.com/!hello@v1.2.0");
        // Tiles, lookup and head are kept: the next build asks for nothing.
        int asked = _server.Requests.Count;
        using (ModuleSource second = _modules.Source(Settings, s_once))
        {
            second.Directory(_hello, s_none);
        }
        Assert.Equal(asked, _server.Requests.Count);
    }

    [Fact]
    public void Log_that_has_grown_is_accepted_and_one_that_has_shrunk_keeps_the_newer_head()
    {
        _log.Add(_hello, TestModules.HelloHash, TestModules.HelloGoModHash);
        _log.Fill(700);
        foreach (int size in (int[])[10, 300, 700, 200])
        {
            _read = path => _log.Read(path, path.StartsWith("lookup", StringComparison.Ordinal) ? size : null);
            using var source = new ModuleSource(Settings with { CacheDirectory = Path.Combine(_modules.Root, "cache-" + size) }, null,
                _modules, s_once);
            source.Directory(_hello, s_none);
        }
        Assert.Equal(_log.Sign(700), File.ReadAllBytes(Latest));
    }

    [Fact]
    public void Module_with_another_hash_in_the_log_is_refused()
    {
        _log.Add(_hello, "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", TestModules.HelloGoModHash);
        ModuleException e = Refusal();
        Assert.Equal(Catalogue.ChecksumMismatch, e.Descriptor);
        Assert.Equal($"""
            example.com/Hello@v1.2.0: verifying module: checksum mismatch
            	downloaded: {TestModules.HelloHash}
            	sum.example.com: h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

            SECURITY ERROR
            This download does NOT match the one reported by the checksum server.
            The bits may have been replaced on the origin server, or an attacker may
            have intercepted the download attempt.

            For more information, see 'go help module-auth'.

            """, e.Message);
    }

    [Fact]
    public void Record_without_the_module_is_refused()
    {
        _log.Add(new("example.com/other", "v1.0.0"), "h1:a", "h1:b");
        byte[] other = _log.Read("lookup/example.com/other@v1.0.0")!;
        _read = path => path.StartsWith("lookup", StringComparison.Ordinal) ? other : _log.Read(path);
        Assert.StartsWith("example.com/Hello@v1.2.0: verifying module: checksum missing from sumdb response\n\nSECURITY ERROR\n",
            Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Module_that_the_log_lacks_is_refused()
    {
        ModuleException e = Refusal();
        Assert.Equal(Catalogue.ChecksumDatabaseFailed, e.Descriptor);
        Assert.Equal($"example.com/Hello@v1.2.0: verifying module: example.com/Hello@v1.2.0: reading {_server.Address}/lookup/example.com/!hello@v1.2.0: 404 NotFound\n\tserver response: not found", e.Message);
    }

    [Fact]
    public void Forged_record_is_refused()
    {
        _log.Add(_hello, "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", TestModules.HelloGoModHash);
        _log.Fill(5);
        _read = path => path.StartsWith("lookup", StringComparison.Ordinal)
            ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(_log.Read(path)!)
                .Replace("h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", TestModules.HelloHash)) : _log.Read(path);
        Assert.EndsWith("cannot authenticate record data in server response", Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Head_of_another_key_is_refused()
    {
        var other = new TestLog("sum.example.com", seed: 8);
        other.Add(_hello, TestModules.HelloHash, TestModules.HelloGoModHash);
        _read = path => other.Read(path);
        Assert.Contains("reading tree note: note has no verifiable signatures\nnote:\n", Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Head_with_a_wrong_signature_is_refused()
    {
        _log.Add(_hello, TestModules.HelloHash, TestModules.HelloGoModHash);
        string head = Encoding.UTF8.GetString(_log.Sign(1));
        string forged = Encoding.UTF8.GetString(_log.Read("lookup/example.com/!hello@v1.2.0")!)
            .Replace(head, head.Replace("tree\n1\n", "tree\n2\n"));
        _read = path => path.StartsWith("lookup", StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(forged) : _log.Read(path);
        Assert.Contains($"reading tree note: invalid signature for key {_log.Name}+{_log.KeyHash:x8}\nnote:\n", Refusal().Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Log_that_has_changed_its_past_is_refused_with_a_proof()
    {
        var past = new TestLog();
        past.Fill(300);
        Directory.CreateDirectory(Path.GetDirectoryName(Latest)!);
        File.WriteAllBytes(Latest, past.Sign(300));
        _log.Add(_hello, TestModules.HelloHash, TestModules.HelloGoModHash);
        _log.Fill(600);
        _read = path => _log.Read(path) ?? past.Read(path);
        ModuleException e = Refusal();
        Assert.Equal(Catalogue.ChecksumDatabaseForked, e.Descriptor);
        Assert.StartsWith("SECURITY ERROR\ngo.sum database server misbehavior detected!\n\nold database:\n\tgo.sum database tree\n\t300\n\t", e.Message, StringComparison.Ordinal);
        Assert.Contains("\nnew database:\n\tgo.sum database tree\n\t600\n\t", e.Message, StringComparison.Ordinal);
        Assert.Contains("\nproof of misbehavior:\n\t", e.Message, StringComparison.Ordinal);
        Assert.Equal(past.Sign(300), File.ReadAllBytes(Latest));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("changed")]
    [InlineData("missing")]
    public void Damaged_tiles_are_refused(string damage)
    {
        _log.Add(_hello, TestModules.HelloHash, TestModules.HelloGoModHash);
        _log.Fill(600);
        _read = path =>
        {
            byte[]? answer = _log.Read(path);
            if (!path.StartsWith("tile/8/0/000", StringComparison.Ordinal) || answer is null)
            {
                return answer;
            }
            answer[40] ^= (byte)(damage == "changed" ? 1 : 0);
            return damage switch { "short" => answer[..100], "missing" => null, _ => answer };
        };
        ModuleException e = Refusal();
        Assert.Equal(Catalogue.ChecksumDatabaseFailed, e.Descriptor);
        Assert.Contains(damage switch { "short" => "len=100, want 8192", "changed" => "downloaded inconsistent tile", _ => "404" },
            e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x\nexample.com/a v1.0.0 h1:x\n\n")]
    [InlineData("0\nexample.com/a v1.0.0 h1:x\n")]
    [InlineData("0\n\u0001\n\nnote")]
    public void Malformed_record_is_refused(string record)
    {
        _read = path => path.StartsWith("lookup", StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(record) : _log.Read(path);
        Assert.EndsWith("malformed record data", Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Proxy_that_passes_requests_on_is_asked_and_no_other()
    {
        _log.Add(_hello, TestModules.HelloHash, TestModules.HelloGoModHash);
        _read = path => path.StartsWith("sumdb/sum.example.com/", StringComparison.Ordinal)
            ? _log.Read(path["sumdb/sum.example.com/".Length..]) : null;
        using ModuleSource source = _modules.Source(Settings
            with { SumDatabase = _log.Key, Proxy = $"file://{_modules.Proxy},{_server.Address}" }, s_once);
        source.Directory(_hello, s_none);
        Assert.Equal("/sumdb/sum.example.com/supported", _server.Requests.First());
        Assert.Contains("/sumdb/sum.example.com/lookup/example.com/!hello@v1.2.0", _server.Requests);
    }

    [Theory]
    [InlineData("example.com", null, null)]
    [InlineData("", "example.com/*", null)]
    [InlineData("", null, "off")]
    public void Private_modules_and_off_ask_nobody(string isPrivate, string? noSum, string? database)
    {
        using ModuleSource source = _modules.Source(Settings
            with { Private = isPrivate, NoProxy = "none", NoSumDatabase = noSum, SumDatabase = database ?? Settings.SumDatabase }, s_once);
        source.Directory(_hello, s_none);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public void Module_that_go_sum_knows_asks_nobody()
    {
        _modules.Add(_hello, TestModules.HelloHash);
        using ModuleSource source = _modules.Source(Settings, s_once);
        source.Directory(_hello, s_none);
        Assert.Empty(_server.Requests);
    }

    [Theory]
    [InlineData("a b c", "invalid GOSUMDB: too many fields")]
    [InlineData("  ", "missing GOSUMDB")]
    [InlineData("sum.example.com", "invalid GOSUMDB: malformed verifier id")]
    [InlineData("sum.golang.org+033de0af+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", "invalid GOSUMDB: invalid verifier hash")]
    [InlineData("sum.golang.org ftp://x", "invalid GOSUMDB URL: ftp://x")]
    public void Malformed_setting_is_an_error(string setting, string message)
    {
        using ModuleSource source = _modules.Source(Settings with { SumDatabase = setting }, s_once);
        ModuleException e = Assert.Throws<ModuleException>(() => source.Directory(_hello, s_none));
        Assert.Equal($"example.com/Hello@v1.2.0: verifying module: {message}", e.Message);
    }
}
