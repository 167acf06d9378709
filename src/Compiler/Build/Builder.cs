using Go.Compiler.FileSystem;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;

namespace Go.Compiler.Build;

/// <summary>Builds packages and programs: load, compile in parallel in dependency order, link.</summary>
public static class Builder
{
    /// <summary>
    /// Runs a build. Errors of the program are in the outcome; only broken invariants of the compiler and cancellation throw.
    /// </summary>
    /// <exception cref="InvalidDataException">The overlay cannot be read.</exception>
    public static BuildOutcome Build(BuildOptions options, IBuildProgress? progress, CancellationToken cancellation)
        => Build(options, ViewOf(options), progress, cancellation);

    /// <summary>How a build with these options looks at files.</summary>
    internal static IFileView ViewOf(BuildOptions options)
    {
        IFileView files = options.Overlay is { } overlay
            ? OverlayFileView.Read(overlay, options.WorkingDirectory, DiskFileView.Instance) : DiskFileView.Instance;
        return options.OutputFolders.Count == 0 ? files : new FileViewWithoutFolders(files, options.OutputFolders);
    }

    internal static BuildOutcome Build(BuildOptions options, IFileView files, IBuildProgress? progress, CancellationToken cancellation)
    {
        var services = new BuildServices
        {
            Cache = options.CacheDirectory is { Length: > 0 } folder ? new ContentCache(folder) : null,
            Files = files,
            NewCodeGenerator = layout => SupportedPlatforms.Of(options.Target).NewCodeGenerator(layout),
        };
        return new BuildRun(options, services, progress, cancellation).Run();
    }

    /// <summary>A GOROOT folder, or the archive of the Go.StandardLibrary package.</summary>
    public static IStandardLibrary OpenStandardLibrary(string path) => OpenStandardLibrary(path, DiskFileView.Instance);

    internal static IStandardLibrary OpenStandardLibrary(string path, IFileView files)
        => files.FolderExists(path) ? new GorootStandardLibrary(path, files) : new StandardLibraryArchive(path);

    internal static int Workers(BuildOptions options) => options.Parallelism > 0 ? options.Parallelism : Environment.ProcessorCount;
}
