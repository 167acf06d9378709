namespace Go.Compiler.Diagnostics;

public static partial class Catalogue
{
    // GO41xx: what the optimiser finds in packages of the runtime (contract 2.4).
    public static readonly DiagnosticDescriptor EscapesInRuntime = new("GO4101", Severity.Error,
        "variable of a runtime package escapes to the heap");
    public static readonly DiagnosticDescriptor ForbiddenBarrier = new("GO4102", Severity.Error,
        "write barrier in code that must not have any");

    // GO42xx: limits of code.
    public static readonly DiagnosticDescriptor FrameTooLarge = new("GO4201", Severity.Error,
        "variables and arguments of a function exceed the largest stack");
}
