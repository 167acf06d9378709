using Go.Compiler.Settings;

namespace Go.Compiler.Driver.Tools;

/// <summary>
/// <c>dotnet go doc</c>: Go's own, which is a part of Go's command and reads sources by its loader. It changes nothing and compiles
/// nothing, so it cannot disagree with builds.
/// </summary>
internal static class DocCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter error)
    {
        GoEnvironment environment = Locations.Environment();
        if (arguments.Any(a => a.TrimStart('-') is "http" or "http=true" && a.StartsWith('-')))
        {
            throw UsageException.NotSupported("doc -http: pages are not served; without the flag documentation is printed");
        }
        if (ToolPrograms.FindCommand("go", error) is not { } program)
        {
            return 1;
        }
        // Where the sources are is said once more: the program stands in a cache, not in a GOROOT. It asks the go that is there about
        // modules.
        var variables = new Dictionary<string, string> { ["GOROOT"] = SourceFolder.WithCommand(environment), ["GOTOOLCHAIN"] = "local",
            ["CGO_ENABLED"] = "0" };
        return ToolPrograms.Start(program, ["doc", .. arguments], variables);
    }
}
