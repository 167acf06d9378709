namespace Go.Sdk.Tests.Sdk;

/// <summary>dotnet new, in empty folders that know nothing but the feed.</summary>
public sealed class TemplateTests : IClassFixture<TemplateTests.Hive>, IDisposable
{
    /// <summary>Where the templates are installed, once for all tests.</summary>
    public sealed class Hive : IDisposable
    {
        internal static readonly string Feed = Path.Combine(Repository.Root, "artifacts", "packages");

        public Hive()
        {
            string package = Directory.GetFiles(Feed, "Go.Sdk.Templates.*.nupkg").Single();
            CommandResult.Dotnet(Folder, "new", "install", package, "--debug:custom-hive", Folder).Expect(0);
        }

        internal string Folder { get; } = Directory.CreateTempSubdirectory("go-sdk-hive-").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }

    private readonly string _root = Directory.CreateTempSubdirectory("go-sdk-new-").FullName;
    private readonly Hive _hive;

    public TemplateTests(Hive hive)
    {
        _hive = hive;
        File.WriteAllText(At("nuget.config"),
            $"""<configuration><packageSources><add key="feed" value="{Hive.Feed}" /></packageSources></configuration>""");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string At(string path) => Path.Combine(_root, path);

    private CommandResult New(params string[] arguments)
        => CommandResult.Dotnet(_root, ["new", .. arguments, "--debug:custom-hive", _hive.Folder]);

    private CommandResult In(string folder, params string[] arguments) => CommandResult.Dotnet(At(folder), arguments);

    [Fact]
    public void A_program_runs_and_its_test_passes()
    {
        New("goapp", "-o", "Hello.World", "--module", "example.org/hello").Expect(0);
        Assert.StartsWith("module example.org/hello\n", File.ReadAllText(At("Hello.World/go.mod")), StringComparison.Ordinal);
        Assert.EndsWith("\nHello, world!\n", In("Hello.World", "run").Expect(0).Output, StringComparison.Ordinal);
        Assert.EndsWith("\nHello, you!\n", In("Hello.World", "run", "--no-build", "--", "you").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("succeeded: 1\n", In("Hello.World", "test", "-bl").Expect(0).Output, StringComparison.Ordinal);
        BuildLog log = BuildLog.Read(At("Hello.World"), "msbuild.binlog");
        Assert.Empty(log.Warnings);
        Assert.Equal(["GoBuild", "GoTest"], log.GoTasks.Where(t => t is "GoBuild" or "GoTest"));
        File.Delete(At("Hello.World/msbuild.binlog"));
        string folder = At("Hello.World");
        string[] files =
        [
            ".editorconfig", ".gitignore", ".vscode/launch.json", ".vscode/tasks.json", "Hello.World.goproj",
            "Properties/launchSettings.json",
            "go.mod", "main.go", "main_test.go",
        ];
        IEnumerable<string> made = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f));
        Assert.Equal(files, made.Where(f => f[..4] is not ("bin/" or "obj/")).Order(StringComparer.Ordinal));
        // What a debugger is told to start is what a build makes.
        string launch = File.ReadAllText(Path.Combine(folder, ".vscode", "launch.json")),
            program = Path.Combine("bin", "Debug", "Hello.World");
        Assert.Contains($"\"${{workspaceFolder}}/{program}\"", launch, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, program)));
        string profiles = File.ReadAllText(Path.Combine(folder, "Properties", "launchSettings.json"));
        Assert.Contains("\"Hello.World\": {", profiles, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_is_compiled_tested_and_imported()
    {
        New("golib", "-o", "Word-Count.2").Expect(0);
        Assert.Equal("module example.com/word-count.2\n\ngo 1.27\n", File.ReadAllText(At("Word-Count.2/go.mod")));
        Assert.StartsWith("// Package wordcount2 ", File.ReadAllText(At("Word-Count.2/wordcount2.go")), StringComparison.Ordinal);
        In("Word-Count.2", "build").Expect(0);
        Assert.False(Directory.Exists(At("Word-Count.2/bin/Debug")) && Directory.EnumerateFiles(At("Word-Count.2/bin/Debug")).Any());
        Assert.Contains("up to date: nothing that the last build read", In("Word-Count.2", "build", "-v:n").Expect(0).Output,
            StringComparison.Ordinal);
        Assert.Contains("succeeded: 2\n", In("Word-Count.2", "test").Expect(0).Output, StringComparison.Ordinal);
        New("goapp", "-o", "user").Expect(0);
        File.WriteAllText(At("user/main.go"),
            "package main\n\nimport \"example.com/word-count.2\"\n\nfunc greeting(s string) string { return \"Hello, \" + s + \"!\" }\n\nfunc main() { println(wordcount2.Sum(1, 2)) }\n");
        File.WriteAllText(At("user/user.goproj"), File.ReadAllText(At("user/user.goproj")).Replace(
            "</Project>",
                "  <ItemGroup>\n    <ProjectReference Include=\"../Word-Count.2/Word-Count.2.goproj\" />\n  </ItemGroup>\n</Project>",
                StringComparison.Ordinal));
        Assert.Equal("3\n", In("user", "run").Expect(0).Error);
        // A mistake in the library is its own.
        File.AppendAllText(At("Word-Count.2/wordcount2.go"), "\nfunc wrong() int { return \"\" }\n");
        Assert.Contains("wordcount2.go(13,27): error GO", In("Word-Count.2", "build").Expect(1).Output, StringComparison.Ordinal);
    }

    /// <summary>Letters of other alphabets, keywords, and names that the test of a library uses itself.</summary>
    [Theory]
    [InlineData("1-2.3", "p123", "example.com/1-2.3")]
    [InlineData("My Lib", "mylib", "example.com/my-lib")]
    [InlineData("été", "tlib", "example.com/t")]
    [InlineData("日本", "p", "example.com/app")]
    [InlineData("func", "funclib", "example.com/func")]
    [InlineData("main", "mainlib", "example.com/main")]
    [InlineData("testing", "testinglib", "example.com/testing")]
    public void Names_that_are_none_in_Go_become_some(string name, string package, string module)
    {
        New("golib", "-n", name, "-o", "x").Expect(0);
        Assert.StartsWith($"module {module}\n", File.ReadAllText(At("x/go.mod")), StringComparison.Ordinal);
        Assert.StartsWith($"// Package {package} ", File.ReadAllText(At($"x/{package}.go")), StringComparison.Ordinal);
        Assert.Contains($"\t{package} \"{module}\"\n", File.ReadAllText(At($"x/{package}_test.go")), StringComparison.Ordinal);
        Assert.True(File.Exists(At($"x/{name}.goproj")));
    }

    [Fact]
    public void Tests_alone_and_a_web_service_pass_theirs()
    {
        New("gotest", "-o", "checks").Expect(0);
        Assert.Contains("Passed!", In("checks", "test").Expect(0).Output, StringComparison.Ordinal);
        New("goapi", "-o", "service").Expect(0);
        Assert.Contains("succeeded: 2\n", In("service", "test").Expect(0).Output, StringComparison.Ordinal);
        In("service", "build", "-p:Version=1.2.3").Expect(0);
        Assert.Contains("1.2.3", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(At("service/bin/Debug/service"))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_solution_has_both_languages()
    {
        New("gosln", "-o", "Both").Expect(0);
        In("Both", "build", "-v:q").Expect(0);
        Assert.Equal("6 words\n", In("Both/app", "run", "--no-build").Expect(0).Output);

        // What is asked of the whole solution only Go's projects answer.
        CommandResult.Run("/bin/sh",
            ["-c", "git init -q . && git add . && git -c user.name=a -c user.email=a@b.c commit -qm first && echo '// changed' >> worker/main.go"], Path.Combine(_root, "Both")).Expect(0);
        Assert.Contains("\"Reason\": \"changed\"", In("Both", "msbuild", "-nologo", "-t:GoAffected", "-p:GoSince=HEAD").Expect(0).Output,
            StringComparison.Ordinal);
    }
}
