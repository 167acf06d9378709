using Go.Compiler.Diagnostics;
using Go.Compiler.Settings;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// Looks whether there is the program that is to run others (GoRunner), before whoever starts it fails in words of its own. Of a path that
/// begins in whatever folder it is started in nothing is known yet.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class GoCheckRunner : GoTaskBase
{
    [Required]
    public string Runner { get; set; } = "";

    protected override void ExecuteCore()
    {
        string? problem;
        try
        {
            IReadOnlyList<string> words = QuotedFields.Split(Runner);
            problem = words.Count == 0 || IsThere(words[0]) ? null
                : $"there is no program {words[0]}{(Path.IsPathRooted(words[0]) ? "" : " on the PATH")}";
        }
        catch (SettingException e)
        {
            problem = e.Message;
        }
        if (problem is not null)
        {
            LogAtSetting(Catalogue.InvalidProperty, "GoRunner", Runner, $"property GoRunner is '{Runner}'; {problem}");
        }
    }

    private static bool IsThere(string program)
    {
        if (Path.GetFileName(program) != program)
        {
            return !Path.IsPathRooted(program) || File.Exists(program);
        }
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string[] names = [program, program + HostSystem.ExecutableSuffix];
        return folders.Any(f => Array.Exists(names, n => File.Exists(Path.Combine(f, n))));
    }
}
