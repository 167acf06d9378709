using Go.Compiler.Diagnostics;
using Go.Compiler.FileSystem;
using Go.Compiler.Packages;

namespace Go.Compiler.Build;

/// <summary>What there is to say about the files that the packages of a build embed.</summary>
internal static class EmbedChecks
{
    public static void Check(BuildOptions options, PackageGraph graph, EmbedItems items, DiagnosticSink sink)
    {
        foreach (LoadedPackage package in graph.Packages.Where(p => p is { IsStandardLibrary: false, EmbedPatterns.Count: > 0 }))
        {
            CheckSize(options, package, sink);
            if (options.OutputFolders.Count > 0)
            {
                TellSkipped(package, sink);
            }
        }
        // Tests and analyses see a part of the packages only.
        if (!options.Tests && options.Analysis is null)
        {
            FindUnused(options, graph, items, sink);
        }
    }

    private static void CheckSize(BuildOptions options, LoadedPackage package, DiagnosticSink sink)
    {
        if (options.EmbedWarningSize == 0)
        {
            return;
        }
        long size = 0;
        foreach (EmbedFile file in package.EmbedPatterns.SelectMany(p => p.Files).DistinctBy(f => f.FilePath))
        {
            size += file.Read().Length;
        }
        if (size > options.EmbedWarningSize)
        {
            string message = $"package {package.FullPath} embeds {size} bytes, more than {options.EmbedWarningSize}";
            sink.Report(new Diagnostic(Catalogue.EmbeddedFilesLarge, default, message, FilePath: package.GoFiles[0].Source.Path));
        }
    }

    private static void TellSkipped(LoadedPackage package, DiagnosticSink sink)
    {
        foreach (EmbedPattern pattern in package.EmbedPatterns.Where(p => p.Skipped.Count > 0))
        {
            string message =
                $"pattern {pattern.Pattern}: passes by {string.Join(", ", pattern.Skipped)}: names that begin with . or _ are embedded by all:{pattern.Pattern}, or by items with IncludeHidden";
            sink.Report(new Diagnostic(Catalogue.EmbedSkipsHidden, default, message, FilePath: package.GoFiles[0].Source.Path));
        }
    }

    /// <summary>An item that no pattern takes in is a mistake: the program does not have the file.</summary>
    private static void FindUnused(BuildOptions options, PackageGraph graph, EmbedItems items, DiagnosticSink sink)
    {
        if (items.All.Count == 0)
        {
            return;
        }
        var embedded = graph.Packages.SelectMany(p => p.EmbedPatterns).SelectMany(p => p.Files).Select(f => f.FilePath)
            .ToHashSet(StringComparer.Ordinal);
        string[] unused = [.. items.All.Where(i => !embedded.Contains(i.Path) && !IsPassedBy(options.WorkingDirectory, i))
            .Select(i => i.Path)];
        if (unused.Length > 0)
        {
            string name = Path.GetRelativePath(options.WorkingDirectory, unused[0]).Replace('\\', '/');
            string others = unused.Length == 1 ? "" : $" (nor {unused.Length - 1} more)";
            sink.Report(new Diagnostic(Catalogue.EmbedItemUnused, default,
                $"item GoEmbed: no //go:embed line of the program's packages takes in {name}{others}"));
        }
    }

    /// <summary>Of a whole folder the hidden files are left out by Go's rules, which is told above.</summary>
    private static bool IsPassedBy(string folder, EmbedItem item)
        => !item.TakesHidden && Path.GetRelativePath(folder, item.Path).Split(Path.DirectorySeparatorChar)
            .Any(e => e[0] is '.' or '_' && e != "..");
}
