using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Fetching;
using Go.Compiler.Modules.Git;

namespace Go.Compiler.Tests.Modules.Fetching;

/// <summary>Modules straight from repositories: git over http on the loopback address, found by pages with go-import tags.</summary>
public sealed class GitTests : IDisposable
{
    private static readonly CancellationToken s_none = CancellationToken.None;
    private readonly TestModules _modules = new();
    private readonly TestGit _git;
    private readonly LoopbackServer _server;
    private readonly string _host;
    private string _page = "";

    public GitTests()
    {
        _git = new TestGit(Path.Combine(_modules.Root, "repo"));
        _server = new LoopbackServer(Answer);
        _host = _server.Address["http://".Length..];
    }

    public void Dispose()
    {
        _server.Dispose();
        _modules.Dispose();
    }

    private LoopbackAnswer? Answer(string path)
    {
        if (path.Contains("?go-get=1", StringComparison.Ordinal))
        {
            return _page.Length == 0 ? LoopbackAnswer.Text(404, "File? What file?") with { Reason = "Not Found" }
                : LoopbackAnswer.Text(200, _page, "text/html");
        }
        string relative = path.StartsWith("/repo/", StringComparison.Ordinal) ? path["/repo/".Length..].Split('?')[0] : "none";
        string file = Path.Combine(_git.Folder, ".git", relative);
        return File.Exists(file) ? new LoopbackAnswer(200, File.ReadAllBytes(file)) : null;
    }

