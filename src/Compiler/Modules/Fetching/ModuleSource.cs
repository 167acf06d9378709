using System.Text;
using System.Text.Json;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Cache;
using Go.Compiler.Modules.Checksums;
using Go.Compiler.Modules.Git;

namespace Go.Compiler.Modules.Fetching;

/// <summary>
/// The source of modules of a build: first the module cache, then the places that GOPROXY lists. What comes from either is compared with
/// go.sum and the checksum database before anybody sees a byte of it.
/// </summary>
internal sealed partial class ModuleSource : IModuleSource, IDisposable
{
    private const string BundledModule = "golang.org/fips140";

    private readonly ModuleSettings _settings;
    private readonly IModuleProgress _progress;
    private readonly ModuleCache _cache;
    private readonly WebReader _web;
    private readonly SumVerifier _verifier;
    private readonly Lazy<ProxyList> _proxies;
    private readonly OnceMap<VersionQuestion, IModuleRepository> _repositories = new();
    private readonly Lazy<RepositoryFinder> _finder;
    private readonly OnceMap<string, GitRepository> _gits = new();
    private readonly OnceMap<ModuleVersion, byte[]> _goMods = new();
    private readonly OnceMap<ModuleVersion, string> _zips = new();
    private readonly OnceMap<ModuleVersion, string> _folders = new();
    private readonly OnceMap<VersionQuestion, IReadOnlyList<string>> _versions = new();
    private readonly OnceMap<VersionQuestion, ModuleRevision> _revisions = new();
    private readonly OnceMap<VersionQuestion, ModuleRevision?> _latest = new();

    /// <summary>
    /// Of GOPROXY the only place that questions about versions go to while <see cref="InTurn"/> is at it; null: all, in order.
    /// </summary>
    private readonly AsyncLocal<string?> _place = new();

    /// <summary>What a place is asked about a module: a prefix of versions, a query, or nothing in particular.</summary>
    private sealed record VersionQuestion(string Place, string Path, string Text);

    /// <param name="settings">All that decides where modules come from.</param>
    /// <param name="recorded">The build's go.sum files; null where there are none, so that only the checksum database counts.</param>
    /// <param name="progress">Hears of downloads and warnings.</param>
    /// <param name="limits">Times for servers; null: the usual ones.</param>
    /// <exception cref="ModuleException">The cache cannot be used.</exception>
    public ModuleSource(ModuleSettings settings, IRecordedSums? recorded, IModuleProgress progress, FetchLimits? limits = null)
    {
        _settings = settings;
        _progress = progress;
        _cache = new ModuleCache(settings.CacheDirectory, settings.WritableCache);
        _web = new WebReader(limits ?? new FetchLimits(),
            settings.Authentication == "off" ? new NoCredentials() : new Credentials(settings.Authentication), progress.Trace);
        _proxies = new Lazy<ProxyList>(() => new ProxyList(settings));
        _verifier = new SumVerifier(recorded, Database(), progress);
        _finder = new Lazy<RepositoryFinder>(() => new RepositoryFinder(_web,
            new VersionControlRules(settings.VersionControl, settings.Private), settings.Insecure));
    }

    private ChecksumDatabase Database()
    {
        var address = new ChecksumDatabaseAddress(_settings, _proxies, _web);
        string unused = _settings.NoSumDatabase ?? _settings.Private;
        bool isOff = ChecksumDatabaseSetting.IsOff(_settings.SumDatabase);
        return new ChecksumDatabase(_settings.SumDatabase, path => !isOff && !PathPatterns.Match(unused, path), address.Read,
            new ChecksumDatabaseFiles(Path.Combine(_cache.Downloads, "sumdb"), _settings.SumDatabaseDirectory));
    }

    /// <summary>The module cache.</summary>
    public ModuleCache Cache => _cache;

    public void Dispose() => _web.Dispose();

    public byte[] GoMod(ModuleVersion module, CancellationToken cancellation) => _goMods.Get(module, m =>
    {
        byte[]? content = _cache.Read(m, "mod");
        // made by an early version of Go from other files
        bool isCached = content is not null && !content.AsSpan().StartsWith("//vgo 0.0."u8);
        content = isCached ? content! : Fetch(m.Path, cancellation, r => r.GoMod(m.Version, cancellation));
        _verifier.Check(m with { Version = m.Version + "/go.mod" }, DirectoryHash.OfGoMod(content), cancellation);
        if (!isCached)
        {
            Keep(() => _cache.Write(m, "mod", content, cancellation));
        }
        return content;
    });

