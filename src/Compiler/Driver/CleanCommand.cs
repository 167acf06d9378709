using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Cache;
using Go.Compiler.Packages;
using Go.Compiler.Settings;
using Go.Compiler.Text;

namespace Go.Compiler.Driver;

/// <summary>
/// <c>dotnet go clean</c>: removes what builds keep for later ones (<c>-cache</c>), what fuzzing has found (<c>-fuzzcache</c>), what was
/// downloaded (<c>-modcache</c>), and the programs that builds without
/// <c>-o</c> leave beside sources, with <c>-i</c> also those that were installed.
/// Without a cache's flag it is about the package of the working folder.
/// </summary>
internal static class CleanCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        bool cache = false, modules = false, results = false, inputs = false, recursive = false, installed = false;
        var flags = new BuildFlags(Locations.Environment());
        IReadOnlyList<string> packages = flags.Define(new GoFlags())
            .Switch("cache", v => cache = v)
            .Switch("modcache", v => modules = v)
            .Switch("testcache", v => results = v)
            .Switch("fuzzcache", v => inputs = v)
            .Switch("r", v => recursive = v)
            .Switch("i", v => installed = v)
            .ApplyDefaults(flags.Environment).Parse(arguments);
        flags.ReadEnvironment();
        string flag = cache ? "-cache" : results ? "-testcache" : inputs ? "-fuzzcache" : modules ? "-modcache" : "";
        if (packages.Count > 0 && flag.Length > 0)
        {
            error.WriteLine($"go: clean {flag} cannot be used with package arguments");
            return 1;
        }
        bool isGood = true;
        if (packages.Count > 0 || recursive || installed || flag.Length == 0)
        {
            isGood = CleanPackages(flags, packages, recursive, installed, output, error);
        }
        if (cache)
        {
            string folder = Locations.CacheDirectory(flags.Environment);
            Do(flags, $"rm -r {folder}", output, () => CacheTrimming.Clear(folder));
        }
        if (results)
        {
            Do(flags, "", output, () => TestResultCache.Expire(new ContentCache(Locations.CacheDirectory(flags.Environment))));
        }
        if (inputs)
        {
            var found = new DirectoryInfo(Locations.FuzzDirectory(flags.Environment));
            Do(flags, $"rm -rf {found}", output, () => Remove(found));
        }
        if (modules)
        {
            string folder = flags.Modules.CacheDirectory is { Length: > 0 } known
                ? known : throw UsageException.Fatal("cannot clean -modcache without a module cache");
            Do(flags, $"rm -rf {folder}", output, () => ReadOnlyFolders.Remove(folder));
        }
        TemporaryRemains.RemoveAbandoned(flags.Environment);
        return isGood ? 0 : 1;
    }

    private static void Remove(DirectoryInfo folder)
    {
        if (folder.Exists)
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Remove(FileInfo file)
    {
        if (file.Exists)
        {
            file.Delete();
        }
    }

    private static void Do(BuildFlags flags, string step, TextWriter output, Action action)
    {
        if ((flags.DryRun || flags.Trace) && step.Length > 0)
        {
            output.WriteLine(step);
        }
        if (!flags.DryRun)
        {
            action();
        }
    }

    /// <summary>False if a package was not found.</summary>
    private static bool CleanPackages(
        BuildFlags flags, IReadOnlyList<string> patterns, bool recursive, bool installed, TextWriter output, TextWriter error)
    {
        var sources = new SourceFileTable();
        var sink = new DiagnosticSink();
        TextWriter notes = TextWriter.Synchronized(error);
        using IStandardLibrary library = Builder.OpenStandardLibrary(Locations.StandardLibrary(flags.Environment));
        PackageListing? listing = PackageLoader.List(flags.ToLoadOptions(patterns, library, notes), sources, sink);
        if (patterns.Count == 0 && sink.All.Any(d => d.Descriptor == Catalogue.ModuleRequired))
        {
            return true; // there is no package here to clean
        }
        bool isGood = true;
        foreach (Diagnostic d in DiagnosticReport.Arrange(listing?.Problems ?? sink.All, sources).Diagnostics)
        {
            isGood &= d.Descriptor.Severity != Severity.Error;
            error.WriteLine(new PathText(WorkingFolder.Current).OfLoader(d, sources));
        }
        IReadOnlyList<ListedPackage> roots = listing?.Roots ?? [];
        IEnumerable<ListedPackage> all = recursive ? roots.Concat(roots.SelectMany(r => r.Dependencies())).Distinct() : roots;
        foreach (ListedPackage p in all.Where(p => !p.IsStandard))
        {
            if (p.Directory.Length == 0)
            {
                isGood = false;
                error.WriteLine(p.Error);
                continue;
            }
            // Sources of downloaded modules are nobody's to build in.
            bool isOwn = p.Module is null or { IsMain: true } or { Replacement.Version.Length: 0 };
            string target = installed ? InstallTarget.Of(p, flags.Environment) : "";
            foreach (string file in (isOwn ? BuildRemains.Of(p) : []).Concat(target.Length > 0 ? [target] : []))
            {
                Do(flags, $"rm -f {file}", output, () => Remove(new FileInfo(file)));
            }
        }
        return isGood;
    }
}
