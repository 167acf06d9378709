using Go.Compiler.Diagnostics;
using Go.Compiler.Images;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;

namespace Go.Compiler.Build;

/// <summary>
/// Object files of the system's tools among the packages of a build (<c>.syso</c>): those that hold resources are linked where programs
/// have such, all others are errors.
/// </summary>
internal static class SystemObjects
{
    public static void Check(BuildOptions options, PackageGraph graph, FileSystem.IFileView files, DiagnosticSink sink)
    {
        Platform platform = SupportedPlatforms.Of(options.Target);
        foreach (LoadedPackage package in graph.Packages)
        {
            foreach (string path in package.SystemObjectFiles)
            {
                if (platform.ResourceObjects?.Invoke(files.Read(path)) is null)
                {
                    string what = platform.ResourceObjects is null ? "system object files are not supported"
                        : $"of system object files only those with resources, by number and for {options.Target.Arch}, are supported";
                    sink.Report(new Diagnostic(Catalogue.SystemObjectUnsupported, default, $"{Path.GetFileName(path)}: {what}",
                        FilePath: path));
                }
            }
        }
    }

    /// <summary>The resources of the packages' files before those that were made of what the project says.</summary>
    public static IReadOnlyList<ImageResource> AddTo(IReadOnlyList<ImageResource> made, CompileSession session,
        IEnumerable<CompiledPackage> packages)
    {
        Platform platform = SupportedPlatforms.Of(session.Options.Target);
        var own = new List<ImageResource>();
        foreach (string path in platform.ResourceObjects is null ? [] : packages.SelectMany(p => p.Loaded.SystemObjectFiles))
        {
            own.AddRange(platform.ResourceObjects!(session.Files.Read(path)) ?? []);
        }
        return own.Count == 0 ? made : platform.MergeResources!(own, made);
    }
}
