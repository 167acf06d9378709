using Go.Compiler.Packages;
using Go.Compiler.Settings;

namespace Go.Compiler.Build;

/// <summary>
/// Steps of a build as lines that look like commands, for <c>-x</c> and <c>-n</c>. They are for reading: the work is done in process, and there are no files between steps.
/// </summary>
internal static class StepText
{
    /// <summary>A package that is taken from the cache.</summary>
    public static string Cached(LoadedPackage package, string key) => $"# {package.Identity}: cached as {key[..12]}";

    /// <summary>A package that is compiled, and why.</summary>
    public static string Compile(CompileSession session, LoadedPackage package, string? key)
    {
        string reason = session.Services.Cache is null ? "without cache" : key is null ? "depends on what is compiled" : $"not in the cache as {key[..12]}";
        var words = new List<string> { "compile", "-p", package.ImportPath };
        if (package.IsStandardLibrary)
        {
            words.Add("-std");
        }
        else
        {
            words.Add("-lang=" + package.LanguageVersion);
        }
        words.AddRange(session.Flags.WordsFor(package, session.Options.CompilerFlags));
        words.AddRange(package.GoFiles.Select(f => FileName(session, f.Source.Path)));
        string line = $"# {package.Identity}: {reason}\n{QuotedFields.Join(words)}";
        return package.AssemblyFiles.Count == 0 ? line
            : line + "\n" + QuotedFields.Join(
                ["asm", "-p", package.ImportPath, .. session.Flags.WordsFor(package, session.Options.AssemblerFlags), .. package.AssemblyFiles.Select(f => FileName(session, f.Path))]);
    }

    public static string Link(CompileSession session, LoadedPackage root, string path)
        => QuotedFields.Join(["link", "-o", path, "-buildmode=" + (session.Options.IsPositionIndependent ? "pie" : "exe"), .. session.Flags.WordsFor(root, session.Options.LinkerFlags), root.FullPath]);

    public static string Archive(LoadedPackage root, string path) => QuotedFields.Join(["pack", path, root.FullPath]);

    /// <summary>A program that stands where it belongs already.</summary>
    public static string Current(string path) => $"# {path} is up to date";

    private static string FileName(CompileSession session, string path)
    {
        string relative = Path.GetRelativePath(session.Options.WorkingDirectory, path);
        return relative.Length >= path.Length ? path : relative.StartsWith("..", StringComparison.Ordinal) ? relative : "./" + relative;
    }
}
