using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Driver.Modules;

/// <summary>
/// Packages of one module at one version, as <c>install PATH@VERSION</c> and <c>run PATH@VERSION</c> name them: whatever module or
/// workspace the command is started in does not count. The module is required by an empty one in a folder of its own, whose requirements
/// are therefore those of the module.
/// </summary>
internal sealed class VersionedPackages : IDisposable
{
    private readonly DirectoryInfo _folder;

    private VersionedPackages(DirectoryInfo folder, IReadOnlyList<string> patterns) => (_folder, Patterns) = (folder, patterns);

    /// <summary>Where the build has to be started.</summary>
    public string Folder => _folder.FullName;

    public IReadOnlyList<string> Patterns { get; }

    /// <summary>An argument asks for a version.</summary>
    public static bool AreNamedIn(IReadOnlyList<string> arguments)
        => arguments.Any(a => a.Contains('@') && !ImportPaths.IsRelative(a) && !Path.IsPathRooted(a));

    /// <summary>Finds the module, and sets the flags to build from it alone; null after an error that was told.</summary>
    public static VersionedPackages? Open(string command, BuildFlags flags, IReadOnlyList<string> arguments, TextWriter output,
        TextWriter error)
    {
        if (flags.Modules.ModFile is not null)
        {
            throw UsageException.Fatal("-modfile cannot be used with commands that ignore the current module");
        }
        (string version, string[] patterns) = Split(arguments, flags);
        DirectoryInfo folder = Locations.TemporaryFolder(flags.Environment, "dotnet-go-module-");
        bool isDone = false;
        try
        {
            int code = ModuleCommandRun.Run(command, output, error, run =>
            {
                run.Flags.IgnoreSurroundings();
                ModuleSession session = run.Open(ModuleCommand.Get, ignoresWorkspace: true, directory: folder.FullName);
                ModuleVersion module = Find(session, arguments[0], patterns[0], version);
                if (session.Deprecation(module) is { Length: > 0 } deprecation)
                {
                    run.Say($"go: module {module.Path} is deprecated: {ModuleSession.ShortMessage(deprecation, "")}");
                }
                WriteRequirement(session, module, arguments[0], folder.FullName);
                isDone = true;
            });
            if (code != 0 || !isDone)
            {
                return null;
            }
            flags.IgnoreSurroundings();
            var packages = new VersionedPackages(folder, patterns);
            folder = null!;
            return packages;
        }
        finally
        {
            folder?.Delete(recursive: true);
        }
    }

    /// <summary>Warns of wildcards that fit no program: what is none has to mean one.</summary>
    /// <exception cref="UsageException">A package that is named is no program.</exception>
    public static void CheckPrograms(IReadOnlyList<string> patterns, Build.BuildOutcome outcome, TextWriter error)
    {
        var programs = new HashSet<string>(outcome.NamedPrograms, StringComparer.Ordinal);
        foreach (string pattern in patterns)
        {
            string[] named = [.. outcome.NamedPaths.Where(p => patterns.Count == 1 || PathPattern.Matches(pattern, p))];
            if (named.Length == 0 || named.Any(programs.Contains))
            {
                continue;
            }
            if (!pattern.Contains("...", StringComparison.Ordinal))
            {
                throw UsageException.Plain($"package {named[0]} is not a main package");
            }
            error.WriteLine($"go: warning: {Settings.GoQuote.Text(pattern)} matched only non-main packages");
        }
    }

    private static (string Version, string[] Patterns) Split(IReadOnlyList<string> arguments, BuildFlags flags)
    {
        string first = arguments.First(a => a.Contains('@'));
        string version = first[(first.IndexOf('@') + 1)..];
        if (version.Length == 0)
        {
            throw UsageException.Fatal($"{first}: version must not be empty");
        }
        using Packages.IStandardLibrary library = Build.Builder.OpenStandardLibrary(Locations.StandardLibrary(flags.Environment));
        var patterns = new List<string>();
        foreach (string argument in arguments)
        {
            if (!argument.EndsWith("@" + version, StringComparison.Ordinal))
            {
                throw UsageException.Fatal($"{argument}: all arguments must refer to packages in the same module at the same version (@{version})");
            }
            string path = argument[..^(version.Length + 1)];
            string? problem = ImportPaths.IsRelative(path) ? "argument must be a package path, not a relative path"
                : Path.IsPathRooted(path) ? "argument must be a package path, not an absolute path"
                : path is "std" or "cmd" or "all" or "tool" or "work" ? "argument must be a package path, not a meta-package"
                : !IsClean(path) ? "argument must be a clean package path"
                : !path.Contains("...", StringComparison.Ordinal) && ImportPaths.LooksStandard(path)
                && library.Files(path).Any(Packages.PackageLocator.IsGoFile)
                    ? "argument must not be a package in the standard library" : null;
            patterns.Add(problem is null ? path : throw UsageException.Fatal($"{argument}: {problem}"));
        }
        return (version, [.. patterns]);
    }

    private static bool IsClean(string path)
        => path.Length > 0 && !path.StartsWith('/') && path.Split('/').All(element => element is not ("" or "." or ".."));

    private static ModuleVersion Find(ModuleSession session, string argument, string pattern, string version)
    {
        try
        {
            return session.QueryPackages(pattern, version, _ => "", IsRevision(version) ? null : session.CheckAllowed)[0].Module;
        }
        catch (ModuleException e)
        {
            throw new ModuleException(e.Descriptor, $"{argument}: {e.Message}", e);
        }
    }

    /// <summary>Whoever names one version or commit gets it, retracted or not.</summary>
    private static bool IsRevision(string version)
        => version is not ("latest" or "upgrade" or "patch") && version[0] is not ('<' or '>')
            && !(version[0] == 'v' && version.Count(c => c == '.') < 2 && version.Skip(1).All(c => char.IsAsciiDigit(c) || c == '.'));

    private static void WriteRequirement(ModuleSession session, ModuleVersion module, string argument, string folder)
    {
        string text = Encoding.UTF8.GetString(session.Source.GoMod(module, CancellationToken.None));
        GoModFile file;
        try
        {
            file = GoModFile.Parse("go.mod", text, (_, v) => v);
        }
        catch (Go.Compiler.Modules.Files.ModFileException e)
        {
            throw new ModuleException(Catalogue.InvalidModulePath, $"{argument} (in {module}): {e.ToGoText("go.mod")}", e);
        }
        foreach ((string word, int count) in (ReadOnlySpan<(string, int)>)[("replace", file.Replacements.Count),
            ("exclude", file.Exclusions.Count)])
        {
            if (count > 0)
            {
                throw new ModuleException(Catalogue.InvalidFlag,
                    $"{argument} (in {module}):\n\tThe go.mod file for the module providing named packages contains one or\n\tmore {word} directives. "
                    + "It must not contain directives that would cause\n\tit to be interpreted differently than if it were the main module.");
            }
        }
        // Programs behave as their module's version says, and requirements are pruned as those of new modules.
        string go = ModuleVersions.CompareGo(file.GoText, "1.21") >= 0 ? file.GoText : "1.21";
        var own = new StringBuilder("module command-line-arguments\n\ngo ").Append(go).Append("\n\nrequire ").Append(module.Path)
            .Append(' ').Append(module.Version).Append('\n');
        if (go != file.GoText)
        {
            own.Append("\ngodebug default=go").Append(GoVersion.Parse(file.GoText)?.Language["go".Length..] ?? "1.16").Append('\n');
        }
        File.WriteAllText(Path.Combine(folder, "go.mod"), own.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