    // By default over the protocol that can fetch single commits; the server knows only the one of plain files.
    private GitModuleRepository Module(string path, string root = "mod.example.com/m", string folder = "", string? address = null)
    {
        var cache = new Go.Compiler.Modules.Cache.ModuleCache(_modules.Cache, isWritable: false);
        address ??= "file://" + _git.Folder;
        return new GitModuleRepository(new GitRepository(cache, address, (_, _) => false),
            new RepositoryRoot("git", address, root, folder), path);
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tags_are_versions_and_other_commits_have_pseudo_versions(bool isHttp)
    {
        string address = isHttp ? _server.Address + "/repo" : "file://" + _git.Folder;
        string first = _git.Commit([], ("go.mod", "module mod.example.com/m\n"), ("a.go", "package m\n"));
        string second = _git.Commit(["v1.0.0", "v1.1", "other"], ("a.go", "package m // 2\n"));
        string third = _git.Commit([], ("a.go", "package m // 3\n"));
        _git.Commit(["v1.1.0-rc.1"], ("a.go", "package m // 4\n"));
        string fifth = _git.Commit([], ("a.go", "package m // 5\n"));
        GitModuleRepository module = Module("mod.example.com/m", address: address);
        Assert.Equal(["v1.0.0", "v1.1.0-rc.1"], module.Versions("", s_none));
        Assert.Equal("v1.0.0", module.Stat("v1.0.0", s_none).Version);
        Assert.Equal("v1.0.0", module.Stat(second, s_none).Version);
        Assert.Equal("v1.0.0", module.Stat("other", s_none).Version);
        Assert.Equal($"v0.0.0-20240102030405-{first[..12]}", module.Stat(first[..8], s_none).Version);
        Assert.Equal($"v1.0.1-0.20240102050405-{third[..12]}", module.Stat(third, s_none).Version);
        Assert.Equal($"v1.1.0-rc.1.0.20240102070405-{fifth[..12]}", module.Stat("main", s_none).Version);
        Assert.Equal($"v1.1.0-rc.1.0.20240102070405-{fifth[..12]}", module.Latest(s_none).Version);
        Assert.Equal(new DateTimeOffset(2024, 1, 2, 4, 4, 5, TimeSpan.Zero), module.Stat("v1.0.0", s_none).Time);
        Assert.Equal($$"""{"VCS":"git","URL":"{{address}}","Hash":"{{second}}","Ref":"refs/tags/v1.0.0"}""",
            module.Stat("v1.0.0", s_none).Origin);
        Assert.Equal("module mod.example.com/m\n", Text(module.GoMod("v1.0.0", s_none)));
    }

    [Fact]
    public void Wrong_pseudo_versions_are_refused()
    {
        string first = _git.Commit(["v1.0.0"], ("go.mod", "module mod.example.com/m\n"));
        string second = _git.Commit([], ("a.go", "package m\n"));
        _git.Run("checkout", "-q", "-b", "side", first);
        string side = _git.Commit(["v1.5.0"], ("b.go", "package m\n"));
        _git.Run("checkout", "-q", "main");
        _git.Publish();
        GitModuleRepository module = Module("mod.example.com/m");
        string good = $"v1.0.1-0.20240102040405-{second[..12]}";
        Assert.Equal(good, module.Stat(good, s_none).Version);
        foreach ((string version, string problem) in (List<(string, string)>)
            [
                ($"v1.0.1-0.20240102040406-{second[..12]}", "does not match version-control timestamp (expected 20240102040405)"),
                ($"v1.0.1-0.20240102040405-{second[..11]}", $"revision is shorter than canonical (expected {second[..12]})"),
                ($"v1.0.1-0.20240102040405-{second[..13]}", $"revision is longer than canonical (expected {second[..12]})"),
                ($"v1.2.1-0.20240102040405-{second[..12]}", "preceding tag (v1.2.0) not found"),
                ($"v1.5.1-0.20240102040405-{second[..12]}", $"revision {second[..12]} is not a descendent of preceding tag (v1.5.0)"),
                ($"v1.0.0-20240102040405-{second[..12]}", "major version without preceding tag must be v0, not v1"),
                ($"v1.0.1-0.20240102030405-{first[..12]}",
                    $"tag (v1.0.0) found on revision {first[..12]} is already canonical, so should not be replaced with a pseudo-version derived from that tag"),
            ])
        {
            ModuleException e = Assert.Throws<ModuleException>(() => module.Stat(version, s_none));
            Assert.Equal($"mod.example.com/m@{version}: invalid pseudo-version: {problem}", e.Message);
        }
        Assert.Equal("v1.5.0", module.Stat(side, s_none).Version);
        ModuleException unknown = Assert.Throws<ModuleException>(() => module.Stat("v1.0.1-0.20240102040405-000000000000", s_none));
        Assert.Equal("mod.example.com/m@v1.0.1-0.20240102040405-000000000000: invalid version: unknown revision 000000000000",
            unknown.Message);
    }

    [Fact]
    public void Unknown_revisions_let_the_next_place_be_asked()
    {
        _git.Commit([], ("go.mod", "module mod.example.com/m\n"));
        ModuleException e = Assert.Throws<ModuleException>(() => Module("mod.example.com/m").Stat("v9.9.9", s_none));
        Assert.Equal("mod.example.com/m@v9.9.9: invalid version: unknown revision v9.9.9", e.Message);
        Assert.True(e.IsNotFound);
    }

    [Fact]
    public void Modules_lie_in_folders_with_their_tags()
    {
        _git.Commit(["v1.0.0", "sub/v0.3.0"], ("go.mod", "module mod.example.com/m\n"), ("LICENSE", "free\n"), ("a.go", "package m\n"),
            ("sub/go.mod", "module mod.example.com/m/sub\n"), ("sub/s.go", "package sub\n"));
        string later = _git.Commit([], ("sub/s.go", "package sub // 2\n"));
        GitModuleRepository sub = Module("mod.example.com/m/sub");
        Assert.Equal(["v0.3.0"], sub.Versions("", s_none));
        Assert.Equal($"v0.3.1-0.20240102040405-{later[..12]}", sub.Stat("main", s_none).Version);
        Assert.Equal(["mod.example.com/m/sub@v0.3.0/LICENSE", "mod.example.com/m/sub@v0.3.0/go.mod", "mod.example.com/m/sub@v0.3.0/s.go"],
            Names(sub, "v0.3.0"));
        Assert.Equal(["mod.example.com/m@v1.0.0/LICENSE", "mod.example.com/m@v1.0.0/a.go", "mod.example.com/m@v1.0.0/go.mod"],
            Names(Module("mod.example.com/m"), "v1.0.0"));
        Assert.Equal("module mod.example.com/m/sub\n", Text(Module("mod.example.com/m", folder: "sub").GoMod("v0.3.0", s_none)));
        ModuleException e = Assert.Throws<ModuleException>(() => Module("mod.example.com/m/none").Stat("main", s_none));
        Assert.Contains("missing mod.example.com/m/none/go.mod at revision", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v2/")]
    [InlineData("")]
    public void Major_versions_are_in_a_folder_or_a_branch(string folder)
    {
        _git.Commit(["v1.0.0"], ("go.mod", "module mod.example.com/m\n"), ("a.go", "package m\n"));
        _git.Commit(["v2.1.0"], (folder + "go.mod", "module mod.example.com/m/v2\n"), (folder + "b.go", "package m\n"));
        GitModuleRepository second = Module("mod.example.com/m/v2");
        Assert.Equal(["v2.1.0"], second.Versions("", s_none));
        Assert.Equal("module mod.example.com/m/v2\n", Text(second.GoMod("v2.1.0", s_none)));
        Assert.Contains("mod.example.com/m/v2@v2.1.0/b.go", Names(second, "v2.1.0"));
        Assert.Equal(["v1.0.0"], Module("mod.example.com/m").Versions("", s_none));
        ModuleException e = Assert.Throws<ModuleException>(() => Module("mod.example.com/m/v3").Stat("v2.1.0", s_none));
        Assert.Contains("v2.1.0", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_from_before_go_mod_files_are_incompatible()
    {
        _git.Commit(["v1.0.0", "v2.0.0"], ("a.go", "package m\n"));
        string later = _git.Commit([], ("a.go", "package m // 2\n"));
        GitModuleRepository module = Module("mod.example.com/m");
        Assert.Equal(["v1.0.0", "v2.0.0+incompatible"], module.Versions("", s_none));
        Assert.Equal("v2.0.0+incompatible", module.Stat("v2.0.0", s_none).Version);
        Assert.Equal($"v2.0.1-0.20240102040405-{later[..12]}+incompatible", module.Stat("main", s_none).Version);
        Assert.Equal("module mod.example.com/m\n", Text(module.GoMod("v2.0.0+incompatible", s_none)));
        Assert.Equal(["mod.example.com/m@v2.0.0+incompatible/a.go"], Names(module, "v2.0.0+incompatible"));
        ModuleException e = Assert.Throws<ModuleException>(() => module.Stat("v1.0.0+incompatible", s_none));
        Assert.Contains("+incompatible suffix not allowed: major version v1 is compatible", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Retracted_versions_are_no_base()
    {
        _git.Commit(["v1.0.0"], ("go.mod", "module mod.example.com/m\n"));
        _git.Commit(["v1.1.0"], ("go.mod", "module mod.example.com/m\n\nretract v1.1.0\n"));
        string later = _git.Commit([], ("a.go", "package m\n"));
        Assert.Equal($"v1.0.1-0.20240102050405-{later[..12]}", Module("mod.example.com/m").Stat("main", s_none).Version);
    }

    [Fact]
    public void Zips_leave_out_what_is_not_the_modules()
    {
        File.CreateSymbolicLink(Path.Combine(_git.Folder, "link"), "a.go");
        _git.Commit(["v1.0.0"], ("go.mod", "module mod.example.com/m\n\ngo 1.24\n"), ("a.go", "package m\n"),
            ("nested/go.mod", "module mod.example.com/m/nested\n"), ("nested/n.go", "package n\n"),
            ("vendor/modules.txt", "x"), ("vendor/x.org/y/y.go", "package y\n"), ("sub/vendor/z/z.go", "package z\n"),
            ("vendor/loose.txt", "kept"), (".gitattributes", "* export-subst\nsecret.txt export-ignore\n"),
            ("secret.txt", "$Format:%H$\n"));
        Assert.Equal([".gitattributes", "a.go", "go.mod", "secret.txt", "vendor/loose.txt"],
            Names(Module("mod.example.com/m"), "v1.0.0").Select(n => n["mod.example.com/m@v1.0.0/".Length..]));
    }

    [Theory]
    [InlineData("A.go", "case-insensitive file name collision")]
    [InlineData("aux.go", "disallowed as path element component on Windows")]
    [InlineData("a:b.go", "invalid char ':'")]
    public void Files_that_no_module_may_have_refuse_the_version(string name, string problem)
    {
        _git.Commit(["v1.0.0"], ("go.mod", "module mod.example.com/m\n"), ("a.go", "package m\n"), (name, "package m\n"));
        ModuleException e = Assert.Throws<ModuleException>(() => Names(Module("mod.example.com/m"), "v1.0.0"));
        Assert.Equal(Catalogue.InvalidModuleZip, e.Descriptor);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Copy_of_a_repository_is_used_again_and_grows()
    {
        _git.Commit(["v1.0.0"], ("go.mod", "module mod.example.com/m\n"));
        Assert.Equal("v1.0.0", Module("mod.example.com/m").Stat("v1.0.0", s_none).Version);
        string later = _git.Commit(["v1.1.0"], ("a.go", "package m\n"));
        Assert.Equal("v1.1.0", Module("mod.example.com/m").Stat(later, s_none).Version);
        string copies = Path.Combine(_modules.Cache, "cache", "vcs");
        string copy = Assert.Single(Directory.EnumerateDirectories(copies));
        Assert.Equal($"git3:file://{_git.Folder}", File.ReadAllText(copy + ".info"));
    }

    [Fact]
    public void Repository_with_long_hashes_is_fetched()
    {
        var git = new TestGit(Path.Combine(_modules.Root, "long"), "--object-format=sha256");
        string commit = git.Commit(["v1.0.0"], ("go.mod", "module mod.example.com/m\n"));
        string later = git.Commit([], ("a.go", "package m\n"));
        Assert.Equal(64, commit.Length);
        GitModuleRepository module = Module("mod.example.com/m", address: "file://" + git.Folder);
        Assert.Equal(["v1.0.0"], module.Versions("", s_none));
        Assert.Equal($"v1.0.1-0.20240102040405-{later[..12]}", module.Stat("main", s_none).Version);
        Assert.Equal(["mod.example.com/m@v1.0.0/go.mod"], Names(module, "v1.0.0"));
    }

    [Fact]
    public void Module_is_fetched_directly_and_kept_in_the_cache()
    {
        _git.Commit(["v1.0.0"], ("go.mod", "module github.com/owner/m\n"), ("a.go", "package m\n"));
        string config = Path.Combine(_modules.Root, "gitconfig");
        File.WriteAllText(config, $"[url \"{_server.Address}/repo\"]\n\tinsteadOf = https://github.com/owner/m\n");
        Environment.SetEnvironmentVariable("GIT_CONFIG_GLOBAL", config);
        try
        {
            using ModuleSource source = _modules.Source(_modules.Settings with { Proxy = "direct" });
            var module = new ModuleVersion("github.com/owner/m", "v1.0.0");
            Assert.Equal("package m\n", File.ReadAllText(Path.Combine(source.Directory(module, s_none), "a.go")));
            Assert.Equal("v1.0.0", source.Revision(module.Path, "main", s_none).Version);
        }
        finally
        {
            Environment.SetEnvironmentVariable("GIT_CONFIG_GLOBAL", null);
        }
    }

    [Fact]
    public void Page_at_the_path_says_where_the_repository_is()
    {
        _page = $"<html><head><meta name=go-import content=\"{_host}/m git {_server.Address}/repo\"></head><body></body></html>";
        Assert.Equal(new RepositoryRoot("git", _server.Address + "/repo", _host + "/m", ""), Find(_host + "/m/sub", _host));
        ModuleException e = Assert.Throws<ModuleException>(() => Find(_host + "/other", _host));
        Assert.Equal($"unrecognized import path \"{_host}/other\": parse http://{_host}/other?go-get=1: no go-import meta tags (meta tag {_host}/m did not match import path {_host}/other)", e.Message);
        Assert.Equal((Catalogue.UnknownModuleHost, true), (e.Descriptor, e.IsNotFound));
        e = Assert.Throws<ModuleException>(() => Find(_host + "/m", ""));
        Assert.StartsWith($"unrecognized import path \"{_host}/m\": https fetch: Get \"https://{_host}/m?go-get=1\": ", e.Message,
            StringComparison.Ordinal);
        _page = "";
        Assert.EndsWith($"/none\": reading http://{_host}/none?go-get=1: 404 Not Found\n\tserver response: File? What file?",
            Assert.Throws<ModuleException>(() => Find(_host + "/none", _host)).Message, StringComparison.Ordinal);
        _page = $"<meta name=go-import content=\"{_host}/m git file:///x\">";
        Assert.EndsWith("invalid repo root \"file:///x\": file scheme disallowed",
            Assert.Throws<ModuleException>(() => Find(_host + "/m", _host)).Message, StringComparison.Ordinal);
    }

    private static RepositoryRoot Find(string path, string insecure)
    {
        using var web = new WebReader(new FetchLimits { Backoff = [] }, new NoCredentials());
        return new RepositoryFinder(web, new VersionControlRules("", ""), insecure).Find(path, s_none);
    }

    [Theory]
    [InlineData("<meta name=\"go-import\" content=\"a.com/b git https://a.com/r\">", "git https://a.com/r a.com/b ")]
    [InlineData("<META content='a.com/b git https://a.com/r sub' NAME='go-import' />", "git https://a.com/r a.com/b sub")]
    [InlineData("<meta name=go-import content=\"a.com/b hg https://a.com/r\"><meta name=go-import content=\"a.com/b mod https://p.com\">",
        "mod https://p.com a.com/b ")]
    [InlineData("<!-- <meta name=go-import content=\"a.com/b git x\"> -->", "")]
    [InlineData("</head><meta name=go-import content=\"a.com/b git x\">", "")]
    [InlineData("<meta name=go-import content=\"a.com/b git\">", "")]
    [InlineData("<meta name=go-import content=\"a.com/b&amp;c git https://x\">", "git https://x a.com/b&c ")]
    public void Tags_of_pages_are_read(string page, string expected)
        => Assert.Equal(expected, string.Join('|', MetaImports.Parse(Encoding.UTF8.GetBytes(page))
            .Select(r => $"{r.System} {r.Address} {r.Path} {r.Folder}")));

    [Theory]
    [InlineData("github.com/owner/repo/sub/v2", "git https://github.com/owner/repo github.com/owner/repo")]
    [InlineData("bitbucket.org/owner/repo", "git https://bitbucket.org/owner/repo bitbucket.org/owner/repo")]
    [InlineData("example.com/group/repo.git/sub", "git https://example.com/group/repo example.com/group/repo.git")]
    public void Well_known_paths_need_no_page(string path, string expected)
    {
        using var web = new WebReader(new FetchLimits(), new NoCredentials());
        RepositoryRoot root = new RepositoryFinder(web, new VersionControlRules("", ""), "").Find(path, s_none);
        Assert.Equal(expected, $"{root.System} {root.Address} {root.Path}");
    }

    [Theory]
    [InlineData("github.com/owner", "", "", "invalid github.com import path \"github.com/owner\"")]
    [InlineData("github.com/owner/repo.git", "", "", "invalid version control suffix in github.com/ path")]
    [InlineData("github.com/a/b", "public:hg", "", "GOVCS disallows using git for public github.com/a/b; see 'go help vcs'")]
    [InlineData("github.com/a/b", "github.com/a:off", "", "GOVCS disallows using git for public github.com/a/b; see 'go help vcs'")]
    [InlineData("github.com/a/b", "private:off", "github.com", "GOVCS disallows using git for private github.com/a/b; see 'go help vcs'")]
    [InlineData("example.com/r.svn", "", "", "GOVCS disallows using svn for public example.com/r.svn; see 'go help vcs'")]
    [InlineData("example.com/r.hg", "", "",
        "example.com/r.hg: modules are fetched with git only, and its version control system is hg; use a module proxy")]
    [InlineData("example.com/r.svn", "public:all", "",
        "example.com/r.svn: modules are fetched with git only, and its version control system is svn; use a module proxy")]
    public void Other_systems_and_forbidden_ones_are_refused(string path, string setting, string isPrivate, string message)
    {
        using var web = new WebReader(new FetchLimits(), new NoCredentials());
        ModuleException e = Assert.Throws<ModuleException>(() => new RepositoryFinder(web, new VersionControlRules(setting, isPrivate), "")
            .Find(path, s_none));
        Assert.Equal(message, e.Message);
    }

    [Theory]
    [InlineData("git", "malformed entry in GOVCS (missing colon): \"git\"")]
    [InlineData("public:git,public:hg", "unreachable pattern in GOVCS: \"public:hg\" after \"public:git\"")]
    [InlineData("public:git,,", "empty entry in GOVCS")]
    [InlineData(":git", "empty pattern in GOVCS: \":git\"")]
    [InlineData("public:", "empty VCS list in GOVCS: \"public:\"")]
    [InlineData("public:git||hg", "empty VCS name in GOVCS: \"public:git||hg\"")]
    [InlineData("./x:git", "relative pattern not allowed in GOVCS: \"./x\"")]
    public void Malformed_rules_are_errors(string setting, string message)
    {
        ModuleException e = Assert.Throws<ModuleException>(() => new VersionControlRules(setting, ""));
        Assert.Equal((Catalogue.InvalidModuleSetting, message), (e.Descriptor, e.Message));
    }

    private static string[] Names(GitModuleRepository module, string version)
    {
        using var stream = new MemoryStream();
        module.Zip(version, stream, s_none);
        using var zip = new System.IO.Compression.ZipArchive(stream);
        return [.. zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal)];
    }
}
