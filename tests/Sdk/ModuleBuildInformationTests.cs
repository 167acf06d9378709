namespace Go.Sdk.Tests.Sdk;

/// <summary>What programs say of the modules they are made of, and what the command line says while it brings them.</summary>
public sealed class ModuleBuildInformationTests : IDisposable
{
    private const string Main = "package main\n\nimport \"example.com/a\"\n\nfunc main() { println(a.Name) }\n";
    private const string Require = "module example.com/app\n\ngo 1.21\n\nrequire example.com/a v1.0.0\n";

    private readonly FileProxy _proxy = new FileProxy()
        .Add("example.com/a", "v1.0.0", "module example.com/a\n\ngo 1.21\n", ("a.go", "package a\n\nconst Name = \"a\"\n"))
        .Add("example.com/fork", "v1.2.0", "module example.com/fork\n\ngo 1.21\n", ("a.go", "package a\n\nconst Name = \"fork\"\n"));

    private readonly string _cache = Directory.CreateTempSubdirectory("module-cache-").FullName;
    private readonly GoCommand _go = new();

    public ModuleBuildInformationTests() => _go.Write("main.go", Main).Write("go.mod", Require);

    public void Dispose()
    {
        _proxy.Dispose();
        _go.Dispose();
        if (Directory.Exists(_cache))
        {
            Directory.Delete(_cache, recursive: true);
        }
    }

    private CommandResult Run(params string[] arguments)
        => CommandResult.Run(GoCommand.Path, arguments, _go.Root, _proxy.Environment(_cache));

    /// <summary>The lines of <c>version -m</c> about modules.</summary>
    private string[] ModulesOf(string program)
        => [.. Run("version", "-m", program).Expect(0).Output.Split('\n').Select(l => l.Trim())
            .Where(l => l.StartsWith("dep\t", StringComparison.Ordinal) || l.StartsWith("=>\t", StringComparison.Ordinal))];

    private string SumOf(string module)
        => File.ReadAllLines(_go.At("go.sum")).Single(l => l.StartsWith(module + " ", StringComparison.Ordinal))[(module.Length + 1)..];

    [Fact]
    public void Programs_name_versions_and_sums_of_what_they_require()
    {
        Run("mod", "tidy").Expect(0);
        Run("build").Expect(0);
        Assert.Equal([$"dep\texample.com/a\tv1.0.0\t{SumOf("example.com/a v1.0.0")}"], ModulesOf("app"));
    }

    [Fact]
    public void Replaced_modules_are_named_with_what_replaces_them()
    {
        _go.Write("go.mod", Require + "\nreplace example.com/a => example.com/fork v1.2.0\n");
        Run("mod", "tidy").Expect(0);
        Run("build").Expect(0);
        Assert.Equal(["dep\texample.com/a\tv1.0.0", $"=>\texample.com/fork\tv1.2.0\t{SumOf("example.com/fork v1.2.0")}"], ModulesOf("app"));
        _go.Write("go.mod", Require + "\nreplace example.com/a => ./own\n").Write("own/go.mod", "module example.com/a\n")
            .Write("own/a.go", "package a\n\nconst Name = \"own\"\n");
        Run("build").Expect(0);
        Assert.Equal(["dep\texample.com/a\tv1.0.0", "=>\t./own\t(devel)"], ModulesOf("app"));
    }

    [Fact]
    public void Vendored_modules_have_no_sums()
    {
        Run("mod", "tidy").Expect(0);
        Run("mod", "vendor").Expect(0);
        Run("build").Expect(0);
        Assert.Equal(["dep\texample.com/a\tv1.0.0"], ModulesOf("app"));
    }

