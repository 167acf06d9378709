using System.Globalization;
using System.Text;
using System.Text.Json;
using Go.Compiler.FileSystem;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Cache;

namespace Go.Compiler.Modules.Fetching;

/// <summary>
/// A module at a proxy, or in a folder with a proxy's files: <c>@v/list</c>, <c>@v/V.info</c>, <c>.mod</c>, <c>.zip</c>, and
/// <c>@latest</c>.
/// </summary>
internal sealed class ProxyRepository : IModuleRepository
{
    private const long MaxText = 16 << 20;

    private readonly WebReader _web;
    private readonly string _modulePath, _address, _redactedBase;

    public ProxyRepository(WebReader web, string proxy, string modulePath)
    {
        if (ModulePaths.Malformed(modulePath) is { } malformed)
        {
            throw new ModuleException(Catalogue.InvalidModulePath, malformed);
        }
        _web = web;
        _modulePath = modulePath;
        _redactedBase = WebAddress.Redact(proxy);
        _address = WebAddress.Join(proxy, ModulePaths.Escape(modulePath)!);
    }

    public IReadOnlyList<string> Versions(string prefix, CancellationToken cancellation)
    {
        var versions = new List<string>();
        foreach (string line in List(cancellation))
        {
            string version = FirstWord(line);
            if (SemanticVersion.IsValid(version) && version.StartsWith(prefix, StringComparison.Ordinal)
                && !PseudoVersion.IsPseudo(version))
            {
                versions.Add(version);
            }
        }
        versions.Sort(SemanticVersion.CompareTotal);
        return versions;
    }

    public ModuleRevision Stat(string revision, CancellationToken cancellation)
    {
        byte[] json = Text(revision, $"@v/{Escape(revision)}.info", cancellation);
        ModuleRevision info = Parse(revision, json);
        // For a whole version that fits the module the proxy has no choice.
        bool isExact = SemanticVersion.CanonicalModule(revision) == revision && ModuleVersions.Problem(_modulePath, revision) is null;
        return isExact && info.Version != revision
            ? throw Error(revision, new(Catalogue.InvalidModuleServerResponse,
                $"proxy returned info for version {info.Version} instead of requested version"))
            : info;
    }

    public ModuleRevision Latest(CancellationToken cancellation)
    {
        byte[] json;
        try
        {
            json = Text("", "@latest", cancellation);
        }
        catch (ModuleException e) when (e.IsNotFound)
        {
            return LatestOfList(cancellation);
        }
        return Parse("", json);
    }

    public byte[] GoMod(string version, CancellationToken cancellation) => Text(version, $"@v/{Escape(version)}.mod", cancellation);

    public void Zip(string version, Stream destination, CancellationToken cancellation)
    {
        try
        {
            long size = _web.Copy(WebAddress.Join(_address, $"@v/{Escape(version)}.zip"), destination, ModuleZip.MaxSize, cancellation);
            if (size > ModuleZip.MaxSize)
            {
                throw new ModuleException(Catalogue.InvalidModuleServerResponse, "downloaded zip file too large");
            }
        }
        catch (ModuleException e)
        {
            throw Error(version, e);
        }
    }

    // Where nothing is tagged, the version with the latest time, which either the list has or the pseudo-version.
    private ModuleRevision LatestOfList(CancellationToken cancellation)
    {
        string best = "";
        DateTimeOffset bestTime = DateTimeOffset.MinValue;
        foreach (string line in List(cancellation))
        {
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || !SemanticVersion.IsValid(words[0]))
            {
                continue;
            }
            DateTimeOffset? time = words.Length == 1 ? PseudoVersion.Time(words[0])
                : DateTimeOffset.TryParse(words[1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
                    out DateTimeOffset listed) ? listed : null;
            if (time > bestTime)
            {
                (best, bestTime) = (words[0], time.Value);
            }
        }
        return best.Length == 0 ? throw Error("", new(Catalogue.ModuleNotFound, "no commits") { IsNotFound = true })
            : Stat(best, cancellation);
    }

    private string[] List(CancellationToken cancellation) => Encoding.UTF8.GetString(Text("", "@v/list", cancellation)).Split('\n');

    private static string FirstWord(string line)
    {
        ReadOnlySpan<char> text = line.AsSpan().Trim();
        int end = text.IndexOfAny(' ', '\t');
        return (end < 0 ? text : text[..end]).ToString();
    }

    private ModuleRevision Parse(string revision, byte[] json)
    {
        try
        {
            return RevisionJson.Parse(json);
        }
        catch (JsonException e)
        {
            string problem = $"invalid response from proxy {GoText.Quote(_redactedBase)}: {JsonProblem.Of(json, e)}";
            throw Error(revision, new(Catalogue.InvalidModuleServerResponse, problem, e));
        }
    }

    private byte[] Text(string version, string path, CancellationToken cancellation)
    {
        try
        {
            return _web.Read(WebAddress.Join(_address, path), MaxText, cancellation);
        }
        catch (ModuleException e)
        {
            throw Error(version, e);
        }
    }

    private string Escape(string version)
        => ModulePaths.EscapeVersion(version) ?? throw new ModuleException(Catalogue.InvalidModuleVersion,
            $"{_modulePath}@{version}: invalid version: disallowed version string");

    private ModuleException Error(string version, ModuleException problem) => ModuleErrors.Of(_modulePath, version, problem);
}
