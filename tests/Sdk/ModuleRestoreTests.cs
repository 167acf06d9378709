using System.IO.Compression;

namespace Go.Sdk.Tests.Sdk;

/// <summary>Modules come with <c>dotnet restore</c>, from a folder with a proxy's files that is part of the test.</summary>
public sealed class ModuleRestoreTests : IDisposable
{
    private const string Path1 = "example.com/greet", Version = "v1.0.0";
    private readonly ProjectFolder _project = new();
    private readonly string _proxy;

    public ModuleRestoreTests()
    {
        _proxy = Path.Combine(_project.Root, "proxy");
        string folder = Path.Combine(_proxy, Path1, "@v");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "list"), Version + "\n");
        File.WriteAllText(Path.Combine(folder, Version + ".info"), $$"""{"Version":"{{Version}}","Time":"2024-01-02T03:04:05Z"}""");
        File.WriteAllText(Path.Combine(folder, Version + ".mod"), "module example.com/greet\n");
        using (ZipArchive zip = ZipFile.Open(Path.Combine(folder, Version + ".zip"), ZipArchiveMode.Create))
        {
            Add(zip, "go.mod", "module example.com/greet\n");
            Add(zip, "greet.go", "package greet\n\nfunc Hello() string { return \"hello from a module\" }\n");
        }
        _project.Write("app.goproj", $"""
            <Project Sdk="Go.Sdk">
              <PropertyGroup>
                <GoProxy>file://{_proxy}</GoProxy>
                <GoSumDb>off</GoSumDb>
                <GoModCache>{_project.Root}/modcache</GoModCache>
              </PropertyGroup>
            </Project>
            """);
        _project.Write("go.mod", "module example.com/app\n\ngo 1.21\n\nrequire example.com/greet v1.0.0\n");
        _project.Write("main.go", "package main\n\nimport \"example.com/greet\"\n\nfunc main() { println(greet.Hello()) }\n");
        _project.Write("go.sum", $"example.com/greet v1.0.0 {Sum}\nexample.com/greet v1.0.0/go.mod {GoModSum}\n");
    }

    // As the original toolchain computes them.
    private const string Sum = "h1:uoNy0J6XJynmLwfo/wydU9bS3AyZ8LFZdUFjND3e+II=",
        GoModSum = "h1:eUhWVvAluAyk6VgkthEdYAX90qA1SCsaVeARr/7BMlA=";

    public void Dispose()
    {
        if (Directory.Exists(Folder))
        {
            File.SetUnixFileMode(Folder, File.GetUnixFileMode(Folder) | UnixFileMode.UserWrite);
        }
        _project.Dispose();
    }

    private string Folder => Path.Combine(_project.Root, "modcache", "example.com", "greet@v1.0.0");

    private static void Add(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry($"{Path1}@{Version}/{name}").Open());
        writer.Write(text);
    }

    [Fact]
    public void Restore_brings_modules_once_and_then_needs_no_proxy()
    {
        CommandResult first = CommandResult.Dotnet(_project.Root, "restore", "-v:n").Expect(0);
        Assert.Contains("downloading example.com/greet v1.0.0", first.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Folder, "greet.go")));
        CommandResult.Dotnet(_project.Root, "restore", "-bl").Expect(0);
        BuildLog second = BuildLog.Read(_project.Root, "msbuild.binlog");
        Assert.Equal(Microsoft.Build.Framework.MessageImportance.Normal, second.ImportanceOf("Go modules are up to date"));
        Assert.DoesNotContain("GoBuild", second.Tasks);
        Directory.Delete(_proxy, recursive: true);
        CommandResult third = CommandResult.Dotnet(_project.Root, "restore", "-v:n", "-p:GoProxy=off").Expect(0);
        Assert.Contains("Go modules restored: 1", third.Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// A project that says nothing of modules: the environment and the user's file of settings say where they come from, and GOPATH has the
    /// cache.
    /// </summary>
    [Fact]
    public void Where_modules_come_from_is_the_machines_affair()
    {
        _project.Write("app.goproj", "<Project Sdk=\"Go.Sdk\" />\n").Write("goenv", "GOSUMDB=off\nGOFLAGS=-nosuchflag\n");
        var environment = new Dictionary<string, string>
        {
            ["GOPROXY"] = "file://" + _proxy, ["GOPATH"] = Path.Combine(_project.Root, "gopath"), ["GOMODCACHE"] = "",
            ["GOENV"] = Path.Combine(_project.Root, "goenv"), ["MSBUILDTERMINALLOGGER"] = "off",
        };
        CommandResult run = CommandResult.Run("dotnet", ["run"], _project.Root, environment).Expect(0);
        Assert.Contains("hello from a module", run.Error, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(_project.Root, "gopath", "pkg", "mod", "example.com", "greet@v1.0.0")));
        CommandResult.Run("chmod", ["-R", "u+w", "gopath"], _project.Root).Expect(0);
    }

    [Fact]
    public void Wrong_sum_fails_the_restore_with_both_hashes_at_the_project()
    {
        _project.Write("go.sum",
            $"example.com/greet v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nexample.com/greet v1.0.0/go.mod {GoModSum}\n");
        CommandResult result = CommandResult.Dotnet(_project.Root, "restore", "-v:n").Expect(1);
        Assert.Contains("app.goproj : error GO3084: verifying example.com/greet@v1.0.0: checksum mismatch", result.Output,
            StringComparison.Ordinal);
        Assert.Contains(Sum, result.Output, StringComparison.Ordinal);
        Assert.Contains("h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", result.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder));
    }
}
