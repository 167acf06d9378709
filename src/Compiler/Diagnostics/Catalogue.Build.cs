namespace Go.Compiler.Diagnostics;

/// <summary>GO4xxx: limits and the back end; GO7xxx: the build itself; GO8xxx: warnings; GO9xxx: the compiler's own faults.</summary>
public static partial class Catalogue
{
    public static readonly DiagnosticDescriptor NotSupportedYet = new("GO4900", Severity.Error,
        "Feature that this compiler does not support yet");
    public static readonly DiagnosticDescriptor EmbedNeedsOneFile = new("GO3027", Severity.Error,
        "Several files embedded into one string or byte slice");
    public static readonly DiagnosticDescriptor InputOutputFailed = new("GO7001", Severity.Error, "A file could not be read or written");
    public static readonly DiagnosticDescriptor OutputNeedsOneProgram = new("GO7012", Severity.Error,
        "An output file was given for several packages");
    public static readonly DiagnosticDescriptor NotAProgram = new("GO7013", Severity.Error, "The package is not a program");
    public static readonly DiagnosticDescriptor TooManyErrors = new("GO7014", Severity.Error, "More errors were found than are shown");
    public static readonly DiagnosticDescriptor StampFailed = new("GO7015", Severity.Error, "Version control could not be asked");
    public static readonly DiagnosticDescriptor FlagNotSupported = new("GO7020", Severity.Error,
        "A flag of the go command that is not supported");
    public static readonly DiagnosticDescriptor InvalidDebugSetting = new("GO7060", Severity.Error,
        "Unknown debug switch, or a wrong value of one");
    public static readonly DiagnosticDescriptor CacheNotWritable = new("GO8001", Severity.Warning, "The build cache cannot be written");
    public static readonly DiagnosticDescriptor InternalError = new("GO9001", Severity.Error, "Internal compiler error");
}
