using System.Globalization;
using System.Text;
using Go.Compiler.Packages;
using Go.Compiler.Settings;

namespace Go.Compiler.Build;

/// <summary>
/// Steps of a build as lines that look like commands of Go's tools, for <c>-x</c> and <c>-n</c>. They are for reading: the work is done in
/// process, and what a step takes from another stands in the cache.
/// </summary>
internal static class StepText
{
    /// <summary>A package that is taken from the cache.</summary>
    public static string Cached(LoadedPackage package, string key) => $"# {package.Identity}: cached as {key[..12]}";

    /// <summary>A package that is compiled, and why.</summary>
    public static string Compile(CompileSession session, LoadedPackage package, string? key)
    {
        string reason = session.Services.Cache is null ? "without cache" : key is null
            ? "depends on what is compiled" : $"not in the cache as {key[..12]}";
        var text = new StringBuilder($"# {package.Identity}: {reason}\n");
        foreach (EmbedPattern pattern in package.EmbedPatterns)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"# embeds {pattern.Pattern}: {string.Join(' ', pattern.Files.Select(f => f.Name))}\n");
        }
        var words = new List<string> { Tool(session, "compile"), "-p", package.ImportPath };
        words.Add(package.IsStandardLibrary ? "-std" : "-lang=" + package.LanguageVersion);
        words.Add(string.Create(CultureInfo.InvariantCulture, $"-c={Builder.Workers(session.Options)}"));
        if (!session.Graph.IsWithoutModules)
        {
            words.Add("-nolocalimports");
        }
        words.AddRange(session.Flags.WordsFor(package, session.Options.CompilerFlags));
        words.AddRange(package.GoFiles.Select(f => FileName(session, f.Source.Path)));
        text.Append(QuotedFields.Join(words));
        if (package.AssemblyFiles.Count > 0)
        {
            string[] assembly =
            [
                Tool(session, "asm"), "-p", package.ImportPath, .. session.Flags.WordsFor(package, session.Options.AssemblerFlags),
                .. package.AssemblyFiles.Select(f => FileName(session, f.Path)),
            ];
            text.Append('\n').Append(QuotedFields.Join(assembly));
        }
        return text.ToString();
    }

    /// <summary>
    /// A program that is linked, after what it is made of: each package with the file of the cache that has its code, as far as there is
    /// one yet.
    /// </summary>
    public static string Link(CompileSession session, LoadedPackage root, IEnumerable<LoadedPackage> packages, string path)
    {
        var text = new StringBuilder();
        foreach (LoadedPackage package in packages)
        {
            string file = session.Services.Cache is { } cache && session.Find(package)?.Entry is { } entry
                ? cache.PathOf(entry.Code.Name) : "";
            text.Append(CultureInfo.InvariantCulture, $"packagefile {package.FullPath}={file}\n");
        }
        return text.Append(QuotedFields.Join(
        [
            Tool(session, "link"), "-o", path, "-buildmode=" + (session.Options.IsPositionIndependent ? "pie" : "exe"),
            .. session.Flags.WordsFor(root, session.Options.LinkerFlags),
            root.FullPath,
        ])).ToString();
    }

    public static string Archive(CompileSession session, LoadedPackage root, string path)
        => QuotedFields.Join([Tool(session, "pack"), path, root.FullPath]);

    /// <summary>A program that stands where it belongs already.</summary>
    public static string Current(string path) => $"# {path} is up to date";

    /// <summary>Where GOROOT has the tool that does such a step for Go.</summary>
    private static string Tool(CompileSession session, string name)
        => session.Library is GorootStandardLibrary ? Path.Combine(HostSystem.ToolsOf(Path.GetFullPath(session.Options.StandardLibrary)),
            name) : name;

    private static string FileName(CompileSession session, string path)
    {
        string file = session.Files.FileOf(path), relative = Path.GetRelativePath(session.Options.WorkingDirectory, file);
        return relative.Length >= file.Length ? file : relative.StartsWith("..", StringComparison.Ordinal) ? relative : "./" + relative;
    }
}
