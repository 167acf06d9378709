namespace Go.Sdk.Tests.Sdk;

/// <summary>The commands about modules, over proxies that are folders.</summary>
public sealed class ModuleCommandTests : IDisposable
{
    private const string App = "package main\n\nimport \"example.com/a\"\n\nfunc main() { println(a.Name()) }\n";

    private readonly FileProxy _proxy = new FileProxy()
        .Add("example.com/a", "v1.0.0", "module example.com/a\n\ngo 1.21\n\nrequire example.com/b v1.1.0\n",
            ("a.go", "package a\n\nimport \"example.com/b\"\n\nfunc Name() string { return \"a1 \" + b.Name }\n"))
        .Add("example.com/a", "v1.1.0", "module example.com/a\n\ngo 1.21\n\nrequire example.com/b v1.2.0\n",
            ("a.go", "package a\n\nimport \"example.com/b\"\n\nfunc Name() string { return \"a2 \" + b.Name }\n"), ("LICENSE", "free\n"))
        .Add("example.com/b", "v1.1.0", "module example.com/b\n\ngo 1.21\n", ("b.go", "package b\n\nconst Name = \"b1\"\n"))
        .Add("example.com/b", "v1.2.0", "module example.com/b\n\ngo 1.21\n\nrequire example.com/unused v1.0.0\n",
            ("b.go", "package b\n\nconst Name = \"b2\"\n"), ("sub/s.go", "package sub\n"))
        .Add("example.com/unused", "v1.0.0", "module example.com/unused\n", ("u.go", "package unused\n"));

    private readonly string _cache = Directory.CreateTempSubdirectory("module-cache-").FullName;
    private readonly GoCommand _go = new();

    public void Dispose()
    {
        _proxy.Dispose();
        _go.Dispose();
        Directory.Delete(_cache, recursive: true);
    }

    private CommandResult Run(params string[] arguments)
        => CommandResult.Run(GoCommand.Path, arguments, _go.Root, _proxy.Environment(_cache));

    private string Text(string file) => File.ReadAllText(_go.At(file));

    [Fact]
    public void A_module_is_tidied_built_listed_and_upgraded()
    {
        _go.Write("go.mod", "module example.com/app\n\ngo 1.21\n\nrequire example.com/a v1.0.0\n").Write("main.go", App);
        Assert.Contains("missing go.sum entry for module providing package example.com/a (imported by example.com/app); to add:\n\tgo get example.com/app", Run("build").Expect(1).Error);
        Run("mod", "tidy").Expect(0);
        Assert.Equal("module example.com/app\n\ngo 1.21\n\nrequire example.com/a v1.0.0\n\nrequire example.com/b v1.1.0 // indirect\n",
            Text("go.mod"));
        Assert.Equal(["example.com/a v1.0.0", "example.com/a v1.0.0/go.mod", "example.com/b v1.1.0", "example.com/b v1.1.0/go.mod"],
            Text("go.sum").TrimEnd('\n').Split('\n').Select(l => l[..l.LastIndexOf(' ')]));
        Assert.Equal("a1 b1\n", Run("run", ".").Expect(0).Error);
        Assert.Equal("example.com/app\nexample.com/a v1.0.0 [v1.1.0]\nexample.com/b v1.1.0 [v1.2.0]\n",
            Run("list", "-m", "-u", "all").Expect(0).Output);
        Assert.Equal("# example.com/b\nexample.com/app\nexample.com/a\nexample.com/b\n",
            Run("mod", "why", "example.com/b").Expect(0).Output);
        Assert.Equal("go: upgraded example.com/a v1.0.0 => v1.1.0\ngo: upgraded example.com/b v1.1.0 => v1.2.0\n",
            string.Concat(Run("get", "example.com/a").Expect(0).Error.Split('\n').Where(l => l.Contains("upgraded"))
                .Select(l => l + "\n")));
        Assert.Equal("a2 b2\n", Run("run", ".").Expect(0).Error);
        Assert.Equal("all modules verified\n", Run("mod", "verify").Expect(0).Output);
        Assert.StartsWith("example.com/app example.com/a@v1.1.0\nexample.com/app example.com/b@v1.2.0\n",
            Run("mod", "graph").Expect(0).Output);
    }

    [Fact]
    public void Installed_programs_are_removed_with_what_builds_left()
    {
        Dictionary<string, string> environment = _proxy.Environment(_cache);
        environment["GOBIN"] = _go.At("bin");
        environment["GOFLAGS"] = "-mod=mod";
        CommandResult Go(params string[] arguments) => CommandResult.Run(GoCommand.Path, arguments, _go.Root, environment);
        _go.Write("main.go", App).Write("app", "left by a build\n").Write("bin/app", "installed\n").Write("bin/other", "another's\n");
        Assert.Equal($"rm -f {_go.At("app")}\nrm -f {_go.At("bin/app")}\n", Go("clean", "-n", "-i").Expect(0).Output);
        Assert.True(File.Exists(_go.At("bin/app")));
        Assert.Equal("", Go("clean", "-i", "-r").Expect(0).Output);
        Assert.Equal(["other"], Directory.EnumerateFiles(_go.At("bin")).Select(f => Path.GetFileName(f)!));
        Assert.False(File.Exists(_go.At("app")));
        Go("clean", "-i").Expect(0); // nothing is left to remove
    }

