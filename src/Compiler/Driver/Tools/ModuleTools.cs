using System.Security.Cryptography;
using System.Text;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Packages;

namespace Go.Compiler.Driver.Tools;

/// <summary>
/// The tools that the main module's go.mod names on its <c>tool</c> lines: packages of the module's graph, in the versions that it
/// requires.
/// </summary>
internal static class ModuleTools
{
    /// <summary>Their import paths, sorted; none without a go.mod.</summary>
    /// <param name="modFile">The file that counts in place of go.mod (<c>-modfile</c>); null: none.</param>
    public static IReadOnlyList<string> Paths(string? modFile = null)
    {
        GoModFile? file = modFile is not null && File.Exists(modFile)
            ? GoModFile.Parse(modFile, File.ReadAllBytes(modFile), new DiagnosticSink())
            : PackageLoader.FindModFile(DiskFileView.Instance, WorkingFolder.Current, new DiagnosticSink());
        return [.. (file?.Tools ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The name that a tool's program has.</summary>
    public static string NameOf(string path) => ProgramLinker.ProgramName(path, "");

    /// <summary>The one tool of that path or name; null if there is none.</summary>
    /// <exception cref="UsageException">There are several.</exception>
    public static string? Find(string name, string? modFile)
    {
        string[] matches = [.. Paths(modFile).Where(p => p == name || NameOf(p) == name)];
        return matches.Length <= 1 ? matches.FirstOrDefault()
            : throw UsageException.Fatal($"tool {Settings.GoQuote.Text(name)} is ambiguous; choose one of:\n\t{string.Join("\n\t", matches)}");
    }

    /// <summary>Lines for a list of tools: the short name where it is only this one's.</summary>
    /// <param name="taken">Names that mean something else.</param>
    public static IEnumerable<string> Lines(IReadOnlyCollection<string> taken)
    {
        IReadOnlyList<string> paths = Paths();
        var ambiguous = new HashSet<string>(taken, StringComparer.Ordinal);
        ambiguous.UnionWith(paths.GroupBy(NameOf, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key));
        return paths.Select(p => ambiguous.Contains(NameOf(p)) ? p : $"{NameOf(p)} ({p})");
    }

    /// <summary>The tool's program, up to date, in the cache; null when it does not build, which has been said.</summary>
    public static string? Build(string path, BuildFlags flags, TextWriter error)
    {
        flags.StripDebugInformation = true;
        string folder = WorkingFolder.Current;
        string module = PackageLoader.FindModFile(DiskFileView.Instance, folder, new DiagnosticSink())?.FilePath ?? folder;
        string key =
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{module}\n{path}\n{BuildFlags.HostTarget(flags.Environment)}")))[..16];
        flags.Output = Path.Combine(Locations.CacheDirectory(flags.Environment), "tools", key, NameOf(path));
        using var cancellation = new CancelOnSignal();
        BuildOutcome outcome = BuildCommand.Build(flags, [path], error, folder, cancellation.Token);
        BuildOutput.WriteText(outcome, folder, error);
        return outcome.Succeeded ? flags.Output : null;
    }
}
