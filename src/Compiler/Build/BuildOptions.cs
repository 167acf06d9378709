using Go.Compiler.Build.Analysis;
using Go.Compiler.Build.Coverage;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Settings;
using Go.Compiler.Targets;

namespace Go.Compiler.Build;

/// <summary>A variable to set at link time (<c>-X name=value</c>).</summary>
/// <param name="Name">Import path, dot, variable name: <c>main.version</c>.</param>
/// <param name="Value">New value; may contain anything.</param>
/// <param name="IsOptional">A program without the variable is no error, only a warning: one command line often serves several
/// programs.</param>
public sealed record LinkVariable(string Name, string Value, bool IsOptional = false);

/// <summary>What the linker makes of the main package's closure.</summary>
public sealed record BuildOptions
{
    /// <summary>Folder that relative patterns and file names start from; go.mod is looked for here and above.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>
    /// Package patterns as <c>go build</c> takes them: folders, import paths, <c>./...</c>, or .go files. Empty: the working directory.
    /// </summary>
    public IReadOnlyList<string> Patterns { get; init; } = [];
    public required Target Target { get; init; }

    /// <summary>Custom build tags.</summary>
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

    /// <summary>
    /// Refuse references through <c>//go:linkname</c> to what the standard library does not offer; off for <c>-checklinkname=0</c>.
    /// </summary>
    public bool CheckLinkname { get; init; } = true;

    /// <summary>What decides which modules the build is made of, and where they come from.</summary>
    public ModuleSettings Modules { get; init; } = new();

    /// <summary>
    /// Output file, or folder when it exists or ends in a separator; null: named after the package, in the working directory (not written
    /// for several packages).
    /// </summary>
    public string? Output { get; init; }

    /// <summary>Where Go's sources are: a GOROOT folder, or the archive of the Go.StandardLibrary package.</summary>
    public required string StandardLibrary { get; init; }

    /// <summary>Cache folder; null: no cache is read or written.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>How many bytes the cache may hold before what was used longest ago is removed from it.</summary>
    public long CacheLimit { get; init; } = CacheTrimming.DefaultLimit;

    public IReadOnlyList<LinkVariable> LinkVariables { get; init; } = [];

    /// <summary>
    /// Values of <c>-gcflags</c> in the order in which they were given; for a package the last one counts whose pattern fits it.
    /// </summary>
    public IReadOnlyList<PatternFlags> CompilerFlags { get; init; } = [];

    /// <summary>Values of <c>-asmflags</c>, likewise.</summary>
    public IReadOnlyList<PatternFlags> AssemblerFlags { get; init; } = [];

    /// <summary>Values of <c>-ldflags</c>, likewise.</summary>
    public IReadOnlyList<PatternFlags> LinkerFlags { get; init; } = [];

    /// <summary>Whether programs say which commit they are built from.</summary>
    public StampMode Stamp { get; init; }

    /// <summary>A file that says which files are replaced, added and taken away (<c>-overlay</c>); null: none.</summary>
    public string? Overlay { get; init; }

    /// <summary>Say nothing of profiles beside programs, which Go's compiler would be guided by (<c>-pgo=off</c>).</summary>
    public bool IgnoresProfiles { get; init; }

    /// <summary>
    /// The profile that <c>-pgo</c> names; it guides nothing, and programs say that it was given. Null: none, or the one beside the
    /// program.
    /// </summary>
    public string? Profile { get; init; }

    /// <summary>
    /// The build is <c>go build</c>'s own: programs are linked to see that they link though none is kept (several packages, or an output
    /// that is the null device), and an output for a package that is no program receives its archive.
    /// </summary>
    public bool ForCommand { get; init; }

    /// <summary>The patterns must name one program and nothing else.</summary>
    public bool OneProgram { get; init; }

    /// <summary>The build is <c>go install</c>'s: packages that are no programs are compiled, and have no place to go to.</summary>
    public bool Installs { get; init; }

    /// <summary>
    /// Only say what a build would have something to do for (<see cref="BuildOutcome.Stale"/>). Goes with <see cref="DryRun"/>.
    /// </summary>
    public bool TellsStale { get; init; }

    /// <summary>With <see cref="TellsStale"/>: programs by their full paths, each before the file where it belongs.</summary>
    public IReadOnlyList<string> StaleTargets { get; init; } = [];

    /// <summary>Programs that the system may load anywhere (<c>-buildmode=pie</c>).</summary>
    public bool IsPositionIndependent { get; init; }

    /// <summary>What programs say of themselves to people, on systems whose files can; null: nothing.</summary>
    public Images.ProgramIdentity? Identity { get; init; }

