namespace Go.Sdk.Tasks;

/// <summary>
/// Every property and item of the SDK: the one list that checks, manual (src/Sdk/README.md) and targets are held against by tests. A name
/// that is not here is unknown, and a project that sets it is told so.
/// </summary>
public static class ProjectSettings
{
    private const string NoForeignCode = "there is no cgo, and programs are pure Go; leave it out";
    private const string NoAnalysis = "of analysers only Go's own are run (GoVet); run the one of your choice beside the build";
    private const string NoReports = "such reports are not written yet; leave it out";

    public static IReadOnlyList<ProjectSetting> All { get; } =
    [
        // What is built.
        Works("GoMainPackage", SettingValues.Text, "package to build, as `go build` takes it"),
        Works("GoBuildTags", SettingValues.Tags, "custom build tags, separated by `;` or `,`"),
        Works("GoOS", SettingValues.Text, "target system in place of the runtime identifier's"),
        Works("GoArch", SettingValues.Text, "target architecture in place of the runtime identifier's"),
        Refused("GoAmd64Level", ["v1"], "programs are built for every amd64 processor (v1)"),
        Refused("GoArm64Level", ["v8.0"], "programs are built for every arm64 processor (v8.0)"),
        Works("GoEmbedTimeZoneData", SettingValues.Switch, "`true`: the time zone database goes into the program (tag `timetzdata`)"),
        Refused("GoImportPath", [], "packages have the paths that go.mod and their folders give them; leave it out"),
        Works("GoFlatOutputName", SettingValues.Switch, "`true`: publish into one folder, each program as `name-rid`"),
        Works("GoPublishChecksums", SettingValues.Switch, "whether publish writes `SHA256SUMS` beside what it publishes"),
        Refused("GoNetResolver", ["go"], "without cgo there is only Go's own resolver"),

        // How it is compiled and linked.
        Works("GoTrimPath", SettingValues.Switch, "no folder of this machine in the program"),
        Works("GoBuildMode", ["exe", "pie", "default"],
            "`pie`: a program that the system may load anywhere; it needs the system's loader (`-buildmode`)"),
        Works("GoStripSymbols", SettingValues.Switch, "leave the symbol table out (`-s`)"),
        Works("GoFips140", ["off", "latest"],
            "`latest`: the program's cryptography starts in FIPS 140-3 mode (`GODEBUG=fips140=on`), checked against its own code"),
        Works("GoOptimize", SettingValues.Switch, "`false` as `-N`"),
        Works("GoInline", SettingValues.Switch, "`false` as `-l`"),
        Works("GoCompilerFlags", SettingValues.Text, "`-gcflags` in Go's spelling"),
        Works("GoLinkerFlags", SettingValues.Text, "`-ldflags` in Go's spelling"),
        Works("GoDebugFlags", SettingValues.Text, "the compiler's debug switches"),
        Refused("GoCgoEnabled", ["false"], NoForeignCode),
        Refused("GoCCompiler", [], NoForeignCode),
        Refused("GoCxxCompiler", [], NoForeignCode),
        Refused("GoRace", ["false"], "there is no race detector; leave it out, or test for races with the original toolchain"),
        Refused("GoDwarf", ["false"], "programs have no DWARF debug information yet; leave it out"),
        Refused("GoSplitDebug", ["false"], "programs have no debug information to split off yet; leave it out"),
        Refused("GoCompressBinary", ["false"], "programs are not compressed; run the packer of your choice after publishing"),
        Refused("GoExternalLinkerFlags", [], "there is no other linker; leave it out"),
        Refused("GoStaticExternalLink", ["false"], "there is no other linker, and every program is static; leave it out"),
        Works("GoRequireStatic", SettingValues.Switch, "`true` is always fulfilled: every program is static"),
        Refused("GoAllowLinkname", [], "use GoLinkerFlags with -checklinkname=0"),
        Refused("GoDisabledPasses", [], "use GoDebugFlags with the switches of single passes, or GoOptimize=false"),
        Refused("GoArchiveFormat", [], "projects make programs, no archives; leave it out"),
        Refused("GoEmitObjects", ["false"], "objects stay in the build cache; leave it out"),
        Works("GoBuildVcs", ["auto", "true", "false"],
            "whether the program says which commit it is built from (`-buildvcs`); `true`: it is an error when that cannot be told"),
        Works("GoStampVersion", SettingValues.Switch,
            "whether `main.version`, `main.commit` and `main.date`, where the program has such string variables, and its build information say the project's `Version`, `SourceRevisionId` and SOURCE_DATE_EPOCH"),

        // What the build says.
        Works("GoMaxErrors", SettingValues.Number, "errors that are shown; 0: all"),
        Works("GoHaltOnError", SettingValues.Switch, "`true`: only the first error is shown (`-h`)"),
        Works("GoEmbedWarnBytes", SettingValues.Number, "size of a package's embedded files from which on there is a warning"),
        Works("GoSizeBudget", SettingValues.Number, "size in bytes that the program may have; a larger one is an error"),
        Works("GoVet", SettingValues.Switch,
            "`true`: Go's analyzers look at all packages of the project after the build; what they find are warnings GV0001"),
        Works("GoVetFlags", SettingValues.Text, "flags for `go vet`, such as `-printf=false`"),
        Refused("GoAudit", ["false"], NoAnalysis),
        Refused("GoAuditLevel", [], NoAnalysis),
        Refused("GoInsight", [], NoReports),
        Works("GoEmitAssembly", ["code"],
            "`code`: the instructions of the program, a file for each package, in `asm` of the intermediate folder"),
        Refused("GoSsaFunction", [], NoReports),
        Works("GoDeadCodeReport", SettingValues.Switch,
            "`true`: what the program holds, how large it is and what holds it there, in `<name>.reach.txt` of the intermediate folder; -t:GoWhyReached reads it"),
        Works("GoTimingReport", SettingValues.Text, "a file that receives what the build took by phase and package, as JSON"),
        Works("GoFailureFile", SettingValues.Text,
            "a file that receives the errors of builds and tests, a JSON object a line, each with its `Category`"),
        Refused("GoCompilerProfile", [], NoReports),
        Refused("GoTypeCheckOnly", ["false"], "the build makes the program; `dotnet go build -o /dev/null` only compiles"),

        // Where things are and run.
        Works("GoRunner", SettingValues.Text,
            "program, with its arguments, that runs programs of another system or processor for `dotnet run`, `dotnet test` and `-t:GoSmokeTest`"),
        Works("GoMaxParallel", SettingValues.Number, "workers"),
        Works("GoCacheDir", SettingValues.Text, "compiled packages by content"),
        Works("GoCacheLimit", SettingValues.Text,
            "how large the cache may grow before what was used longest ago is removed: bytes, with an optional `K`, `M`, `G` or `T`, or `off`"),
        Works("GoRoot", SettingValues.Text, "a folder with Go's sources in place of the package `Go.StandardLibrary`"),
        Works("GoStandardLibraryVersion", SettingValues.Text, "version of that package"),
        Works("GoCompilerHost", ["auto", "inproc", "process"], "where the compiler runs"),
        Refused("GoRemoteCache", [], "the cache is a folder (GoCacheDir); it can be carried between machines"),

        // Language and modules.
        Works("GoLangVersion", SettingValues.Language, "language version of the packages that the build names (`-lang`)"),
        Works("GoModMode", ["readonly", "mod", "vendor"], "where modules come from (`-mod`)"),
        Works("GoWorkspace", SettingValues.Text, "a go.work file, `auto` or `off` (`GOWORK`)"),
        Works("GoToolchain", SettingValues.Text,
            "`local`: a `toolchain` line of go.mod that asks for a newer release is passed by (`GOTOOLCHAIN`)"),
        Works("GoProxy", SettingValues.Text, "module proxies (`GOPROXY`)"),
        Works("GoPrivate", SettingValues.Text, "patterns of private modules (`GOPRIVATE`)"),
        Works("GoNoProxy", SettingValues.Text, "patterns of modules that proxies are not asked for (`GONOPROXY`)"),
        Works("GoSumDb", SettingValues.Text, "checksum database (`GOSUMDB`)"),
        Works("GoNoSumDb", SettingValues.Text, "patterns of modules that the checksum database is not asked for (`GONOSUMDB`)"),
        Works("GoInsecure", SettingValues.Text, "patterns of modules that may come without TLS (`GOINSECURE`)"),
        Works("GoModCache", SettingValues.Text, "the module cache (`GOMODCACHE`)"),
        Works("GoRestoreModules", SettingValues.Switch, "whether a restore brings modules"),

        // Tests.
        Works("GoTestPackages", SettingValues.Text, "packages to test, as `go test` takes them, separated by `;`"),
        Works("GoTestRun", SettingValues.Pattern, "regular expression of names to run (`-run`)"),
        Works("GoTestSkip", SettingValues.Pattern, "regular expression of names to leave out (`-skip`)"),
        Works("GoTestShort", SettingValues.Switch, "`-short`"),
        Works("GoTestParallel", SettingValues.Number, "tests of one package that run at a time (`-parallel`)"),
        Works("GoTestCount", SettingValues.Number, "how often each test runs (`-count`)"),
        Works("GoTestTimeout", SettingValues.Duration, "after which a test program panics (`-timeout`)"),
        Works("GoBenchmark", SettingValues.Pattern, "regular expression of the benchmarks to run (`-bench`)"),
        Works("GoFuzz", SettingValues.Pattern,
            "regular expression of the one fuzz test that `dotnet test` fuzzes, besides running all tests (`-fuzz`)"),
        Works("GoFuzzTime", SettingValues.DurationOrRuns,
            "how long it is fuzzed, or with how many inputs (`1000x`); without end if it is not set (`-fuzztime`)"),
        Works("GoFuzzMinimizeTime", SettingValues.DurationOrRuns,
            "how long a smaller input is looked for that fails too (`-fuzzminimizetime`)"),
        Works("GoCoverageFile", SettingValues.Text,
            "the report that `--collect \"Code Coverage\"` and -t:GoCoverage write, in Cobertura's format"),
        Works("GoTestCache", SettingValues.Switch,
            "`true`: `dotnet test` takes the result of a package whose tests passed from the last run when nothing that they looked at has changed, as `go test` does"),
        Works("GoBenchmarkFile", SettingValues.Text, "a file that receives the results of benchmarks, as JSON"),

        // Generators, release, supply chain.
        Works("GoGenerateMode", ["manual", "build", "check"],
            "`manual`: generators run for the target GoGenerate only; `build`: before each build, where inputs have changed; `check`: the build fails when one would change its outputs"),
        Refused("GoSign", [], "programs are not signed by the build; sign what it publishes"),
        Works("GoBinary", SettingValues.Text,
            "the program that -t:GoBinaryInfo, GoNm and GoDisassemble look at, in place of the project's own"),
        Works("GoSymbol", SettingValues.Text,
            "regular expression of the functions that -t:GoDisassemble shows; the function that -t:GoWhyReached explains"),
        Works("GoDisassembleSource", SettingValues.Switch,
            "`true`: -t:GoDisassemble shows the lines of the source above their instructions"),
        Works("GoSince", SettingValues.Text, "the commit, branch or tag that -t:GoAffected compares with"),
        Works("GoReleaseDir", SettingValues.Text, "the folder that -t:GoRelease fills"),
        Works("GoWorkspaceFile", SettingValues.Text, "the file that -t:GoWorkspace writes"),
        Works("GoSmokeTestArguments", SettingValues.Text, "what -t:GoSmokeTest gives the program"),
        Works("GoSmokeTestTimeout", SettingValues.Number, "seconds within which the program has to end in -t:GoSmokeTest"),

        // Items.
        Item("GoLinkVariable",
            "sets a string variable at link time; of a secret (`Secret=\"true\"`) the value is in an environment variable (`FromEnvironment`) or a file (`FromFile`), and in no log, cache or record",
            "Value", "Secret", "FromEnvironment", "FromFile"),
        Item("GoDebugSetting", "a setting of GODEBUG that the program starts with: `Value`; counts before those of go.mod and the sources",
            "Value"),
        Item("GoImportMap", "an import path that means another one, `To`, in all packages outside the standard library", "To"),
        Item("GoTool",
            "a package of a tool, at the version that go.mod requires: -t:GoBuildTools makes it, and generators find it by its name"),
        Item("GoPackageOptions", "packages (a pattern) with `CompilerFlags` of their own, as `-gcflags=PATTERN=FLAGS`", "CompilerFlags"),
        Item("GoVariant",
            "a variant of the program for -t:GoPublishVariants: `Tags` beside those of the project, and its `RuntimeIdentifiers`", "Tags",
            "RuntimeIdentifiers"),
        Item("GoTestArgument", "further arguments of the test programs"),
        Item("GoGenerator",
            "a generator: `Command` (for the shell) or `Program` (Go, with `Arguments`), its `Inputs`, `Outputs`, `WorkingDirectory`, and `DependsOn` others", "Command", "Program", "Arguments", "Inputs", "Outputs", "WorkingDirectory", "DependsOn"),
        Item("GoEmbed",
            "files for `//go:embed` lines: a file, a folder or a project that is published; `LogicalPath` is the place where patterns see it, `IncludeHidden` takes in names with `.` and `_`, `Folder` is the published part that is meant",
            "LogicalPath", "IncludeHidden", "Folder", "Link"),
        Item("GoFile", "Go files that are shown and watched"),
        Item("GoTestFile", "test files that are shown and watched"),
        Item("GoAssembly", "assembly files and headers that are shown and watched"),
        Item("GoModFile", "go.mod and its like that are shown and watched"),
        RefusedItem("GoCSource", NoForeignCode),
        RefusedItem("GoCHeader", NoForeignCode),
        RefusedItem("GoAnalyzer", NoAnalysis),

        // What the SDK itself sets.
        Internal("GoSdkVersion"),
        Internal("GoToolsVersion"),
        Internal("GoTasksDirectory"),
        Internal("GoTasksAssembly"),
        Internal("GoRecompiledPackage"),
        Internal("GoAffectedPackage"),
    ];

    public static ProjectSetting? Find(string name) => All.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static ProjectSetting Works(string name, SettingValues values, string meaning) => new(name, values, meaning);

    private static ProjectSetting Works(string name, string[] choices, string meaning)
        => new(name, SettingValues.Choice, meaning) { Accepted = choices };

    private static ProjectSetting Refused(string name, string[] accepted, string why)
        => new(name, SettingValues.Text, "") { Accepted = accepted, Refusal = why };

    private static ProjectSetting Item(string name, string meaning, params string[] metadata)
        => new(name, SettingValues.Item, meaning) { Metadata = metadata };

    private static ProjectSetting RefusedItem(string name, string why) => new(name, SettingValues.Item, "") { Refusal = why };

    private static ProjectSetting Internal(string name) => new(name, SettingValues.Text, "") { IsInternal = true };
}
