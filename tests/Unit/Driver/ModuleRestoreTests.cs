using Go.Compiler.Driver;
using Go.Compiler.Driver.Modules;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Cache;
using Go.Compiler.Tests.Modules.Fetching;

namespace Go.Compiler.Tests.Driver;

/// <summary>Restores of a project's modules: what is brought, and when nothing is done.</summary>
public sealed class ModuleRestoreTests : IDisposable
{
    private readonly TestModules _modules = new();
    private readonly List<string> _said = [];
    private readonly string _project;

    public ModuleRestoreTests()
    {
        _project = Path.Combine(_modules.Root, "project");
        Directory.CreateDirectory(_project);
        _modules.PublishHello();
        Write("go.mod", "module example.com/app\n\ngo 1.21\n\nrequire example.com/Hello v1.2.0\n");
        Write("go.sum",
            $"example.com/Hello v1.2.0 {TestModules.HelloHash}\nexample.com/Hello v1.2.0/go.mod {TestModules.HelloGoModHash}\n");
    }

    public void Dispose() => _modules.Dispose();

    private string Hello => Path.Combine(_modules.Cache, "example.com", "!hello@v1.2.0");

    private string GoMod => Path.Combine(_modules.Cache, "cache", "download", "example.com", "!hello", "@v", "v1.2.0.mod");

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_project, name), text);

    private ModuleRestoreReport Restore(ModuleSettings? settings = null)
        => ModuleRestore.Run(settings ?? _modules.Settings, _project, Path.Combine(_project, "obj", "record.txt"), _said.Add,
            CancellationToken.None);

    [Fact]
    public void Modules_are_brought_and_then_nothing_is_done_until_something_changes()
    {
        ModuleRestoreReport first = Restore();
        Assert.Equal((false, 1), (first.IsUpToDate, first.Modules));
        Assert.Empty(first.Findings);
        Assert.True(File.Exists(Path.Combine(Hello, "hello.go")));
        Assert.Equal(["downloading example.com/Hello v1.2.0"], _said);
        Assert.Equal((true, 1), (Restore().IsUpToDate, Restore().Modules));

        // Written anew with the same text: nothing changed.
        Write("go.mod", File.ReadAllText(Path.Combine(_project, "go.mod")));
        Assert.True(Restore().IsUpToDate);

        Write("go.mod", File.ReadAllText(Path.Combine(_project, "go.mod")) + "// a comment\n");
        Assert.False(Restore().IsUpToDate);
        Assert.True(Restore().IsUpToDate);

        // A file that was looked for and not there.
        Write("go.work", "go 1.21\n\nuse .\n");
        Assert.False(Restore().IsUpToDate);
        Assert.True(Restore().IsUpToDate);

        Assert.False(Restore(_modules.Settings with { Private = "example.org" }).IsUpToDate);
    }

    [Fact]
    public void Module_that_is_gone_is_brought_again()
    {
        Restore();
        ReadOnlyFolders.Remove(Hello);
        Assert.False(Restore().IsUpToDate);
        Assert.True(File.Exists(Path.Combine(Hello, "hello.go")));
    }

    [Fact]
    public void Restored_project_needs_no_proxy()
    {
        Restore();
        Directory.Delete(_modules.Proxy, recursive: true);
        ModuleRestoreReport report = Restore(_modules.Settings with { Proxy = "off", Offline = true });
        Assert.Equal((false, 1), (report.IsUpToDate, report.Modules));
        Assert.Empty(report.Findings);
    }

    [Fact]
    public void Wrong_sum_is_an_error_each_time()
    {
        Write("go.sum",
            $"example.com/Hello v1.2.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nexample.com/Hello v1.2.0/go.mod {TestModules.HelloGoModHash}\n");
        for (int i = 0; i < 2; i++)
        {
            ReportedFinding finding = Assert.Single(Restore().Findings);
            Assert.Equal(Compiler.Diagnostics.Catalogue.ChecksumMismatch.Code, finding.Code);
            Assert.Contains(TestModules.HelloHash, finding.Message, StringComparison.Ordinal);
            Assert.False(Directory.Exists(Hello));
        }
    }

    [Fact]
    public void Every_module_that_cannot_be_had_is_told()
    {
        Write("go.mod", "module example.com/app\n\ngo 1.21\n\nrequire (\n\texample.com/a v1.0.0\n\texample.com/b v1.0.0\n)\n");
        Write("go.sum", "example.com/a v1.0.0 h1:x\nexample.com/b v1.0.0 h1:x\n");
        ModuleRestoreReport report = Restore();
        Assert.Equal(["example.com/a", "example.com/b"], report.Findings.Select(f => f.Message.Split('@')[0]));
        Assert.All(report.Findings, f => Assert.Equal(Compiler.Diagnostics.Catalogue.ModuleNotFound.Code, f.Code));
    }

    /// <summary>One error with its code, nothing that the next restore would take for whole, and that one works.</summary>
    [Theory]
    [InlineData("unknown module", "GO3080")]
    [InlineData("unknown version", "GO3080")]
    [InlineData("truncated zip", "GO3086")]
    [InlineData("hostile zip", "GO3086")]
    [InlineData("zip that is another", "GO3084")]
    [InlineData("500", "GO3081")]
    [InlineData("cut off", "GO3081")]
    [InlineData("too long", "GO3081")]
    [InlineData("no room to unpack", "GO3087")]
    public void Restore_after_one_that_failed_works(string kind, string code)
    {
        string folder = _modules.Folder("example.com/Hello"), zip = Path.Combine(folder, "v1.2.0.zip");
        string obstacle = Path.Combine(_modules.Cache, "example.com");
        byte[] good = File.ReadAllBytes(zip);
        using var server = new LoopbackServer(path => !File.Exists(_modules.Proxy + path) ? null : (kind, Path.GetExtension(path)) switch
        {
            ("500", ".zip") => LoopbackAnswer.Text(500, "broken"),
            ("cut off", ".zip") => new LoopbackAnswer(200, good) { Send = 10 },
            ("too long", ".zip") => new LoopbackAnswer(200, good) { Length = good.Length + 10 },
            _ => new LoopbackAnswer(200, File.ReadAllBytes(_modules.Proxy + path)),
        });
        switch (kind)
        {
            case "unknown module":
                Directory.Move(folder, folder + "-away");
                break;
            case "unknown version":
                File.Delete(zip);
                break;
            case "truncated zip":
                File.WriteAllBytes(zip, good[..(good.Length / 2)]);
                break;
            case "hostile zip":
                Publish(("../outside.go", "package outside\n"));
                break;
            case "zip that is another":
                Publish(("example.com/Hello@v1.2.0/go.mod", "module example.com/Hello\n"));
                break;
            case "no room to unpack":
                Directory.CreateDirectory(_modules.Cache);
                File.WriteAllText(obstacle, "");
                break;
        }
        ReportedFinding finding = Assert.Single(Restore(_modules.Settings with { Proxy = server.Address }).Findings);
        Assert.Equal(code, finding.Code);
        Assert.False(Directory.Exists(Hello));
        Assert.Empty(Directory.EnumerateFiles(_modules.Cache, "*.partial", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(_modules.Cache, "*.tmp", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(_modules.Root, "outside.go", SearchOption.AllDirectories));

        if (kind == "unknown module")
        {
            Directory.Move(folder + "-away", folder);
        }
        if (kind == "no room to unpack")
        {
            File.Delete(obstacle);
        }
        File.WriteAllBytes(zip, good);
        ModuleRestoreReport report = Restore();
        Assert.Empty(report.Findings);
        Assert.Equal((false, 1), (report.IsUpToDate, report.Modules));
        Assert.Equal("package hello\n", File.ReadAllText(Path.Combine(Hello, "hello.go")));

        void Publish(params (string, string)[] entries)
        {
            File.Delete(zip);
            _modules.PublishEntries("example.com/Hello", "v1.2.0", entries, TestModules.HelloFiles[0].Text);
        }
    }

    [Fact]
    public void Module_whose_zip_no_build_needs_is_not_brought()
    {
        Write("go.sum", $"example.com/Hello v1.2.0/go.mod {TestModules.HelloGoModHash}\n");
        Assert.Equal(0, Restore().Modules);
        Assert.Empty(_said);
        Assert.True(File.Exists(GoMod), "builds may read its go.mod");
    }

    [Fact]
    public void Version_above_the_required_one_is_brought_where_go_mod_need_not_name_it()
    {
        string required = File.ReadAllText(Path.Combine(_project, "go.mod")).Replace("v1.2.0", "v1.1.0", StringComparison.Ordinal);
        Write("go.mod", required);
        Assert.Equal(0, Restore().Modules);
        Write("go.mod", required.Replace("go 1.21", "go 1.16", StringComparison.Ordinal));
        Assert.Equal(1, Restore().Modules);
        Assert.True(File.Exists(Path.Combine(Hello, "hello.go")));
    }

    [Fact]
    public void Wrong_sum_of_a_go_mod_file_is_an_error()
    {
        Write("go.sum",
            $"example.com/Hello v1.2.0 {TestModules.HelloHash}\nexample.com/Hello v1.2.0/go.mod h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
        ReportedFinding finding = Assert.Single(Restore().Findings);
        Assert.Equal(Compiler.Diagnostics.Catalogue.ChecksumMismatch.Code, finding.Code);
        Assert.Contains(TestModules.HelloGoModHash, finding.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(GoMod));
    }

    [Theory]
    [InlineData("vendor")]
    [InlineData("none")]
    [InlineData("folder")]
    public void Nothing_is_brought_where_nothing_is_needed(string kind)
    {
        ModuleSettings settings = _modules.Settings;
        switch (kind)
        {
            case "vendor":
                Directory.CreateDirectory(Path.Combine(_project, "vendor"));
                Write("vendor/modules.txt", "# example.com/Hello v1.2.0\n## explicit; go 1.21\n");
                settings = settings with { Mode = ModuleMode.Vendor };
                break;
            case "none":
                File.Delete(Path.Combine(_project, "go.mod"));
                break;
            default:
                Write("go.mod",
                    "module example.com/app\n\ngo 1.21\n\nrequire example.com/Hello v1.2.0\n\nreplace example.com/Hello => ./hello\n");
                Directory.CreateDirectory(Path.Combine(_project, "hello"));
                Write("hello/go.mod", "module example.com/Hello\n");
                break;
        }
        ModuleRestoreReport report = Restore(settings);
        Assert.Equal(0, report.Modules);
        Assert.Empty(report.Findings);
        Assert.Empty(_modules.Downloads);
        Assert.True(Restore(settings).IsUpToDate);
    }

    [Fact]
    public void Malformed_go_mod_is_an_error_at_its_line()
    {
        Write("go.mod", "module example.com/app\n\nrequire example.com/Hello\n");
        ReportedFinding finding = Restore().Findings[0];
        Assert.Equal((Path.Combine(_project, "go.mod"), 3), (finding.File, finding.Line));
    }
}
