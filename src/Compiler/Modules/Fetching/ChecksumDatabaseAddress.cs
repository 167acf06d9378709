using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Checksums;

namespace Go.Compiler.Modules.Fetching;

/// <summary>
/// Where a checksum database is asked: at the address in GOSUMDB, else through the first proxy that says it passes requests on, and only
/// that one, else directly.
/// </summary>
internal sealed class ChecksumDatabaseAddress(ModuleSettings settings, Lazy<ProxyList> proxies, WebReader web)
{
    private const long MaxSize = 16 << 20;

    private readonly OnceMap<string, string> _address = new();

    /// <summary>What the database has at a path.</summary>
    public byte[] Read(string path, CancellationToken cancellation)
        => web.Read($"{_address.Get("", _ => Find(cancellation)).TrimEnd('/')}/{path}", MaxSize, cancellation);

    private string Find(CancellationToken cancellation)
    {
        ChecksumDatabaseSetting setting = ChecksumDatabaseSetting.Parse(settings.SumDatabase);
        if (setting.Address is not null)
        {
            return setting.Address;
        }
        string name = setting.Key.Name;
        try
        {
            return proxies.Value.Try(proxy =>
            {
                if (proxy is ProxyList.NoProxy)
                {
                    throw ProxyList.NotPrivate();
                }
                if (proxy is ProxyList.Direct or ProxyList.Off)
                {
                    throw new ModuleException(Catalogue.ModuleLookupDisabled,
                        "module lookup disabled by GOPROXY=off") { IsNotFound = true };
                }
                web.Read(WebAddress.Join(proxy, $"sumdb/{name}/supported"), MaxSize, cancellation);
                return WebAddress.Join(proxy, $"sumdb/{name}");
            });
        }
        catch (ModuleException e) when (e.IsNotFound)
        {
            return "https://" + name;
        }
    }
}
