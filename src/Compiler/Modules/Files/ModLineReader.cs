using System.Globalization;
using System.Text.RegularExpressions;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Files;

/// <summary>
/// Reads the arguments of lines that go.mod and go.work have in common. Arguments are given as indexes of tokens; what is read is written
/// back the way it is to be written.
/// </summary>
internal sealed partial class ModLineReader(Func<string, string, string>? fix)
{
    public List<ModFileError> Errors { get; } = [];

    public void Error(DiagnosticDescriptor descriptor, ModPosition position, string message)
        => Errors.Add(new ModFileError(descriptor, position, message));

    private static ModPosition PositionOf(ModLine line, int token) => token < line.Positions.Length ? line.Positions[token] : line.Start;

    /// <summary>A word, which is rewritten with the quotes that it needs; null after an error.</summary>
    private string? Word(ModLine line, int token)
    {
        if (ModWords.Value(line.Tokens[token], out string? problem) is not { } word)
        {
            Error(Catalogue.ModFileDirective, PositionOf(line, token), $"invalid quoted string: {problem}");
            return null;
        }
        line.Tokens[token] = ModWords.Quote(word);
        return word;
    }

    /// <summary>The line's only argument.</summary>
    public ModPathLine? Path(ModLine line, int[] at, string usage)
    {
        if (at.Length != 1)
        {
            Error(Catalogue.ModFileDirective, line.Start, usage);
            return null;
        }
        return Word(line, at[0]) is { } path ? new ModPathLine(path, line) : null;
    }

    public GoVersion? GoVersion(ModLine line, int[] at, bool isStrict)
    {
        if (at.Length != 1)
        {
            Error(Catalogue.ModFileDirective, line.Start, "go directive expects exactly one argument");
            return null;
        }
        string text = line.Tokens[at[0]];
        if (Modules.GoVersion.Parse(text) is null && !isStrict && LaxGoVersion().Match(text) is { Success: true } match)
        {
            line.Tokens[at[0]] = text = match.Groups[1].Value;
        }
        if (Modules.GoVersion.Parse(text) is { } version)
        {
            return version;
        }
        Error(Catalogue.InvalidGoVersion, PositionOf(line, at[0]), $"invalid go version '{text}': must match format 1.23.0");
        return null;
    }

    [GeneratedRegex(@"^v?([1-9][0-9]*\.(?:0|[1-9][0-9]*))[^0-9].*$")]
    private static partial Regex LaxGoVersion();

    public string? ToolchainName(ModLine line, int[] at)
    {
        if (at.Length != 1)
        {
            Error(Catalogue.ModFileDirective, line.Start, "toolchain directive expects exactly one argument");
            return null;
        }
        string name = line.Tokens[at[0]];
        if (ModWords.IsToolchainName(name))
        {
            return name;
        }
        Error(Catalogue.InvalidGoVersion, PositionOf(line, at[0]),
            $"invalid toolchain version '{name}': must match format go1.23.0 or default");
        return null;
    }

    public ModGodebugLine? Godebug(ModLine line, int[] at)
    {
        string text = at.Length == 1 ? line.Tokens[at[0]] : "";
        int equals = text.IndexOf('=');
        if (equals < 0 || text.AsSpan().IndexOfAny("\"`',") >= 0)
        {
            Error(Catalogue.ModFileDirective, line.Start, "usage: godebug key=value");
            return null;
        }
        return new ModGodebugLine(text[..equals], text[(equals + 1)..], line);
    }

    /// <summary><c>module/path v1.2.3</c>.</summary>
    public ModuleVersion? Module(ModLine line, string verb, int[] at)
    {
        if (at.Length != 2)
        {
            Error(Catalogue.ModFileDirective, line.Start, $"usage: {verb} module/path v1.2.3");
            return null;
        }
        return Word(line, at[0]) is { } path && Version(line, verb, path, at[1]) is { } version
            && CheckMajor(line, verb, path, version, at[1])
            ? new ModuleVersion(path, version) : null;
    }

    private bool CheckMajor(ModLine line, string verb, string path, string version, int token)
    {
        if (ModulePaths.SplitMajor(path) is not { } split)
        {
            Error(Catalogue.InvalidModulePath, line.Start,
                verb == "replace" ? $"{verb} {path}: invalid module path" : "invalid module path");
            return false;
        }
        if (version.Length > 0 && ModuleVersions.MajorProblem(version, split.Major) is { } problem)
        {
            Error(Catalogue.InvalidModuleVersion, PositionOf(line, token),
                $"{verb} {path}: version {GoText.Quote(version)} invalid: {problem}");
            return false;
        }
        return true;
    }

    private string? Version(ModLine line, string verb, string path, int token)
    {
        string? version = Version(line, path, token, fix, out string? problem, out bool isFailure);
        if (version is null)
        {
            string of = isFailure ? "" : path.Length == 0 ? $"{verb}: " : $"{verb} {path}: ";
            Error(Catalogue.InvalidModuleVersion, PositionOf(line, token), of + problem);
        }
        return version;
    }

