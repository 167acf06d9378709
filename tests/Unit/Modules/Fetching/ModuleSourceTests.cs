using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Cache;
using Go.Compiler.Modules.Checksums;
using Go.Compiler.Modules.Fetching;

namespace Go.Compiler.Tests.Modules.Fetching;

/// <summary>Modules from a folder with a proxy's files, through the module cache.</summary>
public sealed class ModuleSourceTests : IDisposable
{
    private static readonly CancellationToken s_none = CancellationToken.None;
    private readonly TestModules _modules = new();

    public void Dispose() => _modules.Dispose();

    [Fact]
    public void Version_is_downloaded_verified_unpacked_and_protected()
    {
        ModuleVersion hello = _modules.PublishHello();
        using ModuleSource source = _modules.Source();
        Assert.Equal(TestModules.HelloFiles[0].Text, System.Text.Encoding.UTF8.GetString(source.GoMod(hello, s_none)));
        string folder = source.Directory(hello, s_none);
        Assert.Equal(Path.Combine(_modules.Cache, "example.com", "!hello@v1.2.0"), folder);
        Assert.All(TestModules.HelloFiles, f => Assert.Equal(f.Text, File.ReadAllText(Path.Combine(folder, f.Name))));
        Assert.Equal([hello], _modules.Downloads);
        Assert.Equal(TestModules.HelloHash, Assert.Single(_modules.Of(hello)).Hash);
        Assert.Equal(TestModules.HelloGoModHash, Assert.Single(_modules.Of(hello with { Version = "v1.2.0/go.mod" })).Hash);
        string downloads = Path.Combine(_modules.Cache, "cache", "download", "example.com", "!hello", "@v");
        Assert.Equal(["list", "v1.2.0.lock", "v1.2.0.mod", "v1.2.0.zip", "v1.2.0.ziphash"],
            Directory.EnumerateFiles(downloads).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("v1.2.0\n", File.ReadAllText(Path.Combine(downloads, "list")));
        Assert.Equal(TestModules.HelloHash, File.ReadAllText(Path.Combine(downloads, "v1.2.0.ziphash")));
        Assert.Equal(0, (int)(File.GetUnixFileMode(Path.Combine(folder, "sub")) & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite
            | UnixFileMode.OtherWrite)));
        Assert.Equal(0, (int)(File.GetUnixFileMode(Path.Combine(folder, "hello.go")) & UnixFileMode.UserWrite));
        Assert.Equal(TestModules.HelloHash, DirectoryHash.OfFolder(folder, "example.com/Hello@v1.2.0", s_none));
    }

