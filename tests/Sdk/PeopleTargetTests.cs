using System.Text.Json;

namespace Go.Sdk.Tests.Sdk;

/// <summary>Targets that people call: what there is, what a program holds, whether it comes out the same.</summary>
public sealed class PeopleTargetTests
{
    private const string Main =
        "package main\n\nimport (\n\t\"os\"\n\n\t\"example.com/app/lib\"\n)\n\nfunc main() { os.Exit(lib.F(len(os.Args) - 1)) }\n";

    private static ProjectFolder With(string properties = "", string items = "")
        => new ProjectFolder().Restored().Write("main.go", Main)
            .Write("lib/lib.go", "package lib\n\n//go:noinline\nfunc F(n int) int { return n }\n")
            .Write("app.goproj",
                $"<Project Sdk=\"Go.Sdk\">\n  <PropertyGroup>\n    {properties}\n  </PropertyGroup>\n  <ItemGroup>\n    {items}\n  </ItemGroup>\n</Project>\n");

    private static CommandResult Target(ProjectFolder project, string target, params string[] arguments)
        => project.Dotnet(["msbuild", "-nologo", $"-t:{target}", .. arguments]);

    [Fact]
    public void What_the_sdk_knows_is_told()
    {
        using ProjectFolder project = With("<GoBuildTags>a;b</GoBuildTags>");
        JsonElement targets = JsonDocument.Parse(Target(project, "GoListTargets").Expect(0).Output).RootElement;
        Assert.Contains(targets.EnumerateArray(), t => (t.GetProperty("RuntimeIdentifier").GetString(), t.GetProperty("GOOS").GetString(),
            t.GetProperty("GOARCH").GetString()) == ("linux-arm64", "linux", "arm64"));
        JsonElement[] settings = [.. JsonDocument.Parse(Target(project, "GoEffectiveSettings", "-p:GoStripSymbols=true")
            .Expect(0).Output).RootElement.EnumerateArray()];
        (string?, string?) Of(string name) => settings.Where(s => s.GetProperty("Name").GetString() == name)
            .Select(s => (s.GetProperty("Value").GetString(), s.GetProperty("Origin").GetString())).SingleOrDefault();
        Assert.Equal(("a;b", Path.Combine(project.Root, "app.goproj") + "(3,5)"), Of("GoBuildTags"));
        Assert.Equal(("true", "command line"), Of("GoStripSymbols"));
        Assert.Equal((".", "default"), Of("GoMainPackage"));
        Assert.Contains("Go.Sdk 1.0.0-dev, standard library 1.", Target(project, "GoVersion").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_program_holds_is_told()
    {
        using ProjectFolder project = With();
        Assert.Contains("app.goproj : error GO7049: there is no program ", Target(project, "GoNm").Expect(1).Output,
            StringComparison.Ordinal);
        project.Build().Expect(0);
        Assert.Matches(@"(?m) T main\.main\r?$", Target(project, "GoNm").Expect(0).Output);
        string code = Target(project, "GoDisassemble", "-p:GoSymbol=example.com/app/lib.F$").Expect(0).Output;
        Assert.Contains("TEXT example.com/app/lib.F(SB)", code, StringComparison.Ordinal);
        Assert.DoesNotContain("TEXT main.main(SB)", code, StringComparison.Ordinal);
        string lines = Target(project, "GoDisassemble", "-p:GoSymbol=example.com/app/lib.F$", "-p:GoDisassembleSource=true")
            .Expect(0).Output;
        Assert.Contains("func F(n int) int { return n }", lines, StringComparison.Ordinal);
        JsonElement sizes = JsonDocument.Parse(Target(project, "GoBinaryReport").Expect(0).Output).RootElement;
        Assert.Equal(new FileInfo(project.Program).Length, sizes.GetProperty("Bytes").GetInt64());
        JsonElement[] packages = [.. sizes.GetProperty("Packages").EnumerateArray()];
        Assert.Equal("runtime", packages.First(p => p.GetProperty("Package").GetString()!.All(char.IsLetter)).GetProperty("Package")
            .GetString());
        Assert.Contains(packages, p => p.GetProperty("Package").GetString() == "example.com/app/lib"
            && p.GetProperty("Code").GetInt64() > 0);
        JsonElement information = JsonDocument.Parse(Target(project, "GoBinaryInfo").Expect(0).Output).RootElement;
        Assert.Equal("example.com/app", information.GetProperty("Path").GetString());
        Assert.Contains(information.GetProperty("Settings").EnumerateArray(),
            s => s.GetProperty("Key").GetString() == "GOOS" && s.GetProperty("Value").GetString() == "linux");
        File.Copy(project.Program, Path.Combine(project.Root, "other"));
        Assert.Contains("\"Path\": \"example.com/app\"", Target(project, "GoBinaryInfo", "-p:GoBinary=other").Expect(0).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_compiles_all_and_writes_no_program()
    {
        using ProjectFolder project = With();
        project.Write("unused/unused.go", "package unused\n\nfunc F() int { return \"\" }\n");
        Assert.Contains("unused.go(3,23): error GO", Target(project, "GoCheck").Expect(1).Output, StringComparison.Ordinal);
        project.Write("unused/unused.go", "package unused\n\nfunc F() int { return 0 }\n");
        Target(project, "GoCheck").Expect(0);
        Assert.False(File.Exists(project.Program));
        Assert.False(File.Exists(Path.Combine(project.Root, "obj", "Debug", "app")));
    }

    [Fact]
    public void A_program_is_tried_and_made_twice()
    {
        using ProjectFolder project = With();
        Target(project, "GoSmokeTest").Expect(0);
        Assert.Contains("app.goproj : error GO7049: the program app ended with exit code 2, ",
            Target(project, "GoSmokeTest", "-p:GoSmokeTestArguments=a b").Expect(1).Output, StringComparison.Ordinal);
        Assert.Contains("app: two builds made the same program (SHA-256 ", Target(project, "GoVerifyReproducible").Expect(0).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_release_has_an_archive_for_each_platform()
    {
        using ProjectFolder project = With("<RuntimeIdentifiers>linux-x64;linux-arm64</RuntimeIdentifiers><Version>1.4.0</Version>");
        // A module of a folder is a part as well.
        project.Write("parts/go.mod", "module example.com/parts\n\ngo 1.27\n").Write("parts/parts.go", "package parts\n")
            .Write("uses.go", "package main\n\nimport _ \"example.com/parts\"\n")
            .Write("go.mod",
                "module example.com/app\n\ngo 1.27\n\nrequire example.com/parts v0.0.0\n\nreplace example.com/parts => ./parts\n");
        project.Dotnet("publish", "-t:GoRelease").Expect(0);
        string folder = Path.Combine(project.Root, "bin", "Release", "release");
        Assert.Equal(["SHA256SUMS", "app-1.4.0-linux-arm64.cdx.json", "app-1.4.0-linux-arm64.tar.gz", "app-1.4.0-linux-x64.cdx.json",
            "app-1.4.0-linux-x64.tar.gz"], Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        CommandResult.Run("sha256sum", ["-c", "SHA256SUMS"], folder).Expect(0);
        JsonElement bom = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "app-1.4.0-linux-x64.cdx.json"))).RootElement;
        CycloneDxRules.Check(bom);
        JsonElement program = bom.GetProperty("metadata").GetProperty("component");
        Assert.Equal("pkg:golang/example.com/app@v1.4.0", program.GetProperty("purl").GetString());
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(project.Root,
            "bin", "Release", "linux-x64", "publish", "app")))),
            program.GetProperty("hashes")[0].GetProperty("content").GetString());
        Assert.Equal("pkg:golang/example.com/parts", bom.GetProperty("components")[0].GetProperty("purl").GetString());
        Assert.StartsWith("pkg:golang/std@1.", bom.GetProperty("components")[1].GetProperty("purl").GetString(), StringComparison.Ordinal);
        CommandResult.Run("tar", ["xf", "app-1.4.0-linux-x64.tar.gz"], folder).Expect(0);
        CommandResult.Run(Path.Combine(folder, "app-1.4.0-linux-x64", "app"), [], folder).Expect(0);
        // The next one takes the last one's place, and leaves what others put there.
        string[] next = ["publish", "--no-restore", "-t:GoRelease", "-r", "linux-x64"];
        project.Dotnet([.. next, "-p:Version=1.5.0"]).Expect(0);
        Assert.Equal(["SHA256SUMS", "app-1.4.0-linux-x64", "app-1.5.0-linux-x64.cdx.json", "app-1.5.0-linux-x64.tar.gz"],
            Directory.GetFileSystemEntries(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.Contains("app.goproj : error GO7049: files of a release have the version in their names, and '1/5' has a slash",
            project.Dotnet([.. next, "-p:Version=1/5"]).Expect(1).Output, StringComparison.Ordinal);
        Assert.Contains("(GoReleaseDir): there is a file of that name",
            project.Dotnet([.. next, "-p:GoReleaseDir=main.go"]).Expect(1).Output, StringComparison.Ordinal);
        Assert.Contains("app.goproj(3,5): error GO7043: the program has ",
            project.Dotnet("build", "-p:GoSizeBudget=1000")
            .Expect(1).Output.Replace("app.goproj : error GO7043", "app.goproj(3,5): error GO7043", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Variants_have_tags_and_platforms_of_their_own()
    {
        using ProjectFolder project = With("<GoBuildTags>common</GoBuildTags>",
            "<GoVariant Include=\"small\" Tags=\"tiny;lite\" /><GoVariant Include=\"big\" Tags=\"full\" RuntimeIdentifiers=\"linux-x64;linux-arm64\" />");
        project.Write("lib/small.go", "//go:build tiny && lite && common\n\npackage lib\n\nfunc init() { println(\"small\") }\n")
            .Write("lib/big.go", "//go:build full && common\n\npackage lib\n\nfunc init() { println(\"big\") }\n");
        Target(project, "GoPublishVariants", "-p:Configuration=Release").Expect(0);
        string folder = Path.Combine(project.Root, "bin", "Release");
        Assert.Equal("small\n", CommandResult.Run(Path.Combine(folder, "small", "linux-x64", "publish", "app"), [], folder)
            .Expect(0).Error);
        Assert.Equal("big\n", CommandResult.Run(Path.Combine(folder, "big", "linux-x64", "publish", "app"), [], folder).Expect(0).Error);
        Assert.Equal(183, File.ReadAllBytes(Path.Combine(folder, "big", "linux-arm64", "publish", "app"))[18]); // e_machine: EM_AARCH64
        Assert.False(Directory.Exists(Path.Combine(folder, "small", "linux-arm64")));
    }

    [Fact]
    public void Packages_have_flags_of_their_own()
    {
        using ProjectFolder project = With("", "<GoPackageOptions Include=\"example.com/app/lib\" CompilerFlags=\"-m=0 -lang=go1.17\" />");
        project.Write("lib/generic.go", "package lib\n\nfunc G[T any](t T) T { return t }\n");
        Assert.Contains("generic.go(3,", project.Build().Expect(1).Output, StringComparison.Ordinal);
        project.Write("app.goproj",
            "<Project Sdk=\"Go.Sdk\">\n  <ItemGroup>\n    <GoPackageOptions Include=\"example.com/app/lib\" CompilerFlags=\"-nonsense\" />\n  </ItemGroup>\n</Project>\n");
        Assert.Contains("app.goproj(3,5): error GO7011: ", project.Build().Expect(1).Output, StringComparison.Ordinal);
        project.Write("app.goproj",
            "<Project Sdk=\"Go.Sdk\">\n  <ItemGroup>\n    <GoPackageOptions Include=\"example.com/app/lib\" CompilerFlags=\"-l\" />\n  </ItemGroup>\n</Project>\n");
        project.Build().Expect(0);
    }
}
