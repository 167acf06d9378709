namespace Go.Compiler.Diagnostics;

public static partial class Catalogue
{
    // GO308x and GO309x: modules from proxies and version control, their checksums, and the module cache.
    public static readonly DiagnosticDescriptor ModuleNotFound = new("GO3080", Severity.Error, "Module or version does not exist");
    public static readonly DiagnosticDescriptor ModuleServerFailed = new("GO3081", Severity.Error, "Module server failed");
    public static readonly DiagnosticDescriptor InvalidModuleServerResponse = new("GO3082", Severity.Error,
        "Module server sent something invalid");
    public static readonly DiagnosticDescriptor ModuleLookupDisabled = new("GO3083", Severity.Error, "Modules may not be fetched");
    public static readonly DiagnosticDescriptor ChecksumMismatch = new("GO3084", Severity.Error, "Checksum mismatch");
    public static readonly DiagnosticDescriptor ChecksumDatabaseFailed = new("GO3085", Severity.Error, "Checksum database failed");
    public static readonly DiagnosticDescriptor InvalidModuleZip = new("GO3086", Severity.Error, "Invalid module zip");
    public static readonly DiagnosticDescriptor ModuleCacheUnusable = new("GO3087", Severity.Error, "Module cache cannot be used");
    public static readonly DiagnosticDescriptor InvalidModuleSetting = new("GO3088", Severity.Error, "Invalid setting for modules");
    public static readonly DiagnosticDescriptor VersionControlFailed = new("GO3089", Severity.Error, "Version control failed");
    public static readonly DiagnosticDescriptor VersionControlRefused = new("GO3090", Severity.Error,
        "Version control system may not be used");
    public static readonly DiagnosticDescriptor UnknownModuleHost = new("GO3091", Severity.Error,
        "No repository found for the module's path");
    public static readonly DiagnosticDescriptor UnknownSumAlgorithm = new("GO3092", Severity.Warning, "Checksum of an unknown kind");
    public static readonly DiagnosticDescriptor ChecksumDatabaseForked = new("GO3093", Severity.Error,
        "Checksum database contradicts itself");
}
