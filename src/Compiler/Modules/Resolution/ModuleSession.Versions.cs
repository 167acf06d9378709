using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Files;

namespace Go.Compiler.Modules.Resolution;

// What versions say of themselves, and where their files are.
internal sealed partial class ModuleSession
{
    private readonly ConcurrentDictionary<ModuleVersion, Lazy<ModFileSummary>> _summaries = new();
    private readonly PlainGoMod _plainFiles = new();
    private readonly ConcurrentDictionary<ModuleVersion, Lazy<(string Folder, bool IsLocal)>> _folders = new();

    /// <summary>What stands for a module: itself, or its replacement.</summary>
    public ModuleVersion Actual(ModuleVersion module) => Main.Replacement(module)?.Target ?? module;

    /// <summary>The go.mod file of a version in the graph, with replacements and exclusions in force.</summary>
    /// <exception cref="ModuleException">It cannot be had, or is not what it should be.</exception>
    public ModFileSummary Summary(ModuleVersion module)
    {
        if (ModuleVersions.IsToolchain(module.Path))
        {
            return RawSummary(module);
        }
        if (Mode == ModuleMode.Vendor)
        {
            // What a vendored module requires is not known: all that is there may be it.
            bool isVendored = Vendor!.VersionOf(module.Path) == module.Version;
            return new ModFileSummary { ModulePath = module.Path, Requirements = isVendored ? Vendor.WithPackages : [] };
        }
        ModuleVersion actual = Actual(module);
        if (MustHaveSums && actual.Version.Length > 0 && !Sums.Has(GoSumFile.GoModOf(actual)))
        {
            throw new MissingSumException($"{actual}: missing go.sum entry for go.mod file; to add it:\n\tgo mod download {module.Path}");
        }
        ModFileSummary summary = RawSummary(actual);
        if (actual.Version.Length > 0)
        {
            CheckPath(module, actual, summary.ModulePath);
        }
        return Main.HasExclusions && summary.Requirements.Any(Main.Excludes)
            ? summary with { Requirements = [.. summary.Requirements.Where(r => !Main.Excludes(r))] } : summary;
    }

    private static void CheckPath(ModuleVersion module, ModuleVersion actual, string declared)
    {
        if (declared.Length == 0)
        {
            throw new ModuleException(Catalogue.MissingModulePath, $"{actual}: parsing go.mod: missing module line");
        }
        if (declared != module.Path && declared != actual.Path)
        {
            throw new ModuleException(Catalogue.ModulePathMismatch,
                $"{actual}: parsing go.mod:\n\tmodule declares its path as: {declared}\n\t        but was required as: {module.Path}");
        }
    }

    /// <summary>The go.mod file of a version as it is, whatever replaces it.</summary>
    public ModFileSummary RawSummary(ModuleVersion module) => RawSummary(module, allowTooNew: false);

    /// <summary>Whether the go.mod file of a version is there without being fetched.</summary>
    public bool IsAtHand(ModuleVersion module)
        => ModuleVersions.IsToolchain(module.Path) || Mode == ModuleMode.Vendor
            || Actual(module) is var actual && (actual.Version.Length == 0 || _source.HasGoMod(actual));

    /// <summary>Whether go.sum lets a module, or a go.mod file, be used.</summary>
    public bool HasSum(ModuleVersion module) => !MustHaveSums || Sums.Has(module);

    /// <summary>The go line of a version as it is, whatever replaces it; empty without, or where it cannot be had.</summary>
    public string GoVersionOf(ModuleVersion module)
    {
        try
        {
            return RawSummary(module, allowTooNew: true).GoVersion;
        }
        catch (ModuleException)
        {
            return ""; // said where the module is needed
        }
    }

    private ModFileSummary RawSummary(ModuleVersion module, bool allowTooNew)
    {
        if (ModuleVersions.IsToolchain(module.Path))
        {
            bool isStrict = module.Path == "go" && ModuleVersions.CompareGo(module.Version, "1.21") >= 0;
            return new ModFileSummary { ModulePath = module.Path,
                Requirements = isStrict ? [new ModuleVersion("toolchain", "go" + module.Version)] : [] };
        }
        if (module.Version.Length == 0 && Main.Find(module.Path) is { } main)
        {
            return main.File is null ? new ModFileSummary { ModulePath = module.Path } : ModFileSummary.Of(main.File);
        }
        ModFileSummary summary = Value(_summaries, module, ReadSummary);
        if (!allowTooNew && summary.GoVersion.Length > 0 && IsTooNew(summary.GoVersion))
        {
            throw TooOld($"module {module}", summary.GoVersion);
        }
        return summary;
    }

