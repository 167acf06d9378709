using System.Text;

namespace Go.Sdk.Tests.Sdk;

/// <summary>No setting is without effect: it works, or the build says at its line that it does not.</summary>
public sealed class SettingTests
{
    private const string Main = "package main\n\nvar version = \"none\"\n\nfunc main() { println(version) }\n";

    /// <summary>Name of the project, what its project file holds after line 1, and what the build says, without the folder.</summary>
    private static readonly (string Name, string Content, string Finding)[] s_cases =
    [
        ("refused", "  <PropertyGroup>\n    <GoRace>true</GoRace>\n  </PropertyGroup>",
            "refused.goproj(3,5): error GO7041: property GoRace is 'true', which is not supported: "),
        ("item", "  <ItemGroup>\n    <GoCSource Include=\"native/**\" />\n  </ItemGroup>",
            "item.goproj(3,5): error GO7041: item GoCSource is not supported: "),
        ("misspelt", "  <PropertyGroup>\n    <GoBuildTag>x</GoBuildTag>\n  </PropertyGroup>",
            "misspelt.goproj(3,5): warning GO8201: property GoBuildTag is unknown and has no effect; did you mean GoBuildTags?"),
        ("misspeltitem", "  <ItemGroup>\n    <GoLinkVariables Include=\"main.version\" />\n  </ItemGroup>",
            "misspeltitem.goproj(3,5): warning GO8201: item GoLinkVariables is unknown and has no effect; did you mean GoLinkVariable?"),
        ("metadata", "  <ItemGroup>\n    <GoLinkVariable Include=\"main.version\" Valeu=\"1\" />\n  </ItemGroup>",
            "metadata.goproj(3,44): warning GO8201: metadata Valeu of item GoLinkVariable is unknown and has no effect; did you mean Value?"),
        ("mixedup", "  <PropertyGroup>\n    <GoLinkVariable>main.version=1</GoLinkVariable>\n  </PropertyGroup>",
            "mixedup.goproj(3,5): warning GO8201: property GoLinkVariable has no effect: GoLinkVariable is an item"),
        ("tags", "  <PropertyGroup>\n    <GoBuildTags>a b!</GoBuildTags>\n  </PropertyGroup>",
            "tags.goproj(3,5): error GO7007: property GoBuildTags is 'a b!'; want build tags"),
        ("os", "  <PropertyGroup>\n    <GoOS>plan9</GoOS>\n  </PropertyGroup>",
            "os.goproj(3,5): error GO7003: plan9/amd64 is not supported yet"),
        ("library", "  <PropertyGroup>\n    <OutputType>Module</OutputType>\n  </PropertyGroup>", "library.goproj(3,5): error GO7005: "),
        ("rid", "  <PropertyGroup>\n    <RuntimeIdentifier>linux-riscv64</RuntimeIdentifier>\n  </PropertyGroup>",
            "rid.goproj(3,5): error GO7003: runtime identifier 'linux-riscv64' (linux/riscv64)"),
        ("flags", "  <PropertyGroup>\n    <GoLinkerFlags>-nosuch</GoLinkerFlags>\n  </PropertyGroup>",
            "flags.goproj(3,5): error GO7011: property GoLinkerFlags: "),
        ("variable", "  <ItemGroup>\n    <GoLinkVariable Include=\"main.verson\" Value=\"1\" />\n  </ItemGroup>",
            "variable.goproj(3,5): error GO5001: "),
        ("budget", "  <PropertyGroup>\n    <GoSizeBudget>1000</GoSizeBudget>\n  </PropertyGroup>",
            "budget.goproj(3,5): error GO7043: the program has "),
        ("root", "  <PropertyGroup>\n    <GoRoot>/nowhere</GoRoot>\n  </PropertyGroup>",
            "root.goproj : error GO7004: Go's standard library was not found: GoRoot names the folder '/nowhere', which does not exist"),
        ("package", "  <PropertyGroup>\n    <GoMainPackage>./cmd/none</GoMainPackage>\n  </PropertyGroup>",
            "package.goproj(3,5): error GO3018: stat "),
        ("output", "  <PropertyGroup>\n    <OutputPath>main.go</OutputPath>\n  </PropertyGroup>",
            "output.goproj(3,5): error GO7001: cannot write to folder 'main.go/' (OutputPath): there is a file of that name"),
        ("report", "  <PropertyGroup>\n    <GoTimingReport>main.go/times.json</GoTimingReport>\n  </PropertyGroup>",
            "report.goproj(3,5): error GO7001: cannot write to folder 'main.go' (GoTimingReport): "),
        ("failures",
            "  <PropertyGroup>\n    <GoFailureFile>main.go/failed.json</GoFailureFile>\n    <GoRace>true</GoRace>\n  </PropertyGroup>",
            "failures.goproj(3,5): error GO7001: cannot write 'main.go/failed.json' (GoFailureFile): "),
        ("packageoptions", "  <ItemGroup>\n    <GoPackageOptions Include=\"example.com/none/...\" CompilerFlags=\"-l\" />\n  </ItemGroup>",
            "packageoptions.goproj(3,5): warning GO8207: compiler flags for example.com/none/... have no effect: no package of the program is meant by that"),
        ("nooptions", "  <ItemGroup>\n    <GoPackageOptions Include=\"fmt\" />\n  </ItemGroup>",
            "nooptions.goproj(3,5): error GO7007: item GoPackageOptions fmt: want an import path or a pattern, and metadata CompilerFlags"),
        ("patternflags", "  <PropertyGroup>\n    <GoCompilerFlags>nowhere=-l</GoCompilerFlags>\n  </PropertyGroup>",
            "patternflags.goproj(3,5): warning GO8207: compiler flags for nowhere have no effect"),
        ("importmap", "  <ItemGroup>\n    <GoImportMap Include=\"example.com/none\" To=\"fmt\" />\n  </ItemGroup>",
            "importmap.goproj(3,5): warning GO8207: item GoImportMap example.com/none has no effect: no package of the program imports that"),
        ("defined", "  <PropertyGroup>\n    <DefineConstants>$(DefineConstants);TRACE</DefineConstants>\n  </PropertyGroup>",
            "defined.goproj(3,5): warning GO8208: property DefineConstants has no effect in a Go project: GoBuildTags"),
        ("resource", "  <ItemGroup>\n    <EmbeddedResource Include=\"main.go\" />\n  </ItemGroup>",
            "resource.goproj(3,5): warning GO8208: item EmbeddedResource has no effect in a Go project: //go:embed lines"),
        ("managed", "  <ItemGroup>\n    <PackageReference Include=\"Newtonsoft.Json\" Version=\"13.0.1\" />\n  </ItemGroup>",
            "managed.goproj(3,5): warning GO8208: package Newtonsoft.Json is a library of .NET and has no effect in a Go project"),
        ("upwards", "  <PropertyGroup>\n    <AssemblyName>..</AssemblyName>\n  </PropertyGroup>",
            "upwards.goproj(3,5): error GO7007: property AssemblyName is '..'; want the name of a file, without folders"),
        ("below", "  <PropertyGroup>\n    <AssemblyName>a/b</AssemblyName>\n  </PropertyGroup>",
            "below.goproj(3,5): error GO7007: property AssemblyName is 'a/b'; want the name of a file, without folders"),
        ("pattern", "  <PropertyGroup>\n    <GoTestRun>(</GoTestRun>\n  </PropertyGroup>",
            "pattern.goproj(3,5): error GO7007: property GoTestRun is '('; want a regular expression; at character 1 this is none"),
        ("conditional",
            "  <PropertyGroup>\n    <GoTrimPath>maybe</GoTrimPath>\n    <GoTrimPath Condition=\"false\">true</GoTrimPath>\n  </PropertyGroup>", "conditional.goproj(3,5): error GO7007: property GoTrimPath is 'maybe'; want true or false"),
    ];

