using System.Text.Json;
using System.Xml.Linq;
using Go.Sdk.Tasks;

namespace Go.Sdk.Tests.Sdk;

/// <summary>What editors ask of a project.</summary>
public sealed class DesignTimeTests
{
    private static readonly string s_rules = Path.Combine(Repository.Root, "src", "Sdk", "targets", "rules");

    private static ProjectFolder App()
        => new ProjectFolder().Write("main.go",
            "package main\n\nimport _ \"embed\"\n\n//go:embed text.txt\nvar text string\n\nfunc main() { println(text) }\n")
                .Write("text.txt", "t");

    private static JsonElement Items(ProjectFolder project, params string[] arguments)
        => JsonDocument.Parse(CommandResult.Dotnet(project.Root, ["msbuild", "-nologo", .. arguments])
            .Expect(0).Output).RootElement.GetProperty("Items");

    private static string[] Names(JsonElement items, string name, string metadata = "Identity")
        => [.. items.GetProperty(name).EnumerateArray().Select(i => i.GetProperty(metadata).GetString()!)];

    [Fact]
    public void A_design_time_build_compiles_nothing()
    {
        using ProjectFolder project = App();
        CommandResult.Dotnet(project.Root, "restore").Expect(0);
        string[] editor = ["-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true",
            "-t:ResolveReferences;CompileDesignTime;Compile;GetTargetPath"];
        Assert.Equal([Path.Combine(project.Root, "main.go")],
            Names(Items(project, [.. editor, "-getItem:_CompilerCommandLineArgs"]), "_CompilerCommandLineArgs"));
        Assert.False(Directory.Exists(Path.Combine(project.Root, "obj", "Debug"))
            && Directory.EnumerateFiles(Path.Combine(project.Root, "obj", "Debug"), "app*").Any());
        // Nor does it with sources that do not compile.
        project.Write("main.go", "package main\n\nfunc main() { x }\n");
        CommandResult.Dotnet(project.Root, ["msbuild", "-nologo", "-bl", .. editor]).Expect(0);
        BuildLog log = BuildLog.Read(project.Root, "msbuild.binlog");
        Assert.DoesNotContain("GoBuild", log.Tasks);
        Assert.Empty(log.Errors);
        Assert.Contains("CompileDesignTime", log.Targets);
    }