    /// <param name="isFailure">The version is in order, but could not be looked up: that says of itself what is wrong.</param>
    private static string? Version(
        ModLine line, string path, int token, Func<string, string, string>? fix, out string? problem, out bool isFailure)
    {
        isFailure = false;
        if (ModWords.Value(line.Tokens[token], out problem) is not { } text)
        {
            problem = $"version {GoText.Quote(line.Tokens[token])} invalid: {problem}";
            return null;
        }
        string version = SemanticVersion.CanonicalModule(text);
        if (fix is not null)
        {
            try
            {
                version = fix(path, text);
            }
            catch (ModuleException e)
            {
                (problem, isFailure) = (e.Message, e.Descriptor != Catalogue.InvalidModuleVersion);
                return null;
            }
        }
        if (version.Length == 0)
        {
            problem = $"version {GoText.Quote(text)} invalid: must be of the form v1.2.3";
            return null;
        }
        return line.Tokens[token] = version;
    }

    public ReplacedModule? Replacement(ModLine line, int[] at)
    {
        int arrow = at.Length >= 2 && line.Tokens[at[1]] == "=>" ? 1 : 2;
        if (at.Length < arrow + 2 || at.Length > arrow + 3 || line.Tokens[at[arrow]] != "=>")
        {
            Error(Catalogue.ModFileDirective, line.Start,
                "usage: replace module/path [v1.2.3] => other/module v1.4\n\t or replace module/path [v1.2.3] => ../local/directory");
            return null;
        }
        string? oldVersion = "";
        if (Word(line, at[0]) is not { } oldPath || (arrow == 2 && (oldVersion = Version(line, "replace", oldPath, at[1])) is null)
            || !CheckMajor(line, "replace", oldPath, oldVersion, at[arrow - 1]) || Word(line, at[arrow + 1]) is not { } newPath)
        {
            return null;
        }
        string? newVersion = "";
        ModPosition target = PositionOf(line, at[arrow + 1]);
        if (at.Length == arrow + 2)
        {
            string? problem = ModWords.IsFolder(newPath)
                ? System.IO.Path.DirectorySeparatorChar == '/' && newPath.Contains('\\')
                ? "replacement directory appears to be Windows path (on a non-windows system)" : null
                : newPath.Contains('@') ? "replacement module must match format 'path version', not 'path@version'"
                : "replacement module without version must be directory path (rooted or starting with . or ..)";
            if (problem is not null)
            {
                Error(Catalogue.ModFileDirective, target, problem);
                return null;
            }
        }
        else if ((newVersion = Version(line, "replace", newPath, at[arrow + 2])) is null)
        {
            return null;
        }
        else if (ModWords.IsFolder(newPath))
        {
            Error(Catalogue.ModFileDirective, target, $"replacement module directory path {GoText.Quote(newPath)} cannot have version");
            return null;
        }
        return new ReplacedModule(new ModuleVersion(oldPath, oldVersion), new ModuleVersion(newPath, newVersion)) { Line = line };
    }

    /// <summary>
    /// <c>v1.0.0</c> or <c>[v1.0.0, v1.1.0]</c>; says what is wrong, or null. Without a fixer, versions are taken as they are.
    /// </summary>
    public string? Interval(ModLine line, int[] at, Func<string, string, string>? fixer, string path, out string low, out string high)
    {
        (low, high) = ("", "");
        string? TokenAt(int i) => i < at.Length ? line.Tokens[at[i]] : null;
        Func<string, string, string> fix = fixer ?? ((_, v) => v);
        string prefix = path.Length == 0 ? "retract: " : $"retract {path}: ";
        if (TokenAt(0) is null or "(")
        {
            return "expected '[' or version";
        }
        bool isRange = TokenAt(0) == "[";
        if (isRange && at.Length < 2)
        {
            return "expected version after '['";
        }
        if (Version(line, path, at[isRange ? 1 : 0], fix, out string? problem, out bool isFailure) is not { } first)
        {
            return isFailure ? problem : prefix + problem;
        }
        (low, high) = (first, first);
        int end = 1;
        if (isRange)
        {
            if (TokenAt(2) != ",")
            {
                return "expected ',' after version";
            }
            if (at.Length < 4)
            {
                return "expected version after ','";
            }
            if (Version(line, path, at[3], fix, out problem, out isFailure) is not { } last)
            {
                return isFailure ? problem : prefix + problem;
            }
            if (TokenAt(4) != "]")
            {
                return "expected ']' after version";
            }
            (high, end) = (last, 5);
        }
        return at.Length > end ? string.Create(CultureInfo.InvariantCulture,
            $"unexpected token after version: {GoText.Quote(line.Tokens[at[end]])}") : null;
    }
}