    /// <summary>Computes a value once; a failure is remembered too, but not an interruption.</summary>
    private static T Value<TKey, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(
        ConcurrentDictionary<TKey, Lazy<T>> cache, TKey key, Func<TKey, T> compute)
        where TKey : notnull
    {
        Lazy<T> lazy = cache.GetOrAdd(key, k => new Lazy<T>(() => compute(k)));
        try
        {
            return lazy.Value;
        }
        catch (OperationCanceledException)
        {
            cache.TryRemove(key, out _);
            throw;
        }
    }

    private ModFileSummary ReadSummary(ModuleVersion module)
    {
        string name = "go.mod";
        byte[] content;
        if (module.Version.Length == 0)
        {
            string path = Path.Combine(Main.FolderOf(module), "go.mod");
            name = Shown(path);
            content = _files.Read(path) ?? throw new ModuleException(Catalogue.InvalidReplacement,
                $"module {module}: reading {name}: open {path}: no such file or directory");
        }
        else
        {
            content = _source.GoMod(module, _cancellation);
        }
        try
        {
            return _plainFiles.Read(content) ?? ModFileSummary.Of(GoModFile.ParseLax(name, Encoding.UTF8.GetString(content)));
        }
        catch (ModFileException e)
        {
            throw new ModuleException(e.Errors[0].Descriptor, $"{WithVersion(module)}: parsing {name}: {e.ToGoText(name)}", e);
        }
    }

    private static string WithVersion(ModuleVersion module) => module.Version.Length == 0 ? $"module {module.Path}" : module.ToString();

    /// <summary>The folder that a version has in the module cache, whether it is there or not; null without a cache.</summary>
    public string? CachedFolder(ModuleVersion module)
        => _options.Settings.CacheDirectory is { Length: > 0 } cache && ModulePaths.Escape(module.Path) is { } path
            && ModulePaths.EscapeVersion(module.Version) is { } version
                && !_files.FileExists(Path.Combine(cache, "cache", "download", path, "@v", version + ".partial"))
            ? Path.Combine(cache, $"{path}@{version}") : null;

    /// <summary>The folder with a version's files, and whether others work in it: modules inside it are then no part of it.</summary>
    /// <exception cref="ModuleException">It cannot be had.</exception>
    public (string Folder, bool IsLocal) Fetch(ModuleVersion module)
    {
        if (module.Version.Length == 0 && Main.Find(module.Path) is { Directory.Length: > 0 } main)
        {
            return (main.Directory, true);
        }
        return Value(_folders, module, FetchUncached);
    }

    private (string Folder, bool IsLocal) FetchUncached(ModuleVersion module)
    {
        ModuleVersion actual = module;
        if (Main.Replacement(module) is { } replacement)
        {
            actual = replacement.Target;
            if (actual.Version.Length == 0)
            {
                string folder = Main.FolderOf(actual);
                return _files.FolderExists(folder) ? (folder, true)
                    : throw new ModuleException(Catalogue.InvalidReplacement,
                        $"{WithVersion(module)}: replacement directory {actual.Path} does not exist");
            }
        }
        if (MustHaveSums && !Sums.Has(actual))
        {
            throw new MissingSumException($"{actual}: missing go.sum entry");
        }
        return (_source.Directory(actual, _cancellation), false);
    }

    /// <summary>
    /// The folder of a package in a module, if there is one with Go files. Other modules below a local module hide what is theirs.
    /// </summary>
    public string? FolderIn(string package, string prefix, string root, bool isLocal)
    {
        if (!ImportPaths.HasPrefix(package, prefix))
        {
            return null;
        }
        string below = package == prefix ? "" : prefix.Length == 0 ? package : package[(prefix.Length + 1)..];
        for (string at = below; isLocal && at.Length > 0; at = at.Contains('/') ? at[..at.LastIndexOf('/')] : "")
        {
            if (_files.FileExists(Path.Combine(root, at.Replace('/', Path.DirectorySeparatorChar), "go.mod")))
            {
                return null;
            }
        }
        string folder = below.Length == 0 ? root : Path.Combine(root, below.Replace('/', Path.DirectorySeparatorChar));
        return _files.HasGoFiles(folder) ? folder : null;
    }
}
