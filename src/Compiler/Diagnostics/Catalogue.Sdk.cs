namespace Go.Compiler.Diagnostics;

public static partial class Catalogue
{
    // GO700x: what a project or a command line asks for. Targets name the codes themselves (src/Sdk/targets).
    public static readonly DiagnosticDescriptor UnknownRuntimeIdentifier = new("GO7002", Severity.Error, "Unknown runtime identifier");
    public static readonly DiagnosticDescriptor RuntimeIdentifierNotSupported = new("GO7003", Severity.Error,
        "Runtime identifier that is not supported yet");
    public static readonly DiagnosticDescriptor StandardLibraryMissing = new("GO7004", Severity.Error,
        "Go's standard library was not found");
    public static readonly DiagnosticDescriptor OutputTypeNotSupported = new("GO7005", Severity.Error, "Output type that is not supported");
    public static readonly DiagnosticDescriptor UnknownCompilerHost = new("GO7006", Severity.Error, "Unknown compiler host");
    public static readonly DiagnosticDescriptor InvalidProperty = new("GO7007", Severity.Error, "Property with an invalid value");
    public static readonly DiagnosticDescriptor CompilerProcessFailed = new("GO7008", Severity.Error,
        "The compiler's process ended without a result");
    public static readonly DiagnosticDescriptor UnknownCommand = new("GO7010", Severity.Error, "Unknown command");
    public static readonly DiagnosticDescriptor InvalidFlag = new("GO7011", Severity.Error,
        "Flag that is unknown, incomplete or not supported");

    public static readonly DiagnosticDescriptor InvalidSetting = new("GO7021", Severity.Error, "Environment setting with an invalid value");
    public static readonly DiagnosticDescriptor SettingNotSupported = new("GO7022", Severity.Error,
        "Environment setting that is not supported");
    public static readonly DiagnosticDescriptor FlagWithoutEffect = new("GO8020", Severity.Info,
        "Flag or setting that has no meaning here");
    public static readonly DiagnosticDescriptor ProjectSettingNotSupported = new("GO7041", Severity.Error,
        "Property or item that is not supported");
    public static readonly DiagnosticDescriptor SeveralRuntimeIdentifiers = new("GO7042", Severity.Error,
        "Publish for several runtime identifiers at once");
    public static readonly DiagnosticDescriptor ProgramNotAsPublished = new("GO7044", Severity.Error,
        "Program that is not what it is published as");
    public static readonly DiagnosticDescriptor EmbedItemInvalid = new("GO7045", Severity.Error, "Item GoEmbed that cannot be embedded");
    public static readonly DiagnosticDescriptor ContainerInvalid = new("GO7046", Severity.Error, "Container image that cannot be made");
    public static readonly DiagnosticDescriptor ContainerPushFailed = new("GO7047", Severity.Error,
        "A registry did not take a container image");
    public static readonly DiagnosticDescriptor PackageEmpty = new("GO7048", Severity.Error, "Package that has nothing to hold");
    public static readonly DiagnosticDescriptor TargetFailed = new("GO7049", Severity.Error,
        "A target for people has found something wrong");
    public static readonly DiagnosticDescriptor NothingToRun = new("GO7061", Severity.Error, "Nothing that can be run");
    public static readonly DiagnosticDescriptor EmulatorNeeded = new("GO7051", Severity.Error,
        "Program of another system or processor that is to be run");
    public static readonly DiagnosticDescriptor SizeBudgetExceeded = new("GO7043", Severity.Error, "Program larger than its budget");
    public static readonly DiagnosticDescriptor GoCommandFailed = new("GO7070", Severity.Error, "A command that a target runs has failed");
    public static readonly DiagnosticDescriptor GeneratorInvalid = new("GO7071", Severity.Error, "Generator that cannot be run");
    public static readonly DiagnosticDescriptor GeneratorFailed = new("GO7072", Severity.Error, "A generator has failed");
    public static readonly DiagnosticDescriptor GeneratedFileStale = new("GO7073", Severity.Error, "Generated file that is stale");

    // GVxxxx: analyzers. One code for all of them: which there are, Go decides with every release; messages name the analyzer.
    public static readonly DiagnosticDescriptor VetFinding = new("GV0001", Severity.Warning, "Finding of an analyzer");
    public static readonly DiagnosticDescriptor UnknownProjectSetting = new("GO8201", Severity.Warning, "Unknown property or item");

    public static readonly DiagnosticDescriptor DirectiveMisspelt = new("GO8203", Severity.Warning, "Directive that looks misspelt");
    public static readonly DiagnosticDescriptor VersionInSource = new("GO8204", Severity.Warning,
        "Version in the source beside that of the project");
    public static readonly DiagnosticDescriptor PackageUsesCgo = new("GO8205", Severity.Warning, "Package that uses cgo");
    public static readonly DiagnosticDescriptor ForeignSetting
        = new("GO8208", Severity.Warning, "Setting of .NET programs that does nothing in a Go project");
    public static readonly DiagnosticDescriptor LooksLikeSecret = new("GO8206", Severity.Warning, "Value that looks like a secret");
    public static readonly DiagnosticDescriptor SecretInvalid = new("GO7052", Severity.Error,
        "Secret of a link variable that cannot be had");

    public static readonly DiagnosticDescriptor ReferenceCycle = new("GO7053", Severity.Error, "Projects that reference each other");

    // GO71xx: tests.
    public static readonly DiagnosticDescriptor TestFailed = new("GO7101", Severity.Error, "A test failed");
    public static readonly DiagnosticDescriptor TestProgramFailed = new("GO7102", Severity.Error,
        "A test program failed outside its tests");
    public static readonly DiagnosticDescriptor FuzzTestNotFound = new("GO7065", Severity.Error, "Not exactly one fuzz test is meant");
    public static readonly DiagnosticDescriptor TestHostFailed = new("GO7103", Severity.Error, "The tests could not be run");
    public static readonly DiagnosticDescriptor TestOptionNotSupported = new("GO8101", Severity.Warning,
        "Option of dotnet test that Go tests do not have");
}
