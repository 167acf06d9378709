using System.Text;
using Go.Compiler.Modules;
using Go.Compiler.Packages;
using Go.Compiler.Settings;

namespace Go.Compiler.Build;

/// <summary>
/// The text that debug.ReadBuildInfo parses (contract 7.7): path, modules and settings, one a line, in the order in which Go's command
/// writes them.
/// </summary>
internal sealed class ModuleInformation
{
    private readonly BuildOptions _options;
    private readonly PackageGraph _graph;
    private readonly LoadedPackage _root;
    private readonly string? _profile;
    private readonly StringBuilder _text = new();

    private ModuleInformation(BuildOptions options, PackageGraph graph, LoadedPackage root, string? profile)
    {
        _profile = profile;
        _options = options;
        _graph = graph;
        _root = root;
    }

    /// <param name="stamp">What version control says of the main module; null: nothing.</param>
    /// <param name="profile">The profile that Go's compiler would be guided by; null: none.</param>
    public static string Text(BuildOptions options, PackageGraph graph, LoadedPackage root, VersionStamp? stamp, string? profile)
    {
        var information = new ModuleInformation(options, graph, root, profile);
        information.Write(stamp);
        return information._text.ToString();
    }

    private void Write(VersionStamp? stamp)
    {
        _text.Append("path\t").Append(_root.FullPath).Append('\n');
        ModuleInfo? main = _root.IsNamedByFiles ? null : _root.Module;
        if (main is { Path.Length: > 0 })
        {
            Module("mod", main, ProjectStamps.ModuleVersion(_options) ?? stamp?.Version);
        }
        foreach (ModuleInfo module in Dependencies(main))
        {
            Module("dep", module, null);
        }
        WriteFlags();
        string godebug = _graph.DefaultGodebug(_root);
        if (godebug.Length > 0)
        {
            Setting("DefaultGODEBUG", godebug);
        }
        Setting("CGO_ENABLED", "0");
        Setting("GOARCH", _options.Target.Arch);
        if (_options.Experiments.Length > 0)
        {
            Setting("GOEXPERIMENT", _options.Experiments);
        }
        if (_options.FipsMode)
        {
            Setting("GOFIPS140", "latest");
        }
        Setting("GOOS", _options.Target.Os);
        if (KnownPlatforms.LevelOf(_options.Target.Arch) is { Default.Length: > 0 } level)
        {
            Setting(level.Variable, level.Default);
        }
        foreach ((string name, string value) in stamp?.Settings ?? [])
        {
            Setting(name, value);
        }
    }

    private void WriteFlags()
    {
        if (_options.AssemblerFlags.Count > 0)
        {
            Setting("-asmflags", _options.AssemblerFlags[^1].Text);
        }
        Setting("-buildmode", _options.IsPositionIndependent ? "pie" : "exe");
        Setting("-compiler", "gc");
        if (_options.CompilerFlags is [.., { Text.Length: > 0 } compilerFlags])
        {
            Setting("-gcflags", compilerFlags.Text);
        }
        // Flags of the linker may hold paths of this machine.
        if (_options.LinkerFlags is [.., { Text.Length: > 0 } linkerFlags] && !_options.TrimPath)
        {
            Setting("-ldflags", linkerFlags.Text);
        }
        if (_profile is not null)
        {
            Setting("-pgo", _options.TrimPath ? Path.GetFileName(_profile) : _profile);
        }
        if (_options.Tags.Count > 0)
        {
            Setting("-tags", string.Join(',', _options.Tags));
        }
        if (_options.TrimPath)
        {
            Setting("-trimpath", "true");
        }
    }

    /// <summary>The modules of the packages that the program is made of, but for the main one.</summary>
    private IEnumerable<ModuleInfo> Dependencies(ModuleInfo? main)
    {
        var seen = new HashSet<LoadedPackage>(ReferenceEqualityComparer.Instance);
        var modules = new Dictionary<(string, string), ModuleInfo>();
        var work = new Stack<LoadedPackage>([_root]);
        while (work.TryPop(out LoadedPackage? package))
        {
            foreach (LoadedPackage import in package.Imports.Values)
            {
                if (!seen.Add(import))
                {
                    continue;
                }
                work.Push(import);
                if (import.Module is { Path.Length: > 0 } module && module.Path != main?.Path)
                {
                    modules.TryAdd((module.Path, module.Version), module);
                }
            }
        }
        return modules.Values.OrderBy(m => m.Path, StringComparer.Ordinal).ThenBy(m => m.Version, StringComparer.Ordinal);
    }

    private void Module(string word, ModuleInfo module, string? stampedVersion)
    {
        string version = stampedVersion ?? (module.Version.Length > 0 ? module.Version : "(devel)");
        _text.Append(word).Append('\t').Append(module.Path).Append('\t').Append(version);
        // A vendor folder says nothing of sums.
        string sum = module.IsVendored ? "" : module.Sum;
        if (module.Replacement is { } replacement)
        {
            bool isFolder = replacement.Version.Length == 0;
            _text.Append("\n=>\t").Append(replacement.Path).Append('\t').Append(isFolder ? "(devel)" : replacement.Version).Append('\t')
                .Append(isFolder ? "" : sum).Append('\n');
            return;
        }
        _text.Append('\t').Append(module.Version.Length > 0 ? sum : "").Append('\n');
    }

    private void Setting(string name, string value)
        => _text.Append("build\t").Append(name).Append('=').Append(Quoted(value.Replace('\n', ' '))).Append('\n');

    private static string Quoted(string value) => value.AsSpan().IndexOfAny(" \t\r\n\"`") >= 0 ? GoQuote.Text(value) : value;
}
