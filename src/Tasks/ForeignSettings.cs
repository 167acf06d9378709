namespace Go.Sdk.Tasks;

/// <summary>
/// Properties and items that say something of .NET programs and nothing of Go's. In files for many projects they are meant for the
/// others; in a Go project's own file somebody believes that they count. What is the case anyway for a Go program (one file, native
/// code, no runtime) is not among them.
/// </summary>
internal static class ForeignSettings
{
    private const string Files = "Go's rules choose the files of a package: constraints (//go:build, GoBuildTags), names and folders";
    private const string Assemblies = "Go code cannot use assemblies; packages come from the modules that go.mod requires";
    private const string Collector =
        "Go's garbage collector takes GOGC and GOMEMLIMIT from the environment, and items GoDebugSetting set GODEBUG";
    private const string Resources =
        "resources come from .syso files of the package; ApplicationIcon, Version and their like are written into the program";
    private const string CSharpOnly = "it is about C# code; remove it";
    private const string Analyzers = "GoVet turns Go's analyzers on";

    /// <summary>With what to use in their place.</summary>
    private static readonly Dictionary<string, string> s_properties = new(StringComparer.OrdinalIgnoreCase)
    {
        ["TargetFramework"] = "a Go program is for no framework of .NET, and its language version is that of go.mod (GoLangVersion)",
        ["TargetFrameworks"] = "a Go program is for no framework of .NET, and its language version is that of go.mod (GoLangVersion)",
        ["DefineConstants"] = "GoBuildTags are what //go:build lines ask for",
        ["LangVersion"] = "the language version is that of go.mod (GoLangVersion)",
        ["Optimize"] = "GoOptimize is the property of Go's compiler",
        ["StartupObject"] = "GoMainPackage names the package that is the program",
        ["PlatformTarget"] = "RuntimeIdentifier says which processor a program is for",
        ["Nullable"] = CSharpOnly,
        ["ImplicitUsings"] = CSharpOnly,
        ["AllowUnsafeBlocks"] = CSharpOnly,
        ["RootNamespace"] = CSharpOnly,
        ["SignAssembly"] = "programs are not signed by the build",
        ["AssemblyOriginatorKeyFile"] = "programs are not signed by the build",
        ["ServerGarbageCollection"] = Collector,
        ["ConcurrentGarbageCollection"] = Collector,
        ["InvariantGlobalization"] = CSharpOnly,
        ["ApplicationManifest"] = Resources,
        ["Win32Resource"] = Resources,
        ["EnableNETAnalyzers"] = Analyzers,
        ["AnalysisLevel"] = Analyzers,
        ["AnalysisMode"] = Analyzers,
        ["CollectCoverage"] = "dotnet test --collect \"Code Coverage\" tells what tests cover",
        ["RunSettingsFilePath"] = "properties GoTest... say how tests run",
    };

    private static readonly Dictionary<string, string> s_items = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Compile"] = Files,
        ["EmbeddedResource"] = "//go:embed lines embed files, and items GoEmbed show them those from elsewhere",
        ["Reference"] = Assemblies,
        ["COMReference"] = Assemblies,
        ["FrameworkReference"] = Assemblies,
        ["Using"] = CSharpOnly,
        ["InternalsVisibleTo"] = "a test in the package's own folder sees all of it",
        ["AssemblyMetadata"] = "items GoLinkVariable set variables of the program",
        ["AssemblyAttribute"] = "items GoLinkVariable set variables of the program",
        ["Analyzer"] = Analyzers,
        ["RuntimeHostConfigurationOption"] = Collector,
        ["TrimmerRootAssembly"] = "the linker keeps what is reached; -t:GoWhyReached says why",
        ["TrimmerRootDescriptor"] = "the linker keeps what is reached; -t:GoWhyReached says why",
    };

    /// <summary>Each once, at the first place.</summary>
    public static IEnumerable<(ProjectAssignment Place, string Message)> In(ProjectText text, string project)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (ProjectAssignment a in text.Assignments.Where(a => a.File == project && a.Metadata.Length == 0 && !a.IsEmpty))
        {
            Dictionary<string, string> known = a.IsItem ? s_items : s_properties;
            if (known.TryGetValue(a.Name, out string? advice) && !IsUsed(a, text) && seen.Add(a.Name))
            {
                yield return (a, $"{(a.IsItem ? "item" : "property")} {a.Name} has no effect in a Go project: {advice}");
            }
        }
    }

    /// <summary>Whether something else is made of it: then it has the meaning that the project gives it.</summary>
    private static bool IsUsed(ProjectAssignment a, ProjectText text)
    {
        string use = $"{(a.IsItem ? '@' : '$')}({a.Name}";
        return text.Assignments.Any(o => o.Name != a.Name && o.Value.Contains(use, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What is wrong with the reference of a package that holds assemblies.</summary>
    public static string OfPackage(string package)
        => $"package {package} is a library of .NET and has no effect in a Go project: {Assemblies}";
}
