namespace Go.Sdk.Tests.Sdk;

/// <summary>A sealed temporary folder with a Go project that uses the packed SDK of this repository, as a user's would.</summary>
internal sealed class ProjectFolder : IDisposable
{
    public ProjectFolder(string name = "app", string prefix = "go-sdk-test-")
    {
        Root = Directory.CreateTempSubdirectory(prefix).FullName;
        Name = name;
        string version = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "global.json"))).RootElement.GetProperty("msbuild-sdks").GetProperty("Go.Sdk").GetString()!;
        Write("global.json", $$"""{ "msbuild-sdks": { "Go.Sdk": "{{version}}" } }""");
        Write("nuget.config", $"""<configuration><packageSources><add key="feed" value="{Path.Combine(Repository.Root, "artifacts", "packages")}" /></packageSources></configuration>""");
        Write(name + ".goproj", """<Project Sdk="Go.Sdk"></Project>""");
        Write("go.mod", $"module example.com/{name}\n\ngo 1.27\n");
    }

    public string Root { get; }

    public string Name { get; }

    public string Program => Path.Combine(Root, "bin", "Debug", Name);

    public ProjectFolder Write(string file, string text)
    {
        string path = Path.Combine(Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public CommandResult Build(params string[] arguments) => CommandResult.Dotnet(Root, ["build", "-v:n", .. arguments]);

    public CommandResult Run() => CommandResult.Run(Program, [], Root, timeout: TimeSpan.FromSeconds(120));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
