using Go.Compiler.Packages;

namespace Go.Compiler.Driver;

/// <summary><c>dotnet go tool</c>: steps that builds of this project itself need, and the compiler process of the SDK.</summary>
internal static class ToolCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        if (arguments is ["worker"])
        {
            return WorkerCommand.Run();
        }
        if (arguments.Count == 0 || arguments[0] != "pack-std")
        {
            throw new UsageException("want: tool pack-std -goroot FOLDER -o FILE");
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
}
