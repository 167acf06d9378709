using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;
using Go.Compiler.Text;

namespace Go.Compiler.Driver.Tools;

/// <summary>
/// Packages that a command's patterns name, as far as they can be read: for commands that work on files, whatever becomes of imports.
/// </summary>
internal sealed class NamedPackages
{
    private readonly TextWriter _error;
    private readonly PathText _paths = new(WorkingFolder.Current);
    private readonly IReadOnlyList<ListedPackage> _roots;

    public NamedPackages(BuildFlags flags, IReadOnlyList<string> patterns, TextWriter error)
    {
        _error = error;
        flags.ReadEnvironment();
        var sources = new SourceFileTable();
        var sink = new DiagnosticSink();
        TextWriter notes = TextWriter.Synchronized(error);
        using IStandardLibrary library = Builder.OpenStandardLibrary(Locations.StandardLibrary(flags.Environment));
        PackageListing? listing = PackageLoader.List(flags.ToLoadOptions(patterns, library, notes), sources, sink);
        _roots = listing?.Roots ?? [];
        Problems = listing is not null ? [] : [.. DiagnosticReport.Arrange(sink.All,
            sources).Diagnostics.Select(d => _paths.OfLoader(d, sources))];
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<ListedPackage> Roots => _roots;

    /// <summary>Why nothing could be loaded at all.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>The packages, without those of other modules, of which is said once that they are left alone.</summary>
    /// <param name="doing">What the command does, in words.</param>
    public IEnumerable<ListedPackage> OfMainModules(string doing)
    {
        bool isSaid = false;
        foreach (ListedPackage package in _roots)
        {
            if (package.Module is not { IsMain: false })
            {
                yield return package;
            }
            else if (!isSaid)
            {
                isSaid = true;
                _error.WriteLine($"go: not {doing} in packages in dependency modules".Replace("formatting in", "formatting",
                    StringComparison.Ordinal));
            }
        }
    }

    public string Short(string path) => _paths.Short(path);

    /// <summary>Tells what is wrong with a package; the exit code.</summary>
    public int Tell(ListedPackage package)
    {
        if (package.Error is null)
        {
            return 0;
        }
        _error.WriteLine(package.Error);
        return 1;
    }

    /// <summary>Its folder is there, and has files that no build takes.</summary>
    public static bool IsOnlyWithoutFiles(ListedPackage package) => package.Directory.Length > 0 && AllGoFiles(package).Count > 0;

    /// <summary>All Go files of its folder that belong to it, also those that constraints leave out, sorted.</summary>
    public static IReadOnlyList<string> AllGoFiles(ListedPackage package)
        => [.. package.GoFiles.Concat(package.IgnoredGoFiles).Concat(package.TestGoFiles).Concat(package.ExternalTestGoFiles)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
