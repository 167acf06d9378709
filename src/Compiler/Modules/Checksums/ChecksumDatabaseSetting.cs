using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Checksums;

/// <summary>GOSUMDB, understood: <c>off</c>, a known name, a key, or either with the address to use.</summary>
/// <param name="Key">The database's key and name.</param>
/// <param name="Address">Where to ask whatever the proxies say; null: the proxies, else the address that the name is.</param>
internal sealed record ChecksumDatabaseSetting(NoteVerifier Key, string? Address)
{
    public const string Default = "sum.golang.org";

    private const string Off = "off", KnownKey = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

    /// <summary>Whether the setting says that there is no database.</summary>
    public static bool IsOff(string setting) => setting == Off;

    /// <exception cref="ModuleException">The setting is malformed.</exception>
    public static ChecksumDatabaseSetting Parse(string setting)
    {
        // The same database under a name that can be reached from China.
        setting = setting.Length == 0 ? Default : setting == "sum.golang.google.cn"
            ? "sum.golang.org https://sum.golang.google.cn" : setting;
        string[] words = setting.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 0 or > 2)
        {
            throw Error(words.Length == 0 ? "missing GOSUMDB" : "invalid GOSUMDB: too many fields");
        }
        NoteVerifier key = NoteVerifier.Parse(words[0] == Default ? KnownKey : words[0], out string? problem)
            ?? throw Error($"invalid GOSUMDB: {problem}");
        bool isHost = Uri.TryCreate("https://" + key.Name, UriKind.Absolute, out Uri? direct) && !key.Name.EndsWith('/')
            && direct.Host.Length > 0
            && key.Name.AsSpan().IndexOfAny('?', '#', '@') < 0 && !key.Name.Contains('%');
        if (!isHost)
        {
            throw Error($"invalid sumdb name (must be host[/path]): {key.Name}");
        }
        string? address = words.Length == 1 ? null : words[1];
        return address is null || (Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" or "file")
            ? new ChecksumDatabaseSetting(key, address) : throw Error($"invalid GOSUMDB URL: {address}");
    }

    private static ModuleException Error(string problem) => new(Catalogue.InvalidModuleSetting, problem);
}
