using System.Text;
using System.Text.RegularExpressions;
using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;
using Go.Compiler.Syntax;
using Go.Compiler.Text;

namespace Go.Compiler.Build;

/// <summary>
/// What a project is told of its own sources that is no error: directives that look misspelt, versions that the project file says too,
/// packages that need cgo. Looked for in every build that does something, so that it is told of packages from the cache too.
/// </summary>
internal static partial class SourceHints
{
    /// <summary>What Go's tools read behind two slashes. Those of the runtime alone are not among them: nobody means them.</summary>
    private static readonly string[] s_directives =
    [
        "go:build", "go:embed", "go:generate", "go:debug", "go:linkname", "go:noinline", "go:noescape", "go:nosplit", "go:norace",
        "go:nocheckptr", "go:fix", "go:wasmimport",
        "go:wasmexport", "go:uintptrescapes",
    ];

    /// <summary>Names that programs have for their version.</summary>
    private static readonly HashSet<string> s_versionNames = new(StringComparer.OrdinalIgnoreCase) { "version", "appVersion",
        "buildVersion", "programVersion" };

    public static void Check(BuildOptions options, PackageGraph graph, DiagnosticSink sink)
    {
        if (options.Project is not { } project || options.Tests)
        {
            return;
        }
        foreach (LoadedPackage package in graph.Packages.Where(p => !p.IsStandardLibrary))
        {
            CheckCgo(package, sink);
            if (package.Module is not { IsMain: true })
            {
                continue;
            }
            foreach (GoFile file in package.GoFiles)
            {
                CheckDirectives(file, sink);
            }
            if (package.IsCommand && project.Version.Length > 0)
            {
                CheckVersions(options, project.Version, package, sink);
            }
        }
    }

    private static void CheckCgo(LoadedPackage package, DiagnosticSink sink)
    {
        if (package.CgoFile is not { } file)
        {
            return;
        }
        string advice = CgoAlternatives.Advice(package.FullPath);
        if (package.Module is { IsMain: true } || advice.Length > 0)
        {
            string message = $"package {package.FullPath} uses cgo, which programs are built without: {file} is left out{advice}";
            sink.Report(new Diagnostic(Catalogue.PackageUsesCgo, default, message,
                FilePath: package.Module is { IsMain: true } ? Path.Combine(package.Directory, file) : null));
        }
    }

    private static void CheckDirectives(GoFile file, DiagnosticSink sink)
    {
        ReadOnlySpan<byte> content = file.Original.Content;
        if (!Candidate().IsMatch(Encoding.UTF8.GetString(content)))
        {
            return;
        }
        var comments = new List<SourceComment>();
        int nextId = 1;
        Parser.ParseFile(file.Original, new NameTable(), ref nextId, new DiagnosticSink(), comments);
        foreach (SourceComment comment in comments)
        {
            string text = Encoding.UTF8.GetString(content[comment.Start..comment.End]);
            if (Candidate().Match(text) is { Success: true, Index: 0 } match && MeantBy(match) is { } meant)
            {
                int line = content[..comment.Start].Count((byte)'\n') + 1,
                    column = comment.Start - content[..comment.Start].LastIndexOf((byte)'\n');
                string what = match.Groups["space"].Length > 0 ? "a comment, for there is a space before it" : "unknown and passed by";
                sink.Report(new Diagnostic(Catalogue.DirectiveMisspelt, default,
                    $"directive {match.Groups["name"].Value} is {what}: did you mean //{meant}?", FilePath: file.Original.Path)
                {
                    FileLine = line, FileColumn = column,
                });
            }
        }
    }

    /// <summary>The directive that a comment was meant to be; null when it is one, or something else.</summary>
    private static string? MeantBy(Match match)
    {
        string name = match.Groups["name"].Value;
        if (match.Groups["space"].Length > 0)
        {
            // Prose may begin like this; a directive alone on its line, or with what it needs, hardly is.
            return match.Groups["rest"].Value.Trim().Length == 0
                || name is "go:build" or "go:embed" or "go:generate" or "go:linkname" or "go:debug"
                ? s_directives.FirstOrDefault(d => d == name) : null;
        }
        if (s_directives.Contains(name, StringComparer.Ordinal))
        {
            return null;
        }
        foreach (string known in s_directives)
        {
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase) || EditDistance.Between(known, name, 3) < 3)
            {
                return known;
            }
        }
        return null;
    }

    private static void CheckVersions(BuildOptions options, string version, LoadedPackage program, DiagnosticSink sink)
    {
        foreach (TopLevelNames.TopLevelName name in TopLevelNames.Of(program))
        {
            string full = "main." + name.Name;
            bool isSet = options.LinkVariables.Any(v => v.Name == full) || (name.Kind == "variable" && full == ProjectStamps.Version);
            if (name.Text is not { } text || isSet || !s_versionNames.Contains(name.Name) || !VersionText().IsMatch(text))
            {
                continue;
            }
            string cure = name.Kind == "constant" ? "make it a variable named version, which the build sets"
                : $"set it with an item GoLinkVariable Include=\"{full}\" Value=\"$(Version)\"";
            sink.Report(Catalogue.VersionInSource, name.Pos,
                $"{name.Kind} {full} is {text}, but the version of the project is {version}: {cure}");
        }
    }

    [GeneratedRegex(@"//(?<space>[ \t]*)(?<name>[gG][oO]:[a-zA-Z]+)(?<rest>.*)")]
    private static partial Regex Candidate();

    [GeneratedRegex("""^["`]v?[0-9]+\.[0-9]+(\.[0-9]+)?([-+][0-9A-Za-z.+-]*)?["`]$""")]
    private static partial Regex VersionText();
}
