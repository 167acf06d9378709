namespace Go.Compiler.Diagnostics;

public static partial class Catalogue
{
    // GO306x and GO307x: modules from proxies and version control, their checksums, and the module cache.
    public static readonly DiagnosticDescriptor ModuleNotFound = new("GO3060", Severity.Error, "Module or version does not exist");
    public static readonly DiagnosticDescriptor ModuleServerFailed = new("GO3061", Severity.Error, "Module server failed");
    public static readonly DiagnosticDescriptor InvalidModuleServerResponse = new("GO3062", Severity.Error, "Module server sent something invalid");
    public static readonly DiagnosticDescriptor ModuleLookupDisabled = new("GO3063", Severity.Error, "Modules may not be fetched");
    public static readonly DiagnosticDescriptor ChecksumMismatch = new("GO3064", Severity.Error, "Checksum mismatch");
    public static readonly DiagnosticDescriptor ChecksumDatabaseFailed = new("GO3065", Severity.Error, "Checksum database failed");
    public static readonly DiagnosticDescriptor InvalidModuleZip = new("GO3066", Severity.Error, "Invalid module zip");
    public static readonly DiagnosticDescriptor ModuleCacheUnusable = new("GO3067", Severity.Error, "Module cache cannot be used");
    public static readonly DiagnosticDescriptor InvalidModuleSetting = new("GO3068", Severity.Error, "Invalid setting for modules");
    public static readonly DiagnosticDescriptor VersionControlFailed = new("GO3069", Severity.Error, "Version control failed");
    public static readonly DiagnosticDescriptor VersionControlRefused = new("GO3070", Severity.Error, "Version control system may not be used");
    public static readonly DiagnosticDescriptor UnknownModuleHost = new("GO3071", Severity.Error, "No repository found for the module's path");
    public static readonly DiagnosticDescriptor UnknownSumAlgorithm = new("GO3072", Severity.Warning, "Checksum of an unknown kind");
}