    [Fact]
    public void Findings_stand_at_their_line_of_the_project()
    {
        using var folder = new ProjectFolder();
        File.Delete(Path.Combine(folder.Root, "app.goproj"));
        File.Delete(Path.Combine(folder.Root, "go.mod"));
        var solution = new StringBuilder("<Solution>\n");
        foreach ((string name, string content, _) in s_cases)
        {
            folder.Write($"{name}/{name}.goproj", $"<Project Sdk=\"Go.Sdk\">\n{content}\n</Project>\n")
                .Write($"{name}/go.mod", $"module example.com/{name}\n\ngo 1.27\n").Write($"{name}/main.go", Main);
            solution.Append(null, $"  <Project Path=\"{name}/{name}.goproj\" Type=\"13B669BE-BB05-4DDF-9536-439F39A36129\" />\n");
        }
        folder.Write("all.slnx", solution.Append("</Solution>\n").ToString());
        string output = CommandResult.Dotnet(folder.Root, "build", "all.slnx", "-v:q").Expect(1).Output;
        string[] missing = [.. s_cases.Where(c => !output.Contains($"{folder.Root}/{c.Name}/{c.Finding}", StringComparison.Ordinal))
            .Select(c => $"{c.Name}: {c.Finding}")];
        Assert.True(missing.Length == 0, $"{string.Join('\n', missing)}\nnot found in\n{output}");
        Assert.DoesNotContain("targets(", output, StringComparison.Ordinal);
        Assert.DoesNotContain("MSB4018", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_found_in_neighbouring_files_and_on_the_command_line()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", Main)
            .Write("Directory.Build.props",
                "<Project>\n  <PropertyGroup>\n    <GoAudit>true</GoAudit>\n    <GoogleKey>1</GoogleKey>\n    <GoAwayMessage>x</GoAwayMessage>\n  </PropertyGroup>\n</Project>\n")
            .Write("app.goproj",
                "<Project Sdk=\"Go.Sdk\">\n  <Import Project=\"more.props\" />\n  <PropertyGroup>\n    <Description>$(GoAwayMessage)</Description>\n  </PropertyGroup>\n</Project>\n")
            .Write("more.props", "<Project>\n  <PropertyGroup>\n    <GoStripSymbol>true</GoStripSymbol>\n  </PropertyGroup>\n</Project>\n");
        string output = project.Build("-p:GoMaxError=1", "-p:GoDwarf=true").Expect(1).Output;
        Assert.Contains($"{project.Root}/Directory.Build.props(3,5): error GO7041: property GoAudit is 'true'", output,
            StringComparison.Ordinal);
        Assert.Contains($"{project.Root}/more.props(3,5): warning GO8201: property GoStripSymbol is unknown and has no effect; did you mean GoStripSymbols?", output, StringComparison.Ordinal);
        Assert.Contains("app.goproj : warning GO8201: property GoMaxError is unknown and has no effect; did you mean GoMaxErrors? (it was given on the command line)", output, StringComparison.Ordinal);
        Assert.Contains("app.goproj : error GO7041: property GoDwarf is 'true'", output, StringComparison.Ordinal);
        Assert.DoesNotContain("GoogleKey", output, StringComparison.Ordinal);
        Assert.DoesNotContain("GoAwayMessage", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_of_the_go_command_do_not_change_what_a_project_builds()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", Main).Write("tagged.go", "//go:build x\n\npackage main\n\nfunc init() { println(\"tagged\") }\n").Build()
            .Expect(0);
        byte[] program = File.ReadAllBytes(project.Program);
        var environment = new Dictionary<string, string>
        {
            ["GOFLAGS"] = "-tags=x -nosuchflag", ["GOOS"] = "windows", ["GOARCH"] = "arm64", ["GOAMD64"] = "v4", ["GOROOT"] = "/nowhere",
            ["GOEXPERIMENT"] = "nosuch", ["GOFIPS140"] = "latest",
            ["CGO_ENABLED"] = "1", ["GORACE"] = "halt_on_error=1", ["GODEBUG"] = "panicnil=1", ["GOWORK"] = "/nowhere/go.work",
            ["GO111MODULE"] = "off", ["GOENV"] = "/nowhere", ["GOPROXY"] = "off",
            ["MSBUILDTERMINALLOGGER"] = "off",
        };
        CommandResult again = CommandResult.Run("dotnet", ["build", "-v:n"], project.Root, environment).Expect(0);
        Assert.Contains("up to date: nothing that the last build read", again.Output, StringComparison.Ordinal);
        CommandResult.Run("dotnet", ["build", "-t:Rebuild"], project.Root, environment).Expect(0);
        Assert.Equal(program, File.ReadAllBytes(project.Program));
        // The command line is the user's word, also where a variable says the same.
        Assert.Contains("error GO7003: plan9/amd64",
            CommandResult.Run("dotnet", ["build", "-p:GoOS=plan9"], project.Root, environment).Expect(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_language_version_is_a_property_and_embedded_files_have_a_measure()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go",
            "package main\n\nimport _ \"embed\"\n\n//go:embed data.txt\nvar data string\n\nfunc main() {\n\tfor range 3 {\n\t\tprint(len(data))\n\t}\n}\n")
            .Write("data.txt", new string('x', 2000));
        Assert.Contains("warning GO3020: package example.com/app embeds 2000 bytes, more than 1000",
            project.Build("-p:GoEmbedWarnBytes=1000").Expect(0).Output, StringComparison.Ordinal);
        // Nothing is to do, and the warning comes again; as an error it stays one.
        Assert.Contains("warning GO3020", project.Build("-p:GoEmbedWarnBytes=1000").Expect(0).Output, StringComparison.Ordinal);
        for (int i = 0; i < 2; i++)
        {
            project.Build("-p:GoEmbedWarnBytes=1000", "-p:TreatWarningsAsErrors=true").Expect(1);
            project.Build("-p:GoEmbedWarnBytes=1000", "-warnaserror:GO3020").Expect(1);
        }
        project.Build("-p:GoEmbedWarnBytes=2000", "-p:TreatWarningsAsErrors=true").Expect(0);
        Assert.Contains("main.go(9,12): error GO", project.Build("-p:GoLangVersion=1.21").Expect(1).Output, StringComparison.Ordinal);
        project.Write("main.go", "package main\n\nimport _ \"embed\"\n\n//go:embed *\nvar data string\n\nfunc main() {}\n");
        Assert.Contains("main.go(5,12): error GO3021: ", project.Build().Expect(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_errors_is_what_was_asked_for()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", "package main\n\nfunc main() {\n"
            + string.Concat(Enumerable.Range(0, 20).Select(i => $"\tundefined{i}()\n")) + "}\n");
        int Errors(params string[] properties) => project.Build([.. properties, "-v:q", "--no-restore",
            "-clp:NoSummary"]).Output.Split('\n').Where(l => l.Contains("error GO2075", StringComparison.Ordinal)).Select(l => l.Trim())
                .Distinct().Count();
        project.Build().Expect(1);
        Assert.Equal(10, Errors());
        Assert.Equal(3, Errors("-p:GoMaxErrors=3"));
        Assert.Equal(20, Errors("-p:GoMaxErrors=0"));
        Assert.Equal(1, Errors("-p:GoHaltOnError=true"));
    }
}
