using System.Runtime.InteropServices;
using System.Text;

namespace Go.Sdk.Tests.Sdk;

/// <summary>
/// Input that no build can use is an error with a code at its place through dotnet build too, and nothing half-written stays.
/// </summary>
public sealed class BadInputTests
{
    private const string Main = "package main\n\nfunc main() {}\n";

    /// <summary>Name of the project, what is written into its folder, and the error expected, its file relative to that folder.</summary>
    private static readonly (string Name, Action<ProjectFolder, string> Write, string Error)[] s_cases =
    [
        ("brokenmod", (p, n) => p.Write(n + "/main.go", Main).Write(n + "/go.mod", "module example.com/x\n\nrequire (\n"),
            "go.mod(4,1): error GO3030: "),
        ("unknownmod", (p, n) => p.Write(n + "/main.go", Main).Write(n + "/go.mod", "module example.com/x\n\nfrobnicate y\n"),
            "go.mod(3,1): error GO3031: "),
        ("noworkspace", (p, n) => p.Write(n + "/main.go", Main).Write($"{n}/{n}.goproj",
            "<Project Sdk=\"Go.Sdk\">\n  <PropertyGroup>\n    <GoWorkspace>none/go.work</GoWorkspace>\n  </PropertyGroup>\n</Project>\n"),
            "noworkspace.goproj(3,5): error GO3064: property GoWorkspace is 'none/go.work': there is no such file"),
        ("newmod", (p, n) => p.Write(n + "/main.go", Main).Write(n + "/go.mod", "module example.com/x\n\ngo 1.99\n"), "error GO3033: "),
        ("nofiles", (p, n) => p.Write(n + "/readme.txt", ""), "error GO3004: "),
        ("dangling", (p, n) => File.CreateSymbolicLink(Path.Combine(p.Write(n + "/main.go", Main).Root, n, "other.go"), "nowhere.go"),
            "other.go : error GO3017: "),
        ("notext", (p, n) => p.Write(n + "/main.go", Main + "\0\0"), "main.go(4,1): error GO1002: "),
        ("unclosed", (p, n) => p.Write(n + "/main.go", Main + "/*"), "main.go(4,1): error GO1005: "),
        ("mixed", (p, n) => p.Write(n + "/main.go", Main).Write(n + "/other.go", "package other\n"), "error GO3006: "),
        ("noembed", (p, n) => p.Write(n + "/main.go",
            "package main\n\nimport _ \"embed\"\n\n//go:embed missing.txt\nvar s string\n\nfunc main() {}\n"),
                "main.go(5,12): error GO3022: "),
        ("cycle", (p, n) => p.Write(n + "/main.go", "package main\n\nimport _ \"example.com/cycle/a\"\n\nfunc main() {}\n")
            .Write(n + "/a/a.go", "package a\n\nimport _ \"example.com/cycle/b\"\n")
            .Write(n + "/b/b.go", "package b\n\nimport _ \"example.com/cycle/a\"\n"), "error GO3007: "),
    ];

    /// <summary>A go.mod that cannot be read is an error of the restore, after which nothing is built.</summary>
    [Fact]
    public void Every_project_has_its_error_in_the_restore() => Check(s_cases[..3]);

    [Fact]
    public void Every_project_has_its_error() => Check(s_cases[3..]);

