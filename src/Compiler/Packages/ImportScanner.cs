using System.Collections.Concurrent;
using Go.Compiler.Diagnostics;
using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Resolution;
using Go.Compiler.Syntax;
using Go.Compiler.Text;

namespace Go.Compiler.Packages;

/// <summary>Reads what the Go files of folders import, of all files or of those that build tags select. Thread-safe.</summary>
/// <param name="tags">Null: all files but those that say <c>ignore</c>.</param>
internal sealed class ImportScanner(IFileView view, IStandardLibrary standard, BuildTags? tags) : IImportScanner
{
    private readonly ConcurrentDictionary<string, ScannedImports?> _scanned = new(StringComparer.Ordinal);
    private readonly string _standardRoot = Path.GetFullPath(standard.PathOf("", "") + "/")
        .TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;

    public ScannedImports? Scan(string folder) => _scanned.GetOrAdd(folder, ScanUncached);

    private ScannedImports? ScanUncached(string folder)
    {
        SourceFolder source = folder.StartsWith(_standardRoot, StringComparison.Ordinal)
            ? new StandardFolder(standard, folder[_standardRoot.Length..].Replace(Path.DirectorySeparatorChar, '/'))
            : new DiskFolder(folder, view);
        var names = new NameTable();
        var files = new SourceFileTable();
        var imports = new SortedSet<string>(StringComparer.Ordinal);
        var testImports = new SortedSet<string>(StringComparer.Ordinal);
        int count = 0;
        foreach (string name in source.PackageFiles().Where(n => n.EndsWith(".go", StringComparison.Ordinal) && n[0] is not ('.' or '_')))
        {
            if (tags is not null && !tags.MatchesFileName(name))
            {
                continue;
            }
            byte[] content = source.Read(name);
            var sink = new DiagnosticSink();
            SyntaxFile head = Parser.ParseImports(files.Add(source.PathOf(name), source.PathOf(name), content), names, sink);
            if (sink.HasErrors)
            {
                Diagnostic first = sink.All[0];
                (string file, int line, int column) = files.Resolve(first.Pos);
                return new ScannedImports([], [], $"reading {file}:{line}:{column}: {first.Message}");
            }
            if (Selects(content, head))
            {
                count++;
                SortedSet<string> target = GoFileName.IsTest(name) ? testImports : imports;
                target.UnionWith(head.Declarations.OfType<ImportSyntax>().Select(i => i.Path.Text[1..^1]).Where(IsReal));
            }
        }
        return count == 0 ? null : new ScannedImports([.. imports], [.. testImports], null);
    }

    /// <summary>The files that <c>//go:embed</c> lines of the folder's files name, whatever the files' constraints.</summary>
    public IEnumerable<(string Pattern, string? Problem, IReadOnlyList<EmbedFile> Files)> Embedded(string folder, bool withTests)
    {
        var source = new DiskFolder(folder, view);
        var patterns = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string name in source.PackageFiles()
            .Where(n => n.EndsWith(".go", StringComparison.Ordinal) && (withTests || !GoFileName.IsTest(n))))
        {
            byte[] content = source.Read(name);
            SyntaxFile head = Parser.ParseImports(new SourceFileTable().Add(name, name, content), new NameTable(), new DiagnosticSink());
            foreach (Directive directive in head.Directives.Where(d => d.Name == "go:embed" && BuildConstraint.CanHold(content)))
            {
                patterns.UnionWith((EmbedArguments.Split(directive.Arguments, out _) ?? []).Select(p => p.Pattern));
            }
        }
        var resolver = new EmbedResolver(source, [], EmbedItems.None);
        foreach (string pattern in patterns)
        {
            EmbedPattern? resolved = resolver.Resolve(pattern, out string? problem);
            yield return (pattern, resolved is null ? problem : null, resolved?.Files ?? []);
        }
    }

    private bool Selects(byte[] content, SyntaxFile head)
    {
        bool importsC = head.Declarations.OfType<ImportSyntax>().Any(i => i.Path.Text == "\"C\"");
        return tags is null ? BuildConstraint.CanHold(content) : BuildConstraint.IsSatisfied(content, tags, out _, out _) && !importsC;
    }

    /// <summary>Not <c>C</c>, and not the packages of App Engine's first days, which were never in a module.</summary>
    private static bool IsReal(string path)
        => path is not ("C" or "appengine" or "appengine_internal") && !path.StartsWith("appengine/", StringComparison.Ordinal)
            && !path.StartsWith("appengine_internal/", StringComparison.Ordinal);
}
