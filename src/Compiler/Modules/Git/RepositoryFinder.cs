using System.Text.RegularExpressions;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Fetching;

namespace Go.Compiler.Modules.Git;

/// <summary>
/// Finds the repository of a module by its path: well-known hosts by rule, paths that name their system (<c>.git</c>), all others by the
/// page at the path.
/// </summary>
internal sealed partial class RepositoryFinder(WebReader web, VersionControlRules rules, string insecurePatterns)
{
    private static readonly string[] s_systems = ["hg", "git", "svn", "bzr", "fossil"];

    private readonly OnceMap<string, (string Address, List<RepositoryRoot> Tags)> _pages = new();

    /// <exception cref="ModuleException">It is not to be found, or its system may not be used.</exception>
    public RepositoryRoot Find(string path, CancellationToken cancellation)
    {
        bool isInsecure = PathPatterns.Match(insecurePatterns, path);
        RepositoryRoot root = ByRule(path) ?? ByPage(path, isInsecure, cancellation);
        rules.Check(root.System, root.Path);
        return root;
    }

    private static RepositoryRoot? ByRule(string path)
    {
        if (ImportPaths.HasPrefix(path, "example.net"))
        {
            throw Error("no modules on example.net");
        }
        if (path == "rsc.io")
        {
            throw Error("rsc.io is not a module");
        }
        foreach ((string host, Regex rule, string system) in (ReadOnlySpan<(string, Regex, string)>)
            [
                ("github.com", GitHub(), "git"), ("bitbucket.org", Bitbucket(), "git"), ("hub.jazz.net/git", Jazz(), "git"),
                ("git.apache.org", Apache(), "git"),
                ("git.openstack.org", OpenStack(), "git"), ("chiselapp.com", Chisel(), "fossil"),
            ])
        {
            if (!ImportPaths.HasPrefix(path, host))
            {
                continue;
            }
            Match match = rule.Match(path);
            if (!match.Success)
            {
                throw Error($"invalid {host} import path {GoText.Quote(path)}");
            }
            string root = match.Groups["root"].Value;
            bool allowsSuffix = host is "git.apache.org" or "git.openstack.org" or "chiselapp.com";
            if (!allowsSuffix && Array.Exists(s_systems, s => root.EndsWith("." + s, StringComparison.Ordinal)))
            {
                throw Error($"invalid version control suffix in {host}/ path");
            }
            return new RepositoryRoot(system, "https://" + root, root, "");
        }
        Match general = General().Match(path);
        return general.Success ? new RepositoryRoot(general.Groups["system"].Value, "https://" + general.Groups["repo"].Value,
            general.Groups["root"].Value, "") : null;
    }

    private RepositoryRoot ByPage(string path, bool isInsecure, CancellationToken cancellation)
    {
        try
        {
            (string address, List<RepositoryRoot> tags) = Page(path, isInsecure, cancellation);
            RepositoryRoot root = MetaImports.Match(tags, path, address);
            if (root.Path != path)
            {
                // A page may speak for other paths only if the page there says the same.
                (string other, List<RepositoryRoot> otherTags) = Page(root.Path, isInsecure, cancellation);
                if (!otherTags.Contains(root))
                {
                    throw Error($"{address} and {other} disagree about go-import for {root.Path}");
                }
            }
            Check(root, address);
            return root;
        }
        catch (ModuleException e)
        {
            throw new ModuleException(Catalogue.UnknownModuleHost, $"unrecognized import path {GoText.Quote(path)}: {e.Message}",
                e) { IsNotFound = true };
        }
    }

    private (string Address, List<RepositoryRoot> Tags) Page(string path, bool isInsecure, CancellationToken cancellation)
        => _pages.Get(path, p =>
    {
        int slash = p.IndexOf('/');
        string host = slash < 0 ? p : p[..slash], rest = slash < 0 ? "/" : p[slash..];
        if (!host.Contains('.'))
        {
            throw Error("import path does not begin with hostname");
        }
        WebPage page;
        try
        {
            page = web.ReadPage($"{host}{rest}?go-get=1", isInsecure, cancellation);
        }
        catch (ModuleException e)
        {
            throw new ModuleException(e.Descriptor, $"{(isInsecure ? "http/" : "")}https fetch: {e.Message}", e);
        }
        List<RepositoryRoot> tags = MetaImports.Parse(page.Content);
        return tags.Count > 0 || page.StatusCode == 200
            ? (page.Address, tags) : throw Error($"reading {WebAddress.Redact(page.Address)}: {page.Status}");
    });

    private static void Check(RepositoryRoot root, string page)
    {
        string? folder = root.Folder.StartsWith('/') ? "leading slash" : root.Folder.StartsWith('-') ? "leading hyphen" : null;
        if (folder is not null)
        {
            throw Error($"{page}: invalid subdirectory {GoText.Quote(root.Folder)}: {folder}");
        }
        int scheme = root.Address.IndexOf(':');
        string? address = scheme <= 0 ? "no scheme" : root.Address[..scheme] == "file" ? "file scheme disallowed" : null;
        if (address is not null)
        {
            throw Error($"{page}: invalid repo root {GoText.Quote(root.Address)}: {address}");
        }
        if (root.System != "mod" && Array.IndexOf(s_systems, root.System) < 0)
        {
            throw Error($"{page}: unknown vcs {GoText.Quote(root.System)}");
        }
    }

    private static ModuleException Error(string problem) => new(Catalogue.UnknownModuleHost, problem) { IsNotFound = true };

    [GeneratedRegex(@"^(?<root>github\.com/[\w.\-]+/[\w.\-]+)(/[\w.\-]+)*\z", RegexOptions.ECMAScript)]
    private static partial Regex GitHub();

    [GeneratedRegex(@"^(?<root>bitbucket\.org/[\w.\-]+/[\w.\-]+)(/[\w.\-]+)*\z", RegexOptions.ECMAScript)]
    private static partial Regex Bitbucket();

    [GeneratedRegex(@"^(?<root>hub\.jazz\.net/git/[a-z0-9]+/[\w.\-]+)(/[\w.\-]+)*\z", RegexOptions.ECMAScript)]
    private static partial Regex Jazz();

    [GeneratedRegex(@"^(?<root>git\.apache\.org/[a-z0-9_.\-]+\.git)(/[\w.\-]+)*\z", RegexOptions.ECMAScript)]
    private static partial Regex Apache();

    [GeneratedRegex(@"^(?<root>git\.openstack\.org/[\w.\-]+/[\w.\-]+)(\.git)?(/[\w.\-]+)*\z", RegexOptions.ECMAScript)]
    private static partial Regex OpenStack();

    [GeneratedRegex(@"^(?<root>chiselapp\.com/user/[A-Za-z0-9]+/repository/[\w.\-]+)\z", RegexOptions.ECMAScript)]
    private static partial Regex Chisel();

    [GeneratedRegex(@"^(?<root>(?<repo>([a-z0-9.\-]+\.)+[a-z0-9.\-]+(:[0-9]+)?(/~?[\w.\-]+)+?)\.(?<system>fossil|git|hg|svn))(/~?[\w.\-]+)*\z", RegexOptions.ECMAScript)]
    private static partial Regex General();
}
