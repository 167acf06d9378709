using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Git;

/// <summary>The tags <c>&lt;meta name="go-import" content="PREFIX SYSTEM ADDRESS [FOLDER]"&gt;</c> in the head of a page.</summary>
internal static partial class MetaImports
{
    /// <summary>All tags of a page, those for proxies first; a prefix that has a proxy has nothing else.</summary>
    public static List<RepositoryRoot> Parse(byte[] page)
    {
        string text = Comment().Replace(Encoding.UTF8.GetString(page), "");
        Match end = HeadEnd().Match(text);
        var all = new List<RepositoryRoot>();
        foreach (Match tag in Meta().Matches(end.Success ? text[..end.Index] : text))
        {
            string name = "", content = "";
            foreach (Match attribute in Attribute().Matches(tag.Groups[1].Value))
            {
                string value = WebUtility.HtmlDecode(attribute.Groups[2].Success ? attribute.Groups[2].Value : attribute.Groups[3].Success
                    ? attribute.Groups[3].Value : attribute.Groups[4].Value);
                string key = attribute.Groups[1].Value;
                name = key.Equals("name", StringComparison.OrdinalIgnoreCase) ? value : name;
                content = key.Equals("content", StringComparison.OrdinalIgnoreCase) ? value : content;
            }
            string[] words = content.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (name == "go-import" && words.Length is 3 or 4)
            {
                all.Add(new RepositoryRoot(words[1], words[2], words[0], words.Length == 4 ? words[3] : ""));
            }
        }
        var proxies = all.FindAll(r => r.System == "mod");
        return [.. proxies, .. all.Where(r => r.System != "mod" && !proxies.Exists(p => p.Path == r.Path))];
    }

    /// <summary>The one tag for a path.</summary>
    /// <exception cref="ModuleException">None fits, or several do.</exception>
    public static RepositoryRoot Match(List<RepositoryRoot> all, string path, string page)
    {
        RepositoryRoot? match = null;
        foreach (RepositoryRoot root in all.Where(r => ImportPaths.HasPrefix(path, r.Path)))
        {
            if (match is { System: "mod" } && root.System != "mod")
            {
                break;
            }
            match = match is null ? root : throw Error($"parse {page}: multiple meta tags match import path {GoText.Quote(path)}");
        }
        string others = string.Join(", ", all.Select(r => $"meta tag {r.Path} did not match import path {path}"));
        return match ?? throw Error($"parse {page}: no go-import meta tags ({others})");
    }

    private static ModuleException Error(string problem) => new(Catalogue.UnknownModuleHost, problem) { IsNotFound = true };

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"</head\b|<body\b", RegexOptions.IgnoreCase)]
    private static partial Regex HeadEnd();

    [GeneratedRegex("""<meta\b((?:[^>"']|"[^"]*"|'[^']*')*)>""", RegexOptions.IgnoreCase)]
    private static partial Regex Meta();

    [GeneratedRegex("""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")]
    private static partial Regex Attribute();
}
