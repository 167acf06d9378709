namespace Go.Sdk.Tests.Sdk;

/// <summary>The command line that <c>./build.sh</c> made, run in a temporary module.</summary>
internal sealed class GoCommand : IDisposable
{
    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "artifacts", "bin", "dotnet-go");

    public string Root { get; } = Directory.CreateTempSubdirectory("go-command-test-").FullName;

    public GoCommand() => Write("go.mod", "module example.com/app\n\ngo 1.27\n");

    public GoCommand Write(string file, string text)
    {
        string path = At(file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public string At(string file) => System.IO.Path.Combine(Root, file);

    public CommandResult Run(params string[] arguments) => CommandResult.Run(Path, arguments, Root);

    public CommandResult Run(IReadOnlyDictionary<string, string> environment, string[] arguments)
        => CommandResult.Run(Path, arguments, Root, environment);

    /// <summary>What is in the folder, without the sources.</summary>
    public IEnumerable<string> Products()
        => Directory.GetFiles(Root).Select(System.IO.Path.GetFileName)
        .Where(f => f != "go.mod" && !f!.EndsWith(".go", StringComparison.Ordinal))!;

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
