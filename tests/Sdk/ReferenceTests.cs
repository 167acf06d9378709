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
        Assert.Equal("from go\nand from C#\n", CommandResult.Run(Path.Combine(project.Root, "host", "bin", "Debug", "net10.0", "host"), [],
            project.Root).Expect(0).Output);
    }

    private static ProjectFolder Referencing(string properties, string references)
        => new ProjectFolder("tool").Write("main.go", "package main\n\nfunc main() { println(\"from go\") }\n")
            .Write("cs/Program.cs", "return 0;\n").Write("cs/cs.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <OutputType>Exe</OutputType>
                    <TargetFramework>net10.0</TargetFramework>
                    {properties}
                  </PropertyGroup>
                  <ItemGroup>
                    {references}
                  </ItemGroup>
                </Project>
                """);

    /// <summary>
    /// One file, trimmed, ready to run, native: whether the C# project says so or the command line, which says it to the Go project too.
    /// Of the native one the compiler itself is left out: what it makes is not what this is about.
    /// </summary>
    [Fact]
    public void A_CSharp_project_that_is_published_in_any_way_has_the_program_beside_it()
    {
        (string Properties, string[] Arguments)[] ways =
        [
            ("", ["-p:PublishSingleFile=true", "--no-self-contained"]),
            ("<PublishSingleFile>true</PublishSingleFile><SelfContained>true</SelfContained><PublishTrimmed>true</PublishTrimmed>", []),
            ("<PublishReadyToRun>true</PublishReadyToRun>", ["--no-self-contained"]),
            ("", ["-p:PublishAot=true", "-p:NativeCompilationDuringPublish=false"]),
        ];
        foreach ((string properties, string[] arguments) in ways)
        {
            using ProjectFolder project = Referencing(properties, "<ProjectReference Include=\"../tool.goproj\" />");
            string[] publish = ["publish", "-r", "linux-x64", "-o", "out", .. arguments];
            string output = CommandResult.Dotnet(Path.Combine(project.Root, "cs"), publish).Expect(0).Output;
            Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
            string program = Path.Combine(project.Root, "cs", "out", "tool");
            Assert.Equal("from go\n", CommandResult.Run(program, [], project.Root).Expect(0).Error);
        }
    }

    /// <summary>As of a reference to a C# project: what it brought goes with it.</summary>
    [Fact]
    public void Of_a_reference_that_is_renamed_or_removed_nothing_stays()
    {
        const string References = "<ProjectReference Include=\"../tool.goproj\" /><ProjectReference Include=\"../lib/lib.csproj\" />";
        static string Named(string sdk, string name)
            => $"<Project Sdk=\"{sdk}\"><PropertyGroup><TargetFramework>net10.0</TargetFramework><NoWarn>GO8208</NoWarn>"
                + $"<AssemblyName>{name}</AssemblyName></PropertyGroup></Project>";
        using ProjectFolder project = Referencing("<UseAppHost>false</UseAppHost>", References);
        project.Write("lib/lib.csproj", Named("Microsoft.NET.Sdk", "lib"));
        string folder = Path.Combine(project.Root, "cs"), outputs = Path.Combine(folder, "bin", "Debug", "net10.0");
        string[] Outputs() => [.. Directory.GetFiles(outputs).Select(f => Path.GetFileName(f)!)
            .Where(f => Path.GetExtension(f) is ".dll" or "").Order(StringComparer.Ordinal)];
        CommandResult.Dotnet(folder, "build", "-v:q").Expect(0);
        Assert.Equal(["cs.dll", "lib.dll", "tool"], Outputs());

        // Other programs of the same projects.
        project.Write("lib/lib.csproj", Named("Microsoft.NET.Sdk", "lib2")).Write("tool.goproj", Named("Go.Sdk", "tool2"));
        CommandResult.Dotnet(folder, "build", "-v:q").Expect(0);
        Assert.Equal(["cs.dll", "lib2.dll", "tool2"], Outputs());
        Assert.Equal(["tool2"], Directory.GetFiles(Path.Combine(project.Root, "bin", "Debug")).Select(f => Path.GetFileName(f)!));

        // Another project.
        File.Move(Path.Combine(project.Root, "tool.goproj"), Path.Combine(project.Root, "other.goproj"));
        project.Write("other.goproj", Named("Go.Sdk", "other"));
        string text = File.ReadAllText(Path.Combine(folder, "cs.csproj"));
        project.Write("cs/cs.csproj", text.Replace("tool.goproj", "other.goproj", StringComparison.Ordinal));
        CommandResult.Dotnet(folder, "build", "-v:q").Expect(0);
        Assert.Equal(["cs.dll", "lib2.dll", "other"], Outputs());

        // None.
        project.Write("cs/cs.csproj", text.Replace(References, "", StringComparison.Ordinal));
        CommandResult.Dotnet(folder, "build", "-v:q").Expect(0);
        Assert.Equal(["cs.dll"], Outputs());

        // What the last build brought is known to be its own when the reference has gone since.
        project.Write("cs/cs.csproj", text.Replace("tool.goproj", "other.goproj", StringComparison.Ordinal));
        CommandResult.Dotnet(folder, "build", "-v:q").Expect(0);
        project.Write("cs/cs.csproj", text.Replace(References, "", StringComparison.Ordinal));
        CommandResult.Dotnet(folder, "clean", "-v:q").Expect(0);
        Assert.Empty(Outputs());
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
