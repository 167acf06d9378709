using Go.Compiler.Modules;
using System.Text.RegularExpressions;
using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Packages;

public sealed class StandardLibraryLoadTests
{
    private static PackageGraph Load(IStandardLibrary library, params string[] patterns)
    {
        var sink = new DiagnosticSink();
        var files = new SourceFileTable();
        var options = new LoadOptions { WorkingDirectory = Path.GetTempPath(), Patterns = patterns, Target = SupportedPlatforms.LinuxAmd64,
            StandardLibrary = library };
        PackageGraph? graph = PackageLoader.Load(options, files, sink);
        Assert.Empty(sink.All.Select(d => DiagnosticRenderer.Gc(d, files)));
        return graph!;
    }

    [Fact]
    public void The_closure_of_fmt()
    {
        PackageGraph graph = Load(new GorootStandardLibrary(GoSources.Root), "fmt");
        Assert.Equal(58, graph.Packages.Count);
        Assert.Equal(["doc.go", "errors.go", "format.go", "print.go", "scan.go"], graph.Find("fmt")!.GoFiles.Select(f => f.Name));
        LoadedPackage bytealg = graph.Find("internal/bytealg")!;
        Assert.Equal(
            ["bytealg.go", "compare_native.go", "count_native.go", "equal_generic.go", "equal_native.go", "index_amd64.go",
                "index_native.go", "indexbyte_native.go", "lastindexbyte_generic.go"],
            bytealg.GoFiles.Select(f => f.Name));
        Assert.Equal(["compare_amd64.s", "count_amd64.s", "equal_amd64.s", "index_amd64.s", "indexbyte_amd64.s"],
            bytealg.AssemblyFiles.Select(f => Path.GetFileName(f.Path)));
        Assert.Contains(graph.Find("runtime")!.HeaderFiles, f => f.Path.EndsWith("textflag.h", StringComparison.Ordinal));
        var done = new HashSet<LoadedPackage>();
        foreach (LoadedPackage package in graph.Packages)
        {
            Assert.All(package.Imports.Values, import => Assert.Contains(import, done));
            done.Add(package);
        }
    }

    [Fact]
    public void The_closure_of_net_http()
    {
        PackageGraph graph = Load(new GorootStandardLibrary(GoSources.Root), "net/http");
        Assert.Equal(187, graph.Packages.Count);
        Assert.Equal("vendor/golang.org/x/net/http/httpguts", graph.Find("net/http")!.Imports["golang.org/x/net/http/httpguts"].ImportPath);
    }

    [Fact]
    public void All_of_std()
    {
        PackageGraph graph = Load(new GorootStandardLibrary(GoSources.Root), "std");
        Assert.Equal(374, graph.Packages.Count);
        Assert.Equal(["static/trace_viewer_full.html", "static/webcomponents.min.js"],
            graph.Find("internal/trace/traceviewer")!.EmbedPatterns.SelectMany(p => p.Files).Select(f => f.Name));
    }

    [Fact]
    public void The_archive_holds_the_same_as_the_folder()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("go-archive-").FullName, "std.goa");
        try
        {
            StandardLibraryArchive.Write(GoSources.Root, file);
            using var archive = new StandardLibraryArchive(file);
            var folder = new GorootStandardLibrary(GoSources.Root);
            Assert.Equal(folder.Version, archive.Version);
            PackageGraph fromArchive = Load(archive, "std"), fromFolder = Load(folder, "std");
            Assert.Equal(fromFolder.Packages.Select(p => p.FullPath), fromArchive.Packages.Select(p => p.FullPath));
            foreach ((LoadedPackage a, LoadedPackage b) in fromArchive.Packages.Zip(fromFolder.Packages))
            {
                Assert.Equal(b.GoFiles.Select(f => f.Name), a.GoFiles.Select(f => f.Name));
                Assert.All(a.GoFiles.Zip(b.GoFiles), pair => Assert.True(pair.First.Source.Content.AsSpan()
                    .SequenceEqual(pair.Second.Source.Content)));
                Assert.Equal(b.EmbedPatterns.SelectMany(p => p.Files).Select(f => f.Name),
                    a.EmbedPatterns.SelectMany(p => p.Files).Select(f => f.Name));
            }
            Assert.Equal("$GOROOT/src/fmt/print.go", fromArchive.Find("fmt")!.GoFiles.Single(f => f.Name == "print.go").Source.Path);
            Assert.Throws<FileNotFoundException>(() => archive.Read("fmt", "nope.go"));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    [Fact]
    public void Another_file_is_no_archive()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, "something else that is long enough to have a header");
        Assert.Throws<InvalidDataException>(() => new StandardLibraryArchive(file));
        File.Delete(file);
    }

    /// <summary>Our table of settings says the same as the release's own (internal/godebugs/table.go).</summary>
    [Fact]
    public void Godebug_settings_are_those_of_the_release()
    {
        string table = File.ReadAllText(Path.Combine(GoSources.Root, "src", "internal", "godebugs", "table.go"));
        string[] lines = [.. table.Split('\n').Select(l => l.Trim()).Where(l => l.StartsWith("{Name:", StringComparison.Ordinal))];
        (string, int, string)[] expected = [.. lines.Where(l => !l.Contains("Removed:"))
            .Select(l => (Field(l, "Name: \"(\\w+)\""), int.Parse("0" + Field(l, "Changed: (\\d+)")), Field(l, "Old: \"(\\w*)\"")))];
        Assert.Equal(expected, GodebugDefaults.Known);
        Assert.Equal(lines.Where(l => l.Contains("Removed:"))
            .Select(l => (Field(l, "Name: \"(\\w+)\""), int.Parse(Field(l, "Removed: (\\d+)")))),
            GodebugDefaults.Removed.Select(r => (r.Name, r.Removed)));

        static string Field(string line, string pattern) => Regex.Match(line, pattern).Groups[1].Value;
    }
}