    [Fact]
    public void Modules_of_a_workspace_have_the_sums_of_the_workspace()
    {
        _go.Write("work/go.work", "go 1.21\n\nuse ./app\n").Write("work/app/go.mod", Require).Write("work/app/main.go", Main);
        CommandResult tidy = CommandResult.Run(GoCommand.Path, ["mod", "tidy"], _go.At("work/app"), _proxy.Environment(_cache)).Expect(0);
        Assert.Contains("downloading example.com/a v1.0.0", tidy.Error, StringComparison.Ordinal);
        File.Move(_go.At("work/app/go.sum"), _go.At("work/go.work.sum"));
        CommandResult.Run(GoCommand.Path, ["build", "-o", _go.At("program"), "./app"], _go.At("work"), _proxy.Environment(_cache))
            .Expect(0);
        string sum = File.ReadAllLines(_go.At("work/go.work.sum"))[0]["example.com/a v1.0.0 ".Length..];
        Assert.Equal([$"dep\texample.com/a\tv1.0.0\t{sum}"], ModulesOf("program"));
    }

    [Fact]
    public void Downloads_are_told_once_by_whatever_command_needs_them()
    {
        Run("mod", "tidy").Expect(0);
        foreach (string[] command in new string[][] { ["build", "-o", "x"], ["list", "-deps"], ["run", "."], ["test", "-vet=off"] })
        {
            Run("clean", "-modcache").Expect(0);
            Assert.StartsWith("go: downloading example.com/a v1.0.0\n", Run(command).Expect(0).Error, StringComparison.Ordinal);
            Assert.DoesNotContain("downloading", Run(command).Expect(0).Error, StringComparison.Ordinal);
        }
        Run("clean", "-modcache").Expect(0);
        Assert.Equal("", Run("mod", "download").Expect(0).Error);
    }

    [Fact]
    public void What_is_installed_or_run_at_a_version_is_a_program()
    {
        _proxy.Add("example.com/tools", "v1.0.0", "module example.com/tools\n\ngo 1.21\n", ("lib/lib.go", "package lib\n"),
            ("cmd/hello/main.go", "package main\n\nfunc main() { println(\"hello\") }\n"));
        Dictionary<string, string> environment = _proxy.Environment(_cache);
        environment["GOBIN"] = _go.At("bin");
        CommandResult Run(params string[] arguments) => CommandResult.Run(GoCommand.Path, arguments, _go.Root, environment);
        foreach (string command in new[] { "install", "run" })
        {
            string library = Run(command, "example.com/tools/lib@v1.0.0").Expect(1).Error;
            Assert.EndsWith("package example.com/tools/lib is not a main package\n", library, StringComparison.Ordinal);
            string wildcard = Run(command, "example.com/tools/l...@v1.0.0").Error;
            Assert.Contains("go: warning: \"example.com/tools/l...\" matched only non-main packages\n", wildcard, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("non-main", Run("install", "example.com/tools/...@v1.0.0").Expect(0).Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_go.At("bin/hello")));
    }

    [Fact]
    public void Clean_removes_programs_and_the_module_cache_with_its_read_only_folders()
    {
        Run("mod", "tidy").Expect(0);
        Run("clean", "-modcache").Expect(0);
        Dictionary<string, string> protecting = _proxy.Environment(_cache);
        protecting["GOFLAGS"] = "";
        CommandResult.Run(GoCommand.Path, ["build"], _go.Root, protecting).Expect(0);
        CommandResult.Run(GoCommand.Path, ["build", "main.go"], _go.Root, protecting).Expect(0);
        _go.Write("old.o", "").Write("keep.txt", "");
        Assert.Equal(new[] { "app", "main", "old.o" }.Select(f => $"rm -f {_go.At(f)}"),
            Run("clean", "-n").Expect(0).Output.TrimEnd('\n').Split('\n'));
        Run("clean").Expect(0);
        Assert.Equal(["go.sum", "keep.txt"], _go.Products().Order());
        Assert.Equal($"rm -rf {_cache}\n", Run("clean", "-modcache", "-n").Expect(0).Output);
        Assert.True(Directory.Exists(Path.Combine(_cache, "example.com", "a@v1.0.0")));
        Run("clean", "-modcache").Expect(0);
        Assert.False(Directory.Exists(_cache));
        Assert.Contains("clean -modcache cannot be used with package arguments", Run("clean", "-modcache", ".").Expect(1).Error,
            StringComparison.Ordinal);
    }
}
