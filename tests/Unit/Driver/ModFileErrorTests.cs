using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Driver;
using Go.Compiler.Modules;
using Go.Compiler.Packages;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Driver;

/// <summary>Errors of go.mod and go.work as builds tell them: Go's text on the command line, with line and column for MSBuild.</summary>
public sealed class ModFileErrorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [Theory]
    [InlineData("go.mod", "module m\ngo 1.x\n",
        "go: errors parsing go.mod:\ngo.mod:2: invalid go version '1.x': must match format 1.23.0", 2, 4)]
    [InlineData("go.mod", "modul m\nrequire a\n",
        "go: errors parsing go.mod:\ngo.mod:1: unknown directive: modul\ngo.mod:2: usage: require module/path v1.2.3", 1, 1)]
    [InlineData("go.mod", "module m\nrequire \"a v1.0.0\n",
        "go: errors parsing go.mod:\ngo.mod:2:18: unexpected newline in string", 2, 18)]
    [InlineData("go.mod", "module m\ngo 1.27\ngodebug nosuch=1\n",
        "go: error loading go.mod:\ngo.mod:3: unknown godebug \"nosuch\"", 3, 9)]
    [InlineData("go.mod", "module m\ngo 1.27\ngodebug default=go1.99\n",
        "go: error loading go.mod:\ngo.mod:3: default=go1.99 too new (toolchain is go1.27.4)", 3, 9)]
    [InlineData("go.mod", "module m\nrequire a.b/c v1\n",
        "go: errors parsing go.mod:\ngo.mod:2: module lookup disabled by GOPROXY=off", 2, 15)]
    [InlineData("go.work", "go 1.27\nuse .\ngodebug x=1\n",
        "go: error loading go.work:\ngo.work:3: unknown godebug \"x\"", 3, 1)]
    public void Errors_are_told_as_Go_tells_them_and_have_their_place(string file, string text, string expected, int line, int column)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "go.mod"), "module m\ngo 1.27\n");
        File.WriteAllText(Path.Combine(_folder.FullName, file), text);
        File.WriteAllText(Path.Combine(_folder.FullName, "p.go"), "package p\n");
        var options = new LoadOptions
        {
            WorkingDirectory = _folder.FullName,
            Patterns = ["."],
            Target = Go.Compiler.Platforms.SupportedPlatforms.LinuxAmd64,
            StandardLibrary = Builder.OpenStandardLibrary(GoSources.Root),
            Modules = new ModuleSettings { CacheDirectory = Path.Combine(_folder.FullName, "cache"), Proxy = "off", Offline = true },
        };
        var sink = new DiagnosticSink();
        Assert.Null(PackageLoader.OpenModules(options, sink, CancellationToken.None));
        var paths = new PathText(_folder.FullName);
        var sources = new SourceFileTable();
        Assert.Equal(expected, string.Join('\n', sink.All.Select(d => paths.OfLoader(d, sources))));
        Assert.Equal((line, column), (sink.All[0].FileLine, sink.All[0].FileColumn));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
