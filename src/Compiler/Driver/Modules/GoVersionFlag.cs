using Go.Compiler.Modules;

namespace Go.Compiler.Driver.Modules;

/// <summary>Flags whose value is a Go version that this release knows.</summary>
internal static class GoVersionFlag
{
    /// <exception cref="UsageException">It is none, or a newer one.</exception>
    public static void Check(string? version, string local, string name = "go")
    {
        if (version is not { Length: > 0 })
        {
            return;
        }
        string? problem = GoVersion.Parse(version) is null ? $"expecting a Go version like \"{local}\""
            : ModuleVersions.CompareGo(version, local) > 0 ? $"maximum supported Go version is {local}" : null;
        if (problem is not null)
        {
            throw new UsageException($"invalid value \"{version}\" for flag -{name}: {problem}");
        }
    }
}
