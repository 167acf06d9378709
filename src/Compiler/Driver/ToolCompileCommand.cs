using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver;

/// <summary>
/// <c>dotnet go tool compile</c>: compiles one package given by its files with the rules of the compiler alone. Packages of std are found
/// in GOROOT; others cannot be imported, because there are no files of compiled packages between commands. The object file has export data
/// as Go's tools read it, and code in this compiler's own form.
/// </summary>
internal static class ToolCompileCommand
{
    /// <summary>Flags that a build says itself, but of this command are the user's.</summary>
    private static readonly string[] s_own = ["o", "p", "complete", "+", "D", "importcfg", "trimpath"];

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var flags = new BuildFlags(Locations.Environment());
        string? file = null, path = null;
        bool isComplete = false, isRuntime = false;
        var words = new List<string>();
        var known = new GoFlags();
        foreach (ToolFlag flag in ToolFlags.Compiler.Where(f => !s_own.Contains(f.Name)))
        {
            // A switch may have a value, but never as the next word.
            _ = flag.Kind is FlagKind.Switch or FlagKind.Count
                ? known.OptionalValue(flag.Name, v => words.Add($"-{flag.Name}={v}"))
                : known.Value(flag.Name, v => words.Add($"-{flag.Name}={v}"));
        }
        IReadOnlyList<string> files = known
            .Value("o", v => file = v)
            .Value("p", v => path = v)
            .Value("D", Ignore)
            .Value("importcfg", Ignore)
            .Value("trimpath", Ignore)
            .Switch("complete", v => isComplete = v)
            .Switch("+", v => isRuntime = v)
            .Parse(ResponseFile.Expand(arguments));
        if (files.Count == 0 || !files.All(f => f.EndsWith(".go", StringComparison.Ordinal)))
        {
            throw new UsageException("want: tool compile [-o FILE] [-p PATH] [-N] [-l] [-e] [-complete] FILE.go...");
        }
        CompilerSettings settings = Read(words, error);
        BuildOptions options = flags.ToOptions(WorkingFolder.Current, files, BuildFlags.HostTarget(flags.Environment),
            Locations.StandardLibrary(flags.Environment), Locations.CacheDirectory(flags.Environment)) with
        {
            CompilerFlags = words.Count == 0 ? [] : [new PatternFlags(null, words, "")],
            ReportAllErrors = settings.ReportAllErrors,
            DebugFlags = settings.DebugFlags,
            CompilerRulesOnly = !isComplete,
            RuntimePackage = isRuntime ? path ?? "p" : null,
            PackagePath = path,
            ObjectFile = file ?? Path.GetFileNameWithoutExtension(files[0]) + ".o",
        };
        BuildOutcome outcome = Builder.Build(options, null, CancellationToken.None);
        var paths = new PathText(WorkingFolder.Current);
        foreach (Diagnostic d in outcome.Diagnostics)
        {
            output.WriteLine(paths.OfLoader(d, outcome.Sources));
        }
        return outcome.Succeeded ? 0 : 2;
    }

    private static CompilerSettings Read(List<string> words, TextWriter error)
    {
        var notes = new List<string>();
        try
        {
            return CompilerSettings.Read(words, "go" + GoRelease.Language, notes);
        }
        catch (SettingException e)
        {
            throw e.IsRefused ? UsageException.NotSupported(e.Message) : new UsageException(e.Message);
        }
        finally
        {
            foreach (string note in notes)
            {
                error.WriteLine($"dotnet go: note {Catalogue.FlagWithoutEffect.Code}: {note}");
            }
        }
    }

    /// <summary>Taken for the sake of scripts: it changes nothing here.</summary>
    private static void Ignore(string value)
    {
    }
}