    public bool HasGoMod(ModuleVersion module) => _cache.Has(module, "mod");

    public string Directory(ModuleVersion module, CancellationToken cancellation) => _folders.Get(module, m =>
    {
        CheckBundled(m);
        if (_cache.IsUnpacked(m))
        {
            CheckZipHash(m, cancellation);
            return _cache.Folder(m);
        }
        string zip = Zip(m, cancellation);
        string folder = Unpack(m, zip, cancellation);
        CheckZipHash(m, cancellation);
        return folder;
    });

    /// <summary>Makes sure that a version's zip is in the cache and verified, and returns its path.</summary>
    public string Zip(ModuleVersion module, CancellationToken cancellation) => _zips.Get(module, m =>
    {
        CheckBundled(m);
        string zip = _cache.File(m, "zip"), hash = _cache.File(m, "ziphash");
        if (File.Exists(zip) && File.Exists(hash))
        {
            CheckZipHash(m, cancellation);
            return zip;
        }
        CheckMayFetch();
        _cache.CheckRoom();
        if (!File.Exists(zip))
        {
            _progress.Downloading(m);
        }
        using FileStream locked = _cache.LockVersion(m, cancellation);
        if (!File.Exists(zip) || !File.Exists(hash))
        {
            _cache.Change("writing", zip, () =>
            {
                Download(m, zip, hash, cancellation);
                return 0;
            });
        }
        return zip;
    });

    public IReadOnlyList<string> Versions(string modulePath, string prefix, CancellationToken cancellation)
        => _versions.Get(new(Place, modulePath, prefix), k => FetchVersions(k.Path, cancellation, r => r.Versions(k.Text, cancellation)));

    public ModuleRevision Revision(string modulePath, string query, CancellationToken cancellation)
        => _revisions.Get(new(Place, modulePath, query), k =>
    {
        bool isCanonical = SemanticVersion.CanonicalModule(k.Text) == k.Text;
        if (isCanonical && CachedRevision(new(k.Path, k.Text)) is { } cached)
        {
            return cached;
        }
        if (!isCanonical && _settings.Proxy == ProxyList.Off && CachedCommit(k.Path, k.Text) is { } commit)
        {
            return commit;
        }
        ModuleRevision found = FetchVersions(k.Path, cancellation, r => r.Stat(k.Text, cancellation));
        KeepRevision(k.Path, found, cancellation);
        return found;
    });

    public ModuleRevision? Latest(string modulePath, CancellationToken cancellation) => _latest.Get(new(Place, modulePath, ""), k =>
    {
        try
        {
            ModuleRevision latest = FetchVersions(k.Path, cancellation, r => r.Latest(cancellation));
            KeepRevision(k.Path, latest, cancellation);
            return latest;
        }
        catch (ModuleException e) when (e.IsNotFound && e.Descriptor != Catalogue.ModuleLookupDisabled)
        {
            return null;
        }
    });

    /// <summary>The hash of a version's zip as the cache has it, or null; nothing is fetched.</summary>
    public string? CachedZipHash(ModuleVersion module, CancellationToken cancellation)
    {
        byte[]? hash = FileLock.Read(_cache.File(module, "ziphash"), cancellation).AsSpan().Trim(" \t\r\n"u8).ToArray();
        return hash is { Length: > 0 } && DirectoryHash.IsWellFormed(hash) ? Encoding.ASCII.GetString(hash) : null;
    }

    public T InTurn<T>(Func<T> ask) => _place.Value is not null ? ask() : _proxies.Value.Try(place =>
    {
        _place.Value = place;
        try
        {
            return ask();
        }
        finally
        {
            _place.Value = null;
        }
    });

    private string Place => _place.Value ?? "";

    private T FetchVersions<T>(string path, CancellationToken cancellation, Func<IModuleRepository, T> ask)
    {
        CheckMayFetch();
        return _place.Value is { } place ? ask(RepositoryOf(place, path, cancellation)) : Fetch(path, cancellation, ask);
    }

    private T Fetch<T>(string path, CancellationToken cancellation, Func<IModuleRepository, T> ask)
    {
        CheckMayFetch();
        return _proxies.Value.Try(place => ask(RepositoryOf(place, path, cancellation)));
    }

