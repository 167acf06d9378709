namespace Go.Compiler.Diagnostics;

public static partial class Catalogue
{
    // GO3xxx: packages, modules, build constraints, embedded files.
    public static readonly DiagnosticDescriptor EmbedWithoutImport = new("GO3001", Severity.Error, "go:embed without importing embed");
    public static readonly DiagnosticDescriptor CoverageFailed = new("GO3040", Severity.Error,
        "Sources that cannot be prepared for counting");
    public static readonly DiagnosticDescriptor PackageNotFound = new("GO3002", Severity.Error, "Package not in the standard library");
    public static readonly DiagnosticDescriptor ModuleNotRequired = new("GO3003", Severity.Error,
        "No required module provides the package");
    public static readonly DiagnosticDescriptor NoGoFiles = new("GO3004", Severity.Error, "No Go files");
    public static readonly DiagnosticDescriptor AllFilesExcluded = new("GO3005", Severity.Error, "Build constraints exclude all Go files");
    public static readonly DiagnosticDescriptor MixedPackages = new("GO3006", Severity.Error, "Several packages in one folder");
    public static readonly DiagnosticDescriptor ImportCycle = new("GO3007", Severity.Error, "Import cycle");
    public static readonly DiagnosticDescriptor ImportOfProgram = new("GO3008", Severity.Error, "Import of a program");
    public static readonly DiagnosticDescriptor InternalPackage = new("GO3009", Severity.Error, "Use of an internal package");
    public static readonly DiagnosticDescriptor InvalidImportPath = new("GO3011", Severity.Error, "Malformed import path");
    public static readonly DiagnosticDescriptor VendoredImport = new("GO3012", Severity.Error, "Use of a vendored package by its folder");
    public static readonly DiagnosticDescriptor CaseCollision = new("GO3013", Severity.Error, "Names that differ only in case");
    public static readonly DiagnosticDescriptor CgoUnsupported = new("GO3014", Severity.Error, "Package needs cgo");
    public static readonly DiagnosticDescriptor CgoFileSkipped = new("GO3015", Severity.Info, "File that uses cgo left out");
    public static readonly DiagnosticDescriptor InvalidBuildConstraint = new("GO3016", Severity.Error, "Malformed build constraint");
    public static readonly DiagnosticDescriptor UnreadableFile = new("GO3017", Severity.Error, "File cannot be read");
    public static readonly DiagnosticDescriptor PatternNotFound = new("GO3018", Severity.Error, "Folder or file not found");
    public static readonly DiagnosticDescriptor FilesInSeveralFolders = new("GO3019", Severity.Error, "Named files in several folders");
    public static readonly DiagnosticDescriptor EmbeddedFilesLarge = new("GO3020", Severity.Warning,
        "Package embeds more than it is meant to");
    public static readonly DiagnosticDescriptor EmbedsOutputFolder = new("GO3021", Severity.Error,
        "Embed pattern takes in the build's own output");
    public static readonly DiagnosticDescriptor EmbedSkipsHidden = new("GO3029", Severity.Info,
        "Files that an embed pattern passes by for their names");
    public static readonly DiagnosticDescriptor ItemWithoutPackage
        = new("GO8207", Severity.Warning, "Item about a package that the program does not have");
    public static readonly DiagnosticDescriptor EmbedItemUnused = new("GO8202", Severity.Warning,
        "Item GoEmbed that no go:embed line takes in");
    public static readonly DiagnosticDescriptor InvalidEmbedPattern = new("GO3022", Severity.Error, "Embed pattern matches nothing usable");
    public static readonly DiagnosticDescriptor InvalidGodebug = new("GO3023", Severity.Error, "Invalid GODEBUG setting");
    public static readonly DiagnosticDescriptor AmbiguousImport = new("GO3024", Severity.Error, "Package found in several modules");
    public static readonly DiagnosticDescriptor PatternMatchesNothing = new("GO3025", Severity.Warning, "Pattern matches no packages");
    public static readonly DiagnosticDescriptor InvalidEmbedVariable = new("GO3026", Severity.Error,
        "go:embed before a variable that cannot hold files");
    public static readonly DiagnosticDescriptor WrongTestSignature = new("GO3028", Severity.Error, "Test function with a wrong signature");
    public static readonly DiagnosticDescriptor ModFileSyntax = new("GO3030", Severity.Error, "Malformed go.mod");
    public static readonly DiagnosticDescriptor ModFileDirective = new("GO3031", Severity.Error,
        "Unknown, repeated or incomplete go.mod directive");
    public static readonly DiagnosticDescriptor InvalidGoVersion = new("GO3032", Severity.Error, "Invalid Go version");
    public static readonly DiagnosticDescriptor GoVersionTooNew = new("GO3033", Severity.Error, "Module requires a newer Go");
    public static readonly DiagnosticDescriptor ToolchainNotAvailable = new("GO3094", Severity.Error, "Another release of Go asked for");
    public static readonly DiagnosticDescriptor InvalidModulePath = new("GO3034", Severity.Error, "Malformed module path");
    public static readonly DiagnosticDescriptor InvalidModuleVersion = new("GO3035", Severity.Error, "Malformed module version");
    public static readonly DiagnosticDescriptor InvalidReplacement = new("GO3036", Severity.Error, "Replacement folder is not a module");
    public static readonly DiagnosticDescriptor MissingModulePath = new("GO3037", Severity.Error, "go.mod without module line");
    public static readonly DiagnosticDescriptor UnknownExperiment = new("GO3050", Severity.Error, "Unknown experiment");
    public static readonly DiagnosticDescriptor UnsupportedExperiment = new("GO3051", Severity.Error, "Experiment not supported");
    public static readonly DiagnosticDescriptor SystemObjectUnsupported = new("GO3052", Severity.Error, "System object file");
    public static readonly DiagnosticDescriptor FortranFile = new("GO3053", Severity.Error, "Fortran source file");
    public static readonly DiagnosticDescriptor MalformedGoSum = new("GO3060", Severity.Error, "Malformed go.sum");
    public static readonly DiagnosticDescriptor MissingGoSum = new("GO3061", Severity.Error, "Missing go.sum entry");
    public static readonly DiagnosticDescriptor GoModNeedsUpdate = new("GO3062", Severity.Error, "go.mod or go.sum needs an update");
    public static readonly DiagnosticDescriptor InconsistentVendoring = new("GO3063", Severity.Error, "Vendor folder does not fit go.mod");
    public static readonly DiagnosticDescriptor InvalidWorkspace = new("GO3064", Severity.Error, "Workspace cannot be used");
    public static readonly DiagnosticDescriptor ModuleRequired = new("GO3065", Severity.Error, "No go.mod file");
    public static readonly DiagnosticDescriptor NoMatchingVersion = new("GO3066", Severity.Error, "No version answers the query");
    public static readonly DiagnosticDescriptor ModulePathMismatch = new("GO3067", Severity.Error, "Module has another path");
}
