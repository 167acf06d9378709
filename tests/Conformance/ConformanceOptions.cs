using System.Globalization;

namespace Go.Compiler.Tests.Conformance;

/// <summary>What the command line asks for.</summary>
internal sealed class ConformanceOptions
{
    private static readonly string[] s_frontEnd = ["syntax", "types", "test"],
        s_all = [.. s_frontEnd, "assembler", "programs", "codegen", "std"];

    /// <summary>Packages of std whose tests are built and run in moments.</summary>
    private static readonly HashSet<string> s_quickPackages = ["bufio", "container/list", "encoding/binary", "errors", "maps", "slices",
        "sort", "strings", "unicode/utf8"];

    /// <summary>Scripts of the go command that take a second or so each, some of each kind.</summary>
    private static readonly HashSet<string> s_quickScripts =
    [
        "env_sanitize", "list_dedup_packages", "list_find", "list_importmap", "list_test_imports", "list_test_simple", "mod_convert_git",
        "mod_edit", "mod_get_workspace_incomplete", "mod_graph",
        "mod_init_path", "mod_missingpkg_prerelease", "mod_query",
        "mod_replace_import", "mod_retract", "mod_upgrade_patch", "mod_vendor_replace", "mod_why", "test_cache_coverpkg_no_profile",
        "work_env", "work_replace", "work_use_only_dirs",
    ];

    /// <summary>Of the programs every so-manieth belongs to the quick selection.</summary>
    private const int QuickShare = 20;

    private string[] _only = [];
    private string _from = "";
    private bool _isQuick;
    private int _shard, _shards = 1;

    /// <summary>Of the cases one in so many is chosen, by a hash of its name and the seed (<c>--sample seed/share</c>).</summary>
    private uint _seed, _share = 1;

    public List<string> Suites { get; } = [];

    /// <summary>Show failures that are expected too.</summary>
    public bool ShowAll { get; private set; }

    public int Workers { get; private set; } = Environment.ProcessorCount;

    /// <summary>File for the report, or null.</summary>
    public string? Write { get; private set; }

    /// <summary>Every case of the suites is run.</summary>
    public bool IsWhole => _only.Length == 0 && _shards == 1 && _share == 1 && !_isQuick && _from.Length == 0;

    /// <exception cref="ArgumentException">An option is unknown.</exception>
    public static ConformanceOptions Parse(string[] arguments)
    {
        var options = new ConformanceOptions();
        bool runs = false;
        string? os = null, arch = null;
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--suite": options.Suites.Add(arguments[++i]); break;
                case "--only": options._only = arguments[++i].Split(','); break;
                case "--from": options._from = arguments[++i]; break;
                case "--run": runs = true; break;
                case "--quick": options._isQuick = true; break;
                case "--shard":
                    string[] parts = arguments[++i].Split('/');
                    (options._shard, options._shards) = (int.Parse(parts[0], CultureInfo.InvariantCulture),
                        int.Parse(parts[1], CultureInfo.InvariantCulture));
                    break;
                case "--all": options.ShowAll = true; break;
                case "--workers": options.Workers = int.Parse(arguments[++i], CultureInfo.InvariantCulture); break;
                case "--os": os = arguments[++i]; break;
                case "--arch": arch = arguments[++i]; break;
                case "--sample":
                    string[] sample = arguments[++i].Split('/');
                    (options._seed, options._share) = (uint.Parse(sample[0], CultureInfo.InvariantCulture),
                        uint.Parse(sample[1], CultureInfo.InvariantCulture));
                    break;
                case "--write": options.Write = arguments[++i]; break;
                default: throw new ArgumentException($"unknown option {arguments[i]}");
            }
        }
        TestedTarget.Choose(os, arch);
        if (options.Suites.Count == 0)
        {
            options.Suites.AddRange(options._isQuick ? [.. s_all, "scripts"] : runs ? s_all : s_frontEnd);
        }
        return options;
    }

    /// <summary>FNV-1a: the same on every machine.</summary>
    private static uint Hash(string name, uint seed)
    {
        uint hash = 2166136261 ^ seed;
        foreach (char c in name)
        {
            hash = (hash ^ c) * 16777619;
        }
        return hash ^ (hash >> 15);
    }

    /// <param name="index">Place of the case in its suite.</param>
    public bool Chooses(ConformanceCase c, int index)
    {
        if (string.CompareOrdinal(c.Name, _from) < 0)
        {
            return false;
        }
        if (index % _shards != _shard || (_only.Length > 0
            && !_only.Any(o => o.StartsWith('=') ? c.Name == o[1..] : c.Suite == "std"
                ? c.Name == o : c.Name.Contains(o, StringComparison.Ordinal))))
        {
            return false;
        }
        if (_share > 1 && Hash(c.Name, _seed) % _share != 0)
        {
            return false;
        }
        return !_isQuick || c.Suite switch
        {
            "programs" or "codegen" => index % QuickShare == 0,
            "std" => s_quickPackages.Contains(c.Name),
            "scripts" => s_quickScripts.Contains(c.Name),
            _ => true,
        };
    }
}
