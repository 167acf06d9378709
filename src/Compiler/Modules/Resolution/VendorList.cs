using System.Text;

namespace Go.Compiler.Modules.Resolution;

/// <summary>What <c>vendor/modules.txt</c> says of a module.</summary>
internal sealed record VendoredModule(ModuleVersion Module)
{
    /// <summary>A main module requires it.</summary>
    public bool IsExplicit { get; set; }

    public ModuleVersion? Replacement { get; set; }

    /// <summary>Empty where it is not said.</summary>
    public string GoVersion { get; set; } = "";
}

/// <summary>
/// <c>vendor/modules.txt</c>: <c># path version [=&gt; replacement]</c>, lines <c>## explicit; go 1.21</c> about it, and the packages that
/// were copied from it.
/// </summary>
internal sealed class VendorList
{
    private readonly Dictionary<ModuleVersion, VendoredModule> _modules = [];
    private readonly Dictionary<string, ModuleVersion> _packages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _versions = new(StringComparer.Ordinal);
    private readonly List<ModuleVersion> _withPackages = [], _replaced = [];

    public static VendorList Parse(ReadOnlySpan<byte> content)
    {
        var list = new VendorList();
        ModuleVersion? module = null;
        foreach (string raw in Encoding.UTF8.GetString(content).Split('\n'))
        {
            string line = raw.TrimEnd('\r');
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                module = list.Module(line, module);
            }
            else if (module is { } m)
            {
                list.AboutModule(line, m);
            }
        }
        return list;
    }

    /// <summary>Whether the folder was made for a workspace.</summary>
    public static bool IsForWorkspace(ReadOnlySpan<byte> content)
    {
        string first = Encoding.UTF8.GetString(content).Split('\n')[0];
        return first.StartsWith("## ", StringComparison.Ordinal) && first[3..].Split(';').Any(w => w.Trim() == "workspace");
    }

    /// <summary>Modules that packages were copied from, in order.</summary>
    public IReadOnlyList<ModuleVersion> WithPackages => _withPackages;

    /// <summary>Modules that are replaced, with or without packages.</summary>
    public IReadOnlyList<ModuleVersion> Replaced => _replaced;

    /// <summary>Packages in the order of the file.</summary>
    public IReadOnlyDictionary<string, ModuleVersion> Packages => _packages;

    public IReadOnlyCollection<VendoredModule> Modules => _modules.Values;

    public VendoredModule? Find(ModuleVersion module) => _modules.GetValueOrDefault(module);

    /// <summary>The version that packages of a path were copied from, or null.</summary>
    public string? VersionOf(string path) => _versions.GetValueOrDefault(path);

    public ModuleVersion? ModuleOf(string package) => _packages.TryGetValue(package, out ModuleVersion? module) ? module : null;

    private static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private ModuleVersion? Module(string line, ModuleVersion? before)
    {
        string[] words = Words(line);
        if (words.Length < 3)
        {
            return before;
        }
        bool hasVersion = SemanticVersion.IsValid(words[2]);
        if (!hasVersion && words[2] != "=>")
        {
            return null;
        }
        var module = new ModuleVersion(words[1], hasVersion ? words[2] : "");
        ReadOnlySpan<string> rest = words.AsSpan(hasVersion ? 3 : 2);
        if (rest.Length >= 2 && rest[0] == "=>" && (rest.Length == 2 || (rest.Length == 3 && SemanticVersion.IsValid(rest[2]))))
        {
            Entry(module).Replacement = new ModuleVersion(rest[1], rest.Length == 3 ? rest[2] : "");
            _replaced.Add(module);
        }
        return module;
    }

    private VendoredModule Entry(ModuleVersion module)
    {
        if (!_modules.TryGetValue(module, out VendoredModule? entry))
        {
            _modules.Add(module, entry = new VendoredModule(module));
        }
        return entry;
    }

    private void AboutModule(string line, ModuleVersion module)
    {
        if (line.StartsWith("## ", StringComparison.Ordinal))
        {
            VendoredModule entry = Entry(module);
            foreach (string note in line[3..].Split(';').Select(n => n.Trim()))
            {
                entry.IsExplicit |= note == "explicit";
                entry.GoVersion = note.StartsWith("go ", StringComparison.Ordinal) ? note[3..] : entry.GoVersion;
            }
        }
        else if (Words(line) is [var package] && ImportPaths.Problem(package, isModule: false) is null)
        {
            _packages[package] = module;
            if (!_versions.TryGetValue(module.Path, out string? version)
                || ModuleVersions.Compare(module.Path, version, module.Version) < 0)
            {
                _withPackages.Add(module);
                _versions[module.Path] = module.Version;
            }
        }
    }
}