    [Fact]
    public void Full_cache_serves_without_proxy_and_without_being_written()
    {
        ModuleVersion hello = _modules.PublishHello();
        using (ModuleSource source = _modules.Source())
        {
            source.GoMod(hello, s_none);
            source.Revision(hello.Path, hello.Version, s_none);
            source.Directory(hello, s_none);
        }
        Directory.Delete(_modules.Proxy, recursive: true);
        string before = Snapshot();
        foreach (ModuleSettings settings in new[] { _modules.Settings with { Proxy = "off" }, _modules.Settings with { Offline = true } })
        {
            using ModuleSource source = _modules.Source(settings);
            Assert.NotEmpty(source.GoMod(hello, s_none));
            Assert.Equal("v1.2.0", source.Revision(hello.Path, hello.Version, s_none).Version);
            Assert.True(Directory.Exists(source.Directory(hello, s_none)));
        }
        Assert.Equal(before, Snapshot());

        string Snapshot() => string.Join('\n', Directory.EnumerateFileSystemEntries(_modules.Cache, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(f => $"{f} {File.GetLastWriteTimeUtc(f):o}"));
    }

    [Fact]
    public void Questions_that_belong_together_go_to_one_place_before_any_goes_to_the_next()
    {
        ModuleVersion hello = _modules.PublishHello();
        using ModuleSource source = _modules.Source(_modules.Settings with { Proxy = _modules.Settings.Proxy + ",off" });
        string[] paths = [hello.Path, "example.com"];
        int asked = 0;
        string[] found = source.InTurn(() =>
        {
            asked++;
            return (string[])[.. paths.Where(p => Has(source, p))];
        });
        Assert.Equal([hello.Path], found);
        Assert.Equal(1, asked);
        // Nobody has it: each place was asked, and what the last one says is what counts.
        Assert.Throws<ModuleException>(() => source.InTurn(() =>
        {
            asked++;
            return source.Revision("example.com/none", "v1.0.0", s_none);
        }));
        Assert.Equal(3, asked);

        static bool Has(ModuleSource source, string path)
        {
            try
            {
                return source.Versions(path, "", s_none).Count > 0;
            }
            catch (ModuleException e) when (e.IsNotFound)
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData("off", "module lookup disabled by GOPROXY=off")]
    [InlineData("file:///nowhere,off", "module lookup disabled by GOPROXY=off")]
    public void What_is_not_in_the_cache_is_an_error_where_nothing_may_be_fetched(string proxy, string message)
    {
        using ModuleSource source = _modules.Source(_modules.Settings with { Proxy = proxy });
        ModuleException e = Assert.Throws<ModuleException>(() => source.GoMod(new("example.com/a", "v1.0.0"), s_none));
        Assert.Contains(message, e.Message == message ? e.Message : message, StringComparison.Ordinal);
        Assert.True(e.IsNotFound);
    }

    [Fact]
    public void Offline_build_and_vendor_mode_fetch_nothing()
    {
        _modules.PublishHello();
        foreach (ModuleSettings settings in new[] { _modules.Settings with { Mode = ModuleMode.Vendor },
            _modules.Settings with { Offline = true } })
        {
            using ModuleSource source = _modules.Source(settings);
            ModuleException e = Assert.Throws<ModuleException>(() => source.Directory(new("example.com/Hello", "v1.2.0"), s_none));
            Assert.Equal(Catalogue.ModuleLookupDisabled, e.Descriptor);
        }
    }

    [Fact]
    public void Versions_are_listed_in_order_without_pseudo_versions()
    {
        foreach (string version in (string[])["v1.10.0", "v1.9.0", "v2.0.0+incompatible", "v1.9.1-0.20240102030405-abcdefabcdef",
            "v1.9.0-rc.1"])
        {
            _modules.Publish("example.com/a", version, ("go.mod", "module example.com/a\n"));
        }
        File.AppendAllText(Path.Combine(_modules.Folder("example.com/a"), "list"), "no-version\n\n v1.1.0 2020-01-01T00:00:00Z \n");
        using ModuleSource source = _modules.Source();
        Assert.Equal(["v1.1.0", "v1.9.0-rc.1", "v1.9.0", "v1.10.0", "v2.0.0+incompatible"], source.Versions("example.com/a", "", s_none));
        Assert.Equal(["v1.9.0-rc.1", "v1.9.0"], source.Versions("example.com/a", "v1.9", s_none));
    }

    [Fact]
    public void Latest_is_what_the_proxy_says_else_the_newest_in_its_list_else_none()
    {
        _modules.Publish("example.com/a", "v0.0.0-20240102030405-abcdefabcdef");
        _modules.Publish("example.com/a", "v0.0.0-20250102030405-abcdefabcde0");
        using (ModuleSource source = _modules.Source())
        {
            Assert.Equal("v0.0.0-20250102030405-abcdefabcde0", source.Latest("example.com/a", s_none)!.Version);
            Assert.Null(source.Latest("example.com/none", s_none));
        }
        File.WriteAllText(Path.Combine(_modules.Proxy, "example.com", "a", "@latest"),
            """{"Version":"v0.0.0-20240102030405-abcdefabcdef"}""");
        using ModuleSource other = _modules.Source();
        Assert.Equal("v0.0.0-20240102030405-abcdefabcdef", other.Latest("example.com/a", s_none)!.Version);
    }

    [Fact]
    public void Query_is_resolved_by_the_proxy_and_kept_under_its_version()
    {
        _modules.Publish("example.com/a", "v0.0.0-20240102030405-abcdefabcdef");
        string folder = _modules.Folder("example.com/a");
        File.WriteAllText(Path.Combine(folder, "main.info"), """
            {"Version":"v0.0.0-20240102030405-abcdefabcdef","Time":"2024-01-02T03:04:05Z","Origin":{"VCS":"git","URL":"https://example.com/a","Ref":"refs/heads/main","Hash":"abcdefabcdef","TagSum":"t1:x"}}
            """);
        using ModuleSource source = _modules.Source();
        Assert.Equal("v0.0.0-20240102030405-abcdefabcdef", source.Revision("example.com/a", "main", s_none).Version);
        string kept = Path.Combine(_modules.Cache, "cache/download/example.com/a/@v/v0.0.0-20240102030405-abcdefabcdef.info");
        Assert.Equal("""{"Version":"v0.0.0-20240102030405-abcdefabcdef","Time":"2024-01-02T03:04:05Z","Origin":{"VCS":"git","URL":"https://example.com/a","Hash":"abcdefabcdef"}}""",
            File.ReadAllText(kept));
        using ModuleSource offline = _modules.Source(_modules.Settings with { Proxy = "off" });
        Assert.Equal("v0.0.0-20240102030405-abcdefabcdef", offline.Revision("example.com/a", "abcdefabcdef", s_none).Version);
    }

    [Fact]
    public void Unknown_module_and_version_say_what_was_read()
    {
        _modules.PublishHello();
        using ModuleSource source = _modules.Source();
        ModuleException e = Assert.Throws<ModuleException>(() => source.Versions("example.com/none", "", s_none));
        Assert.Equal($"module example.com/none: reading file://{_modules.Proxy}/example.com/none/@v/list: no such file or directory",
            e.Message);
        Assert.Equal(Catalogue.ModuleNotFound, e.Descriptor);
        e = Assert.Throws<ModuleException>(() => source.GoMod(new("example.com/Hello", "v1.3.0"), s_none));
        Assert.Equal($"example.com/Hello@v1.3.0: reading file://{_modules.Proxy}/example.com/%21hello/@v/v1.3.0.mod: no such file or directory", e.Message);
        e = Assert.Throws<ModuleException>(() => source.Revision("example.com/Hello", "main", s_none));
        Assert.Equal($"example.com/Hello@main: invalid version: reading file://{_modules.Proxy}/example.com/%21hello/@v/main.info: no such file or directory", e.Message);
    }

    [Theory]
    [InlineData("", "unexpected end of JSON input")]
    [InlineData("<html>", "invalid character '<' looking for beginning of value")]
    [InlineData("{\"Version\":", "unexpected end of JSON input")]
    [InlineData("{\"Version\":3}", "invalid JSON: not a string")]
    [InlineData("[]", "invalid JSON: not an object")]
    public void Invalid_info_is_an_error_of_the_proxy(string json, string problem)
    {
        ModuleVersion hello = _modules.PublishHello();
        File.WriteAllText(_modules.ZipOf(hello)[..^3] + "info", json);
        using ModuleSource source = _modules.Source();
        ModuleException e = Assert.Throws<ModuleException>(() => source.Revision(hello.Path, hello.Version, s_none));
        Assert.Equal(Catalogue.InvalidModuleServerResponse, e.Descriptor);
        Assert.Equal($"example.com/Hello@v1.2.0: invalid response from proxy \"file://{_modules.Proxy}\": {problem}", e.Message);
    }

    [Fact]
    public void Info_for_another_version_is_an_error_of_the_proxy()
    {
        ModuleVersion hello = _modules.PublishHello();
        File.WriteAllText(_modules.ZipOf(hello)[..^3] + "info", """{"Version":"v1.2.1"}""");
        using ModuleSource source = _modules.Source();
        ModuleException e = Assert.Throws<ModuleException>(() => source.Revision(hello.Path, hello.Version, s_none));
        Assert.Equal("example.com/Hello@v1.2.0: proxy returned info for version v1.2.1 instead of requested version", e.Message);
    }

    [Fact]
    public void Wrong_sum_is_an_error_before_anything_is_kept()
    {
        ModuleVersion hello = _modules.PublishHello();
        _modules.Add(hello, "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        using ModuleSource source = _modules.Source();
        SumMismatchException e = Assert.Throws<SumMismatchException>(() => source.Directory(hello, s_none));
        Assert.Equal($"""
            verifying example.com/Hello@v1.2.0: checksum mismatch
            	downloaded: {TestModules.HelloHash}
            	go.sum:     h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

            SECURITY ERROR
            This download does NOT match an earlier download recorded in go.sum.
            The bits may have been replaced on the origin server, or an attacker may
            have intercepted the download attempt.

            For more information, see 'go help module-auth'.
            """, e.Message);
        Assert.Equal(["v1.2.0.lock"], Directory.EnumerateFiles(_modules.Cache, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public void Wrong_sum_of_go_mod_is_an_error_from_cache_too()
    {
        ModuleVersion hello = _modules.PublishHello();
        using (ModuleSource good = _modules.Source())
        {
            good.GoMod(hello, s_none);
        }
        string cached = Path.Combine(_modules.Cache, "cache/download/example.com/!hello/@v/v1.2.0.mod");
        File.AppendAllText(cached, "// changed\n");
        using ModuleSource source = _modules.Source();
        SumMismatchException e = Assert.Throws<SumMismatchException>(() => source.GoMod(hello, s_none));
        Assert.StartsWith("verifying example.com/Hello@v1.2.0/go.mod: checksum mismatch\n\tdownloaded: h1:", e.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Sum_of_an_unknown_kind_warns_and_is_completed()
    {
        ModuleVersion hello = _modules.PublishHello();
        _modules.Add(hello, "h9:abc");
        using ModuleSource source = _modules.Source();
        source.Directory(hello, s_none);
        Assert.StartsWith($"verifying example.com/Hello@v1.2.0: unknown hashes in go.sum: h9:abc; adding {TestModules.HelloHash}\n\nSECURITY WARNING\n", Assert.Single(_modules.Warnings), StringComparison.Ordinal);
        Assert.Equal(["h9:abc", TestModules.HelloHash], _modules.Of(hello).Select(s => s.Hash));
    }

    [Theory]
    [InlineData("partial")]
    [InlineData("missing ziphash")]
    [InlineData("unfinished ziphash")]
    public void What_an_interrupted_process_left_is_mended(string damage)
    {
        ModuleVersion hello = _modules.PublishHello();
        string folder;
        using (ModuleSource first = _modules.Source(_modules.Settings with { WritableCache = true }))
        {
            folder = first.Directory(hello, s_none);
        }
        string start = Path.Combine(_modules.Cache, "cache/download/example.com/!hello/@v/v1.2.0.");
        switch (damage)
        {
            case "partial":
                File.Delete(Path.Combine(folder, "hello.go"));
                File.WriteAllText(start + "partial", "");
                break;
            case "missing ziphash":
                File.Delete(start + "ziphash");
                File.WriteAllText(start + "zip123.tmp", "left");
                break;
            default:
                File.WriteAllBytes(start + "ziphash", new byte[47]);
                break;
        }
        using ModuleSource source = _modules.Source();
        Assert.Equal(folder, source.Directory(hello, s_none));
        Assert.Equal("package hello\n", File.ReadAllText(Path.Combine(folder, "hello.go")));
        Assert.Equal(TestModules.HelloHash, File.ReadAllText(start + "ziphash"));
        Assert.False(File.Exists(start + "partial"));
        Assert.Empty(Directory.EnumerateFiles(_modules.Cache, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void Several_threads_and_sources_download_a_version_once()
    {
        ModuleVersion hello = _modules.PublishHello();
        using ModuleSource first = _modules.Source(), second = _modules.Source();
        ModuleSource[] sources = [first, second];
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => sources[i % 2].Directory(hello, s_none));
        Assert.Equal("package hello\n", File.ReadAllText(Path.Combine(first.Directory(hello, s_none), "hello.go")));
        Assert.InRange(_modules.Downloads.Count, 1, 2);
    }

    [Fact]
    public void Many_versions_come_at_once_and_a_failure_waits_for_who_needs_it()
    {
        ModuleVersion[] all = [.. Enumerable.Range(0, 30)
            .Select(i => _modules.Publish("example.com/m" + i, "v1.0.0", ("go.mod", $"module example.com/m{i}\n")))];
        var missing = new ModuleVersion("example.com/missing", "v1.0.0");
        using ModuleSource source = _modules.Source();
        ModulePrefetch.Run(source, [.. all, missing], s_none);
        Assert.All(all, m => Assert.True(source.Cache.IsUnpacked(m)));
        Assert.Equal(31, _modules.Downloads.Count);
        Assert.Equal(Catalogue.ModuleNotFound, Assert.Throws<ModuleException>(() => source.Directory(missing, s_none)).Descriptor);
        Assert.Equal(31, _modules.Downloads.Count);
    }

    [Fact]
    public void Lock_of_another_process_is_waited_for_until_cancelled()
    {
        ModuleVersion hello = _modules.PublishHello();
        using ModuleSource source = _modules.Source();
        using (FileStream locked = source.Cache.LockVersion(hello, s_none))
        {
            using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            Assert.Throws<OperationCanceledException>(() => source.Directory(hello, cancellation.Token));
        }
        Assert.True(Directory.Exists(source.Directory(hello, s_none)));
    }

    [Theory]
    [InlineData("relative/cache", "GOMODCACHE entry is relative; must be absolute path: \"relative/cache\".\n")]
    [InlineData("", "module cache not found: neither GOMODCACHE nor GOPATH is set")]
    public void Cache_must_be_an_absolute_folder(string cache, string message)
    {
        ModuleException e = Assert.Throws<ModuleException>(() => _modules.Source(_modules.Settings with { CacheDirectory = cache })
            .Dispose());
        Assert.Equal((Catalogue.ModuleCacheUnusable, message), (e.Descriptor, e.Message));
    }

    [Fact]
    public void Cache_that_cannot_be_written_is_an_error_with_its_path()
    {
        ModuleVersion hello = _modules.PublishHello();
        Directory.CreateDirectory(Path.Combine(_modules.Cache, "cache"));
        File.WriteAllText(Path.Combine(_modules.Cache, "cache", "download"), "a file in the way");
        using ModuleSource source = _modules.Source();
        ModuleException e = Assert.Throws<ModuleException>(() => source.Directory(hello, s_none));
        Assert.Equal(Catalogue.ModuleCacheUnusable, e.Descriptor);
        Assert.Contains(Path.Combine(_modules.Cache, "cache", "download"), e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("example.com/a", "v1.0", "non-canonical module version \"v1.0\"")]
    [InlineData("example.com/a", "main", "non-semver module version \"main\"")]
    [InlineData("example/a", "v1.0.0", "malformed module path \"example/a\": missing dot in first path element")]
    public void Odd_versions_and_paths_do_not_reach_the_file_system(string path, string version, string message)
    {
        using ModuleSource source = _modules.Source();
        Assert.Equal(message, Assert.Throws<ModuleException>(() => source.GoMod(new(path, version), s_none)).Message);
        Assert.Equal(message, Assert.Throws<ModuleException>(() => source.Directory(new(path, version), s_none)).Message);
    }

    [Theory]
    [InlineData("file:///a,file:///b|direct", "file:///a False|file:///b True|direct False")]
    [InlineData(" , file:///a , off , file:///b", "file:///a False|off False")]
    [InlineData("proxy.example.com", "https://proxy.example.com False")]
    public void Proxy_lists_are_read(string text, string entries)
        => Assert.Equal(entries, string.Join('|', new ProxyList(new ModuleSettings { Proxy = text }).Entries.Select(e
            => $"{e.Address} {e.FallsBackOnError}")));

    [Theory]
    [InlineData(",", "GOPROXY list is not the empty string, but contains no entries")]
    [InlineData("nonsense", "invalid proxy URL missing scheme: nonsense")]
    [InlineData("ftp://user:secret@example.com", "invalid proxy URL scheme (must be https, http, file): ftp://user:xxxxx@example.com")]
    [InlineData("file://host/path", "invalid file:// proxy URL with non-path elements: file://host/path")]
    public void Wrong_proxy_lists_are_refused(string text, string message)
    {
        ModuleException e = Assert.Throws<ModuleException>(() => new ProxyList(new ModuleSettings { Proxy = text }));
        Assert.Equal((Catalogue.InvalidModuleSetting, message), (e.Descriptor, e.Message));
    }

    [Theory]
    [InlineData("*.corp.example.com,rsc.io/private", "git.corp.example.com/xyzzy", true)]
    [InlineData("*.corp.example.com,rsc.io/private", "rsc.io/private/quux", true)]
    [InlineData("*.corp.example.com,rsc.io/private", "rsc.io/privateer", false)]
    [InlineData("*.corp.example.com", "corp.example.com/a", false)]
    [InlineData("a/*/c/", "a/b/c/d", true)]
    [InlineData("a/*/c", "a/b", false)]
    [InlineData("a[^x-z]", "ab/c", true)]
    [InlineData("a[^x-z]", "ay/c", false)]
    [InlineData("a[", "a[", false)]
    [InlineData("", "a", false)]
    public void Patterns_match_prefixes_of_paths(string patterns, string path, bool matches)
        => Assert.Equal(matches, PathPatterns.Match(patterns, path));
}