    private static void IsOneError(CommandResult result, string expected)
    {
        string[] lines = [.. result.Expect(1).Output.Split('\n')
            .Where(l => l.Contains(": error ", StringComparison.Ordinal)).Select(l => l.Trim()).Distinct()];
        Assert.True(lines.Length == 1 && lines[0].Contains(expected, StringComparison.Ordinal), $"want {expected}\n{result.Output}");
        Assert.DoesNotContain("   at ", result.Output + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", result.Output + result.Error, StringComparison.Ordinal);
    }

    /// <summary>Call after call in a project that is built once: what cannot be written to, and what is not there to be run.</summary>
    [Fact]
    public void What_cannot_be_done_is_one_error()
    {
        using var project = new ProjectFolder();
        project.Write("main.go", Main).Write("main_test.go", "package main\n\nimport \"testing\"\n\nfunc TestNothing(t *testing.T) {}\n");
        CommandResult.Dotnet(project.Root, "test").Expect(0);
        const string Formats = "/proc/sys/fs/binfmt_misc/";
        bool isX64 = RuntimeInformation.OSArchitecture == Architecture.X64;
        (string foreign, string emulator) = isX64 ? ("linux-arm64", "qemu-aarch64") : ("linux-x64", "qemu-x86_64");
        bool isEmulated = File.Exists(Formats + emulator) || File.Exists(Formats + "rosetta");
        (string[] Call, string Error)[] cases =
        [
            (["build", "--no-restore", "-o", "main.go"], "app.goproj : error GO7001: cannot write to folder "),
            (["publish", "--no-restore", "-o", "main.go"], "(PublishDir): there is a file of that name"),
            (["pack", "--no-restore", "-p:IsPackable=true", "-p:RuntimeIdentifiers=linux-x64", "-o", "main.go"],
                "(PackageOutputPath): there is a file of that name"),
            (["publish", "--no-build", "-r", "linux-musl-x64"],
                "app.goproj : error GO7061: there is no program 'obj/Release/linux-musl-x64/app' to publish"),
            (["run", "--no-build", "-r", foreign], $"app.goproj : error {(isEmulated ? "GO7061" : "GO7051")}: "),
            (["build", "--no-restore", "-t:GoWorkspace", "-p:GoWorkspaceFile=obj"],
                "(GoWorkspaceFile): 'obj' is to be a file, and there is a folder"),
            (["build", "--no-restore", "-t:GoCoverage", "-p:GoCoverageFile=obj"],
                "(GoCoverageFile): 'obj' is to be a file, and there is a folder"),
            (["test", "--no-build", "-p:GoBenchmarkFile=obj"], "(GoBenchmarkFile): 'obj' is to be a file, and there is a folder"),
            (["build", "--no-restore", "-t:GoBinaryInfo", "-p:GoBinary=main.go"], "main.go is no Go program"),
            (["run", "--no-build", "-p:GoRunner=nosuch -x"],
                "app.goproj : error GO7007: property GoRunner is 'nosuch -x'; there is no program nosuch on the PATH"),
            (["test", "--no-build", "-p:GoRunner=/nowhere/nosuch"],
                "app.goproj : error GO7007: property GoRunner is '/nowhere/nosuch'; there is no program /nowhere/nosuch"),
            (["test", "--no-build", "--filter", "Category=Fast"],
                "app.goproj : error GO7103: the test host ended with exit code 5: filter 'Category=Fast' names 'Category'"),
            (["test", "--no-build", "--logger", "trx", "--results-directory", "main.go"],
                "app.goproj : error GO7001: cannot write to folder "),
        ];
        foreach ((string[] call, string error) in cases)
        {
            IsOneError(CommandResult.Dotnet(project.Root, call), error);
        }
        Assert.Equal(Main, File.ReadAllText(Path.Combine(project.Root, "main.go")));
        string[] test = ["test", "--no-build", "--blame-hang-timeout", "1m", "--diag", "log.txt"];
        string told = CommandResult.Dotnet(project.Root, test).Expect(0).Output;
        Assert.Contains("warning GO8101: --blame-hang ", told, StringComparison.Ordinal);
        Assert.Contains("warning GO8101: --diag ", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Projects_that_reference_each_other_are_one_error()
    {
        static string Referencing(string other)
            => $"<Project Sdk=\"Go.Sdk\">\n  <ItemGroup>\n    <ProjectReference Include=\"{other}\" />\n  </ItemGroup>\n</Project>\n";
        using var project = new ProjectFolder();
        project.Write("main.go", Main).Write("app.goproj", Referencing("b/b.goproj")).Write("b/b.goproj", Referencing(@"..\c\c.csproj"))
            .Write("c/c.csproj", """
                <Project Sdk="Microsoft.NET.Sdk">
                  <ItemGroup>
                    <ProjectReference Include="$(MSBuildThisFileDirectory)../app.goproj" />
                  </ItemGroup>
                </Project>
                """);
        const string Error = "goproj(3,5): error GO7053: projects reference each other in a circle: ";
        string[][] calls = [["build"], ["build", "--no-restore"], ["test", "--no-restore"]];
        foreach (string[] call in calls)
        {
            IsOneError(CommandResult.Dotnet(project.Root, call), "app." + Error + "app.goproj -> b/b.goproj -> c/c.csproj -> app.goproj");
        }
        CommandResult other = CommandResult.Dotnet(project.Root, "build", "b/b.goproj");
        IsOneError(other, "b." + Error + "b.goproj -> ../c/c.csproj -> ../app.goproj -> b.goproj");
    }

    private static void Check((string Name, Action<ProjectFolder, string> Write, string Error)[] cases)
    {
        using var folder = new ProjectFolder();
        File.Delete(Path.Combine(folder.Root, "app.goproj"));
        File.Delete(Path.Combine(folder.Root, "go.mod"));
        var solution = new StringBuilder("<Solution>\n");
        foreach ((string name, Action<ProjectFolder, string> write, _) in cases)
        {
            folder.Write($"{name}/{name}.goproj", """<Project Sdk="Go.Sdk" />""")
                .Write($"{name}/go.mod", $"module example.com/{name}\n\ngo 1.27\n");
            write(folder, name);
            solution.Append(null, $"  <Project Path=\"{name}/{name}.goproj\" Type=\"13B669BE-BB05-4DDF-9536-439F39A36129\" />\n");
        }
        folder.Write("all.slnx", solution.Append("</Solution>\n").ToString());
        string[] lines = CommandResult.Dotnet(folder.Root, "build", "all.slnx", "-v:q").Expect(1).Output.Split('\n');
        var missing = new List<string>();
        foreach ((string name, _, string error) in cases)
        {
            // Of findings about the project file itself MSBuild does not repeat the project.
            bool isOfProject = error.StartsWith(name, StringComparison.Ordinal);
            if (!Array.Exists(lines, l => l.Contains(error, StringComparison.Ordinal)
                && (isOfProject || l.TrimEnd().EndsWith($"{name}.goproj]", StringComparison.Ordinal))))
            {
                missing.Add($"{name}: {error}");
            }
        }
        Assert.True(missing.Count == 0, $"{string.Join('\n', missing)}\nnot found in\n{string.Join('\n', lines)}");
        Assert.DoesNotContain(lines, l => l.Contains("MSB4018", StringComparison.Ordinal)
            || l.Contains("GO9001", StringComparison.Ordinal));
    }

    [Fact]
    public void A_disk_that_is_full_is_an_error_and_leaves_nothing_half_written()
    {
        using var project = new ProjectFolder();
        project.Write("main.go", Main).Build().Expect(0);
        byte[] old = File.ReadAllBytes(project.Program);
        // The limit on file sizes (in blocks of 1024 bytes) stands for the full disk; the .NET runtime's own mappings must not meet it.
        const string Limited =
            "trap '' XFSZ; ulimit -f 256; DOTNET_EnableWriteXorExecute=0 exec dotnet build --no-restore -v:q -p:GoStripSymbols=true";
        CommandResult result = CommandResult.Run("bash", ["-c", Limited], project.Root).Expect(1);
        Assert.Contains("error GO7001: cannot write ", result.Output, StringComparison.Ordinal);
        Assert.Equal(old, File.ReadAllBytes(project.Program));
        Assert.Empty(Directory.GetFiles(Path.Combine(project.Root, "obj"), "*.tmp", SearchOption.AllDirectories));
        project.Build("-p:GoStripSymbols=true").Expect(0);
        Assert.Equal(0, project.Run().ExitCode);
    }
}
