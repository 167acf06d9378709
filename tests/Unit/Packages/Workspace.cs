using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Packages;

/// <summary>A temporary folder with a few files, and a standard library with a few packages of a line each.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("go-packages-").FullName;

    public Workspace(params (string Name, string Content)[] files)
    {
        foreach (string package in (string[])["runtime", "fmt", "embed", "internal/abi", "net/http/internal", "vendor/golang.org/x/text",
            "crypto/internal/fips140", "internal/cpu"])
        {
            WriteFile($"goroot/src/{package}/x.go", $"package {package.Split('/')[^1]}\n");
        }
        Add(files);
    }

    public string Main => Path.Combine(_root, "main");

    public string StandardRoot => Path.Combine(_root, "goroot");

    public SourceFileTable Files { get; } = new();

    public Workspace Add(params (string Name, string Content)[] files)
    {
        foreach ((string name, string content) in files)
        {
            WriteFile("main/" + name, content);
        }
        return this;
    }

    public Workspace AddStandard(string name, string content)
    {
        WriteFile("goroot/src/" + name, content);
        return this;
    }

    private void WriteFile(string name, string content)
    {
        string path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    public LoadOptions Options(params string[] patterns) => new()
    {
        WorkingDirectory = Main,
        Patterns = patterns,
        Target = SupportedPlatforms.LinuxAmd64,
        StandardLibrary = new GorootStandardLibrary(StandardRoot),
    };

    public PackageGraph Load(params string[] patterns) => Load(Options(patterns));

    public PackageGraph Load(LoadOptions options)
    {
        var sink = new DiagnosticSink();
        PackageGraph? graph = PackageLoader.Load(options, Files, sink);
        Assert.Empty(Render(sink));
        return graph!;
    }

    /// <summary>Errors as Go prints them, with the temporary folder written as <c>~</c>.</summary>
    public string[] Errors(params string[] patterns)
    {
        var sink = new DiagnosticSink();
        Assert.Null(PackageLoader.Load(Options(patterns), Files, sink));
        return Render(sink);
    }

    public DiagnosticSink Report(params string[] patterns)
    {
        var sink = new DiagnosticSink();
        PackageLoader.Load(Options(patterns), Files, sink);
        return sink;
    }

    private string[] Render(DiagnosticSink sink)
        => [.. DiagnosticReport.Arrange(sink.All.Where(d => d.Descriptor.Severity == Severity.Error),
            Files).Diagnostics.Select(d => DiagnosticRenderer.Gc(d, Files).Replace(_root, "~").Replace("~/main/", "")
            .Replace("~/main", "~"))];

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
