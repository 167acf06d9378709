namespace Go.Sdk.Tests.Sdk;

/// <summary>Items GoEmbed: files that //go:embed lines see though they are elsewhere.</summary>
public sealed class EmbedTests
{
    private const string Main = """
        package main

        import (
        	"embed"
        	"fmt"
        	"io/fs"
        )

        //go:embed static
        var files embed.FS

        func main() {
        	fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
        		if !entry.IsDir() {
        			text, _ := files.ReadFile(path)
        			fmt.Printf("%s=%s\n", path, text)
        		}
        		return nil
        	})
        }
        """;

    private static ProjectFolder Fill(ProjectFolder project, string items)
        => project.Write("main.go", Main).Write("app.goproj",
            $"<Project Sdk=\"Go.Sdk\">\n  <ItemGroup>\n    {items}\n  </ItemGroup>\n</Project>\n");

    [Fact]
    public void Generated_files_whole_folders_and_projects_are_embedded_and_their_changes_are_seen()
    {
        using ProjectFolder project = Fill(new ProjectFolder(prefix: "go sdk tést "), """
            <GoEmbed Include="$(IntermediateOutputPath)version.json" LogicalPath="static/version.json" />
                <GoEmbed Include="./dist/" LogicalPath="static/dist" IncludeHidden="true" />
                <GoEmbed Include="web/web.csproj" LogicalPath="static/admin" Folder="wwwroot" />
              </ItemGroup>
              <Target Name="MakeVersion" BeforeTargets="GoCollectEmbeds">
                <WriteLinesToFile File="$(IntermediateOutputPath)version.json" Lines="v1" Overwrite="true" WriteOnlyWhenDifferent="true" />
              </Target>
              <ItemGroup>
            """);
        project.Write("static/index.html", "in").Write("static/.hidden", "h").Write("dist/a.txt", "a").Write("dist/sub/_b.txt", "b")
            .Write("dist/.env", "env").Write("web/C.cs", "class C;\n")
            .Write("web/wwwroot/css/x.css", "css").Write("web/web.csproj", """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                  </PropertyGroup>
                  <ItemGroup>
                    <Content Include="wwwroot/**" CopyToPublishDirectory="PreserveNewest" CopyToOutputDirectory="PreserveNewest" />
                  </ItemGroup>
                </Project>
                """);
        string built = project.Dotnet("build", "-v:n", "app.goproj").Expect(0).Output;
        Assert.Contains("GO3029: pattern static: passes by static/.hidden: ", built, StringComparison.Ordinal);
        Assert.DoesNotContain("GO8202", built, StringComparison.Ordinal);
        Assert.Equal("static/admin/css/x.css=css\nstatic/dist/.env=env\nstatic/dist/a.txt=a\nstatic/dist/sub/_b.txt=b\nstatic/index.html=in\nstatic/version.json=v1\n\n", project.Run().Output);
        Assert.Equal(["app"], Directory.GetFileSystemEntries(Path.Combine(project.Root, "bin", "Debug")).Select(Path.GetFileName));

        Assert.Contains("up to date: ", project.Build("app.goproj", "-bl").Expect(0).Output, StringComparison.Ordinal);
        BuildLog log = BuildLog.Read(project.Root, "msbuild.binlog");
        Assert.Empty(log.Warnings);
        Assert.Contains("GoCollectEmbeds", log.Tasks);
        Assert.DoesNotContain("Csc", log.Tasks); // what is embedded of the other project is as it was
        project.Write("dist/new.txt", "n").Write("web/wwwroot/css/x.css", "css2");
        File.Delete(Path.Combine(project.Root, "dist", "a.txt"));
        project.Build("app.goproj").Expect(0);
        string output = project.Run().Output;
        Assert.Contains("static/dist/new.txt=n\n", output, StringComparison.Ordinal);
        Assert.Contains("static/admin/css/x.css=css2\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("a.txt", output, StringComparison.Ordinal);

        // The commands that look at packages see the same files, and publish embeds them for the identifier.
        Assert.Contains("\"static/dist/new.txt\",", project.Dotnet("msbuild", "app.goproj", "-t:GoListPackages").Expect(0).Output,
            StringComparison.Ordinal);
        project.Dotnet("msbuild", "app.goproj", "-t:GoVet").Expect(0);
        project.Dotnet("publish", "app.goproj", "-r", "linux-x64", "-o", "out").Expect(0);
        Assert.Equal(["app"], Directory.GetFileSystemEntries(Path.Combine(project.Root, "out")).Select(Path.GetFileName));
        Assert.Contains("static/dist/new.txt=n\n", CommandResult.Run(Path.Combine(project.Root, "out", "app"), [], project.Root)
            .Expect(0).Output, StringComparison.Ordinal);
    }

    private static readonly (string Item, string Finding)[] s_wrong =
    [
        ("<GoEmbed Include=\"gone.txt\" LogicalPath=\"static/gone.txt\" />",
            "app.goproj(3,5): error GO7045: item GoEmbed: there is no file or folder gone.txt"),
        ("<GoEmbed Include=\"b.txt\" LogicalPath=\"../b.txt\" />",
            "app.goproj(3,5): error GO7045: item GoEmbed: LogicalPath is '../b.txt'; want a path below the project's folder, without . and .."),
        ("<GoEmbed Include=\"b.txt;c.txt\" LogicalPath=\"static/x.txt\" />",
            "app.goproj(3,5): error GO7045: item GoEmbed: c.txt and b.txt are both to be seen at static/x.txt"),
        ("<GoEmbed Include=\"b.txt\" LogicalPath=\"static/a.txt\" />",
            "app.goproj(3,5): error GO7045: item GoEmbed: b.txt is to be seen at static/a.txt, where there is another file"),
        ("<GoEmbed Include=\"b.txt\" LogicalPath=\"static/a.txt/b.txt\" />",
            "app.goproj(3,5): error GO7045: item GoEmbed: static/a.txt/b.txt would be below static/a.txt, which is a file"),
        ("<GoEmbed Include=\"b.txt\" LogicalPath=\"static/b.txt\" IncludeHidden=\"yes\" />",
            "app.goproj(3,5): error GO7007: item GoEmbed: IncludeHidden is 'yes'; want true or false"),
        ("<GoEmbed Include=\"**/*.txt\" />",
            "app.goproj(3,5): error GO3021: item GoEmbed: the pattern takes in the build's own folder obj; exclude it, or name the files to embed"),
        ("<GoEmbed Include=\"sub/**\" />",
            "app.goproj(3,5): error GO3021: item GoEmbed: the pattern takes in the folder of modules sub/vendor; exclude it, or name the files to embed"),
        ("<GoEmbed Include=\"repository\" />",
            "app.goproj(3,5): error GO3021: item GoEmbed: repository takes in the folder of version control repository/.git; name the files to embed"),
        ("<GoEmbed Include=\"b.txt\" LogicalPath=\"data/b.txt\" />",
            "app.goproj(3,5): warning GO8202: item GoEmbed: no //go:embed line of the program's packages takes in data/b.txt"),
        ("<GoEmbed Include=\"b.txt\" LogicPath=\"static/b.txt\" />",
            "app.goproj(3,30): warning GO8201: metadata LogicPath of item GoEmbed is unknown and has no effect; did you mean LogicalPath?"),
    ];

    [Fact]
    public void What_cannot_be_embedded_is_said_at_its_line()
    {
        using var set = new ProjectSet("go sdk tést ");
        ProjectFolder[] projects = [.. s_wrong.Select((c, i) => Fill(set.Add($"case {i}", "app"), c.Item).Restored()
            .Write("static/a.txt", "a").Write("b.txt", "b").Write("c.txt", "c").Write("obj/made.txt", "m").Write("sub/go.mod", "module s\n")
            .Write("sub/vendor/v.txt", "v").Write("repository/.git/config", ""))];
        CommandResult result = set.Call("-t:Build").Expect(1);
        foreach (((_, string finding), ProjectFolder project) in s_wrong.Zip(projects))
        {
            Assert.Contains(Path.Combine(project.Root, finding), result.Output, StringComparison.Ordinal);
            bool isError = finding.Contains(": error", StringComparison.Ordinal);
            Assert.Equal((isError, !isError), (ProjectSet.Errors(result, project).Length > 0, File.Exists(project.Program)));
        }
    }
}
