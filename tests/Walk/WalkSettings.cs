using Go.Sdk.Tasks;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tests.Walk;

/// <summary>The settings of a project as they stand in a walk: properties and link variables that steps change.</summary>
internal sealed class WalkSettings
{
    public SortedDictionary<string, string> Properties { get; } = new(StringComparer.Ordinal) { ["GoMainPackage"] = ".",
        ["GoTestPackages"] = "./..." };

    public SortedDictionary<string, string> LinkVariables { get; } = new(StringComparer.Ordinal);

    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>One call of the task, as the targets make it.</summary>
    /// <param name="intermediate">Folder for record and outputs, relative to the project.</param>
    public BuildResult Build(string project, string intermediate, string standardLibrary, string cache, bool tests)
    {
        string folder = Path.Combine(project, intermediate);
        Directory.CreateDirectory(folder);
        var engine = new RecordingEngine();
        string list = Path.Combine(folder, "programs.txt");
        var task = new GoBuild
        {
            BuildEngine = engine,
            ProjectFile = Path.Combine(project, "app.goproj"),
            ProjectDirectory = project,
            Settings = [.. Properties.Select(p => (ITaskItem)new Item(p.Key, p.Value)), new Item("GoCacheDir", cache),
                new Item("GoCompilerHost", "inproc")],
            LinkVariables = [.. LinkVariables.Select(v => (ITaskItem)new Item(v.Key, v.Value))],
            TestsFile = tests ? list : "",
            OutputFile = tests ? folder + Path.DirectorySeparatorChar : Path.Combine(folder, "app"),
            RecordFile = Path.Combine(folder, "app.GoRecord"),
            InputsFile = Path.Combine(folder, "inputs.txt"),
            OutputFolders = [new Item("bin/"), new Item("obj/")],
            RuntimeIdentifier = "linux-x64",
            StandardLibrary = standardLibrary,
            TreatWarningsAsErrors = TreatWarningsAsErrors,
        };
        bool succeeded = task.Execute();
        var programs = new Dictionary<string, byte[]>();
        if (succeeded)
        {
            foreach (string program in tests ? Directory.GetFiles(folder, "*.test", SearchOption.AllDirectories)
                .Where(f => IsListed(list, f)) : [task.OutputFile])
            {
                programs.Add(Path.GetRelativePath(folder, program), File.ReadAllBytes(program));
            }
        }
        return new BuildResult(succeeded, engine.Messages.Contains(GoBuild.UpToDate), engine.Findings, programs);
    }

    private static bool IsListed(string list, string program) => File.ReadAllLines(list).Any(l => l.Split('\t')[2] == program);
}
