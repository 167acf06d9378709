namespace Go.Compiler.Driver;

/// <summary>What <see cref="WatchedRun"/> builds and runs.</summary>
internal sealed record WatchedRunOptions
{
    /// <summary>The program of the .NET SDK.</summary>
    public required string Dotnet { get; init; }
    public required string Project { get; init; }

    /// <summary>The project's folder.</summary>
    public required string Directory { get; init; }

    /// <summary>Properties that the project was built with before.</summary>
    public IReadOnlyList<string> BuildArguments { get; init; } = [];
    public required string Program { get; init; }
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The list of what the last build read.</summary>
    public required string InputsFile { get; init; }

    /// <summary>Reads the command line of <c>tool watch-run</c>; what comes after <c>--</c> is the program's.</summary>
    public static WatchedRunOptions Parse(IReadOnlyList<string> arguments)
    {
        string dotnet = "dotnet", project = "", program = "", inputs = "";
        var build = new List<string>();
        int end = arguments.ToList().IndexOf("--");
        new GoFlags().Value("dotnet", v => dotnet = v).Value("project", v => project = v).Value("program", v => program = v)
            .Value("inputs", v => inputs = v)
            .Value("build", v => build.Add(v)).Parse(end < 0 ? arguments : [.. arguments.Take(end)]);
        return project.Length == 0 || program.Length == 0
            ? throw new UsageException("want: tool watch-run -project FILE -program FILE -inputs FILE [-dotnet FILE] [-build ARGUMENT]... [-- ARGUMENT...]")
            : new WatchedRunOptions
            {
                Dotnet = dotnet, Project = project, Directory = Path.GetDirectoryName(Path.GetFullPath(project))!, Program = program,
                InputsFile = inputs, BuildArguments = build,
                Arguments = end < 0 ? [] : [.. arguments.Skip(end + 1)],
            };
    }
}