    [Fact]
    public void A_disk_without_room_is_one_error_and_the_next_download_works()
    {
        byte[] bytes = new byte[100_000];
        new Random(1).NextBytes(bytes); // does not become smaller in a zip
        string noise = Convert.ToHexString(bytes);
        _proxy.Add("example.com/large", "v1.0.0", "module example.com/large\n", ("large.txt", noise), ("l.go", "package large\n"));
        _proxy.Add("example.com/large2", "v1.0.0", "module example.com/large2\n", ("large.txt", noise), ("l.go", "package large\n"));
        const string Requirements = "require (\n\texample.com/a v1.0.0\n\texample.com/large v1.0.0\n\texample.com/large2 v1.0.0\n)\n";
        _go.Write("go.mod", "module example.com/app\n\ngo 1.21\n\n" + Requirements);
        // A limit on the size of files, in blocks of 512 bytes, stands for the disk: a write fails in the middle.
        // .NET makes a file for its code, which must not count.
        Dictionary<string, string> environment = _proxy.Environment(_cache);
        environment["DOTNET_EnableWriteXorExecute"] = "0";
        CommandResult Limited(int blocks) => CommandResult.Run(
            "/bin/sh", ["-c", $"trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" mod download", GoCommand.Path], _go.Root, environment);
        foreach (int blocks in (int[])[100, 300])
        {
            string error = Limited(blocks).Expect(1).Error;
            Assert.Single(error.Split('\n'), l => l.EndsWith("file too large", StringComparison.Ordinal));
            Assert.Empty(Directory.EnumerateFiles(_cache, "*.tmp", SearchOption.AllDirectories));
            Assert.False(Directory.Exists(Path.Combine(_cache, "example.com", "large@v1.0.0")));
        }
        Run("mod", "download").Expect(0);
        Assert.Equal(noise, File.ReadAllText(Path.Combine(_cache, "example.com", "large@v1.0.0", "large.txt")));
    }

    [Fact]
    public void What_is_missing_is_found_where_go_mod_may_be_written()
    {
        _go.Write("main.go", App);
        Assert.Contains("no required module provides package example.com/a; to add it:\n\tgo get example.com/a",
            Run("build").Expect(1).Error);
        Run("build", "-mod=mod").Expect(0);
        Assert.Equal("module example.com/app\n\ngo 1.27\n\nrequire example.com/a v1.1.0\n\nrequire example.com/b v1.2.0 // indirect\n",
            Text("go.mod"));
        Run("build").Expect(0);
    }

    [Fact]
    public void Vendored_packages_are_used_while_they_fit()
    {
        _go.Write("go.mod",
            "module example.com/app\n\ngo 1.21\n\nrequire example.com/a v1.1.0\n\nrequire example.com/b v1.2.0 // indirect\n")
                .Write("main.go", App);
        Run("mod", "tidy").Expect(0);
        Run("mod", "vendor").Expect(0);
        Assert.Equal("# example.com/a v1.1.0\n## explicit; go 1.21\nexample.com/a\n# example.com/b v1.2.0\n## explicit; go 1.21\nexample.com/b\n", Text("vendor/modules.txt"));
        Assert.Equal(["a.go", "LICENSE"], Directory.EnumerateFiles(_go.At("vendor/example.com/a")).Select(f => Path.GetFileName(f)!)
            .Order(StringComparer.OrdinalIgnoreCase));
        _go.Write("vendor/example.com/b/b.go", "package b\n\nconst Name = \"vendored\"\n");
        Assert.Equal("a2 vendored\n", Run("run", ".").Expect(0).Error);
        Run("get", "example.com/a@v1.0.0").Expect(0);
        Assert.Contains("inconsistent vendoring in ", Run("build").Expect(1).Error);
        Assert.Equal("a1 b2\n", Run("run", "-mod=readonly", ".").Expect(0).Error);
    }

    [Fact]
    public void Modules_of_a_workspace_are_built_together()
    {
        _go.Write("go.mod", "module example.com/app\n\ngo 1.21\n\nrequire example.com/a v1.1.0\n").Write("main.go", App)
            .Write("a/go.mod", "module example.com/a\n\ngo 1.21\n")
            .Write("a/a.go", "package a\n\nfunc Name() string { return \"ours\" }\n");
        Run("work", "init", ".", "./a").Expect(0);
        Assert.Equal("ours\n", Run("run", ".").Expect(0).Error);
        Assert.Equal("example.com/a\nexample.com/app\n",
            string.Concat(Run("list", "-m").Expect(0).Output.Split('\n').Where(l => l.Length > 0).Order(StringComparer.Ordinal)
                .Select(l => l + "\n")));
        Run("work", "edit", "-dropuse=./a").Expect(0);
        Run("mod", "tidy").Expect(0);
        Assert.Equal("a2 b2\n", Run("run", ".").Expect(0).Error);
    }

    /// <summary>
    /// Both commands get a module that requires one of Go's own test modules; what they print and what they leave in the folder is
    /// compared.
    /// </summary>
    [Theory]
    [InlineData("1.21", "mod tidy -e")]
    [InlineData("1.16", "mod tidy -e")]
    [InlineData("1.16", "mod graph")]
    [InlineData("1.21", "list -m -e all")]
    [InlineData("1.21", "get -u ./...")]
    public void Commands_answer_as_the_original(string goVersion, string command)
    {
        using FileProxy proxy = new FileProxy().AddArchives(Path.Combine(Repository.Root, "artifacts", "go", "src", "cmd", "go",
            "testdata", "mod"));
        string original = Path.Combine(Repository.Root, "artifacts", "oracle", "bin", "go");
        int compared = 0;
        foreach ((string module, string version) in proxy.Newest.Where((_, i) => i % 6 == 1))
        {
            string ours = Answer(proxy, GoCommand.Path, "ours", module, version, goVersion, command);
            Assert.StartsWith("exit code ", ours);
            if (File.Exists(original))
            {
                Assert.Equal(Answer(proxy, original, "theirs", module, version, goVersion, command), ours);
            }
            compared++;
        }
        Assert.True(compared >= 10);
    }

    private string Answer(FileProxy proxy, string program, string name, string module, string version, string goVersion, string command)
    {
        string folder = Path.Combine(_go.Root, name, module), cache = Path.Combine(_cache, name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "go.mod"), $"module m\n\ngo {goVersion}\n\nrequire {module} {version}\n");
        File.WriteAllText(Path.Combine(folder, "m.go"), $"package m\n\nimport _ \"{module}\"\n");
        Dictionary<string, string> environment = proxy.Environment(cache);
        environment["GOROOT"] = program == GoCommand.Path ? "" : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(program)!, ".."));
        environment["GOCACHE"] = Path.Combine(_cache, "build");
        environment["GOPATH"] = Path.Combine(_cache, name, "path");
        CommandResult result = CommandResult.Run(program, command.Split(' '), folder, environment);
        string files = string.Concat(((string[])["go.mod", "go.sum"]).Select(f => Path.Combine(folder, f)).Where(File.Exists)
            .Select(f => $"-- {Path.GetFileName(f)} --\n{File.ReadAllText(f)}"));
        // Downloads run at once, so their notes come in any order; a damaged zip is told twice by the original.
        string notes = string.Concat(result.Error.Split('\n')
            .Where(l => l.Length > 0 && !l.StartsWith("go: downloading ", StringComparison.Ordinal)
                && !l.StartsWith("-> ", StringComparison.Ordinal)).Select(l => l + "\n"));
        return $"exit code {result.ExitCode}\n{result.Output}{notes}{files}".Replace(cache, "CACHE", StringComparison.Ordinal)
            .Replace(folder, "FOLDER", StringComparison.Ordinal);
    }

    /// <summary>What tolerates missing modules does not tolerate one that is not what go.sum says; nothing is written.</summary>
    [Theory]
    [InlineData("mod", "tidy", "-e")]
    [InlineData("mod", "tidy")]
    [InlineData("list", "-e", "-deps", ".")]
    [InlineData("list", "-e", "-json", "all")]
    [InlineData("get", "example.com/b@v1.2.0")]
    [InlineData("mod", "download", "-json")]
    [InlineData("mod", "vendor", "-e")]
    [InlineData("mod", "graph")]
    [InlineData("build")]
    public void A_wrong_sum_ends_every_command(params string[] arguments)
    {
        _go.Write("go.mod",
            "module example.com/app\n\ngo 1.21\n\nrequire example.com/a v1.0.0\n\nrequire example.com/b v1.1.0 // indirect\n")
                .Write("main.go", App);
        Run("mod", "tidy").Expect(0);
        string wrong = string.Concat(Text("go.sum").TrimEnd('\n').Split('\n')
            .Select(l => l[..(l.LastIndexOf(' ') + 1)] + "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"));
        _go.Write("go.sum", wrong);
        CommandResult.Run("chmod", ["-R", "u+w", _cache], _go.Root).Expect(0);
        Directory.Delete(_cache, recursive: true);
        Directory.CreateDirectory(_cache);
        string goMod = Text("go.mod");
        CommandResult result = Run(arguments).Expect(1);
        Assert.Contains(": checksum mismatch\n\tdownloaded: h1:", result.Error, StringComparison.Ordinal);
        Assert.Contains("go.sum:     h1:AAAA", result.Error, StringComparison.Ordinal);
        Assert.Contains("SECURITY ERROR", result.Error, StringComparison.Ordinal);
        Assert.Equal((goMod, wrong), (Text("go.mod"), Text("go.sum")));
        Assert.False(File.Exists(_go.At("app")) || Directory.Exists(_go.At("vendor")));
    }
}
