using System.Security.Cryptography;

namespace Go.Sdk.Tests.Sdk;

/// <summary>dotnet publish of Go projects, and of C# projects that reference them.</summary>
public sealed class PublishTests
{
    private const string Main = "package main\n\nfunc main() { println(\"hello\") }\n";
    private static readonly string[] s_both = ["linux-musl-x64", "linux-x64"];

    private static ProjectFolder Both()
        => new ProjectFolder().Write("main.go", Main)
            .Write("app.goproj",
                "<Project Sdk=\"Go.Sdk\">\n  <PropertyGroup>\n    <RuntimeIdentifiers>linux-x64;linux-musl-x64</RuntimeIdentifiers>\n  </PropertyGroup>\n</Project>\n");

    [Fact]
    public void Several_runtime_identifiers_are_published_in_one_call()
    {
        using ProjectFolder project = Both();
        CommandResult.Dotnet(project.Root, "publish", "-bl").Expect(0);
        // One program for each, and none for the host besides.
        Assert.Equal(s_both.Length, BuildLog.Read(project.Root, "msbuild.binlog").Tasks.Count(t => t == "GoBuild"));
        foreach (string rid in s_both)
        {
            string folder = Path.Combine(project.Root, "bin", "Release", rid, "publish");
            Assert.Equal(["SHA256SUMS", "app"], Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
            Assert.Equal("hello\n", CommandResult.Run(Path.Combine(folder, "app"), [], folder).Expect(0).Error);
            CommandResult.Run("sha256sum", ["-c", "SHA256SUMS"], folder).Expect(0);
        }
        // One of them, as ever, by system and processor.
        CommandResult.Dotnet(project.Root, "publish", "--os", "linux", "-a", "x64", "-o", "one").Expect(0);
        Assert.Equal(["app"], Directory.GetFiles(Path.Combine(project.Root, "one")).Select(f => Path.GetFileName(f)!));
    }

    /// <summary>Other systems, from any: names end as they do there, and files are for the processor that was asked for.</summary>
    [Fact]
    public void Programs_for_windows_are_published_beside_others()
    {
        using ProjectFolder project = new ProjectFolder().Restored().Write("main.go", Main)
            .Write("app.goproj",
                "<Project Sdk=\"Go.Sdk\">\n  <PropertyGroup>\n    <RuntimeIdentifiers>linux-x64;win-x64;win-arm64</RuntimeIdentifiers>\n"
                + "    <Version>3.1.4-pre</Version>\n    <Company>Smith</Company>\n  </PropertyGroup>\n</Project>\n");
        project.Dotnet("publish").Expect(0);
        foreach ((string rid, int machine) in (ReadOnlySpan<(string, int)>)[("win-x64", 0x8664), ("win-arm64", 0xAA64)])
        {
            string folder = Path.Combine(project.Root, "bin", "Release", rid, "publish");
            Assert.Equal(["SHA256SUMS", "app.exe"], Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!)
                .Order(StringComparer.Ordinal));
            byte[] program = File.ReadAllBytes(Path.Combine(folder, "app.exe"));
            Assert.Equal("MZ"u8, program.AsSpan(0, 2));
            Assert.Equal(machine, BitConverter.ToUInt16(program, BitConverter.ToInt32(program, 0x3C) + 4));
            string text = System.Text.Encoding.Unicode.GetString(program), odd = System.Text.Encoding.Unicode.GetString(program.AsSpan(1));
            Assert.Contains("3.1.4-pre\0", text + odd, StringComparison.Ordinal);
            Assert.Contains("Smith\0", text + odd, StringComparison.Ordinal);
            Assert.Contains($"windows/{(rid == "win-x64" ? "amd64" : "arm64")}, ",
                project.Dotnet("build", "-t:GoVerifyOutput", "-c", "Release", "-r", rid).Expect(0).Output, StringComparison.Ordinal);
        }
        // A program of another system under this name is found out.
        File.Copy(Path.Combine(project.Root, "bin", "Release", "win-x64", "publish", "app.exe"),
            Path.Combine(project.Root, "bin", "Release", "linux-x64", "publish", "app"), overwrite: true);
        Assert.Contains("it is a program of windows/amd64, and is published for linux-x64 (linux/amd64)",
            project.Dotnet("build", "-t:GoVerifyOutput", "-c", "Release", "-r", "linux-x64").Expect(1).Output, StringComparison.Ordinal);
        Assert.Contains("\"win-arm64\"", project.Dotnet("build", "-t:GoListTargets").Expect(0).Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// One call publishes, one call looks at all programs: system, processor, linkage, and the signature where there is one.
    /// </summary>
    [Fact]
    public void All_six_targets_are_published_in_one_call_and_checked_in_one()
    {
        (string Rid, string Name, string Said)[] targets =
        [
            ("linux-x64", "app", "linux/amd64, static, go1."), ("linux-arm64", "app", "linux/arm64, static, go1."),
            ("win-x64", "app.exe", "windows/amd64, position independent, go1."),
            ("win-arm64", "app.exe", "windows/arm64, position independent, go1."),
            ("osx-x64", "app", "darwin/amd64, position independent, /usr/lib/libSystem.B.dylib, not signed, go1."),
            ("osx-arm64", "app", "darwin/arm64, position independent, /usr/lib/libSystem.B.dylib, signed, go1."),
        ];
        using ProjectFolder project = new ProjectFolder().Restored().Write("main.go", Main)
            .Write("app.goproj",
                $"<Project Sdk=\"Go.Sdk\">\n  <PropertyGroup>\n    <RuntimeIdentifiers>{string.Join(';', targets.Select(t => t.Rid))}</RuntimeIdentifiers>\n  </PropertyGroup>\n</Project>\n");
        string Published(string rid) => Path.Combine(project.Root, "bin", "Release", rid, "publish",
            targets.Single(t => t.Rid == rid).Name);
        CommandResult Verify(int exitCode) => project.Dotnet("build", "--no-restore", "-t:GoVerifyOutput", "-c", "Release",
            "-p:GoRequireStatic=true").Expect(exitCode);

        project.Dotnet("publish").Expect(0);
        string verified = Verify(0).Output;
        foreach ((string rid, string name, string said) in targets)
        {
            Assert.Equal(["SHA256SUMS", name], Directory.GetFiles(Path.GetDirectoryName(Published(rid))!).Select(f => Path.GetFileName(f)!)
                .Order(StringComparer.Ordinal));
            Assert.Contains($"bin/Release/{rid}/publish/{name}: {said}", verified, StringComparison.Ordinal);
        }

        // Each kind of fault is found, whichever the program.
        byte[] mac = File.ReadAllBytes(Published("osx-arm64"));
        mac[0x1000] ^= 1;
        File.WriteAllBytes(Published("osx-arm64"), mac);
        File.Copy(Published("win-x64"), Published("win-arm64"), overwrite: true);
        File.Copy(Published("osx-x64"), Published("linux-x64"), overwrite: true);
        string[] errors = [.. Verify(1).Output.Split('\n').Where(l => l.Contains("error GO7044: ", StringComparison.Ordinal))
            .Select(l => l.Trim()).Distinct()];
        foreach ((string rid, string problem) in (ReadOnlySpan<(string, string)>)
            [("osx-arm64", "signature"), ("win-arm64", "it is a program of windows/amd64, and is published for win-arm64 (windows/arm64)"),
             ("linux-x64", "it is a program of darwin/amd64, and is published for linux-x64 (linux/amd64)")])
        {
            Assert.Contains(errors, e => e.Contains($"/{rid}/publish/", StringComparison.Ordinal)
                && e.Contains(problem, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void One_folder_for_several_needs_names_of_their_own()
    {
        using ProjectFolder project = Both().Restored();
        Assert.Contains("app.goproj : error GO7042: -o is one folder, but RuntimeIdentifiers is 'linux-x64;linux-musl-x64'",
            project.Dotnet("publish", "-o", "out").Expect(1).Output, StringComparison.Ordinal);
        project.Dotnet("publish", "-o", "out", "-p:GoFlatOutputName=true").Expect(0);
        string folder = Path.Combine(project.Root, "out");
        Assert.Equal(["SHA256SUMS", "app-linux-musl-x64", "app-linux-x64"],
            Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.Equal(s_both.Select(r
            => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, "app-" + r))))}  app-{r}"),
            File.ReadAllLines(Path.Combine(folder, "SHA256SUMS")).OrderBy(l => l.Contains("musl", StringComparison.Ordinal) ? 0 : 1));
        project.Dotnet("publish", "-p:GoFlatOutputName=true").Expect(0);
        Assert.True(File.Exists(Path.Combine(project.Root, "bin", "Release", "publish", "app-linux-x64")));
    }

    /// <summary>
    /// What C# projects say of themselves, in files of the folder above or for a whole solution, does a Go program no harm.
    /// </summary>
    [Fact]
    public void Settings_of_CSharp_programs_are_met()
    {
        using var project = new ProjectFolder();
        project.Write("main.go", Main).Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <TargetFramework>net8.0</TargetFramework>
                <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
                <SelfContained>true</SelfContained>
                <PublishSingleFile>true</PublishSingleFile>
                <PublishReadyToRun>true</PublishReadyToRun>
                <PublishTrimmed>true</PublishTrimmed>
                <IsAotCompatible>true</IsAotCompatible>
                <ProduceReferenceAssembly>true</ProduceReferenceAssembly>
                <UseAppHost>true</UseAppHost>
                <GenerateDocumentationFile>true</GenerateDocumentationFile>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <DefineConstants>TRACE</DefineConstants>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Newtonsoft.Json" Version="13.0.1" />
                <Using Include="System.Linq" />
              </ItemGroup>
            </Project>
            """);
        Assert.Contains("0 Warning(s)", project.Build().Expect(0).Output, StringComparison.Ordinal);
        CommandResult.Dotnet(project.Root, "publish").Expect(0);
        string folder = Path.Combine(project.Root, "bin", "Release", "linux-x64", "publish");
        Assert.Equal(["app"], Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!));
        File.Delete(Path.Combine(project.Root, "Directory.Build.props"));
        string[][] calls = [["-p:PublishAot=true"], ["-p:PublishTrimmed=true", "--self-contained"], ["-p:PublishSingleFile=true"],
            ["--self-contained"], ["-p:PublishReadyToRun=true"], ["-f", "net8.0"]];
        foreach (string[] call in calls)
        {
            CommandResult.Dotnet(project.Root, ["publish", "-r", "linux-x64", "-o", "out", .. call]).Expect(0);
            Assert.Equal(["app"], Directory.GetFiles(Path.Combine(project.Root, "out")).Select(f => Path.GetFileName(f)!));
            Directory.Delete(Path.Combine(project.Root, "out"), recursive: true);
        }
    }

    [Theory]
    [InlineData("net10.0", "Exe")]
    [InlineData("net8.0", "Library")]
    [InlineData("netstandard2.0", "Library")]
    [InlineData("net48", "Library")]
    public void A_CSharp_project_of_any_framework_gets_the_program(string framework, string type)
    {
        using var project = new ProjectFolder("tool");
        Directory.CreateDirectory(Path.Combine(project.Root, "cs"));
        project.Write("main.go", Main).Write("cs/cs.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>{type}</OutputType>
                <TargetFramework>{framework}</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../tool.goproj" />
              </ItemGroup>
            </Project>
            """).Write("cs/Program.cs", type == "Exe" ? "return 0;\n" : "public class C { }\n");
        string folder = Path.Combine(project.Root, "cs");
        CommandResult.Dotnet(folder, "build", "-v:q", "-bl").Expect(0);
        BuildLog log = BuildLog.Read(folder, "msbuild.binlog");
        Assert.Empty(log.Warnings);
        Assert.Single(log.Tasks, "GoBuild"); // once, for whatever framework it is asked
        Assert.True(File.Exists(Path.Combine(folder, "bin", "Debug", framework, "tool")));
        CommandResult.Dotnet(folder, "publish", "-v:q", "-c", "Release", "-r", "linux-x64", "--no-self-contained").Expect(0);
        Assert.True(File.Exists(Path.Combine(folder, "bin", "Release", framework, "linux-x64", "publish", "tool")));
        CommandResult.Dotnet(folder, "clean", "-v:q").Expect(0);
        Assert.False(File.Exists(Path.Combine(folder, "bin", "Debug", framework, "tool")));
    }

    /// <summary>Whatever the C# project is published for, the program beside it is for the same.</summary>
    [Fact]
    public void A_CSharp_project_published_for_another_system_gets_the_program_of_that_system()
    {
        using var project = new ProjectFolder("tool");
        Directory.CreateDirectory(Path.Combine(project.Root, "cs"));
        project.Write("main.go", Main).Write("cs/Program.cs", "public class C { }\n").Write("cs/cs.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>netstandard2.0</TargetFramework></PropertyGroup>
              <ItemGroup><ProjectReference Include="../tool.goproj" /></ItemGroup>
            </Project>
            """);
        string folder = Path.Combine(project.Root, "cs");
        foreach ((string rid, string name, byte[] head) in (ReadOnlySpan<(string, string, byte[])>)
            [("win-x64", "tool.exe", [.. "MZ"u8]), ("osx-arm64", "tool", [0xCF, 0xFA, 0xED, 0xFE, 12]),
                ("linux-arm64", "tool", [0x7F, .. "ELF"u8])])
        {
            CommandResult.Dotnet(folder, "publish", "-v:q", "-c", "Release", "-r", rid, "-o", rid).Expect(0);
            Assert.Equal(head, File.ReadAllBytes(Path.Combine(folder, rid, name))[..head.Length]);
        }
    }

    [Fact]
    public void What_is_published_can_be_checked()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", Main);
        project.Dotnet("publish", "-r", "linux-arm64").Expect(0);
        Assert.Contains("publish/app: linux/arm64, static, go1.",
            project.Dotnet("build", "-c", "Release", "-r", "linux-arm64", "-t:GoVerifyOutput").Expect(0).Output, StringComparison.Ordinal);
        project.Dotnet("publish", "-r", "linux-x64").Expect(0);
        Assert.Contains("publish/app: linux/amd64, static, go1.",
            project.Dotnet("build", "-c", "Release", "-r", "linux-x64", "-t:GoVerifyOutput").Expect(0).Output, StringComparison.Ordinal);
        string[] pie = ["-r", "linux-x64", "-p:GoBuildMode=pie"];
        project.Dotnet(["publish", .. pie]).Expect(0);
        Assert.Contains("error GO7044: ", project.Dotnet(["build", "-c", "Release", "-t:GoVerifyOutput", .. pie, "-p:GoRequireStatic=true"])
            .Expect(1).Output, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(project.Root, "bin", "Release", "linux-x64", "publish", "app"), "#!/bin/sh\n");
        Assert.Contains("publish/app: unrecognized file format",
            project.Dotnet("build", "-c", "Release", "-r", "linux-x64", "-t:GoVerifyOutput").Expect(1).Output, StringComparison.Ordinal);
    }
}
