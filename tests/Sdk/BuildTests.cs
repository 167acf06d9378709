namespace Go.Sdk.Tests.Sdk;

/// <summary>dotnet build, run, publish and clean on Go projects, as users run them.</summary>
public sealed class BuildTests
{
    private const string Hello =
        "package main\n\nimport \"fmt\"\n\nvar version = \"none\"\n\nfunc main() { fmt.Println(\"hello\", version) }\n";

    [Fact]
    public void Second_build_does_no_work_and_an_edit_a_deletion_or_a_property_rebuilds()
    {
        using var project = new ProjectFolder();
        project.Write("main.go", Hello).Write("extra.go", "package main\n\nfunc init() { println(\"extra\") }\n");
        project.Build().Expect(0);
        Assert.Equal("hello none\n", project.Run().Output);
        DateTime written = File.GetLastWriteTimeUtc(project.Program);
        project.Build("-bl").Expect(0);
        BuildLog second = BuildLog.Read(project.Root, "msbuild.binlog");
        Assert.Equal(Microsoft.Build.Framework.MessageImportance.Normal,
            second.ImportanceOf("up to date: nothing that the last build read"));
        Assert.Equal(["GoRestore", "GoBuild"], second.GoTasks);
        Assert.DoesNotContain("Csc", second.Tasks);
        Assert.Equal(written, File.GetLastWriteTimeUtc(project.Program));

        File.Delete(Path.Combine(project.Root, "extra.go"));
        project.Build().Expect(0);
        Assert.Equal("", project.Run().Error);

        project.Write("main.go", Hello.Replace("hello", "edited", StringComparison.Ordinal));
        project.Build("-p:GoLinkerFlags=-X main.version=1.2.3").Expect(0);
        Assert.Equal("edited 1.2.3\n", project.Run().Output);
    }

    [Fact]
    public void Clean_removes_the_program_and_what_is_not_there_is_not_run()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", Hello).Build().Expect(0);
        project.Dotnet("clean").Expect(0);
        Assert.False(File.Exists(project.Program));
        ExpectNothingToRun($"there is no program '{project.Program}' to run: build the project first", "run", "--no-build");
        ExpectNothingToRun("the tests are not built for configuration Debug: ", "test", "--no-build");
        string library = ExpectNothingToRun("a library has no program to run: ", "run", "-p:OutputType=Library", "-v:m");
        Assert.Contains("app -> packages ./...", library, StringComparison.Ordinal);
        project.Write("global.json", File.ReadAllText(Path.Combine(project.Root, "global.json"))
            .Replace("{ \"msb", "{ \"test\": { \"runner\": \"Microsoft.Testing.Platform\" }, \"msb", StringComparison.Ordinal));
        // This way dotnet test keeps to itself what a target said: the test host says it, and ends as the platform does where it is called
        // wrongly.
        string told = project.Dotnet("test", "--no-build").Expect(5).ToString();
        Assert.Contains("error GO7061: the tests are not built", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", told, StringComparison.Ordinal);

        string ExpectNothingToRun(string message, params string[] command)
        {
            CommandResult result = project.Dotnet(command).Expect(1);
            string told = result.Output + result.Error;
            Assert.Contains($"app.goproj : error GO7061: {message}", told, StringComparison.Ordinal);
            Assert.DoesNotContain("Unhandled exception", told, StringComparison.Ordinal);
            return told;
        }
    }

    [Fact]
    public void Run_passes_arguments_and_the_exit_code()
    {
        using var project = new ProjectFolder("with space");
        project.Write("go.mod", "module example.com/x\n")
            .Write("main.go", "package main\n\nimport (\"fmt\"; \"os\")\n\nfunc main() { fmt.Println(os.Args[1:]); os.Exit(3) }\n");
        CommandResult result = CommandResult.Dotnet(project.Root, "run", "--", "a", "b c").Expect(3);
        Assert.EndsWith("[a b c]\n", result.Output, StringComparison.Ordinal);
    }

    /// <summary>Characters that MSBuild, XML readers, shells, go.work or quotes in targets would make something else of.</summary>
    [Fact]
    public void Folders_and_projects_may_have_any_name()
    {
        using var project = new ProjectFolder("it's (x), $y", "go-sdk #1 & a%41b ä'Я+@=! ");
        project.Write(project.Name + ".goproj",
            """<Project Sdk="Go.Sdk"><ItemGroup><ProjectReference Include="a library/lib.goproj" /></ItemGroup></Project>""")
            .Write("go.mod", "module example.com/odd\n\ngo 1.27\n")
            .Write("main.go", "package main\n\nimport \"example.com/lib\"\n\nfunc main() { println(lib.Text) }\n")
            .Write("main_test.go", "package main\n\nimport \"testing\"\n\nfunc TestIt(t *testing.T) {}\n")
            .Write("a library/lib.goproj",
                """<Project Sdk="Go.Sdk"><PropertyGroup><OutputType>Library</OutputType></PropertyGroup></Project>""")
            .Write("a library/go.mod", "module example.com/lib\n\ngo 1.27\n")
            .Write("a library/lib.go", "package lib\n\nconst Text = \"odd\"\n");
        CommandResult.Dotnet(project.Root, "publish", "-p:GoPublishChecksums=true", "-bl").Expect(0);
        BuildLog log = BuildLog.Read(project.Root, "msbuild.binlog");
        Assert.Empty(log.Warnings);
        Assert.Equal(2, log.Tasks.Count(t => t == "GoBuild")); // the library is compiled by itself, and with the program
        string published = Path.Combine(project.Root, "bin", "Release", "publish");
        CommandResult.Run("sha256sum", ["-c", "SHA256SUMS"], published).Expect(0);
        Assert.Equal("odd\n", CommandResult.Run(Path.Combine(published, project.Name), [], project.Root).Error);
        Assert.Contains("total: 1", CommandResult.Dotnet(project.Root, "test").Expect(0).Output, StringComparison.Ordinal);
        CommandResult.Dotnet(project.Root, "msbuild", "-nologo", "-t:GoSmokeTest;GoWorkspace").Expect(0);
        Assert.Contains("use \"./a library\"", File.ReadAllText(Path.Combine(project.Root, "go.work")), StringComparison.Ordinal);
        Assert.Equal("odd\n", CommandResult.Dotnet(project.Root, "run").Expect(0).Error);
    }

