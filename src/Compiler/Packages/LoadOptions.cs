using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Checksums;
using Go.Compiler.Targets;

namespace Go.Compiler.Packages;

/// <summary>What to load, for what.</summary>
public sealed record LoadOptions
{
    /// <summary>Listings: say of modules whether their versions are retracted, which has to be looked up.</summary>
    public bool TellsRetractions { get; init; }

    /// <summary>Folder that relative patterns start from; go.mod is looked for here and above.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Folders, import paths, <c>...</c> patterns, <c>std</c>, or .go files. Empty: the working directory.</summary>
    public IReadOnlyList<string> Patterns { get; init; } = [];

    public required Target Target { get; init; }

    /// <summary>The user's build tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>
    /// Language version of the packages that the patterns name, such as <c>go1.21</c>, in place of their modules' (<c>-lang</c>).
    /// </summary>
    public string? LanguageVersion { get; init; }

    /// <summary>
    /// Experiments of Go's toolchain that differ from the usual ones, as GOEXPERIMENT lists them: names, each perhaps after <c>no</c>, and
    /// <c>none</c>.
    /// </summary>
    public string Experiments { get; init; } = "";

    /// <summary>What decides which modules the packages come from.</summary>
    public ModuleSettings Modules { get; init; } = new();

    public required IStandardLibrary StandardLibrary { get; init; }

    /// <summary>Import paths that belong to the graph though nothing need import them, such as <c>runtime</c> for programs.</summary>
    public IReadOnlyList<string> ImplicitRoots { get; init; } = [];

    /// <summary>
    /// Load test programs of the packages that the patterns name, not the packages themselves. Errors then leave a graph without what they
    /// are about: the other packages' tests can run.
    /// </summary>
    public bool Tests { get; init; }

    /// <summary>Hears which folders patterns pass by; null: nobody does.</summary>
    public Action<string>? Trace { get; init; }

    /// <summary>Listings: look for no embedded files.</summary>
    public bool IgnoresEmbeds { get; init; }

    /// <summary>Listings: follow no imports.</summary>
    public bool IgnoresImports { get; init; }

    /// <summary>Statements are to be counted; null: they are not.</summary>
    public CoverageOptions? Coverage { get; init; }

    /// <summary>Show no folder of this machine: files are called <c>import/path/file.go</c> in line tables.</summary>
    public bool TrimPath { get; init; }

    /// <summary>Programs start with the GODEBUG setting fips140=on unless go.mod or they themselves set it.</summary>
    public bool FipsMode { get; init; }

    /// <summary>
    /// Let every package import the internal packages of every other, as the compiler alone does, which knows nothing of the rule.
    /// </summary>
    public bool OpenInternalPackages { get; init; }

    /// <summary>Folders that builds write to: none may be embedded as a whole.</summary>
    public IReadOnlyList<string> OutputFolders { get; init; } = [];

    /// <summary>Files that patterns of <c>//go:embed</c> lines see at places of a project's choice.</summary>
    public EmbedItems EmbedItems { get; init; } = EmbedItems.None;

    /// <summary>Settings of GODEBUG that count before all others.</summary>
    public IReadOnlyList<(string Key, string Value)> GodebugSettings { get; init; } = [];

    /// <summary>What imports mean in packages outside the standard library, where that is not what they say.</summary>
    public IReadOnlyDictionary<string, string> ImportMap { get; init; } = new Dictionary<string, string>();

    /// <summary>How files are looked at.</summary>
    public IFileView Files { get; init; } = DiskFileView.Instance;

    /// <summary>
    /// Makes the source of modules, given the sums that the build's go.sum files record. Null: nothing is fetched, and no module cache is
    /// known.
    /// </summary>
    public Func<IRecordedSums, IModuleSource>? ModuleSource { get; init; }

    /// <summary>Takes notes about modules for the user.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <summary>Workers; 0 = one per processor.</summary>
    public int Parallelism { get; init; }
}
