using Go.Compiler.Build;
using Go.Compiler.Build.Coverage;
using Go.Compiler.Diagnostics;
using Go.Compiler.Testing;

namespace Go.Compiler.Driver;

/// <summary>
/// <c>dotnet go build</c>: as <c>go build</c>; errors go to standard error, or with <c>-json</c> as events to standard output.
/// </summary>
internal static class BuildCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var flags = new BuildFlags(Locations.Environment());
        IReadOnlyList<string> patterns = flags.Define(new GoFlags()).ApplyDefaults(flags.Environment).Parse(arguments);
        flags.Stamp ??= StampMode.Auto;
        flags.ForCommand = true;
        flags.OneProgram = flags is { IsProgramMode: true, Output: not null };
        if (!flags.KeepsWork && !flags.Trace && !flags.DryRun)
        {
            return Execute(flags, patterns, output, error).Succeeded ? 0 : 1;
        }
        // Builds need no folder of their own; whoever asks where it is gets one.
        DirectoryInfo work = Locations.TemporaryFolder(flags.Environment, "go-build");
        try
        {
            error.WriteLine("WORK=" + work.FullName);
            return Execute(flags, patterns, output, error).Succeeded ? 0 : 1;
        }
        finally
        {
            if (!flags.KeepsWork)
            {
                work.Delete(recursive: true);
            }
        }
    }

    /// <summary>
    /// Builds and prints what was found. Ctrl+C and the signal to terminate cancel cleanly, with no temporary file left; the second one
    /// ends the process at once.
    /// </summary>
    /// <exception cref="OperationCanceledException">The build was cancelled.</exception>
    /// <param name="folder">Where patterns start from; null: the working folder.</param>
    public static BuildOutcome Execute(BuildFlags flags, IReadOnlyList<string> patterns, TextWriter output, TextWriter error,
        string? folder = null)
    {
        using var cancellation = new CancelOnSignal();
        folder ??= WorkingFolder.Current;
        BuildOutcome outcome = Build(flags, patterns, error, folder, cancellation.Token);
        if (flags.Json)
        {
            BuildOutput.WriteEvents(outcome, folder, e => output.Write(TestEventJson.Write(e) + "\n"));
        }
        else
        {
            BuildOutput.WriteText(outcome, folder, error);
        }
        return outcome;
    }

    /// <summary>Builds in a folder and prints nothing but notes, progress and steps.</summary>
    /// <exception cref="OperationCanceledException">The build was cancelled.</exception>
    public static BuildOutcome Build(BuildFlags flags, IReadOnlyList<string> patterns, TextWriter error, string workingDirectory,
        CancellationToken cancellation)
    {
        flags.ReadEnvironment();
        TemporaryRemains.RemoveAbandoned(flags.Environment);
        if (flags is { Covers: true, Coverage: null })
        {
            string tool = Tools.ToolPrograms.Find("cover", error) ?? throw UsageException.Fatal("-cover: cmd/cover could not be built");
            flags.Coverage = new CoverageSettings { Tool = tool, ToolIdentity = Tools.ToolPrograms.IdentityOf(tool),
                Mode = flags.CoverMode, Packages = flags.CoverPackages };
        }
        flags.Files(); // what is wrong with it is said before anything is built
        BuildOptions options = flags.ToOptions(workingDirectory, patterns, BuildFlags.HostTarget(flags.Environment),
            Locations.StandardLibrary(flags.Environment), Locations.CacheDirectory(flags.Environment)) with
        {
            CacheLimit = Locations.CacheLimit(flags.Environment),
        };
        WriteNotes(flags, error);
        var progress = new TextProgress(error, flags.Verbose);
        if (options is not { Analysis: not null, CacheDirectory: null })
        {
            return Builder.Build(options, progress, cancellation);
        }
        // Analyzers read types from files of the cache: without one they get a cache of their own.
        DirectoryInfo cache = Locations.TemporaryFolder(flags.Environment, "dotnet-go-cache-");
        try
        {
            return Builder.Build(options with { CacheDirectory = cache.FullName }, progress, cancellation);
        }
        finally
        {
            cache.Delete(recursive: true);
        }
    }

    /// <summary>What flags and settings without meaning are told; said once.</summary>
    internal static void WriteNotes(BuildFlags flags, TextWriter error)
    {
        foreach (string note in flags.Notes.Distinct(StringComparer.Ordinal))
        {
            error.WriteLine($"dotnet go: note {Catalogue.FlagWithoutEffect.Code}: {note}");
        }
    }
}
