using System.Collections.Concurrent;
using Go.Compiler.Packages;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Settings;

namespace Go.Compiler.Build;

/// <summary>
/// Which flags of <c>-gcflags</c>, <c>-asmflags</c> and <c>-ldflags</c> are for which package: the last value whose pattern fits.
/// Thread-safe.
/// </summary>
internal sealed class PackageFlagSets
{
    private readonly BuildOptions _options;
    private readonly HashSet<string> _named;
    private readonly IReadOnlySet<string> _tools;
    private readonly Dictionary<string, string> _directories;
    private readonly HashSet<string> _fuzzed;
    private readonly ConcurrentDictionary<string, CompilerSettings> _compiler = new(StringComparer.Ordinal);

    public PackageFlagSets(BuildOptions options, PackageGraph graph)
    {
        _options = options;
        _tools = graph.Tools;
        _fuzzed = options.Fuzzes ? FuzzedPackages.Of(graph) : [];
        _named = [.. graph.Roots.Select(r => r.FullPath), .. graph.Tests.Select(t => t.FullPath)];
        _directories = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (TestRoot test in graph.Tests)
        {
            _directories.TryAdd(test.FullPath, test.Directory);
        }
    }

    /// <summary>How a package is compiled: what the options say of all packages, and the flags that are for this one.</summary>
    public CompilerSettings CompilerFor(LoadedPackage package) => _compiler.GetOrAdd(package.Identity, static (_, arguments) =>
    {
        (PackageFlagSets sets, LoadedPackage of) = arguments;
        CompilerSettings own = CompilerSettings.Read(sets.For(of, sets._options.CompilerFlags), "go" + GoRelease.Language, []);
        BuildOptions all = sets._options;
        return own with
        {
            Optimize = own.Optimize && all.Optimize, Inline = own.Inline && all.Inline,
            ReportAllErrors = own.ReportAllErrors || all.ReportAllErrors,
            DebugFlags =
            [
                .. all.DebugFlags, .. own.DebugFlags,
                .. sets._fuzzed.Contains(of.Identity) ? (string[])[CompilerSettings.EdgeSwitch] : [],
            ],
        };
    }, (this, package));

    /// <summary>
    /// Whether the flags of a package say something. Those of a build do; of a dry run they are only shown, for they are the tools' affair,
    /// which are not called.
    /// </summary>
    public bool AreReadable(LoadedPackage package)
    {
        if (!_options.DryRun)
        {
            return true;
        }
        try
        {
            _ = CompilerFor(package);
            _ = AssemblerFor(package);
            _ = LinkerFor(package);
            return true;
        }
        catch (SettingException)
        {
            return false;
        }
    }

    public AssemblerSettings AssemblerFor(LoadedPackage package) => AssemblerSettings.Read(For(package, _options.AssemblerFlags), []);

    public LinkerSettings LinkerFor(LoadedPackage program)
        => LinkerSettings.Read(For(program, _options.LinkerFlags), _options.Target.Os, []);

    /// <summary>The flags among some values that are for a package.</summary>
    public IReadOnlyList<string> WordsFor(LoadedPackage package, IReadOnlyList<PatternFlags> values) => For(package, values);

    private IReadOnlyList<string> For(LoadedPackage package, IReadOnlyList<PatternFlags> values)
    {
        if (values.Count == 0)
        {
            return [];
        }
        // What belongs to the tests of a package has that package's flags.
        string tested = package.ForTest;
        bool isTest = tested.Length > 0 && (package.IsTestMain || package.FullPath == tested || package.FullPath == tested + "_test");
        string path = isTest ? tested : package.FullPath;
        string directory = isTest && _directories.TryGetValue(tested, out string? folder) ? folder : package.Directory;
        IReadOnlyList<string> flags = [];
        foreach (PatternFlags value in values)
        {
            if (value.Pattern is { } pattern ? PackageSelection.Matches(pattern, path, directory, package.Module, _tools,
                _options.WorkingDirectory) : _named.Contains(path))
            {
                flags = value.Words;
            }
        }
        return flags;
    }
}
