using System.IO.Compression;

namespace Go.Sdk.Tests.Sdk;

/// <summary>dotnet pack of Go projects, and publish profiles.</summary>
public sealed class PackTests
{
    private const string Main = "package main\n\nimport \"os\"\n\nfunc main() { os.Stdout.WriteString(\"hello from go\\n\") }\n";

    private const string Packed = "<IsPackable>true</IsPackable><RuntimeIdentifiers>linux-x64</RuntimeIdentifiers>";

    private static ProjectFolder With(string properties) => Fill(new ProjectFolder("hello"), properties);

    private static ProjectFolder Fill(ProjectFolder project, string properties)
        => project.Write("main.go", Main).Write("hello.goproj",
            $"<Project Sdk=\"Go.Sdk\">\n  <PropertyGroup>\n    {properties}\n  </PropertyGroup>\n</Project>\n");

    private static string[] Names(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(e => e.FullName)
            .Where(n => !n.StartsWith("_rels/", StringComparison.Ordinal) && !n.StartsWith("package/", StringComparison.Ordinal)
            && n != "[Content_Types].xml" && !n.EndsWith(".nuspec", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void A_dotnet_tool_is_installed_and_run()
    {
        using ProjectFolder project =
            With("<PackAsTool>true</PackAsTool><ToolCommandName>hello-go</ToolCommandName><ToolPackageRuntimeIdentifiers>linux-x64;linux-arm64</ToolPackageRuntimeIdentifiers><Version>1.2.3</Version>");
        CommandResult.Dotnet(project.Root, "pack", "-o", "feed").Expect(0);
        string feed = Path.Combine(project.Root, "feed");
        Assert.Equal(["hello.1.2.3.nupkg", "hello.linux-arm64.1.2.3.nupkg", "hello.linux-x64.1.2.3.nupkg"],
            Directory.GetFiles(feed).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.Equal(["tools/net10.0/linux-x64/DotnetToolSettings.xml", "tools/net10.0/linux-x64/hello"],
            Names(Path.Combine(feed, "hello.linux-x64.1.2.3.nupkg")));
        CommandResult.Run("dotnet", ["tool", "install", "hello", "--tool-path", "tools", "--source", feed, "--version", "1.2.3"],
            project.Root,
            new Dictionary<string, string> { ["NUGET_PACKAGES"] = Path.Combine(project.Root, "packages") }).Expect(0);
        Assert.Equal("hello from go\n", CommandResult.Run(Path.Combine(project.Root, "tools", "hello-go"), [], project.Root)
            .Expect(0).Output);
    }

    [Fact]
    public void A_package_brings_the_program_to_the_project_that_references_it()
    {
        using ProjectFolder project =
            With("<IsPackable>true</IsPackable><RuntimeIdentifiers>linux-x64;linux-arm64</RuntimeIdentifiers><Version>2.0.0</Version><PackageId>Example.Hello</PackageId>");
        CommandResult.Dotnet(project.Root, "pack", "-o", "feed", "-bl").Expect(0);
        BuildLog log = BuildLog.Read(project.Root, "msbuild.binlog");
        Assert.Empty(log.Warnings);
        Assert.Equal(2, log.Tasks.Count(t => t == "GoBuild")); // one for each, and none for the host besides
        string feed = Path.Combine(project.Root, "feed");
        Assert.Equal(["runtimes/linux-arm64/native/hello", "runtimes/linux-x64/native/hello"],
            Names(Path.Combine(feed, "Example.Hello.2.0.0.nupkg")));
        project.Write("cs/nuget.config",
            $"<configuration><packageSources><clear /><add key=\"feed\" value=\"{feed}\" /></packageSources><config><add key=\"globalPackagesFolder\" value=\"packages\" /></config></configuration>")
            .Write("cs/Program.cs",
                "using var hello = System.Diagnostics.Process.Start(System.IO.Path.Combine(System.AppContext.BaseDirectory, \"hello\"));\nhello.WaitForExit();\n")
            .Write("cs/cs.csproj", """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <OutputType>Exe</OutputType>
                    <TargetFramework>net10.0</TargetFramework>
                    <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
                    <SelfContained>false</SelfContained>
                    <UseAppHost>false</UseAppHost>
                  </PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="Example.Hello" Version="2.0.0" />
                  </ItemGroup>
                </Project>
                """);
        string folder = Path.Combine(project.Root, "cs");
        CommandResult.Run("dotnet", ["build", "-v:q"], folder,
            new Dictionary<string, string> { ["NUGET_PACKAGES"] = "", ["MSBUILDDISABLENODEREUSE"] = "1" }).Expect(0);
        Assert.Equal("hello from go\n", CommandResult.Run("dotnet",
            [Path.Combine(folder, "bin", "Debug", "net10.0", "linux-x64", "cs.dll")], folder).Expect(0).Output);
        // One of them, as ever.
        CommandResult.Dotnet(project.Root, "pack", "-o", "one", "-r", "linux-x64", "hello.goproj").Expect(0);
        Assert.Equal(["runtimes/linux-x64/native/hello"], Names(Path.Combine(project.Root, "one", "Example.Hello.2.0.0.nupkg")));
    }

    private static readonly (string Properties, string Finding)[] s_lacking =
    [
        ("<IsPackable>true</IsPackable>",
            " : error GO7048: IsPackable alone does not say what the package is: set PackAsTool for a .NET tool, or RuntimeIdentifiers"),
        ("<PackAsTool>true</PackAsTool>",
            " : error GO7048: PackAsTool needs to know for which systems: set ToolPackageRuntimeIdentifiers"),
        ("<IsPackable>true</IsPackable><OutputType>Library</OutputType>",
            " : error GO7048: a package of Go code is a module"),
        (Packed + "<Version>abc</Version>",
            ": error GO7007: property Version is 'abc'; want a version such as 1.2.3"),
        (Packed + "<PackageVersion>1.2.3.4.5</PackageVersion>",
            ": error GO7007: property PackageVersion is '1.2.3.4.5'; want a version"),
        (Packed + "<AssemblyName>say hello</AssemblyName>",
            ": error GO7007: property AssemblyName is 'say hello'; want at most 100 letters"),
    ];

    [Fact]
    public void What_a_package_lacks_is_said()
    {
        using var set = new ProjectSet();
        ProjectFolder[] projects = [.. s_lacking.Select((c, i) => Fill(set.Add($"case{i}", "hello"), c.Properties))];
        CommandResult result = set.Dotnet("pack").Expect(1);
        foreach (((_, string finding), ProjectFolder project) in s_lacking.Zip(projects))
        {
            string line = Assert.Single(ProjectSet.Errors(result, project));
            Assert.Matches(@$"hello\.goproj(\(3,[0-9]+\))?{System.Text.RegularExpressions.Regex.Escape(finding)}", line);
        }
    }

    /// <summary>What version control calls a state is no version of NuGet's, and good enough for a program.</summary>
    [Fact]
    public void A_program_may_have_any_version()
    {
        using ProjectFolder project = With("<Version>v1.2-5-g0123abc</Version>");
        project.Write("main.go", "package main\n\nvar version string\n\nfunc main() { println(version) }\n");
        Assert.Equal("v1.2-5-g0123abc\n", CommandResult.Dotnet(project.Root, "run").Expect(0).Error);
    }

    [Fact]
    public void A_project_without_a_word_of_packages_is_passed_by()
    {
        using ProjectFolder project = With("");
        CommandResult.Dotnet(project.Root, "pack").Expect(0);
        Assert.Empty(Directory.GetFiles(project.Root, "*.nupkg", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_publish_profile_says_for_what_and_how()
    {
        using ProjectFolder project = With("");
        project.Write("Properties/PublishProfiles/server.pubxml", """
            <Project>
              <PropertyGroup>
                <RuntimeIdentifier>linux-arm64</RuntimeIdentifier>
                <PublishDir>out/server/</PublishDir>
                <SelfContained>true</SelfContained>
                <PublishSingleFile>true</PublishSingleFile>
                <PublishReadyToRun>true</PublishReadyToRun>
                <GoStripSymbols>true</GoStripSymbols>
              </PropertyGroup>
            </Project>
            """);
        string output = CommandResult.Dotnet(project.Root, "publish", "-p:PublishProfile=server").Expect(0).Output;
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
        string program = Path.Combine(project.Root, "out", "server", "hello");
        Assert.Equal(183, File.ReadAllBytes(program)[18]); // e_machine: EM_AARCH64
        Assert.Contains("warning NETSDK1198", CommandResult.Dotnet(project.Root, "publish", "-p:PublishProfile=none").Expect(0).Output,
            StringComparison.Ordinal);
    }
}
