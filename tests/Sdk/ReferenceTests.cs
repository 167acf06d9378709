namespace Go.Sdk.Tests.Sdk;

/// <summary>Go projects together with C# projects: solutions and references.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void A_solution_builds_both_and_a_csharp_project_gets_the_program_it_references()
    {
        using var project = new ProjectFolder();
        project.Write("tool/tool.goproj", """<Project Sdk="Go.Sdk" />""").Write("tool/go.mod", "module example.com/tool\n")
            .Write("tool/main.go", "package main\n\nimport \"os\"\n\nfunc main() { os.Stdout.WriteString(\"from go\\n\") }\n");
        project.Write("host/host.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../tool/tool.goproj" />
              </ItemGroup>
            </Project>
            """);
        project.Write("host/Program.cs", """
            using var tool = System.Diagnostics.Process.Start(Path.Combine(AppContext.BaseDirectory, "tool"));
            tool.WaitForExit();
            Console.WriteLine("and from C#");
            """);
        File.Delete(Path.Combine(project.Root, "app.goproj"));
        CommandResult.Dotnet(project.Root, "new", "sln", "-n", "all", "--format", "sln").Expect(0);
        CommandResult.Dotnet(project.Root, "sln", "all.sln", "add", "tool/tool.goproj", "host/host.csproj").Expect(0);
        CommandResult.Dotnet(project.Root, "build", "all.sln", "-v:q").Expect(0);
        Assert.Equal("from go\nand from C#\n", CommandResult.Run(Path.Combine(project.Root, "host", "bin", "Debug", "net10.0", "host"), [], project.Root).Expect(0).Output);
    }

    [Fact]
    public void Every_sample_is_in_the_repositorys_solution()
    {
        string solution = File.ReadAllText(Path.Combine(Repository.Root, "GoSdk.sln"));
        foreach (string sample in SampleTests.Samples)
        {
            Assert.Contains($"\"samples\\{sample}\\{sample}.goproj\"", solution, StringComparison.Ordinal);
        }
    }
}