    /// <summary>Leave the symbol table out (<c>-s</c>).</summary>
    public bool StripSymbols { get; init; }

    /// <summary>Leave debug information out (<c>-w</c>).</summary>
    public bool StripDebugInformation { get; init; }

    /// <summary>No folder of this machine in the program (<c>-trimpath</c>).</summary>
    public bool TrimPath { get; init; }

    /// <summary>Programs start with the cryptographic module in FIPS mode unless they say otherwise (<c>GOFIPS140=latest</c>).</summary>
    public bool FipsMode { get; init; }

    /// <summary>Optimise; off for <c>-N</c> (packages that the contract names are optimised always).</summary>
    public bool Optimize { get; init; } = true;

    /// <summary>Inline calls; off for <c>-l</c>.</summary>
    public bool Inline { get; init; } = true;

    /// <summary>Report every error instead of the first ten.</summary>
    public bool ReportAllErrors { get; init; }

    /// <summary>Report so many errors; 0: all.</summary>
    public int ErrorLimit { get; init; } = DiagnosticReport.DefaultErrorLimit;

    /// <summary>A package that embeds more bytes than this is worth a warning; 0: never.</summary>
    public int EmbedWarningSize { get; init; }

    /// <summary>A file with the list of <see cref="FileSystem.EmbedItems"/>; null: there are none.</summary>
    public string? EmbedItems { get; init; }

    /// <summary>What only projects ask for; null: the build is none of a project.</summary>
    public ProjectOptions? Project { get; init; }

    /// <summary>
    /// Where to leave a record of what the build read (<c>Driver.RecordedBuild</c>); null: there is none.
    /// </summary>
    public string? RecordFile { get; init; }

    /// <summary>Folders that builds write to: <c>...</c> patterns pass them by, and embedding one as a whole is an error.</summary>
    public IReadOnlyList<string> OutputFolders { get; init; } = [];

    /// <summary>
    /// Only the rules of Go's compiler, not those that its <c>go</c> command adds (<c>go tool compile</c>): functions may lack their
    /// bodies, which are then somewhere else, and internal packages may be imported from anywhere.
    /// </summary>
    public bool CompilerRulesOnly { get; init; }

    /// <summary>
    /// Compile files that the patterns name as a package of the runtime with this path, which has rules of its own (<c>go tool compile -+
    /// -p PATH</c>).
    /// </summary>
    public string? RuntimePackage { get; init; }

    /// <summary>The import path of the package that files named one by one are (<c>go tool compile -p PATH</c>).</summary>
    public string? PackagePath { get; init; }

    /// <summary>
    /// Link nothing; write for each importable package that the patterns name a file that Go's own tools read its types from (<c>go list
    /// -export</c>).
    /// </summary>
    public bool ExportNamed { get; init; }

    /// <summary>The same for all packages that those need, too.</summary>
    public bool ExportAll { get; init; }

    /// <summary>
    /// Link nothing; write the one package that the patterns name to this file (<c>go tool compile -o</c>): an archive with Go's export
    /// data, and the code part in this compiler's own format.
    /// </summary>
    public string? ObjectFile { get; init; }

    /// <summary>
    /// Build a test program per package named by the patterns instead of the packages' own programs (<c>go test -c</c>): its in-package
    /// test files, its external <c>_test</c> package and a generated main. <see cref="Output"/> is then a folder, or a file when the
    /// patterns name one package.
    /// </summary>
    public bool Tests { get; init; }

    /// <summary>
    /// The test programs are to fuzz: packages count which ways through their functions are gone (<see cref="FuzzedPackages"/>).
    /// </summary>
    public bool Fuzzes { get; init; }

    /// <summary>Statements are counted; null: they are not.</summary>
    public CoverageSettings? Coverage { get; init; }

    /// <summary>Packages are looked at by analyzers, with <see cref="Tests"/>; null: they are not.</summary>
    public AnalysisOptions? Analysis { get; init; }

    /// <summary>Find out what would be done, tell it (<see cref="Trace"/>), and do nothing of it (<c>-n</c>).</summary>
    public bool DryRun { get; init; }

    /// <summary>Tell each step in a line that can be read (<c>-x</c>): progress with the step <c>trace</c>.</summary>
    public bool Trace { get; init; }

    /// <summary>Compile what the patterns name, and link nothing.</summary>
    public bool LinksNothing { get; init; }

    /// <summary>Only check: write nothing.</summary>
    public bool CheckOnly { get; init; }

    /// <summary>Workers; 0 = one per processor.</summary>
    public int Parallelism { get; init; }

    /// <summary>Debug switches (<c>-d</c>).</summary>
    public IReadOnlyList<string> DebugFlags { get; init; } = [];
}
