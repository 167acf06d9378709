using Go.Compiler.Diagnostics;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Modules;

/// <summary>Whether the standard library at hand is new enough for a module.</summary>
internal static class ReleaseCheck
{
    /// <summary>The release of the sources (<c>go1.27.4</c>) as a version. Sources that do not say it are taken for the newest of their language.</summary>
    public static GoVersion RunningOf(string release)
        => release.StartsWith("go", StringComparison.Ordinal) && GoVersion.Parse(release[2..].Split('-', ' ')[0]) is { IsRelease: true } version
            ? version : GoVersion.Parse(GoRelease.Language + ".999")!.Value;

    /// <summary>Reports a module that asks for a newer release than there is.</summary>
    /// <param name="who"><c>go.mod</c> for the main module, <c>module PATH</c> for others.</param>
    public static void Report(GoModFile file, string who, string release, DiagnosticSink sink)
    {
        if (file.Go is not { } wanted || wanted <= RunningOf(release))
        {
            return;
        }
        string shown = release.StartsWith("go", StringComparison.Ordinal) ? release[2..] : release;
        string message = $"{who} requires go >= {wanted} (running go {shown}; GOTOOLCHAIN=local)";
        sink.Report(new Diagnostic(Catalogue.GoVersionTooNew, default, message, FilePath: file.FilePath, FileLine: file.GoPlace.Line, FileColumn: file.GoPlace.Column));
    }
}
