namespace Go.Sdk.Tests.Sdk;

/// <summary>A sealed temporary folder with a Go project that uses the packed SDK of this repository, as a user's would.</summary>
internal sealed class ProjectFolder : IDisposable
{
    private static readonly string[] s_restoring = ["build", "publish", "test", "run", "pack"];

    private bool _isRestored;

    public ProjectFolder(string name = "app", string prefix = "go-sdk-test-")
        : this(Directory.CreateTempSubdirectory(prefix), name)
    {
        string version = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "global.json")))
            .RootElement.GetProperty("msbuild-sdks").GetProperty("Go.Sdk").GetString()!;
        Write("global.json", $$"""{ "msbuild-sdks": { "Go.Sdk": "{{version}}" } }""");
        string feed = Path.Combine(Repository.Root, "artifacts", "packages");
        Write("nuget.config", $"""<configuration><packageSources><add key="feed" value="{feed}" /></packageSources></configuration>""");
    }

    private ProjectFolder(DirectoryInfo root, string name)
    {
        Root = root.FullName;
        Name = name;
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

    /// <summary>A project in a folder below, with the settings of this one.</summary>
    public ProjectFolder Below(string folder, string name) => new(Directory.CreateDirectory(Path.Combine(Root, folder)), name);

    /// <summary>
    /// Puts here what NuGet's restore would (which knows nothing of Go's modules): for tests that are not about the restore, which
    /// takes longer than most builds. Calls do no restore of their own from here on.
    /// </summary>
    public ProjectFolder Restored()
    {
        RestoredFiles.CopyTo(this);
        _isRestored = true;
        return this;
    }

    public CommandResult Dotnet(params string[] arguments)
        => CommandResult.Dotnet(Root, _isRestored && s_restoring.Contains(arguments[0]) && !arguments.Contains("--no-build")
            && !arguments.Contains("--no-restore")
            ? [arguments[0], "--no-restore", .. arguments[1..]] : arguments);

    public CommandResult Build(params string[] arguments) => Dotnet(["build", "-v:n", .. arguments]);

    public CommandResult Run() => CommandResult.Run(Program, [], Root, timeout: TimeSpan.FromSeconds(120));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
