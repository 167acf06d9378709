using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;
using Go.Compiler.Text;

namespace Go.Compiler.Driver;

/// <summary>
/// <c>dotnet go list</c>: the import paths of packages, with <c>-deps</c> those of all they need, dependencies first; <c>-json</c> and <c>-f</c> tell more of
/// each. Errors of the packages listed end it, or with <c>-e</c> are part of what is told.
/// </summary>
internal static class ListCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        if (arguments.TakeWhile(a => a != "--").Any(a => a is "-m" or "--m" or "-m=true" or "--m=true"))
        {
            return Modules.ListModulesCommand.Run(arguments, output, error);
        }
        string[]? fields = null;
        bool deps = false, json = false, takesErrors = false, exports = false;
        IReadOnlyList<TemplateNode>? format = null;
        var flags = new BuildFlags(Locations.Environment());
        IReadOnlyList<string> patterns = flags.Define(new GoFlags()).Switch("deps", v => deps = v)
            .OptionalValue("json", v =>
            {
                // As a switch, or with the names of the fields that are wanted.
                json = v != "false";
                fields = v is "true" or "false" ? null : v.Split(',', StringSplitOptions.RemoveEmptyEntries);
            })
            .Switch("e", v => takesErrors = v)
            .Value("f", v => format = TemplateParser.Parse(v))
            .Switch("find", _ => { })
            .Switch("export", v => exports = v)
            .Switch("test", v => _ = v ? throw UsageException.NotSupported("-test: packages of test programs are not listed") : v)
            .Switch("m", v => _ = v ? throw UsageException.NotSupported("-m: modules are not listed") : v)
            .ApplyDefaults(flags.Environment).Parse(arguments);
        flags.ReadEnvironment();
        var sources = new SourceFileTable();
        var sink = new DiagnosticSink();
        TextWriter notes = TextWriter.Synchronized(error);
        using IStandardLibrary library = Builder.OpenStandardLibrary(Locations.StandardLibrary(flags.Environment));
        PackageListing? listing = PackageLoader.List(flags.ToLoadOptions(patterns, library, notes), sources, sink);
        IReadOnlyList<ListedPackage> packages = (deps ? listing?.Packages : listing?.Roots) ?? [];
        bool isGood = WriteProblems(listing?.Problems ?? sink.All, sources, error);
        if (!takesErrors)
        {
            foreach (ListedPackage p in packages.Where(p => p.Error is not null))
            {
                error.WriteLine(p.Error);
                isGood = false;
            }
        }
        if (listing is null || (!isGood && !takesErrors))
        {
            return 1;
        }
        IReadOnlyDictionary<string, string> files = new Dictionary<string, string>();
        if (exports)
        {
            BuildOutcome outcome = Export(flags, patterns, deps);
            isGood = WriteProblems(outcome.Diagnostics, outcome.Sources, takesErrors ? TextWriter.Null : error);
            if (!isGood && !takesErrors)
            {
                return 1;
            }
            files = outcome.ExportFiles;
        }
        foreach (ListedPackage p in packages)
        {
            Write(PackageDescription.Of(p, files.GetValueOrDefault(p.FullPath, "")), format, json, fields, output);
        }
        return 0;
    }

    /// <summary>Compiles what is listed, so that there are files to name.</summary>
    private static BuildOutcome Export(BuildFlags flags, IReadOnlyList<string> patterns, bool withDependencies)
    {
        using var cancellation = new CancelOnSignal();
        BuildOptions options = flags.ToOptions(Directory.GetCurrentDirectory(), patterns, BuildFlags.HostTarget(flags.Environment), Locations.StandardLibrary(flags.Environment), Locations.CacheDirectory(flags.Environment))
            with { ExportNamed = true, ExportAll = withDependencies };
        return Builder.Build(options, null, cancellation.Token);
    }

    /// <summary>False if there were errors.</summary>
    private static bool WriteProblems(IReadOnlyList<Diagnostic> problems, SourceFileTable sources, TextWriter error)
    {
        foreach (Diagnostic d in DiagnosticReport.Arrange(problems, sources).Diagnostics)
        {
            error.WriteLine(new PathText(Directory.GetCurrentDirectory()).OfLoader(d, sources));
        }
        return problems.All(d => d.Descriptor.Severity != Severity.Error);
    }

    /// <summary>A description that comes out empty makes no line.</summary>
    private static void Write(TemplateRecord package, IReadOnlyList<TemplateNode>? format, bool json, string[]? fields, TextWriter output)
    {
        string text = format is not null ? TemplateRun.Apply(format, package) : json ? PackageDescription.ToJson(package, fields) : package.ToString();
        if (text.Length > 0)
        {
            output.Write(text[^1] == '\n' ? text : text + "\n");
        }
    }
}
