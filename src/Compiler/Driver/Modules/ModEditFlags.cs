using Go.Compiler.Modules;
using Go.Compiler.Modules.Files;

namespace Go.Compiler.Driver.Modules;

/// <summary>Reads the values of flags that change go.mod and go.work files.</summary>
internal static class ModEditFlags
{
    private static ModuleException Wrong(string flag, string argument, string problem)
        => ModuleCommandRun.Refused($"-{flag}={argument}: {problem}");

    private static (string Path, string Version, bool HasVersion) Cut(string flag, string argument)
    {
        int at = argument.IndexOf('@');
        if (at < 0)
        {
            return (argument, "", false);
        }
        string version = argument[(at + 1)..];
        return version.Length > 0 && version[0] is '-' or '/'
            ? throw Wrong(flag, argument, $"invalid module version {GoText.Quote(version)}")
            : (argument[..at].Trim(), version.Trim(), true);
    }

    private static bool IsVersion(string text) => ModWords.Quote(text) == text;

    private static string? PathProblem(string path)
        => ImportPaths.Problem(path, isModule: false) is { } problem ? $"malformed import path {GoText.Quote(path)}: {problem}" : null;

    /// <summary><c>path@version</c>.</summary>
    public static ModuleVersion Version(string flag, string argument)
    {
        (string path, string version, bool hasVersion) = Cut(flag, argument);
        string? problem = !hasVersion ? "need path@version" : PathProblem(path) is { } wrong
            ? $"invalid path: {wrong}" : IsVersion(version) ? null : $"invalid version {GoText.Quote(version)}";
        return problem is null ? new ModuleVersion(path, version) : throw Wrong(flag, argument, problem);
    }

    /// <summary>A path alone.</summary>
    public static string Path(string flag, string argument)
    {
        string? problem = argument.Contains('@') ? "need just path, not path@version" : PathProblem(argument) is { } wrong
            ? $"invalid path: {wrong}" : null;
        return problem is null ? argument : throw Wrong(flag, argument, problem);
    }

    /// <summary><c>path[@version]</c>, or a folder where that may stand.</summary>
    public static ModuleVersion Optional(string flag, string whole, string argument, string adjective, bool allowsFolder)
    {
        if (allowsFolder && ModWords.IsFolder(argument))
        {
            return new ModuleVersion(argument, "");
        }
        (string path, string version, bool hasVersion) = Cut(flag, argument);
        string? problem = PathProblem(path) is { } wrong ? $"invalid {adjective} path: {wrong}" : hasVersion && !IsVersion(version)
            ? $"invalid {adjective} version: {GoText.Quote(version)}" : null;
        return problem is null ? new ModuleVersion(path, version) : throw Wrong(flag, whole, problem);
    }

    /// <summary><c>old[@version]=new[@version]</c>.</summary>
    public static (ModuleVersion Old, ModuleVersion New) Replacement(string argument)
    {
        int equals = argument.IndexOf('=');
        if (equals < 0)
        {
            throw Wrong("replace", argument, "need old[@v]=new[@w] (missing =)");
        }
        (string old, string target) = (argument[..equals].Trim(), argument[(equals + 1)..].Trim());
        if (target.StartsWith('>'))
        {
            throw Wrong("replace", argument, "separator between old and new is =, not =>");
        }
        ModuleVersion oldModule = Optional("replace", argument, old, "old", allowsFolder: false);
        ModuleVersion newModule = Optional("replace", argument, target, "new", allowsFolder: true);
        return newModule.Version.Length > 0 || ModWords.IsFolder(target)
            ? (oldModule, newModule) : throw Wrong("replace", argument, "unversioned new path must be local directory");
    }

    /// <summary><c>key=value</c>.</summary>
    public static (string Key, string Value) Godebug(string argument)
    {
        int equals = argument.IndexOf('=');
        return equals >= 0 && argument.AsSpan().IndexOfAny("\"`',") < 0
            ? (argument[..equals], argument[(equals + 1)..]) : throw Wrong("godebug", argument, "need key=value");
    }

    /// <summary><c>version</c> or <c>[low,high]</c>.</summary>
    public static (string Low, string High) Interval(string flag, string argument)
    {
        if (!argument.StartsWith('['))
        {
            return IsVersion(argument) ? (argument, argument) : throw Wrong(flag, argument, $"invalid version: {GoText.Quote(argument)}");
        }
        string[] bounds = argument.EndsWith(']') ? argument[1..^1].Split(',', 2, StringSplitOptions.TrimEntries) : [];
        return bounds.Length == 2 && IsVersion(bounds[0]) && IsVersion(bounds[1])
            ? (bounds[0], bounds[1]) : throw Wrong(flag, argument, $"invalid version interval: {GoText.Quote(argument)}");
    }

    /// <summary>Runs an edit whose error names the flag.</summary>
    public static void Apply(string flag, string argument, Action edit)
    {
        try
        {
            edit();
        }
        catch (ModuleException e)
        {
            throw Wrong(flag, argument, e.Message);
        }
    }

    /// <summary>What is wrong with the values of <c>-go</c> and <c>-toolchain</c>, or null.</summary>
    public static string? GoProblem(string command, string go, string toolchain, string local)
        => go is not ("" or "none") && GoVersion.Parse(go) is null
            ? $"go {command}: invalid -go option; expecting something like \"-go {local}\""
            : toolchain is not ("" or "none") && !ModWords.IsToolchainName(toolchain)
            ? $"go {command}: invalid -toolchain option; expecting something like \"-toolchain go{local}\"" : null;
}
