using System.Text;
using System.Text.RegularExpressions;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Driver.Modules;

/// <summary><c>dotnet go mod init</c>: makes a go.mod file in the working folder.</summary>
internal static partial class ModInitCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
        => ModuleCommandRun.Run("mod init", output, error, run =>
    {
        IReadOnlyList<string> rest = run.Parse(arguments, f => f);
        if (rest.Count > 1)
        {
            throw ModuleCommandRun.Refused("'go mod init' accepts at most one argument");
        }
        string folder = WorkingFolder.Current;
        string? other = run.Flags.Modules.ModFile;
        string path = other ?? Path.Combine(folder, "go.mod");
        if (File.Exists(path))
        {
            throw ModuleCommandRun.Refused($"{path} already exists");
        }
        string module = rest.Count == 1 ? rest[0] : Guess(run, folder);
        Check(module);
        run.Say(other is null ? $"go: creating new go.mod: module {module}"
            : $"go: creating new go.mod (using -modfile path {Path.GetRelativePath(folder, other)}): module {module}");
        GoModFile file = GoModFile.New(path);
        file.SetModule(module);
        file.SetGo(run.LocalGo);
        AtomicFile.Write(path, file.Format());
        bool hasFiles = Directory.EnumerateFileSystemEntries(folder)
            .Any(e => Path.GetFileName(e)[0] is not ('.' or '_') && (e.EndsWith(".go", StringComparison.Ordinal) || Directory.Exists(e)));
        if (hasFiles)
        {
            run.Say("go: to add module requirements and sums:\n\tgo mod tidy");
        }
    });

    private static void Check(string path)
    {
        if (ImportPaths.Problem(path, isModule: false) is { } problem)
        {
            throw ModuleCommandRun.Refused($"malformed module path {GoText.Quote(path)}: {(ImportPaths.IsRelative(path) ? "is a local import path" : problem)}");
        }
        if (ModuleVersions.IsToolchain(path))
        {
            throw ModuleCommandRun.Refused($"invalid module path {GoText.Quote(path)}: ");
        }
        if (ModulePaths.SplitMajor(path) is null)
        {
            string text = path.StartsWith("gopkg.in/", StringComparison.Ordinal)
                ? $"module paths beginning with gopkg.in/ must always have a major version suffix in the form of .vN:\n\tgo mod init {SuggestGopkgIn(path)}"
                : $"major version suffixes must be in the form of /vN and are only allowed for v2 or later:\n\tgo mod init {Suggest(path)}";
            throw ModuleCommandRun.Refused($"invalid module path \"{path}\": {text}");
        }
    }

    private static string WithoutNumber(string path, out string number)
    {
        string start = path.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.');
        number = Digits().Match(path[start.Length..]).Value.TrimStart('0');
        return start;
    }

    private static string Suggest(string path)
    {
        string start = WithoutNumber(path, out string number);
        start = start.EndsWith("/v", StringComparison.Ordinal) ? start[..^2] : start;
        return $"{start.TrimEnd('/')}/v{(number is "" or "1" ? "2" : number)}";
    }

    private static string SuggestGopkgIn(string path)
    {
        string start = WithoutNumber(path, out _);
        start = start.EndsWith(".v", StringComparison.Ordinal) || start.EndsWith("/v", StringComparison.Ordinal) ? start[..^2] : start;
        string number = Digits().Match(path).Value.TrimStart('0');
        return $"{start.TrimEnd('/')}.v{(number.Length == 0 ? "1" : number)}";
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^package[ \t]+[^ \t\r\n/]+[ \t]+//[ \t]+import[ \t]+""([^""]+)""[ \t]*\r?\n", RegexOptions.Multiline)]
    private static partial Regex ImportComment();

    /// <summary>The path that import comments, or the place below GOPATH, say.</summary>
    private static string Guess(ModuleCommandRun run, string folder)
    {
        string? Comment(string of) => Directory.EnumerateFiles(of, "*.go").Order(StringComparer.Ordinal)
            .Select(f => ImportComment().Match(File.ReadAllText(f, Encoding.UTF8))).FirstOrDefault(m => m.Success)?.Groups[1].Value;
        if (Comment(folder) is { } own)
        {
            return own;
        }
        foreach (string child in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (Comment(child) is { } below && below.Contains('/'))
            {
                return below[..below.LastIndexOf('/')];
            }
        }
        string reason = "outside GOPATH, module path must be specified";
        foreach (string source in run.Flags.Environment.WorkspacePath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(p => Path.Combine(p, "src") + Path.DirectorySeparatorChar))
        {
            if (folder.StartsWith(source, StringComparison.Ordinal))
            {
                string path = folder[source.Length..].Replace(Path.DirectorySeparatorChar, '/');
                if (ImportPaths.Problem(path, isModule: false) is not { } problem)
                {
                    return path;
                }
                reason = $"bad module path inferred from directory in GOPATH: malformed import path {GoText.Quote(path)}: {problem}";
                break;
            }
        }
        throw ModuleCommandRun.Refused($"""
            cannot determine module path for source directory {folder} ({reason})

            Example usage:
            	'go mod init example.com/m' to initialize a v0 or v1 module
            	'go mod init example.com/m/v2' to initialize a v2 module

            Run 'go help mod init' for more information.
            """);
    }
}