    [Fact]
    public void Publish_writes_the_program_alone()
    {
        using var project = new ProjectFolder();
        project.Write("main.go", Hello);
        CommandResult.Dotnet(project.Root, "publish", "-r", "linux-x64", "-o", "out").Expect(0);
        Assert.Equal(["app"], Directory.GetFiles(Path.Combine(project.Root, "out")).Select(Path.GetFileName));
        Assert.Equal("hello none\n", CommandResult.Run(Path.Combine(project.Root, "out", "app"), [], project.Root).Output);
    }

    /// <summary>From any machine, with nothing installed; whether it runs needs one of that kind, or an emulator.</summary>
    [Fact]
    public void Publish_makes_programs_for_another_architecture()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", Hello);
        project.Dotnet("publish", "-r", "linux-arm64", "-o", "out").Expect(0);
        byte[] program = File.ReadAllBytes(Path.Combine(project.Root, "out", "app"));
        Assert.Equal([0x7F, (byte)'E', (byte)'L', (byte)'F'], program[..4]);
        const int machineAt = 18, arm64 = 183;
        Assert.Equal(arm64, program[machineAt]);
    }

    [Theory]
    [InlineData("linux-riscv64", "GO7003: runtime identifier 'linux-riscv64' (linux/riscv64) is not supported yet; supported: linux-x64, ")]
    [InlineData("win-x86", "GO7003: runtime identifier 'win-x86' (windows/386) is not supported yet: did you mean win-x64?; supported: ")]
    [InlineData("macos-arm64", "GO7002: unknown runtime identifier 'macos-arm64': did you mean osx-arm64?; supported: ")]
    [InlineData("osx", "GO7002: unknown runtime identifier 'osx': did you mean osx-x64 or osx-arm64?; supported: ")]
    [InlineData("foo-bar", "GO7002: unknown runtime identifier 'foo-bar'; supported: ")]
    public void Targets_that_do_not_exist_are_refused_and_the_nearest_named(string rid, string expected)
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", Hello);
        Assert.Contains("error " + expected, project.Dotnet("publish", "-r", rid).Expect(1).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("package main\n\nfunc main() { x := }\n", "main.go(3,20): error GO1")]
    [InlineData("package main\n\nfunc main() {\n\tundefinedName()\n}\n", "main.go(4,2): error GO2")]
    [InlineData("package main\n\nimport \"no/such/package\"\n\nfunc main() { _ = no.X }\n", "main.go(3,8): error GO3")]
    public void Errors_stand_at_their_place_with_a_code_and_the_next_good_build_works(string source, string expected)
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", source);
        CommandResult bad = project.Build().Expect(1);
        Assert.Contains(expected, bad.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(project.Program));
        project.Write("main.go", Hello).Build().Expect(0);
        Assert.Equal("hello none\n", project.Run().Output);
    }

    [Fact]
    public void A_link_variable_that_does_not_exist_is_an_error()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", Hello).Write("app.goproj",
            """<Project Sdk="Go.Sdk"><ItemGroup><GoLinkVariable Include="main.verson" Value="1" /></ItemGroup></Project>""");
        Assert.Contains("error GO5001", project.Build().Expect(1).Output, StringComparison.Ordinal);
        project.Write("app.goproj", """<Project Sdk="Go.Sdk" />""");
        Assert.Contains("warning GO5013", project.Build("-p:GoLinkerFlags=-X main.verson=1").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Fips_mode_is_a_property()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go",
            "package main\n\nimport (\n\t\"crypto/fips140\"\n\t\"fmt\"\n)\n\nfunc main() { fmt.Println(fips140.Enabled()) }\n")
                .Build("-p:GoFips140=latest").Expect(0);
        Assert.Equal("true\n", project.Run().Output);
        project.Build().Expect(0);
        Assert.Equal("false\n", project.Run().Output);
        Assert.Contains("error GO7011", project.Build("-p:GoFips140=certified").Expect(1).Output, StringComparison.Ordinal);
    }
}
