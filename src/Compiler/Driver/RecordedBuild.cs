using System.Security.Cryptography;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.FileSystem;
using Go.Compiler.Platforms;

namespace Go.Compiler.Driver;

/// <summary>
/// Builds that leave a record of what they read (<see cref="BuildOptions.RecordFile"/>), and builds that have nothing to do because of one.
/// A build that does nothing says what the last one said: its warnings come again, and where they count as errors it fails again.
/// </summary>
public static class RecordedBuild
{
    /// <summary>Findings about the surroundings of a build: they may be gone next time, so such a build is repeated.</summary>
    private static readonly HashSet<string> s_passing = [Catalogue.CacheNotWritable.Code, Catalogue.InputOutputFailed.Code];

    /// <summary>The report of the last build when this one would come to the same; otherwise null, and why for people.</summary>
    public static BuildReport? TryReuse(BuildOptions options, out string reason)
    {
        string file = options.RecordFile!;
        if (options.Stamp != StampMode.Never)
        {
            reason = "the program says which commit it is built from, and version control is not watched";
            return null;
        }
        if (InputRecord.Read(file) is not { } record)
        {
            reason = "there is no record of a build by this compiler";
            return null;
        }
        string? change = record.FirstChange(SettingsOf(options), Builder.ViewOf(options), HostFileStamps.Instance,
            out InputRecord? refreshed);
        reason = change ?? "";
        if (change is not null)
        {
            return null;
        }
        refreshed?.Write(file);
        return WorkerMessages.ReadAnswer(System.Text.Encoding.UTF8.GetString(record.Answer), null);
    }

    /// <summary>
    /// Builds, and leaves a record if that went well. While it runs there is none: whatever ends it, nothing old is taken for its result.
    /// </summary>
    public static BuildReport Run(BuildOptions options, IBuildProgress? progress, CancellationToken cancellation)
    {
        if (options.RecordFile is not { } file)
        {
            return BuildReport.Of(Builder.Build(options, progress, cancellation));
        }
        try
        {
            if (File.Exists(file))
            {
                File.Delete(file);
            }
            var view = new RecordingFileView(Builder.ViewOf(options), HostFileStamps.Instance);
            BuildReport report = BuildReport.Of(Builder.Build(options, view, progress, cancellation))
                with { InputFiles = InputsOf(options, view) };
            if (report.Succeeded && !report.Findings.Any(f => s_passing.Contains(f.Code)))
            {
                string[] immutable = view.KindOf(options.StandardLibrary) == EntryKind.Folder
                    ? [] : [Path.GetFullPath(options.StandardLibrary)];
                InputRecord.Of(SettingsOf(options), WorkerMessages.Report(report), view, immutable, OutputsOf(options, report),
                    HostFileStamps.Instance)?.Write(file);
            }
            return report;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var finding = new ReportedFinding(Catalogue.InputOutputFailed.Code, Severity.Error, $"cannot write {file}: {e.Message}", "",
                0, 0);
            return new BuildReport { Succeeded = false, Findings = [finding] };
        }
    }

    /// <summary>
    /// All options but those that change nothing of the result; hashed, for variables may have values that are nobody's business.
    /// </summary>
    private static byte[] SettingsOf(BuildOptions options)
        => SHA256.HashData(WorkerMessages.Request(options with { Parallelism = 0, Modules = options.Modules.WithoutSources() }));

    private static IReadOnlyList<string> OutputsOf(BuildOptions options, BuildReport report)
        => [.. report.TestPrograms.Select(t => t.File).Append(report.OutputFile).Append(options.Project?.ReachReport)
            .Append(options.Project?.TimingReport).OfType<string>()];

    /// <summary>What to watch: the files read, without those of the standard library.</summary>
    private static IReadOnlyList<string> InputsOf(BuildOptions options, RecordingFileView view)
    {
        string library = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.StandardLibrary)) + Path.DirectorySeparatorChar;
        return [.. view.Reads.Select(r => r.Path).Where(p => !p.StartsWith(library, StringComparison.Ordinal))];
    }
}
