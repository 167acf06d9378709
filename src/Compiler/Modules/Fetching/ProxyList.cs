using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Fetching;

/// <summary>
/// A place in GOPROXY: an address, <c>direct</c> or <c>off</c>; or <c>noproxy</c>, which stands before all others for modules that
/// GONOPROXY names.
/// </summary>
internal readonly record struct ProxyEntry(string Address, bool FallsBackOnError);

/// <summary>The places that GOPROXY lists, and the rules for going from one to the next.</summary>
internal sealed class ProxyList
{
    public const string Direct = "direct", Off = "off", NoProxy = "noproxy";

    /// <summary>GOPROXY's default.</summary>
    public const string Default = "https://proxy.golang.org,direct";

    private readonly List<ProxyEntry> _entries = [];

    /// <exception cref="ModuleException">An address cannot be used, or the list is empty.</exception>
    public ProxyList(ModuleSettings settings)
    {
        string rest = settings.Proxy.Length == 0 ? Default : settings.Proxy;
        if ((settings.NoProxy ?? settings.Private).Length > 0 && rest != Direct)
        {
            _entries.Add(new(NoProxy, false));
        }
        int first = _entries.Count;
        while (rest.Length > 0)
        {
            int end = rest.AsSpan().IndexOfAny(',', '|');
            bool fallsBack = end >= 0 && rest[end] == '|';
            string address = (end < 0 ? rest : rest[..end]).Trim();
            rest = end < 0 ? "" : rest[(end + 1)..];
            if (address is Off or Direct)
            {
                // Both are the end of the line.
                _entries.Add(new(address, false));
                break;
            }
            if (address.Length > 0)
            {
                _entries.Add(new(Check(address), fallsBack));
            }
        }
        if (_entries.Count == first)
        {
            throw new ModuleException(Catalogue.InvalidModuleSetting, "GOPROXY list is not the empty string, but contains no entries");
        }
    }

    /// <summary>The places in order.</summary>
    public IReadOnlyList<ProxyEntry> Entries => _entries;

    /// <summary>
    /// Asks place after place until one answers. The next one is asked after "not found", or after any failure if a <c>|</c> stands between
    /// them. Of several failures the most telling is reported: that of the origin, then what is more than "not found".
    /// </summary>
    public T Try<T>(Func<string, T> ask)
    {
        ModuleException? best = null;
        int bestRank = 0;
        foreach (ProxyEntry entry in _entries)
        {
            try
            {
                return ask(entry.Address);
            }
            catch (ModuleException e)
            {
                int rank = entry.Address == Direct || (entry.Address == NoProxy && !IsNotPrivate(e)) ? 2 : e.IsNotFound ? 0 : 1;
                if (best is null || rank == 2 || (rank == 1 && bestRank <= 1))
                {
                    (best, bestRank) = (e, rank);
                }
                else if (bestRank == 0)
                {
                    best = e;
                }
                if (!entry.FallsBackOnError && !e.IsNotFound)
                {
                    break;
                }
            }
        }
        throw best!;
    }

    /// <summary>The answer of <c>noproxy</c> for modules that are not private.</summary>
    public static ModuleException NotPrivate() => new(Catalogue.ModuleLookupDisabled, NotPrivateText) { IsNotFound = true };

    private const string NotPrivateText = "path does not match GOPRIVATE/GONOPROXY";

    private static bool IsNotPrivate(ModuleException e) => e.Message == NotPrivateText;

    private static string Check(string address)
    {
        // A word without punctuation is kept for later meanings; what looks like a host gets the usual scheme.
        if (address.AsSpan().IndexOfAny(".:/") >= 0 && !address.Contains(":/", StringComparison.Ordinal) && !Path.IsPathRooted(address))
        {
            address = "https://" + address;
        }
        int colon = address.IndexOf(":/", StringComparison.Ordinal);
        string scheme = colon < 0 ? "" : address[..colon];
        string redacted = WebAddress.Redact(address);
        string? problem = scheme switch
        {
            "http" or "https"
                => Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0 ? null : $"invalid proxy URL: {redacted}",
            "file" => address.StartsWith("file:///", StringComparison.Ordinal) && address.AsSpan().IndexOfAny('?', '#') < 0 ? null
                : $"invalid file:// proxy URL with non-path elements: {redacted}",
            "" => $"invalid proxy URL missing scheme: {redacted}",
            _ => $"invalid proxy URL scheme (must be https, http, file): {redacted}",
        };
        return problem is null ? address : throw new ModuleException(Catalogue.InvalidModuleSetting, problem);
    }
}
