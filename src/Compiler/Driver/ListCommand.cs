using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;
using Go.Compiler.Text;

namespace Go.Compiler.Driver;

/// <summary>
/// <c>dotnet go list</c>: the import paths of packages, with <c>-deps</c> those of all they need, dependencies first; <c>-json</c> and <c>-f</c> tell more of each.
/// </summary>
internal static class ListCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        bool deps = false, json = false;
        ListFormat? format = null;
        var flags = new BuildFlags();
        IReadOnlyList<string> patterns = flags.Define(new GoFlags()).Switch("deps", v => deps = v).Switch("json", v => json = v).Value("f", v => format = new ListFormat(v))
            .Switch("export", _ => throw UsageException.NotSupported("-export: interface parts are no files that other tools read")).Parse(arguments);
        flags.ReadEnvironment();
        var sources = new SourceFileTable();
        var sink = new DiagnosticSink();
        using IStandardLibrary library = Builder.OpenStandardLibrary(Locations.StandardLibrary());
        PackageGraph? graph = PackageLoader.Load(new LoadOptions
        {
            WorkingDirectory = Directory.GetCurrentDirectory(),
            Patterns = patterns,
            Target = BuildFlags.HostTarget(),
            FipsMode = flags.FipsMode,
            Tags = flags.Tags,
            StandardLibrary = library,
        }, sources, sink);
        foreach (Diagnostic d in DiagnosticReport.Arrange(sink.All, sources).Diagnostics)
        {
            error.WriteLine(DiagnosticRenderer.Gc(d, sources));
        }
        if (graph is null || sink.HasErrors)
        {
            return 1;
        }
        foreach (LoadedPackage p in deps ? graph.Packages : graph.Roots)
        {
            output.WriteLine(format?.Apply(new PackageDescription(p)) ?? (json ? new PackageDescription(p).ToJson() : p.FullPath));
        }
        return 0;
    }
}
