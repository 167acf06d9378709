namespace Go.Compiler.Diagnostics;

public static partial class Catalogue
{
    // GO5001 and GO5002 are about link variables.
    public static readonly DiagnosticDescriptor AssemblyToken = new("GO5011", Severity.Error, "invalid token in an assembly file");
    public static readonly DiagnosticDescriptor AssemblyPreprocessor = new("GO5012", Severity.Error,
        "invalid preprocessor directive or macro call in an assembly file");
    public static readonly DiagnosticDescriptor AssemblySyntax = new("GO5003", Severity.Error, "invalid statement in an assembly file");
    public static readonly DiagnosticDescriptor AssemblyOperand = new("GO5004", Severity.Error, "invalid operand in an assembly file");
    public static readonly DiagnosticDescriptor AssemblyUnknownInstruction = new("GO5005", Severity.Error, "unrecognized instruction");
    public static readonly DiagnosticDescriptor AssemblyNoEncoding = new("GO5006", Severity.Error,
        "the instruction has no encoding for these operands");
    public static readonly DiagnosticDescriptor AssemblyBranch = new("GO5007", Severity.Error, "invalid label or branch target");
    public static readonly DiagnosticDescriptor AssemblyRedeclared = new("GO5008", Severity.Error, "symbol redeclared in assembly");
    public static readonly DiagnosticDescriptor AssemblyFrame = new("GO5009", Severity.Error, "invalid frame of an assembly function");
    public static readonly DiagnosticDescriptor AssemblyDynamicLink = new("GO5014", Severity.Error,
        "not possible in an assembly file under -dynlink");
}
