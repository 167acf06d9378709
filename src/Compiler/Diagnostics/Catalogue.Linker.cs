namespace Go.Compiler.Diagnostics;

public static partial class Catalogue
{
    // GO6xxx: linker and images.
    public static readonly DiagnosticDescriptor DuplicateSymbol = new("GO6010", Severity.Error, "duplicated definition of symbol");
    public static readonly DiagnosticDescriptor UndefinedSymbol = new("GO6011", Severity.Error, "relocation target not defined");
    public static readonly DiagnosticDescriptor MissingMain = new("GO6012", Severity.Error,
        "function main is undeclared in the main package");
    public static readonly DiagnosticDescriptor NosplitOverflow = new("GO6013", Severity.Error, "nosplit stack overflow");
    public static readonly DiagnosticDescriptor ProgramTooLarge = new("GO6014", Severity.Error, "program too large");
    public static readonly DiagnosticDescriptor InvalidLinknameReference = new("GO6015", Severity.Error, "invalid reference");

    public static readonly DiagnosticDescriptor BuildIdTooLong = new("GO6016", Severity.Error, "build id too long");

    // Link variables (-X): numbered with the properties that set them.
    public static readonly DiagnosticDescriptor UnknownLinkVariable = new("GO5001", Severity.Error, "unknown link variable");
    public static readonly DiagnosticDescriptor LinkVariableNotString = new("GO5002", Severity.Error, "link variable is not a string");
    public static readonly DiagnosticDescriptor LinkVariableIgnored = new("GO5013", Severity.Warning, "link variable ignored");
}
