using Go.Compiler.Driver.Tools;
using Go.Compiler.Packages;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver;

/// <summary>
/// <c>dotnet go tool</c>: steps that builds of this project itself need, the compiler process of the SDK, the compiler alone, and Go's own tools.
/// </summary>
internal static class ToolCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        string[] words = [.. arguments];
        switch (words)
        {
            case []:
                foreach (string tool in ToolPrograms.Names())
                {
                    output.WriteLine(tool);
                }
                return 0;
            case ["-n", var name, ..]:
                return PrintPath(name, output, error);
            case ["worker"]:
                return WorkerCommand.Run();
            case ["compile", .. var rest]:
                return ToolCompileCommand.Run(rest, output, error);
            case ["pack-std", .. var rest]:
                return PackStandardLibrary(rest, output);
            default:
                return ToolPrograms.Run(words[0], words[1..], error);
        }
    }

    private static int PackStandardLibrary(IReadOnlyList<string> arguments, TextWriter output)
    {
        string? goroot = null, file = null;
        new GoFlags().Value("goroot", v => goroot = v).Value("o", v => file = v).Parse(arguments);
        if (goroot is null || file is null)
        {
            throw new UsageException("want: tool pack-std -goroot FOLDER -o FILE");
        }
        StandardLibraryArchive.Write(Path.GetFullPath(goroot), Path.GetFullPath(file));
        output.WriteLine($"packed {goroot} into {file}");
        return 0;
    }

    /// <summary>As <c>go tool -n</c>: the file that would be run.</summary>
    private static int PrintPath(string name, TextWriter output, TextWriter error)
    {
        string path = Path.Combine(Locations.StandardLibrary(Locations.Environment()), "pkg", "tool", HostSystem.ToolFolder, name);
        if (!File.Exists(path))
        {
            path = ToolPrograms.Find(name, error) ?? "";
        }
        if (path.Length == 0)
        {
            return 1;
        }
        output.WriteLine(path);
        return 0;
    }
}
