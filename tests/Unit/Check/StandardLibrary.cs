using Go.Compiler.Modules;
using System.Diagnostics;
using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Platforms;
using Go.Compiler.Syntax;
using Go.Compiler.Targets;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Check;

/// <summary>
/// Checks packages of Go's standard library from source, dependencies first, for one target. Imports may come from several threads.
/// </summary>
internal sealed class StandardLibrary(Target target)
{
    public StandardLibrary()
        : this(SupportedPlatforms.LinuxAmd64)
    {
    }

    private static readonly HashSet<string> s_knownSystems =
    [
        "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd", "openbsd", "plan9",
        "solaris", "wasip1",
        "windows", "zos",
    ];

    private static readonly HashSet<string> s_knownArchitectures =
    [
        "386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "loong64", "mips", "mipsle", "mips64", "mips64le", "mips64p32",
        "mips64p32le", "ppc",
        "ppc64", "ppc64le", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64", "wasm",
    ];

    private static readonly HashSet<string> s_tags =
    [
        "gc", "goexperiment.regabiwrappers", "goexperiment.regabiargs", "goexperiment.dwarf5", "goexperiment.jsonv2",
        "goexperiment.greenteagc", "goexperiment.randomizedheapbase64", "goexperiment.sizespecializedmalloc",
    ];

    private readonly Dictionary<string, CheckedPackage?> _packages = [];
    private readonly NameTable _names = new();
    private readonly string _source = Path.Combine(GoSources.Root, "src");

    public SourceFileTable Files { get; } = new();
    public List<string> Errors { get; } = [];
    public IReadOnlyDictionary<string, CheckedPackage?> Packages => _packages;
    public TimeSpan ParseTime { get; private set; }
    public TimeSpan CheckTime { get; private set; }
    public long LineCount { get; private set; }

    /// <summary>Import paths of all packages with files for the target, in order.</summary>
    public IEnumerable<string> AllPaths() => Directory
        .EnumerateDirectories(_source, "*", SearchOption.AllDirectories)
        .Select(d => Path.GetRelativePath(_source, d).Replace('\\', '/'))
        .Where(p => p != "builtin" && !p.Split('/').Any(part => part is "testdata" or "cmd" || part.StartsWith('_')
            || part.StartsWith('.')))
        .Where(p => SourceFiles(Path.Combine(_source, p)).Count > 0)
        .Order(StringComparer.Ordinal);

    public Package? Import(string path)
    {
        lock (_packages)
        {
            return path == "unsafe" ? Universe.Unsafe : Load(path)?.Package;
        }
    }

    public CheckedPackage? Load(string path) => Load(path, null);

    /// <summary>Checks one package whose imports come from elsewhere.</summary>
    public CheckedPackage CheckAlone(string path, Func<string, Package?> importer)
        => Load(path, importer) ?? throw new InvalidOperationException(path);

    private CheckedPackage? Load(string path, Func<string, Package?>? importer)
    {
        string folder = path;
        if (!Directory.Exists(Path.Combine(_source, folder)))
        {
            folder = Directory.Exists(Path.Combine(_source, "vendor", path)) ? "vendor/" + path : "cmd/vendor/" + path;
        }
        if (_packages.TryGetValue(folder, out CheckedPackage? known))
        {
            return known;
        }
        _packages.Add(folder, null); // stands for "under way" too: there are no cycles
        List<string> sources = Directory.Exists(Path.Combine(_source, folder)) ? SourceFiles(Path.Combine(_source, folder)) : [];
        if (sources.Count == 0)
        {
            Errors.Add($"no package {path}");
            return null;
        }
        var sink = new DiagnosticSink();
        int nextId = 1;
        long start = Stopwatch.GetTimestamp();
        var files = new List<SyntaxFile>();
        foreach (string source in sources)
        {
            files.Add(Parser.ParseFile(Files.Add(source, Path.GetRelativePath(_source, source), File.ReadAllBytes(source)), _names,
                ref nextId, sink));
            LineCount += files[^1].End.Line;
        }
        ParseTime += Stopwatch.GetElapsedTime(start);
        if (importer is null)
        {
            foreach (SyntaxFile file in files)
            {
                foreach (ImportSyntax import in file.Declarations.OfType<ImportSyntax>())
                {
                    Import(import.Path.Text.Trim('"'));
                }
            }
        }
        start = Stopwatch.GetTimestamp();
        var package = new Package(folder, files[0].PackageName.Value) { IsRuntimePackage = IsRuntime(folder) };
        CheckedPackage result = Checker.Check(package, files, nextId, Options(importer ?? Import, target), sink);
        CheckTime += Stopwatch.GetElapsedTime(start);
        foreach (Diagnostic d in sink.All)
        {
            (string file, int line, int column) = Files.Resolve(d.Pos);
            Errors.Add($"{file}:{line}:{column}: {d.Message}");
        }
        _packages[folder] = result;
        return result;
    }

    public static CheckOptions Options(Func<string, Package?> importer, Target? target = null) => new()
    {
        Target = target ?? SupportedPlatforms.LinuxAmd64,
        Importer = importer,
        GoVersion = "go1.27",
        IsStandardLibrary = true,
    };

    private static bool IsRuntime(string path)
        => path is "runtime" or "reflect" or "syscall" or "internal/runtime/sys" or "internal/abi" or "internal/bytealg" or "internal/cpu"
            or "internal/goarch"
            || path.StartsWith("internal/runtime/", StringComparison.Ordinal) || path.StartsWith("runtime/", StringComparison.Ordinal);

    private List<string> SourceFiles(string folder)
    {
        var files = new List<string>();
        foreach (string path in Directory.EnumerateFiles(folder, "*.go").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            if (!name.EndsWith("_test", StringComparison.Ordinal) && !name.StartsWith('_') && !name.StartsWith('.') && MatchesName(name)
                && MatchesConstraint(path))
            {
                files.Add(path);
            }
        }
        return files;
    }

    private bool MatchesName(string name)
    {
        string[] parts = name.Split('_');
        string last = parts[^1], before = parts.Length > 2 ? parts[^2] : "";
        if (parts.Length == 1)
        {
            return true;
        }
        if (s_knownArchitectures.Contains(last))
        {
            return last == target.Arch && (!s_knownSystems.Contains(before) || before == target.Os);
        }
        return !s_knownSystems.Contains(last) || last == target.Os;
    }

    private bool MatchesConstraint(string path)
    {
        SyntaxFile file = Parser.ParseImports(Files.Add(path, path, File.ReadAllBytes(path)), _names, new DiagnosticSink());
        // Files for cgo are left out, and those that only document.
        if (file.PackageName.Value == "documentation" || file.Declarations.OfType<ImportSyntax>().Any(i => i.Path.Text == "\"C\""))
        {
            return false;
        }
        foreach (Directive d in file.Directives)
        {
            if (d.Name == "go:build")
            {
                return BuildExpression.Parse(d.Arguments, out _) is { } expression && expression.IsSatisfied(HasTag);
            }
        }
        return true;
    }

    private bool HasTag(string tag)
        => s_tags.Contains(tag) || tag == target.Os || tag == target.Arch || target.ImpliedTags.Contains(tag)
            || (tag == "unix" && target.Os != "windows")
            || (tag.StartsWith("go1.", StringComparison.Ordinal) && int.TryParse(tag.AsSpan(4), out int minor) && minor <= 27);
}
