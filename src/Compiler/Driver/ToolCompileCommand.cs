using Go.Compiler.Build;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Driver;

/// <summary>
/// <c>dotnet go tool compile</c>: compiles one package given by its files with the rules of the compiler alone. Packages of std are found in GOROOT; others
/// cannot be imported, because there are no files of compiled packages between commands. The object file has export data as Go's tools read it, and code in this compiler's own form.
/// </summary>
internal static class ToolCompileCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var flags = new BuildFlags(Locations.Environment());
        string? file = null, path = null;
        bool isComplete = false, isRuntime = false;
        IReadOnlyList<string> files = new GoFlags()
            .Value("o", v => file = v)
            .Value("p", v => path = v)
            .Value("D", Ignore)
            .Value("importcfg", Ignore)
            .Value("trimpath", Ignore)
            .Value("d", v => flags.AddCompilerFlags("-d=" + v))
            .Switch("N", v => flags.Optimize = !v)
            .Switch("l", v => flags.Inline = !v)
            .Switch("e", v => flags.ReportAllErrors = v)
            .Switch("complete", v => isComplete = v)
            .Switch("+", v => isRuntime = v)
            .Parse(arguments);
        if (files.Count == 0 || !files.All(f => f.EndsWith(".go", StringComparison.Ordinal)))
        {
            throw new UsageException("want: tool compile [-o FILE] [-p PATH] [-N] [-l] [-e] [-complete] FILE.go...");
        }
        BuildOptions options = flags.ToOptions(Directory.GetCurrentDirectory(), files, BuildFlags.HostTarget(flags.Environment),
            Locations.StandardLibrary(flags.Environment), Locations.CacheDirectory(flags.Environment)) with
        {
            CompilerRulesOnly = !isComplete,
            RuntimePackage = isRuntime ? path ?? "p" : null,
            PackagePath = path,
            ObjectFile = file ?? Path.GetFileNameWithoutExtension(files[0]) + ".o",
        };
        BuildOutcome outcome = Builder.Build(options, null, CancellationToken.None);
        foreach (Diagnostic d in outcome.Diagnostics)
        {
            output.WriteLine(DiagnosticRenderer.Gc(d, outcome.Sources));
        }
        return outcome.Succeeded ? 0 : 2;
    }

    /// <summary>Taken for the sake of scripts: it changes nothing here.</summary>
    private static void Ignore(string value)
    {
    }
}
