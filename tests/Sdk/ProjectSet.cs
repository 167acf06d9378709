using System.Text;

namespace Go.Sdk.Tests.Sdk;

/// <summary>Many small projects for one call: what MSBuild takes to begin is more than it takes for a project.</summary>
internal sealed class ProjectSet(string prefix = "go-sdk-test-") : IDisposable
{
    private readonly ProjectFolder _folder = new("outer", prefix);
    private readonly List<ProjectFolder> _projects = [];

    /// <summary>A project in a folder of its own, by whose name its lines of the output are told from others.</summary>
    public ProjectFolder Add(string folder, string name)
    {
        ProjectFolder project = _folder.Below(folder, name);
        _projects.Add(project);
        return project;
    }

    /// <summary>Calls MSBuild for all projects, without a restore.</summary>
    public CommandResult Call(params string[] arguments) => Dotnet("msbuild", ["-nologo", "-m:1", .. arguments]);

    /// <summary>A command of dotnet, with its restore.</summary>
    public CommandResult Dotnet(string command, params string[] arguments)
    {
        // One after the other, as a solution would call them; of a solution projects may not have one name.
        var all = new StringBuilder("<Project>\n  <ItemGroup>\n");
        foreach (ProjectFolder project in _projects)
        {
            all.Append(null, $"    <Of Include=\"{Path.GetRelativePath(_folder.Root, project.Root)}/{project.Name}.goproj\" />\n");
        }
        all.Append("  </ItemGroup>\n");
        foreach (string target in (ReadOnlySpan<string>)["Restore", "Build", "Pack", "PublishContainer"])
        {
            all.Append(null,
                $"  <Target Name=\"{target}\"><MSBuild Projects=\"@(Of)\" Targets=\"{target}\" ContinueOnError=\"ErrorAndContinue\" /></Target>\n");
        }
        _folder.Write("all.proj", all.Append("</Project>\n").ToString());
        return CommandResult.Dotnet(_folder.Root, [command, "all.proj", .. arguments]);
    }

    /// <summary>The lines of errors that an output has of a project, each once.</summary>
    public static string[] Errors(CommandResult result, ProjectFolder project)
        => [.. result.Output.Split('\n').Select(l => l.Trim())
            .Where(l => l.Contains(": error ", StringComparison.Ordinal) && l.Contains(project.Root + "/", StringComparison.Ordinal))
            .Distinct()];

    public void Dispose() => _folder.Dispose();
}
