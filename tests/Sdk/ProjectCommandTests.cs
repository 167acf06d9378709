namespace Go.Sdk.Tests.Sdk;

/// <summary>Targets for people, analyzers in builds, and generators.</summary>
public sealed class ProjectCommandTests : IDisposable
{
    private readonly ProjectFolder _project = new();

    public ProjectCommandTests()
        => _project.Write("main.go", "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tfmt.Printf(\"%d\\n\", \"x\")\n}\n");

    public void Dispose() => _project.Dispose();

    private CommandResult Dotnet(params string[] arguments) => CommandResult.Dotnet(_project.Root, arguments);

    [Fact]
    public void Findings_of_analyzers_are_warnings_of_the_build()
    {
        _project.Write("app.goproj", "<Project Sdk=\"Go.Sdk\" />");
        Assert.DoesNotContain("GV0001", Dotnet("build", "-v:q").Expect(0).Output, StringComparison.Ordinal);
        const string Text = "GV0001: fmt.Printf format %d has arg \"x\" of wrong type string (printf)";
        Assert.Contains("main.go(6,14): warning " + Text, Dotnet("build", "-v:q", "-p:GoVet=true").Expect(0).Output,
            StringComparison.Ordinal);
        Assert.Contains("main.go(6,14): error " + Text,
            Dotnet("build", "-v:q", "-bl", "-p:GoVet=true", "-p:TreatWarningsAsErrors=true").Expect(1).Output, StringComparison.Ordinal);
        BuildLog log = BuildLog.Read(_project.Root, "msbuild.binlog");
        Assert.Equal(["main.go(6,14): GV0001"], log.Errors);
        Assert.Contains("GoVet", log.Targets);
        Assert.DoesNotContain("GV0001", Dotnet("build", "-v:q", "-p:GoVet=true", "-p:GoVetFlags=-printf=false").Expect(0).Output,
            StringComparison.Ordinal);
        string packages = Dotnet("msbuild", "-t:GoListPackages", "-v:m").Expect(0).Output;
        Assert.Contains("\"GoFiles\": [", packages, StringComparison.Ordinal);
        Assert.Contains("all modules verified", Dotnet("msbuild", "-t:GoModVerify", "-v:m").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Generators_run_in_order_when_something_has_changed()
    {
        _project.Write("app.goproj", """
            <Project Sdk="Go.Sdk">
              <ItemGroup>
                <GoGenerator Include="second" Command="sed s/one/two/ made_one.txt &gt; made_two.txt" Inputs="made_one.txt" Outputs="made_two.txt" DependsOn="first" />
                <GoGenerator Include="first" Program="gen.go" Arguments="source.txt made_one.txt" Inputs="*.text;source.txt" Outputs="made_one.txt" />
              </ItemGroup>
            </Project>
            """).Write("source.txt", "one\n").Write("gen.go", """
            //go:build ignore

            package main

            import "os"

            func main() {
            	content, _ := os.ReadFile(os.Args[1])
            	os.WriteFile(os.Args[2], content, 0o644)
            }

            """);
        Dotnet("build", "-v:q").Expect(0);
        Assert.False(File.Exists(Path.Combine(_project.Root, "made_one.txt")));
        Assert.Contains("generator first: gen.go", Dotnet("msbuild", "-t:GoGenerate", "-v:m").Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal("two\n", File.ReadAllText(Path.Combine(_project.Root, "made_two.txt")));
        string again = Dotnet("msbuild", "-t:GoGenerate", "-v:n").Expect(0).Output;
        Assert.Contains("generator first is up to date", again, StringComparison.Ordinal);
        Assert.Contains("generator second is up to date", again, StringComparison.Ordinal);

        _project.Write("source.txt", "one and one\n");
        CommandResult check = Dotnet("build", "-v:q", "-p:GoGenerateMode=check").Expect(1);
        Assert.Contains("made_one.txt", check.Output, StringComparison.Ordinal);
        Assert.Contains("error GO7073: generator 'first' would change this file", check.Output, StringComparison.Ordinal);
        Assert.Equal("one\n", File.ReadAllText(Path.Combine(_project.Root, "made_one.txt")));
        Dotnet("build", "-v:q", "-p:GoGenerateMode=build").Expect(0);
        Assert.Equal("two and one\n", File.ReadAllText(Path.Combine(_project.Root, "made_two.txt")));
        Dotnet("build", "-v:q", "-p:GoGenerateMode=check").Expect(0);
    }

    [Theory]
    [InlineData("<GoGenerator Include=\"a\" />", "GO7071: generator 'a' needs Command or Program, and not both")]
    [InlineData("<GoGenerator Include=\"a\" Command=\"true\" DependsOn=\"a\" />", "GO7071: generator 'a' depends on itself")]
    [InlineData("<GoGenerator Include=\"a\" Command=\"true\" DependsOn=\"b\" />", "GO7071: generator 'a' depends on 'b', which there is not")]
    [InlineData("<GoGenerator Include=\"a\" Command=\"echo why &gt;&amp;2; exit 4\" />", "GO7072: generator 'a' ended with exit code 4; why")]
    public void Generators_that_are_wrong_are_one_error(string item, string message)
    {
        _project.Write("app.goproj", $"<Project Sdk=\"Go.Sdk\"><ItemGroup>{item}</ItemGroup></Project>");
        Dotnet("restore", "-v:q").Expect(0);
        Assert.Contains("error " + message, Dotnet("msbuild", "-t:GoGenerate", "-v:q").Expect(1).Output, StringComparison.Ordinal);
    }
}
