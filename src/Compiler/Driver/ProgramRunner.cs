using Go.Compiler.Settings;
using Go.Compiler.Targets;

namespace Go.Compiler.Driver;

/// <summary>What runs programs that are not this machine's: <c>-exec</c>, or a program whose name says for which target it is.</summary>
internal static class ProgramRunner
{
    /// <summary>The words that stand before a program's path; none: the program is started itself.</summary>
    /// <param name="exec">The value of <c>-exec</c>; null: not given.</param>
    /// <exception cref="UsageException">The program is of another system, and nothing runs it.</exception>
    public static IReadOnlyList<string> For(string? exec, Target target, string searchPath)
    {
        if (exec is not null)
        {
            return QuotedFields.Split(exec);
        }
        if (target.Os == HostSystem.Os && target.Arch == HostSystem.Arch)
        {
            return [];
        }
        string name = $"go_{target.Os}_{target.Arch}_exec";
        foreach (string folder in searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            string path = Path.Combine(folder, name + HostSystem.ExecutableSuffix);
            if (File.Exists(path))
            {
                return [path];
            }
        }
        // Another processor's programs the system may run all the same; another system's it never does.
        return target.Os == HostSystem.Os ? []
            : throw UsageException.Plain($"programs for {target} do not run on {HostSystem.Os}/{HostSystem.Arch} without an emulator: name one with -exec, or put {name} on the PATH");
    }
}