    /// <summary>By the protocol of golang.org/x/tools/go/packages: gopls itself is not there to be tried.</summary>
    [Fact]
    public void The_driver_for_gopls_tells_of_the_packages_that_a_build_has()
    {
        using ProjectFolder project = new ProjectFolder(prefix: "go-sdk-test ä ")
            .Write("main.go", "package main\n\nimport \"example.com/app/lib\"\n\nfunc main() { lib.F() }\n")
            .Write("lib/lib.go", "package lib\n\nfunc F() {}\n").Write("lib/extra.go", "//go:build extra\n\npackage lib\n")
            .Write("lib/lib_test.go", "package lib\n")
            .Write("app.goproj", "<Project Sdk=\"Go.Sdk\"><PropertyGroup><GoBuildTags>extra</GoBuildTags></PropertyGroup></Project>");
        CommandResult.Dotnet(project.Root, "restore").Expect(0);
        Assert.Contains("GOPACKAGESDRIVER=", CommandResult.Dotnet(project.Root, "msbuild", "-nologo", "-t:GoPackagesDriver")
            .Expect(0).Output, StringComparison.Ordinal);
        JsonElement Ask(string request, string pattern)
            => JsonDocument.Parse(CommandResult.Run("/bin/sh",
                ["-c", "printf %s \"$1\" | obj/gopackagesdriver \"$2\"", "sh", request, pattern], project.Root,
                new Dictionary<string, string> { ["GOFLAGS"] = "-tags=other", ["GOOS"] = "plan9" }).Expect(0).Output).RootElement;
        string[] Roots(JsonElement answer) => [.. answer.GetProperty("Roots").EnumerateArray().Select(r => r.GetString()!)];
        JsonElement Package(JsonElement answer, string id) => answer.GetProperty("Packages").EnumerateArray()
            .Single(p => p.GetProperty("ID").GetString() == id);
        string[] Texts(JsonElement package, string name) => [.. package.GetProperty(name).EnumerateArray().Select(f => f.GetString()!)];

        JsonElement all = Ask("{\"mode\":31,\"tests\":true}", "./...");
        Assert.Equal(["example.com/app", "example.com/app/lib", "example.com/app/lib [example.com/app/lib.test]",
            "example.com/app/lib.test"], Roots(all).Order(StringComparer.Ordinal));
        Assert.Equal([Path.Combine(project.Root, "lib", "extra.go"), Path.Combine(project.Root, "lib", "lib.go")],
            Texts(Package(all, "example.com/app/lib"), "CompiledGoFiles"));
        Assert.Equal("example.com/app/lib", Package(all, "example.com/app/lib [example.com/app/lib.test]").GetProperty("PkgPath")
            .GetString());
        Assert.Equal("example.com/app/lib", Package(all, "example.com/app").GetProperty("Imports").GetProperty("example.com/app/lib")
            .GetString());
        string[] runtime = Texts(Package(all, "runtime"), "CompiledGoFiles");
        Assert.True(runtime.Length > 50);
        Assert.All(runtime, f => Assert.True(File.Exists(f), f));
        // From there the editor asks on.
        string std = runtime.First(f => f.EndsWith("/proc.go", StringComparison.Ordinal));
        Assert.Equal(["runtime"], Roots(Ask("{\"mode\":31}", "file=" + std)));

        // The package of a file, as the editor has it.
        string file = Path.Combine(project.Root, "main.go"),
            unsaved = Convert.ToBase64String("package main\n\nimport \"nowhere/at/all\"\n\nfunc main() { all.F() }\n"u8);
        JsonElement one = Ask($"{{\"mode\":31,\"overlay\":{{{JsonSerializer.Serialize(file)}:\"{unsaved}\"}}}}", "file=" + file);
        Assert.Equal(["example.com/app"], Roots(one));
        Assert.Contains("nowhere/at/all", Package(one, "nowhere/at/all").GetProperty("Errors")[0].GetProperty("Msg").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Capabilities_are_true_and_every_input_is_known()
    {
        using ProjectFolder project = App();
        project.Build().Expect(0);
        JsonElement items = Items(project, "-getItem:ProjectCapability", "-getItem:UpToDateCheckInput", "-getItem:Watch",
            "-getItem:PropertyPageSchema");
        string[] capabilities = Names(items, "ProjectCapability");
        Assert.Contains("Go", capabilities);
        Assert.Contains("NetSdkOCIImageBuild", capabilities);
        Assert.DoesNotContain(capabilities, c => c is "NativeAOT" or "SupportsHotReload" or "CSharp" or "Pack"
            or "GenerateDocumentationFile");
        foreach (string name in (string[])["UpToDateCheckInput", "Watch"])
        {
            string[] inputs = [.. Names(items, name, "FullPath").Select(p => Path.GetRelativePath(project.Root, p))];
            Assert.Contains("main.go", inputs);
            Assert.Contains("text.txt", inputs);
            Assert.Contains("go.mod", inputs);
        }
        Assert.All(Names(items, "PropertyPageSchema", "FullPath")
            .Where(p => Path.GetFileName(p).StartsWith("Go", StringComparison.Ordinal)), p => Assert.True(File.Exists(p), p));
    }

    [Fact]
    public void Property_pages_show_settings_that_there_are()
    {
        XNamespace schema = "http://schemas.microsoft.com/build/2009/properties";
        XElement rule = XDocument.Load(Path.Combine(s_rules, "GoBuild.xaml")).Root!;
        XElement[] properties = [.. rule.Elements().Where(e => e.Name.Namespace == schema
            && e.Name.LocalName.EndsWith("Property", StringComparison.Ordinal))];
        Assert.True(properties.Length > 20);
        foreach (XElement property in properties)
        {
            string name = property.Attribute("Name")!.Value;
            if (name.StartsWith("Go", StringComparison.Ordinal))
            {
                ProjectSetting setting = ProjectSettings.Find(name)!;
                Assert.True(setting is { Refusal: null, IsItem: false }, name);
                Assert.Equal(setting.Values switch { SettingValues.Switch => "BoolProperty", SettingValues.Number => "IntProperty",
                    SettingValues.Choice => "EnumProperty", _ => "StringProperty" }, property.Name.LocalName);
                Assert.All(property.Elements(schema + "EnumValue").Select(v => v.Attribute("Name")!.Value),
                    v => Assert.Contains(v, setting.Accepted));
            }
        }
    }

    [Fact]
    public void A_workspace_is_written_for_tools_that_know_no_projects()
    {
        using ProjectFolder project = App();
        project.Write("../" + Path.GetFileName(project.Root) + "/lib/lib.goproj",
            "<Project Sdk=\"Go.Sdk\"><PropertyGroup><OutputType>Library</OutputType></PropertyGroup></Project>")
                .Write("lib/go.mod", "module example.com/lib\n\ngo 1.27\n")
            .Write("lib/lib.go", "package lib\n").Write("app.goproj",
                "<Project Sdk=\"Go.Sdk\"><ItemGroup><ProjectReference Include=\"lib/lib.goproj\" /></ItemGroup></Project>");
        CommandResult.Dotnet(project.Root, "restore", "app.goproj").Expect(0);
        CommandResult.Dotnet(project.Root, "msbuild", "-nologo", "app.goproj", "-t:GoWorkspace").Expect(0);
        string[] lines = File.ReadAllLines(Path.Combine(project.Root, "go.work"));
        Assert.Equal(["use ./.", "use ./lib"], lines.Where(l => l.StartsWith("use ", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal));
        CommandResult.Dotnet(project.Root, "build", "app.goproj").Expect(0);
        project.Write("go.work", "go 1.27\n");
        Assert.Contains("error GO7049: there is a go.work",
            CommandResult.Dotnet(project.Root, "msbuild", "-nologo", "app.goproj", "-t:GoWorkspace").Expect(1).Output,
            StringComparison.Ordinal);
    }
}
