using System.Text;
using System.Text.Json;

namespace Go.Sdk.Tests.Sdk;

/// <summary>
/// What a project says of its program gets into it, secrets into nothing else, and reports say what the build made and why.
/// </summary>
public sealed class StampTests
{
    private const string Secret = "hush-8JQ2xkzP0aLmW4rT7vY1";

    private const string Main = """
        package main

        import (
        	"runtime/debug"

        	"example.com/app/lib"
        	old "example.com/app/old"
        )

        var version, commit, date = "dev", "none", "unknown"

        var apiKey string

        const Version = "1.2.3"

        // go:noinline
        func helper() string { return lib.F() + old.F() }

        //go:noinlin
        func main() {
        	info, _ := debug.ReadBuildInfo()
        	println(version, commit, date, apiKey, info.Main.Version, helper())
        	for _, s := range info.Settings {
        		println(s.Key + "=" + s.Value)
        	}
        }
        """;

    private static readonly Dictionary<string, string> s_environment = new()
    {
        ["APP_KEY"] = Secret, ["SOURCE_DATE_EPOCH"] = "1700000000", ["MSBUILDDISABLENODEREUSE"] = "1", ["MSBUILDTERMINALLOGGER"] = "off",
    };

    private static CommandResult Build(ProjectFolder project, params string[] arguments)
        => CommandResult.Run("dotnet", ["build", "-v:n", .. arguments], project.Root, s_environment);

    private static ProjectFolder Project() => new ProjectFolder(prefix: "go-sdk-test ä ").Restored().Write("main.go", Main)
        .Write("lib/lib.go", "package lib\n\nfunc F() string { return \"lib\" }\n").Write("lib/cgo.go", "package lib\n\nimport \"C\"\n")
        .Write("app.goproj", """
            <Project Sdk="Go.Sdk">
              <PropertyGroup>
                <Version>2.0.1-rc.1</Version>
                <SourceRevisionId>0123abc</SourceRevisionId>
                <GoDeadCodeReport>true</GoDeadCodeReport>
                <GoTimingReport>obj/timing.json</GoTimingReport>
                <GoEmitAssembly>code</GoEmitAssembly>
              </PropertyGroup>
              <ItemGroup>
                <GoLinkVariable Include="main.apiKey" Secret="true" FromEnvironment="APP_KEY" />
                <GoDebugSetting Include="http2client" Value="0" />
                <GoImportMap Include="example.com/app/old" To="example.com/app/lib" />
              </ItemGroup>
            </Project>
            """);

    [Fact]
    public void A_program_says_what_the_project_says_of_it()
    {
        using ProjectFolder project = Project();
        string log = Build(project, "-bl:all.binlog").Expect(0).Output;
        string said = project.Run().Expect(0).Error;
        Assert.StartsWith($"2.0.1-rc.1 0123abc 2023-11-14T22:13:20Z {Secret} v2.0.1-rc.1 liblib\n", said, StringComparison.Ordinal);
        Assert.Contains("DefaultGODEBUG=http2client=0\n", said, StringComparison.Ordinal);

        // Hints stand at their lines.
        Assert.Contains("cgo.go : warning GO8205: package example.com/app/lib uses cgo, ", log, StringComparison.Ordinal);
        Assert.Contains("main.go(14,7): warning GO8204: constant main.Version is \"1.2.3\", but the version of the project is 2.0.1-rc.1: ", log, StringComparison.Ordinal);
        Assert.Contains("main.go(16,1): warning GO8203: directive go:noinline is a comment, for there is a space before it: did you mean //go:noinline?", log, StringComparison.Ordinal);
        Assert.Contains("main.go(19,1): warning GO8203: directive go:noinlin is unknown and passed by: did you mean //go:noinline?", log,
            StringComparison.Ordinal);

        // The secret is in the program, and nowhere else that a build writes.
        BuildLog all = BuildLog.Read(project.Root, "all.binlog");
        Assert.True(all.Holds("main.apiKey"), "the log has the item");
        Assert.False(all.Holds(Secret), "the log has the secret");
        Assert.Equal(["cgo.go(0,0): GO8205", "main.go(14,7): GO8204", "main.go(16,1): GO8203", "main.go(19,1): GO8203"],
            all.Warnings.Order(StringComparer.Ordinal));
        Assert.Empty(all.Errors);
        Assert.Single(all.Tasks, t => t == "GoBuild");
        Assert.DoesNotContain(Secret, log, StringComparison.Ordinal);
        string[] holders = [.. Directory.GetFiles(project.Root, "*", SearchOption.AllDirectories)
            .Where(f => File.ReadAllBytes(f).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) >= 0)];
        Assert.Equal([project.Program, Path.Combine(project.Root, "obj", "Debug", "app")], holders.Order(StringComparer.Ordinal));

