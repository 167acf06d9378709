namespace Go.Sdk.Tests.Sdk;

/// <summary>What one restore of a Go project writes, for all projects that want the same: it differs in paths and names alone.</summary>
internal static class RestoredFiles
{
    private const string Name = "restored-once";

    private static readonly Lazy<(string Root, Dictionary<string, string> Texts)> s_files = new(Restore);

    public static void CopyTo(ProjectFolder project)
    {
        (string root, Dictionary<string, string> texts) = s_files.Value;
        foreach ((string file, string text) in texts)
        {
            project.Write(Path.Combine("obj", Named(file, project)),
                Named(text.Replace(root, project.Root, StringComparison.Ordinal), project));
        }
    }

    private static string Named(string text, ProjectFolder project) => text.Replace(Name, project.Name, StringComparison.Ordinal);

    private static (string Root, Dictionary<string, string> Texts) Restore()
    {
        using var project = new ProjectFolder(Name);
        project.Write("main.go", "package main\n\nfunc main() {}\n").Dotnet("restore").Expect(0);
        string[] files = ["project.assets.json", Name + ".goproj.nuget.g.props", Name + ".goproj.nuget.g.targets"];
        return (project.Root, files.ToDictionary(f => f, f => File.ReadAllText(Path.Combine(project.Root, "obj", f))));
    }
}
