using Go.Compiler.Modules;

namespace Go.Sdk.Tasks;

/// <summary>
/// The properties that decide where modules come from, in place of Go's environment variables. An empty one leaves the variable's value.
/// </summary>
internal static class ModuleProperties
{
    /// <param name="settings">What the environment says.</param>
    /// <param name="property">The value of a property.</param>
    /// <param name="projectDirectory">What relative paths start from.</param>
    public static ModuleSettings Apply(ModuleSettings settings, Func<string, string> property, string projectDirectory)
    {
        string workspace = property("GoWorkspace"), cache = property("GoModCache"), proxy = property("GoProxy");
        return settings with
        {
            Mode = property("GoModMode") switch { "mod" => ModuleMode.Mod, "vendor" => ModuleMode.Vendor,
                "readonly" => ModuleMode.ReadOnly, _ => settings.Mode },
            Workspace = workspace is "" or "auto" ? settings.Workspace : workspace == "off"
                ? "off" : Path.GetFullPath(workspace, projectDirectory),
            Toolchain = property("GoToolchain"),
            IsOfProject = true,
            CacheDirectory = cache.Length > 0 ? Path.GetFullPath(cache, projectDirectory) : settings.CacheDirectory,
            Proxy = proxy.Length > 0 ? proxy : settings.Proxy,
            Offline = proxy.Length > 0 ? proxy == "off" : settings.Offline,
            Private = Or(property("GoPrivate"), settings.Private),
            NoProxy = property("GoNoProxy") is { Length: > 0 } noProxy ? noProxy : settings.NoProxy,
            SumDatabase = Or(property("GoSumDb"), settings.SumDatabase),
            NoSumDatabase = property("GoNoSumDb") is { Length: > 0 } noSum ? noSum : settings.NoSumDatabase,
            Insecure = Or(property("GoInsecure"), settings.Insecure),
        };
    }

    /// <summary>The modules of folders of referenced projects, each once: a project may be anywhere in its module.</summary>
    public static IReadOnlyList<string> ModulesOf(IEnumerable<string> folders)
    {
        var modules = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string folder in folders)
        {
            for (string? at = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)); at is not null; at = Path.GetDirectoryName(at))
            {
                if (File.Exists(Path.Combine(at, "go.mod")))
                {
                    modules.Add(at);
                    break;
                }
            }
        }
        return [.. modules];
    }

    private static string Or(string value, string otherwise) => value.Length > 0 ? value : otherwise;
}
