namespace Go.Sdk.Tests.Sdk;

/// <summary>
/// A project that requires modules, from the first restore to the published program; the proxy is a folder that is part of the test.
/// </summary>
public sealed class ModuleProjectTests : IDisposable
{
    private const string WrongSum = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private readonly FileProxy _proxy = new FileProxy()
        .Add("example.com/greet", "v1.0.0", "module example.com/greet\n\ngo 1.21\n\nrequire example.com/words v0.3.0\n",
            ("greet.go",
                "package greet\n\nimport \"example.com/words\"\n\nfunc Hello() string { return words.Hello + \" from a module\" }\n"))
        .Add("example.com/words", "v0.3.0", "module example.com/words\n\ngo 1.21\n",
            ("words.go", "package words\n\nconst Hello = \"hello\"\n"));

    private readonly ProjectFolder _project = new();

    public ModuleProjectTests()
    {
        WriteProject("");
        _project.Write("go.mod",
            "module example.com/app\n\ngo 1.21\n\nrequire example.com/greet v1.0.0\n\nrequire example.com/words v0.3.0 // indirect\n");
        _project.Write("main.go", "package main\n\nimport \"example.com/greet\"\n\nfunc main() { println(greet.Hello()) }\n");
        _project.Write("main_test.go",
            "package main\n\nimport (\n\t\"testing\"\n\n\t\"example.com/greet\"\n)\n\nfunc TestHello(t *testing.T) {\n\tif greet.Hello() != \"hello from a module\" {\n\t\tt.Fatal(greet.Hello())\n\t}\n}\n");
        CommandResult.Run(GoCommand.Path, ["mod", "tidy"], _project.Root, _proxy.Environment(Cache)).Expect(0);
        DeleteCache();
    }

    private string Cache => Path.Combine(_project.Root, "modcache");

    public void Dispose()
    {
        DeleteCache();
        _proxy.Dispose();
        _project.Dispose();
    }

    private void DeleteCache()
        => CommandResult.Run(GoCommand.Path, ["clean", "-modcache"], _project.Root, _proxy.Environment(Cache)).Expect(0);

    private void WriteProject(string more) => _project.Write("app.goproj", $"""
        <Project Sdk="Go.Sdk">
          <PropertyGroup>
            <GoProxy>file://{_proxy.Root}</GoProxy>
            <GoSumDb>off</GoSumDb>
            <GoModCache>modcache</GoModCache>
            {more}
          </PropertyGroup>
        </Project>
        """);

    [Fact]
    public void Project_is_built_run_tested_and_published_with_its_modules()
    {
        CommandResult build = _project.Build().Expect(0);
        Assert.Contains("downloading example.com/greet v1.0.0", build.Output, StringComparison.Ordinal);
        Assert.Contains("downloading example.com/words v0.3.0", build.Output, StringComparison.Ordinal);
        Assert.Equal("hello from a module\n", _project.Run().Expect(0).Error);
        CommandResult second = _project.Build().Expect(0);
        Assert.Contains("Go modules are up to date (2)", second.Output, StringComparison.Ordinal);
        Assert.Contains("up to date: nothing that the last build read", second.Output, StringComparison.Ordinal);
        Assert.Contains("hello from a module", CommandResult.Dotnet(_project.Root, "run").Expect(0).Error, StringComparison.Ordinal);
        CommandResult.Dotnet(_project.Root, "test").Expect(0);
        CommandResult.Dotnet(_project.Root, "publish", "-o", "out").Expect(0);
        Assert.Equal("hello from a module\n", CommandResult.Run(Path.Combine(_project.Root, "out", "app"), [], _project.Root)
            .Expect(0).Error);
    }

    [Fact]
    public void Build_without_restore_says_what_to_do_and_sees_what_has_gone_from_the_cache()
    {
        _project.Build().Expect(0);
        DeleteCache();
        CommandResult without = _project.Build("--no-restore").Expect(1);
        Assert.Contains("error GO3083", without.Output, StringComparison.Ordinal);
        Assert.Contains("run dotnet restore", without.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Cache, "example.com")));
        Assert.Contains("downloading example.com/words v0.3.0", _project.Build().Expect(0).Output, StringComparison.Ordinal);
        _project.Build("--no-restore").Expect(0);
        WriteProject("<GoRestoreModules>false</GoRestoreModules>");
        DeleteCache();
        Assert.Contains("go: downloading example.com/greet v1.0.0", _project.Build().Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_and_workspaces_count_in_every_build()
    {
        string sums = File.ReadAllText(Path.Combine(_project.Root, "go.sum"));
        _project.Build().Expect(0);
        string[] lines = sums.Split('\n');
        string right = lines.Single(l => l.StartsWith("example.com/greet v1.0.0 ",
            StringComparison.Ordinal))["example.com/greet v1.0.0 ".Length..];
        _project.Write("go.sum", sums.Replace(right, WrongSum, StringComparison.Ordinal));
        foreach (string[] how in new string[][] { [], ["--no-restore"] })
        {
            CommandResult wrong = _project.Build(how).Expect(1);
            Assert.Contains("error GO3084: ", wrong.Output, StringComparison.Ordinal);
            Assert.Contains(right, wrong.Output, StringComparison.Ordinal);
            Assert.Contains(WrongSum, wrong.Output, StringComparison.Ordinal);
        }
        _project.Write("go.sum", string.Join('\n', lines.Where(l => !l.StartsWith("example.com/words v0.3.0 ", StringComparison.Ordinal))));
        Assert.Contains("missing go.sum entry", _project.Build().Expect(1).Output, StringComparison.Ordinal);
        _project.Write("go.sum", sums);
        _project.Build().Expect(0);
        _project.Write("words/go.mod", "module example.com/words\n\ngo 1.21\n")
            .Write("words/words.go", "package words\n\nconst Hello = \"good day\"\n")
            .Write("go.work", "go 1.21\n\nuse (\n\t.\n\t./words\n)\n");
        _project.Build().Expect(0);
        Assert.Equal("good day from a module\n", _project.Run().Expect(0).Error);
        File.Delete(Path.Combine(_project.Root, "go.work"));
        _project.Build().Expect(0);
        Assert.Equal("hello from a module\n", _project.Run().Expect(0).Error);
    }
}