    private IModuleRepository RepositoryOf(string place, string path, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return _repositories.Get(new(place, path, ""), k => Repository(k.Place, k.Path, cancellation));
    }

    private void CheckMayFetch()
    {
        string? reason = _settings.Mode == ModuleMode.Vendor ? "-mod=vendor" : _settings.Offline && _settings.Proxy != ProxyList.Off
            ? "a build without restore: run dotnet restore, which downloads what go.mod requires" : null;
        if (reason is not null)
        {
            throw new ModuleException(Catalogue.ModuleLookupDisabled, $"module lookup disabled by {reason}");
        }
    }

    private IModuleRepository Repository(string proxy, string path, CancellationToken cancellation)
    {
        if (PathPatterns.Match(_settings.NoProxy ?? _settings.Private, path))
        {
            return proxy is ProxyList.NoProxy or ProxyList.Direct ? Direct(path, cancellation)
                : throw new ModuleException(Catalogue.ModuleLookupDisabled, "disabled by GOPRIVATE/GONOPROXY") { IsNotFound = true };
        }
        return proxy switch
        {
            ProxyList.Off
                => throw new ModuleException(Catalogue.ModuleLookupDisabled, "module lookup disabled by GOPROXY=off") { IsNotFound = true },
            ProxyList.Direct => Direct(path, cancellation),
            ProxyList.NoProxy => throw ProxyList.NotPrivate(),
            _ => new ProxyRepository(_web, proxy, path),
        };
    }

    private IModuleRepository Direct(string path, CancellationToken cancellation)
    {
        RepositoryRoot root = _finder.Value.Find(path, cancellation);
        return root.System == "mod" ? new ProxyRepository(_web, root.Address, path)
            : new GitModuleRepository(_gits.Get(root.Address, a => new GitRepository(_cache, a, IsMissing)), root, path);
    }

    private bool IsMissing(string address, CancellationToken cancellation)
    {
        try
        {
            _web.Read(address, 1 << 20, cancellation);
            return false;
        }
        catch (ModuleException e)
        {
            return e.IsNotFound;
        }
    }

    private static void CheckBundled(ModuleVersion module)
    {
        if (module.Path == BundledModule)
        {
            throw new ModuleException(Catalogue.ModuleLookupDisabled,
                $"{BundledModule} is bundled with the Go distribution and cannot be downloaded");
        }
    }

    // What stands in the cache without being from here: a read-only cache that lacks it is no reason to fail.
    private static void Keep(Action write)
    {
        try
        {
            write();
        }
        catch (ModuleException e) when (e.Descriptor == Catalogue.ModuleCacheUnusable
            && e.InnerException is UnauthorizedAccessException or IOException { HResult: 30 })
        {
            return;
        }
    }

    private void KeepRevision(string path, ModuleRevision revision, CancellationToken cancellation)
    {
        var module = new ModuleVersion(path, revision.Version);
        if (SemanticVersion.CanonicalModule(revision.Version) == revision.Version && revision.Version.Length > 0
            && CachedRevision(module) is null)
        {
            Keep(() => _cache.Write(module, "info", RevisionJson.Format(revision), cancellation));
        }
    }

    private ModuleRevision? CachedRevision(ModuleVersion module)
    {
        try
        {
            return _cache.Read(module, "info") is { } json ? RevisionJson.Parse(json) : null;
        }
        catch (JsonException)
        {
            return null; // damaged: as if it were not there; it is written anew
        }
    }

    // Without a server to ask, a commit is one of the pseudo-versions that have been seen: the highest that ends in it.
    private ModuleRevision? CachedCommit(string path, string query)
    {
        string folder = _cache.DownloadFolder(path);
        if (query.Length < 12 || query.AsSpan().IndexOfAnyExcept("0123456789abcdef") >= 0 || !System.IO.Directory.Exists(folder))
        {
            return null;
        }
        string best = "";
        foreach (string file in System.IO.Directory.EnumerateFiles(folder, $"*-{query[..12]}.info"))
        {
            string version = ModulePaths.Unescape(Path.GetFileNameWithoutExtension(file)) ?? "";
            if (PseudoVersion.IsPseudo(version) && SemanticVersion.Compare(version, best) > 0)
            {
                best = version;
            }
        }
        return best.Length == 0 ? null : CachedRevision(new(path, best));
    }
}