        // Reports.
        JsonElement timing = JsonDocument.Parse(File.ReadAllText(Path.Combine(project.Root, "obj", "timing.json"))).RootElement;
        Assert.True(timing.GetProperty("Seconds").GetDouble() > 0);
        Assert.Contains(timing.GetProperty("CompiledPackages").EnumerateArray(),
            p => p.GetProperty("Name").GetString() == "example.com/app/lib");
        Assert.Contains(timing.GetProperty("Phases").EnumerateArray(), p => p.GetProperty("Name").GetString() == "link reach");
        Assert.Equal(new FileInfo(project.Program).Length, timing.GetProperty("ProgramBytes").GetInt64());
        string[] reach = File.ReadAllLines(Path.Combine(project.Root, "obj", "Debug", "app.reach.txt"));
        Assert.Contains(reach, l => l.StartsWith("main.main\t", StringComparison.Ordinal)
            && l.EndsWith("\truntime.main", StringComparison.Ordinal));
        string assembly = File.ReadAllText(Path.Combine(project.Root, "obj", "Debug", "asm", "main.s"));
        Assert.StartsWith("TEXT main.", assembly, StringComparison.Ordinal);
        Assert.Contains("TEXT main.main(SB)", assembly, StringComparison.Ordinal);
        Assert.DoesNotContain("TEXT runtime.", assembly, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(project.Root, "obj", "Debug", "asm", "internal", "abi.s")));

        // Nothing to do, until the environment has another secret.
        Assert.Contains("up to date: ", Build(project, "--no-restore").Expect(0).Output, StringComparison.Ordinal);
        s_environment["APP_KEY"] = Secret[..^1];
        Build(project, "--no-restore", "-p:GoStampVersion=false").Expect(0);
        s_environment["APP_KEY"] = Secret;
        Assert.StartsWith($"dev none unknown {Secret[..^1]} (devel) liblib\n", project.Run().Expect(0).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_said_why_packages_are_compiled_and_why_functions_stay()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", "package main\n\nimport \"example.com/app/lib\"\n\nfunc main() { println(lib.F(1)) }\n")
            .Write("lib/lib.go", "package lib\n\n//go:noinline\nfunc F(n int) int { return n }\n");
        string first = project.Dotnet("build", "-t:GoExplain").Expect(0).Output;
        Assert.Contains("example.com/app/lib: it was not built here before", first, StringComparison.Ordinal);
        Assert.Contains("app: nothing was compiled", project.Dotnet("build", "--no-restore", "-t:GoExplain").Expect(0).Output,
            StringComparison.Ordinal);
        project.Write("lib/lib.go", "package lib\n\n//go:noinline\nfunc F(n int) int { return n + G() }\n")
            .Write("lib/more.go", "package lib\n\nfunc G() int { return 1 }\n");
        using JsonDocument items = JsonDocument.Parse(project.Dotnet("build", "--no-restore", "-getItem:GoRecompiledPackage", "-t:Build")
            .Expect(0).Output);
        Dictionary<string, string> reasons = items.RootElement.GetProperty("Items").GetProperty("GoRecompiledPackage").EnumerateArray()
            .ToDictionary(i => i.GetProperty("Identity").GetString()!, i => i.GetProperty("Reason").GetString()!);
        Assert.Equal("lib.go has changed, more.go is new", reasons["example.com/app/lib"]);
        Assert.Equal("what example.com/app/lib exports has changed", reasons["example.com/app"]);

        string why = project.Dotnet("msbuild", "-nologo", "-t:GoWhyReached", "-p:GoSymbol=app/lib.F$").Expect(0).Output;
        Assert.Contains("example.com/app/lib.F\n", why.Replace("  example", "example", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("is used by main.main", why, StringComparison.Ordinal);
        Assert.Contains("is where the program begins", why, StringComparison.Ordinal);
        Assert.Contains("app.goproj : error GO7049: the program holds nothing by the name 'nowhere'",
            project.Dotnet("msbuild", "-nologo", "-t:GoWhyReached", "-p:GoSymbol=nowhere").Expect(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_set_is_said_at_its_line()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", "package main\n\nconst limit = \"5\"\n\nvar count = 3\n\nfunc run() {}\n\nfunc main() { println(limit, count); run() }\n").Write("app.goproj", """
            <Project Sdk="Go.Sdk">
              <PropertyGroup>
                <GoLinkerFlags>-X main.token=0123456789abcdef</GoLinkerFlags>
              </PropertyGroup>
              <ItemGroup>
                <GoLinkVariable Include="main.a" Secret="true" Value="in clear" />
                <GoLinkVariable Include="main.b" Secret="true" FromEnvironment="THERE_IS_NO_SUCH_VARIABLE" />
                <GoLinkVariable Include="main.c" Secret="true" />
                <GoLinkVariable Include="main.d" Value="ghp_16C7e42F292c6912E7710c838347Ae178B4a" />
                <GoDebugSetting Include="http3" Value="1" />
                <GoImportMap Include="example.com/a" />
              </ItemGroup>
            </Project>
            """);
        string output = project.Build("-bl").Expect(1).Output;
        BuildLog log = BuildLog.Read(project.Root, "msbuild.binlog");
        Assert.Equal(["app.goproj(6,5): GO7052", "app.goproj(7,5): GO7052", "app.goproj(8,5): GO7052"], log.Errors);
        Assert.Equal(["app.goproj(3,5): GO8206", "app.goproj(9,5): GO8206"], log.Warnings.Order(StringComparer.Ordinal));
        Assert.Contains("app.goproj(3,5): warning GO8206: the value of main.token looks like a secret (by the variable's name), ", output,
            StringComparison.Ordinal);
        Assert.Contains("app.goproj(6,5): error GO7052: item GoLinkVariable main.a: the value of a secret must not be in the project",
            output, StringComparison.Ordinal);
        Assert.Contains("app.goproj(7,5): error GO7052: item GoLinkVariable main.b: there is no environment variable THERE_IS_NO_SUCH_VARIABLE", output, StringComparison.Ordinal);
        Assert.Contains("app.goproj(8,5): error GO7052: item GoLinkVariable main.c: a secret needs FromEnvironment", output,
            StringComparison.Ordinal);
        Assert.Contains("app.goproj(9,5): warning GO8206: the value of main.d looks like a secret (it begins with ghp_), ", output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("error GO5001", output, StringComparison.Ordinal);

        project.Write("app.goproj", """
            <Project Sdk="Go.Sdk">
              <ItemGroup>
                <GoDebugSetting Include="http3" Value="1" />
                <GoImportMap Include="example.com/a" />
              </ItemGroup>
            </Project>
            """);
        output = project.Build().Expect(1).Output;
        Assert.Contains("app.goproj(3,5): error GO3023: item GoDebugSetting http3: unknown //go:debug setting \"http3\"", output,
            StringComparison.Ordinal);
        Assert.Contains("app.goproj(4,5): error GO7007: item GoImportMap example.com/a: want an import path, and metadata To", output,
            StringComparison.Ordinal);

        project.Write("app.goproj", """
            <Project Sdk="Go.Sdk">
              <ItemGroup>
                <GoLinkVariable Include="main.limit" Value="6" />
                <GoLinkVariable Include="main.count" Value="6" />
                <GoLinkVariable Include="main.run" Value="6" />
              </ItemGroup>
            </Project>
            """);
        output = project.Build().Expect(1).Output;
        Assert.Contains("app.goproj(3,5): error GO5002: main.limit is a constant, which cannot be set: only variables of type string can",
            output, StringComparison.Ordinal);
        Assert.Contains("app.goproj(4,5): error GO5002: main.count: cannot set with -X: not a var of type string", output,
            StringComparison.Ordinal);
        Assert.Contains("app.goproj(5,5): error GO5002: main.run is a function, which cannot be set", output, StringComparison.Ordinal);

        Assert.Contains("error GO7002: unknown runtime identifier 'linux-arm46': did you mean linux-arm64?",
            project.Build("-p:RuntimeIdentifier=linux-arm46").Expect(1).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("main.version", "1.4.0-beta+build.77", false)]
    [InlineData("main.commit", "9fceb02d0ae598e95dc970b74767f19372d61af8", false)]
    [InlineData("main.sum", "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9", false)]
    [InlineData("main.url", "https://example.com/a/very/long/path/Index1.html", false)]
    [InlineData("main.dbPassword", "correcthorse", true)]
    [InlineData("main.key", "AKIAIOSFODNN7EXAMPLE", true)]
    [InlineData("main.x", "q83vEjRWeJq83vEjRWeJZ0kLmNpQrStUv", true)]
    public void What_looks_like_a_secret(string name, string value, bool expected)
        => Assert.Equal(expected, Go.Sdk.Tasks.SecretLook.Of(name, value) is not null);

    /// <summary>On Windows a program of windows has no console; elsewhere the same project is a program like any other.</summary>
    [Fact]
    public void A_program_of_windows_has_no_console()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", "package main\n\nfunc main() { println(\"hello\") }\n")
            .Write("app.goproj", "<Project Sdk=\"Go.Sdk\"><PropertyGroup><OutputType>WinExe</OutputType></PropertyGroup></Project>");
        File.WriteAllBytes(Path.Combine(project.Root, "app_windows_amd64.syso"),
            Go.Compiler.Tests.Link.ResourceObjectFile.Of(0x8664, 24, 1, 0x409, "<assembly the='manifest'/>"u8.ToArray()));
        project.Build().Expect(0);
        Assert.Equal("hello\n", project.Run().Expect(0).Error);
        project.Build("-r", "win-x64").Expect(0);
        byte[] program = File.ReadAllBytes(Path.Combine(project.Root, "bin", "Debug", "win-x64", "app.exe"));
        // subsystem of the optional header: IMAGE_SUBSYSTEM_WINDOWS_GUI
        Assert.Equal(2, BitConverter.ToUInt16(program, BitConverter.ToInt32(program, 0x3C) + 24 + 68));
        Assert.True(program.AsSpan().IndexOf("<assembly the='manifest'/>"u8) > 0);
        File.WriteAllBytes(Path.Combine(project.Root, "app_windows_amd64.syso"), [1, 2, 3]);
        Assert.Contains("app_windows_amd64.syso : error GO3052: app_windows_amd64.syso: of system object files only those with resources, by number and for amd64, are supported",
            project.Build("--no-restore", "-r", "win-x64").Expect(1).Output, StringComparison.Ordinal);
    }
}
