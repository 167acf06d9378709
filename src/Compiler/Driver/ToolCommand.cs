using Go.Compiler.Packages;

namespace Go.Compiler.Driver;

/// <summary><c>dotnet go tool</c>: steps that builds of this project itself need, the compiler process of the SDK, and where a GOROOT folder has its tools.</summary>
internal static class ToolCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        if (arguments is ["worker"])
        {
            return WorkerCommand.Run();
        }
        if (arguments is ["-n", var name])
        {
            return PrintPath(name, output);
        }
        if (arguments.Count == 0)
        {
            throw new UsageException("want: tool pack-std -goroot FOLDER -o FILE, or tool -n NAME");
        }
        if (arguments[0] == "compile")
        {
            return ToolCompileCommand.Run([.. arguments.Skip(1)], output, error);
        }
        if (arguments[0] != "pack-std")
        {
            throw UsageException.NotSupported($"tool {arguments[0]}: there are no separate tools; dotnet go build compiles, assembles and links");
        }
        string? goroot = null, file = null;
        new GoFlags().Value("goroot", v => goroot = v).Value("o", v => file = v).Parse([.. arguments.Skip(1)]);
        if (goroot is null || file is null)
        {
            throw new UsageException("want: tool pack-std -goroot FOLDER -o FILE");
        }
        StandardLibraryArchive.Write(Path.GetFullPath(goroot), Path.GetFullPath(file));
        output.WriteLine($"packed {goroot} into {file}");
        return 0;
    }

    /// <summary>As <c>go tool -n</c>: the file that would be run.</summary>
    private static int PrintPath(string name, TextWriter output)
    {
        string path = Path.Combine(Locations.StandardLibrary(), "pkg", "tool", "linux_amd64", name);
        if (!File.Exists(path))
        {
            throw new UsageException($"no such tool \"{name}\"");
        }
        output.WriteLine(path);
        return 0;
    }
}
